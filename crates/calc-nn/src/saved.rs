//! Networks as bytes: saving, loading, and running one where its bytes lie.
//!
//! | to …                                                | go to                                        |
//! |-----------------------------------------------------|----------------------------------------------|
//! | save the parameters                                 | [`Network::to_bytes`]                        |
//! | load them into an array                             | [`Network::from_bytes`]                      |
//! | have them in flash, checked by the compiler         | [`Network::constants_f32`], [`Network::constants_f64`] |
//! | run a network from its bytes, without a copy        | [`Network::in_place`], [`InPlace`]           |
//! | do so together with the scaling of the inputs       | the same, with `_with`: [`Network::to_bytes_with`], [`Network::from_bytes_with`], [`Network::constants_f32_with`], [`Network::in_place_with`] |
//! | save a part that does not learn and one that does as one | [`Network::to_bytes_joined`], [`Network::to_bytes_joined_with`] |
//! | take such a file apart again                        | [`Saved::split`], [`Saved::copy_to`]         |
//! | know how many bytes it takes                        | [`Network::saved_bytes`], [`Network::saved_bytes_with`] |
//! | find the end of a file in a page of flash           | [`trim`], [`length`]                         |
//!
//! # On a chip
//!
//! A page of flash is longer than the file in it, and what follows is `FF`. [`trim`] reads the length from
//! the header. Below, a page holds the scaling of the inputs, a body that was trained at home, and a head
//! that learns where it is. The body runs where it lies; only the head is copied to memory, and after
//! training both are written to the next page, as one network:
//!
//! ```
//! use calc_nn::activation::Tanh;
//! use calc_nn::loss::SquaredError;
//! use calc_nn::{Dense, Network, Normaliser, saved};
//!
//! type Body = Dense<2, 3, Tanh>;
//! type Head = Dense<3, 1>;
//! type Net = Network<(Body, Head)>;
//!
//! fn learn(page: &[u8], next: &mut [u8]) -> Result<(), Box<dyn core::error::Error>> {
//!     let (net, normaliser) = Net::in_place_with::<f32, 2>(saved::trim(page)?)?;
//!     let (body, head) = net.split();
//!     let mut w = [0.0; Network::<Head>::PARAMETERS];
//!     head.copy_to(&mut w);
//!
//!     let reading = normaliser.scaling().apply(&[21.5, 1013.0]);
//!     let x = body.forward(&reading);
//!     Network::<Head>::step(SquaredError, &mut w, &x, &[0.5], 0.1);
//!
//!     Net::to_bytes_joined_with(&body, &w, &normaliser, next)?;
//!     Ok(())
//! }
//! # let mut normaliser = Normaliser::new();
//! # normaliser.record(&[20.0, 1000.0])?;
//! # normaliser.record(&[22.0, 1020.0])?;
//! # let (mut page, mut next) = ([0xFF; 256], [0xFF; 256]);
//! # let w = [0.25_f32; Net::PARAMETERS];
//! # Net::to_bytes_with(&w, &normaliser, &mut page)?;
//! # learn(&page, &mut next)?;
//! # let mut learned = w;
//! # Net::from_bytes_with(saved::trim(&next)?, &mut learned, &mut Normaliser::new())?;
//! # assert_eq!(learned[..9], w[..9]);
//! # assert!(learned[9..].iter().zip(&w[9..]).all(|(a, b)| a != b));
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! # The format
//!
//! All numbers are little-endian. The parameters are aligned to 8 bytes if the file is.
//!
//! | bytes  | what                                                                               |
//! |--------|------------------------------------------------------------------------------------|
//! | 0–7    | `89 43 4E 4E 0D 0A 1A 0A`, which no text is, and which does not survive a conversion of line ends |
//! | 8      | the version of the format: 1                                                       |
//! | 9      | the bytes per parameter: 4 for `f32`, 8 for `f64`                                  |
//! | 10–11  | 0                                                                                  |
//! | 12–15  | the number of parameters                                                           |
//! | 16–23  | the [hash of the shape](crate::Shape::hash)                                        |
//! | 24–27  | the number of features of the normaliser; 0 if there is none                       |
//! | 28–31  | CRC-32 (that of zip and Ethernet) of all other bytes                               |
//! | 32–    | the parameters, in the order of the array                                          |
//! | then   | if there is a normaliser: its count in 4 bytes, four bytes 0, the means and the sums of squared distances, in double precision |
//!
//! # Accuracy
//!
//! What is loaded has the bits of what was saved. CRC-32 finds every change within 32 bits in a row,
//! and all but one in four billion of any others.

mod crc;
mod header;
mod in_place;
mod joined;
mod number;
mod others;
mod scaled;

use core::fmt;

use crate::layer::Layer;
use crate::network::Network;

pub(crate) use header::{HEADER, Header, check};
pub use header::{length, trim};
pub use in_place::{InPlace, Saved};
pub use joined::Parameters;
pub use number::Stored;

