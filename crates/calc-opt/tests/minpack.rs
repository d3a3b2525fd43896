//! MINPACK's 53 least-squares runs: as many runs of the residuals as MINPACK at most, and no higher end.

#[macro_use]
mod collections {
    #[allow(dead_code, reason = "another test uses the rest")]
    pub(crate) mod mgh;
    #[macro_use]
    pub(crate) mod minpack_fits;
    #[allow(dead_code, unused_macros, reason = "another test uses the rest")]
    pub(crate) mod minpack_systems;
}

use calc_opt::least_squares::{Fit as Report, GaussNewton, LevenbergMarquardt, Settings};
use calc_scalar::Dual;
use collections::minpack_fits::Fit;

/// Written by `data/make_minpack.py` with SciPy 1.17.1: `leastsq`, which is MINPACK's `lmder`.
const MINPACK: &str = include_str!("data/minpack.csv");

#[derive(Debug)]
struct Run {
    name: String,
    norm: f64,
    evaluations: u32,
    solved: bool,
}

/// Fits `P` by a machine; the count reported must be that of the runs made, the norm that of the residuals.
macro_rules! fitted {
    ($Machine:ident, $P:ident, $N:ident, $m:ident, $factor:ident, $settings:expr) => {{
        let mut runs = 0;
        let mut machine = $Machine::new($P::start_times($factor), $settings);
        while let Some(x) = machine.next() {
            runs += 1;
            let mut i = 0;
            let x = x.map(|value| {
                i += 1;
                Dual::<f64, $N>::variable_at(value, i - 1)
            });
            $P::residuals(x, $m, |r| machine.row(r.value, r.partials));
            machine.finish();
        }
        let fit: Report<f64, $N> = machine.fit();
        let mut squares = 0.0;
        $P::residuals(fit.x, $m, |r: f64| squares += r * r);
        let norm = squares.sqrt();
        assert!(
            // Squares of residuals below 1e-154 are subnormal.
            (norm - fit.residual_norm()).abs() <= 1e-12 * norm.max(1e-145),
            "{}",
            $P::NAME
        );
        assert_eq!(fit.evaluations, runs, "{}", $P::NAME);
        Run {
            name: format!("{} {} {} × {}", $P::NAME, $N, $m, $factor),
            norm,
            evaluations: runs,
            solved: fit.stopped.is_solution(),
        }
    }};
}

fn by_gauss_newton<P: Fit<N>, const N: usize>(m: usize, factor: f64) -> Run {
    fitted!(GaussNewton, P, N, m, factor, Settings::new())
}

/// With the tolerances and the budget of MINPACK's driver.
fn as_in_the_driver<P: Fit<N>, const N: usize>(m: usize, factor: f64) -> Run {
    let root = f64::EPSILON.sqrt();
    let budget = 100 * (u32::try_from(N).expect("small") + 1);
    let settings = Settings::new()
        .f_rel(root)
        .x_rel(root)
        .max_evaluations(budget);
    fitted!(LevenbergMarquardt, P, N, m, factor, settings)
}

fn with_the_default_settings<P: Fit<N>, const N: usize>(m: usize, factor: f64) -> Run {
    fitted!(LevenbergMarquardt, P, N, m, factor, Settings::new())
}

/// `‖r‖` of MINPACK, run by run.
fn norms() -> Vec<f64> {
    let norm = |row: &str| row.split(',').nth(4).unwrap().parse().unwrap();
    MINPACK.lines().skip(1).map(norm).collect()
}

/// Whether one norm is as low as another: to seven digits, or as good as zero.
fn as_low(norm: f64, reference: f64) -> bool {
    norm <= reference * (1.0 + 1e-7) + 1e-12
}

/// From ten times its start Bard's function is lowest at infinity: that is no minimum, and none is claimed.
fn ends_at_infinity(name: &str) -> bool {
    name.starts_with("Bard") && !name.ends_with("× 1")
}

#[test]
fn the_53_runs_take_fewer_evaluations_than_minpack_and_end_as_low() {
    let runs = each_minpack_fit!(as_in_the_driver);
    assert_eq!(runs.len(), 53);
    let mut lower = 0;
    for (run, reference) in runs.iter().zip(norms()) {
        assert!(
            as_low(run.norm, reference),
            "{} {reference}: {run:?}",
            run.name
        );
        lower += u32::from(!as_low(reference, run.norm));
    }
    // MINPACK runs out of evaluations in one and ends in a higher valley in another.
    assert_eq!(lower, 2);
    let total: u32 = runs.iter().map(|run| run.evaluations).sum();
    // MINPACK's own driver prints counts that add up to 2524. Nine are for looks whether an end is one.
    assert!(total <= 2392, "{total}");
}

#[test]
fn the_default_settings_find_every_end_to_more_digits() {
    let runs = each_minpack_fit!(with_the_default_settings);
    for (run, reference) in runs.iter().zip(norms()) {
        assert!(
            as_low(run.norm, reference),
            "{} {reference}: {run:?}",
            run.name
        );
        assert_eq!(run.solved, !ends_at_infinity(&run.name), "{run:?}");
    }
    let total: u32 = runs.iter().map(|run| run.evaluations).sum();
    assert!(total <= 3110, "{total}");
}

#[test]
fn gauss_newton_comes_as_low_in_40_of_them_and_claims_nothing_else() {
    let runs = each_minpack_fit!(by_gauss_newton);
    let mut low = 0;
    for (run, reference) in runs.iter().zip(norms()) {
        println!(
            "{} {:e} {:e} {} {}",
            run.name, run.norm, reference, run.evaluations, run.solved
        );
        low += u32::from(as_low(run.norm, reference));
        // Brown's function has a minimum of 1 beside the root.
        let local = run.name.starts_with("Brown, almost linear") && as_low(run.norm, 1.0);
        assert!(
            as_low(run.norm, reference) || !run.solved || local,
            "{}: {run:?}",
            run.name
        );
    }
    assert!(low >= 40, "{low}");
}

#[test]
fn an_end_that_is_too_high_is_seen() {
    assert!(as_low(1.0, 1.0) && !as_low(1.0 + 1e-6, 1.0) && !as_low(1e-9, 0.0));
}
