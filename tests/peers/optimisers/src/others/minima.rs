//! Minima of one unknown and of several.

use ::argmin::core::{Executor, State};
use ::argmin::solver::brent::BrentOpt;
use ::argmin::solver::conjugategradient::NonlinearConjugateGradient;
use ::argmin::solver::conjugategradient::beta::PolakRibierePlus;
use ::argmin::solver::goldensectionsearch::GoldenSectionSearch;
use ::argmin::solver::linesearch::{HagerZhangLineSearch, MoreThuenteLineSearch};
use ::argmin::solver::neldermead::NelderMead;
use ::argmin::solver::newton::NewtonCG;
use ::argmin::solver::quasinewton::{BFGS, LBFGS};
use ::argmin::solver::trustregion::{Steihaug, TrustRegion};
use calc_optimiser_peers::{Counted, End, run};

use super::{argmin, basin};

const BRENT: &str = "minima of one variable, Brent";
const MGH: &str = "minima, More-Garbow-Hillstrom";

/// The gradient that is asked for, and the iterations allowed.
const SMALL: f64 = 1e-8;
const ITERATIONS: u64 = 5000;

pub fn all() {
    of_one_variable();
    by_argmin();
    by_basin();
    run(MGH, "numeris 0.6.0 minimize_bfgs", numeris);
    run(MGH, "cobyla 1.0.4 minimize", cobyla);
}

fn of_one_variable() {
    run(BRENT, "argmin 0.11.0 BrentOpt", |f| {
        let [a, b] = f.problem().start()[..] else {
            return None;
        };
        let search = BrentOpt::new(a, b).set_tolerance(1e-8, 1e-8 / 3.0);
        let search = Executor::new(argmin::One(f), search);
        let found = search.configure(|state| state.max_iters(500)).run().ok()?;
        argmin::end(
            found.state(),
            found.state().get_best_param().map(|x| vec![*x]),
        )
    });
    run(BRENT, "argmin 0.11.0 GoldenSectionSearch", |f| {
        let [a, b] = f.problem().start()[..] else {
            return None;
        };
        let search = GoldenSectionSearch::new(a, b).ok()?;
        let search = search.with_tolerance(1e-8).ok()?;
        let search = Executor::new(argmin::One(f), search);
        let search = search.configure(|state| state.param(0.5 * (a + b)).max_iters(500));
        let found = search.run().ok()?;
        argmin::end(
            found.state(),
            found.state().get_best_param().map(|x| vec![*x]),
        )
    });
    run(BRENT, "basin 3.2.0 Brent", |f| {
        let [a, b] = f.problem().start()[..] else {
            return None;
        };
        let search = ::basin::Executor::new(
            basin::One { f, ends: [a, b] },
            ::basin::Brent::new().with_absolute_position_tolerance(1e-8 / 3.0),
            ::basin::PointState::new(0.5 * (a + b)),
        );
        let found = search.max_iter(500).run().ok()?;
        Some((
            vec![*found.param()],
            found.report.termination.is_converged(),
        ))
    });
    run(BRENT, "basin 3.2.0 GoldenSection", |f| {
        let [a, b] = f.problem().start()[..] else {
            return None;
        };
        let search = ::basin::Executor::new(
            basin::One { f, ends: [a, b] },
            ::basin::GoldenSection::new().with_absolute_position_tolerance(1e-8),
            ::basin::PointState::new(0.5 * (a + b)),
        );
        let found = search.max_iter(500).run().ok()?;
        Some((
            vec![*found.param()],
            found.report.termination.is_converged(),
        ))
    });
}

/// A solver of argmin from the start of the problem; `$more` is what else its state needs.
macro_rules! argmin {
    ($route:literal, $solver:expr $(, $more:ident)?) => {
        run(MGH, $route, |f| {
            let x0 = f.problem().start();
            let n = x0.len();
            let search = Executor::new(argmin::Several(f), $solver);
            let search = search.configure(|state| {
                let state = state.param(x0).max_iters(ITERATIONS);
                $(let state = state.$more(identity(n));)?
                let _ = n;
                state
            });
            let found = search.run().ok()?;
            argmin::end(found.state(), found.state().get_best_param().cloned())
        });
    };
}

fn identity(n: usize) -> Vec<Vec<f64>> {
    let row = |i| (0..n).map(|j| f64::from(u8::from(i == j))).collect();
    (0..n).map(row).collect()
}

