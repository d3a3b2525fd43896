//! A dense layer of bytes.

use calc_scalar::Float;

use super::affine::{multiplier, round};
use super::{Affine, Quantise, Range, TABLE, cut, larger, look_up, scale};
use crate::activation::{Activation, Identity};
use crate::dense::{Bias, Dense};
use crate::layer::{Layer, split};

/// What occurs in a [`Dense`] layer, before its activation and after.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct DenseRanges {
    sums: Range,
    outputs: Range,
}

/// The bytes before the numbers of the outputs.
const START: usize = 4;

impl<const IN: usize, const OUT: usize, A: Activation, B: Bias> Quantise for Dense<IN, OUT, A, B> {
    const BYTES: usize = {
        // |b| ≤ 2³⁰ and 32768·255·127 < 2³⁰: the sum of both fits in 32 bits.
        assert!(
            IN <= 32_768,
            "a layer with more than 32768 inputs cannot be quantised"
        );
        START + 9 * OUT + IN * OUT + TABLE
    };

    type Question = [i8; IN];
    type Answer = [i8; OUT];
    type Ranges = DenseRanges;

    const EMPTY: [i8; IN] = [0; IN];
    const SILENCE: [i8; OUT] = [0; OUT];
    const NOTHING: DenseRanges = DenseRanges {
        sums: Range::EMPTY,
        outputs: Range::EMPTY,
    };

    fn observe<T: Float>(parameters: &[T], x: &[T; IN], ranges: &mut DenseRanges) -> [T; OUT] {
        let sums = Dense::<IN, OUT, Identity, B>::forward(parameters, x);
        let outputs = sums.map(A::value);
        ranges.sums.add(&sums);
        ranges.outputs.add(&outputs);
        outputs
    }

    fn largest(ranges: &DenseRanges) -> f64 {
        larger(ranges.sums.largest(), ranges.outputs.largest())
    }

    fn quantise<'b, T: Float>(
        parameters: &[T],
        inputs: Affine,
        ranges: &DenseRanges,
        bytes: &'b mut [u8],
    ) -> Option<(Affine, &'b mut [u8])> {
        let outputs = ranges.outputs.affine();
        let table = Table::of::<A, T>(ranges.sums, outputs);
        // What the integers stand for to which the sums are rounded.
        let sums = table.as_ref().map_or(outputs, |table| table.arguments);

        let (start, bytes) = bytes.split_first_chunk_mut::<START>()?;
        *start = [u8::from(table.is_some()), sums.zero.cast_unsigned(), 0, 0];
        let (offsets, bytes) = bytes.split_at_mut_checked(4 * OUT)?;
        let (factors, bytes) = bytes.split_at_mut_checked(4 * OUT)?;
        let (shifts, bytes) = bytes.split_at_mut_checked(OUT)?;
        let (rounded, bytes) = bytes.split_at_mut_checked(IN * OUT)?;

        let (weights, biases) = split(parameters, IN * OUT);
        let (offsets, _) = offsets.as_chunks_mut::<4>();
        let (factors, _) = factors.as_chunks_mut::<4>();
        let numbers = offsets.iter_mut().zip(factors);
        for (output, ((offset, factor), shift)) in numbers.zip(shifts).enumerate() {
            let rows = weights.as_chunks::<OUT>().0;
            let column = || rows.iter().filter_map(|row| row.get(output));
            let bias = biases.get(output).map_or(0.0, |bias| bias.to_f64());
            let inputs_scale = f64::from(inputs.scale);
            let scale = scale_of_weights(column(), bias, inputs_scale);

            let mut sum = 0_i32;
            let rows = rounded.as_chunks_mut::<OUT>().0.iter_mut();
            let places = rows.filter_map(|row| row.get_mut(output));
            for (place, weight) in places.zip(column()) {
                let weight = round(weight.to_f64() / scale).clamp(-127, 127);
                sum = sum.wrapping_add(weight);
                *place = weight.to_le_bytes().first().copied().unwrap_or(0);
            }
            // ∑ (qᵢ − z)·wᵢ = ∑ qᵢ·wᵢ − z·∑ wᵢ
            let zero = i32::from(inputs.zero).wrapping_mul(sum);
            let bias = round(bias / (inputs_scale * scale)).wrapping_sub(zero);
            let (m, k) = multiplier(inputs_scale * scale / f64::from(sums.scale));
            *offset = bias.to_le_bytes();
            *factor = m.to_le_bytes();
            *shift = k;
        }
        let Some(table) = table else {
            return Some((outputs, bytes));
        };
        let (place, bytes) = bytes.split_first_chunk_mut::<TABLE>()?;
        *place = table.values;
        Some((outputs, bytes))
    }

    #[inline]
    fn run<'b>(bytes: &'b [u8], x: &[i8], answer: &mut [i8]) -> &'b [u8] {
        let Some((&[table, zero, _, _], bytes)) = bytes.split_first_chunk::<START>() else {
            return &[];
        };
        let zero = i64::from(zero.cast_signed());
        let (offsets, bytes) = cut(bytes, 4 * OUT);
        let (factors, bytes) = cut(bytes, 4 * OUT);
        let (shifts, bytes) = cut(bytes, OUT);
        let (weights, bytes) = cut(bytes, IN * OUT);

        let mut sums = [0_i32; OUT];
        for (sum, &offset) in sums.iter_mut().zip(offsets.as_chunks().0) {
            *sum = i32::from_le_bytes(offset);
        }
        for (&x, row) in x.iter().zip(weights.as_chunks::<OUT>().0) {
            let x = i32::from(x);
            for (sum, &weight) in sums.iter_mut().zip(row) {
                *sum = sum.wrapping_add(x * i32::from(weight.cast_signed()));
            }
        }
        let scales = factors.as_chunks().0.iter().zip(shifts);
        for ((answer, sum), (&factor, &shift)) in answer.iter_mut().zip(sums).zip(scales) {
            let scaled = zero + scale(i64::from(sum), i32::from_le_bytes(factor), shift);
            *answer = i8::try_from(scaled.clamp(-128, 127)).unwrap_or(0);
        }
        if table == 0 {
            bytes
        } else {
            look_up(bytes, answer)
        }
    }
}

