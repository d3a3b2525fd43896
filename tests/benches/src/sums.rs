//! Sums of small terms, by `calc_multi::separable` and by hand.

use calc_multi::separable::{self, linear};
use calc_scalar::Real;

/// Samples of the logistic loss.
pub const SAMPLES: usize = 64;

/// Weights of the logistic loss, the constant included.
pub const WEIGHTS: usize = 8;

/// Rosenbrock's starting point in `N` dimensions.
#[must_use]
pub fn start<const N: usize>() -> [f64; N] {
    core::array::from_fn(|i| if i % 2 == 0 { -1.2 } else { 1.0 })
}

/// Rosenbrock's gradient, as the sum of its links.
#[must_use]
pub fn chain<const N: usize>(x: [f64; N]) -> [f64; N] {
    let links = (1..N).map(|i| [i - 1, i]);
    let link = |_, [a, b]: [_; 2]| Real::powi(1.0 - a, 2) + 100.0 * Real::powi(b - a * a, 2);
    separable::gradient(links, link, x).unwrap_or([f64::NAN; N])
}

/// Rosenbrock's gradient on paper.
#[must_use]
pub fn chain_by_hand<const N: usize>(x: [f64; N]) -> [f64; N] {
    let mut slopes = [0.0; N];
    for i in 0..N - 1 {
        let rise = x[i + 1] - x[i] * x[i];
        slopes[i] += -2.0 * (1.0 - x[i]) - 400.0 * x[i] * rise;
        slopes[i + 1] += 200.0 * rise;
    }
    slopes
}

/// Rows of samples, each times its label of ±1.
pub static ROWS: [[f64; WEIGHTS]; SAMPLES] = samples();

#[allow(clippy::cast_precision_loss, reason = "31 bits fit")]
const fn samples() -> [[f64; WEIGHTS]; SAMPLES] {
    // A linear congruential generator with Knuth's factor; any spread-out numbers would do.
    let mut rows = [[0.0; WEIGHTS]; SAMPLES];
    let (mut state, mut i) = (1_u64, 0);
    while i < SAMPLES * WEIGHTS {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        rows[i / WEIGHTS][i % WEIGHTS] = (state >> 33) as f64 / (1_u64 << 30) as f64 - 1.0;
        i += 1;
    }
    rows
}

/// The gradient of `∑ ln(1 + exp(−aₜ·w))`.
#[must_use]
pub fn logistic(rows: &[[f64; WEIGHTS]; SAMPLES], w: [f64; WEIGHTS]) -> [f64; WEIGHTS] {
    linear::gradient(rows, |_, z| Real::softplus(-z), w).unwrap_or([f64::NAN; WEIGHTS])
}

/// The gradient of [`logistic`]'s sum on paper: `∑ −aₜ/(1 + exp(aₜ·w))`.
#[must_use]
pub fn logistic_by_hand(rows: &[[f64; WEIGHTS]; SAMPLES], w: [f64; WEIGHTS]) -> [f64; WEIGHTS] {
    let mut slopes = [0.0; WEIGHTS];
    for row in rows {
        let mut z = 0.0;
        for (a, w) in row.iter().zip(w) {
            z += a * w;
        }
        let k = -Real::logistic(-z);
        for (slope, a) in slopes.iter_mut().zip(row) {
            *slope += k * a;
        }
    }
    slopes
}
