//! The recommended method: the polynomial through the five lowest points.

use calc_scalar::Float;

use super::brent::{Steps, parabola};
use super::search::{Bracket, Method, REMEMBERED};

/// Brent's method with the quartic through the five lowest points in the place of the parabola, once there
/// are five.
///
/// The quartic is left out where rounding in the values would decide, and where its minimum is more than
/// twice as far away as that of the parabola.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quartic<T> {
    steps: Steps<T>,
}

/// Differences below this many ulps are not worth a quartic.
const NOISE: f64 = 64.0;

/// Newton's steps towards the minimum of the quartic; it starts close by.
const NEWTON_STEPS: u32 = 8;

/// The last step is no longer than this share of the way: the next one would not show.
const SETTLED: f64 = 1e-3;

impl<T: Float> Quartic<T> {
    /// The method before its first step.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            steps: Steps::new(),
        }
    }
}

impl<T: Float> Default for Quartic<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Float> Method<T> for Quartic<T> {
    fn propose(&mut self, bracket: &Bracket<T>, tolerance: T) -> T {
        let first = parabola(bracket);
        let better = first.and_then(|step| {
            let quartic = quartic(bracket, bracket.best.x + step)?;
            (quartic.magnitude() < T::literal(2.0) * step.magnitude()).then_some(quartic)
        });
        self.steps.next(bracket, tolerance, better.or(first))
    }
}

/// The step from the best point to the minimum of the quartic near `start`.
fn quartic<T: Float>(bracket: &Bracket<T>, start: T) -> Option<T> {
    let [best, second, .., last] = bracket.lowest;
    let noise = T::literal(NOISE) * T::EPSILON * best.value.magnitude();
    if !last.value.is_finite() || second.value - best.value < noise {
        return None;
    }
    let places = bracket.lowest.map(|p| p.x - best.x);
    let coefficients = divided_differences(&places, bracket.lowest.map(|p| p.value));
    let inside = |step: T| {
        let x = best.x + step;
        bracket.low.x < x && x < bracket.high.x
    };
    let mut at = start - best.x;
    for _ in 0..NEWTON_STEPS {
        let (slope, curvature) = slope_and_curvature(&places, &coefficients, at);
        let next = at - slope / curvature;
        if !(curvature > T::ZERO && inside(next)) {
            return None;
        }
        let moved = (next - at).magnitude();
        at = next;
        if moved <= T::literal(SETTLED) * at.magnitude() {
            return Some(at);
        }
    }
    None
}

/// The coefficients of Newton's form `∑ cₖ·(x − x₀)⋯(x − xₖ₋₁)` of the polynomial through the points.
fn divided_differences<T: Float>(
    places: &[T; REMEMBERED],
    mut column: [T; REMEMBERED],
) -> [T; REMEMBERED] {
    let mut coefficients = [T::ZERO; REMEMBERED];
    for (order, coefficient) in coefficients.iter_mut().enumerate() {
        [*coefficient, ..] = column;
        let ahead = column;
        let pairs = places.iter().skip(order + 1).zip(places);
        for ((difference, &next), (&far, &near)) in
            column.iter_mut().zip(ahead.iter().skip(1)).zip(pairs)
        {
            *difference = (next - *difference) / (far - near);
        }
    }
    coefficients
}

/// The first two derivatives of Newton's form at `at`, by Horner's scheme.
fn slope_and_curvature<T: Float>(
    places: &[T; REMEMBERED],
    coefficients: &[T; REMEMBERED],
    at: T,
) -> (T, T) {
    let (mut value, mut slope, mut half_curvature) = (T::ZERO, T::ZERO, T::ZERO);
    for (&c, &place) in coefficients.iter().zip(places).rev() {
        let way = at - place;
        half_curvature = half_curvature * way + slope;
        slope = slope * way + value;
        value = value * way + c;
    }
    (slope, half_curvature + half_curvature)
}

#[cfg(test)]
mod tests {
    use calc_scalar::Real;

    use super::*;

    #[test]
    fn newtons_form_reproduces_slope_and_curvature_of_a_quartic() {
        let f = |x: f64| Real::powi(x, 4) - 3.0 * Real::powi(x, 3) + x - 2.0;
        let places = [0.0, 1.0, -1.0, 2.5, 0.5];
        let c = divided_differences(&places, places.map(f));
        let (slope, curvature) = slope_and_curvature(&places, &c, 0.75);
        let expected = (
            4.0 * Real::powi(0.75_f64, 3) - 9.0 * 0.75 * 0.75 + 1.0,
            12.0 * 0.75 * 0.75 - 18.0 * 0.75,
        );
        assert!((slope - expected.0).abs() < 1e-13 && (curvature - expected.1).abs() < 1e-13);
    }
}
