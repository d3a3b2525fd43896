//! Every update rule goes down every convex function of the zoo, from anywhere near.

use calc_multi::gradient;
use calc_opt::minimize::{Limits, with_rule};
use calc_opt::rule::{AdaGrad, Adam, AdamW, Momentum, Nesterov, RmsProp, Rule, Sgd};
use calc_scalar::Dual;
use proptest::prelude::*;
use support::functions::{booth, logistic_loss, rosenbrock, sphere};

type Function<const N: usize> = fn([Dual<f64, N>; N]) -> Dual<f64, N>;

/// Steps enough for the slowest rule of the table below.
const STEPS: u32 = 4000;

/// The share of the height above the minimum that may be left after [`STEPS`].
const LEFT: f64 = 1e-3;

fn goes_down<const N: usize>(
    name: &str,
    f: Function<N>,
    x0: [f64; N],
    minimum: f64,
    rule: impl Rule<f64, N>,
) -> Result<(), TestCaseError> {
    let start = f(x0.map(Dual::lift)).value;
    let limits = Limits::new().max_iterations(STEPS);
    let report = with_rule(f, x0, rule, limits);
    let left = report.value - minimum;
    prop_assert!(
        left <= LEFT * (start - minimum).max(1.0),
        "{name} from {x0:?}: {start} to {}, minimum {minimum}, {:?}",
        report.value,
        report.stopped
    );
    // The report is about the function: run again at the point it names, the value is the same.
    prop_assert!(f(report.x.map(Dual::lift)).value == report.value);
    Ok(())
}

fn every_rule<const N: usize>(
    name: &str,
    f: Function<N>,
    x0: [f64; N],
    minimum: f64,
) -> Result<(), TestCaseError> {
    goes_down(&format!("{name}, SGD"), f, x0, minimum, Sgd::new(0.02))?;
    goes_down(
        &format!("{name}, momentum"),
        f,
        x0,
        minimum,
        Momentum::new(0.01, 0.9),
    )?;
    goes_down(
        &format!("{name}, Nesterov"),
        f,
        x0,
        minimum,
        Nesterov::new(0.01, 0.9),
    )?;
    goes_down(
        &format!("{name}, AdaGrad"),
        f,
        x0,
        minimum,
        AdaGrad::new(0.5),
    )?;
    goes_down(
        &format!("{name}, RMSprop"),
        f,
        x0,
        minimum,
        RmsProp::new(0.01),
    )?;
    goes_down(&format!("{name}, Adam"), f, x0, minimum, Adam::new(0.02))?;
    goes_down(
        &format!("{name}, AdamW"),
        f,
        x0,
        minimum,
        AdamW::new(0.02, 0.0),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_rule_goes_down_the_sphere(x0 in prop::array::uniform3(-5.0..5.0)) {
        every_rule("sphere", sphere, x0, 0.0)?;
    }

    #[test]
    fn every_rule_goes_down_booths_bowl(x0 in prop::array::uniform2(-5.0..5.0)) {
        every_rule("Booth", booth, x0, 0.0)?;
    }

    #[test]
    fn every_rule_goes_down_the_logistic_loss(x0 in prop::array::uniform3(-2.0..2.0)) {
        // The minimum, found by another route below.
        every_rule("logistic loss", logistic_loss, x0, logistic_minimum())?;
    }
}

/// The minimum of the logistic loss by Newton's method with the exact Hessian.
fn logistic_minimum() -> f64 {
    let mut w = [0.0_f64; 3];
    for _ in 0..50 {
        let slopes = gradient(logistic_loss, w);
        let curvature = calc_multi::hessian(logistic_loss, w);
        let step = calc_multi::linalg::solve(curvature, slopes).expect("convex");
        w = core::array::from_fn(|i| w[i] - step[i]);
    }
    let slopes = gradient(logistic_loss, w);
    assert!(slopes.iter().all(|g| g.abs() < 1e-9), "{slopes:?}");
    logistic_loss(w)
}

#[test]
fn a_rate_too_large_does_not_pass_for_a_descent() {
    let f: Function<2> = rosenbrock;
    let failed = goes_down("Rosenbrock, SGD", f, [-1.2, 1.0], 0.0, Sgd::new(1.0));
    assert!(failed.is_err());
}
