//! Stopping before a network learns its examples by heart.

use core::ops::ControlFlow;

use calc_scalar::Float;

/// Says when a loss has not become smaller for some time.
///
/// For loops of your own, and for training in memory of your own; [`Trainer::fit_best`](crate::Trainer::fit_best)
/// has one inside. Show it the loss on examples that are not trained with:
///
/// ```
/// use calc_nn::loss::SquaredError;
/// use calc_nn::{Dense, EarlyStop, Network, Stopped};
/// use calc_opt::rule::Sgd;
///
/// type Line = Network<Dense<1, 1>>;
/// let training = [([0.0], [1.0]), ([1.0], [3.0])];
/// let validation = [([0.5], [2.1])]; // a little off the line of the others
///
/// let mut w = [0.0_f64; Line::PARAMETERS];
/// let mut best = w;
/// let mut early = EarlyStop::new(5);
/// let trainer = Line::trainer(10_000);
/// let report = trainer.fit_with(SquaredError, &mut w, &training, &mut Sgd::new(0.1), |epoch| {
///     let verdict = early.observe(Line::mean_loss(SquaredError, epoch.parameters, &validation));
///     if early.waited == 0 {
///         best = *epoch.parameters;
///     }
///     verdict
/// });
/// assert_eq!(report.stopped, Stopped::Interrupted);
/// assert_eq!(Line::mean_loss(SquaredError, &best, &validation), early.best);
/// ```
///
/// # References
///
/// L. Prechelt, *Early Stopping - But When?*, in: Neural Networks: Tricks of the Trade, LNCS 1524,
/// Springer 1998.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EarlyStop<T> {
    /// After how many observations without a smaller one it says stop; 0 means never.
    pub patience: u32,
    /// The smallest loss so far.
    pub best: T,
    /// How many observations ago that was.
    pub waited: u32,
}

impl<T: Float> EarlyStop<T> {
    /// Nothing observed yet.
    #[must_use]
    pub const fn new(patience: u32) -> Self {
        Self {
            patience,
            best: T::INFINITY,
            waited: 0,
        }
    }

    /// Takes a loss into account; `Break` after [`patience`](EarlyStop::patience) of them that were
    /// not smaller than the best. NaN is not smaller.
    pub fn observe(&mut self, loss: T) -> ControlFlow<()> {
        if loss < self.best {
            self.best = loss;
            self.waited = 0;
        } else {
            self.waited = self.waited.saturating_add(1);
        }
        if self.patience > 0 && self.waited >= self.patience {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stops_after_as_many_losses_without_progress_as_were_allowed() {
        let mut early = EarlyStop::new(3);
        let losses = [5.0, 4.0, 4.0, f64::NAN, 3.0, 3.5, 3.0, 3.1];
        let verdicts = losses.map(|loss| early.observe(loss).is_break());
        assert_eq!(
            verdicts,
            [false, false, false, false, false, false, false, true]
        );
        assert_eq!((early.best, early.waited), (3.0, 3));
    }

    #[test]
    fn without_patience_it_never_stops() {
        let mut early = EarlyStop::new(0);
        assert!(
            [2.0, 1.0, 1.0, f64::NAN, 5.0]
                .iter()
                .all(|&loss| early.observe(loss).is_continue())
        );
        assert_eq!((early.best, early.waited), (1.0, 3));
        let mut strict = EarlyStop::new(1);
        assert!(strict.observe(1.0).is_continue() && strict.observe(1.0).is_break());
    }
}
