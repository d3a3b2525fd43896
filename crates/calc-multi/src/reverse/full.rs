//! What can go wrong with a tape: it is too short, or a vector is.

use core::fmt;

use super::node::MOST;

/// A function took more operations than its tape has room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct TapeFull {
    /// How many operations the tape holds.
    pub capacity: usize,
    /// How many the function took, at this point.
    pub needed: usize,
}

impl fmt::Display for TapeFull {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the function takes {} operations and the tape holds {}: use a Tape::<_, {0}>",
            self.needed, self.capacity
        )?;
        if self.needed > MOST {
            f.write_str(
                ", which is more than a tape can hold; split the function or use `gradient`",
            )?;
        }
        Ok(())
    }
}

impl core::error::Error for TapeFull {}

/// Why a derivative could not be written into the caller's memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum TapeError {
    /// The tape is too short.
    Full(TapeFull),
    /// The memory for the result has not the size of the result.
    Length {
        /// How many numbers the result has.
        expected: usize,
        /// How many there is room for.
        found: usize,
    },
    /// There is no room for the state at the beginning.
    NoCheckpoint,
}

impl From<TapeFull> for TapeError {
    fn from(full: TapeFull) -> Self {
        Self::Full(full)
    }
}

impl fmt::Display for TapeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full(full) => full.fmt(f),
            Self::NoCheckpoint => {
                f.write_str("there is no room for the state at the beginning: give one checkpoint")
            }
            Self::Length { expected, found } => write!(
                f,
                "the result has {expected} numbers and the memory for it {found}: \
                 give it a slice of {expected}"
            ),
        }
    }
}

impl core::error::Error for TapeError {}

/// Whether a result of `expected` numbers has the memory it needs.
#[inline]
pub(crate) fn check_length(expected: usize, found: usize) -> Result<(), TapeError> {
    if expected == found {
        Ok(())
    } else {
        Err(TapeError::Length { expected, found })
    }
}
