//! A network: a function of parameters and an input.

use core::marker::PhantomData;

use calc_opt::rule::Rule;
use calc_scalar::{Float, Number};

use crate::init::{Initialiser, count};
use crate::layer::Layer;
use crate::loss::Loss;
use crate::not_moved::NotMoved;
use crate::random::Random;
use crate::sum::Sum;
use crate::trainer::{Report, Trainer};
use crate::width::{Values, Zero};
use crate::workspace::{Workspace, gradient_of};

/// What a network's forward pass keeps for the backward pass; see [`Network::record`].
pub type Trace<L, T> = <L as Layer>::Trace<T>;

/// A network made of the layers `L`: a layer, or a tuple of layers.
///
/// It is a type without a value. Its parameters are an ordinary array that belongs to you, so they can
/// stand on the stack, in a `static` or in flash, be saved, and be moved by any rule of
/// [`calc_opt::rule`]. The loss of a network is a function of that array: everything that this
/// workspace does with functions (gradients in both modes, Hessians, minimisers) applies to it.
///
/// # Shapes and units
///
/// Layers that do not fit each other do not compile:
///
/// ```compile_fail,E0277
/// # use calc_nn::{Dense, Network};
/// // these layers do not fit: one gives `Units<4>`, the next takes `Units<5>`
/// let w = [0.0; Network::<(Dense<2, 4>, Dense<5, 1>)>::PARAMETERS];
/// ```
///
/// Neither does an array of the wrong length:
///
/// ```compile_fail,E0080
/// # use calc_nn::{Dense, Network};
/// Network::<Dense<2, 1>>::forward(&[0.0; 4], &[1.0, 1.0]);
/// ```
///
/// # Examples
///
/// ```
/// use calc_nn::activation::Tanh;
/// use calc_nn::init::Glorot;
/// use calc_nn::loss::SquaredError;
/// use calc_nn::{Dense, Network};
/// use calc_opt::rule::{Rule, Sgd};
///
/// type Net = Network<(Dense<2, 4, Tanh>, Dense<4, 1>)>;
///
/// let mut w = [0.0; Net::PARAMETERS];
/// Net::init(&mut w, Glorot, 1);
///
/// // One step of training, on one example.
/// let (before, gradient) = Net::value_and_gradient(SquaredError, &w, &[1.0, 0.0], &[1.0]);
/// Sgd::new(0.1).update(&mut w, &gradient);
/// assert!(Net::loss(SquaredError, &w, &[1.0, 0.0], &[1.0]) < before);
/// ```
///
/// The same gradient from the tape, which knows nothing of layers:
///
/// ```
/// # use calc_nn::activation::Tanh;
/// # use calc_nn::loss::SquaredError;
/// # use calc_nn::{Dense, Network};
/// # type Net = Network<(Dense<2, 4, Tanh>, Dense<4, 1>)>;
/// # let w = [0.25; Net::PARAMETERS];
/// use calc_multi::Tape;
///
/// let mut tape = Tape::<f64, 128>::new();
/// let loss = |w| Net::loss(SquaredError, &w, &[1.0, 0.0], &[1.0]);
/// let expected = tape.gradient(loss, w)?;
///
/// let (_, gradient) = Net::value_and_gradient(SquaredError, &w, &[1.0, 0.0], &[1.0]);
/// assert!(gradient.iter().zip(expected).all(|(g, e)| (g - e).abs() < 1e-15));
/// # Ok::<(), calc_multi::TapeFull>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Network<L: Layer>(PhantomData<L>);

impl<L: Layer> Network<L> {
    /// How many parameters the network has: the length of the array it is a function of.
    pub const PARAMETERS: usize = L::PARAMETERS;

    /// How many bytes training takes besides the data: parameters, a
    /// [`Workspace`](crate::Workspace) and the rule `R`.
    #[must_use]
    pub const fn train_bytes<T: Number, R>() -> usize {
        let numbers = size_of::<T>() * L::PARAMETERS;
        let trace = size_of::<Workspace<L, T, 0>>();
        2 * numbers + trace + size_of::<R>()
    }

    /// Sets all parameters to what training starts from: seeded weights, biases 0.
    ///
    /// The same seed gives the same bits on every target, and single and double precision start from
    /// the same random numbers.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_nn::activation::Relu;
    /// use calc_nn::init::He;
    /// use calc_nn::{Dense, Network};
    ///
    /// type Net = Network<Dense<3, 2, Relu>>;
    /// let mut w = [0.0; Net::PARAMETERS];
    /// Net::init(&mut w, He, 1);
    /// assert!(w[..6].iter().all(|&w: &f64| w != 0.0 && w.abs() <= 2.0_f64.sqrt()));
    /// assert_eq!(w[6..], [0.0, 0.0]);
    /// ```
    #[allow(clippy::needless_pass_by_value, reason = "initialisers are small")]
    pub fn init<T: Float, const P: usize>(
        parameters: &mut [T; P],
        how: impl Initialiser,
        seed: u64,
    ) {
        Self::check::<P>();
        L::init(parameters, &how, &mut Random::new(seed));
    }

