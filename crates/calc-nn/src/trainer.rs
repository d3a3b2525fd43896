//! Training: examples in, better parameters out.

use core::fmt;
use core::marker::PhantomData;
use core::ops::ControlFlow;

use calc_opt::rule::Rule;
use calc_scalar::Float;

use crate::init::count;
use crate::layer::Layer;
use crate::loss::Loss;
use crate::network::{Network, Trace};
use crate::order::Order;
use crate::penalty::Penalty;
use crate::random::Random;
use crate::width::{Values, Zero};

/// How to train a network of layers `L`; made by [`Network::trainer`].
///
/// An epoch is one pass through all examples. It is cut into batches; after each batch the rule moves
/// the parameters once, by the mean gradient of the batch.
///
/// | setting                        | without it                         |
/// |--------------------------------|------------------------------------|
/// | [`batch`](Trainer::batch)      | all examples: one step per epoch   |
/// | [`shuffle`](Trainer::shuffle)  | examples in the order of the data  |
/// | [`goal`](Trainer::goal)        | all epochs are run                 |
/// | [`penalty`](Trainer::penalty)  | parameters may be of any size      |
///
/// # Memory
///
/// One gradient and one trace on the stack; no order of the examples is stored.
///
/// # Edge cases
///
/// If the loss or the gradient of a batch is not finite, training stops *before* the parameters are
/// moved, and the report says so: they are the last usable ones.
///
/// # Examples
///
/// ```
/// use calc_nn::loss::MeanSquaredError;
/// use calc_nn::{Dense, Network, Stopped};
/// use calc_opt::rule::Sgd;
///
/// // A line through three points.
/// type Line = Network<Dense<1, 1>>;
/// let data = [([0.0], [1.0]), ([1.0], [3.0]), ([2.0], [5.0])];
/// let mut w = [0.0; Line::PARAMETERS];
/// let report = Line::trainer(1000)
///     .batch(1)
///     .shuffle(7)
///     .goal(1e-12)
///     .fit(MeanSquaredError, &mut w, &data, &mut Sgd::new(0.1));
/// assert_eq!(report.stopped, Stopped::Goal);
/// assert!((w[0] - 2.0_f64).abs() < 1e-5 && (w[1] - 1.0).abs() < 1e-5);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Trainer<L: Layer> {
    /// How many times all examples are seen.
    pub epochs: u32,
    /// How many examples make one step; 0 means all.
    pub batch: usize,
    /// The seed of the order of the examples, which changes from epoch to epoch; `None` keeps the
    /// order of the data.
    pub shuffle: Option<u64>,
    /// The mean loss of an epoch at which training is done.
    pub goal: f64,
    /// What large parameters cost; it moves the parameters, but is left out of the losses reported.
    pub penalty: Penalty,
    layers: PhantomData<L>,
}

impl<L: Layer> Trainer<L> {
    /// A number of epochs, one step each.
    #[must_use]
    pub const fn new(epochs: u32) -> Self {
        Self {
            epochs,
            batch: 0,
            shuffle: None,
            goal: f64::NEG_INFINITY,
            penalty: Penalty::NONE,
            layers: PhantomData,
        }
    }

    /// The same with one step after every `size` examples; 1 is the classical stochastic descent.
    #[must_use]
    pub const fn batch(mut self, size: usize) -> Self {
        self.batch = size;
        self
    }

    /// The same with the examples in a new order in each epoch.
    ///
    /// The order is computed, not stored, so that the data may be in flash. Where there are many
    /// examples, not every order can come up.
    #[must_use]
    pub const fn shuffle(mut self, seed: u64) -> Self {
        self.shuffle = Some(seed);
        self
    }

    /// The same, done as soon as the mean loss of an epoch is at most `loss`.
    #[must_use]
    pub const fn goal(mut self, loss: f64) -> Self {
        self.goal = loss;
        self
    }

