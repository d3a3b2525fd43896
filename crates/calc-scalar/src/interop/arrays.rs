//! Arrays of any length for `serde`, which knows those up to 32: `#[serde(with = "calc_scalar::arrays")]`
//! at the field of a struct.
//!
//! Stored as `serde` stores its own: a tuple of `N`, without a length.

use core::fmt;

use serde::de::{Error as _, SeqAccess, Visitor};
use serde::ser::SerializeTuple as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Number;

/// Stores the numbers one after the other.
///
/// # Errors
///
/// Those of the format.
pub fn serialize<S: Serializer, E: Serialize, const N: usize>(
    array: &[E; N],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut tuple = serializer.serialize_tuple(N)?;
    for element in array {
        tuple.serialize_element(element)?;
    }
    tuple.end()
}

/// Loads as many numbers as there is room for.
///
/// # Errors
///
/// Those of the format, and too few or too many numbers.
pub fn deserialize<'de, D: Deserializer<'de>, E: Blank + Deserialize<'de>, const N: usize>(
    deserializer: D,
) -> Result<[E; N], D::Error> {
    deserializer.deserialize_tuple(N, Elements([E::BLANK; N]))
}

/// Arrays of arrays, row by row: `#[serde(with = "calc_scalar::arrays::rows")]`.
pub mod rows {
    use serde::ser::SerializeTuple as _;

    use super::{Blank, Deserialize, Deserializer, Elements, Row, Serialize, Serializer};

    /// Stores the rows one after the other.
    ///
    /// # Errors
    ///
    /// Those of the format.
    pub fn serialize<S: Serializer, E: Serialize, const N: usize, const M: usize>(
        rows: &[[E; N]; M],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut tuple = serializer.serialize_tuple(M)?;
        for row in rows {
            tuple.serialize_element(&Row(row))?;
        }
        tuple.end()
    }

    /// Loads as many rows as there is room for.
    ///
    /// # Errors
    ///
    /// Those of the format, and too few or too many rows or numbers in one.
    pub fn deserialize<'de, D, E, const N: usize, const M: usize>(
        deserializer: D,
    ) -> Result<[[E; N]; M], D::Error>
    where
        D: Deserializer<'de>,
        E: Blank + Deserialize<'de>,
    {
        let loaded = deserializer.deserialize_tuple(M, Elements([Row([E::BLANK; N]); M]))?;
        Ok(loaded.map(|Row(row)| row))
    }
}

/// What an array is made of before it is loaded: numbers, and counts.
#[doc(hidden)]
pub trait Blank: Copy {
    /// Any value.
    const BLANK: Self;
}

impl<T: Number> Blank for T {
    const BLANK: Self = T::ZERO;
}

impl Blank for u32 {
    const BLANK: Self = 0;
}

/// One array as an element of another.
#[derive(Clone, Copy)]
struct Row<A>(A);

impl<E: Serialize, const N: usize> Serialize for Row<&[E; N]> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self.0, serializer)
    }
}

impl<'de, E: Blank + Deserialize<'de>, const N: usize> Deserialize<'de> for Row<[E; N]> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer).map(Row)
    }
}

/// What is said where an array is too short.
const TOO_FEW: &str = "more elements";

/// Fills the array that it holds.
struct Elements<A>(A);

impl<'de, E: Deserialize<'de>, const N: usize> Visitor<'de> for Elements<[E; N]> {
    type Value = [E; N];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an array of {N} elements")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut sequence: A) -> Result<[E; N], A::Error> {
        for (i, element) in self.0.iter_mut().enumerate() {
            *element = sequence
                .next_element()?
                .ok_or_else(|| A::Error::invalid_length(i, &TOO_FEW))?;
        }
        Ok(self.0)
    }
}
