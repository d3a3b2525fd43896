//! What the bits of a float tell: halving by the number of floats, and logarithms and powers to some digits.

use calc_scalar::Float;

/// The float halfway between `a` and `b` when the floats are counted; 32 or 64 halvings reach two
/// neighbours from any interval. Of two positive numbers that is nearly the geometric mean.
pub(crate) fn midpoint<T: Float>(a: T, b: T) -> T {
    if single::<T>() {
        let [a, b] = [a, b].map(|x| key32(f32::from_f64(x.to_f64())));
        // The floor of the mean, without overflow.
        let mean = float32((a & b) + ((a ^ b) >> 1));
        T::from_f64(mean.to_f64())
    } else {
        let [a, b] = [a, b].map(|x| key64(x.to_f64()));
        T::from_f64(float64((a & b) + ((a ^ b) >> 1)))
    }
}

/// Whether the type is `f32`.
const fn single<T: Float>() -> bool {
    size_of::<T>() == size_of::<f32>()
}

/// The place of `x` in the order of all floats: −1, 0, 1 are the floats around zero.
const fn key64(x: f64) -> i64 {
    let bits = x.to_bits().cast_signed();
    if bits < 0 { i64::MIN - bits } else { bits }
}

/// The same in single precision, where 64 bits would be slow.
const fn key32(x: f32) -> i32 {
    let bits = x.to_bits().cast_signed();
    if bits < 0 { i32::MIN - bits } else { bits }
}

/// The inverse of [`key64`].
const fn float64(key: i64) -> f64 {
    let x = f64::from_bits(key.unsigned_abs());
    if key < 0 { -x } else { x }
}

/// The inverse of [`key32`].
const fn float32(key: i32) -> f32 {
    let x = f32::from_bits(key.unsigned_abs());
    if key < 0 { -x } else { x }
}

/// `x = m·2ᵉ` with `m` in `[1, 2)`, for `x > 0`; below the normal numbers only nearly.
fn parts<T: Float>(x: T) -> (T, i32) {
    if single::<T>() {
        let bits = f32::from_f64(x.to_f64()).to_bits();
        let mantissa = f32::from_bits((bits & 0x007F_FFFF) | 0x3F80_0000);
        let exponent = (bits >> 23).cast_signed() - 127;
        (T::from_f64(mantissa.to_f64()), exponent)
    } else {
        let bits = x.to_f64().to_bits();
        let mantissa = f64::from_bits((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000);
        let high = u32::try_from(bits >> 52).unwrap_or(0);
        (T::from_f64(mantissa), high.cast_signed() - 1023)
    }
}

/// `2ⁿ` for `n ≤ 0`; below the normal numbers 0.
fn power_of_two<T: Float>(n: i32) -> T {
    if single::<T>() {
        let exponent = (n + 127).max(0).unsigned_abs();
        T::from_f64(f32::from_bits(exponent << 23).to_f64())
    } else {
        let exponent = (n + 1023).max(0).unsigned_abs();
        T::from_f64(f64::from_bits(u64::from(exponent) << 52))
    }
}

/// `log₂ x` for `x > 0`, to 10⁻⁹: without tables, and in single precision without double.
#[inline(never)]
pub(crate) fn rough_log2<T: Float>(x: T) -> T {
    let (m, exponent) = parts(x);
    // log₂ m = ½ + 2/ln 2·artanh s with s = (m − √2)/(m + √2), to the ninth power of |s| < 0.172.
    let k = T::literal;
    let root = k(core::f64::consts::SQRT_2);
    let s = (m - root) / (m + root);
    let square = s * s;
    let tail = k(1.0 / 5.0) + square * (k(1.0 / 7.0) + square * k(1.0 / 9.0));
    let series = T::ONE + square * (k(1.0 / 3.0) + square * tail);
    let whole = T::literal(f64::from(exponent)) + T::literal(0.5);
    whole + T::literal(2.0 * core::f64::consts::LOG2_E) * s * series
}

/// The whole number next to `x` in the direction of zero.
#[allow(
    clippy::cast_possible_truncation,
    reason = "it is asked for, and at the ends of the range it saturates"
)]
fn truncated<T: Float>(x: T) -> i32 {
    if single::<T>() {
        f32::from_f64(x.to_f64()) as i32
    } else {
        x.to_f64() as i32
    }
}

/// `2ʸ` for `y ≤ 0`, to 10⁻⁸.
#[inline(never)]
pub(crate) fn rough_exp2<T: Float>(y: T) -> T {
    // Far below, the power is zero.
    let y = y.max(T::literal(-2000.0));
    let n = truncated(y - T::literal(0.5));
    let t = (y - T::literal(f64::from(n))) * T::literal(core::f64::consts::LN_2);
    // Not in a loop, so that the literals are constants of the type.
    let k = T::literal;
    let tail = k(1.0 / 120.0) + t * (k(1.0 / 720.0) + t * k(1.0 / 5040.0));
    let series = k(0.5) + t * (k(1.0 / 6.0) + t * (k(1.0 / 24.0) + t * tail));
    let sum = T::ONE + t * (T::ONE + t * series);
    power_of_two::<T>(n) * sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Halvings until the two neighbours of `root` are left.
    fn halvings<T: Float>(mut a: T, mut b: T, root: T) -> u32 {
        for n in 0..200 {
            let middle = midpoint(a, b);
            if !(a < middle && middle < b) {
                return n;
            }
            if middle < root {
                a = middle;
            } else {
                b = middle;
            }
        }
        200
    }

    #[test]
    fn no_interval_needs_more_halvings_than_a_float_has_bits() {
        for root in [1e-310, 0.0, -3.0, 1e308, f64::MIN_POSITIVE, -1e-5] {
            assert!(halvings(-f64::MAX, f64::MAX, root) <= 64, "{root}");
        }
        for root in [1e-40_f32, 0.0, -3.0, 1e38] {
            assert!(halvings(-f32::MAX, f32::MAX, root) <= 32, "{root}");
        }
    }

    #[test]
    fn key_and_float_undo_each_other() {
        for x in [0.0, 1.0, -1.0, 5e-324, -5e-324, f64::MAX, -f64::MAX, 0.1] {
            assert_eq!(float64(key64(x)), x);
        }
        for x in [0.0_f32, 1.0, -1.0, 1e-45, -1e-45, f32::MAX, -f32::MAX, 0.1] {
            assert_eq!(float32(key32(x)), x);
        }
    }

    #[test]
    fn logarithm_and_power_are_right_to_eight_digits() {
        for i in 0..3000 {
            let exact = -0.1 * f64::from(i);
            let x = calc_scalar::Real::exp2(exact);
            assert!((rough_log2(x) - exact).abs() < 2e-9, "{exact}");
            assert!((rough_exp2(exact) / x - 1.0).abs() < 1e-8, "{exact}");
            let single = f32::from_f64(exact);
            if single > -125.0 {
                let x = calc_scalar::Real::exp2(single);
                assert!((rough_log2(x) - single).abs() < 2e-5, "{single}");
                assert!((rough_exp2(single) / x - 1.0).abs() < 1e-5, "{single}");
            }
        }
        assert_eq!((rough_exp2(-1e9), rough_exp2(-1e9_f32)), (0.0, 0.0));
    }

    #[test]
    fn the_midpoint_of_positive_numbers_is_nearly_the_geometric_mean() {
        for (a, b) in [(1.0, f64::MAX), (1e-3, 5.0), (2.0, 3e7)] {
            let mean = f64::sqrt(a) * f64::sqrt(b);
            assert!((midpoint(a, b) / mean - 1.0).abs() < 0.07, "{a} {b}");
        }
    }
}
