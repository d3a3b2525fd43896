//! Activations and dropout of bytes.

use calc_scalar::Float;

use super::{Affine, OutputRange, Quantise, TABLE, look_up};
use crate::activate::Activate;
use crate::activation::Activation;
use crate::dropout::Dropout;

/// A byte for each byte.
impl<const N: usize, A: Activation> Quantise for Activate<N, A> {
    const BYTES: usize = TABLE;

    type Question = [i8; N];
    type Answer = [i8; N];
    type Ranges = OutputRange;

    const EMPTY: [i8; N] = [0; N];
    const SILENCE: [i8; N] = [0; N];
    const NOTHING: OutputRange = OutputRange::NOTHING;

    fn observe<T: Float>(_: &[T], x: &[T; N], ranges: &mut OutputRange) -> [T; N] {
        let outputs = x.map(A::value);
        ranges.outputs.add(&outputs);
        outputs
    }

    fn largest(ranges: &OutputRange) -> f64 {
        ranges.outputs.largest()
    }

    fn quantise<'b, T: Float>(
        _: &[T],
        inputs: Affine,
        ranges: &OutputRange,
        bytes: &'b mut [u8],
    ) -> Option<(Affine, &'b mut [u8])> {
        let (table, bytes) = bytes.split_first_chunk_mut::<TABLE>()?;
        let outputs = ranges.outputs.affine();
        for (place, q) in table.iter_mut().zip(i8::MIN..=i8::MAX) {
            let value = A::value(inputs.of_int8::<T>(q));
            *place = outputs.to_int8(value).cast_unsigned();
        }
        Some((outputs, bytes))
    }

    #[inline]
    fn run<'b>(bytes: &'b [u8], x: &[i8], answer: &mut [i8]) -> &'b [u8] {
        for (answer, &x) in answer.iter_mut().zip(x) {
            *answer = x;
        }
        look_up(bytes, answer)
    }
}

/// The network in use is the same without: bytes are passed on.
impl<const N: usize, const PERCENT: u32> Quantise for Dropout<N, PERCENT> {
    const BYTES: usize = 0;

    type Question = [i8; N];
    type Answer = [i8; N];
    type Ranges = ();

    const EMPTY: [i8; N] = [0; N];
    const SILENCE: [i8; N] = [0; N];
    const NOTHING: () = ();

    fn observe<T: Float>(_: &[T], x: &[T; N], _: &mut ()) -> [T; N] {
        *x
    }

    fn largest((): &()) -> f64 {
        0.0
    }

    fn quantise<'b, T: Float>(
        _: &[T],
        inputs: Affine,
        _: &(),
        bytes: &'b mut [u8],
    ) -> Option<(Affine, &'b mut [u8])> {
        Some((inputs, bytes))
    }

    #[inline]
    fn run<'b>(bytes: &'b [u8], x: &[i8], answer: &mut [i8]) -> &'b [u8] {
        for (answer, &x) in answer.iter_mut().zip(x) {
            *answer = x;
        }
        bytes
    }
}
