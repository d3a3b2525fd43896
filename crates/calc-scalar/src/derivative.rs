//! Exact first and second derivatives.

use crate::dual::Dual;
use crate::jet::Jet;
use crate::real::Number;

/// `f′(x)`: the slope of `f` at `x`.
///
/// `f` is run once, on the dual number `x + ε`. There is no step size and no truncation error: the
/// result is exact up to the rounding of `f` itself.
///
/// # Shapes and units
///
/// `f: ℝ → ℝ`. If `x` is in seconds and `f` in metres, the result is in metres per second.
///
/// # Edge cases
///
/// Total: never panics. NaN in, NaN out, but for a slope that does not depend on `x`; outside the domain
/// of `f`, NaN. At a vertical tangent the slope is `±∞`, at a kink the symmetric choice (see
/// [`Real`](crate::Real)). Where `f` branches, the slope is that of the branch taken.
///
/// # Examples
///
/// ```
/// use calc_scalar::{Real, derivative};
///
/// fn height<R: Real>(t: R) -> R {
///     20.0 * t - 4.905 * t.powi(2)
/// }
///
/// let velocity = derivative(height, 2.0);
/// assert!((velocity - 0.38_f64).abs() < 1e-14);
///
/// // Closures may capture; one made of literals alone needs the type of the point.
/// let slope = derivative(|x| (2.0 * x + 1.0).sin(), 1.5_f64);
/// assert!((slope - 2.0 * Real::cos(4.0_f64)).abs() < 1e-15);
/// ```
///
/// # References
///
/// A. Griewank and A. Walther, *Evaluating Derivatives*, 2nd ed., SIAM 2008, chapter 3.
#[must_use]
#[inline]
pub fn derivative<T: Number>(f: impl FnOnce(Dual<T>) -> Dual<T>, x: T) -> T {
    f(Dual::variable(x)).slope()
}

/// `(f(x), f′(x))`: value and slope together, for the price of [`derivative`].
///
/// # Examples
///
/// ```
/// use calc_scalar::{Real, value_and_derivative};
///
/// let (value, slope) = value_and_derivative(|x| x.powi(2), 1.5);
/// assert_eq!((value, slope), (2.25, 3.0));
/// ```
#[must_use]
#[inline]
pub fn value_and_derivative<T: Number>(f: impl FnOnce(Dual<T>) -> Dual<T>, x: T) -> (T, T) {
    let y = f(Dual::variable(x));
    (y.value, y.slope())
}

/// `f″(x)`: how fast the slope of `f` changes at `x`.
///
/// `f` is run once, on a [`Jet`] of three coefficients. Exact up to rounding.
///
/// # Shapes and units
///
/// `f: ℝ → ℝ`. If `x` is in seconds and `f` in metres, the result is in metres per second squared.
///
/// # Edge cases
///
/// As for [`derivative`]. At a kink the result is that of the function without the kink.
///
/// # Examples
///
/// ```
/// use calc_scalar::{Real, second_derivative};
///
/// let curvature = second_derivative(|x| x.powi(3), 2.0);
/// assert_eq!(curvature, 12.0);
/// ```
#[must_use]
#[inline]
pub fn second_derivative<T: Number>(f: impl FnOnce(Jet<T, 3>) -> Jet<T, 3>, x: T) -> T {
    let half = f(Jet::variable(x)).coefficient(2);
    half + half
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::real::Real;

    fn f<R: Real>(x: R) -> R {
        x.powi(4) - 4.0 * x.powi(3) + 4.0 * x.powi(2) + 1.0
    }

    #[test]
    fn one_function_body_gives_value_slope_and_curvature() {
        assert_eq!(f(3.0), 10.0);
        assert_eq!(value_and_derivative(f, 3.0), (10.0, 24.0));
        assert_eq!(second_derivative(f, 3.0), 44.0);
    }

    #[test]
    fn literals_stand_on_both_sides_in_single_precision_too() {
        let k = 2.0_f32;
        let slope = derivative(|t| 1.0 / (k * t + 1.0) - 3.0 / t, 1.0_f32);
        assert_eq!(slope, 3.0 - 2.0 / 9.0);
    }

    #[test]
    fn second_derivative_equals_the_derivative_of_the_derivative() {
        let nested = derivative(|x| derivative(|y| (y.sin() * y).exp(), x), 0.7_f64);
        let direct = second_derivative(|y| (y.sin() * y).exp(), 0.7_f64);
        assert!((nested - direct).abs() <= 4.0 * f64::EPSILON * direct.abs());
    }

    #[test]
    fn nested_derivatives_do_not_mix_when_lifted() {
        let lifted = derivative(
            |x: Dual| derivative(|y: Dual<Dual>| Dual::lift(x) + y, Dual::lift(1.0)) * x,
            1.0_f64,
        );
        assert_eq!(lifted, 1.0);
        let mixed = derivative(|x| derivative(|y| x + y, 1.0) * x, 1.0_f64);
        assert_eq!(mixed, 2.0, "the documented confusion");
    }
}
