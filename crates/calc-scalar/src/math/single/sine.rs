//! Sine and cosine.

use super::turns::{self, Turned};
use super::{INFINITE, SIGN};

/// Below, in absolute value, `sin x` is `x` to the last bit.
const SMALL: u32 = 0x3980_0000;

/// `sin x`, with an error below 0.92 ulp.
#[inline]
pub(crate) fn sin(x: f32) -> f32 {
    let size = x.to_bits() & !SIGN;
    if size.wrapping_sub(SMALL) >= turns::FAR - SMALL {
        return sin_aside(x);
    }
    wave(turns::near(x), 0)
}

/// `cos x`, with an error below 0.92 ulp.
#[inline]
pub(crate) fn cos(x: f32) -> f32 {
    if x.to_bits() & !SIGN >= turns::FAR {
        return cos_aside(x);
    }
    wave(turns::near(x), 1)
}

/// `(sin x, cos x)`, the same bits as of [`sin`] and [`cos`].
#[inline]
pub(crate) fn sin_cos(x: f32) -> (f32, f32) {
    let size = x.to_bits() & !SIGN;
    if size.wrapping_sub(SMALL) >= turns::FAR - SMALL {
        return (sin_aside(x), cos(x));
    }
    let Turned {
        quarters,
        high,
        low,
    } = turns::near(x);
    let (sin, cos) = (sine(high, low), cosine(high, low));
    let (sin, cos) = if quarters & 1 == 0 {
        (sin, cos)
    } else {
        (cos, sin)
    };
    (turned(sin, quarters), turned(cos, quarters.wrapping_add(1)))
}

/// [`sin`] of small, large, infinite numbers and of what is none.
#[cold]
#[inline(never)]
fn sin_aside(x: f32) -> f32 {
    let size = x.to_bits() & !SIGN;
    if size < SMALL {
        x
    } else if size < INFINITE {
        wave(turns::far(x), 0)
    } else {
        f32::NAN
    }
}

/// [`cos`] of large and infinite numbers and of what is none.
#[cold]
#[inline(never)]
fn cos_aside(x: f32) -> f32 {
    if x.to_bits() & !SIGN < INFINITE {
        wave(turns::far(x), 1)
    } else {
        f32::NAN
    }
}

/// The sine, `ahead` quarter turns ahead.
#[inline(always)]
fn wave(x: Turned, ahead: u32) -> f32 {
    let quarters = x.quarters.wrapping_add(ahead);
    let y = if quarters & 1 == 0 {
        sine(x.high, x.low)
    } else {
        cosine(x.high, x.low)
    };
    turned(y, quarters)
}

/// Changes the sign in the second half of a turn.
#[inline(always)]
fn turned(y: f32, quarters: u32) -> f32 {
    f32::from_bits(y.to_bits() ^ ((quarters & 2) << 30))
}

/// `sin(x + low)` for `|x| ≤ π/4`: `x + (low + x³·(−1/6 + …))`.
#[inline(always)]
fn sine(x: f32, low: f32) -> f32 {
    let z = x * x;
    let series = -0.166_666_55 + z * (0.008_332_189 + z * -0.000_195_182_86);
    x + (x * z * series + low)
}

/// `cos(x + low)` for `|x| ≤ π/4`: `1 − z/2` with `z = x²` is rounded, and what that loses is added to
/// the other terms, `z²·(1/24 − …) − x·low`.
#[inline(always)]
fn cosine(x: f32, low: f32) -> f32 {
    let z = x * x;
    let half = 0.5 * z;
    let most = 1.0 - half;
    let series = 0.041_666_646 + z * (-0.001_388_731 + z * 2.443_232_7e-5);
    most + (((1.0 - most) - half) + (z * z * series - x * low))
}
