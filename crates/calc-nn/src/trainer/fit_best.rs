//! Training that ends with the best parameters it has seen.

use core::fmt;
use core::ops::ControlFlow;

use calc_opt::rule::Rule;
use calc_scalar::Float;

use super::report::Short;
use super::{EarlyStop, Report, Stopped, Trainer};
use crate::layer::Layer;
use crate::loss::Loss;
use crate::network::Network;
use crate::width::Values;

/// What a training that keeps the best parameters did; see [`Trainer::fit_best`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[must_use = "only the report says whether the training went well: `best.report.stopped.is_success()`"]
pub struct Best<T> {
    /// The mean loss of the parameters that were kept, on the examples for validation.
    pub loss: T,
    /// After which epoch they were found, counted from 1; 0 if nothing was better than the start.
    pub epoch: u32,
    /// The training as such, on its own examples.
    pub report: Report<T>,
}

impl<T: Float> fmt::Display for Best<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            loss,
            epoch,
            report,
        } = self;
        let loss = Short(*loss);
        write!(f, "best after epoch {epoch}, loss {loss}; {report}")
    }
}

impl<L: Layer> Trainer<L> {
    /// Trains on `training`, looks at the mean loss on `validation` after each epoch, and ends with the
    /// parameters for which it was smallest, whatever happens afterwards.
    ///
    /// [`goal`](Trainer::goal) and [`patience`](Trainer::patience) judge that loss: of the network in use
    /// after the epoch, the very parameters that are kept. The same examples may be given twice.
    ///
    /// An epoch takes one forward pass more for each example of `validation`, and the parameters are kept
    /// once more, on the stack.
    ///
    /// # Edge cases
    ///
    /// Also a training that fails, with [`Stopped::NotFinite`] or [`Stopped::ParametersNotFinite`], leaves
    /// the best parameters. What the rule remembers may be spoiled by then: go on with a new one.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_nn::loss::SquaredError;
    /// use calc_nn::{Dense, Network, Stopped};
    /// use calc_opt::rule::Sgd;
    ///
    /// type Line = Network<Dense<1, 1>>;
    /// let training = [([0.0], [1.0]), ([1.0], [3.0])];
    /// let validation = [([0.5], [2.1])]; // a little off the line of the others
    ///
    /// let mut w = [0.0_f64; Line::PARAMETERS];
    /// let best = Line::trainer(10_000)
    ///     .patience(5)
    ///     .fit_best(SquaredError, &mut w, &training, &validation, &mut Sgd::new(0.1));
    /// assert_eq!(best.report.stopped, Stopped::Patience);
    /// assert_eq!(best.epoch + 5, best.report.epochs);
    /// assert_eq!(best.loss, Line::mean_loss(SquaredError, &w, &validation));
    /// ```
    pub fn fit_best<T: Float, Y, C, R, const P: usize>(
        &self,
        loss: C,
        parameters: &mut [T; P],
        training: &[(Values<L::Input, T>, Y)],
        validation: &[(Values<L::Input, T>, Y)],
        rule: &mut R,
    ) -> Best<T>
    where
        C: Loss<Values<L::Output, T>, Y>,
        R: Rule<T, P>,
    {
        let judge = |parameters: &[T; P]| Network::<L>::mean_loss(loss, parameters, validation);
        let mut best = Best {
            loss: judge(parameters),
            epoch: 0,
            report: Report::new(),
        };
        if validation.is_empty() {
            best.report.stopped = Stopped::NoData;
            return best;
        }
        let mut early = EarlyStop::new(self.patience);
        if best.loss < early.best {
            early.best = best.loss;
        }
        let mut kept = *parameters;
        let mut verdict = None;
        // Both are judged here.
        let trainer = Self {
            goal: f64::NEG_INFINITY,
            patience: 0,
            ..*self
        };
        best.report = trainer.fit_with(loss, parameters, training, rule, |epoch| {
            let now = judge(epoch.parameters);
            let tired = early.observe(now).is_break();
            if early.waited == 0 {
                kept = *epoch.parameters;
                (best.loss, best.epoch) = (now, epoch.number);
            }
            verdict = if now <= T::literal(self.goal) {
                Some(Stopped::Goal)
            } else if tired {
                Some(Stopped::Patience)
            } else {
                return ControlFlow::Continue(());
            };
            ControlFlow::Break(())
        });
        if let Some(stopped) = verdict {
            best.report.stopped = stopped;
        }
        *parameters = kept;
        best
    }
}
