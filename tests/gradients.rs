//! Forward = reverse = finite difference = closed form, on the zoo.

use calc_multi::{Tape, difference, gradient};
use calc_scalar::Real;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use support::functions::{
    POINTS, ackley, beale, booth, himmelblau, logistic_loss, rastrigin, rosenbrock, saddle, sphere,
    two_weight_loss,
};
use support::tolerance::{DIFFERENCE, EXACT_ROUTES, Tolerance, assert_close, is_close};

/// Compares the gradient of one function by four routes at one point.
///
/// The scale of the comparison is the largest partial, or the size of the terms that it is made of:
/// where terms cancel no route can be better than the rounding of the terms.
macro_rules! agree {
    ($name:literal, $f:expr, $x:expr, $closed:expr) => {
        agree!($name, $f, $x, $closed, 0.0)
    };
    ($name:literal, $f:expr, $x:expr, $closed:expr, $terms:expr) => {{
        let x = $x;
        let closed: [f64; _] = $closed;
        let forward = gradient($f, x);
        let reverse = Tape::<f64, 512>::new()
            .gradient($f, x)
            .expect("the tape is large enough");
        let quotient = difference::gradient($f, x);
        let scale = scale(&closed, $f(x)).max($terms);
        for (i, &expected) in closed.iter().enumerate() {
            let what = |route: &str| format!("{} at {x:?}: ∂{i} by {route}", $name);
            assert_close(&what("forward"), forward[i], expected, scale, EXACT_ROUTES);
            assert_close(&what("reverse"), reverse[i], expected, scale, EXACT_ROUTES);
            let estimate = quotient[i];
            // At a point in some ten thousand a difference is coarser, and says so in its bound.
            let admitted = (estimate.value - expected).abs() <= estimate.error;
            if !admitted || estimate.error > 1e-4 * scale {
                assert_close(
                    &what("difference"),
                    estimate.value,
                    expected,
                    scale,
                    DIFFERENCE,
                );
            }
        }
    }};
}

/// The size against which rounding is measured: the largest partial and the value itself.
fn scale(closed: &[f64], value: f64) -> f64 {
    closed
        .iter()
        .fold(value.abs(), |scale, g| scale.max(g.abs()))
        .max(1.0)
}

/// Rosenbrock's gradient on paper.
fn rosenbrock_gradient<const N: usize>(x: [f64; N]) -> [f64; N] {
    core::array::from_fn(|i| {
        let mut slope = 0.0;
        if i + 1 < N {
            slope += -2.0 * (1.0 - x[i]) - 400.0 * x[i] * (x[i + 1] - x[i] * x[i]);
        }
        if i > 0 {
            slope += 200.0 * (x[i] - x[i - 1] * x[i - 1]);
        }
        slope
    })
}

/// Ackley's gradient on paper; 0 at the origin by convention.
fn ackley_gradient<const N: usize>(x: [f64; N]) -> [f64; N] {
    #[allow(clippy::cast_precision_loss, reason = "a small dimension")]
    let n = N as f64;
    let tau = core::f64::consts::TAU;
    let root = Real::sqrt(x.iter().map(|x| x * x).sum::<f64>() / n);
    let funnel = Real::exp(-0.2 * root);
    let waves = Real::exp(x.iter().map(|&x| Real::cos(tau * x)).sum::<f64>() / n);
    x.map(|x| 4.0 * funnel * x / (n * root) + waves * tau * Real::sin(tau * x) / n)
}

/// The logistic loss's gradient on paper: `∑ (σ(z) − t)·(x, y, 1)`.
fn logistic_gradient([w1, w2, b]: [f64; 3]) -> [f64; 3] {
    let mut slopes = [0.01 * w1, 0.01 * w2, 0.0];
    for ([x, y], class) in POINTS {
        let z: f64 = w1 * x + w2 * y + b;
        let residual = 1.0 / (1.0 + Real::exp(-z)) - class;
        slopes[0] += residual * x;
        slopes[1] += residual * y;
        slopes[2] += residual;
    }
    slopes
}

/// Beale's gradient on paper.
fn beale_gradient([x, y]: [f64; 2]) -> [f64; 2] {
    let terms = [
        (1.5 - x + x * y, y - 1.0, x),
        (2.25 - x + x * y * y, y * y - 1.0, 2.0 * x * y),
        (2.625 - x + x * y * y * y, y * y * y - 1.0, 3.0 * x * y * y),
    ];
    terms.iter().fold([0.0, 0.0], |[gx, gy], (t, by_x, by_y)| {
        [gx + 2.0 * t * by_x, gy + 2.0 * t * by_y]
    })
}

/// The sum of the sizes of the terms of [`beale_gradient`], which may cancel.
fn beale_terms([x, y]: [f64; 2]) -> f64 {
    let (x, y) = (x.abs(), y.abs());
    [
        (1.5, y, 1.0),
        (2.25, y * y, 2.0 * y),
        (2.625, y * y * y, 3.0 * y * y),
    ]
    .iter()
    .map(|(constant, power, slope)| 2.0 * (constant + x + x * power) * (power + 1.0).max(x * slope))
    .sum()
}

