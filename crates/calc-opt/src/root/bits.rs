//! What the bits of a float tell: halving by the number of floats, and logarithms and powers to some digits.

use calc_scalar::Float;

/// The float halfway between `a` and `b` when the floats are counted; 32 or 64 halvings reach two
/// neighbours from any interval. Of two positive numbers that is nearly the geometric mean.
pub(crate) fn midpoint<T: Float>(a: T, b: T) -> T {
    if single::<T>() {
        let (a, b) = (key32(to32(a)), key32(to32(b)));
        // The floor of the mean, without overflow.
        from32(float32((a & b) + ((a ^ b) >> 1)))
    } else {
        let (a, b) = (key64(a.to_f64()), key64(b.to_f64()));
        T::from_f64(float64((a & b) + ((a ^ b) >> 1)))
    }
}

/// Whether the type is `f32`.
const fn single<T: Float>() -> bool {
    size_of::<T>() == size_of::<f32>()
}

/// What is single precision already, as itself.
fn to32<T: Float>(x: T) -> f32 {
    f32::from_f64(x.to_f64())
}

/// The inverse of [`to32`].
fn from32<T: Float>(x: f32) -> T {
    T::from_f64(x.to_f64())
}

/// `|x|` as a whole number that grows with it; above that of infinity for NaN.
///
/// Where the arithmetic is in software, whole numbers are compared in a fraction of the time and the room
/// that floats take.
fn size<T: Float>(x: T) -> u64 {
    if single::<T>() {
        u64::from(to32(x).to_bits() << 1)
    } else {
        x.to_f64().to_bits() << 1
    }
}

/// Whether `|a| ≤ |b|`, for numbers.
pub(super) fn is_within<T: Float>(a: T, b: T) -> bool {
    size(a) <= size(b)
}

/// Whether it is zero.
pub(super) fn is_zero<T: Float>(x: T) -> bool {
    size(x) == 0
}

/// Whether it is a number, and finite.
pub(super) fn is_finite<T: Float>(x: T) -> bool {
    size(x) < size(T::INFINITY)
}

/// Whether it is infinite.
pub(super) fn is_infinite<T: Float>(x: T) -> bool {
    size(x) == size(T::INFINITY)
}

/// Whether it is not a number.
pub(super) fn is_nan<T: Float>(x: T) -> bool {
    size(x) > size(T::INFINITY)
}

/// Whether two numbers other than zero have the same sign; an infinity has one, too.
pub(super) fn same_sign<T: Float>(a: T, b: T) -> bool {
    if single::<T>() {
        to32(a).to_bits() ^ to32(b).to_bits() < 1 << 31
    } else {
        a.to_f64().to_bits() ^ b.to_f64().to_bits() < 1 << 63
    }
}

/// Whether `a < b` for numbers; NaN is beyond the infinities.
pub(super) fn is_below<T: Float>(a: T, b: T) -> bool {
    if single::<T>() {
        a < b
    } else {
        is_below64(a.to_f64(), b.to_f64())
    }
}

/// Whether `x` is strictly between `a` and `b`, in any order.
#[inline(never)]
pub(super) fn is_between<T: Float>(a: T, x: T, b: T) -> bool {
    if single::<T>() {
        let (a, x, b) = (key32(to32(a)), key32(to32(x)), key32(to32(b)));
        a.min(b) < x && x < a.max(b)
    } else {
        let (a, x, b) = (key64(a.to_f64()), key64(x.to_f64()), key64(b.to_f64()));
        a.min(b) < x && x < a.max(b)
    }
}

/// Called, because it is asked for in many places.
#[inline(never)]
const fn is_below64(a: f64, b: f64) -> bool {
    key64(a) < key64(b)
}

/// `log₂ |x|` to 10⁻³.
#[inline(never)]
pub(super) fn nearly_log2<T: Float>(x: T) -> T {
    let (mantissa, exponent) = parts(x.magnitude());
    let k = T::literal;
    let t = mantissa - T::ONE;
    // Right at both ends, and between them off by no more than a fit of this degree has to be.
    let bend = (T::ONE - t) * (k(0.420_865) - t * k(0.156_386));
    k(f64::from(exponent)) + t * (T::ONE + bend)
}