fn by_argmin() {
    argmin!(
        "argmin 0.11.0 BFGS, More-Thuente",
        {
            BFGS::new(MoreThuenteLineSearch::new())
                .with_tolerance_grad(SMALL)
                .ok()?
        },
        inv_hessian
    );
    argmin!(
        "argmin 0.11.0 BFGS, Hager-Zhang",
        {
            BFGS::new(HagerZhangLineSearch::new())
                .with_tolerance_grad(SMALL)
                .ok()?
        },
        inv_hessian
    );
    argmin!("argmin 0.11.0 LBFGS, More-Thuente", {
        LBFGS::new(MoreThuenteLineSearch::new(), 10)
            .with_tolerance_grad(SMALL)
            .ok()?
    });
    argmin!("argmin 0.11.0 nonlinear CG, More-Thuente", {
        NonlinearConjugateGradient::new(MoreThuenteLineSearch::new(), PolakRibierePlus::new())
    });
    argmin!("argmin 0.11.0 NewtonCG, More-Thuente", {
        NewtonCG::new(MoreThuenteLineSearch::new())
            .with_tolerance(SMALL)
            .ok()?
    });
    argmin!("argmin 0.11.0 TrustRegion, Steihaug", {
        TrustRegion::new(Steihaug::new())
    });
    run(MGH, "argmin 0.11.0 NelderMead", |f| {
        // The simplex of SciPy and MATLAB.
        let x0 = f.problem().start();
        let corner = |i: usize| {
            let mut x = x0.clone();
            x[i] = if x[i] == 0.0 { 2.5e-4 } else { 1.05 * x[i] };
            x
        };
        let corners = [x0.clone()].into_iter().chain((0..x0.len()).map(corner));
        let solver = NelderMead::new(corners.collect())
            .with_sd_tolerance(1e-10)
            .ok()?;
        let search = Executor::new(argmin::Several(f), solver);
        let found = search
            .configure(|state| state.max_iters(20_000))
            .run()
            .ok()?;
        argmin::end(found.state(), found.state().get_best_param().cloned())
    });
}

/// A solver of basin from the start of the problem.
macro_rules! basin {
    ($route:literal, $solver:expr, $State:ident) => {
        run(MGH, $route, |f| {
            let state = ::basin::$State::new(f.problem().start());
            let search = ::basin::Executor::new(basin::Several(f), $solver, state);
            let found = search.max_iter(ITERATIONS).run().ok()?;
            Some((
                found.param().clone(),
                found.report.termination.is_converged(),
            ))
        });
    };
}

fn by_basin() {
    use ::basin::{Bfgs, Lbfgs, NelderMead, NonlinearCg, TrustRegion};
    basin!(
        "basin 3.2.0 Bfgs",
        Bfgs::new().with_absolute_gradient_tolerance(SMALL),
        FirstOrderState
    );
    basin!(
        "basin 3.2.0 Lbfgs",
        Lbfgs::new()
            .unbounded()
            .with_absolute_gradient_tolerance(SMALL),
        FirstOrderState
    );
    basin!(
        "basin 3.2.0 NonlinearCg",
        NonlinearCg::new().with_absolute_gradient_tolerance(SMALL),
        FirstOrderState
    );
    basin!(
        "basin 3.2.0 TrustRegion",
        TrustRegion::new().with_absolute_gradient_tolerance(SMALL),
        FirstOrderState
    );
    basin!(
        "basin 3.2.0 NelderMead, adaptive",
        NelderMead::adaptive(),
        SimplexProgress
    );
}

fn numeris(f: &Counted<'_>) -> End {
    use numeris::DynVector;
    let settings = numeris::optim::BfgsSettings {
        grad_tol: SMALL,
        f_tol: 0.0,
        x_tol: 0.0,
        max_iter: ITERATIONS as usize,
        ..Default::default()
    };
    let found = numeris::optim::minimize_bfgs_dyn(
        |x: &DynVector<f64>| f.value(x.as_slice()),
        |x: &DynVector<f64>| DynVector::from_vec(f.jacobian(x.as_slice())),
        &DynVector::from_vec(f.problem().start()),
        &settings,
    );
    found.ok().map(|found| (found.x.as_slice().to_vec(), true))
}

fn cobyla(f: &Counted<'_>) -> End {
    let x0 = f.problem().start();
    let bounds = vec![(-1e30, 1e30); x0.len()];
    let tolerances = cobyla::StopTols {
        xtol_rel: 1e-8,
        ..Default::default()
    };
    let none: [fn(&[f64], &mut ()) -> f64; 0] = [];
    let found = cobyla::minimize(
        |x: &[f64], _: &mut ()| f.value(x),
        &x0,
        &bounds,
        &none,
        (),
        19_999,
        cobyla::RhoBeg::All(0.5),
        Some(tolerances),
    );
    match found {
        Ok((cobyla::SuccessStatus::MaxEvalReached, x, _)) => Some((x, false)),
        Ok((_, x, _)) => Some((x, true)),
        Err((_, x, _)) => Some((x, false)),
    }
}
