//! Arithmetic of floats rounded down or up, without changing the rounding mode of the machine.
//!
//! Each operation is rounded to the nearest first; the sign of its error, computed exactly, says
//! whether the result must move by one step. Where the error cannot be computed exactly (close to the
//! ends of the range) it moves in any case.

use crate::float::Float;
use crate::math::split;

/// The next float below.
#[inline]
pub(super) fn below<F: Float>(x: F) -> F {
    -(-x).next_above()
}

/// The largest float not above `a + b`.
#[inline]
pub(super) fn add_down<F: Float>(a: F, b: F) -> F {
    let sum = a + b;
    if sum.magnitude() <= F::MAX {
        settle(sum, sum_error(a, b, sum))
    } else {
        beyond(sum, a, b)
    }
}

/// The smallest float not below `a + b`.
#[inline]
pub(super) fn add_up<F: Float>(a: F, b: F) -> F {
    -add_down(-a, -b)
}

/// The largest float not above `a·b`; `0·∞` is 0.
#[inline]
pub(super) fn mul_down<F: Float>(a: F, b: F) -> F {
    if a == F::ZERO || b == F::ZERO {
        return F::ZERO;
    }
    let product = a * b;
    if product.magnitude() <= F::MAX {
        let down = settle(product, product_error(a, b, product));
        if (a > F::ZERO) == (b > F::ZERO) && down < F::ZERO {
            F::ZERO // underflow
        } else {
            down
        }
    } else {
        beyond(product, a, b)
    }
}

/// The smallest float not below `a·b`; `0·∞` is 0.
#[inline]
pub(super) fn mul_up<F: Float>(a: F, b: F) -> F {
    -mul_down(-a, b)
}

/// The largest float not above `a/b`, for `b ≠ 0` and not both infinite.
#[inline]
pub(super) fn div_down<F: Float>(a: F, b: F) -> F {
    if a == F::ZERO || b.magnitude() > F::MAX {
        // The limit, which an unbounded interval approaches.
        return F::ZERO;
    }
    let quotient = a / b;
    if quotient.magnitude() <= F::MAX {
        let rest = quotient_rest(a, b, quotient);
        let down = settle(quotient, if b > F::ZERO { rest } else { -rest });
        if (a > F::ZERO) == (b > F::ZERO) && down < F::ZERO {
            F::ZERO // underflow
        } else {
            down
        }
    } else {
        beyond(quotient, a, b)
    }
}

/// The smallest float not below `a/b`, for `b ≠ 0` and not both infinite.
#[inline]
pub(super) fn div_up<F: Float>(a: F, b: F) -> F {
    -div_down(-a, b)
}

/// The largest float not above `√a`, for `a ≥ 0`.
#[inline]
pub(super) fn sqrt_down<F: Float>(a: F) -> F {
    let (root, rest) = sqrt_and_rest(a);
    settle(root, rest)
}

/// The smallest float not below `√a`, for `a ≥ 0`.
#[inline]
pub(super) fn sqrt_up<F: Float>(a: F) -> F {
    let (root, rest) = sqrt_and_rest(a);
    -settle(-root, -rest)
}

/// The largest float of this precision not above `x`.
#[inline]
pub(super) fn round_down<F: Float>(x: f64) -> F {
    let nearest = F::from_f64(x);
    if nearest.to_f64() <= x {
        nearest
    } else {
        below(nearest)
    }
}

/// The smallest float of this precision not below `x`.
#[inline]
pub(super) fn round_up<F: Float>(x: f64) -> F {
    -round_down::<F>(-x)
}

/// `x`, or one step below it where the true result is `x + error` with `error < 0` or unknown (NaN).
#[inline]
fn settle<F: Float>(x: F, error: f64) -> F {
    if error >= 0.0 { x } else { below(x) }
}

/// What is not above an operation whose rounded result is infinite or NaN.
#[cold]
fn beyond<F: Float>(rounded: F, a: F, b: F) -> F {
    let infinite = |x: F| x.magnitude() > F::MAX;
    if rounded > F::ZERO {
        if infinite(a) || infinite(b) {
            rounded
        } else {
            F::MAX // overflow
        }
    } else {
        -F::INFINITY // also ∞ − ∞
    }
}

/// `a + b − sum`, exactly, in magnitude and sign.
#[inline]
fn sum_error<F: Float>(a: F, b: F, sum: F) -> f64 {
    // Knuth's two-sum.
    let b_seen = sum - a;
    let a_seen = sum - b_seen;
    ((b - b_seen) + (a - a_seen)).to_f64()
}

/// A number with the sign of `a·b − product`; NaN where it is not known.
#[inline]
fn product_error<F: Float>(a: F, b: F, product: F) -> f64 {
    let (a, b, p) = (a.to_f64(), b.to_f64(), product.to_f64());
    if is_single::<F>() {
        return a * b - p;
    }
    if !(roomy(p) && a.abs() < LARGE && b.abs() < LARGE) {
        return f64::NAN;
    }
    // Dekker's product.
    let ((a1, a2), (b1, b2)) = (split(a), split(b));
    ((a1 * b1 - p) + a1 * b2 + a2 * b1) + a2 * b2
}

/// A number with the sign of `a − quotient·b`; NaN where it is not known.
#[inline]
fn quotient_rest<F: Float>(a: F, b: F, quotient: F) -> f64 {
    if is_single::<F>() {
        return a.to_f64() - quotient.to_f64() * b.to_f64();
    }
    if !roomy(a.to_f64()) {
        return f64::NAN;
    }
    let product = quotient * b;
    (a - product).to_f64() - product_error(quotient, b, product)
}

/// `√a`, and a number with the sign of `a − (√a)²`, NaN where it is not known.
#[inline]
fn sqrt_and_rest<F: Float>(a: F) -> (F, f64) {
    if a == F::ZERO || a.magnitude() > F::MAX {
        return (a, 0.0);
    }
    let root = F::from_f64(libm::sqrt(a.to_f64()));
    (root, quotient_rest(a, root, root))
}

/// Whether a product of this size has an error that is a float, and its factors' halves are.
#[inline]
fn roomy(product: f64) -> bool {
    product.abs() > SMALL && product.abs() < LARGE
}

/// 2⁻⁹⁰⁰ and 2⁹⁰⁰: far enough from the ends for 53 more digits.
const SMALL: f64 = 1.0 / LARGE;
const LARGE: f64 = f64::from_bits((1023 + 900) << 52);

/// Whether `F` is `f32`, so that a product of two is exact in `f64`.
#[inline]
fn is_single<F: Float>() -> bool {
    F::EPSILON.to_f64() > f64::EPSILON
}
