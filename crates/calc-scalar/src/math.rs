//! The one door to the elementary functions of the plain floats.
//!
//! Everything here comes from `libm` or, where that computes single precision in double, from
//! [`single`], and where it is wrong, from [`power`]: the same bits on every target. With the feature `std` the functions that the standard library has come from the platform instead.

#![cfg_attr(
    feature = "std",
    allow(
        clippy::disallowed_methods,
        reason = "the platform's functions are what is asked for"
    )
)]

#[cfg_attr(
    feature = "std",
    allow(
        dead_code,
        unused_imports,
        reason = "the platform's functions take its place"
    )
)]
mod power;
mod single;

use crate::float::Float;

/// One generic function per line: its name, its arguments, how each precision computes it, and what it
/// is called in the standard library.
macro_rules! functions {
    ($($name:ident($($x:ident),+) = $double:path, $single:path $(, $platform:ident)?;)*) => {$(
        functions!(@one $name, $($x)+, $double, $single, $($platform)?);
    )*};

    // Not in the standard library.
    (@one $name:ident, $x:ident, $double:path, $single:path,) => {
        #[inline]
        pub(crate) fn $name<F: Float>(x: F) -> F {
            x.with($double, $single)
        }
    };

    (@one $name:ident, $x:ident, $double:path, $single:path, $platform:ident) => {
        #[inline]
        pub(crate) fn $name<F: Float>(x: F) -> F {
            #[cfg(not(feature = "std"))]
            return x.with($double, $single);
            #[cfg(feature = "std")]
            return x.with(f64::$platform, f32::$platform);
        }
    };

    (@one $name:ident, $x:ident $y:ident, $double:path, $single:path, $platform:ident) => {
        #[inline]
        pub(crate) fn $name<F: Float>($x: F, $y: F) -> F {
            #[cfg(not(feature = "std"))]
            return $x.with2($y, $double, $single);
            #[cfg(feature = "std")]
            return $x.with2($y, f64::$platform, f32::$platform);
        }
    };
}

functions! {
    sqrt(x) = libm::sqrt, libm::sqrtf, sqrt;
    cbrt(x) = libm::cbrt, single::cbrt, cbrt;
    hypot(x, y) = libm::hypot, single::hypot, hypot;
    pow(x, y) = libm::pow, power::powf, powf;
    exp(x) = libm::exp, single::exp, exp;
    exp2(x) = libm::exp2, single::exp2, exp2;
    exp_m1(x) = libm::expm1, libm::expm1f, exp_m1;
    ln(x) = libm::log, libm::logf, ln;
    ln_1p(x) = libm::log1p, libm::log1pf, ln_1p;
    log2(x) = libm::log2, libm::log2f, log2;
    log10(x) = libm::log10, libm::log10f, log10;
    sin(x) = libm::sin, single::sin, sin;
    cos(x) = libm::cos, single::cos, cos;
    tan(x) = libm::tan, single::tan, tan;
    asin(x) = libm::asin, single::asin, asin;
    acos(x) = libm::acos, libm::acosf, acos;
    atan(x) = libm::atan, libm::atanf, atan;
    atan2(y, x) = libm::atan2, libm::atan2f, atan2;
    sinh(x) = libm::sinh, libm::sinhf, sinh;
    cosh(x) = libm::cosh, libm::coshf, cosh;
    // The standard library computes these by formulas of its own, with fewer digits.
    asinh(x) = libm::asinh, libm::asinhf;
    atanh(x) = libm::atanh, libm::atanhf;
    erf(x) = libm::erf, libm::erff;
    erfc(x) = libm::erfc, libm::erfcf;
    lgamma(x) = libm::lgamma, libm::lgammaf;
    tgamma(x) = libm::tgamma, libm::tgammaf;
    round_ties_even(x) = libm::roundeven, libm::roundevenf, round_ties_even;
    floor(x) = libm::floor, libm::floorf, floor;
    ceil(x) = libm::ceil, libm::ceilf, ceil;
    round(x) = libm::round, libm::roundf, round;
    trunc(x) = libm::trunc, libm::truncf, trunc;
}

/// Whether there are registers for several numbers, and the exponential is our own.
const WIDE: bool =
    cfg!(any(target_arch = "x86_64", target_arch = "aarch64")) && !cfg!(feature = "std");

