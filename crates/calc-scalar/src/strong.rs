//! Strong zeros: on a chain of slopes a zero wins, also against one that is infinite or undefined.
//!
//! Along a chain of operations slopes are multiplied, in forward mode from the first to the last, in
//! reverse mode from the last to the first. Both meet the same factors, so both give the same slope
//! only if the rule for `0·∞` does not depend on their order.

use core::ops::Neg;

use crate::float::Float;
use crate::real::Number;

/// `p·k` for a slope `p`: zero if either is, whatever the other one is.
#[must_use]
#[inline]
pub fn product<T: Number>(p: T, k: T) -> T {
    // Of sets the product has the zeros that are certain already.
    if T::HAS_STRONG_ZEROS & !T::IS_SET & (p.is_zero() | k.is_zero()) {
        T::ZERO
    } else {
        p * k
    }
}

/// `p/k` for a slope `p`: [`product`] with the factor `1/k`.
#[must_use]
#[inline]
pub fn quotient<T: Number>(p: T, k: T) -> T {
    if T::IS_SET | !T::HAS_STRONG_ZEROS {
        p / k
    } else if p.is_zero() | (k.primal().magnitude() > T::Literal::MAX) {
        T::ZERO
    } else {
        p / k
    }
}

/// Whether products of finite slopes with this factor need no care.
#[must_use]
#[inline]
pub fn is_ordinary<T: Number>(k: T) -> bool {
    k.is_ordinary()
}

/// Whether a result does not tell of a product that needs care, that is, is not NaN. Without strong zeros always.
#[must_use]
#[inline]
pub fn is_plain<T: Number>(y: T) -> bool {
    !T::HAS_STRONG_ZEROS || y.is_defined()
}

/// Whether all are finite; where their sum overflows, it may say no. Without strong zeros always.
///
/// Four sums side by side and a single test: an infinity or NaN does not go away by adding.
#[doc(hidden)]
#[must_use]
#[inline]
pub fn all_plain<T: Number>(numbers: &[T]) -> bool {
    !T::HAS_STRONG_ZEROS || sum_of(numbers).is_finite()
}

/// [`all_plain`], and the value of `factor` is not zero; where it is NaN, it may say no. Without strong zeros always.
#[doc(hidden)]
#[must_use]
#[inline]
pub fn all_plain_beside<T: Number>(numbers: &[T], factor: T) -> bool {
    if !T::HAS_STRONG_ZEROS {
        return true;
    }
    let sum = sum_of(numbers);
    if cfg!(target_pointer_width = "64") && size_of::<T>() == size_of::<T::Literal>() {
        // Zero, or NaN if the sum is not finite: a single comparison of floats sees to both.
        #[allow(clippy::eq_op, reason = "not of infinities")]
        let nothing = sum - sum;
        return (nothing < factor) | (nothing > factor);
    }
    (factor != T::ZERO) & sum.is_finite()
}

/// The sum of the numbers, in four lanes.
#[inline]
fn sum_of<T: Number>(numbers: &[T]) -> T {
    let (fours, rest) = numbers.as_chunks::<4>();
    let add = |[a, b, c, d]: [T; 4], [p, q, r, s]: [T; 4]| [a + p, b + q, c + r, d + s];
    let whole = fours.iter().copied().reduce(add);
    let rest = rest.iter().copied().reduce(|sum, x| sum + x);
    let rest = rest.unwrap_or(T::ZERO);
    whole.map_or(rest, |[a, b, c, d]| (a + c) + (b + d) + rest)
}

/// The factor `k` of an operation whose result is `value`: NaN where the result is, since outside the
/// domain nothing has a slope.
#[must_use]
#[inline]
pub fn within<T: Number>(value: T, k: T) -> T {
    if T::HAS_STRONG_ZEROS && !T::IS_SET && value.primal().not_a_number() {
        T::constant(T::Literal::NAN)
    } else {
        k
    }
}

/// The pair `(f, f′)` as it is, computed in one place.
#[doc(hidden)]
#[must_use]
#[inline]
pub fn together<T>(pair: (T, T)) -> (T, T) {
    crate::math::together(pair)
}

/// `f(x)` out of line, for what is next to never needed.
///
/// A function that is called takes and gives its arrays in memory, and a compiler then keeps them in
/// memory also where it is not called. So the opposite goes out and the opposite comes back: the numbers
/// themselves stay in registers.
#[doc(hidden)]
#[must_use]
#[allow(clippy::inline_always, reason = "called, it would be what it avoids")]
#[inline(always)]
pub fn aside<X, Y, const J: usize, const K: usize>(
    x: [X; J],
    f: impl FnOnce([X; J]) -> [Y; K],
) -> [Y; K]
where
    X: Neg<Output = X>,
    Y: Neg<Output = Y>,
{
    out_of_line(x.map(Neg::neg), f).map(Neg::neg)
}

#[cold]
#[inline(never)]
fn out_of_line<X, Y, const J: usize, const K: usize>(
    opposite: [X; J],
    f: impl FnOnce([X; J]) -> [Y; K],
) -> [Y; K]
where
    X: Neg<Output = X>,
    Y: Neg<Output = Y>,
{
    f(opposite.map(Neg::neg)).map(Neg::neg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_is_not_finite_is_found_anywhere() {
        for length in 0..14 {
            let mut numbers = [0.5; 13];
            assert!(all_plain(&numbers[..length]));
            assert!(all_plain_beside(&numbers[..length], -0.5));
            assert!(all_plain_beside(&numbers[..length], f64::INFINITY));
            assert!(!all_plain_beside(&numbers[..length], -0.0));
            for place in 0..length {
                for special in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
                    numbers = [f64::MIN; 13];
                    numbers[place] = special;
                    assert!(
                        !all_plain(&numbers[..length]),
                        "{special} at {place} of {length}"
                    );
                    assert!(!all_plain_beside(&numbers[..length], 1.0));
                }
            }
        }
    }

    #[test]
    fn aside_changes_no_bit_on_the_way_out_or_back() {
        let numbers = [0.0, -0.0, 1.5, f64::INFINITY, 5e-324, -f64::NAN, f64::NAN];
        let mut seen = [0; 7];
        let back = aside(numbers, |x| {
            seen = x.map(f64::to_bits);
            x
        });
        assert_eq!(seen, numbers.map(f64::to_bits));
        assert_eq!(back.map(f64::to_bits), seen);
    }
}
