//! calc-opt on every set.

use calc_opt::least_squares::{LevenbergMarquardt, Settings};
use calc_opt::minimize::direction::{
    BarzilaiBorwein, Bfgs, ConjugateGradient, Direction, Formula, Lbfgs, Lbfgsb, Steepest,
};
use calc_opt::minimize::line_search::{Backtracking, LineSearch, MoreThuente};
use calc_opt::minimize::{
    Dogleg, Limits, LineDescent, Minimizer, MoreSorensen, NelderMead, NewtonCg, Powell, Subproblem,
    TrustRegion,
};
use calc_opt::minimize_scalar::{self, SlopeSearch};
use calc_opt::root::system;
use calc_opt::root::{
    self, Adaptive, Bisection, BracketedNewton, Brent, Chandrupatla, Itp, ModAb, Ridders, Toms748,
};
use calc_optimiser_peers::{Counted, End, run};

/// Calls something with the number of unknowns as a constant, one of those that occur.
macro_rules! sized {
    ($f:ident, $body:ident, $($n:literal),+) => {
        match $f.problem().size() {
            $($n => $body::<$n>($f),)+
            other => panic!("{other} unknowns"),
        }
    };
}

pub fn all() {
    roots();
    minima_of_one_variable();
    minima();
    fits();
    systems();
}

const ROOTS: [&str; 4] = [
    "roots, Alefeld-Potra-Shi",
    "roots, ModAB",
    "roots, everyday, sensible brackets",
    "roots, everyday, careless brackets",
];

/// The width that is asked for; the relative one is `4ε` everywhere.
const X_ABS: f64 = 1e-15;

fn roots() {
    fn by<M: root::Method<f64>>(f: &Counted<'_>, method: M) -> End {
        let [a, b] = f.problem().start()[..] else {
            return None;
        };
        let mut search = root::Search::new(a, b, method).x_abs(X_ABS);
        while let Some(x) = search.next() {
            search.tell(f.at(x));
        }
        search.result().ok().map(|root| (vec![root.x], true))
    }
    for set in ROOTS {
        run(set, "calc root::find", |f| by(f, Adaptive::new()));
        run(set, "calc root::chandrupatla", |f| by(f, Chandrupatla));
        run(set, "calc root::toms748", |f| by(f, Toms748::new()));
        run(set, "calc root::brent", |f| by(f, Brent::new()));
        run(set, "calc root::ridders", |f| by(f, Ridders::new()));
        run(set, "calc root::ModAb", |f| by(f, ModAb::new()));
        run(set, "calc root::itp", |f| by(f, Itp::new()));
        run(set, "calc root::bisection", |f| by(f, Bisection));
    }
    run(ROOTS[0], "calc root::newton_bracketed", |f| {
        let [a, b] = f.problem().start()[..] else {
            return None;
        };
        let mut search = root::Search::new(a, b, BracketedNewton::new()).x_abs(X_ABS);
        while let Some(x) = search.next() {
            search.method.slope = f.jacobian(&[x])[0];
            search.tell(f.at(x));
        }
        search.result().ok().map(|root| (vec![root.x], true))
    });
}

fn minima_of_one_variable() {
    const SET: &str = "minima of one variable, Brent";
    fn by<M: minimize_scalar::Method<f64>>(f: &Counted<'_>, method: M) -> End {
        let [a, b] = f.problem().start()[..] else {
            return None;
        };
        // The width is that of SciPy's bounded method with `xatol = 1e-8`.
        let search = minimize_scalar::Search::new(a, b, method).ok()?;
        let mut search = search.x_abs(1e-8 / 3.0);
        while let Some(x) = search.next() {
            search.tell(f.at(x));
        }
        let minimum = search.minimum();
        Some((vec![minimum.x], minimum.stopped.is_solution()))
    }
    run(SET, "calc minimize_scalar::find", |f| {
        by(f, minimize_scalar::Quartic::new())
    });
    run(SET, "calc minimize_scalar::brent", |f| {
        by(f, minimize_scalar::Brent::new())
    });
    run(SET, "calc minimize_scalar::golden", |f| {
        by(f, minimize_scalar::Golden)
    });
    run(SET, "calc minimize_scalar::with_derivative", |f| {
        let [a, b] = f.problem().start()[..] else {
            return None;
        };
        let mut search = SlopeSearch::new(a, b).ok()?;
        while let Some(x) = search.next() {
            search.tell(f.at(x), f.jacobian(&[x])[0]);
        }
        let minimum = search.minimum();
        Some((vec![minimum.x], minimum.stopped.is_solution()))
    });
}

