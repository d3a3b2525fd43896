//! The zoo: functions on which optimisers and derivatives are usually tried.
//!
//! Each is written once, over [`Real`], so that its value and all its derivatives come from the same
//! line. Minimum values and minimisers are stated, to be checked by tests.

use core::f64::consts::{E, TAU};

use calc_scalar::Real;

/// `∑ xᵢ²`: the sphere. Minimum 0 at the origin.
pub fn sphere<R: Real, const N: usize>(x: [R; N]) -> R {
    x.into_iter().map(|x| x.powi(2)).sum()
}

/// `∑ (1 − xᵢ)² + 100·(xᵢ₊₁ − xᵢ²)²`: Rosenbrock's valley. Minimum 0 at `(1, …, 1)`.
///
/// H. H. Rosenbrock, "An Automatic Method for Finding the Greatest or Least Value of a Function",
/// *The Computer Journal* 3(3), 1960, pp. 175–184.
pub fn rosenbrock<R: Real, const N: usize>(x: [R; N]) -> R {
    x.iter()
        .zip(x.iter().skip(1))
        .map(|(&a, &b)| (1.0 - a).powi(2) + 100.0 * (b - a.powi(2)).powi(2))
        .sum()
}

/// `10N + ∑ xᵢ² − 10·cos 2πxᵢ`: Rastrigin's egg box. Minimum 0 at the origin.
pub fn rastrigin<R: Real, const N: usize>(x: [R; N]) -> R {
    x.into_iter()
        .map(|x| x.powi(2) - 10.0 * (TAU * x).cos() + 10.0)
        .sum()
}

/// Ackley's funnel. Minimum 0 at the origin, where it is not differentiable.
///
/// `−20·exp(−0.2·√(∑xᵢ²/N)) − exp(∑cos 2πxᵢ/N) + 20 + e`.
pub fn ackley<R: Real, const N: usize>(x: [R; N]) -> R {
    #[allow(clippy::cast_precision_loss, reason = "a small dimension")]
    let n = N as f64;
    let squares: R = x.into_iter().map(|x| x.powi(2)).sum();
    let waves: R = x.into_iter().map(|x| (TAU * x).cos()).sum();
    -20.0 * (-0.2 * (squares / n).sqrt()).exp() - (waves / n).exp() + 20.0 + E
}

/// `(x² + y − 11)² + (x + y² − 7)²`: Himmelblau's function, with four minima of value 0.
///
/// D. M. Himmelblau, *Applied Nonlinear Programming*, McGraw-Hill 1972.
pub fn himmelblau<R: Real>([x, y]: [R; 2]) -> R {
    (x.powi(2) + y - 11.0).powi(2) + (x + y.powi(2) - 7.0).powi(2)
}

/// Beale's function. Minimum 0 at `(3, 0.5)`.
pub fn beale<R: Real>([x, y]: [R; 2]) -> R {
    (1.5 - x + x * y).powi(2)
        + (2.25 - x + x * y.powi(2)).powi(2)
        + (2.625 - x + x * y.powi(3)).powi(2)
}

/// `(x + 2y − 7)² + (2x + y − 5)²`: Booth's function. Minimum 0 at `(1, 3)`.
pub fn booth<R: Real>([x, y]: [R; 2]) -> R {
    (x + 2.0 * y - 7.0).powi(2) + (2.0 * x + y - 5.0).powi(2)
}

/// `x² + 3xy + y²`: the course's saddle. No minimum; critical point at the origin.
pub fn saddle<R: Real>([x, y]: [R; 2]) -> R {
    x.powi(2) + 3.0 * x * y + y.powi(2)
}

/// Eight points in the plane and their classes, for [`logistic_loss`].
pub const POINTS: [([f64; 2], f64); 8] = [
    ([-2.0, -1.0], 0.0),
    ([-1.5, 0.5], 0.0),
    ([-0.5, -1.5], 0.0),
    ([0.25, -0.75], 0.0),
    ([-0.25, 1.0], 1.0),
    ([0.75, 0.5], 1.0),
    ([1.5, -0.5], 1.0),
    ([2.0, 1.5], 1.0),
];

/// The logistic loss of the line `w₁x + w₂y + b` on [`POINTS`], with a small `½·0.01·‖w‖²`.
///
/// `∑ softplus(z) − t·z` with `z = w₁x + w₂y + b`: convex, with one minimum.
pub fn logistic_loss<R: Real>([w1, w2, b]: [R; 3]) -> R {
    let data: R = POINTS
        .into_iter()
        .map(|([x, y], class)| {
            let z = w1 * x + w2 * y + b;
            z.softplus() - class * z
        })
        .sum();
    data + 0.005 * (w1.powi(2) + w2.powi(2))
}

/// `½·(ŷ − y)²` of the two-weight network `ŷ = w₂·σ(w₁·x)` at `x = 2`, `y = 1`.
pub fn two_weight_loss<R: Real>([w1, w2]: [R; 2]) -> R {
    let prediction = w2 * (2.0 * w1).logistic();
    0.5 * (prediction - 1.0).powi(2)
}