    /// The same with a penalty on large parameters, biases and all, added to the loss.
    ///
    /// Reports and callbacks see the loss without it.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_nn::loss::MeanSquaredError;
    /// use calc_nn::{Dense, Network, NoBias, Penalty};
    /// use calc_opt::rule::Sgd;
    ///
    /// // Least squares through one point, held back: (w − 3)² + ½·w² is smallest at w = 2.
    /// type Line = Network<Dense<1, 1, calc_nn::activation::Identity, NoBias>>;
    /// let mut w = [0.0];
    /// let trainer = Line::trainer(100).penalty(Penalty::l2(1.0));
    /// trainer.fit(MeanSquaredError, &mut w, &[([1.0], [3.0])], &mut Sgd::new(0.2));
    /// assert!((w[0] - 2.0_f64).abs() < 1e-9);
    /// ```
    #[must_use]
    pub const fn penalty(mut self, penalty: Penalty) -> Self {
        self.penalty = penalty;
        self
    }

    /// Trains.
    pub fn fit<T: Float, Y, C, R, const P: usize>(
        &self,
        loss: C,
        parameters: &mut [T; P],
        data: &[(Values<L::Input, T>, Y)],
        rule: &mut R,
    ) -> Report<T>
    where
        C: Loss<Values<L::Output, T>, Y>,
        R: Rule<T, P>,
    {
        self.fit_with(loss, parameters, data, rule, |_| ControlFlow::Continue(()))
    }

    /// Trains, and calls `watch` after each epoch: for a progress bar, a curve, a schedule of one's
    /// own or an early stop.
    ///
    /// # Examples
    ///
    /// ```
    /// use core::ops::ControlFlow;
    /// use calc_nn::loss::SquaredError;
    /// use calc_nn::{Dense, Network};
    /// use calc_opt::rule::Sgd;
    ///
    /// type Line = Network<Dense<1, 1>>;
    /// let data = [([0.0], [1.0]), ([1.0], [3.0])];
    /// let mut w = [0.0; Line::PARAMETERS];
    /// let mut curve = Vec::new();
    /// Line::trainer(100).fit_with(SquaredError, &mut w, &data, &mut Sgd::new(0.5), |epoch| {
    ///     curve.push(epoch.loss);
    ///     ControlFlow::Continue(())
    /// });
    /// assert_eq!(curve.len(), 100);
    /// assert!(curve[99] < 1e-3_f64 * curve[0]);
    /// ```
    pub fn fit_with<T: Float, Y, C, R, const P: usize>(
        &self,
        loss: C,
        parameters: &mut [T; P],
        data: &[(Values<L::Input, T>, Y)],
        rule: &mut R,
        mut watch: impl FnMut(&Epoch<'_, T, P>) -> ControlFlow<()>,
    ) -> Report<T>
    where
        C: Loss<Values<L::Output, T>, Y>,
        R: Rule<T, P>,
    {
        let mut report = Report {
            loss: T::NAN,
            first_loss: T::NAN,
            epochs: 0,
            steps: 0,
            stopped: Stopped::Epochs,
        };
        if data.is_empty() {
            report.stopped = Stopped::NoData;
            return report;
        }
        let size = if self.batch == 0 {
            data.len()
        } else {
            self.batch
        };
        let mut random = self.shuffle.map(Random::new);
        let mut batch = Batch::<T, L, P>::new();
        // Not the numbers of the shuffling over again.
        L::seed(
            &mut batch.trace,
            &mut Random::new(!self.shuffle.unwrap_or(0)),
        );
        for number in 1..=self.epochs {
            let mut order = match &mut random {
                Some(random) => Order::shuffled(data.len(), random),
                None => Order::straight(data.len()),
            };
            let mut sum = T::ZERO;
            let mut left = data.len();
            while left > 0 {
                let examples = order.by_ref().take(size).filter_map(|i| data.get(i));
                sum += batch.run(loss, parameters, examples, size.min(left));
                left = left.saturating_sub(size);
                self.penalty.add_slopes(parameters, &mut batch.gradient);
                if !sum.is_finite() || !batch.gradient.iter().all(|g| g.is_finite()) {
                    report.stopped = Stopped::NotFinite;
                    return report;
                }
                rule.update(parameters, &batch.gradient);
                report.steps = report.steps.saturating_add(1);
            }
            report.epochs = number;
            report.loss = sum / count(data.len());
            if number == 1 {
                report.first_loss = report.loss;
            }
            let epoch = Epoch {
                number,
                loss: report.loss,
                parameters,
            };
            if watch(&epoch).is_break() {
                report.stopped = Stopped::Interrupted;
                return report;
            }
            if report.loss <= T::literal(self.goal) {
                report.stopped = Stopped::Goal;
                return report;
            }
        }
        report
    }
}

/// The room that a step takes.
struct Batch<T: Float, L: Layer, const P: usize> {
    gradient: [T; P],
    trace: Trace<L, T>,
}

impl<T: Float, L: Layer, const P: usize> Batch<T, L, P> {
    fn new() -> Self {
        Network::<L>::check::<P>();
        Self {
            gradient: [T::ZERO; P],
            trace: Trace::<L, T>::ZERO,
        }
    }

