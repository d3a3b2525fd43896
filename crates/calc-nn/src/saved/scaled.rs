//! Networks together with the normaliser of their inputs.

use super::header::{HEADER, Header, check};
use super::in_place::InPlace;
use super::{LoadError, SaveError, Saved, Stored, parameters, put_all, take_all, write};
use crate::layer::Layer;
use crate::network::Network;
use crate::normaliser::Normaliser;
use crate::width::Units;

/// The bytes of the count of a normaliser, filled up so that what follows is aligned.
const COUNT: usize = 8;

/// The bytes of a normaliser of `features` features.
pub(super) const fn size(features: u32) -> u64 {
    COUNT as u64 + 2 * size_of::<f64>() as u64 * features as u64
}

impl<L: Layer> Network<L> {
    /// [`saved_bytes`](Network::saved_bytes) together with a normaliser of `N` features.
    #[must_use]
    pub const fn saved_bytes_with<T: Stored, const N: usize>() -> usize {
        HEADER + L::PARAMETERS * T::SIZE + COUNT + 2 * N * size_of::<f64>()
    }

    /// Writes the network and the normaliser of its inputs into `buffer`; returns the bytes that were
    /// written, which are the file.
    ///
    /// # Errors
    ///
    /// [`SaveError`] if the buffer is shorter than
    /// [`saved_bytes_with`](Network::saved_bytes_with). Then nothing is written.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_nn::{Dense, Network, Normaliser};
    ///
    /// type Net = Network<Dense<2, 1>>;
    /// let mut normaliser = Normaliser::new();
    /// normaliser.record(&[20.0, 101_325.0])?;
    /// normaliser.record(&[25.0, 100_900.0])?;
    ///
    /// let mut buffer = [0; Net::saved_bytes_with::<f64, 2>()];
    /// let file = Net::to_bytes_with(&[1.0, 2.0, 3.0], &normaliser, &mut buffer)?;
    ///
    /// let (mut w, mut read) = ([0.0; 3], Normaliser::new());
    /// Net::from_bytes_with(file, &mut w, &mut read)?;
    /// assert_eq!((w, read), ([1.0, 2.0, 3.0], normaliser));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_bytes_with<'b, T: Stored, const P: usize, const N: usize>(
        parameters: &[T; P],
        normaliser: &Normaliser<T, N>,
        buffer: &'b mut [u8],
    ) -> Result<&'b [u8], SaveError>
    where
        L: Layer<Input = Units<N>>,
    {
        Self::check::<P>();
        let length = Self::saved_bytes_with::<T, N>();
        write::<L, T>(length, N, buffer, |body| {
            put_normaliser(put_all(body, parameters), normaliser);
        })
    }

    /// Reads the parameters of a saved network and the normaliser of its inputs.
    ///
    /// # Errors
    ///
    /// [`LoadError`] as by [`from_bytes`](Network::from_bytes), also if there is no normaliser. Then
    /// parameters and normaliser are as they were.
    ///
    /// # Examples
    ///
    /// See [`to_bytes_with`](Network::to_bytes_with).
    pub fn from_bytes_with<T: Stored, const P: usize, const N: usize>(
        bytes: &[u8],
        parameters: &mut [T; P],
        normaliser: &mut Normaliser<T, N>,
    ) -> Result<(), LoadError>
    where
        L: Layer<Input = Units<N>>,
    {
        Self::check::<P>();
        let body = check(bytes, Header::of::<L, T>(N))?;
        *normaliser = take_normaliser(take_all(body, parameters));
        Ok(())
    }

    /// A saved network, to be used where it lies, and the normaliser of its inputs.
    ///
    /// The parameters are not copied. The normaliser is: what is needed of it is its
    /// [`scaling`](Normaliser::scaling), whose roots are better taken once.
    ///
    /// # Errors
    ///
    /// [`LoadError`] as by [`from_bytes_with`](Network::from_bytes_with).
    ///
    /// # Examples
    ///
    /// ```
    /// # use calc_nn::{Dense, Network, Normaliser};
    /// # type Net = Network<Dense<2, 1>>;
    /// # let data = [([20.0_f32, 1013.0], ()), ([30.0, 1033.0], ())];
    /// # let mut buffer = [0; 128];
    /// # let file = Net::to_bytes_with(&[1.0, 2.0, 3.0], &Normaliser::of(&data)?, &mut buffer)?;
    /// let (net, normaliser) = Net::in_place_with::<f32, 2>(file)?;
    /// let scaling = normaliser.scaling();
    /// assert_eq!(net.forward(&scaling.apply(&[30.0, 1003.0])), [1.0 - 2.0 * 2.0 + 3.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn in_place_with<T: Stored, const N: usize>(
        bytes: &[u8],
    ) -> Result<(Saved<'_, L, T>, Normaliser<T, N>), LoadError>
    where
        L: InPlace<Input = Units<N>>,
    {
        let body = match check(bytes, Header::of::<L, T>(N)) {
            Ok(body) => body,
            Err(error) => return Err(error),
        };
        // The header has said that there are so many.
        match body.split_at_checked(L::PARAMETERS * T::SIZE) {
            Some((parameters, rest)) => Ok((Saved::new(parameters), take_normaliser(rest))),
            None => Ok((Saved::new(body), take_normaliser(&[]))),
        }
    }
}

