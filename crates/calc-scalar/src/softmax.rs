//! Exponentials of many numbers as shares of their sum.

use crate::float::Float as _;
use crate::real::Number;

/// `ln(eˣ¹ + … + eˣⁿ)`: the logarithm of a sum of exponentials, without overflow.
///
/// The largest exponent is taken out first. `n` exponentials and one logarithm; slopes
/// [`softmax`]`(x)`.
///
/// # Edge cases
///
/// `−∞` of nothing, and where all numbers are `−∞`; `+∞` where one of them is. NaN where one is NaN.
///
/// # Examples
///
/// ```
/// use calc_scalar::logsumexp;
///
/// assert_eq!(logsumexp(&[1000.0, 1000.0]), 1000.0 + 2.0_f64.ln());
/// assert_eq!(logsumexp::<f64>(&[]), f64::NEG_INFINITY);
/// ```
#[must_use]
#[inline]
pub fn logsumexp<R: Number>(x: &[R]) -> R {
    R::logsumexp(x)
}

/// `eˣⁱ/(eˣ¹ + … + eˣⁿ)`: positive shares that sum to 1, without overflow.
///
/// The largest exponent is taken out first. `n` exponentials and `n` divisions.
///
/// # Accuracy
///
/// A share is as good as the difference between its number and the largest one: `d` ulps where that
/// is `d`, since rounding it is a relative error of the exponential. The sum of the shares is 1 up to
/// `n` ulps.
///
/// # Edge cases
///
/// Numbers that are `+∞` share alike, the others get nothing; so do numbers that are all `−∞`. Their
/// slopes are 0. NaN where one is NaN.
///
/// # Examples
///
/// ```
/// use calc_scalar::{Dual, Real, softmax};
///
/// assert_eq!(softmax([1000.0, 1000.0, -1000.0]), [0.5, 0.5, 0.0]);
///
/// // Slopes by the first number: s₁·(1 − s₁) and −s₁·s₂.
/// let [a, b] = softmax([Dual::variable(0.0), Dual::constant(0.0)]);
/// assert_eq!([a.slope(), b.slope()], [0.25, -0.25]);
/// ```
#[must_use]
pub fn softmax<R: Number, const N: usize>(x: [R; N]) -> [R; N] {
    let largest = crate::terms::largest(x.iter().copied());
    if largest.magnitude() <= R::Literal::MAX || largest.not_a_number() {
        let powers = x.map(|u| (u - largest).exp());
        let sum = R::total(&powers);
        return powers.map(|power| power / sum);
    }
    // Infinite: those that are as large as the largest share alike.
    let shares = x.map(|u| if u == largest { R::ONE } else { R::ZERO });
    let sum = R::total(&shares);
    shares.map(|share| share / sum)
}

#[cfg(test)]
mod tests {
    use core::f64::consts::LN_2;

    use super::*;
    use crate::{Dual, Jet, Real as _, derivatives};

    const INF: f64 = f64::INFINITY;

    #[test]
    fn shares_at_the_ends_of_the_range_and_beyond() {
        assert_eq!(softmax([0.0, LN_2]), [1.0 / 3.0, 2.0 / 3.0]);
        assert_eq!(softmax([-1e308, 1e308]), [0.0, 1.0]);
        assert_eq!(softmax([INF, 1.0]), [1.0, 0.0]);
        assert_eq!(softmax([INF, 0.0, INF, -INF]), [0.5, 0.0, 0.5, 0.0]);
        assert_eq!(softmax([-INF, -INF]), [0.5, 0.5]);
        assert_eq!(softmax([-INF, 3.0]), [0.0, 1.0]);
        assert!(softmax([f64::NAN, INF]).iter().all(|s| s.is_nan()));
        assert_eq!(softmax([7.0_f32]), [1.0]);
        assert_eq!(softmax::<f64, 0>([]), []);
    }

    #[test]
    fn slopes_of_the_shares_are_those_of_pencil_and_paper() {
        let x = [0.3, -1.2, 2.5];
        let s = softmax(x);
        for i in 0..3 {
            let moved: [Dual; 3] = core::array::from_fn(|j| {
                if i == j {
                    Dual::variable(x[j])
                } else {
                    Dual::lift(x[j])
                }
            });
            for (j, share) in softmax(moved).iter().enumerate() {
                let exact = s[j] * (f64::from(u8::from(i == j)) - s[i]);
                assert!((share.slope() - exact).abs() < 1e-16, "{i} {j}");
                assert_eq!(share.value, s[j]);
            }
            // And they are the slopes of the logarithm of the sum.
            let slope = logsumexp(&moved).slope();
            assert!((slope - s[i]).abs() <= f64::EPSILON, "{i}");
        }
    }

    /// Of two numbers it is the logistic function, to every order.
    #[test]
    fn the_shares_of_two_are_the_logistic_function() {
        let two: [f64; 8] = derivatives(|x| softmax([x, Jet::ZERO])[0], 0.7);
        let one: [f64; 8] = derivatives(|x| x.logistic(), 0.7);
        for (a, b) in two.into_iter().zip(one) {
            assert!((a - b).abs() < 1e-13 * b.abs().max(1.0), "{a} {b}");
        }
    }
}