fn limits() -> Limits<f64> {
    Limits::new().gradient_tolerance(1e-8).max_iterations(5000)
}

fn array<const N: usize>(x: &[f64]) -> [f64; N] {
    x.try_into().expect("as many numbers as unknowns")
}

fn matrix<const N: usize>(rows: &[f64]) -> [[f64; N]; N] {
    core::array::from_fn(|i| array(&rows[i * N..(i + 1) * N]))
}

fn start<const N: usize>(f: &Counted<'_>) -> [f64; N] {
    array(&f.problem().start())
}

fn ended<const N: usize>(search: &impl Minimizer<f64, N>) -> End {
    let minimum = search.minimum();
    Some((minimum.x.to_vec(), minimum.stopped.is_solution()))
}

fn along_lines<const N: usize>(
    f: &Counted<'_>,
    direction: impl Direction<f64, N>,
    search: impl LineSearch<f64>,
) -> End {
    let mut descent = LineDescent::new(start(f), direction, search, limits());
    while let Some(x) = descent.next() {
        let gradient = array(&f.jacobian(&x));
        descent.tell(f.value(&x), gradient);
    }
    ended(&descent)
}

fn trusting<const N: usize>(f: &Counted<'_>, subproblem: impl Subproblem<f64, N>) -> End {
    let mut search = TrustRegion::with(start(f), limits(), subproblem);
    while let Some(x) = search.next() {
        let (hessian, gradient) = (matrix(&f.hessian(&x)), array(&f.jacobian(&x)));
        search.tell(f.value(&x), gradient, hessian);
    }
    ended(&search)
}

fn from_values<const N: usize>(
    f: &Counted<'_>,
    mut search: impl Minimizer<f64, N, Question = [f64; N], Answer = f64>,
) -> End {
    while let Some(x) = search.next() {
        search.tell(f.value(&x));
    }
    ended(&search)
}

macro_rules! minimise {
    ($route:literal, |$f:ident, $N:ident| $body:expr) => {
        run("minima, More-Garbow-Hillstrom", $route, |f| {
            fn by<const $N: usize>($f: &Counted<'_>) -> End {
                $body
            }
            sized!(f, by, 2, 3, 4, 6, 10)
        });
    };
}

fn minima() {
    minimise!("calc minimize::newton", |f, N| trusting::<N>(
        f,
        MoreSorensen
    ));
    minimise!("calc minimize::dogleg", |f, N| trusting::<N>(f, Dogleg));
    minimise!("calc minimize::newton_cg", |f, N| {
        let mut search = NewtonCg::new(start::<N>(f), limits().max_evaluations(20_000));
        while let Some((x, v)) = search.next() {
            let hessian = matrix::<N>(&f.hessian(&x));
            let product = hessian.map(|row| row.iter().zip(v).map(|(h, v)| h * v).sum());
            let gradient = array(&f.jacobian(&x));
            search.tell(f.value(&x), gradient, product);
        }
        let minimum = search.minimum();
        Some((minimum.x.to_vec(), minimum.stopped.is_solution()))
    });
    minimise!("calc minimize::bfgs", |f, N| along_lines::<N>(
        f,
        Bfgs::new(),
        MoreThuente::new()
    ));
    minimise!("calc minimize::lbfgs", |f, N| along_lines(
        f,
        Lbfgs::<f64, N, 10>::new(),
        MoreThuente::new()
    ));
    minimise!("calc minimize::lbfgsb", |f, N| along_lines(
        f,
        Lbfgsb::<f64, N, 10>::new([f64::NEG_INFINITY; N], [f64::INFINITY; N]),
        MoreThuente::new()
    ));
    minimise!(
        "calc minimize::conjugate_gradient",
        |f, N| along_lines::<N>(
            f,
            ConjugateGradient::new(Formula::PolakRibierePlus),
            MoreThuente::new().c2(0.1)
        )
    );
    minimise!("calc minimize::barzilai_borwein", |f, N| along_lines::<N>(
        f,
        BarzilaiBorwein::new(),
        Backtracking::new()
    ));
    minimise!("calc minimize::steepest_descent", |f, N| along_lines::<N>(
        f,
        Steepest::new(),
        Backtracking::new()
    ));
    minimise!("calc minimize::powell", |f, N| from_values(
        f,
        Powell::<f64, N>::new(start(f), by_values())
    ));
    minimise!("calc minimize::nelder_mead", |f, N| from_values(
        f,
        NelderMead::<f64, N>::new(start(f), by_values())
    ));
}

