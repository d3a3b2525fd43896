//! Training: examples in, better parameters out.

use core::marker::PhantomData;
use core::ops::ControlFlow;

use calc_opt::clip;
use calc_opt::rule::Rule;
use calc_scalar::Float;

use crate::examples::{Examples, Source};
use crate::init::count;
use crate::layer::Layer;
use crate::loss::Loss;
use crate::order::Order;
use crate::penalty::Penalty;
use crate::random::Random;
use crate::sum::Sum;
use crate::width::{Values, Zero as _};
use crate::workspace::{Workspace, all_finite};

mod early_stop;
mod find_rate;
mod report;

pub use early_stop::EarlyStop;
pub use find_rate::RateSearch;
pub use report::{Epoch, Report, Stopped};

/// How to train a network of layers `L`; made by
/// [`Network::trainer`](crate::Network::trainer).
///
/// An epoch is one pass through all examples. It is cut into batches; after each batch the rule moves
/// the parameters once, by the mean gradient of the batch.
///
/// | setting                        | without it                         |
/// |--------------------------------|------------------------------------|
/// | [`batch`](Trainer::batch)      | all examples: one step per epoch   |
/// | [`shuffle`](Trainer::shuffle)  | examples in the order of the data  |
/// | [`goal`](Trainer::goal), [`patience`](Trainer::patience) | all epochs are run |
/// | [`schedule`](Trainer::schedule) | the rule keeps its rate           |
/// | [`clip_norm`](Trainer::clip_norm), [`clip_value`](Trainer::clip_value) | gradients as they are |
/// | [`penalty`](Trainer::penalty)  | parameters may be of any size      |
///
/// The gradients of a batch are added up example by example, so that a batch of any size takes the
/// memory of one gradient.
///
/// # Memory
///
/// One gradient and one trace, on the stack or, by [`fit_from`](Trainer::fit_from), where you like;
/// see [`Workspace::BYTES`]. No order of the examples is stored.
///
/// # Edge cases
///
/// If the loss or the gradient of a batch is not finite, training stops *before* the parameters are
/// moved, and the report says so. The step itself is not looked at: a rate that is NaN, or so large
/// that parameters overflow, is noticed by the loss of the next batch, when they are lost.
///
/// The parameters at the end are those after the last step. [`goal`](Trainer::goal) and
/// [`patience`](Trainer::patience) judge losses of an epoch, which were those of the parameters before
/// each step of it.
///
/// [`Dropout`](crate::Dropout) is seeded by [`shuffle`](Trainer::shuffle)'s seed, so that each call drops
/// the same units in the same steps: training that goes on in many short calls needs a new seed in each.
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
    /// After how many epochs without a smaller mean loss training is given up; 0 means never.
    pub patience: u32,
    /// The learning rate as a function of the step, counted from 0.
    pub schedule: Option<fn(u32) -> f64>,
    /// The greatest length of a gradient.
    pub clip_norm: f64,
    /// The greatest size of a slope.
    pub clip_value: f64,
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
            patience: 0,
            schedule: None,
            clip_norm: f64::INFINITY,
            clip_value: f64::INFINITY,
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
    /// The order is computed, not stored, so that the data may be in flash. From six examples on, not
    /// every order can come up, and of a few examples some orders come up several times as often as
    /// others.
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

    /// The same, given up after `epochs` epochs in a row without a smaller mean loss; see
    /// [`EarlyStop`] for one that looks at other examples than those of the training.
    #[must_use]
    pub const fn patience(mut self, epochs: u32) -> Self {
        self.patience = epochs;
        self
    }

    /// The same with a learning rate that follows the number of the step, counted from 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_nn::loss::SquaredError;
    /// use calc_nn::{Dense, Network};
    /// use calc_opt::rule::Sgd;
    /// use calc_opt::schedule;
    ///
    /// type Line = Network<Dense<1, 1>>;
    /// let data = [([0.0], [1.0]), ([1.0], [3.0])];
    /// let mut w = [0.0_f32; Line::PARAMETERS];
    /// let mut rule = Sgd::new(0.0);
    /// Line::trainer(100)
    ///     .schedule(|step| schedule::cosine(0.8, 0.1, 100, step))
    ///     .fit(SquaredError, &mut w, &data, &mut rule);
    /// assert!(rule.rate < 0.101 && (w[0] - 2.0).abs() < 1e-3);
    /// ```
    #[must_use]
    pub const fn schedule(mut self, rate: fn(u32) -> f64) -> Self {
        self.schedule = Some(rate);
        self
    }

    /// The same with the gradient of each step shortened to the length `limit` where it is longer:
    /// [`clip::by_norm`]. A limit is a positive number: below 0 it turns the gradient round, and NaN does
    /// not clip.
    #[must_use]
    pub const fn clip_norm(mut self, limit: f64) -> Self {
        self.clip_norm = limit;
        self
    }

    /// The same with every slope kept between `−limit` and `limit`, a positive number:
    /// [`clip::by_value`].
    #[must_use]
    pub const fn clip_value(mut self, limit: f64) -> Self {
        self.clip_value = limit;
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

    /// Trains, and calls `watch` after each epoch: for a progress bar, a curve, a learning rate that
    /// depends on the loss ([`Epoch::rate`] may be changed) or an early stop.
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
        watch: impl FnMut(&mut Epoch<'_, T, P>) -> ControlFlow<()>,
    ) -> Report<T>
    where
        C: Loss<Values<L::Output, T>, Y>,
        R: Rule<T, P>,
    {
        let mut workspace = Workspace::ZERO;
        self.run(&mut workspace, loss, parameters, data, rule, watch)
    }

    /// Trains on examples that are made when they are needed, in memory of your own.
    ///
    /// The examples may be stored in less space than the network wants them in, or have passed a part
    /// that does not learn. Below, `Body` is a trained network whose parameters stay in flash, and
    /// `Head` is what learns on top of it:
    ///
    /// ```
    /// use core::ops::ControlFlow;
    /// use calc_nn::activation::Tanh;
    /// use calc_nn::loss::SquaredError;
    /// use calc_nn::{Dense, Examples, Network, Workspace, Zero};
    /// use calc_opt::rule::Sgd;
    ///
    /// type Body = Network<Dense<2, 3, Tanh>>;
    /// type Head = Network<Dense<3, 1>>;
    /// static BODY: [f32; Body::PARAMETERS] = [0.5, -1.0, 0.25, 1.0, 0.5, -0.75, 0.0, 0.1, 0.2];
    ///
    /// // Four bytes an example: two inputs, the target, a spare.
    /// static DATA: [[u8; 4]; 3] = [[0, 16, 1, 0], [16, 0, 2, 0], [16, 16, 3, 0]];
    /// let examples = Examples::new(DATA.len(), |i| {
    ///     let [x, y, target, _] = DATA[i].map(f32::from);
    ///     (Body::forward(&BODY, &[x / 16.0, y / 16.0]), [target])
    /// });
    ///
    /// let mut workspace = Workspace::ZERO; // or in a static
    /// let mut head = [0.0; Head::PARAMETERS];
    /// let mut rule = Sgd::new(0.3);
    /// let report = Head::trainer(2000).fit_from(
    ///     &mut workspace,
    ///     SquaredError,
    ///     &mut head,
    ///     examples,
    ///     &mut rule,
    ///     |_| ControlFlow::Continue(()),
    /// );
    /// assert!(report.loss < 1e-4);
    /// ```
    pub fn fit_from<T: Float, Y, C, R, F, const P: usize>(
        &self,
        workspace: &mut Workspace<L, T, P>,
        loss: C,
        parameters: &mut [T; P],
        mut examples: Examples<F>,
        rule: &mut R,
        watch: impl FnMut(&mut Epoch<'_, T, P>) -> ControlFlow<()>,
    ) -> Report<T>
    where
        C: Loss<Values<L::Output, T>, Y>,
        R: Rule<T, P>,
        F: FnMut(usize) -> (Values<L::Input, T>, Y),
    {
        self.run(workspace, loss, parameters, &mut examples, rule, watch)
    }

    /// The loop.
    fn run<T: Float, Y, C, R, S, const P: usize>(
        &self,
        workspace: &mut Workspace<L, T, P>,
        loss: C,
        parameters: &mut [T; P],
        mut examples: S,
        rule: &mut R,
        mut watch: impl FnMut(&mut Epoch<'_, T, P>) -> ControlFlow<()>,
    ) -> Report<T>
    where
        C: Loss<Values<L::Output, T>, Y>,
        R: Rule<T, P>,
        S: Source<Values<L::Input, T>, Y>,
    {
        let mut report = Report::new();
        let length = examples.count();
        if length == 0 {
            report.stopped = Stopped::NoData;
            return report;
        }
        let size = if self.batch == 0 { length } else { self.batch };
        // Not the numbers of the shuffling over again.
        L::seed(
            &mut workspace.trace,
            &mut Random::new(!self.shuffle.unwrap_or(0)),
        );
        let mut random = self.shuffle.map(Random::new);
        let mut patience = EarlyStop::new(self.patience);
        for number in 1..=self.epochs {
            let mut order = Order::new(length, random.as_mut());
            let mut sum = Sum::ZERO;
            let mut left = length;
            while left > 0 {
                let batch = order.by_ref().take(size);
                sum.add(workspace.gradient_of(
                    loss,
                    parameters,
                    &mut examples,
                    batch,
                    size.min(left),
                ));
                left = left.saturating_sub(size);
                self.penalty.add_slopes(parameters, &mut workspace.gradient);
                if !sum.value().is_finite() || !all_finite(&workspace.gradient) {
                    report.stopped = Stopped::NotFinite;
                    report.culprit = workspace.culprit;
                    return report;
                }
                self.step(&mut workspace.gradient, parameters, rule, report.steps);
                report.steps = report.steps.saturating_add(1);
            }
            report.epochs = number;
            report.loss = sum.value() / count(length);
            if number == 1 {
                report.first_loss = report.loss;
            }
            let mut epoch = Epoch {
                number,
                loss: report.loss,
                rate: rule.rate(),
                parameters,
            };
            let watched = watch(&mut epoch);
            rule.set_rate(epoch.rate);
            if watched.is_break() {
                report.stopped = Stopped::Interrupted;
                return report;
            }
            if report.loss <= T::literal(self.goal) {
                report.stopped = Stopped::Goal;
                return report;
            }
            if self.patience > 0 && patience.observe(report.loss).is_break() {
                report.stopped = Stopped::Patience;
                return report;
            }
        }
        report
    }

    /// Clips the gradient, sets the rate and moves the parameters.
    fn step<T: Float, const P: usize>(
        &self,
        gradient: &mut [T; P],
        parameters: &mut [T; P],
        rule: &mut impl Rule<T, P>,
        number: u32,
    ) {
        if self.clip_value < f64::INFINITY {
            clip::by_value(gradient, T::literal(self.clip_value));
        }
        if self.clip_norm < f64::INFINITY {
            clip::by_norm(gradient, T::literal(self.clip_norm));
        }
        if let Some(rate) = self.schedule {
            rule.set_rate(T::literal(rate(number)));
        }
        rule.update(parameters, gradient);
    }
}