/// [`exp`] of each number: all at once where there are registers for several.
#[inline]
pub(crate) fn exp_each<const N: usize>(x: [f32; N]) -> [f32; N] {
    if WIDE {
        single::exp_each(x)
    } else {
        x.map(exp)
    }
}

/// `eˣ` of each number but one, where a zero is left, and their sum: all at once where there are registers
/// for several numbers. The bits are those of [`exp`].
#[inline]
pub(crate) fn exponentials<const N: usize>(mut x: [f32; N], but: usize) -> ([f32; N], f32) {
    if WIDE {
        x = single::exp_each(x);
    }
    let mut sum = 0.0;
    for (i, x) in x.iter_mut().enumerate() {
        // Neither is a branch: which number is left out is as good as random.
        *x = if i == but {
            0.0
        } else if WIDE {
            *x
        } else {
            exp(*x)
        };
        sum += *x;
    }
    (x, sum)
}

/// `(sin x, cos x)`, sharing the work.
#[inline]
pub(crate) fn sin_cos<F: Float>(x: F) -> (F, F) {
    #[cfg(not(feature = "std"))]
    return x.with_pair(libm::sincos, single::sin_cos);
    #[cfg(feature = "std")]
    return x.with_pair(f64::sin_cos, f32::sin_cos);
}

/// The same two numbers, computed in one place where they come from the platform: there a sine and a cosine
/// are one call, as long as the compiler does not move one of them behind a branch.
#[inline]
pub(crate) fn together<T>(pair: (T, T)) -> (T, T) {
    if cfg!(feature = "std") {
        core::hint::black_box(pair)
    } else {
        pair
    }
}

/// `1/(1 + e⁻ˣ)` and its slope `e⁻ˣ/(1 + e⁻ˣ)²`, from one exponential.
#[inline]
pub(crate) fn logistic<F: Float>(x: F) -> (F, F) {
    /// From `e⁻|ˣ|`, which cannot overflow.
    #[inline]
    fn symmetric<F: Float>(x: F) -> (F, F) {
        let small = exp(-x.magnitude());
        let sum = F::ONE + small;
        let share = small / sum;
        let value = if x >= F::ZERO { F::ONE / sum } else { share };
        (value, share / sum)
    }
    #[cfg(not(feature = "std"))]
    return x.with_pair(symmetric, single::logistic);
    #[cfg(feature = "std")]
    return symmetric(x);
}

/// `arcosh x`; NaN below 1, where `libm` has numbers that look right for some large negative `x`.
#[inline]
pub(crate) fn acosh<F: Float>(x: F) -> F {
    if x < F::ONE {
        F::NAN
    } else {
        x.with(libm::acosh, libm::acoshf)
    }
}

/// `10ˣ`, exact where it can be; `libm` and the platforms' `exp10` are off by several units.
#[inline]
pub(crate) fn exp10<F: Float>(x: F) -> F {
    pow(F::from_f64(10.0), x)
}

/// `xⁿ` for a whole number `n`, as [`pow`]; in single precision through double, if `n` needs more than
/// 24 bits.
#[inline]
pub(crate) fn pow_whole<F: Float>(x: F, n: i32) -> F {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "rounds the double result to single precision"
    )]
    x.with(
        |x| pow(x, f64::from(n)),
        |x| {
            if n.unsigned_abs() <= 1 << 24 {
                pow(x, n as f32)
            } else {
                pow(f64::from(x), f64::from(n)) as f32
            }
        },
    )
}

/// The largest power of two not above `|x|`, for finite `x ≠ 0`.
#[inline]
pub(crate) fn power_of_two<F: Float>(x: F) -> F {
    x.with(
        |x| libm::ldexp(1.0, libm::ilogb(x)),
        |x| libm::ldexpf(1.0, libm::ilogbf(x)),
    )
}

/// `x` as a sum of two floats of at most half the digits each, whose products are exact (Veltkamp); for an `x`
/// that is not huge.
#[inline]
pub(crate) fn split<F: Float>(x: F) -> (F, F) {
    #[inline]
    fn by<F: Float>(x: F, factor: F) -> (F, F) {
        let stretched = x * factor;
        let high = stretched - (stretched - x);
        (high, x - high)
    }
    // 2²⁷ + 1 and 2¹² + 1.
    x.with_pair(|x| by(x, 134_217_729.0), |x| by(x, 4097.0))
}
