//! The one door to the elementary functions of the plain floats.
//!
//! Everything here comes from `libm`, which computes the same bits on every target. With the feature
//! `std` the functions that the standard library has come from the platform instead.

#![cfg_attr(
    feature = "std",
    allow(
        clippy::disallowed_methods,
        reason = "the platform's functions are what is asked for"
    )
)]

use crate::float::Float;

/// One generic function per line: its name, its arguments, and how each precision computes it,
/// without and with the platform's library.
macro_rules! functions {
    ($($name:ident($($x:ident),+) = $double:ident, $single:ident $(or $platform:ident)?;)*) => {$(
        functions!(@one $name, $($x)+, $double, $single, $($platform)?);
    )*};

    // Not in the standard library.
    (@one $name:ident, $x:ident, $double:ident, $single:ident,) => {
        #[inline]
        pub(crate) fn $name<F: Float>(x: F) -> F {
            x.with(libm::$double, libm::$single)
        }
    };

    (@one $name:ident, $x:ident, $double:ident, $single:ident, $platform:ident) => {
        #[inline]
        pub(crate) fn $name<F: Float>(x: F) -> F {
            #[cfg(not(feature = "std"))]
            return x.with(libm::$double, libm::$single);
            #[cfg(feature = "std")]
            return x.with(f64::$platform, f32::$platform);
        }
    };

    (@one $name:ident, $x:ident $y:ident, $double:ident, $single:ident, $platform:ident) => {
        #[inline]
        pub(crate) fn $name<F: Float>($x: F, $y: F) -> F {
            #[cfg(not(feature = "std"))]
            return $x.with2($y, libm::$double, libm::$single);
            #[cfg(feature = "std")]
            return $x.with2($y, f64::$platform, f32::$platform);
        }
    };
}

functions! {
    sqrt(x) = sqrt, sqrtf or sqrt;
    cbrt(x) = cbrt, cbrtf or cbrt;
    hypot(x, y) = hypot, hypotf or hypot;
    pow(x, y) = pow, powf or powf;
    exp(x) = exp, expf or exp;
    exp2(x) = exp2, exp2f or exp2;
    exp_m1(x) = expm1, expm1f or exp_m1;
    ln(x) = log, logf or ln;
    ln_1p(x) = log1p, log1pf or ln_1p;
    log2(x) = log2, log2f or log2;
    log10(x) = log10, log10f or log10;
    sin(x) = sin, sinf or sin;
    cos(x) = cos, cosf or cos;
    tan(x) = tan, tanf or tan;
    asin(x) = asin, asinf or asin;
    acos(x) = acos, acosf or acos;
    atan(x) = atan, atanf or atan;
    atan2(y, x) = atan2, atan2f or atan2;
    sinh(x) = sinh, sinhf or sinh;
    cosh(x) = cosh, coshf or cosh;
    // The standard library computes these by formulas of its own, with fewer digits.
    asinh(x) = asinh, asinhf;
    atanh(x) = atanh, atanhf;
    erf(x) = erf, erff;
    erfc(x) = erfc, erfcf;
    lgamma(x) = lgamma, lgammaf;
    tgamma(x) = tgamma, tgammaf;
    round_ties_even(x) = roundeven, roundevenf or round_ties_even;
    floor(x) = floor, floorf or floor;
    ceil(x) = ceil, ceilf or ceil;
    round(x) = round, roundf or round;
    trunc(x) = trunc, truncf or trunc;
}

/// `(sin x, cos x)`, sharing the work.
#[inline]
pub(crate) fn sin_cos<F: Float>(x: F) -> (F, F) {
    #[cfg(not(feature = "std"))]
    return x.with_pair(libm::sincos, libm::sincosf);
    #[cfg(feature = "std")]
    return x.with_pair(f64::sin_cos, f32::sin_cos);
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

/// `xⁿ` for a whole number `n`, as [`pow`]; in single precision through double, since `n` may need
/// more than 24 bits.
#[inline]
pub(crate) fn pow_whole<F: Float>(x: F, n: i32) -> F {
    let n = f64::from(n);
    #[allow(
        clippy::cast_possible_truncation,
        reason = "rounds the double result to single precision"
    )]
    x.with(|x| pow(x, n), |x| pow(f64::from(x), n) as f32)
}

/// The largest power of two not above `|x|`, for finite `x ≠ 0`.
#[inline]
pub(crate) fn power_of_two<F: Float>(x: F) -> F {
    x.with(
        |x| libm::ldexp(1.0, libm::ilogb(x)),
        |x| libm::ldexpf(1.0, libm::ilogbf(x)),
    )
}
