//! Which learning rate to try.

use core::fmt;

use calc_opt::rule::Rule;
use calc_scalar::Float;

use super::Trainer;
use super::settings::Setting;
use crate::init::count;
use crate::layer::Layer;
use crate::loss::Loss;
use crate::order::Order;
use crate::random::Random;
use crate::width::{Values, Zero as _};
use crate::workspace::Workspace;

/// What a run with a growing learning rate has shown; see [`Trainer::find_rate`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RateSearch<T> {
    /// The rate at which the loss fell fastest per step.
    pub steepest: T,
    /// The rate at which the loss was smallest.
    pub lowest: T,
    /// The last rate that was tried.
    pub last: T,
    /// How many batches were looked at.
    pub steps: u32,
    /// Why the search ended there.
    pub end: SearchEnd,
}

/// Why a search for a rate ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum SearchEnd {
    /// The loss was more than four times the smallest: the border was found.
    Diverged,
    /// A loss or gradient was no longer finite, after others that were: the border was found.
    NotFinite,
    /// The range was at its end, and the border was not found: if the loss still falls there, search higher.
    Range,
}

/// Why there was no search for a rate.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum RateError<T> {
    /// The range does not go from a positive number to a larger, finite one.
    Range {
        /// Where it should begin.
        from: T,
        /// Where it should end.
        to: T,
    },
    /// Fewer than two steps do not go from one end of the range to the other.
    TooFewSteps,
    /// There were no examples.
    NoData,
    /// A setting of the trainer is refused.
    Refused(Setting),
    /// Before the first step a loss or gradient is not finite already.
    NotFinite {
        /// The first example to blame, by its place in the data.
        culprit: Option<u32>,
    },
}

impl<T: fmt::Display> fmt::Display for RateError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Range { from, to } => write!(
                f,
                "no range of rates from {from} to {to}: begin above 0, end higher, as in (1e-5, 10.0)"
            ),
            Self::TooFewSteps => f.write_str("a search needs two steps at least, better a hundred"),
            Self::NoData => f.write_str("there were no examples"),
            Self::Refused(setting) => setting.fmt(f),
            Self::NotFinite { culprit } => {
                f.write_str("a loss or gradient is not finite before the first step")?;
                match culprit {
                    Some(example) => write!(f, ": look at example {example}"),
                    None => f.write_str(": look at the parameters"),
                }
            }
        }
    }
}

impl<T: fmt::Debug + fmt::Display> core::error::Error for RateError<T> {}

impl<T: Float> RateSearch<T> {
    /// A rate to start with: a tenth of [`lowest`](RateSearch::lowest), where the loss still falls. If the loss was
    /// smallest at the very first rate, it never fell, and this is only a guess: search lower.
    #[must_use]
    pub fn suggestion(&self) -> T {
        self.lowest / T::literal(10.0)
    }
}

