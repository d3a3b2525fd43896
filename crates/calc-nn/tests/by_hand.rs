//! The course's example of backpropagation by hand, with the network types.
//!
//! `x → z₁ = W₁x → a₁ = σ(z₁) → ŷ = W₂a₁ → L = ½(ŷ − y)²` at `x = 2`, `y = 1`, `W₁ = 0.5`, `W₂ = 0.8`.

#![allow(clippy::float_cmp, reason = "tests assert exact values on purpose")]

use calc_multi::{Tape, gradient};
use calc_nn::activation::{Identity, Sigmoid};
use calc_nn::loss::{Loss, SquaredError};
use calc_nn::{Dense, Network, NoBias};

type Net = Network<(Dense<1, 1, Sigmoid, NoBias>, Dense<1, 1, Identity, NoBias>)>;

const W: [f64; Net::PARAMETERS] = [0.5, 0.8];

/// The digits that the course prints.
#[track_caller]
fn printed(actual: f64, digits: f64) {
    assert!((actual - digits).abs() <= 0.5e-4, "{actual} {digits}");
}

#[test]
fn the_digits_are_those_of_the_course() {
    let (x, target) = ([2.0], [1.0]);
    let mut trace = Net::trace();
    let &[answer] = Net::record(&W, &x, &mut trace);
    let (hidden, output) = trace;
    printed(hidden.output[0], 0.7311);
    printed(hidden.slopes[0], 0.1966);
    printed(answer, 0.5848);
    assert_eq!([answer], output.output);
    assert_eq!([answer], Net::forward(&W, &x));

    let (loss, slope) = SquaredError.value_and_slope(&[answer], &target);
    printed(loss, 0.0862);
    printed(slope[0], -0.4152);

    let mut by_w = [0.0; 2];
    Net::backward(&W, &x, &trace, &slope, &mut by_w);
    printed(by_w[1], -0.3035);
    printed(by_w[0], -0.1306);
    assert_eq!(
        Net::value_and_gradient(SquaredError, &W, &x, &target),
        (loss, by_w)
    );
}

/// The pencil's formulas: `dL/dW₂ = (ŷ − y)·a₁`, `dL/dW₁ = (ŷ − y)·W₂·a₁(1 − a₁)·x`.
#[test]
fn four_routes_to_the_gradient_agree() {
    let (x, target) = ([2.0], [1.0]);
    let [w1, w2] = W;
    let a = calc_scalar::Real::logistic(w1 * 2.0);
    let error = w2 * a - 1.0;
    let pencil = [error * w2 * a * (1.0 - a) * 2.0, error * a];

    let (_, backward) = Net::value_and_gradient(SquaredError, &W, &x, &target);
    let forward = gradient(|w| Net::loss(SquaredError, &w, &x, &target), W);
    let mut tape = Tape::<f64, 16>::new();
    let reverse = tape.gradient(|w| Net::loss(SquaredError, &w, &x, &target), W);
    for ((g, f), (r, p)) in backward
        .iter()
        .zip(forward)
        .zip(reverse.unwrap().iter().zip(pencil))
    {
        assert!((g - p).abs() < 1e-15 && (f - p).abs() < 1e-15 && (r - p).abs() < 1e-15);
    }
}
