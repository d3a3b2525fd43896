//! Intervals are stored and logged as their two bounds.

use crate::{Float, Interval};

/// Stored as a pair of bounds; those of the empty set are NaN.
#[cfg(feature = "serde")]
impl<F: Float + serde::Serialize> serde::Serialize for Interval<F> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.lower(), self.upper()).serialize(serializer)
    }
}

/// Loaded as [`Interval::new`] takes them: empty where the bounds are in the wrong order.
#[cfg(feature = "serde")]
impl<'de, F: Float + serde::Deserialize<'de>> serde::Deserialize<'de> for Interval<F> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (lower, upper) = <(F, F)>::deserialize(deserializer)?;
        Ok(Self::new(lower, upper))
    }
}

/// Logged as `[lower, upper]`; the bounds of the empty set are NaN.
#[cfg(feature = "defmt")]
impl<F: Float + defmt::Format> defmt::Format for Interval<F> {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(f, "[{}, {}]", self.lower(), self.upper());
    }
}