impl<L: Layer> Trainer<L> {
    /// Trains a copy with a rate that grows from step to step, from `range.0` to `range.1` in `steps`
    /// steps, and looks when the loss falls and when it explodes. The parameters are not touched.
    ///
    /// The steps are those of [`fit`](Trainer::fit): batches, shuffling, clipping, penalty and dropout; goal,
    /// patience and schedule have no part in it. The loss of a batch, without the penalty, is smoothed:
    /// `s ← 0.9·s + 0.1·loss`, corrected for its start. Examples that do not fill a batch are left out.
    ///
    /// # Errors
    ///
    /// [`RateError`], if there is nothing to search in, or to search with.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_nn::loss::SquaredError;
    /// use calc_nn::{Dense, Network, SearchEnd};
    /// use calc_opt::rule::Sgd;
    ///
    /// type Line = Network<Dense<1, 1>>;
    /// let data = [([-1.0], [1.0]), ([1.0], [3.0])]; // of curvature 1: rates below 2 converge
    /// let found = Line::trainer(1)
    ///     .find_rate(SquaredError, &[0.0, 0.0], &data, Sgd::new(0.0), (1e-3, 1e3), 200)?;
    /// assert_eq!(found.end, SearchEnd::Diverged);
    /// assert!(found.last > 2.0 && found.suggestion() > 0.01 && found.suggestion() < 2.0_f64);
    /// # Ok::<(), calc_nn::RateError<f64>>(())
    /// ```
    ///
    /// # References
    ///
    /// L. N. Smith, *Cyclical Learning Rates for Training Neural Networks*, WACV 2017,
    /// arXiv:1506.01186, section 3.3.
    pub fn find_rate<T: Float, Y, C, R, const P: usize>(
        &self,
        loss: C,
        parameters: &[T; P],
        mut data: &[(Values<L::Input, T>, Y)],
        mut rule: R,
        range: (T, T),
        steps: u32,
    ) -> Result<RateSearch<T>, RateError<T>>
    where
        C: Loss<Values<L::Output, T>, Y>,
        R: Rule<T, P>,
    {
        let (from, to) = range;
        if !(from > T::ZERO && to > from && to.is_finite()) {
            return Err(RateError::Range { from, to });
        }
        if steps < 2 {
            return Err(RateError::TooFewSteps);
        }
        if data.is_empty() {
            return Err(RateError::NoData);
        }
        if let Some(setting) = self.refused::<T>() {
            return Err(RateError::Refused(setting));
        }
        let size = match self.batch {
            0 => data.len(),
            size => size.min(data.len()),
        };
        // Of the logarithms, so that a quotient cannot overflow.
        let growth = (to.ln() - from.ln()) / T::literal(f64::from(steps - 1));
        let mut found = RateSearch {
            steepest: from,
            lowest: from,
            last: from,
            steps: 0,
            end: SearchEnd::Range,
        };
        let mut parameters = *parameters;
        let mut workspace = Workspace::<L, T, P>::ZERO;
        self.seed(&mut workspace.trace, &parameters);
        let mut random = self.shuffle.map(Random::new);
        let mut order = Order::new(data.len(), random.as_mut());
        let mut loss_so_far = Smoothed::new();
        let (mut before, mut smallest, mut fall) = (T::INFINITY, T::INFINITY, T::ZERO);
        let mut left = data.len();
        while found.steps < steps {
            if left < size {
                order = Order::new(data.len(), random.as_mut());
                left = data.len();
            }
            left -= size;
            let step = T::literal(f64::from(found.steps));
            let gradient = self.gradient(
                &mut workspace,
                loss,
                &parameters,
                &mut data,
                &mut order,
                size,
            );
            let sum = match gradient {
                Ok(sum) => sum,
                Err(culprit) if found.steps == 0 => return Err(RateError::NotFinite { culprit }),
                Err(_) => {
                    found.end = SearchEnd::NotFinite;
                    break;
                }
            };
            found.last = (from * (growth * step).exp()).min(to);
            found.steps += 1;
            let smooth = loss_so_far.observe(sum / count(size));
            if smooth < smallest {
                (smallest, found.lowest) = (smooth, found.last);
            }
            if before - smooth > fall && before.is_finite() {
                (fall, found.steepest) = (before - smooth, found.last);
            }
            before = smooth;
            if smooth > T::literal(4.0) * smallest {
                found.end = SearchEnd::Diverged;
                break;
            }
            self.clip(&mut workspace.gradient);
            rule.set_rate(found.last);
            rule.update(&mut parameters, &workspace.gradient);
        }
        Ok(found)
    }
}

/// A fading mean, `s ← 0.9·s + 0.1·x`, divided by `1 − 0.9ⁿ` for its start at 0.
struct Smoothed<T> {
    mean: T,
    /// `0.9ⁿ`.
    weight: T,
}

impl<T: Float> Smoothed<T> {
    const fn new() -> Self {
        Self {
            mean: T::ZERO,
            weight: T::ONE,
        }
    }

    fn observe(&mut self, x: T) -> T {
        let keep = T::literal(0.9);
        self.mean = keep * self.mean + (T::ONE - keep) * x;
        self.weight *= keep;
        self.mean / (T::ONE - self.weight)
    }
}