/// `2ʸ` to 10⁻⁴ of it, for `y` between the logarithms of the least and the largest number.
#[inline(never)]
pub(super) fn nearly_exp2<T: Float>(y: T) -> T {
    let k = T::literal;
    // Rounded down, as it is not negative.
    let n = truncated(y + k(2048.0)) - 2048;
    let t = y - k(f64::from(n));
    let bend = (T::ONE - t) * (k(0.304_072) + t * k(0.079_125));
    power_of_two::<T>(n) * (T::ONE + t * (T::ONE - bend))
}

/// Zero between numbers of different sign. Of two numbers of one sign that differ by more than about sixteen times: the
/// number halfway between them when the floats are counted, but not nearer to zero than the one farther out by
/// more than so many binary digits, given by their logarithm.
pub(super) fn towards_zero<T: Float>(a: T, b: T, log_digits: u32) -> Option<T> {
    if single::<T>() {
        let (p, q) = (size32(a), size32(b));
        let (small, large) = (p.min(q), p.max(q));
        let digits = 1 << (log_digits.min(8) + 23);
        let size = ((small + large) >> 1).max(large.saturating_sub(digits));
        (large - small > 4 << 23).then(|| from32::<T>(f32::from_bits(size)).copysign(a))
    } else {
        let (p, q) = (size64(a), size64(b));
        let (small, large) = (p.min(q), p.max(q));
        let digits = 1 << (log_digits.min(11) + 52);
        let size = ((small + large) >> 1).max(large.saturating_sub(digits));
        (large - small > 4 << 52).then(|| T::from_f64(f64::from_bits(size)).copysign(a))
    }
}

/// The number halfway between `|a|` and `|b|` when the floats are counted: not far from `√|a·b|`.
pub(super) fn mean_size<T: Float>(a: T, b: T) -> T {
    if single::<T>() {
        from32(f32::from_bits((size32(a) + size32(b)) >> 1))
    } else {
        T::from_f64(f64::from_bits((size64(a) + size64(b)) >> 1))
    }
}

/// Whether from `out` to `end` a value falls to a quarter at least, and by as much as that of a root as steep as
/// `|x|^⅛` where the distance falls from `far` to `near`; not from infinity to infinity.
pub(super) fn is_root_like<T: Float>([end, out]: [T; 2], [near, far]: [T; 2]) -> bool {
    if single::<T>() {
        let fall = |a, b| size32(a).cast_signed() - size32(b).cast_signed();
        fall(end, out) <= (fall(near, far) >> 3).min(-(2 << 23))
    } else {
        let fall = |a, b| size64(a).cast_signed() - size64(b).cast_signed();
        fall(end, out) <= (fall(near, far) >> 3).min(-(2 << 52))
    }
}

/// The bits of `|x|`.
fn size32<T: Float>(x: T) -> u32 {
    to32(x).abs().to_bits()
}

