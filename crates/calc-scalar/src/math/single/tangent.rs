//! The tangent.

use super::turns::{self, Turned};
use super::{INFINITE, SIGN, head};

/// Below, in absolute value, `tan x` is `x` to the last bit.
const SMALL: u32 = 0x3980_0000;

/// `tan x`, with an error below 0.92 ulp.
#[inline]
pub(crate) fn tan(x: f32) -> f32 {
    let size = x.to_bits() & !SIGN;
    if size.wrapping_sub(SMALL) >= turns::FAR - SMALL {
        return tan_aside(x);
    }
    slope(turns::near(x))
}

/// [`tan`] of small, large, infinite numbers and of what is none.
#[cold]
#[inline(never)]
fn tan_aside(x: f32) -> f32 {
    let size = x.to_bits() & !SIGN;
    if size < SMALL {
        x
    } else if size < INFINITE {
        slope(turns::far(x))
    } else {
        f32::NAN
    }
}

/// `tan r = r/D` or `−1/tan r = −D/r`, with the even function `D = r·cot r = 1 − r²/3 − …`. Both `r` and
/// `D` are taken as [`head`] and tail.
#[inline(always)]
fn slope(x: Turned) -> f32 {
    let Turned { high, low, .. } = x;
    let z = high * high;
    let series = 0.333_333_34
        + z * (0.022_222_02 + z * (0.002_117_744 + z * (0.000_207_777_02 + z * 2.633_368e-5)));
    let less = z * series;
    let most = head(1.0 - less);
    let first = head(high);
    let second = high - first;
    // What `z` leaves out of the square of `high + low`, to which D has the slope −⅓.
    let finer = ((first * first - z) + second * (high + first)) + 2.0 * high * low;
    let rest = ((1.0 - most) - less) - finer * (1.0 / 3.0);
    let angle = (first, second + low);
    if x.quarters & 1 == 0 {
        quotient(angle, (most, rest))
    } else {
        quotient((-most, -rest), angle)
    }
}

/// `(a + b)/(c + d)`, rounded almost once, where `a` and `c` are of twelve bits and the others small: with
/// the head of the quotient the remainder is exact.
#[inline(always)]
fn quotient((a, b): (f32, f32), (c, d): (f32, f32)) -> f32 {
    let divisor = c + d;
    let most = head((a + b) / divisor);
    most + ((a - most * c) + (b - most * d)) / divisor
}
