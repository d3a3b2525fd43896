//! Networks of bytes: after training, each weight and each activation becomes one signed byte, and
//! the network computes with integers only.
//!
//! A quantised network takes a quarter of the flash of one in single precision, and needs no
//! floating-point unit. It is made from a trained network and some inputs that are typical:
//!
//! ```
//! use calc_nn::activation::Tanh;
//! use calc_nn::init::Glorot;
//! use calc_nn::{Dense, Network};
//!
//! type Net = Network<(Dense<2, 8, Tanh>, Dense<8, 1>)>;
//! let mut w = [0.0_f32; Net::PARAMETERS];
//! Net::init(&mut w, Glorot, 1); // in earnest: trained
//! let typical = [[-1.0, -1.0], [-0.5, 1.0], [0.25, 0.0], [1.0, 0.5]];
//!
//! let mut buffer = [0; Net::QUANTISED_BYTES];
//! let file = Net::quantise(&w, &typical, &mut buffer)?; // at home
//! let net = Net::quantised(file)?; // on the chip
//! for x in &typical {
//!     let ([exact], [found]) = (Net::forward(&w, x), net.forward(x));
//!     assert!((exact - found).abs() < 0.03);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Dense layers can be quantised, with any activation, [`LayerNorm`](crate::LayerNorm),
//! [`Activate`](crate::Activate), and [`Dropout`](crate::Dropout), which is nothing in use.
//! [`Softmax`](crate::Softmax) cannot, and such a network does not compile: leave it out at the end, where it
//! changes the probabilities and not which is the largest. Up to eight layers in a tuple, up to 32768 inputs
//! in a dense layer, up to 4096 numbers in a layer norm.
//!
//! An activation of the dense layer itself costs less accuracy than one in an `Activate` behind it: between
//! the two, there is one rounding more. A layer norm makes small differences large, and the roundings of its
//! inputs with them; see what that costs in [`Quantised::confusion`].
//!
//! | to …                                        | go to                                            |
//! |---------------------------------------------|--------------------------------------------------|
//! | quantise                                    | [`Network::quantise`]                            |
//! | use the result, with floats at both ends    | [`Network::quantised`], [`Quantised::forward`]   |
//! | use it with integers from end to end        | [`Quantised::forward_int8`]                      |
//! | see what it costs in accuracy               | [`Quantised::confusion`]                         |
//!
//! # How it is done
//!
//! A real number `r` is stood for by the byte `q` with `r = s·(q − z)`. Inputs and activations have one
//! scale `s` and one zero point `z` per layer, such that the range that was seen in the typical inputs
//! is covered. Weights have a scale for each output and no zero point. So an output is
//!
//! ```text
//! a = b + ∑ qᵢ·wᵢ                    in 32 bits; the zero point of the inputs is part of b
//! q = z + (a·m + 2^(k−1)) >> k        in 64 bits: the factor m/2ᵏ is the ratio of the scales
//! ```
//!
//! cut off at −128 and 127. Relu is that cut alone; any other activation is a table of 256 bytes. The
//! sums cannot overflow, up to 32768 inputs per layer.
//!
//! A layer norm needs no zero point of its inputs, and their scale only for its `ε`:
//!
//! ```text
//! dᵢ = N·qᵢ − ∑ qⱼ                   in 32 bits
//! v  = e + 2ᶠ·∑ dᵢ²                  in 64 bits; e = 2ᶠ·ε·N³/s²
//! x̂ᵢ = dᵢ/√(v/(2ᶠ·N))                with 24 fractional bits: one root, one division
//! q  = z + (x̂ᵢ·m >> k) + b           with 8 fractional bits until it is rounded
//! ```
//!
//! # The format
//!
//! The header is that of [`saved`](crate::saved), with 1 byte per parameter, the length of what follows
//! as the number of parameters, and the same hash of the shape and checksum. Then, little-endian, the
//! scale of the inputs (`f32`) and their zero point (`i8`, filled up to 4 bytes), scale and zero point
//! of the answers, and the layers. A dense layer is
//!
//! | bytes      | what                                                       |
//! |------------|------------------------------------------------------------|
//! | 1          | 0 if there is no table, 1 if there is                      |
//! | 1          | the zero point `z`                                         |
//! | 2          | 0                                                          |
//! | 4·`OUT`    | `b`                                                        |
//! | 4·`OUT`    | `m`                                                        |
//! | `OUT`      | `k`                                                        |
//! | `IN`·`OUT` | the weights, input by input                                |
//! | 256        | if there is a table, what becomes of −128, −127, …         |
//!
//! A layer norm is
//!
//! | bytes      | what                                                       |
//! |------------|------------------------------------------------------------|
//! | 1          | the zero point `z`                                         |
//! | 3          | 0                                                          |
//! | 8          | `e`                                                        |
//! | 4·`N`      | `b`                                                        |
//! | 4·`N`      | `m`                                                        |
//! | `N`        | `k`                                                        |
//!
//! and its roundings are those of these lines, where `>>` and `/` round down. `f` is the largest even number
//! up to `36 − 3·⌈log₂ N⌉`, and `j` half of one less than the leading zeros of `v` in 64 bits:
//!
//! ```text
//! r  = 2⁵⁶/⌊√((v·4ʲ)/N)⌋
//! x̂ᵢ = (dᵢ·2^(j+f/2)·r + 2³¹) >> 32
//! q  = z + (((x̂ᵢ·m + 2^(k−1)) >> k) + b + 128) >> 8
//! ```
//!
//! An activation on its own is its table of 256 bytes, and dropout nothing.
//!
//! # References
//!
//! B. Jacob, S. Kligys, B. Chen, M. Zhu, M. Tang, A. Howard, H. Adam and D. Kalenichenko,
//! *Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference*,
//! CVPR 2018, 2704–2713.

