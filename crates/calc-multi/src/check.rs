//! A check of a gradient written by hand against differences of the function itself.

mod matrices;
mod slices;

use core::fmt;

use calc_scalar::{Check, Float, Verdict, check_derivative};

use crate::difference::{Along, along_each, replaced};

pub use matrices::{MatrixCheck, check_hessian, check_jacobian};
pub use slices::{GradientVerdict, SliceCheck, check_gradient_slice};

/// Whether `g(x)` is `∇f(x)`: compares a gradient written by hand with differences of `f`.
///
/// `g` is run once, `f` about 30 times per coordinate. The report names each coordinate that is wrong
/// and the kind of mistake it looks like: a sign, a factor, a missing term.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝ`, `g: ℝᴺ → ℝᴺ`, any closures.
///
/// # Accuracy
///
/// Per coordinate as for [`check_derivative`]: mistakes down to about 10⁻¹⁰ of the slope are seen in
/// double precision.
///
/// # Edge cases
///
/// At a kink a coordinate is called a kink, with the slopes of both sides; in noise or at the end of the
/// domain it is undecided. It is never a guess. Check at several points, best at ones that are not round numbers.
///
/// # Examples
///
/// ```
/// use calc_multi::check_gradient;
///
/// let f = |[x, y]: [f64; 2]| x * x * y + y;
/// let right = check_gradient(f, |[x, y]| [2.0 * x * y, x * x + 1.0], [0.7, -1.3]);
/// assert!(right.agrees());
///
/// let wrong = check_gradient(f, |[x, y]| [2.0 * x * y, x * x], [0.7, -1.3]);
/// let (coordinate, check) = wrong.worst().unwrap();
/// assert_eq!(coordinate, 1);
/// assert!((check.difference() - 1.0).abs() < 1e-9);
/// ```
#[must_use]
pub fn check_gradient<T: Float, const N: usize>(
    mut f: impl FnMut([T; N]) -> T,
    g: impl FnOnce([T; N]) -> [T; N],
    x: [T; N],
) -> GradientCheck<T, N> {
    let mut claims = g(x).into_iter();
    GradientCheck {
        coordinates: along_each(x, |i, at| {
            let claimed = claims.next().unwrap_or(<T as Float>::NAN);
            compare(&mut |t| f(replaced(x, i, t)), claimed, at)
        }),
    }
}

/// The slope claimed at a point of a line beside the one measured there.
fn compare<T: Float>(f: Along<'_, T>, claimed: T, at: T) -> Check<T> {
    check_derivative(f, |_| claimed, at)
}

/// What [`check_gradient`] found.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct GradientCheck<T = f64, const N: usize = 1> {
    /// One comparison per coordinate.
    pub coordinates: [Check<T>; N],
}

impl<T: Float, const N: usize> GradientCheck<T, N> {
    /// Whether every coordinate agrees.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.verdict() == Verdict::Agrees
    }

    /// [`Verdict::Differs`] if any coordinate is wrong, else [`Verdict::Kink`] if any is at one, else
    /// [`Verdict::Undecided`] if any is, else [`Verdict::Agrees`].
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        gravest(self.coordinates.iter().map(|check| check.verdict))
    }

    /// The coordinates that are wrong, with what was found there.
    pub fn wrong(&self) -> impl Iterator<Item = (usize, &Check<T>)> {
        let coordinates = self.coordinates.iter().enumerate();
        coordinates.filter(|(_, check)| check.verdict == Verdict::Differs)
    }

    /// The wrong coordinate that is furthest off, if any is wrong.
    #[must_use]
    pub fn worst(&self) -> Option<(usize, &Check<T>)> {
        self.wrong().reduce(|worst, next| {
            if further(next.1, worst.1) {
                next
            } else {
                worst
            }
        })
    }
}

/// The verdict that says most against the claim.
fn gravest(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    let weight = |verdict: &Verdict| match verdict {
        Verdict::Agrees => 0,
        Verdict::Kink => 2,
        Verdict::Differs => 3,
        _ => 1,
    };
    verdicts.max_by_key(weight).unwrap_or(Verdict::Agrees)
}

/// Whether `a` is further off than `b`; what is not a number is furthest off.
fn further<T: Float>(a: &Check<T>, b: &Check<T>) -> bool {
    let (a, b) = (a.difference(), b.difference());
    a > b || (a.not_a_number() && !b.not_a_number())
}

impl<T: Float, const N: usize> fmt::Display for GradientCheck<T, N> {
    /// One line per coordinate that is wrong or undecided, or one line that says that all agree.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.agrees() {
            return write!(out, "the gradient agrees in all {N} coordinates");
        }
        let mut separator = "";
        for (i, check) in self.coordinates.iter().enumerate() {
            if !check.agrees() {
                write!(out, "{separator}coordinate {i}, {check}")?;
                separator = "\n";
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use calc_scalar::Real;

    use super::*;
    use crate::{gradient, zoo};

    #[test]
    fn right_gradients_agree() {
        for x in zoo::points() {
            // Off the grid: at symmetric points two partials may be tiny and undecided.
            let x = x.map(|x| x + 0.017);
            for check in [
                check_gradient(zoo::rosenbrock, zoo::rosenbrock_gradient, x),
                check_gradient(zoo::beale, zoo::beale_gradient, x),
                check_gradient(zoo::wave, |x| gradient(zoo::wave, x), x),
            ] {
                assert_ne!(check.verdict(), Verdict::Differs, "{check}");
            }
        }
        let check = check_gradient(zoo::himmelblau, zoo::himmelblau_gradient, [0.7, -1.3]);
        assert_eq!(
            check.to_string(),
            "the gradient agrees in all 2 coordinates"
        );
    }

    #[test]
    fn the_wrong_coordinate_is_named_with_its_mistake() {
        let mistaken = |x: [f64; 4]| {
            let mut g = zoo::rosenbrock_gradient(x);
            g[2] = -g[2];
            g[1] *= 1.0 + 1e-5;
            g
        };
        let check = check_gradient(zoo::rosenbrock, mistaken, [0.7, -1.3, 0.4, 1.1]);
        assert_eq!(check.verdict(), Verdict::Differs);
        assert!(check.wrong().map(|(i, _)| i).eq([1, 2]));
        assert_eq!(check.worst().map(|(i, _)| i), Some(2));
        let orders = check.coordinates[1].orders_of_magnitude();
        assert!((orders + 5.0).abs() < 0.1, "{orders}");
        let report = check.to_string();
        assert_eq!(report.lines().count(), 2, "{report}");
        assert!(
            report.contains("coordinate 1, at") && report.contains("about 1e-5"),
            "{report}"
        );
        assert!(report.contains("coordinate 2, at") && report.contains("sign is reversed"));
    }

    #[test]
    fn a_kink_is_called_so_and_what_cannot_be_measured_is_undecided() {
        let kinked = |[x, y]: [f64; 2]| Real::abs(x) + y;
        let check = check_gradient(kinked, |_| [0.5, 1.0], [0.0, 1.0]);
        assert_eq!(check.verdict(), Verdict::Kink, "{check}");
        assert!(check.worst().is_none());
        let outside = check_gradient(
            |[x, y]| Real::ln(x) + y,
            |[x, _]| [1.0 / x, 1.0],
            [-1.0_f64, 1.0],
        );
        assert_eq!(outside.verdict(), Verdict::Undecided, "{outside}");
    }
}
