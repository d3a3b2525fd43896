//! Bridges to other crates, each behind a feature of its name.

#[cfg(feature = "num-traits")]
mod foreign_float;
#[cfg(feature = "serde")]
pub mod arrays;
#[cfg(any(feature = "serde", feature = "defmt"))]
mod bounds;

#[cfg(feature = "num-traits")]
pub use ::num_traits::{self, Bounded, Float, FloatConst, float::FloatCore};