/// The same in double precision.
fn size64<T: Float>(x: T) -> u64 {
    x.to_f64().abs().to_bits()
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

/// The smallest power of two that is not below `x`, for a normal number.
pub(super) fn power_above<T: Float>(x: T) -> T {
    let (mantissa, exponent) = parts(x);
    power_of_two(if mantissa > T::ONE {
        exponent + 1
    } else {
        exponent
    })
}

/// `2ⁿ` up to the largest number; below the normal numbers 0.
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
    fn the_quick_logarithm_and_power_are_right_to_three_digits() {
        for i in -3000..3000 {
            let exact = 0.1 * f64::from(i);
            let x = calc_scalar::Real::exp2(exact);
            assert!((nearly_log2(-x) - exact).abs() < 1.2e-3, "{exact}");
            assert!((nearly_exp2(exact) / x - 1.0).abs() < 2e-4, "{exact}");
            let single = f32::from_f64(exact);
            if single.magnitude() < 125.0 {
                let x = calc_scalar::Real::exp2(single);
                assert!((nearly_log2(x) - single).abs() < 1.2e-3, "{single}");
                assert!((nearly_exp2(single) / x - 1.0).abs() < 3e-4, "{single}");
            }
        }
        // An infinity is taken for a large number.
        assert!(nearly_log2(f64::INFINITY) >= 1024.0 && nearly_log2(f32::INFINITY) >= 128.0);
        assert_eq!((nearly_exp2(-1100.0), nearly_exp2(-160.0_f32)), (0.0, 0.0));
    }

    #[test]
    fn towards_zero_goes_by_as_many_digits_as_allowed_and_to_the_middle_at_most() {
        assert_eq!(towards_zero(1.0, 2048.0, 1), Some(512.0));
        assert_eq!(towards_zero(-2048.0, -1.0, 1), Some(-512.0));
        assert_eq!(towards_zero(0.0_f32, 1e30, 3), Some(1e30 / 256.0));
        for (a, b) in [(1.0, 1e300), (1e-310, 5.0)] {
            assert_eq!(towards_zero(a, b, 99), Some(midpoint(a, b)));
        }
        assert_eq!(
            towards_zero(1e-40_f32, 9.0, 99),
            Some(midpoint(1e-40_f32, 9.0))
        );
        // Not that wide.
        assert_eq!(towards_zero(1.0, 16.0, 1), None);
        assert_eq!(towards_zero(3.0_f32, 3.0, 1), None);
    }

    #[test]
    fn the_midpoint_of_positive_numbers_is_nearly_the_geometric_mean() {
        for (a, b) in [(1.0, f64::MAX), (1e-3, 5.0), (2.0, 3e7)] {
            let mean = f64::sqrt(a) * f64::sqrt(b);
            assert!((midpoint(a, b) / mean - 1.0).abs() < 0.07, "{a} {b}");
        }
    }

    #[test]
    fn a_power_of_two_above_is_the_next_one() {
        for (x, above) in [(1.0, 1.0), (1.000_1, 2.0), (0.3, 0.5), (4096.0, 4096.0)] {
            assert_eq!(power_above(x), above);
            assert_eq!(f64::from(power_above(f32::from_f64(x))), above);
        }
    }

    #[test]
    fn whole_numbers_order_floats_as_floats_do() {
        let numbers = [
            f64::NEG_INFINITY,
            -f64::MAX,
            -1.5,
            -5e-324,
            -0.0,
            0.0,
            5e-324,
            1.0,
            f64::MAX,
            f64::INFINITY,
        ];
        for a in numbers {
            assert_eq!(
                (is_zero(a), is_finite(a), is_infinite(a), is_nan(a)),
                (a == 0.0, a.is_finite(), a.is_infinite(), false)
            );
            for b in numbers {
                assert_eq!(is_below(a, b), a < b, "{a} {b}");
                assert_eq!(is_within(a, b), a.abs() <= b.abs(), "{a} {b}");
                if a != 0.0 && b != 0.0 {
                    assert_eq!(same_sign(a, b), (a > 0.0) == (b > 0.0), "{a} {b}");
                }
                let [c, d] = [a, b].map(f32::from_f64);
                assert_eq!(is_below(c, d), c < d, "{c} {d}");
                assert_eq!(is_within(c, d), c.abs() <= d.abs(), "{c} {d}");
            }
        }
        for nan in [f64::NAN, -f64::NAN] {
            assert!(is_nan(nan) && !is_finite(nan) && !is_infinite(nan));
            // Between no two numbers.
            assert!(!(is_below(-1.0, nan) && is_below(nan, f64::INFINITY)));
            assert!(is_nan(f32::from_f64(nan)));
        }
    }

    #[test]
    fn the_mean_of_sizes_is_the_midpoint_of_positive_numbers() {
        for (a, b) in [(1.0, 1e300), (1e-310, 5.0), (2.0, 2.0)] {
            assert_eq!(mean_size(a, b), midpoint(a, b));
            assert_eq!(mean_size(-a, b), midpoint(a, b));
        }
        assert_eq!(mean_size(1.0_f32, -9.0), midpoint(1.0, 9.0));
    }
}
