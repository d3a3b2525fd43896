//! Which learning rate to try.

use calc_opt::rule::Rule;
use calc_scalar::Float;

use super::Trainer;
use crate::init::count;
use crate::layer::Layer;
use crate::loss::Loss;
use crate::order::Order;
use crate::random::Random;
use crate::width::{Values, Zero as _};
use crate::workspace::Workspace;

/// What a run with a growing learning rate has shown; see [`Trainer::find_rate`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateSearch<T> {
    /// The rate at which the loss fell fastest per step.
    pub steepest: T,
    /// The rate at which the loss was smallest.
    pub lowest: T,
    /// The last rate that was tried: there the loss was no longer finite, or four times the smallest,
    /// or the range was at its end.
    pub last: T,
    /// How many steps were made.
    pub steps: u32,
}

impl<T: Float> RateSearch<T> {
    /// A rate to start with: a tenth of [`lowest`](RateSearch::lowest), where the loss still falls.
    #[must_use]
    pub fn suggestion(&self) -> T {
        self.lowest / T::literal(10.0)
    }
}

impl<L: Layer> Trainer<L> {
    /// Trains a copy with a rate that grows from step to step, from `range.0` to `range.1` in `steps`
    /// steps, and looks when the loss falls and when it explodes. The parameters are not touched.
    ///
    /// Batches and shuffling are those of the trainer; clipping, penalties and dropout are left out, so
    /// that what is looked at is the loss alone. Both ends of the range are positive. The loss of a batch is smoothed:
    /// `s ← 0.9·s + 0.1·loss`, corrected for its start.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_nn::loss::SquaredError;
    /// use calc_nn::{Dense, Network};
    /// use calc_opt::rule::Sgd;
    ///
    /// type Line = Network<Dense<1, 1>>;
    /// let data = [([-1.0], [1.0]), ([1.0], [3.0])]; // of curvature 1: rates below 2 converge
    /// let found =
    ///     Line::trainer(1).find_rate(SquaredError, &[0.0, 0.0], &data, Sgd::new(0.0), (1e-3, 1e3), 200);
    /// assert!(found.last > 2.0 && found.suggestion() > 0.01 && found.suggestion() < 2.0_f64);
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
    ) -> RateSearch<T>
    where
        C: Loss<Values<L::Output, T>, Y>,
        R: Rule<T, P>,
    {
        let keep = T::literal(0.9);
        let size = match self.batch {
            0 => data.len(),
            size => size.min(data.len()),
        };
        let ratio = (range.1 / range.0).ln() / T::literal(f64::from(steps.max(2) - 1));
        let mut found = RateSearch {
            steepest: range.0,
            lowest: range.0,
            last: range.0,
            steps: 0,
        };
        let mut parameters = *parameters;
        let mut workspace = Workspace::<L, T, P>::ZERO;
        let mut random = self.shuffle.map(Random::new);
        let mut order = Order::new(data.len(), random.as_mut());
        let (mut mean, mut weight) = (T::ZERO, T::ONE);
        let (mut before, mut smallest, mut fall) = (T::INFINITY, T::INFINITY, T::ZERO);
        let mut left = data.len();
        while found.steps < steps && size > 0 {
            if left < size {
                order = Order::new(data.len(), random.as_mut());
                left = data.len();
            }
            left -= size;
            let step = T::literal(f64::from(found.steps));
            found.last = range.0 * (ratio * step).exp();
            found.steps += 1;
            let batch = order.by_ref().take(size);
            let sum = workspace.gradient_of(loss, &parameters, &mut data, batch, size);
            mean = keep * mean + (T::ONE - keep) * (sum / count(size));
            weight *= keep;
            let smooth = mean / (T::ONE - weight);
            if smooth < smallest {
                (smallest, found.lowest) = (smooth, found.last);
            }
            if before - smooth > fall && before.is_finite() {
                (fall, found.steepest) = (before - smooth, found.last);
            }
            before = smooth;
            let fine = smooth <= T::literal(4.0) * smallest;
            if !fine || !smooth.is_finite() {
                break;
            }
            rule.set_rate(found.last);
            rule.update(&mut parameters, &workspace.gradient);
        }
        found
    }
}