    /// The network's answer to `x`.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_nn::{Dense, Network};
    ///
    /// assert_eq!(Network::<Dense<2, 1>>::forward(&[2.0, 3.0, 0.5], &[10.0, 1.0]), [23.5]);
    /// ```
    #[must_use]
    #[inline]
    pub fn forward<T: Number, const P: usize>(
        parameters: &[T; P],
        x: &Values<L::Input, T>,
    ) -> Values<L::Output, T> {
        Self::check::<P>();
        L::forward(parameters, x)
    }

    /// An empty trace, for [`record`](Network::record); in a `static`, write `Trace::<L, T>::ZERO`.
    #[must_use]
    #[inline]
    pub fn trace<T: Number>() -> Trace<L, T> {
        Trace::<L, T>::ZERO
    }

    /// Tells a trace that what follows is training: layers that are random in training, such as
    /// dropout, are so from now on, by numbers that follow from the seed.
    ///
    /// A trace without a seed records what the network in use answers.
    pub fn seed<T: Number>(trace: &mut Trace<L, T>, seed: u64) {
        L::seed(trace, Some(&mut Random::new(seed)));
    }

    /// Tells a trace that what follows is use, as for a new one.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_nn::{Dropout, Network};
    ///
    /// type Net = Network<Dropout<3, 99>>;
    /// let mut trace = Net::trace();
    /// Net::seed(&mut trace, 1);
    /// assert_ne!(Net::record(&[], &[1.0; 3], &mut trace), &[1.0; 3]);
    /// Net::unseed(&mut trace);
    /// assert_eq!(Net::record(&[], &[1.0; 3], &mut trace), &[1.0; 3]);
    /// ```
    pub fn unseed<T: Number>(trace: &mut Trace<L, T>) {
        L::seed(trace, None);
    }