mod affine;
mod dense;
mod layers;
mod norm;
mod others;

use core::fmt;
use core::marker::PhantomData;

use calc_scalar::Float;

use crate::layer::Layer;
use crate::metrics::{Confusion, largest};
use crate::network::Network;
use crate::saved::{HEADER, Header, LoadError, check};
use crate::width::{Units, Values, Zero};

pub use affine::Affine;
pub use dense::DenseRanges;
pub use layers::Quantise;

/// The bytes of the scales and zero points of inputs and answers.
const ENDS: usize = 16;

impl<L: Quantise> Network<L> {
    /// How many bytes a quantised network takes at most: with a table for each layer.
    pub const QUANTISED_BYTES: usize = HEADER + ENDS + L::BYTES;
}

// The bounds stand at the functions, so that the compiler says which layer cannot be quantised.
impl<L: Layer> Network<L> {
    /// Quantises the network into `buffer`; returns the bytes that were written, which are the file.
    ///
    /// `typical` are inputs as they will come, some hundred of them: what is outside of the ranges that
    /// occur in them will be cut off. It costs one run of the network for each.
    ///
    /// # Errors
    ///
    /// [`QuantiseError`] if there are no inputs, if a number on the way is not finite or too large for
    /// single precision, or if the buffer is too short; [`QUANTISED_BYTES`](Network::QUANTISED_BYTES) are
    /// always enough.
    ///
    /// # Examples
    ///
    /// See [the module](crate::quantised).
    pub fn quantise<'b, T: Float, const P: usize>(
        parameters: &[T; P],
        typical: &[Values<L::Input, T>],
        buffer: &'b mut [u8],
    ) -> Result<&'b [u8], QuantiseError>
    where
        L: Quantise,
    {
        Self::check::<P>();
        if typical.is_empty() {
            return Err(QuantiseError::NoData);
        }
        for (i, w) in parameters.iter().enumerate() {
            if !w.is_finite() {
                let what = Quantity::Parameter(i);
                return Err(QuantiseError::NotFinite { what });
            }
        }
        let mut inputs = Range::EMPTY;
        let mut ranges = L::NOTHING;
        for (example, x) in typical.iter().enumerate() {
            look_at(x.as_ref(), |input| Quantity::Input { example, input })?;
            inputs.add(x.as_ref());
            let answer = L::observe(parameters, x, &mut ranges);
            look_at(answer.as_ref(), |output| Quantity::Answer {
                example,
                output,
            })?;
            look_at(&[L::largest(&ranges)], |_| Quantity::Within { example })?;
        }
        let found = buffer.len();
        let too_short = QuantiseError::BufferTooShort {
            needed: Self::QUANTISED_BYTES,
            found,
        };
        let (_, body) = buffer.split_at_mut_checked(HEADER).ok_or(too_short)?;
        let (ends, layers) = body.split_first_chunk_mut::<ENDS>().ok_or(too_short)?;
        let inputs = inputs.affine();
        let (answers, left) = L::quantise(parameters, inputs, &ranges, layers).ok_or(too_short)?;
        write_ends(ends, inputs, answers);

        let length = found.saturating_sub(left.len());
        let (file, _) = buffer.split_at_mut_checked(length).ok_or(too_short)?;
        let (header, body) = file.split_first_chunk_mut::<HEADER>().ok_or(too_short)?;
        *header = Self::quantised_header(body.len()).to_bytes(body);
        Ok(file)
    }

    /// A quantised network, to be used where its bytes lie.
    ///
    /// # Errors
    ///
    /// [`LoadError`] says what is wrong with the bytes.
    ///
    /// # Examples
    ///
    /// See [the module](crate::quantised).
    pub const fn quantised(bytes: &[u8]) -> Result<Quantised<'_, L>, LoadError>
    where
        L: Quantise,
    {
        let body = match check(bytes, Self::quantised_header(0)) {
            Ok(body) => body,
            Err(error) => return Err(error),
        };
        let Some((ends, layers)) = body.split_first_chunk::<ENDS>() else {
            return Err(LoadError::Length {
                expected: (HEADER + ENDS) as u64,
                found: bytes.len() as u64,
            });
        };
        let [
            a0,
            a1,
            a2,
            a3,
            input_zero,
            _,
            _,
            _,
            b0,
            b1,
            b2,
            b3,
            answer_zero,
            _,
            _,
            _,
        ] = *ends;
        Ok(Quantised {
            inputs: Affine {
                scale: f32::from_le_bytes([a0, a1, a2, a3]),
                zero: input_zero.cast_signed(),
            },
            answers: Affine {
                scale: f32::from_le_bytes([b0, b1, b2, b3]),
                zero: answer_zero.cast_signed(),
            },
            layers,
            kind: PhantomData,
        })
    }

    #[allow(
        clippy::cast_possible_truncation,
        reason = "the length of a file is checked against the same 32 bits"
    )]
    const fn quantised_header(length: usize) -> Header {
        Header {
            size: 1,
            parameters: length as u32,
            shape: L::SHAPE.hash(),
            features: 0,
        }
    }
}

