//! Two networks, one after the other, saved as one.

use super::in_place::{InPlace, Saved};
use super::number::Stored;
use super::scaled::put_normaliser;
use super::{SaveError, put_all, write};
use crate::layer::Layer;
use crate::network::Network;
use crate::normaliser::Normaliser;
use crate::width::{Feeds, Units};

/// Parameters of the layers `L` that can be saved: an array, or a network that is saved already and is
/// used where it lies.
#[diagnostic::on_unimplemented(
    message = "`{Self}` holds no parameters of these layers",
    note = "an array `[T; Net::PARAMETERS]` does, or a `Saved` network of the same layers"
)]
pub trait Parameters<L: Layer> {
    /// What the parameters are: `f32` or `f64`.
    type Number: Stored;

    /// Writes the parameters as bytes; returns what is left.
    fn put<'b>(&self, bytes: &'b mut [u8]) -> &'b mut [u8];
}

impl<L: Layer, T: Stored, const P: usize> Parameters<L> for [T; P] {
    type Number = T;

    fn put<'b>(&self, bytes: &'b mut [u8]) -> &'b mut [u8] {
        Network::<L>::check::<P>();
        put_all(bytes, self)
    }
}

impl<L: Layer, T: Stored> Parameters<L> for Saved<'_, L, T> {
    type Number = T;

    fn put<'b>(&self, bytes: &'b mut [u8]) -> &'b mut [u8] {
        let from = self.bytes();
        let Some((place, rest)) = bytes.split_at_mut_checked(from.len()) else {
            return &mut [];
        };
        for (to, from) in place.iter_mut().zip(from) {
            *to = *from;
        }
        rest
    }
}

impl<A: Layer, B: Layer> Network<(A, B)>
where
    A::Output: Feeds<B::Input>,
{
    /// Writes two networks as one: a first part that does not learn, say, and a second that does.
    ///
    /// Either part may be an array, in flash or in memory, or [saved](Saved) already. The file is the one
    /// that [`to_bytes`](Network::to_bytes) writes of all parameters together.
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
    /// use calc_nn::{Dense, Network};
    ///
    /// type Body = Dense<2, 3, Tanh>;
    /// type Head = Dense<3, 1>;
    /// type Net = Network<(Body, Head)>;
    /// static BODY: [f32; Network::<Body>::PARAMETERS] = [0.5; 9];
    /// let head = [1.0_f32; Network::<Head>::PARAMETERS];
    ///
    /// let mut buffer = [0; Net::saved_bytes::<f32>()];
    /// let file = Net::to_bytes_joined(&BODY, &head, &mut buffer)?;
    /// let net = Net::in_place::<f32>(file)?;
    /// let hidden = Network::<Body>::forward(&BODY, &[1.0, -1.0]);
    /// assert_eq!(net.forward(&[1.0, -1.0]), Network::<Head>::forward(&head, &hidden));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_bytes_joined<'b, F, S>(
        first: &F,
        second: &S,
        buffer: &'b mut [u8],
    ) -> Result<&'b [u8], SaveError>
    where
        F: Parameters<A>,
        S: Parameters<B, Number = F::Number>,
    {
        let length = Self::saved_bytes::<F::Number>();
        write::<(A, B), F::Number>(length, 0, buffer, |body| {
            second.put(first.put(body));
        })
    }

    /// [`to_bytes_joined`](Network::to_bytes_joined) together with the normaliser of the inputs: the file
    /// that [`to_bytes_with`](Network::to_bytes_with) writes of all parameters together.
    ///
    /// # Errors
    ///
    /// [`SaveError`] if the buffer is shorter than
    /// [`saved_bytes_with`](Network::saved_bytes_with). Then nothing is written.
    ///
    /// # Examples
    ///
    /// See [the module](crate::saved).
    pub fn to_bytes_joined_with<'b, F, S, const N: usize>(
        first: &F,
        second: &S,
        normaliser: &Normaliser<F::Number, N>,
        buffer: &'b mut [u8],
    ) -> Result<&'b [u8], SaveError>
    where
        A: Layer<Input = Units<N>>,
        F: Parameters<A>,
        S: Parameters<B, Number = F::Number>,
    {
        let length = Self::saved_bytes_with::<F::Number, N>();
        write::<(A, B), F::Number>(length, N, buffer, |body| {
            put_normaliser(second.put(first.put(body)), normaliser);
        })
    }
}

impl<'a, A: InPlace, B: InPlace, T: Stored> Saved<'a, (A, B), T>
where
    A::Output: Feeds<B::Input>,
{
    /// The two parts of a network, each to be used where it lies: a first part that does not learn, say,
    /// and a second that does, after [`copy_to`](Saved::copy_to).
    ///
    /// How layers are grouped does not matter in a file: one of three layers `(A, B, C)` can be read as
    /// `(A, (B, C))` or `((A, B), C)`.
    ///
    /// # Examples
    ///
    /// See [the module](crate::saved).
    #[must_use]
    pub const fn split(self) -> (Saved<'a, A, T>, Saved<'a, B, T>) {
        let bytes = self.bytes();
        match bytes.split_at_checked(A::PARAMETERS * T::SIZE) {
            Some((first, second)) => (Saved::new(first), Saved::new(second)),
            None => (Saved::new(bytes), Saved::new(&[])),
        }
    }
}