    /// The network's answer to `x`, with everything that [`backward`](Network::backward) needs.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_nn::loss::{Loss, SquaredError};
    /// use calc_nn::{Dense, Network};
    ///
    /// type Net = Network<Dense<1, 1>>;
    /// let (w, x, target) = ([3.0, 0.5], [2.0], [6.0]);
    ///
    /// let mut trace = Net::trace();
    /// let answer = Net::record(&w, &x, &mut trace);
    /// let (loss, slope) = SquaredError.value_and_slope(answer, &target);
    /// let mut gradient = [0.0; 2];
    /// Net::backward(&w, &x, &trace, &slope, &mut gradient);
    ///
    /// assert_eq!(loss, 0.125); // ½·(6.5 − 6)²
    /// assert_eq!(gradient, [1.0, 0.5]); // 0.5·x and 0.5
    /// ```
    #[inline]
    pub fn record<'t, T: Number, const P: usize>(
        parameters: &[T; P],
        x: &Values<L::Input, T>,
        trace: &'t mut Trace<L, T>,
    ) -> &'t Values<L::Output, T> {
        Self::check::<P>();
        L::record(parameters, x, trace);
        L::output(trace)
    }

    /// Adds `∂L/∂parameters` to `gradient`, given the slopes of the loss by the answers.
    ///
    /// The trace is that of [`record`](Network::record) with the same parameters and the same `x`. The
    /// gradient is added to, so that the gradients of several examples add up; start from zeros.
    #[inline]
    pub fn backward<T: Number, const P: usize>(
        parameters: &[T; P],
        x: &Values<L::Input, T>,
        trace: &Trace<L, T>,
        slopes: &Values<L::Output, T>,
        gradient: &mut [T; P],
    ) {
        Self::check::<P>();
        L::backward_first(parameters, x, trace, slopes, gradient);
    }

    /// `L(net(x), y)`: how wrong the network is on one example.
    ///
    /// The example is data: plain floats, also where the parameters carry derivatives. So the loss of
    /// a network is a function of its parameters that every routine of `calc-multi` takes:
    ///
    /// ```
    /// use calc_multi::gradient;
    /// use calc_nn::loss::SquaredError;
    /// use calc_nn::{Dense, Network};
    ///
    /// type Net = Network<Dense<1, 1>>;
    /// let slopes = gradient(|w| Net::loss(SquaredError, &w, &[2.0], &[6.0]), [3.0, 0.5]);
    /// assert_eq!(slopes, [1.0, 0.5]);
    /// ```
    #[must_use]
    #[inline]
    pub fn loss<T: Number, Y, C, const P: usize>(
        loss: C,
        parameters: &[T; P],
        x: &Values<L::Input, T::Literal>,
        target: &Y,
    ) -> T
    where
        C: Loss<Values<L::Output, T>, Y>,
    {
        Self::check::<P>();
        loss.value(&L::forward(parameters, &Self::lift(x)), target)
    }

    /// The loss on one example, and its gradient by the parameters: one forward and one backward pass.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_nn::loss::SquaredError;
    /// use calc_nn::{Dense, Network};
    ///
    /// type Net = Network<Dense<1, 1>>;
    /// let found = Net::value_and_gradient(SquaredError, &[3.0, 0.5], &[2.0], &[6.0]);
    /// assert_eq!(found, (0.125, [1.0, 0.5]));
    /// ```
    #[must_use]
    #[inline]
    pub fn value_and_gradient<T: Number, Y, C, const P: usize>(
        loss: C,
        parameters: &[T; P],
        x: &Values<L::Input, T::Literal>,
        target: &Y,
    ) -> (T, [T; P])
    where
        C: Loss<Values<L::Output, T>, Y>,
    {
        Self::check::<P>();
        let x = Self::lift(x);
        let mut trace = Self::trace();
        let answer = Self::record(parameters, &x, &mut trace);
        let (value, slopes) = loss.value_and_slope(answer, target);
        let mut gradient = [T::ZERO; P];
        L::backward_first(parameters, &x, &trace, &slopes, &mut gradient);
        (value, gradient)
    }

    /// One step of plain descent on one example, `w ← w − η·∂L/∂w` in place; the loss before the step.
    ///
    /// No gradient is stored: this is the training that takes the least memory and the least time.
    /// For other update rules see [`value_and_gradient`](Network::value_and_gradient), for batches
    /// [`trainer`](Network::trainer).
    ///
    /// # Errors
    ///
    /// [`NotMoved`] says why, and no parameter was touched: the loss or a slope is not finite, or a
    /// parameter might move by more than 10³⁰ (10²⁹¹ in double precision). So parameters that are finite
    /// stay finite, whatever the examples are. The check costs about an operation for each number that goes into
    /// or comes out of a layer, and none for a weight.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_nn::loss::SquaredError;
    /// use calc_nn::{Dense, Network, NotMoved};
    ///
    /// type Net = Network<Dense<1, 1>>;
    /// let mut w = [3.0, 0.5];
    /// let loss = Net::step(SquaredError, &mut w, &[2.0], &[6.0], 0.25)?;
    /// assert_eq!((loss, w), (0.125, [2.75, 0.375])); // the gradient was [1.0, 0.5]
    ///
    /// let broken = Net::step(SquaredError, &mut w, &[f64::INFINITY], &[6.0], 0.25);
    /// assert_eq!((broken, w), (Err(NotMoved::Input { index: 0 }), [2.75, 0.375]));
    /// # Ok::<(), NotMoved>(())
    /// ```
    #[inline]
    pub fn step<T: Float, Y, C, const P: usize>(
        loss: C,
        parameters: &mut [T; P],
        x: &Values<L::Input, T>,
        target: &Y,
        rate: T,
    ) -> Result<T, NotMoved>
    where
        C: Loss<Values<L::Output, T>, Y>,
    {
        let mut trace = Self::trace();
        let answer = Self::record(parameters, x, &mut trace);
        let (value, mut slopes) = loss.value_and_slope(answer, target);
        for slope in slopes.as_mut() {
            *slope *= -rate;
        }
        // NaN if the loss is not finite; what is added only makes it larger.
        let mut reach = value * T::ZERO;
        L::aim_first(parameters, x, &mut trace, &slopes, &mut reach);
        // Less than half of what the largest number is rounded by: added to a finite one, it stays finite.
        if reach < T::MAX * T::EPSILON * T::literal(0.0625) {
            L::descend(parameters, x, &trace);
            Ok(value)
        } else {
            Err(NotMoved::because(x.as_ref(), value, rate))
        }
    }

    /// The mean loss over all examples; NaN if there are none.
    ///
    /// # Accuracy
    ///
    /// The losses are added up together with what each addition rounds away, so that the mean over
    /// millions of examples keeps its digits in single precision, too.
    #[must_use]
    pub fn mean_loss<T: Float, Y, C, const P: usize>(
        loss: C,
        parameters: &[T; P],
        data: &[(Values<L::Input, T>, Y)],
    ) -> T
    where
        C: Loss<Values<L::Output, T>, Y>,
    {
        Self::check::<P>();
        let mut sum = Sum::ZERO;
        for (x, target) in data {
            sum.add(loss.value(&L::forward(parameters, x), target));
        }
        sum.value() / count(data.len())
    }

    /// The mean gradient over a batch of examples, written to `gradient`; the mean loss. NaN, and a
    /// gradient of zeros, if there are none.
    ///
    /// The losses are added up as by [`mean_loss`](Network::mean_loss), the gradients plainly: in single
    /// precision, a batch of `n` examples costs a slope up to `n·6·10⁻⁸` of its size, which is less than the
    /// examples differ by as long as batches have thousands of examples and not millions.
    ///
    /// With it, a loop with everything in your hands has five lines:
    ///
    /// ```
    /// use calc_nn::loss::SquaredError;
    /// use calc_nn::{Dense, Network};
    /// use calc_opt::rule::{Adam, Rule};
    /// use calc_opt::{clip, schedule};
    ///
    /// type Line = Network<Dense<1, 1>>;
    /// let data = [([0.0], [1.0]), ([1.0], [3.0]), ([2.0], [5.0]), ([3.0], [7.0])];
    /// let (mut w, mut gradient) = ([0.0_f64; 2], [0.0; 2]);
    /// let mut rule = Adam::new(0.1);
    ///
    /// for (step, batch) in data.chunks(2).cycle().take(400).enumerate() {
    ///     Line::mean_gradient(SquaredError, &w, batch, &mut gradient);
    ///     clip::by_norm(&mut gradient, 1.0);
    ///     rule.rate = schedule::cosine(0.1, 0.001, 400, step as u32);
    ///     rule.update(&mut w, &gradient);
    /// }
    /// assert!((w[0] - 2.0).abs() < 0.01 && (w[1] - 1.0).abs() < 0.01);
    /// ```
    pub fn mean_gradient<T: Float, Y, C, const P: usize>(
        loss: C,
        parameters: &[T; P],
        data: &[(Values<L::Input, T>, Y)],
        gradient: &mut [T; P],
    ) -> T
    where
        C: Loss<Values<L::Output, T>, Y>,
    {
        Self::check::<P>();
        let (trace, size) = (&mut Self::trace(), data.len());
        let (mut data, all) = (data, 0..size);
        let (sum, _) = gradient_of::<L, _, _, _, P>(
            gradient, trace, loss, parameters, &mut data, all, size, false,
        );
        sum / count(size)
    }

    /// Trains on `data` for a number of epochs, one step per epoch: the common case in one line.
    ///
    /// Each step uses the mean gradient over all examples. For mini-batches, shuffling, an early stop
    /// or a progress bar see [`trainer`](Network::trainer).
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_nn::activation::Tanh;
    /// use calc_nn::init::Glorot;
    /// use calc_nn::loss::BinaryCrossEntropyWithLogits;
    /// use calc_nn::{Dense, Network};
    /// use calc_opt::rule::Adam;
    ///
    /// type Net = Network<(Dense<2, 4, Tanh>, Dense<4, 1>)>;
    /// let xor = [
    ///     ([0.0, 0.0], [0.0]),
    ///     ([0.0, 1.0], [1.0]),
    ///     ([1.0, 0.0], [1.0]),
    ///     ([1.0, 1.0], [0.0]),
    /// ];
    /// let mut w = [0.0; Net::PARAMETERS];
    /// Net::init(&mut w, Glorot, 1);
    /// let report =
    ///     Net::fit(BinaryCrossEntropyWithLogits, &mut w, &xor, &mut Adam::new(0.05), 500);
    /// assert!(report.loss < 0.01);
    /// ```
    pub fn fit<T: Float, Y, C, R, const P: usize>(
        loss: C,
        parameters: &mut [T; P],
        data: &[(Values<L::Input, T>, Y)],
        rule: &mut R,
        epochs: u32,
    ) -> Report<T>
    where
        C: Loss<Values<L::Output, T>, Y>,
        R: Rule<T, P>,
    {
        Self::trainer(epochs).fit(loss, parameters, data, rule)
    }

    /// Training with settings of your own; see [`Trainer`].
    #[must_use]
    pub const fn trainer(epochs: u32) -> Trainer<L> {
        Trainer::new(epochs)
    }

    /// Data as numbers without derivatives.
    #[inline]
    fn lift<T: Number>(x: &Values<L::Input, T::Literal>) -> Values<L::Input, T> {
        let mut lifted = <Values<L::Input, T> as Zero>::ZERO;
        for (to, &from) in lifted.as_mut().iter_mut().zip(x.as_ref()) {
            *to = T::constant(from);
        }
        lifted
    }

    /// Refuses to compile arrays of the wrong length.
    #[inline(always)]
    pub(crate) const fn check<const P: usize>() {
        const {
            assert!(
                P == L::PARAMETERS,
                "the array of parameters has the wrong length: make it `[0.0; Net::PARAMETERS]`"
            );
        }
    }
}
