//! A layer norm of bytes.

use calc_scalar::{Float, Real};

use super::affine::{multiplier, round};
use super::{Affine, OutputRange, Quantise, cut, scale};
use crate::layer::{Layer, split};
use crate::layer_norm::LayerNorm;

/// The bytes before the numbers of the outputs.
const START: usize = 12;

/// The fractional bits of a number at mean 0 and variance 1; from `N` numbers it is at most `√N`.
const UNIT: u32 = 24;

/// `2⁵⁶/√…`: times the distance of a number from the mean it stays below 2⁶².
const INVERSE: u32 = 56;

/// An answer has this many fractional bits before it is rounded to a byte.
const FINE: u32 = 8;

impl<const N: usize> Quantise for LayerNorm<N> {
    const BYTES: usize = {
        // Distances below 2²⁰, the sum of their squares below 2⁵², and ε at most a thousand times as much.
        assert!(
            N <= 4096,
            "a layer norm of more than 4096 numbers cannot be quantised"
        );
        START + 9 * N
    };

    type Question = [i8; N];
    type Answer = [i8; N];
    type Ranges = OutputRange;

    const EMPTY: [i8; N] = [0; N];
    const SILENCE: [i8; N] = [0; N];
    const NOTHING: OutputRange = OutputRange::NOTHING;

    fn observe<T: Float>(parameters: &[T], x: &[T; N], ranges: &mut OutputRange) -> [T; N] {
        let outputs = Self::forward(parameters, x);
        ranges.outputs.add(&outputs);
        outputs
    }

    fn largest(ranges: &OutputRange) -> f64 {
        ranges.outputs.largest()
    }

    fn quantise<'b, T: Float>(
        parameters: &[T],
        inputs: Affine,
        ranges: &OutputRange,
        bytes: &'b mut [u8],
    ) -> Option<(Affine, &'b mut [u8])> {
        let outputs = ranges.outputs.affine();
        let (start, bytes) = bytes.split_first_chunk_mut::<START>()?;
        let (offsets, bytes) = bytes.split_at_mut_checked(4 * N)?;
        let (factors, bytes) = bytes.split_at_mut_checked(4 * N)?;
        let (shifts, bytes) = bytes.split_at_mut_checked(N)?;

        let (epsilon, shrink) = epsilon::<N>(inputs);
        let [e0, e1, e2, e3, e4, e5, e6, e7] = epsilon.to_le_bytes();
        let zero = outputs.zero.cast_unsigned();
        *start = [zero, 0, 0, 0, e0, e1, e2, e3, e4, e5, e6, e7];

        let (gains, biases) = split(parameters, N);
        let step = f64::from(outputs.scale);
        let (offsets, _) = offsets.as_chunks_mut::<4>();
        let (factors, _) = factors.as_chunks_mut::<4>();
        let places = offsets.iter_mut().zip(factors).zip(shifts);
        for (((offset, factor), shift), (gain, bias)) in places.zip(gains.iter().zip(biases)) {
            let ratio = gain.to_f64() * shrink / step / f64::from(1_u32 << (UNIT - FINE));
            let (m, k) = multiplier(ratio.magnitude());
            let m = if ratio < 0.0 { m.wrapping_neg() } else { m };
            let bias = bias.to_f64() / step * f64::from(1_u32 << FINE);
            *offset = round(bias).to_le_bytes();
            *factor = m.to_le_bytes();
            *shift = k;
        }
        Some((outputs, bytes))
    }

    #[inline]
    fn run<'b>(bytes: &'b [u8], x: &[i8], answer: &mut [i8]) -> &'b [u8] {
        let Some((&[zero, _, _, _, e0, e1, e2, e3, e4, e5, e6, e7], bytes)) =
            bytes.split_first_chunk::<START>()
        else {
            return &[];
        };
        let zero = i64::from(zero.cast_signed());
        let (offsets, bytes) = cut(bytes, 4 * N);
        let (factors, bytes) = cut(bytes, 4 * N);
        let (shifts, bytes) = cut(bytes, N);

        let mut distances = [0_i32; N];
        let squares = from_mean(x, &mut distances);
        let epsilon = u64::from_le_bytes([e0, e1, e2, e3, e4, e5, e6, e7]);
        let squares = (squares << fraction::<N>()).wrapping_add(epsilon);
        let (shift, inverse) = inverse_root::<N>(squares);
        let shift = shift + fraction::<N>() / 2;

        let scales = factors.as_chunks().0.iter().zip(shifts);
        let numbers = offsets.as_chunks().0.iter().zip(scales).zip(distances);
        for (answer, ((&offset, (&factor, &k)), distance)) in answer.iter_mut().zip(numbers) {
            let unit = (i64::from(distance) << shift).wrapping_mul(inverse);
            let unit = unit.wrapping_add(1 << (INVERSE - UNIT - 1)) >> (INVERSE - UNIT);
            let fine = scale(unit, i32::from_le_bytes(factor), k);
            let fine = fine.wrapping_add(i64::from(i32::from_le_bytes(offset)) + (1 << FINE >> 1));
            *answer = i8::try_from((zero + (fine >> FINE)).clamp(-128, 127)).unwrap_or(0);
        }
        bytes
    }
}

