//! Why a search ended.

use core::fmt;

/// Why a search ended: with a proof, in a stall, or because something ran out.
///
/// The same reasons everywhere in this crate. Only a reason for which
/// [`is_solution`](Stopped::is_solution) holds says that the point meets what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Stopped {
    /// The value is exactly zero: a root.
    ExactZero,
    /// The bracket around the sign change is as narrow as was asked.
    BracketWidth,
    /// The step is as short as was asked; there is no bracket to prove it.
    StepSmall,
    /// The length of the gradient is not above the tolerance.
    GradientSmall,
    /// The value cannot be lowered any further, in fact and by the model: both reductions are as small as
    /// was asked.
    ReductionSmall,
    /// Every residual of a system is zero but for the rounding of the point, and its Jacobian is regular.
    ResidualSmall,
    /// The value or the point has no more digits that could change, though the tolerance asks for more.
    RoundingFloor,
    /// The point does not change any more, but the tolerance is not met.
    NoProgress,
    /// The budget of iterations is used up.
    OutOfIterations,
    /// The budget of evaluations is used up.
    OutOfEvaluations,
    /// A value or a gradient was NaN or infinite.
    NotFinite,
    /// The observer asked to stop.
    ByObserver,
    /// The value hardly falls any more: by no more than was asked, or the slope has vanished where nothing
    /// says that the value is low; or it is as low some way off, as far as rounding lets tell.
    Plateau,
    /// The value or the point runs off to infinity: there is no minimum on this way.
    Unbounded,
    /// The ends of the interval are equal, or not numbers: the search did not begin.
    BadInterval,
}

impl Stopped {
    /// Whether the point meets the tolerance that was asked for.
    #[must_use]
    pub const fn is_solution(self) -> bool {
        matches!(
            self,
            Self::ExactZero
                | Self::BracketWidth
                | Self::StepSmall
                | Self::GradientSmall
                | Self::ReductionSmall
                | Self::ResidualSmall
        )
    }
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ExactZero => "the value is exactly zero",
            Self::BracketWidth => "the bracket is as narrow as asked",
            Self::StepSmall => "the step is as short as asked",
            Self::GradientSmall => "the gradient is as small as asked",
            Self::ReductionSmall => "the value cannot be lowered any further",
            Self::ResidualSmall => "the residuals are zero but for rounding",
            Self::RoundingFloor => "rounding: no digits are left that could change; ask for less",
            Self::NoProgress => "the point does not move any more; change the rate or the start",
            Self::OutOfIterations => "out of iterations; allow more, or change the rate",
            Self::OutOfEvaluations => "out of evaluations; allow more, or widen the tolerance",
            Self::NotFinite => {
                "a value or gradient was not finite; lower the rate or move the start"
            }
            Self::BadInterval => "the interval has no two different ends; give others",
            Self::ByObserver => "the observer asked to stop",
            Self::Plateau => "the value hardly falls any more; start elsewhere, or ask for more",
            Self::Unbounded => "the value falls without end; add bounds or check its sign",
        })
    }
}
