//! What a model promises of a step, and what the step turns out to be worth.

use calc_scalar::Float;

use crate::stopped::Stopped;

/// What the quadratic model says about a trial.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Promise<T> {
    /// How far `f` falls.
    pub(crate) reduction: T,
    /// The length of the step, in the units of the radius.
    pub(crate) length: T,
    /// The slope of `f` along the step.
    pub(crate) slope: T,
}

/// What follows from a trial.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Judged<T> {
    /// The radius of the next step.
    pub(crate) radius: Option<T>,
    /// Whether the trial is taken.
    pub(crate) taken: bool,
    /// Whether it ends the search.
    pub(crate) stopped: Option<Stopped>,
}

/// A step is taken when it gives at least this share of what the model promised.
const ACCEPTED: f64 = 1e-4;

/// The least and the largest factor by which a failed step shrinks the radius.
const SHRINK: [f64; 2] = [0.1, 0.5];

/// By which a good step that was cut short enlarges the radius, and by which if the model promised it to the last
/// digits: then `f` may run off to infinity, and the end of the range should not be a thousand steps away.
const GROWTH: [f64; 2] = [2.0, 1024.0];

impl<T: Float> Promise<T> {
    /// Before the first step.
    pub(crate) const NONE: Self = Self {
        reduction: T::ZERO,
        length: T::ZERO,
        slope: T::ZERO,
    };

    /// Compares the trial with the promise, given the radius, and the value and the length of the gradient at
    /// the point and at the trial.
    pub(crate) fn judge(
        &self,
        mut radius: Option<T>,
        (value, gradient): (T, T),
        (trial, trial_gradient): (T, T),
        finite: bool,
    ) -> Judged<T> {
        let [quarter, half] = [0.25, 0.5].map(T::literal);
        let actual = value - trial;
        if trial <= T::NEG_INFINITY {
            return Judged {
                radius,
                taken: false,
                stopped: Some(Stopped::Unbounded),
            };
        }
        // Where the values have no digits left to compare, the gradients have.
        let rounding = T::literal(16.0) * T::EPSILON * value.magnitude();
        if finite && self.reduction <= rounding && actual.magnitude() <= rounding {
            let taken = trial_gradient < gradient;
            return Judged {
                radius,
                taken,
                stopped: (!taken).then_some(Stopped::RoundingFloor),
            };
        }
        // A model that promises nothing is right about nothing.
        let ratio = if finite && self.reduction > T::ZERO {
            actual / self.reduction
        } else {
            -T::ONE
        };
        if ratio < quarter {
            // Where a parabola with this slope and these two values is lowest.
            let lowest = half * self.slope / (self.slope + actual);
            let [least, most] = SHRINK.map(T::literal);
            let share = if finite {
                lowest.max(least).min(most)
            } else {
                least
            };
            radius = Some(share * self.length);
        } else if ratio > half + quarter
            && radius.is_some_and(|r| self.length >= T::literal(0.8) * r)
        {
            let exact = (ratio - T::ONE).magnitude() <= T::literal(16.0) * T::EPSILON;
            let [usual, large] = GROWTH.map(T::literal);
            let growth = if exact { large } else { usual };
            radius = Some((growth * self.length).min(T::MAX));
        }
        Judged {
            radius,
            taken: ratio > T::literal(ACCEPTED),
            stopped: None,
        }
    }
}

/// Why a search ends that asks for no other point than the one it is at, or for one beyond all numbers; `None`
/// while it asks for a good one.
pub(crate) fn leads_nowhere<T: Float, const N: usize>(
    from: &[T; N],
    to: &[T; N],
) -> Option<Stopped> {
    // NaN neither moves nor is infinite.
    let moves = from.iter().zip(to).any(|(a, b)| a < b || b < a);
    let beyond = to.iter().any(|x| x.magnitude() > T::MAX);
    match (moves, beyond) {
        (_, true) => Some(Stopped::Unbounded),
        (false, _) => Some(Stopped::NoProgress),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_promise_is_kept_by_a_value_that_rises() {
        for reduction in [-3.0, -0.0, 0.0, f64::NAN, 1e-300, 1.0, f64::INFINITY] {
            let promise = Promise {
                reduction,
                length: 1.0,
                slope: -1.0,
            };
            let judged = promise.judge(Some(1.0), (1.0, 1.0), (3.0, 0.5), true);
            assert!(!judged.taken && judged.radius < Some(1.0), "{reduction}");
        }
    }
}
