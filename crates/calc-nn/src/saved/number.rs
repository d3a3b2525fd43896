//! Numbers as bytes.

use calc_scalar::Float;

/// A number that can be saved: `f32` or `f64`, as four or eight bytes, the lowest first.
pub trait Stored: Float {
    /// How many bytes it takes.
    const SIZE: usize;

    /// Writes the number; nothing if the place has another size.
    fn put(self, place: &mut [u8]);

    /// Reads a number; zero if the place has another size.
    #[must_use]
    fn take(place: &[u8]) -> Self;
}

macro_rules! stored {
    ($F:ident) => {
        impl Stored for $F {
            const SIZE: usize = size_of::<$F>();

            #[inline]
            fn put(self, place: &mut [u8]) {
                if let Ok(place) = place.try_into() {
                    let place: &mut [u8; size_of::<$F>()] = place;
                    *place = self.to_le_bytes();
                }
            }

            #[inline]
            fn take(place: &[u8]) -> Self {
                place.try_into().map_or(0.0, Self::from_le_bytes)
            }
        }
    };
}

stored!(f32);
stored!(f64);