/// Scales are in single precision: what goes through the network must be.
fn look_at<T: Float>(values: &[T], what: impl Fn(usize) -> Quantity) -> Result<(), QuantiseError> {
    for (i, value) in values.iter().enumerate() {
        if !value.is_finite() {
            return Err(QuantiseError::NotFinite { what: what(i) });
        }
        if value.to_f64().magnitude() > f64::from(f32::MAX) {
            return Err(QuantiseError::TooLarge { what: what(i) });
        }
    }
    Ok(())
}

fn write_ends(ends: &mut [u8; ENDS], inputs: Affine, answers: Affine) {
    let [a0, a1, a2, a3] = inputs.scale.to_le_bytes();
    let [b0, b1, b2, b3] = answers.scale.to_le_bytes();
    let (za, zb) = (inputs.zero.cast_unsigned(), answers.zero.cast_unsigned());
    *ends = [a0, a1, a2, a3, za, 0, 0, 0, b0, b1, b2, b3, zb, 0, 0, 0];
}

/// A quantised network that has been checked and is used where its bytes lie; made by
/// [`Network::quantised`].
pub struct Quantised<'a, L> {
    inputs: Affine,
    answers: Affine,
    layers: &'a [u8],
    kind: PhantomData<L>,
}

impl<L: Quantise> Quantised<'_, L> {
    /// What the bytes of the inputs stand for.
    #[must_use]
    pub const fn inputs(&self) -> Affine {
        self.inputs
    }

    /// What the bytes of the answers stand for.
    #[must_use]
    pub const fn answers(&self) -> Affine {
        self.answers
    }

    /// The answer to `x`, with integers from end to end: nothing in here is a float.
    ///
    /// The largest byte is the largest answer, so that a class can be [chosen](largest_int8) without
    /// knowing what the bytes stand for.
    #[must_use]
    #[inline]
    pub fn forward_int8(&self, x: &L::Question) -> L::Answer {
        let mut answer = L::SILENCE;
        L::run(self.layers, x.as_ref(), answer.as_mut());
        answer
    }

    /// The answer to `x`: rounded to bytes, computed with integers, and made floats again.
    ///
    /// # Edge cases
    ///
    /// Bytes cannot be NaN: an input that is counts as the least there is, and there is an answer all the
    /// same. Readings that may be NaN are to be looked at before.
    #[must_use]
    #[inline]
    pub fn forward<T: Float>(&self, x: &Values<L::Input, T>) -> Values<L::Output, T> {
        let mut question = L::EMPTY;
        for (q, &x) in question.as_mut().iter_mut().zip(x.as_ref()) {
            *q = self.inputs.to_int8(x);
        }
        let mut answer = <Values<L::Output, T> as Zero>::ZERO;
        let found = self.forward_int8(&question);
        for (y, &q) in answer.as_mut().iter_mut().zip(found.as_ref()) {
            *y = self.answers.of_int8(q);
        }
        answer
    }
}