fn by_values() -> Limits<f64> {
    Limits::new().max_iterations(20_000).max_evaluations(20_000)
}

fn fits() {
    fn fitted<const N: usize>(f: &Counted<'_>, settings: Settings<f64, N>) -> End {
        let mut machine = LevenbergMarquardt::new(start(f), settings);
        while let Some(x) = machine.next() {
            let slopes = f.jacobian(&x);
            for (value, slopes) in f.values(&x).into_iter().zip(slopes.chunks_exact(N)) {
                machine.row(value, array(slopes));
            }
            machine.finish();
        }
        let fit = machine.fit();
        Some((fit.x.to_vec(), fit.stopped.is_solution()))
    }
    run("fits, NIST", "calc least_squares::fit", |f| {
        fn by<const N: usize>(f: &Counted<'_>) -> End {
            fitted::<N>(f, Settings::new())
        }
        sized!(f, by, 2, 3, 4, 5, 6, 7, 8, 9)
    });
    run("fits, MINPACK", "calc least_squares::fit", |f| {
        fn by<const N: usize>(f: &Counted<'_>) -> End {
            let root = 2.0_f64.powi(-26);
            let budget = 100 * (N as u32 + 1);
            let settings = Settings::new().f_rel(root).x_rel(root);
            fitted::<N>(f, settings.max_evaluations(budget))
        }
        sized!(f, by, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 30, 40)
    });
}

/// The loop over a machine for systems that is told values and slopes.
macro_rules! solve {
    ($route:literal, $Machine:ty) => {
        run("systems, MINPACK", $route, |f| {
            fn by<const N: usize>(f: &Counted<'_>) -> End {
                let mut search = <$Machine>::new(start::<N>(f));
                while let Some(x) = search.next() {
                    search.tell(array(&f.values(&x)), matrix(&f.jacobian(&x)));
                }
                let end = search.result();
                let x = end
                    .as_ref()
                    .map_or_else(|error| error.best().x, |end| end.x);
                Some((x.to_vec(), end.is_ok()))
            }
            sized!(f, by, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 40)
        });
    };
}

/// The same, told values alone.
macro_rules! solve_by_values {
    ($route:literal, $machine:ident) => {
        run("systems, MINPACK", $route, |f| {
            fn by<const N: usize>(f: &Counted<'_>) -> End {
                let mut search = system::QuasiNewton::<f64, N, _>::$machine(start(f));
                while let Some(x) = search.next() {
                    search.tell(array(&f.values(&x)));
                }
                let end = search.result();
                let x = end
                    .as_ref()
                    .map_or_else(|error| error.best().x, |end| end.x);
                Some((x.to_vec(), end.is_ok()))
            }
            sized!(f, by, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 40)
        });
    };
}

fn systems() {
    solve!("calc root::system", system::Search<f64, N>);
    solve!("calc root::system::newton", system::Newton<f64, N>);
    solve_by_values!("calc root::system::powell_hybrid", powell);
    solve_by_values!("calc root::system::broyden", broyden);
}
