//! Ridders' method: extrapolation from a step of your own.

use super::estimate::Estimate;
use super::quotient::central;
use super::table::{Noisy, Row};
use crate::float::Float;

/// `f′(x) ± error`: the central quotient at `h, h/√2, h/2, …`, extrapolated until that stops helping.
///
/// 6 to 24 runs of `f`. Begin with an `h` over which `f` changes substantially; it needs no care, since
/// the step only shrinks. [`derivative`](super::derivative()) finds such a step by itself, measures
/// the noise and looks for kinks; this is the plain textbook method.
///
/// # Accuracy
///
/// About `ε^(9/10)` for a suitable `h`. The error is the disagreement with the neighbours in the
/// table plus rounding: right for smooth functions, too small where `f` is noisier than its rounding.
///
/// # Edge cases
///
/// NaN `± ∞` if no two quotients in a row are finite, or `h` is 0 or NaN.
///
/// # Examples
///
/// ```
/// use calc_scalar::{Real, difference};
///
/// let slope = difference::ridders(Real::exp, 1.0_f64, 0.5);
/// assert!((slope.value - 1.0_f64.exp()).abs() <= slope.error && slope.error < 1e-10);
/// ```
///
/// # References
///
/// C. J. F. Ridders, "Accurate computation of F′(x) and F′(x)F″(x)", *Advances in Engineering
/// Software* 4(2), 1982, pp. 75–76.
#[must_use]
pub fn ridders<T: Float>(mut f: impl FnMut(T) -> T, x: T, h: T) -> Estimate<T> {
    /// Rows of the table at most.
    const ROWS: usize = 12;
    let mut best = Estimate {
        value: T::NAN,
        error: T::INFINITY,
        step: T::ZERO,
        evaluations: 0,
    };
    let two = T::literal(2.0);
    let mut row = Row::new(two);
    let mut step = h.abs();
    let mut stale = 0;
    for _ in 0..ROWS {
        let mut size = T::ZERO;
        let value = central(
            |t| {
                best.evaluations += 1;
                let y = f(t);
                size = size.max(y.abs());
                y
            },
            x,
            step,
        );
        let argument = (x * value).abs();
        let rounding = T::EPSILON * (size + argument) / step;
        if value.is_finite() && rounding.is_finite() {
            let mut improved = false;
            row.push(Noisy { value, rounding }, |entry| {
                let error = entry.truncation + entry.rounding;
                if error < best.error {
                    best.value = entry.value;
                    best.error = error;
                    best.step = step;
                    improved = true;
                }
            });
            stale = if improved { 0 } else { stale + 1 };
        } else {
            row.clear();
        }
        if stale >= 2 && best.error.is_finite() {
            break;
        }
        step /= two.sqrt();
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::real::Real;

    #[test]
    fn the_published_example_is_reproduced_and_covered() {
        // Ridders' own: F(x) = eˣ/(sin x − x²) at x = 1, F′(1) = 140.7377355.
        let f = |x: f64| Real::exp(x) / (Real::sin(x) - x * x);
        let found = ridders(f, 1.0, 0.01);
        let truth = crate::derivative(|x| x.exp() / (x.sin() - x * x), 1.0_f64);
        assert!((truth - 140.737_735_5).abs() < 1e-7);
        assert!((found.value - truth).abs() <= found.error, "{found:?}");
        assert!(found.error < 1e-8 * truth, "{found:?}");
    }

    #[test]
    fn smooth_functions_are_covered_from_any_reasonable_step() {
        for h in [1.0, 0.3, 0.1, 0.01, 1e-3] {
            for k in 0..20 {
                let x = f64::from(k) * 0.37 - 3.0;
                let found = ridders(Real::sin, x, h);
                let off = (found.value - Real::cos(x)).abs();
                assert!(off <= found.error, "{x}, {h}: {found:?}");
                assert!(found.error < 1e-9, "{x}, {h}: {found:?}");
                assert!(found.evaluations <= 24);
            }
        }
    }

    #[test]
    fn without_a_step_or_finite_values_there_is_no_bound() {
        for h in [0.0, f64::NAN, f64::INFINITY] {
            assert_eq!(ridders(Real::sin, 1.0, h).error, f64::INFINITY);
        }
        let found = ridders(Real::ln, -1.0_f64, 0.1);
        assert!(found.value.is_nan() && found.error == f64::INFINITY);
    }
}