impl<const K: usize, L: Quantise<Output = Units<K>>> Quantised<'_, L> {
    /// What the quantised network takes the examples for; beside
    /// [that of the network](Network::confusion) it says what quantisation costs.
    #[must_use]
    pub fn confusion<T: Float>(&self, data: &[(Values<L::Input, T>, usize)]) -> Confusion<K> {
        let mut confusion = Confusion::new();
        for (x, class) in data {
            confusion.record(*class, largest(&self.forward::<T>(x)));
        }
        confusion
    }
}

impl<L> Clone for Quantised<'_, L> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<L> Copy for Quantised<'_, L> {}

impl<L> fmt::Debug for Quantised<'_, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Quantised")
            .field("inputs", &self.inputs)
            .field("answers", &self.answers)
            .field("layers", &self.layers)
            .finish()
    }
}

/// Which byte is the largest: the class that a quantised network chooses. The first of equals.
#[must_use]
pub fn largest_int8(answer: &[i8]) -> usize {
    let mut best = (0, i8::MIN);
    for (class, &value) in answer.iter().enumerate() {
        if value > best.1 {
            best = (class, value);
        }
    }
    best.0
}

/// The numbers that occur in some place.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub(crate) struct Range {
    /// The least; 0 is always part of it.
    pub(crate) low: f64,
    /// The greatest; 0 is always part of it.
    pub(crate) high: f64,
}

impl Range {
    pub(crate) const EMPTY: Self = Self {
        low: 0.0,
        high: 0.0,
    };

    pub(crate) fn add<T: Float>(&mut self, values: &[T]) {
        for value in values {
            let value = value.to_f64();
            if value < self.low {
                self.low = value;
            }
            // NaN stays: nothing is larger.
            if value > self.high || value.is_nan() {
                self.high = value;
            }
        }
    }

    /// The largest size of a number that occurred; NaN if NaN did.
    pub(crate) fn largest(self) -> f64 {
        larger(self.high, -self.low)
    }

