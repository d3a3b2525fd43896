//! Layers that can be quantised, and layers one after the other.

use calc_scalar::Float;

use super::{Affine, larger};
use crate::layer::{Layer, split};
use crate::width::{Feeds, Values};

/// A layer that can be quantised. Dense layers, layer norms, activations, dropout and tuples of such layers
/// can.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be quantised",
    label = "a layer of this network cannot be made one of integers",
    note = "dense layers can, layer norms, activations and dropout; see `calc_nn::quantised` for what to do with others"
)]
pub trait Quantise: Layer {
    /// How many bytes the layer takes at most.
    const BYTES: usize;

    /// One byte per input.
    type Question: AsRef<[i8]> + AsMut<[i8]>;

    /// One byte per output.
    type Answer: AsRef<[i8]> + AsMut<[i8]>;

    /// The numbers that occur in the layer.
    type Ranges;

    /// Inputs to be filled in.
    const EMPTY: Self::Question;

    /// An answer to be filled in.
    const SILENCE: Self::Answer;

    /// The ranges before anything has been seen.
    const NOTHING: Self::Ranges;

    /// The layer's answer to `x`; everything that occurs widens the ranges.
    #[must_use]
    fn observe<T: Float>(
        parameters: &[T],
        x: &Values<Self::Input, T>,
        ranges: &mut Self::Ranges,
    ) -> Values<Self::Output, T>;

    /// The largest size of a number that occurred; NaN if NaN did.
    #[must_use]
    fn largest(ranges: &Self::Ranges) -> f64;

    /// Writes the quantised layer, whose inputs are bytes that stand for `inputs`. What the bytes of
    /// its answers stand for, and the bytes that are left; `None` if there were not enough.
    #[must_use]
    fn quantise<'b, T: Float>(
        parameters: &[T],
        inputs: Affine,
        ranges: &Self::Ranges,
        bytes: &'b mut [u8],
    ) -> Option<(Affine, &'b mut [u8])>;

    /// The quantised layer's answer to `x`; the bytes that follow the layer. Missing bytes count as
    /// zeros.
    fn run<'b>(bytes: &'b [u8], x: &[i8], answer: &mut [i8]) -> &'b [u8];
}

impl<A: Quantise, B: Quantise> Quantise for (A, B)
where
    A::Output: Feeds<B::Input>,
{
    const BYTES: usize = A::BYTES + B::BYTES;

    type Question = A::Question;
    type Answer = B::Answer;
    type Ranges = (A::Ranges, B::Ranges);

    const EMPTY: A::Question = A::EMPTY;
    const SILENCE: B::Answer = B::SILENCE;
    const NOTHING: Self::Ranges = (A::NOTHING, B::NOTHING);

    fn observe<T: Float>(
        parameters: &[T],
        x: &Values<Self::Input, T>,
        ranges: &mut Self::Ranges,
    ) -> Values<Self::Output, T> {
        let (first, second) = split(parameters, A::PARAMETERS);
        let hidden = A::observe(first, x, &mut ranges.0);
        B::observe(second, A::Output::pass(&hidden), &mut ranges.1)
    }

    fn largest(ranges: &Self::Ranges) -> f64 {
        larger(A::largest(&ranges.0), B::largest(&ranges.1))
    }

    fn quantise<'b, T: Float>(
        parameters: &[T],
        inputs: Affine,
        ranges: &Self::Ranges,
        bytes: &'b mut [u8],
    ) -> Option<(Affine, &'b mut [u8])> {
        let (first, second) = split(parameters, A::PARAMETERS);
        let (between, bytes) = A::quantise(first, inputs, &ranges.0, bytes)?;
        B::quantise(second, between, &ranges.1, bytes)
    }

    #[inline]
    fn run<'b>(bytes: &'b [u8], x: &[i8], answer: &mut [i8]) -> &'b [u8] {
        let mut hidden = A::SILENCE;
        let bytes = A::run(bytes, x, hidden.as_mut());
        B::run(bytes, hidden.as_ref(), answer)
    }
}

/// A longer tuple is the pair of its first layer and the rest.
macro_rules! tuple {
    ($First:ident, $($Rest:ident),+) => {
        impl<$First: Quantise, $($Rest: Quantise),+> Quantise for ($First, $($Rest),+)
        where
            ($($Rest,)+): Quantise,
            $First::Output: Feeds<<($($Rest,)+) as Layer>::Input>,
        {
            const BYTES: usize = <($First, ($($Rest,)+)) as Quantise>::BYTES;

            type Question = $First::Question;
            type Answer = <($($Rest,)+) as Quantise>::Answer;
            type Ranges = ($First::Ranges, <($($Rest,)+) as Quantise>::Ranges);

            const EMPTY: Self::Question = $First::EMPTY;
            const SILENCE: Self::Answer = <($($Rest,)+) as Quantise>::SILENCE;
            const NOTHING: Self::Ranges =
                ($First::NOTHING, <($($Rest,)+) as Quantise>::NOTHING);

            fn observe<T: Float>(
                parameters: &[T],
                x: &Values<Self::Input, T>,
                ranges: &mut Self::Ranges,
            ) -> Values<Self::Output, T> {
                <($First, ($($Rest,)+)) as Quantise>::observe(parameters, x, ranges)
            }

            fn largest(ranges: &Self::Ranges) -> f64 {
                <($First, ($($Rest,)+)) as Quantise>::largest(ranges)
            }

            fn quantise<'b, T: Float>(
                parameters: &[T],
                inputs: Affine,
                ranges: &Self::Ranges,
                bytes: &'b mut [u8],
            ) -> Option<(Affine, &'b mut [u8])> {
                <($First, ($($Rest,)+)) as Quantise>::quantise(parameters, inputs, ranges, bytes)
            }

            #[inline]
            fn run<'b>(bytes: &'b [u8], x: &[i8], answer: &mut [i8]) -> &'b [u8] {
                <($First, ($($Rest,)+)) as Quantise>::run(bytes, x, answer)
            }
        }
    };
}

tuple!(A, B, C);
tuple!(A, B, C, D);
tuple!(A, B, C, D, E);
tuple!(A, B, C, D, E, F);
tuple!(A, B, C, D, E, F, G);
tuple!(A, B, C, D, E, F, G, H);