proptest! {
    #[test]
    fn rosenbrock_has_one_gradient(x in prop::array::uniform4(-2.0..2.0)) {
        let terms = |a: f64, b: f64| 402.0 * a.abs() * (b.abs() + a * a + 1.0) + 200.0 * b.abs() + 2.0;
        let largest = x.windows(2).map(|w| terms(w[0], w[1])).fold(0.0, f64::max);
        agree!("Rosenbrock", rosenbrock, x, rosenbrock_gradient(x), largest);
    }

    #[test]
    fn rastrigin_has_one_gradient(x in prop::array::uniform3(-5.0..5.0)) {
        let tau = core::f64::consts::TAU;
        let closed = x.map(|x: f64| 2.0 * x + 10.0 * tau * Real::sin(tau * x));
        agree!("Rastrigin", rastrigin, x, closed);
    }

    #[test]
    fn ackley_has_one_gradient_away_from_the_origin(x in prop::array::uniform3(0.1..4.0)) {
        agree!("Ackley", ackley, x, ackley_gradient(x));
    }

    #[test]
    fn himmelblau_has_one_gradient(x in prop::array::uniform2(-5.0..5.0)) {
        let [a, b]: [f64; 2] = x;
        let (u, v) = (a * a + b - 11.0, a + b * b - 7.0);
        let closed = [4.0 * a * u + 2.0 * v, 2.0 * u + 4.0 * b * v];
        let (p, q) = (a * a + b.abs() + 11.0, a.abs() + b * b + 7.0);
        let terms = (4.0 * a.abs() + 2.0) * p + (4.0 * b.abs() + 2.0) * q;
        agree!("Himmelblau", himmelblau, x, closed, terms);
    }

    #[test]
    fn beale_has_one_gradient(x in prop::array::uniform2(-3.0..3.0)) {
        agree!("Beale", beale, x, beale_gradient(x), beale_terms(x));
    }

    #[test]
    fn the_quadratics_have_one_gradient(x in prop::array::uniform2(-10.0..10.0)) {
        let [a, b]: [f64; 2] = x;
        agree!("sphere", sphere, x, [2.0 * a, 2.0 * b]);
        agree!("saddle", saddle, x, [2.0 * a + 3.0 * b, 3.0 * a + 2.0 * b]);
        agree!("Booth", booth, x, [10.0 * a + 8.0 * b - 34.0, 8.0 * a + 10.0 * b - 38.0]);
    }

    #[test]
    fn the_logistic_loss_has_one_gradient(w in prop::array::uniform3(-3.0..3.0)) {
        agree!("logistic loss", logistic_loss, w, logistic_gradient(w));
    }

    #[test]
    fn the_two_weight_network_has_one_gradient(w in prop::array::uniform2(-3.0..3.0)) {
        let [w1, w2]: [f64; 2] = w;
        let a = 1.0 / (1.0 + Real::exp(-2.0 * w1));
        let residual = w2 * a - 1.0;
        agree!("two weights", two_weight_loss, w, [residual * w2 * a * (1.0 - a) * 2.0, residual * a]);
    }
}

#[test]
fn beales_terms_cancel_and_the_routes_agree_to_the_rounding_of_the_terms() {
    let x = [-1.963010381069903, 1.3635745022968018];
    agree!("Beale", beale, x, beale_gradient(x), beale_terms(x));
}

#[test]
fn every_minimum_of_the_zoo_is_where_the_table_says() {
    let flat = |slopes: &[f64]| slopes.iter().all(|g| g.abs() < 1e-12);
    assert!(flat(&gradient(sphere, [0.0; 5])));
    assert!(flat(&gradient(rosenbrock, [1.0; 5])));
    assert!(flat(&gradient(rastrigin, [0.0; 5])));
    assert!(flat(&gradient(himmelblau, [3.0, 2.0])));
    assert!(flat(&gradient(beale, [3.0, 0.5])));
    assert!(flat(&gradient(booth, [1.0, 3.0])));
    assert_eq!(
        rosenbrock([1.0; 5]) + himmelblau([3.0, 2.0]) + beale([3.0, 0.5]),
        0.0
    );
}

#[test]
fn ackley_at_its_tip_takes_the_symmetric_choice() {
    assert!(ackley([0.0_f64; 3]).abs() < 1e-14);
    let tip = gradient(ackley, [0.0; 3]);
    assert!(tip.iter().all(|g| *g == 0.0), "{tip:?}");
}

#[test]
fn a_wrong_gradient_is_not_close() {
    let right = rosenbrock_gradient([1.2, 0.8]);
    let wrong = right[0] * (1.0 + 1e-12);
    assert!(!is_close(wrong, right[0], right[0], EXACT_ROUTES));
    let wrong = right[0] * (1.0 + 1e-6);
    assert!(!is_close(wrong, right[0], right[0], DIFFERENCE));
    let exact = Tolerance {
        ulps: 0.0,
        reason: "none",
    };
    assert!(!is_close(f64::NAN, 1.0, 1.0, exact));
}

#[test]
fn differences_are_right_to_a_third_of_the_digits_but_for_few_that_say_so() {
    let mut runner = TestRunner::deterministic();
    let points = prop::array::uniform3(-3.0..3.0);
    let (mut coarse, mut beyond, mut all) = (0, 0, 0);
    for _ in 0..10_000 {
        let w = points.new_tree(&mut runner).unwrap().current();
        let closed = logistic_gradient(w);
        let scale = scale(&closed, logistic_loss(w));
        for (estimate, expected) in difference::gradient(logistic_loss, w).iter().zip(closed) {
            all += 1;
            coarse += usize::from(!is_close(estimate.value, expected, scale, DIFFERENCE));
            beyond += usize::from((estimate.value - expected).abs() > estimate.error);
        }
    }
    assert!(coarse * 10_000 < all, "{coarse} of {all} are coarse");
    assert!(
        beyond * 1000 < all,
        "{beyond} of {all} are beyond their bound"
    );
}
