//! A saved network that runs where its bytes lie.

use core::fmt;
use core::marker::PhantomData;

use super::LoadError;
use super::header::{Header, check};
use super::number::Stored;
use crate::activation::Activation;
use crate::dense::{Bias, Dense};
use crate::layer::Layer;
use crate::network::Network;
use crate::width::{Feeds, Values};

/// A layer that can read its parameters from bytes, one after the other, wherever they lie.
///
/// All layers of this crate and tuples of them can.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot run where its bytes lie",
    note = "implement `InPlace` for a layer of your own, or load the parameters with `Network::from_bytes`"
)]
pub trait InPlace: Layer {
    /// The layer's answer to `x`, with the bits of [`Layer::forward`]. Missing bytes count as zeros.
    #[must_use]
    fn forward_in_place<T: Stored>(
        parameters: &[u8],
        x: &Values<Self::Input, T>,
    ) -> Values<Self::Output, T>;
}

/// A saved network that has been checked and is used where its bytes lie: in flash, in a file that is
/// mapped into memory, in a message.
///
/// Nothing is copied, and the bytes need no alignment. Made by [`Network::in_place`].
pub struct Saved<'a, L, T> {
    parameters: &'a [u8],
    kind: PhantomData<(L, T)>,
}

impl<L: InPlace> Network<L> {
    /// A saved network, to be used where it lies.
    ///
    /// # Errors
    ///
    /// [`LoadError`] as by [`from_bytes`](Network::from_bytes).
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_nn::{Dense, Network};
    ///
    /// type Net = Network<Dense<2, 1>>;
    /// let mut buffer = [0; Net::saved_bytes::<f32>()];
    /// let file = Net::to_bytes(&[2.0_f32, 3.0, 0.5], &mut buffer)?;
    ///
    /// let net = Net::in_place::<f32>(file)?;
    /// assert_eq!(net.forward(&[10.0, 1.0]), [23.5]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn in_place<T: Stored>(bytes: &[u8]) -> Result<Saved<'_, L, T>, LoadError> {
        match check(bytes, Header::of::<L, T>(0)) {
            Ok(parameters) => Ok(Saved::new(parameters)),
            Err(error) => Err(error),
        }
    }
}

impl<'a, L, T> Saved<'a, L, T> {
    /// A network whose parameters have been checked.
    pub(super) const fn new(parameters: &'a [u8]) -> Self {
        Self {
            parameters,
            kind: PhantomData,
        }
    }

    /// The parameters where they lie.
    pub(super) const fn bytes(&self) -> &'a [u8] {
        self.parameters
    }
}

impl<L: InPlace, T: Stored> Saved<'_, L, T> {
    /// The network's answer to `x`, with the bits of [`Network::forward`].
    #[must_use]
    #[inline]
    pub fn forward(&self, x: &Values<L::Input, T>) -> Values<L::Output, T> {
        L::forward_in_place(self.parameters, x)
    }

    /// Reads the parameters into an array, to train them.
    ///
    /// # Examples
    ///
    /// ```
    /// # use calc_nn::{Dense, Network};
    /// # type Net = Network<Dense<2, 1>>;
    /// # let mut buffer = [0; Net::saved_bytes::<f32>()];
    /// # let file = Net::to_bytes(&[2.0_f32, 3.0, 0.5], &mut buffer)?;
    /// let mut w = [0.0; Net::PARAMETERS];
    /// Net::in_place::<f32>(file)?.copy_to(&mut w);
    /// assert_eq!(w, [2.0, 3.0, 0.5]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn copy_to<const P: usize>(&self, parameters: &mut [T; P]) {
        Network::<L>::check::<P>();
        super::take_all(self.parameters, parameters);
    }
}

impl<L, T> Clone for Saved<'_, L, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<L, T> Copy for Saved<'_, L, T> {}

impl<L, T> fmt::Debug for Saved<'_, L, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Saved")
            .field("parameters", &self.parameters)
            .finish()
    }
}

impl<const IN: usize, const OUT: usize, A: Activation, B: Bias> InPlace for Dense<IN, OUT, A, B> {
    #[inline]
    fn forward_in_place<T: Stored>(parameters: &[u8], x: &[T; IN]) -> [T; OUT] {
        let (mut weights, biases) = split(parameters, IN * OUT * T::SIZE);
        let mut sums = [T::ZERO; OUT];
        super::take_all(biases, &mut sums);
        // In the order of `Dense::forward`: input by input.
        for &x in x {
            for sum in &mut sums {
                let (weight, rest) = split(weights, T::SIZE);
                *sum += x * T::take(weight);
                weights = rest;
            }
        }
        sums.map(A::value)
    }
}

impl<A: InPlace, B: InPlace> InPlace for (A, B)
where
    A::Output: Feeds<B::Input>,
{
    #[inline]
    fn forward_in_place<T: Stored>(
        parameters: &[u8],
        x: &Values<Self::Input, T>,
    ) -> Values<Self::Output, T> {
        let (first, second) = split(parameters, A::PARAMETERS * T::SIZE);
        B::forward_in_place(second, A::Output::pass(&A::forward_in_place(first, x)))
    }
}

/// The first `n` bytes, and the rest.
#[inline]
fn split(parameters: &[u8], n: usize) -> (&[u8], &[u8]) {
    parameters.split_at_checked(n).unwrap_or((parameters, &[]))
}

/// A longer tuple is the pair of its first layer and the rest.
macro_rules! tuple {
    ($First:ident, $($Rest:ident),+) => {
        impl<$First: InPlace, $($Rest: InPlace),+> InPlace for ($First, $($Rest),+)
        where
            ($($Rest,)+): InPlace,
            $First::Output: Feeds<<($($Rest,)+) as Layer>::Input>,
        {
            #[inline]
            fn forward_in_place<T: Stored>(
                parameters: &[u8],
                x: &Values<Self::Input, T>,
            ) -> Values<Self::Output, T> {
                <($First, ($($Rest,)+)) as InPlace>::forward_in_place(parameters, x)
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