impl<L: Layer> Network<L> {
    /// How many bytes a saved network takes, with numbers of type `T` and without a normaliser.
    ///
    /// ```
    /// # use calc_nn::{Dense, Network};
    /// let buffer = [0; Network::<Dense<2, 1>>::saved_bytes::<f32>()];
    /// assert_eq!(buffer.len(), 32 + 4 * 3);
    /// ```
    #[must_use]
    pub const fn saved_bytes<T: Stored>() -> usize {
        HEADER + L::PARAMETERS * T::SIZE
    }

    /// Writes the network into `buffer`; returns the bytes that were written, which are the file.
    ///
    /// # Errors
    ///
    /// [`SaveError`] if the buffer is shorter than [`saved_bytes`](Network::saved_bytes). Then nothing
    /// is written.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_nn::activation::Tanh;
    /// use calc_nn::saved::LoadError;
    /// use calc_nn::{Dense, Network};
    ///
    /// type Net = Network<(Dense<2, 4, Tanh>, Dense<4, 1>)>;
    /// let w = [0.25_f32; Net::PARAMETERS];
    ///
    /// let mut buffer = [0; Net::saved_bytes::<f32>()];
    /// let file = Net::to_bytes(&w, &mut buffer)?;
    ///
    /// let mut read = [0.0_f32; Net::PARAMETERS];
    /// Net::from_bytes(file, &mut read)?;
    /// assert_eq!(read, w);
    ///
    /// // A network of another shape does not take it.
    /// type Other = Network<(Dense<2, 4>, Dense<4, 1>)>;
    /// let error = Other::from_bytes(file, &mut read).unwrap_err();
    /// assert!(matches!(error, LoadError::Shape { .. }));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_bytes<'b, T: Stored, const P: usize>(
        parameters: &[T; P],
        buffer: &'b mut [u8],
    ) -> Result<&'b [u8], SaveError> {
        Self::check::<P>();
        let length = Self::saved_bytes::<T>();
        write::<L, T>(length, 0, buffer, |body| {
            put_all(body, parameters);
        })
    }

    /// Reads the parameters of a saved network.
    ///
    /// # Errors
    ///
    /// [`LoadError`] says what is wrong with the bytes: they are not a network, cut off, damaged, of
    /// another shape or precision; or there is a normaliser, which must not be ignored: read it with
    /// [`from_bytes_with`](Network::from_bytes_with). Then the parameters are as they were. Bytes after the
    /// end of the file are an error, too: [`trim`] leaves them out.
    ///
    /// # Examples
    ///
    /// See [`to_bytes`](Network::to_bytes).
    pub fn from_bytes<T: Stored, const P: usize>(
        bytes: &[u8],
        parameters: &mut [T; P],
    ) -> Result<(), LoadError> {
        Self::check::<P>();
        let body = check(bytes, Header::of::<L, T>(0))?;
        take_all(body, parameters);
        Ok(())
    }
}

/// The parameters of a saved network as a constant: checked and read by the compiler.
macro_rules! constants {
    ($name:ident, $F:ident) => {
        impl<L: Layer> Network<L> {
            /// The parameters of a saved network, for a constant or a `static`: the file is checked and
            /// read when the program is compiled, and the numbers lie in flash as they are.
            ///
            /// # Errors
            ///
            /// [`LoadError`] as by [`from_bytes`](Network::from_bytes). In a constant, it stops the
            /// compiler.
            ///
            /// # Examples
            ///
            /// ```
            /// use calc_nn::{Dense, Network};
            ///
            /// type Net = Network<Dense<2, 1>>;
            /// const FILE: [u8; 4] = *b"oops"; // in earnest: `include_bytes!("network.bin")`
            #[doc = concat!("static WEIGHTS: [", stringify!($F), "; Net::PARAMETERS] =")]
            #[doc = concat!("    match Net::", stringify!($name), "(&FILE) {")]
            ///         Ok(weights) => weights,
            ///         Err(_) => [0.0; Net::PARAMETERS], // in earnest: `panic!("…")`
            ///     };
            /// assert_eq!(Net::forward(&WEIGHTS, &[1.0, 2.0]), [0.0]);
            /// ```
            pub const fn $name<const P: usize>(bytes: &[u8]) -> Result<[$F; P], LoadError> {
                Self::check::<P>();
                match check(bytes, Header::of::<L, $F>(0)) {
                    Ok(body) => Ok(parameters!($F, P, body)),
                    Err(error) => Err(error),
                }
            }
        }
    };
}

/// The first `P` numbers as an array, in a constant.
macro_rules! parameters {
    ($F:ident, $P:ident, $bytes:expr) => {{
        let (mut numbers, mut bytes) = ([0.0; $P], $bytes);
        let mut left: &mut [$F] = &mut numbers;
        while let ([first, others @ ..], Some((number, rest))) = (left, bytes.split_first_chunk()) {
            *first = $F::from_le_bytes(*number);
            (left, bytes) = (others, rest);
        }
        numbers
    }};
}
use parameters;