    /// Computes the mean gradient of a batch of `size` examples, and returns the sum of their losses.
    fn run<'d, Y: 'd, C>(
        &mut self,
        loss: C,
        parameters: &[T; P],
        examples: impl Iterator<Item = &'d (Values<L::Input, T>, Y)>,
        size: usize,
    ) -> T
    where
        C: Loss<Values<L::Output, T>, Y>,
        Values<L::Input, T>: 'd,
    {
        self.gradient.fill(T::ZERO);
        let size: T = count(size);
        let mut sum = T::ZERO;
        for (x, target) in examples {
            L::record(parameters, x, &mut self.trace);
            let (value, mut slopes) = loss.value_and_slope(L::output(&self.trace), target);
            for slope in slopes.as_mut() {
                *slope /= size;
            }
            L::backward_first(parameters, x, &self.trace, &slopes, &mut self.gradient);
            sum += value;
        }
        sum
    }
}

/// The state of the training after an epoch.
#[derive(Clone, Copy, Debug)]
pub struct Epoch<'a, T, const P: usize> {
    /// The number of the epoch, counted from 1.
    pub number: u32,
    /// The mean loss over its examples; each is measured before the step that it is a part of.
    pub loss: T,
    /// The parameters after the epoch.
    pub parameters: &'a [T; P],
}

/// What a training did.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Report<T> {
    /// The mean loss over the last complete epoch; each example's loss is measured before the step
    /// that it is a part of. NaN if there was none.
    pub loss: T,
    /// The same for the first epoch.
    pub first_loss: T,
    /// How many epochs were completed.
    pub epochs: u32,
    /// How many times the rule moved the parameters.
    pub steps: u32,
    /// Why the training stopped.
    pub stopped: Stopped,
}

/// Why a training stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Stopped {
    /// All epochs were run.
    Epochs,
    /// The mean loss reached the goal.
    Goal,
    /// The caller asked for it.
    Interrupted,
    /// The loss or the gradient of a batch was not finite; a smaller learning rate may help.
    NotFinite,
    /// There were no examples.
    NoData,
}

impl Stopped {
    /// Whether the training went as asked: not [`NotFinite`](Stopped::NotFinite), not
    /// [`NoData`](Stopped::NoData).
    #[must_use]
    pub const fn is_success(self) -> bool {
        matches!(self, Self::Epochs | Self::Goal | Self::Interrupted)
    }
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Epochs => "all epochs were run",
            Self::Goal => "the loss is as small as asked",
            Self::Interrupted => "the caller asked to stop",
            Self::NotFinite => {
                "a loss or gradient was not finite; lower the rate, or look for NaN in the data"
            }
            Self::NoData => "there were no examples",
        })
    }
}