/// The parameters and the normaliser of a saved network as constants.
macro_rules! constants_with {
    ($name:ident, $plain:ident, $F:ident) => {
        impl<L: Layer> Network<L> {
            #[doc = concat!("[`", stringify!($plain), "`](Network::", stringify!($plain), ")")]
            /// together with the normaliser of the inputs.
            ///
            /// # Errors
            ///
            /// [`LoadError`] as by [`from_bytes_with`](Network::from_bytes_with). In a constant, it stops
            /// the compiler.
            ///
            /// # Examples
            ///
            /// ```
            /// use calc_nn::{Dense, Network, Normaliser};
            ///
            /// type Net = Network<Dense<2, 1>>;
            /// const FILE: [u8; 4] = *b"oops"; // in earnest: `include_bytes!("network.bin")`
            #[doc = concat!(
                        "static SAVED: ([", stringify!($F), "; Net::PARAMETERS], Normaliser<",
                        stringify!($F), ", 2>) ="
                    )]
            #[doc = concat!("    match Net::", stringify!($name), "(&FILE) {")]
            ///         Ok(saved) => saved,
            ///         Err(_) => ([0.0; Net::PARAMETERS], Normaliser::ZERO), // in earnest: `panic!("…")`
            ///     };
            /// let (weights, normaliser) = &SAVED;
            /// assert_eq!(Net::forward(weights, &normaliser.scaling().apply(&[1.0, 2.0])), [0.0]);
            /// ```
            pub const fn $name<const P: usize, const N: usize>(
                bytes: &[u8],
            ) -> Result<([$F; P], Normaliser<$F, N>), LoadError>
            where
                L: Layer<Input = Units<N>>,
            {
                Self::check::<P>();
                let body = match check(bytes, Header::of::<L, $F>(N)) {
                    Ok(body) => body,
                    Err(error) => return Err(error),
                };
                let rest = match body.split_at_checked(P * size_of::<$F>()) {
                    Some((_, rest)) => rest,
                    None => &[],
                };
                Ok((parameters!($F, P, body), take_normaliser(rest)))
            }
        }
    };
}

constants_with!(constants_f32_with, constants_f32, f32);
constants_with!(constants_f64_with, constants_f64, f64);

/// Writes a normaliser.
pub(super) fn put_normaliser<T: Stored, const N: usize>(
    bytes: &mut [u8],
    normaliser: &Normaliser<T, N>,
) {
    if let Some((count, bytes)) = bytes.split_first_chunk_mut::<COUNT>() {
        *count = u64::from(normaliser.count).to_le_bytes();
        put_all(put_all(bytes, &normaliser.mean), &normaliser.spread);
    }
}

/// Reads a normaliser; missing bytes count as zeros.
const fn take_normaliser<T: Stored, const N: usize>(bytes: &[u8]) -> Normaliser<T, N> {
    let Some((count, bytes)) = bytes.split_first_chunk::<4>() else {
        return Normaliser::ZERO;
    };
    let Some((_, bytes)) = bytes.split_first_chunk::<{ COUNT - 4 }>() else {
        return Normaliser::ZERO;
    };
    let rest = match bytes.split_at_checked(N * size_of::<f64>()) {
        Some((_, rest)) => rest,
        None => &[],
    };
    let (mean, spread) = (parameters!(f64, N, bytes), parameters!(f64, N, rest));
    Normaliser::from_parts(u32::from_le_bytes(*count), mean, spread)
}