constants!(constants_f32, f32);
constants!(constants_f64, f64);

/// Writes header and body, of `length` bytes together.
fn write<L: Layer, T: Stored>(
    length: usize,
    features: usize,
    buffer: &mut [u8],
    body: impl FnOnce(&mut [u8]),
) -> Result<&[u8], SaveError> {
    let found = buffer.len();
    let Some((file, _)) = buffer.split_at_mut_checked(length) else {
        return Err(SaveError {
            needed: length,
            found,
        });
    };
    if let Some((header, rest)) = file.split_first_chunk_mut::<HEADER>() {
        body(rest);
        *header = Header::of::<L, T>(features).to_bytes(rest);
    }
    Ok(file)
}

/// Writes numbers one after the other; returns what is left.
fn put_all<'b, T: Stored>(mut bytes: &'b mut [u8], numbers: &[T]) -> &'b mut [u8] {
    for number in numbers {
        let Some((place, rest)) = bytes.split_at_mut_checked(T::SIZE) else {
            return &mut [];
        };
        number.put(place);
        bytes = rest;
    }
    bytes
}

/// Reads numbers one after the other; returns what is left.
fn take_all<'b, T: Stored>(mut bytes: &'b [u8], numbers: &mut [T]) -> &'b [u8] {
    for number in numbers {
        let Some((place, rest)) = bytes.split_at_checked(T::SIZE) else {
            return &[];
        };
        *number = T::take(place);
        bytes = rest;
    }
    bytes
}

/// The buffer is too short for the network; nothing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct SaveError {
    /// How many bytes the network takes.
    pub needed: usize,
    /// How many there are.
    pub found: usize,
}

impl fmt::Display for SaveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { needed, found } = self;
        write!(
            f,
            "the network takes {needed} bytes and the buffer has {found}; `Net::saved_bytes` tells how many it needs"
        )
    }
}

impl core::error::Error for SaveError {}

/// Why bytes were not taken for the parameters of a network; these are as they were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum LoadError {
    /// The bytes do not begin like a saved network.
    NotANetwork,
    /// The format is of a version that this program does not know.
    Version {
        /// The version of the file.
        found: u8,
    },
    /// There are fewer or more bytes than the header says.
    Length {
        /// How many there should be; the length of the header if there is not even that.
        expected: u64,
        /// How many there are.
        found: u64,
    },
    /// The bytes have changed since they were written.
    Damaged {
        /// The checksum in the file.
        stored: u32,
        /// The checksum of the bytes.
        computed: u32,
    },
    /// The numbers are of another precision.
    Precision {
        /// The bytes per number of the array to read into.
        expected: u8,
        /// Those of the file.
        found: u8,
    },
    /// The network in the file has another number of parameters.
    Parameters {
        /// The parameters of the network to read into.
        expected: u32,
        /// Those of the file.
        found: u32,
    },
    /// The network in the file has other layers, sizes or activations.
    Shape {
        /// The hash of the network to read into.
        expected: u64,
        /// That of the file.
        found: u64,
    },
    /// There is a normaliser and none is asked for, or the other way round.
    Normaliser {
        /// How many features were asked for.
        expected: u32,
        /// How many the file has.
        found: u32,
    },
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::NotANetwork => {
                f.write_str("this is not a saved network: the first eight bytes are others")
            }
            Self::Version { found } => write!(
                f,
                "the file has version {found} of the format and this program knows version {}",
                header::VERSION
            ),
            Self::Length { expected, found } => write!(
                f,
                "the file should have {expected} bytes and has {found}: {}",
                if found < expected {
                    "it was cut off, or not all was read"
                } else {
                    "`saved::trim` leaves out what follows its end"
                }
            ),
            Self::Damaged { stored, computed } => write!(
                f,
                "the file is damaged: its checksum is {computed:08x} and should be {stored:08x}"
            ),
            Self::Precision { expected, found } => write!(
                f,
                "the file has {found} bytes per parameter and {expected} are asked for: load it as it was saved"
            ),
            Self::Parameters { expected, found } => write!(
                f,
                "the network in the file has {found} parameters, this one has {expected}"
            ),
            Self::Shape { expected, found } => write!(
                f,
                "the network in the file has other layers, sizes or activations: shape {found:016x}, this one has {expected:016x}"
            ),
            Self::Normaliser { expected: 0, found } => write!(
                f,
                "the file has a normaliser of {found} features, which the network needs: load it by the function of the same name with `_with`"
            ),
            Self::Normaliser { expected, found } => write!(
                f,
                "a normaliser of {expected} features is asked for, and the file has one of {found} (0: none)"
            ),
        }
    }
}

impl core::error::Error for LoadError {}

#[cfg(test)]
mod tests;
