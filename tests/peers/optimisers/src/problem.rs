//! What a problem is, and what its answer may be.

/// A problem with a known answer.
pub trait Problem {
    /// How its set calls it.
    fn name(&self) -> String;

    /// The number of unknowns.
    fn size(&self) -> usize {
        1
    }

    /// The number of values: one, or those of a system, or the residuals of a fit.
    fn outputs(&self) -> usize {
        1
    }

    /// Where the search starts; for one unknown, the two ends of the interval.
    fn start(&self) -> Vec<f64>;

    /// The values at a point.
    fn values(&self, x: &[f64], out: &mut [f64]);

    /// The slopes at a point, a row for each value.
    fn jacobian(&self, x: &[f64], out: &mut [f64]);

    /// The second derivatives of the only value.
    fn hessian(&self, _x: &[f64], _out: &mut [f64]) {
        unimplemented!("{} has no second derivatives", self.name())
    }

    /// Whether a value is as low as was asked, however the search may end.
    fn is_low(&self, _values: &[f64]) -> bool {
        false
    }

    /// What is to be thought of the end of a search: `claimed` if the library says that it has succeeded,
    /// `low` if a value was as low as was asked.
    fn judge(&self, x: &[f64], claimed: bool, low: bool) -> Verdict;

    /// The same where there is no end, because the library says that it has failed, or panics.
    fn judge_failure(&self, low: bool) -> Verdict {
        if low { Verdict::Right } else { Verdict::Failed }
    }

    /// Runs after which a search counts as endless.
    fn budget(&self) -> u32 {
        20_000
    }
}

/// What is thought of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Right to more digits than were asked.
    Exact,
    Right,
    /// Another minimum than the lowest.
    Elsewhere,
    /// Called a success, and is none.
    Wrong,
    /// No answer, and said so.
    Failed,
}

impl Verdict {
    /// Behind the counts of a run.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Exact => "+",
            Self::Right => "",
            Self::Elsewhere => "~",
            Self::Wrong => "!",
            Self::Failed => "-",
        }
    }
}
