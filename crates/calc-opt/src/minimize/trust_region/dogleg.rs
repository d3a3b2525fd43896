//! Powell's dogleg: a step in a region of trust for the price of one factorisation.

use calc_multi::linalg::{Cholesky, dot, product};
use calc_scalar::Float;

use super::{Subproblem, reduction};
use crate::norm::norm;
use crate::sphere::way_out;

/// Down the steepest slope to its lowest point, and from there towards Newton's: where that path leaves the
/// region of trust, or Newton's point itself.
///
/// Costs one Cholesky factorisation, `N³/6` multiplications, where the exact step takes eigenvalues. Where
/// the Hessian is not positive definite there is no such path; then the lower of two points is taken: the
/// one down the steepest slope, and the one in the direction of a Newton step with a Hessian shifted by
/// Gershgorin's bound.
///
/// # References
///
/// J. Nocedal and S. J. Wright, *Numerical Optimization*, 2nd ed., Springer 2006, section 4.1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dogleg;

impl<T: Float, const N: usize> Subproblem<T, N> for Dogleg {
    fn step(&self, gradient: &[T; N], hessian: [[T; N]; N], radius: T) -> ([T; N], T) {
        let slope = norm(gradient);
        let down = gradient.map(|g| -(g / slope));
        let curvature = dot(&down, &product(&hessian, &down));
        let lowest = slope / curvature;
        // Also where the curvature is negative, or nothing.
        let inside = curvature > T::ZERO && lowest < radius;
        let steepest = down.map(|d| d * if inside { lowest } else { radius });
        let with_reduction = |step: [T; N]| (step, reduction(gradient, &hessian, &step));
        if let Ok(factor) = Cholesky::new(hessian) {
            let newton = factor.solve(gradient.map(|g| -g));
            if norm(&newton) <= radius {
                return with_reduction(newton);
            }
            if !inside {
                return with_reduction(steepest);
            }
            let mut step = steepest;
            let mut way = newton;
            for (w, &s) in way.iter_mut().zip(&steepest) {
                *w -= s;
            }
            let share = way_out(&steepest, &way, radius).min(T::ONE);
            for (s, &w) in step.iter_mut().zip(&way) {
                *s += share * w;
            }
            return with_reduction(step);
        }
        let steepest = with_reduction(steepest);
        match shifted(gradient, hessian, radius).map(with_reduction) {
            Some(other) if other.1 > steepest.1 => other,
            _ => steepest,
        }
    }
}

/// The direction of Newton's step with a Hessian made positive definite, as long as the radius.
fn shifted<T: Float, const N: usize>(
    gradient: &[T; N],
    mut hessian: [[T; N]; N],
    radius: T,
) -> Option<[T; N]> {
    // No eigenvalue is smaller than a diagonal entry less the rest of its row.
    let (mut least, mut largest) = (T::INFINITY, T::ZERO);
    for (i, row) in hessian.iter().enumerate() {
        let sum: T = row.iter().map(|h| h.magnitude()).sum();
        let diagonal = row.get(i).copied().unwrap_or(T::ZERO);
        least = least.min(diagonal - (sum - diagonal.magnitude()));
        largest = largest.max(sum);
    }
    let shift = (-least).max(T::ZERO) + T::EPSILON.sqrt() * largest;
    for (i, row) in hessian.iter_mut().enumerate() {
        if let Some(diagonal) = row.get_mut(i) {
            *diagonal += shift;
        }
    }
    let step = Cholesky::new(hessian).ok()?.solve(gradient.map(|g| -g));
    let length = norm(&step);
    (length > T::ZERO && length.is_finite()).then(|| step.map(|p| p * (radius / length)))
}

#[cfg(test)]
mod tests {
    use super::super::MoreSorensen;
    use super::*;

    #[test]
    fn a_step_inside_is_newtons_and_none_beats_the_exact_one() {
        let gradient = [1.0, -2.0, 0.5];
        let positive = [[4.0, 1.0, 0.0], [1.0, 3.0, 0.5], [0.0, 0.5, 2.0]];
        let indefinite = [[4.0, 1.0, 0.0], [1.0, -3.0, 0.5], [0.0, 0.5, 2.0]];
        for hessian in [positive, indefinite] {
            for radius in [1e-3, 0.1, 0.5, 2.0, 50.0] {
                let (step, promised) = Dogleg.step(&gradient, hessian, radius);
                let (_, exact) = MoreSorensen.step(&gradient, hessian, radius);
                assert!(norm(&step) <= radius * (1.0 + 1e-14));
                // The exact one ends within a thousandth of the radius.
                assert!(promised <= exact * 1.002, "{promised} {exact}");
                assert!(promised >= 0.2 * exact, "{promised} {exact} {radius}");
            }
        }
        let (newton, _) = Dogleg.step(&gradient, positive, 50.0);
        let rest = product(&positive, &newton);
        let left = [rest[0] + 1.0, rest[1] - 2.0, rest[2] + 0.5];
        assert!(norm(&left) < 1e-15_f64);
    }
}
