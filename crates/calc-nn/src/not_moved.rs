//! Why a step in place was not made.

use core::fmt;

use calc_scalar::Float;

/// Why [`Network::step`](crate::Network::step) left the parameters as they were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum NotMoved {
    /// The rate is NaN or infinite.
    Rate,
    /// A number of the input is NaN or infinite: the first such one, counted from 0.
    Input {
        /// Which.
        index: usize,
    },
    /// The loss is not finite, of a rate and an input that are.
    Loss,
    /// The loss is finite, and a slope is not, or is so large that a parameter might overflow.
    Slope,
}

impl NotMoved {
    /// Looks for the reason, when it is known that there is one.
    #[cold]
    pub(crate) fn because<T: Float>(x: &[T], loss: T, rate: T) -> Self {
        if !rate.is_finite() {
            Self::Rate
        } else if let Some(index) = x.iter().position(|x| !x.is_finite()) {
            Self::Input { index }
        } else if !loss.is_finite() {
            Self::Loss
        } else {
            Self::Slope
        }
    }
}

impl fmt::Display for NotMoved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rate => f.write_str("the rate is not finite; nothing was moved: give a finite one"),
            Self::Input { index } => write!(
                f,
                "number {index} of the input, counted from 0, is not finite; nothing was moved: look at where it comes from"
            ),
            Self::Loss => f.write_str(
                "the loss is not finite; nothing was moved: look for NaN in the target, and for parameters that have \
                 grown too large",
            ),
            Self::Slope => f.write_str(
                "a slope is not finite, or too large by far; nothing was moved: bring the inputs to a size around 1, or \
                 start again with a smaller rate",
            ),
        }
    }
}

impl core::error::Error for NotMoved {}
