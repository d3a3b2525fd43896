//! Training: examples in, better parameters out.

use core::marker::PhantomData;
use core::ops::ControlFlow;

use calc_opt::rule::Rule;
use calc_scalar::Float;

use crate::examples::Examples;
use crate::layer::Layer;
use crate::loss::Loss;
use crate::penalty::Penalty;
use crate::width::{Values, Zero as _};
use crate::workspace::Workspace;

mod early_stop;
mod find_rate;
mod fit_best;
mod report;
mod run;
mod settings;

pub use early_stop::EarlyStop;
pub use find_rate::{RateError, RateSearch, SearchEnd};
pub use fit_best::Best;
pub use report::{Epoch, Report, Stopped};
pub use settings::Setting;

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
/// Whatever happens, the report says so, and a report of success means that all parameters are finite:
///
/// | what | when it is noticed | the parameters |
/// |---|---|---|
/// | the loss or the gradient of a batch is not finite | before the step | as they were before it |
/// | a rate below 0, infinite or NaN, also of the schedule; a limit of clipping that is not above 0 | before it is used | untouched by it |
/// | the step itself overflows, as by a velocity that has grown too large | at the end of the epoch, or by the next loss | lost, but for [`fit_best`](Trainer::fit_best) |
///
/// The parameters at the end are those after the last step. [`goal`](Trainer::goal) judges just them;
/// [`patience`](Trainer::patience) judges losses of an epoch, which were those of the parameters before
/// each step of it, and leaves parameters that may be a little worse than the best.
/// [`fit_best`](Trainer::fit_best) ends with the best.
///
/// [`Dropout`](crate::Dropout) is seeded by [`shuffle`](Trainer::shuffle)'s seed and by the parameters that
/// training starts from: repeated it drops the same units, continued it drops others.
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
    /// The mean loss at which training is done.
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
    /// The examples stay where they are, as in flash, and the memory does not grow with their number. Up to 64
    /// examples, all orders are equally likely; of more, the order is computed, and no test of ours tells it
    /// from one that was drawn.
    ///
    /// Each call begins with the same order. In a loop of calls, take another seed for each.
    #[must_use]
    pub const fn shuffle(mut self, seed: u64) -> Self {
        self.shuffle = Some(seed);
        self
    }

    /// The same, done as soon as the mean loss is at most `loss`.
    ///
    /// When that is so for the losses of an epoch, each measured before the step that it is a part of, all
    /// examples are looked at once more, with the parameters as they are now and without dropout; only if
    /// it is so for these, too, training stops.
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

    /// The same, given up after `epochs` epochs in a row without a smaller mean loss; 0 means never.
    ///
    /// Here that is the loss of an epoch, which costs nothing: of each example before the step that it is a
    /// part of, with dropout. (`n_iter_no_change` of scikit-learn judges the same.) It falls a step later
    /// than that of the parameters, and it says nothing of examples that are not trained with. In
    /// [`fit_best`](Trainer::fit_best) patience judges the loss on examples of your choice, of the parameters
    /// after the epoch, and the best of them are kept: prefer it where there is room for them.
    #[must_use]
    pub const fn patience(mut self, epochs: u32) -> Self {
        self.patience = epochs;
        self
    }

    /// The same with a learning rate that follows the number of the step, counted from 0; that of the
    /// rule is overwritten.
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
    /// [`by_norm`](calc_opt::clip::by_norm). A limit that is not above 0 is refused.
    #[must_use]
    pub const fn clip_norm(mut self, limit: f64) -> Self {
        self.clip_norm = limit;
        self
    }

    /// The same with every slope kept between `−limit` and `limit`: [`by_value`](calc_opt::clip::by_value). A limit that is not above
    /// 0 is refused.
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
}
