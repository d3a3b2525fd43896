//! Functions for the tests of this crate, with derivatives found on paper.

use calc_scalar::Real;

/// `∑ (1 − xᵢ)² + 100·(xᵢ₊₁ − xᵢ²)²`.
pub(crate) fn rosenbrock<R: Real, const N: usize>(x: [R; N]) -> R {
    x.iter()
        .zip(x.iter().skip(1))
        .map(|(&a, &b)| (1.0 - a).powi(2) + 100.0 * (b - a.powi(2)).powi(2))
        .sum()
}

pub(crate) fn rosenbrock_gradient<const N: usize>(x: [f64; N]) -> [f64; N] {
    let mut gradient = [0.0; N];
    for i in 1..N {
        let valley = x[i] - x[i - 1] * x[i - 1];
        gradient[i - 1] += -2.0 * (1.0 - x[i - 1]) - 400.0 * x[i - 1] * valley;
        gradient[i] += 200.0 * valley;
    }
    gradient
}

pub(crate) fn rosenbrock_hessian<const N: usize>(x: [f64; N]) -> [[f64; N]; N] {
    let mut hessian = [[0.0; N]; N];
    for i in 1..N {
        hessian[i - 1][i - 1] += 2.0 - 400.0 * x[i] + 1200.0 * x[i - 1] * x[i - 1];
        hessian[i - 1][i] = -400.0 * x[i - 1];
        hessian[i][i - 1] = -400.0 * x[i - 1];
        hessian[i][i] += 200.0;
    }
    hessian
}

/// `(x² + y − 11)² + (x + y² − 7)²`.
pub(crate) fn himmelblau<R: Real>([x, y]: [R; 2]) -> R {
    (x.powi(2) + y - 11.0).powi(2) + (x + y.powi(2) - 7.0).powi(2)
}

pub(crate) fn himmelblau_gradient([x, y]: [f64; 2]) -> [f64; 2] {
    let (a, b) = (x * x + y - 11.0, x + y * y - 7.0);
    [4.0 * x * a + 2.0 * b, 2.0 * a + 4.0 * y * b]
}

pub(crate) fn himmelblau_hessian([x, y]: [f64; 2]) -> [[f64; 2]; 2] {
    let mixed = 4.0 * (x + y);
    [
        [12.0 * x * x + 4.0 * y - 42.0, mixed],
        [mixed, 12.0 * y * y + 4.0 * x - 26.0],
    ]
}

/// Beale's function.
pub(crate) fn beale<R: Real>([x, y]: [R; 2]) -> R {
    (1.5 - x + x * y).powi(2)
        + (2.25 - x + x * y.powi(2)).powi(2)
        + (2.625 - x + x * y.powi(3)).powi(2)
}

/// The three terms of Beale's function, `c − x + x·yᵏ`, with `k·yᵏ⁻¹` and `k·(k − 1)·yᵏ⁻²`.
fn beale_terms([x, y]: [f64; 2]) -> [(f64, f64, f64, f64); 3] {
    [
        (1.5 - x + x * y, y, 1.0, 0.0),
        (2.25 - x + x * y * y, y * y, 2.0 * y, 2.0),
        (2.625 - x + x * y * y * y, y * y * y, 3.0 * y * y, 6.0 * y),
    ]
}

pub(crate) fn beale_gradient([x, y]: [f64; 2]) -> [f64; 2] {
    let mut gradient = [0.0; 2];
    for (t, power, slope, _) in beale_terms([x, y]) {
        gradient[0] += 2.0 * t * (power - 1.0);
        gradient[1] += 2.0 * t * x * slope;
    }
    gradient
}

pub(crate) fn beale_hessian([x, y]: [f64; 2]) -> [[f64; 2]; 2] {
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for (t, power, slope, curvature) in beale_terms([x, y]) {
        xx += 2.0 * (power - 1.0) * (power - 1.0);
        xy += 2.0 * x * slope * (power - 1.0) + 2.0 * t * slope;
        yy += 2.0 * x * slope * x * slope + 2.0 * t * x * curvature;
    }
    [[xx, xy], [xy, yy]]
}

/// `x² + 3xy + y²`: the saddle of the course.
pub(crate) fn saddle<R: Real>([x, y]: [R; 2]) -> R {
    x.powi(2) + 3.0 * x * y + y.powi(2)
}

/// `e^(x·y)·sin(2x) + y/(1 + x²)`: elementary functions, composed.
pub(crate) fn wave<R: Real>([x, y]: [R; 2]) -> R {
    (x * y).exp() * (2.0 * x).sin() + y / (1.0 + x * x)
}

pub(crate) fn wave_gradient([x, y]: [f64; 2]) -> [f64; 2] {
    let (e, (s, c)) = (Real::exp(x * y), Real::sin_cos(2.0 * x));
    let q = 1.0 + x * x;
    [
        y * e * s + 2.0 * e * c - 2.0 * x * y / (q * q),
        x * e * s + 1.0 / q,
    ]
}

pub(crate) fn wave_hessian([x, y]: [f64; 2]) -> [[f64; 2]; 2] {
    let (e, (s, c)) = (Real::exp(x * y), Real::sin_cos(2.0 * x));
    let q = 1.0 + x * x;
    let mixed = e * s + x * y * e * s + 2.0 * x * e * c - 2.0 * x / (q * q);
    [
        [
            y * y * e * s + 4.0 * y * e * c - 4.0 * e * s - 2.0 * y / (q * q)
                + 8.0 * x * x * y / (q * q * q),
            mixed,
        ],
        [mixed, x * x * e * s],
    ]
}

/// `(x·cos z − y·sin z, y·eˣ)`: ℝ³ → ℝ².
pub(crate) fn spiral<R: Real>([x, y, z]: [R; 3]) -> [R; 2] {
    [x * z.cos() - y * z.sin(), y * x.exp()]
}

pub(crate) fn spiral_jacobian([x, y, z]: [f64; 3]) -> [[f64; 3]; 2] {
    let (s, c) = Real::sin_cos(z);
    let e = Real::exp(x);
    [[c, -s, -x * s - y * c], [y * e, e, 0.0]]
}

/// Points around the origin where none of the functions is singular.
pub(crate) fn points() -> impl Iterator<Item = [f64; 2]> {
    (-6..=6).flat_map(|i| (-6..=6).map(move |j| [0.31 * f64::from(i) + 0.05, 0.27 * f64::from(j)]))
}

/// Panics unless the two agree to `ulps` units in the last place of the largest number in `expected`
/// (at least 100, the size of the terms that cancel in these functions).
#[track_caller]
pub(crate) fn assert_close(actual: &[f64], expected: &[f64], ulps: f64) {
    assert_eq!(actual.len(), expected.len());
    let scale = expected.iter().fold(1.0, |m: f64, e| m.max(e.abs()));
    for (i, (a, e)) in actual.iter().zip(expected).enumerate() {
        let distance = (a - e).abs() / (scale * f64::EPSILON);
        assert!(
            distance <= ulps,
            "component {i}: {a:e} is not {e:e}: {distance} ulps of {scale:e} apart"
        );
    }
}
