//! Sums of squares.

use calc_optimiser_peers::{Counted, End, run};
use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt};
use nalgebra::{DMatrix, DVector, Dyn, Owned};

use super::basin;

pub fn all() {
    for set in ["fits, NIST", "fits, MINPACK"] {
        // As in MINPACK's driver, or the settings of the library.
        let tolerance = (set == "fits, MINPACK").then_some(2.0_f64.powi(-26));
        run(set, "levenberg-marquardt 0.15.0", |f| minpack(f, tolerance));
        run(set, "rmpfit 2.0.3", |f| mpfit(f, tolerance));
        run(set, "numeris 0.6.0 least_squares_lm", |f| {
            numeris(f, tolerance)
        });
        run(set, "basin 3.2.0 LevenbergMarquardt", |f| {
            basin_lm(f, tolerance)
        });
    }
}

/// A problem for the crate levenberg-marquardt.
struct Minpack<'a, 'b> {
    f: &'a Counted<'b>,
    x: DVector<f64>,
}

impl LeastSquaresProblem<f64, Dyn, Dyn> for Minpack<'_, '_> {
    type ResidualStorage = Owned<f64, Dyn>;
    type JacobianStorage = Owned<f64, Dyn, Dyn>;
    type ParameterStorage = Owned<f64, Dyn>;

    fn set_params(&mut self, x: &DVector<f64>) {
        self.x.copy_from(x);
    }

    fn params(&self) -> DVector<f64> {
        self.x.clone()
    }

    fn residuals(&self) -> Option<DVector<f64>> {
        Some(DVector::from_vec(self.f.values(self.x.as_slice())))
    }

    fn jacobian(&self) -> Option<DMatrix<f64>> {
        let problem = self.f.problem();
        let slopes = self.f.jacobian(self.x.as_slice());
        Some(DMatrix::from_row_slice(
            problem.outputs(),
            problem.size(),
            &slopes,
        ))
    }
}

fn minpack(f: &Counted<'_>, tolerance: Option<f64>) -> End {
    let x = DVector::from_vec(f.problem().start());
    let mut method =
        LevenbergMarquardt::new().with_patience(if tolerance.is_some() { 100 } else { 1000 });
    if let Some(tolerance) = tolerance {
        method = method
            .with_ftol(tolerance)
            .with_xtol(tolerance)
            .with_gtol(0.0);
    }
    let (end, report) = method.minimize(Minpack { f, x });
    Some((
        end.x.as_slice().to_vec(),
        report.termination.was_successful(),
    ))
}

/// A problem for rmpfit, with its own derivatives.
struct Mpfit<'a, 'b> {
    f: &'a Counted<'b>,
    parameters: Vec<rmpfit::MPPar>,
    config: rmpfit::MPConfig,
}

impl rmpfit::MPFitter for Mpfit<'_, '_> {
    fn eval(&mut self, x: &[f64], out: &mut [f64]) -> rmpfit::MPResult<()> {
        self.f.values_into(x, out);
        Ok(())
    }

    fn number_of_points(&self) -> usize {
        self.f.problem().outputs()
    }

    fn config(&self) -> &rmpfit::MPConfig {
        &self.config
    }

    fn parameters(&self) -> &[rmpfit::MPPar] {
        &self.parameters
    }

    /// The values are asked for here, too, at a point where they are known: they count.
    fn jacobian(
        &mut self,
        x: &[f64],
        out: &mut [f64],
        columns: &mut [Option<Vec<f64>>],
    ) -> rmpfit::MPResult<()> {
        self.f.values_into(x, out);
        let slopes = self.f.jacobian(x);
        for (j, column) in columns.iter_mut().enumerate() {
            let values = slopes.iter().skip(j).step_by(x.len());
            for (out, value) in column.iter_mut().flatten().zip(values) {
                *out = *value;
            }
        }
        Ok(())
    }
}

fn mpfit(f: &Counted<'_>, tolerance: Option<f64>) -> End {
    use rmpfit::{MPFitter as _, MPSuccess};
    let mut x = f.problem().start();
    let mut config = rmpfit::MPConfig {
        ftol: 1e-15,
        xtol: 1e-15,
        gtol: 1e-15,
        max_iter: 2000,
        ..Default::default()
    };
    if let Some(tolerance) = tolerance {
        config.ftol = tolerance;
        config.xtol = tolerance;
        // Zero is refused.
        config.gtol = f64::MIN_POSITIVE;
    }
    let parameter = |_: &f64| rmpfit::MPPar {
        side: rmpfit::MPSide::User,
        ..Default::default()
    };
    let parameters = x.iter().map(parameter).collect();
    let found = Mpfit {
        f,
        parameters,
        config,
    }
    .mpfit(&mut x)
    .ok()?;
    let claimed = !matches!(found.success, MPSuccess::NotDone | MPSuccess::MaxIter);
    Some((x, claimed))
}

fn numeris(f: &Counted<'_>, tolerance: Option<f64>) -> End {
    use numeris::{DynMatrix, DynVector};
    let (m, n) = (f.problem().outputs(), f.problem().size());
    let mut settings = numeris::optim::LmSettings::<f64> {
        grad_tol: 1e-15,
        x_tol: 1e-15,
        f_tol: 1e-15,
        max_iter: 2000,
        ..Default::default()
    };
    if let Some(tolerance) = tolerance {
        settings.x_tol = tolerance;
        settings.f_tol = tolerance;
        settings.grad_tol = 0.0;
    }
    let found = numeris::optim::least_squares_lm_dyn(
        |x: &DynVector<f64>| DynVector::from_vec(f.values(x.as_slice())),
        |x: &DynVector<f64>| DynMatrix::from_rows(m, n, &f.jacobian(x.as_slice())),
        &DynVector::from_vec(f.problem().start()),
        &settings,
    );
    found.ok().map(|found| (found.x.as_slice().to_vec(), true))
}

fn basin_lm(f: &Counted<'_>, tolerance: Option<f64>) -> End {
    let tolerance = tolerance.unwrap_or(1e-15);
    let solver = ::basin::LevenbergMarquardt::new()
        .with_absolute_gradient_tolerance(None)
        .with_relative_model_reduction_tolerance(tolerance)
        .with_relative_step_tolerance(tolerance);
    let state = ::basin::PointState::new(f.problem().start());
    let search = ::basin::Executor::new(basin::Several(f), solver, state);
    let found = search.max_iter(2000).run().ok()?;
    Some((
        found.param().clone(),
        found.report.termination.is_converged(),
    ))
}
