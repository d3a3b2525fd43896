//! The cube root and the length of a vector.
//!
//! Both begin with a guess that a few operations improve to eight or twelve bits, so that its power `t`
//! is exact and the quotient `u = (x − t)/t`, too, but for one rounding. The Taylor polynomial of
//! `(1 + u)^(1/n)` does the rest: the answer is `guess + guess·(u/n − …)`, whose second term is small.

use super::{INFINITE, SIGN, head};

/// The smallest normal number.
const NORMAL: u32 = 0x0080_0000;

/// `∛x`, with an error below 0.52 ulp.
#[inline]
pub(crate) fn cbrt(x: f32) -> f32 {
    let size = x.to_bits() & !SIGN;
    // The powers of the guess are normal numbers, too.
    if size.wrapping_sub(TINY) >= INFINITE - TINY {
        return cbrt_aside(x);
    }
    cube_root(x)
}

/// 2⁻¹⁰⁰.
const TINY: u32 = 0x0d80_0000;

/// [`cbrt`] of numbers near zero, infinity, and of what is none.
#[cold]
#[inline(never)]
fn cbrt_aside(x: f32) -> f32 {
    let size = x.to_bits() & !SIGN;
    if size == 0 || size >= INFINITE {
        return x + x;
    }
    // By 2⁹⁶ and 2⁻³².
    cube_root(x * f32::from_bits(0x6f80_0000)) * f32::from_bits(0x2f80_0000)
}

#[inline(always)]
fn cube_root(x: f32) -> f32 {
    let bits = x.to_bits();
    // A third of the exponent, and 2/3 of the bias: a logarithm to 3 %.
    let guess = f32::from_bits(((bits & !SIGN) / 3 + 0x2a51_19f2) | bits & SIGN);
    // Newton's step leaves 0.1 %.
    let better = (guess + guess + x / (guess * guess)) * (1.0 / 3.0);
    // To the nearest number of eight bits.
    let root = f32::from_bits(better.to_bits().wrapping_add(0x8000) & 0xffff_0000);
    let cube = root * root * root;
    let u = (x - cube) / cube;
    root + root * (u * (1.0 / 3.0 - u * (1.0 / 9.0 - u * (5.0 / 81.0))))
}

/// `√(x² + y²)`, with an error below 0.76 ulp; infinite where one of them is, even if the other is no
/// number.
#[inline]
pub(crate) fn hypot(x: f32, y: f32) -> f32 {
    let (x, y) = (x.to_bits() & !SIGN, y.to_bits() & !SIGN);
    let (large, small) = if x < y { (y, x) } else { (x, y) };
    // Such that no square that counts is out of range: between 2⁻⁵⁰ and 2⁶³.
    if large.wrapping_sub(0x2680_0000) >= 0x5f00_0000 - 0x2680_0000 {
        return hypot_aside(f32::from_bits(large), f32::from_bits(small));
    }
    length(f32::from_bits(large), f32::from_bits(small))
}

/// [`hypot`] of very small, very large and infinite numbers and of what is none, of which by their bits
/// `x` is the larger one, and both are positive.
#[cold]
#[inline(never)]
fn hypot_aside(x: f32, y: f32) -> f32 {
    if x.to_bits() >= INFINITE {
        return if y.to_bits() == INFINITE { y } else { x };
    }
    // By 2⁻⁹⁶ or 2⁹⁶.
    let (down, up) = (f32::from_bits(0x0f80_0000), f32::from_bits(0x6f80_0000));
    if x > 1.0 {
        length(x * down, y * down) * up
    } else if x.to_bits() < NORMAL >> 23 {
        // Zero.
        x
    } else {
        length(x * up, y * up) * down
    }
}

#[inline(always)]
fn length(x: f32, y: f32) -> f32 {
    let (heads, tails) = (head(x), head(y));
    // The squares, each as the exact square of its head and the rest.
    let (a, b) = (heads * heads, tails * tails);
    let sum = a + b;
    let rest = (x - heads) * (x + heads) + (y - tails) * (y + tails) + (b - (sum - a));
    // Half the exponent, and half the bias: a logarithm to 4 %; Newton's step leaves 0.06 %.
    let guess = f32::from_bits((sum.to_bits() >> 1) + 0x1fbd_1df5);
    let root = head((guess + sum / guess) * 0.5);
    let square = root * root;
    let u = ((sum - square) + rest) / square;
    root + root * (u * (0.5 - u * (0.125 - u * 0.0625)))
}