    /// The scale and the zero point that cover the range with 256 steps.
    pub(crate) fn affine(self) -> Affine {
        Affine::covering(self.low, self.high)
    }
}

/// The larger of two numbers; NaN if one of them is.
pub(crate) fn larger(a: f64, b: f64) -> f64 {
    if a > b || a.is_nan() { a } else { b }
}

/// What comes out of a [`LayerNorm`](crate::LayerNorm) or an [`Activate`](crate::Activate).
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct OutputRange {
    outputs: Range,
}

impl OutputRange {
    const NOTHING: Self = Self {
        outputs: Range::EMPTY,
    };
}

/// The bytes of a table.
const TABLE: usize = 256;

/// What becomes of each byte by the table at the beginning of `bytes`; the bytes after the table.
#[inline]
fn look_up<'b>(bytes: &'b [u8], answer: &mut [i8]) -> &'b [u8] {
    let (table, bytes) = cut(bytes, TABLE);
    for answer in answer {
        let place = usize::from(answer.cast_unsigned() ^ 0x80); // −128 is the first
        *answer = table.get(place).copied().unwrap_or(0).cast_signed();
    }
    bytes
}

/// `sum·m/2ᵏ`, rounded to the nearest whole number; half a step is rounded up.
#[inline]
fn scale(sum: i64, m: i32, k: u8) -> i64 {
    let k = k & 63;
    let half = (1_i64 << k) >> 1;
    sum.wrapping_mul(i64::from(m)).wrapping_add(half) >> k
}

/// The first `n` bytes, and the rest.
#[inline]
fn cut(bytes: &[u8], n: usize) -> (&[u8], &[u8]) {
    bytes.split_at_checked(n).unwrap_or((bytes, &[]))
}

/// Why a network was not quantised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum QuantiseError {
    /// There are no typical inputs.
    NoData,
    /// A number is NaN or infinite.
    NotFinite {
        /// Which.
        what: Quantity,
    },
    /// A number is finite, and too large for single precision, in which scales are stored.
    TooLarge {
        /// Which.
        what: Quantity,
    },
    /// The buffer is too short; its contents are not specified.
    BufferTooShort {
        /// How many bytes are always enough.
        needed: usize,
        /// How many there are.
        found: usize,
    },
}

impl fmt::Display for QuantiseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::NoData => f.write_str(
                "there are no typical inputs, from which the ranges of all values are taken",
            ),
            Self::NotFinite { what } => write!(
                f,
                "{what} is not finite: look for NaN and infinity in the data, or train with a smaller rate"
            ),
            Self::TooLarge { what } => write!(
                f,
                "{what} is too large for single precision, in which scales are stored: bring the inputs to one size with a `Normaliser`"
            ),
            Self::BufferTooShort { needed, found } => write!(
                f,
                "the buffer has {found} bytes; `Net::QUANTISED_BYTES`, {needed}, are always enough"
            ),
        }
    }
}

impl core::error::Error for QuantiseError {}

/// A number that plays a part when a network is quantised; all are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Quantity {
    /// The parameter of this number.
    Parameter(usize),
    /// An input of a typical example.
    Input {
        /// The number of the example.
        example: usize,
        /// The number of the input.
        input: usize,
    },
    /// What the network answers to it.
    Answer {
        /// The number of the example.
        example: usize,
        /// The number of the answer.
        output: usize,
    },
    /// A number between the layers, or before an activation.
    Within {
        /// The number of the example.
        example: usize,
    },
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Parameter(i) => write!(f, "parameter {i}"),
            Self::Input { example, input } => {
                write!(f, "input {input} of typical example {example}")
            }
            Self::Answer { example, output } => {
                write!(f, "answer {output} to typical example {example}")
            }
            Self::Within { example } => {
                write!(
                    f,
                    "a number within the network, at typical example {example},"
                )
            }
        }
    }
}

#[cfg(test)]
mod tests;