/// The scale at which the largest weight is 127, and the bias is at most 2³⁰.
fn scale_of_weights<'a, T: Float + 'a>(
    weights: impl Iterator<Item = &'a T>,
    bias: f64,
    inputs: f64,
) -> f64 {
    let largest = weights.fold(0.0_f64, |m, w| m.max(w.to_f64().magnitude()));
    let scale = (largest / 127.0).max(bias.magnitude() / (inputs * 1_073_741_824.0));
    if scale > 0.0 { scale } else { 1.0 }
}

/// An activation as a table.
struct Table {
    /// What the arguments stand for.
    arguments: Affine,
    values: [u8; TABLE],
}

impl Table {
    /// The table of the activation `A` on a range; nothing if it is the identity there, or relu: then
    /// cutting off at the ends of the range of `outputs` is all there is to do.
    fn of<A: Activation, T: Float>(sums: Range, outputs: Affine) -> Option<Self> {
        let value = |z: f64| A::value(T::from_f64(z)).to_f64();
        let gives = |z: f64, y: f64| A::value(T::from_f64(z)) == T::from_f64(y);
        let linear = |z: f64| gives(z, z.max(0.0));
        let straight = |z: f64| gives(z, z);
        if samples(sums).all(straight) || samples(sums).all(linear) {
            return None;
        }
        // Where the activation is flat, no step of the arguments must be wasted.
        let tolerance = f64::from(outputs.scale) / 2.0;
        let mut range = sums;
        for _ in 0..4 {
            let (low, high) = (value(sums.low), value(sums.high));
            let near = |end: f64| move |z: &f64| (value(*z) - end).magnitude() <= tolerance;
            let flat_below = samples(range).take_while(near(low)).last();
            let flat_above = backwards(range).take_while(near(high)).last();
            range = Range {
                low: flat_below.unwrap_or(range.low).min(0.0),
                high: flat_above.unwrap_or(range.high).max(0.0),
            };
        }
        let arguments = range.affine();
        let mut values = [0; TABLE];
        for (place, q) in values.iter_mut().zip(i8::MIN..=i8::MAX) {
            *place = outputs.to_int8(value(arguments.of_int8(q))).cast_unsigned();
        }
        Some(Self { arguments, values })
    }
}

/// 257 numbers from the least to the greatest.
fn samples(range: Range) -> impl Iterator<Item = f64> {
    (0..=256_u16).map(move |k| range.low + (range.high - range.low) * f64::from(k) / 256.0)
}

/// The same from the greatest to the least.
fn backwards(range: Range) -> impl Iterator<Item = f64> {
    samples(Range {
        low: range.high,
        high: range.low,
    })
}
