//! Difference quotients with a given step, and the steps that suit them.

use crate::float::Float;

/// `(f(x + h) − f(x))/h`: the forward difference quotient, the slope of the secant to the right.
///
/// Two runs of `f`.
///
/// # Shapes and units
///
/// `f: ℝ → ℝ`, any closure, also one that counts or measures; `h` has the unit of `x`.
///
/// # Accuracy
///
/// Truncation `h·f″/2`, rounding about `ε·|f|/h`; [`step_forward`] balances the two, which leaves
/// half of the digits.
///
/// # Examples
///
/// ```
/// use calc_scalar::difference;
///
/// let slope = difference::forward(|x: f64| x * x, 2.0, 1e-5);
/// assert_eq!(format!("{slope:.10}"), "4.0000100000");
/// ```
#[must_use]
pub fn forward<T: Float>(mut f: impl FnMut(T) -> T, x: T, h: T) -> T {
    (f(x + h) - f(x)) / h
}

/// `(f(x) − f(x − h))/h`: the backward difference quotient, the slope of the secant to the left.
///
/// Two runs of `f`. For where `f` ends at `x` on the right.
///
/// # Accuracy
///
/// As for [`forward`].
///
/// # Examples
///
/// ```
/// use calc_scalar::difference;
///
/// let slope = difference::backward(|x: f64| x * x, 2.0, 0.25);
/// assert_eq!(slope, 3.75);
/// ```
#[must_use]
pub fn backward<T: Float>(mut f: impl FnMut(T) -> T, x: T, h: T) -> T {
    (f(x) - f(x - h)) / h
}

/// `(f(x + h) − f(x − h))/(2h)`: the central difference quotient, the slope across `x`.
///
/// Two runs of `f`, neither of them at `x`.
///
/// # Accuracy
///
/// Truncation `h²·f‴/6`, rounding about `ε·|f|/h`; [`step_central`] balances the two, which leaves
/// two thirds of the digits.
///
/// # Edge cases
///
/// At a kink it is the mean of the slopes on both sides: 0 for `|x|` at 0.
///
/// # Examples
///
/// ```
/// use calc_scalar::difference;
///
/// let slope = difference::central(|x: f64| x * x * x, 2.0, 0.5);
/// assert_eq!(slope, 12.25); // 3x² + h²
/// ```
#[must_use]
pub fn central<T: Float>(mut f: impl FnMut(T) -> T, x: T, h: T) -> T {
    (f(x + h) - f(x - h)) / (h + h)
}

/// `(4·D(h/2) − D(h))/3` with `D` the central quotient: one step of Richardson extrapolation.
///
/// Four runs of `f`. The terms in `h²` cancel.
///
/// # Accuracy
///
/// Truncation `−h⁴·f⁽⁵⁾/480`, rounding about `3ε·|f|/h`.
///
/// # Examples
///
/// ```
/// use calc_scalar::difference;
///
/// // Exact for polynomials up to degree four.
/// let slope = difference::richardson(|x: f64| x * x * x, 2.0, 0.5);
/// assert_eq!(slope, 12.0);
/// ```
///
/// # References
///
/// L. F. Richardson, "The Approximate Arithmetical Solution by Finite Differences of Physical
/// Problems Involving Differential Equations, with an Application to the Stresses in a Masonry Dam",
/// *Phil. Trans. R. Soc. A* 210, 1911, pp. 307–357.
#[must_use]
pub fn richardson<T: Float>(mut f: impl FnMut(T) -> T, x: T, h: T) -> T {
    let half = h / T::literal(2.0);
    let coarse = central(&mut f, x, h);
    let fine = central(&mut f, x, half);
    (T::literal(4.0) * fine - coarse) / T::literal(3.0)
}

/// `√ε·max(|x|, 1)`: the step that balances truncation against rounding in [`forward`] and
/// [`backward`], for a function whose values and second derivative are of similar size.
///
/// Rounded down to a power of two: for `|x| ≥ 1` no digit is lost in `x + h`.
///
/// # Edge cases
///
/// For a function that changes on another scale than `max(|x|, 1)`, multiply by that scale yourself
/// or use [`derivative`](super::derivative()), which finds it. NaN for a NaN or infinite `x`.
///
/// # Examples
///
/// ```
/// use calc_scalar::difference;
///
/// assert_eq!(difference::step_forward(1.0_f64), 2.0_f64.powi(-26));
/// ```
#[must_use]
pub fn step_forward<T: Float>(x: T) -> T {
    scaled(x, T::EPSILON.sqrt())
}

/// `∛ε·max(|x|, 1)`: the step that balances truncation against rounding in [`central`], for a
/// function whose values and third derivative are of similar size.
///
/// Rounded down to a power of two: for `|x| ≥ 1` no digit is lost in `x ± h`.
///
/// # Edge cases
///
/// As for [`step_forward`].
///
/// # Examples
///
/// ```
/// use calc_scalar::difference;
///
/// assert_eq!(difference::step_central(1.0_f64), 2.0_f64.powi(-18));
/// ```
#[must_use]
pub fn step_central<T: Float>(x: T) -> T {
    scaled(x, T::EPSILON.cbrt())
}

/// `part·max(|x|, 1)`, down to a power of two.
fn scaled<T: Float>(x: T, part: T) -> T {
    if !x.is_finite() {
        return T::NAN;
    }
    let size = x.abs().max(T::ONE);
    (size.power_of_two() * part).power_of_two()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::real::Real;
    use std::format;

    type Quotient = fn(fn(f64) -> f64, f64, f64) -> f64;

    #[test]
    fn the_textbook_quotients_print_the_digits_of_the_course() {
        let square = forward(|x: f64| Real::powi(x, 2), 2.0, 1e-5);
        assert_eq!(format!("{square:.10}"), "4.0000100000");
        let wave = forward(|x: f64| Real::sin(x * x), 1.5, 1e-5);
        assert_eq!(format!("{wave:.10}"), "-1.8845621632");
    }

    #[test]
    fn the_order_of_each_quotient_is_what_its_page_says() {
        let f = |x: f64| Real::exp(x);
        let truth = Real::exp(1.0_f64);
        let order = |quotient: Quotient| {
            let coarse = (quotient(f, 1.0, 0.05) - truth).abs();
            let fine = (quotient(f, 1.0, 0.025) - truth).abs();
            Real::log2(coarse / fine)
        };
        assert!((order(forward) - 1.0).abs() < 0.02);
        assert!((order(backward) - 1.0).abs() < 0.02);
        assert!((order(central) - 2.0).abs() < 0.01);
        assert!((order(richardson) - 4.0).abs() < 0.01);
    }

    #[test]
    fn a_step_is_exact_in_the_argument_and_close_to_the_best() {
        for x in [0.0, 1.0, 1.5, -7.25e8, 1e300] {
            for h in [step_forward(x), step_central(x)] {
                assert_eq!((x + h) - x, h, "at {x}");
                assert_eq!(x - (x - h), h, "at {x}");
            }
        }
        let error = |h: f64| (central(Real::exp, 1.0_f64, h) - Real::exp(1.0_f64)).abs();
        let chosen = error(step_central(1.0));
        assert!(chosen < 1e-9);
        assert!(chosen < 1e-2 * error(1e-3) && chosen < 1e-2 * error(1e-12));
        assert!(step_forward(f64::NAN).is_nan() && step_central(f64::INFINITY).is_nan());
    }
}