/// How many fractional bits the sum of squares has: of few numbers it is small, and `ε` is no whole number
/// beside it. They are even, so that the root has half as many.
const fn fraction<const N: usize>() -> u32 {
    36_u32.saturating_sub(3 * N.next_power_of_two().trailing_zeros()) & !1
}

/// `ε·N³/s²`: what is added to the squares of the distances, in which a number `x` is `N·x/s`.
///
/// Where it is more than 2¹⁰ times all that the squares can be, it is cut off there: then the root is the
/// same for all inputs, and the gains are made smaller instead, by the second number.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is positive, and below 2⁶²"
)]
fn epsilon<const N: usize>(inputs: Affine) -> (u64, f64) {
    let n: f64 = crate::init::count(N);
    let step = f64::from(inputs.scale);
    let exact = LayerNorm::<N>::EPSILON * n * n * n / step / step;
    let limit = 67_108_864.0 * n * n * n; // 2¹⁰·(255)² < 2²⁶
    let kept = exact.min(limit);
    let shrink = Real::sqrt(kept / exact);
    let whole = kept * (1_u64 << fraction::<N>()) as f64 + 0.5;
    (whole as u64, if N == 0 { 1.0 } else { shrink })
}

/// `N·qᵢ − ∑ qⱼ`: the distance from the mean, which the zero point is no part of; the sum of the squares.
#[inline]
fn from_mean<const N: usize>(x: &[i8], distances: &mut [i32; N]) -> u64 {
    let n = i32::try_from(N).unwrap_or(0);
    let mut sum = 0_i32;
    for &x in x {
        sum = sum.wrapping_add(i32::from(x));
    }
    let mut squares = 0_u64;
    for (distance, &x) in distances.iter_mut().zip(x) {
        *distance = (i32::from(x).wrapping_mul(n)).wrapping_sub(sum);
        let size = u64::from(distance.unsigned_abs());
        squares = squares.wrapping_add(size.wrapping_mul(size));
    }
    squares
}

/// `(j, 2⁵⁶/√(4ʲ·squares/N))`, with `j` as large as it may be: so the root has as many digits as there are.
#[inline]
fn inverse_root<const N: usize>(squares: u64) -> (u32, i64) {
    let shift = squares.leading_zeros().saturating_sub(1) / 2;
    let mean = (squares << (2 * shift)).checked_div(N as u64).unwrap_or(0);
    let root = whole_root(mean);
    let inverse = (1_u64 << INVERSE).checked_div(root).unwrap_or(0);
    (shift, inverse.cast_signed())
}

/// The whole part of a root, bit by bit.
#[inline]
fn whole_root(x: u64) -> u64 {
    let (mut rest, mut root) = (x, 0_u64);
    let mut bit = 1_u64 << 62;
    while bit > 0 {
        let trial = root | bit;
        root >>= 1;
        if rest >= trial {
            rest = rest.wrapping_sub(trial);
            root |= bit;
        }
        bit >>= 2;
    }
    root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_rounded_down() {
        for root in [0, 1, 2, 3, 181, 65_535, 1 << 31, u64::from(u32::MAX)] {
            assert_eq!(whole_root(root * root), root);
            assert_eq!(whole_root(root * root + 2 * root), root);
            assert_eq!(
                whole_root((root * root).saturating_sub(1)),
                root.saturating_sub(1)
            );
        }
    }

    /// Bytes with the mean 1: four times −2, −1, 0 and 3.
    #[test]
    fn distances_are_those_from_the_mean() {
        let mut distances = [0; 4];
        assert_eq!(from_mean(&[-1, 0, 1, 4], &mut distances), 64 + 16 + 144);
        assert_eq!(distances, [-8, -4, 0, 12]);
        let (shift, inverse) = inverse_root::<4>(16);
        // √(16/4) = 2
        let expected = Real::powi(2.0_f64, 55 - i32::try_from(shift).unwrap());
        assert_eq!(
            Real::floor(expected),
            f64::from(u32::try_from(inverse).unwrap())
        );
    }
}
