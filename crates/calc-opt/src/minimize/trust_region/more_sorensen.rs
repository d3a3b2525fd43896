//! The exact step in a region of trust, by eigenvalues.

use calc_multi::linalg::symmetric_eigen;
use calc_scalar::Float;

use super::Subproblem;
use crate::norm::norm;

/// The lowest point of the model in the region of trust: exact, also in the hard case.
///
/// The Hessian is taken apart into its eigenvalues, about `10·N³` multiplications.
///
/// # References
///
/// J. J. Moré and D. C. Sorensen, *Computing a Trust Region Step*, SIAM Journal on Scientific and
/// Statistical Computing 4(3), 1983, 553–572.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MoreSorensen;

/// Steps towards the multiplier of the radius; Newton's method on `1/‖p‖` needs two or three.
const MULTIPLIER_STEPS: u32 = 60;

impl<T: Float, const N: usize> Subproblem<T, N> for MoreSorensen {
    fn step(&self, gradient: &[T; N], hessian: [[T; N]; N], radius: T) -> ([T; N], T) {
        let half = T::literal(0.5);
        let (values, axes) = symmetric_eigen(hessian);
        // The gradient along the axes.
        let mut slopes = [T::ZERO; N];
        for (slope, axis) in slopes.iter_mut().zip(&axes) {
            *slope = axis.iter().zip(gradient).map(|(&a, &g)| a * g).sum();
        }
        let least = values.iter().copied().fold(T::INFINITY, T::min);
        let along = |multiplier: T| {
            let mut p = [T::ZERO; N];
            for ((p, &slope), &value) in p.iter_mut().zip(&slopes).zip(&values) {
                *p = if slope.is_zero() {
                    T::ZERO
                } else {
                    -slope / (value + multiplier)
                };
            }
            p
        };
        let positive = least > T::ZERO;
        let mut steps = along(T::ZERO);
        if !positive || norm(&steps) > radius {
            // The multiplier lies above this, where the shifted Hessian is positive definite.
            let floor = (-least).max(T::ZERO);
            steps = along(multiplier(&slopes, &values, floor, radius));
            let length = norm(&steps);
            if length < T::literal(0.999) * radius && !positive {
                // The hard case: the gradient says nothing about the lowest axis, so either way is down.
                let missing = (radius * radius - length * length).max(T::ZERO).sqrt();
                if let Some((p, _)) = steps.iter_mut().zip(&values).next() {
                    *p += missing.copysign(*p);
                }
            }
        }
        let promised = steps
            .iter()
            .zip(slopes.iter().zip(&values))
            .map(|(&p, (&slope, &value))| -(slope * p + half * value * p * p))
            .sum();
        let mut step = [T::ZERO; N];
        for (&p, axis) in steps.iter().zip(&axes) {
            for (s, &a) in step.iter_mut().zip(axis) {
                *s += p * a;
            }
        }
        (step, promised)
    }
}

/// The `μ > floor` for which the step of slopes and curvatures is as long as the radius.
///
/// Newton's method on `1/‖p(μ)‖ − 1/radius`, which is nearly a straight line, inside a bracket.
fn multiplier<T: Float, const N: usize>(
    slopes: &[T; N],
    values: &[T; N],
    floor: T,
    radius: T,
) -> T {
    let half = T::literal(0.5);
    let total = norm(slopes);
    let (mut low, mut high) = (floor, floor + total / radius);
    let mut at = high;
    for _ in 0..MULTIPLIER_STEPS {
        let (mut square, mut slope) = (T::ZERO, T::ZERO);
        for (&g, &value) in slopes.iter().zip(values) {
            if !g.is_zero() {
                let p = g / (value + at);
                square += p * p;
                slope += p * p / (value + at);
            }
        }
        let length = square.sqrt();
        if (length - radius).magnitude() <= T::literal(1e-3) * radius {
            break;
        }
        if length > radius {
            low = at;
        } else {
            high = at;
        }
        let newton = at + (length - radius) / radius * square / slope;
        at = if low < newton && newton < high {
            newton
        } else {
            low + half * (high - low)
        };
        let inside = low < at && at < high;
        if !inside {
            break;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curvature_that_is_small_beside_the_others_is_no_hard_case() {
        // The lowest point of the model is inside: on the way to the edge it would rise.
        let hessian = [[1e20, 0.0], [0.0, 1.0]];
        let (step, promised) = MoreSorensen.step(&[1e20, 1.0], hessian, 100.0);
        assert_eq!((step, promised), ([-1.0, -1.0], 0.5e20 + 0.5));
        // Where there is no curvature, or a negative one, it does not.
        for least in [0.0, -1.0] {
            let hessian = [[1.0, 0.0], [0.0, least]];
            let (step, promised) = MoreSorensen.step(&[1.0, 0.0], hessian, 100.0);
            assert!((norm(&step) - 100.0_f64).abs() < 0.1 && promised >= 0.5 - 1e-3);
        }
    }
}
