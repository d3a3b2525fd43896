//! What a layer must be able to do, and layers one after the other.

use core::fmt::Debug;

use calc_scalar::{Float, Number};

use crate::health::LayerHealth;
use crate::init::Initialiser;
use crate::random::Random;
use crate::shape::Shape;
use crate::width::{Feeds, Values, Width, Zero};

/// A part of a network: a type that knows its shape, its answer and its own backward pass.
///
/// A layer holds no numbers. Its parameters are a part of one flat array that belongs to the caller,
/// so a network is a function of that array like any other: every update rule moves it, every
/// derivative of `calc-multi` can be taken of it.
///
/// A pair `(A, B)` of layers is a layer, the second fed by the first; so are three to eight.
/// Implement this trait for a layer of your own; use [`Network`](crate::Network) to run one.
///
/// # Edge cases
///
/// A slice of parameters that is too short counts as filled up with zeros; [`Network`](crate::Network)
/// checks the length when the program is compiled.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layer",
    label = "expected a layer, such as `Dense<2, 4, Tanh>`, or a tuple of two to eight layers",
    note = "three `Dense` layers: `Network<(Dense<2, 8, Tanh>, Dense<8, 8, Tanh>, Dense<8, 1>)>`"
)]
pub trait Layer {
    /// How many parameters the layer has.
    const PARAMETERS: usize;

    /// What saved files call the layer: its kind, its sizes, its activation.
    const SHAPE: Shape;

    /// How many numbers the layer takes.
    type Input: Width;

    /// How many numbers the layer gives.
    type Output: Width;

    /// What the forward pass keeps for the backward pass.
    type Trace<T: Number>: Zero + Debug;

    /// The layer's answer to `x`; nothing is kept. This is the layer in use: nothing is random.
    #[must_use]
    fn forward<T: Number>(parameters: &[T], x: &Values<Self::Input, T>) -> Values<Self::Output, T>;

    /// The layer's answer to `x`, with everything that the backward pass needs.
    ///
    /// It has the bits of [`forward`](Layer::forward), unless the trace was given random numbers by
    /// [`seed`](Layer::seed): then a layer that behaves otherwise in training, such as dropout, does.
    fn record<T: Number>(parameters: &[T], x: &Values<Self::Input, T>, trace: &mut Self::Trace<T>);

    /// The answer that was recorded.
    #[must_use]
    fn output<T: Number>(trace: &Self::Trace<T>) -> &Values<Self::Output, T>;

    /// Adds `∂L/∂parameters` to `gradient` and returns `∂L/∂x`, given `slopes = ∂L/∂output`.
    fn backward<T: Number>(
        parameters: &[T],
        x: &Values<Self::Input, T>,
        trace: &Self::Trace<T>,
        slopes: &Values<Self::Output, T>,
        gradient: &mut [T],
    ) -> Values<Self::Input, T>;

    /// [`backward`](Layer::backward) for the first layer of a network, whose `∂L/∂x` nobody needs.
    fn backward_first<T: Number>(
        parameters: &[T],
        x: &Values<Self::Input, T>,
        trace: &Self::Trace<T>,
        slopes: &Values<Self::Output, T>,
        gradient: &mut [T],
    ) {
        let _ = Self::backward(parameters, x, trace, slopes, gradient);
    }

    /// [`record`](Layer::record) for several examples, side by side: each weight is loaded once for all of
    /// them.
    ///
    /// The bits are those of one example after the other with one trace. What a layer without weights
    /// need not provide, but one that is random in training relies on: the first trace is that of the
    /// example before, and each is copied to the next before it is recorded.
    fn record_all<T: Float, const M: usize>(
        parameters: &[T],
        x: [&Values<Self::Input, T>; M],
        traces: [&mut Self::Trace<T>; M],
    ) {
        let mut before: Option<&mut Self::Trace<T>> = None;
        for (x, trace) in x.into_iter().zip(traces) {
            if let Some(before) = before {
                *trace = *before;
            }
            Self::record(parameters, x, trace);
            before = Some(trace);
        }
    }

    /// [`backward`](Layer::backward) for several examples, side by side; to each slope by a parameter their
    /// terms are added in the order of the examples.
    fn backward_all<T: Float, const M: usize>(
        parameters: &[T],
        x: [&Values<Self::Input, T>; M],
        traces: [&Self::Trace<T>; M],
        slopes: [&Values<Self::Output, T>; M],
        gradient: &mut [T],
    ) -> [Values<Self::Input, T>; M] {
        let mut by_x = [<Values<Self::Input, T> as Zero>::ZERO; M];
        let examples = x.into_iter().zip(traces).zip(slopes);
        for (by_x, ((x, trace), slopes)) in by_x.iter_mut().zip(examples) {
            *by_x = Self::backward(parameters, x, trace, slopes, gradient);
        }
        by_x
    }

    /// [`backward_first`](Layer::backward_first) for several examples, side by side.
    fn backward_first_all<T: Float, const M: usize>(
        parameters: &[T],
        x: [&Values<Self::Input, T>; M],
        traces: [&Self::Trace<T>; M],
        slopes: [&Values<Self::Output, T>; M],
        gradient: &mut [T],
    ) {
        for ((x, trace), slopes) in x.into_iter().zip(traces).zip(slopes) {
            Self::backward_first(parameters, x, trace, slopes, gradient);
        }
    }

    /// The first half of a step of plain descent that stores no gradient: finds out what each parameter
    /// will be moved by, and moves none. Given `slopes = −η·∂L/∂output`, returns `−η·∂L/∂x`.
    ///
    /// What [`descend`](Layer::descend) needs to know it keeps in the trace, in the place of what only the
    /// backward pass needs. To `reach` it adds at least the size of the largest change: NaN or infinity if
    /// one is not finite.
    ///
    /// A layer without parameters need not provide it. One with parameters that does not cannot be
    /// trained in place, which the compiler says where somebody tries.
    fn aim<T: Float>(
        parameters: &[T],
        x: &Values<Self::Input, T>,
        trace: &mut Self::Trace<T>,
        slopes: &Values<Self::Output, T>,
        reach: &mut T,
    ) -> Values<Self::Input, T> {
        const {
            assert!(
                Self::PARAMETERS == 0,
                "a layer with parameters must implement `Layer::aim` and `Layer::descend` to be trained in place"
            );
        }
        let _ = reach;
        Self::backward(parameters, x, trace, slopes, &mut [])
    }

    /// [`aim`](Layer::aim) for the first layer of a network, whose `−η·∂L/∂x` nobody needs.
    fn aim_first<T: Float>(
        parameters: &[T],
        x: &Values<Self::Input, T>,
        trace: &mut Self::Trace<T>,
        slopes: &Values<Self::Output, T>,
        reach: &mut T,
    ) {
        let _ = Self::aim(parameters, x, trace, slopes, reach);
    }

    /// The second half of a step of plain descent: adds `−η·∂L/∂parameters` to the parameters themselves,
    /// with `x` and the trace of [`aim`](Layer::aim).
    ///
    /// A layer without parameters need not provide it.
    fn descend<T: Float>(parameters: &mut [T], x: &Values<Self::Input, T>, trace: &Self::Trace<T>) {
        const {
            assert!(
                Self::PARAMETERS == 0,
                "a layer with parameters must implement `Layer::aim` and `Layer::descend` to be trained in place"
            );
        }
        let _ = (parameters, x, trace);
    }

    /// Tells the trace that what follows is training, and gives it random numbers of its own; or, with
    /// `None`, that it is use.
    ///
    /// A new trace records what the network in use answers. A layer in which training is random keeps a
    /// [`Random`] in its trace, `None` at first, and sets it to `random.map(Random::split)` here; each
    /// [`record`](Layer::record) goes on with it. Other layers have nothing to do.
    fn seed<T: Number>(trace: &mut Self::Trace<T>, random: Option<&mut Random>) {
        let _ = (trace, random);
    }

    /// Keeps, unit by unit, the largest size of answer and slope that a recorded example has shown;
    /// for [`diagnose`](Layer::diagnose). A layer without units of its own has nothing to keep.
    fn keep_largest<T: Float>(trace: &Self::Trace<T>, largest: &mut Self::Trace<T>) {
        let _ = (trace, largest);
    }

    /// Says how the layer does, given the gradient and the largest answers and slopes of its units:
    /// calls `tell` once per layer that has something to say.
    fn diagnose<T: Float>(
        parameters: &[T],
        gradient: &[T],
        largest: &Self::Trace<T>,
        tell: &mut impl FnMut(LayerHealth<T>),
    ) {
        let _ = (parameters, gradient, largest, tell);
    }

    /// Sets the parameters to what training starts from.
    fn init<T: Float>(parameters: &mut [T], how: &impl Initialiser, random: &mut Random);
}

/// The first `n` parameters, and the rest.
#[inline]
pub(crate) fn split<T>(parameters: &[T], n: usize) -> (&[T], &[T]) {
    parameters.split_at_checked(n).unwrap_or((parameters, &[]))
}

/// The first `n` parameters, and the rest, to write to.
#[inline]
pub(crate) fn split_mut<T>(parameters: &mut [T], n: usize) -> (&mut [T], &mut [T]) {
    let n = n.min(parameters.len());
    parameters.split_at_mut_checked(n).unwrap_or_default()
}

impl<A: Layer, B: Layer> Layer for (A, B)
where
    A::Output: Feeds<B::Input>,
{
    const PARAMETERS: usize = A::PARAMETERS + B::PARAMETERS;
    const SHAPE: Shape = A::SHAPE.then(B::SHAPE);

    type Input = A::Input;
    type Output = B::Output;
    type Trace<T: Number> = (A::Trace<T>, B::Trace<T>);

    #[inline]
    fn forward<T: Number>(parameters: &[T], x: &Values<Self::Input, T>) -> Values<Self::Output, T> {
        let (first, second) = split(parameters, A::PARAMETERS);
        B::forward(second, A::Output::pass(&A::forward(first, x)))
    }

    #[inline]
    fn record<T: Number>(parameters: &[T], x: &Values<Self::Input, T>, trace: &mut Self::Trace<T>) {
        let (first, second) = split(parameters, A::PARAMETERS);
        A::record(first, x, &mut trace.0);
        B::record(second, A::Output::pass(A::output(&trace.0)), &mut trace.1);
    }

    #[inline]
    fn output<T: Number>(trace: &Self::Trace<T>) -> &Values<Self::Output, T> {
        B::output(&trace.1)
    }

    #[inline]
    fn backward<T: Number>(
        parameters: &[T],
        x: &Values<Self::Input, T>,
        trace: &Self::Trace<T>,
        slopes: &Values<Self::Output, T>,
        gradient: &mut [T],
    ) -> Values<Self::Input, T> {
        let (first, second) = split(parameters, A::PARAMETERS);
        let (by_first, by_second) = split_mut(gradient, A::PARAMETERS);
        let hidden = A::Output::pass(A::output(&trace.0));
        let between = B::backward(second, hidden, &trace.1, slopes, by_second);
        A::backward(first, x, &trace.0, A::Output::pass_back(&between), by_first)
    }

    #[inline]
    fn backward_first<T: Number>(
        parameters: &[T],
        x: &Values<Self::Input, T>,
        trace: &Self::Trace<T>,
        slopes: &Values<Self::Output, T>,
        gradient: &mut [T],
    ) {
        let (first, second) = split(parameters, A::PARAMETERS);
        let (by_first, by_second) = split_mut(gradient, A::PARAMETERS);
        let hidden = A::Output::pass(A::output(&trace.0));
        let between = B::backward(second, hidden, &trace.1, slopes, by_second);
        A::backward_first(first, x, &trace.0, A::Output::pass_back(&between), by_first);
    }

    #[inline]
    fn record_all<T: Float, const M: usize>(
        parameters: &[T],
        x: [&Values<Self::Input, T>; M],
        mut traces: [&mut Self::Trace<T>; M],
    ) {
        let (first, second) = split(parameters, A::PARAMETERS);
        A::record_all(first, x, traces.each_mut().map(|trace| &mut trace.0));
        let traces = traces.map(|trace| (&trace.0, &mut trace.1));
        let hidden = traces
            .each_ref()
            .map(|(first, _)| A::Output::pass(A::output(first)));
        B::record_all(second, hidden, traces.map(|(_, second)| second));
    }

    #[inline]
    fn backward_all<T: Float, const M: usize>(
        parameters: &[T],
        x: [&Values<Self::Input, T>; M],
        traces: [&Self::Trace<T>; M],
        slopes: [&Values<Self::Output, T>; M],
        gradient: &mut [T],
    ) -> [Values<Self::Input, T>; M] {
        let (first, second) = split(parameters, A::PARAMETERS);
        let (by_first, by_second) = split_mut(gradient, A::PARAMETERS);
        let hidden = traces.map(|trace| A::Output::pass(A::output(&trace.0)));
        let of_second = traces.map(|trace| &trace.1);
        let between = B::backward_all(second, hidden, of_second, slopes, by_second);
        let slopes = between
            .each_ref()
            .map(|slopes| A::Output::pass_back(slopes));
        A::backward_all(first, x, traces.map(|trace| &trace.0), slopes, by_first)
    }

    #[inline]
    fn backward_first_all<T: Float, const M: usize>(
        parameters: &[T],
        x: [&Values<Self::Input, T>; M],
        traces: [&Self::Trace<T>; M],
        slopes: [&Values<Self::Output, T>; M],
        gradient: &mut [T],
    ) {
        let (first, second) = split(parameters, A::PARAMETERS);
        let (by_first, by_second) = split_mut(gradient, A::PARAMETERS);
        let hidden = traces.map(|trace| A::Output::pass(A::output(&trace.0)));
        let of_second = traces.map(|trace| &trace.1);
        let between = B::backward_all(second, hidden, of_second, slopes, by_second);
        let slopes = between
            .each_ref()
            .map(|slopes| A::Output::pass_back(slopes));
        A::backward_first_all(first, x, traces.map(|trace| &trace.0), slopes, by_first);
    }

    #[inline]
    fn aim<T: Float>(
        parameters: &[T],
        x: &Values<Self::Input, T>,
        trace: &mut Self::Trace<T>,
        slopes: &Values<Self::Output, T>,
        reach: &mut T,
    ) -> Values<Self::Input, T> {
        let (first, second) = split(parameters, A::PARAMETERS);
        let hidden = A::Output::pass(A::output(&trace.0));
        let between = B::aim(second, hidden, &mut trace.1, slopes, reach);
        let slopes = A::Output::pass_back(&between);
        A::aim(first, x, &mut trace.0, slopes, reach)
    }

    #[inline]
    fn aim_first<T: Float>(
        parameters: &[T],
        x: &Values<Self::Input, T>,
        trace: &mut Self::Trace<T>,
        slopes: &Values<Self::Output, T>,
        reach: &mut T,
    ) {
        let (first, second) = split(parameters, A::PARAMETERS);
        let hidden = A::Output::pass(A::output(&trace.0));
        let between = B::aim(second, hidden, &mut trace.1, slopes, reach);
        let slopes = A::Output::pass_back(&between);
        A::aim_first(first, x, &mut trace.0, slopes, reach);
    }

    #[inline]
    fn descend<T: Float>(parameters: &mut [T], x: &Values<Self::Input, T>, trace: &Self::Trace<T>) {
        let (first, second) = split_mut(parameters, A::PARAMETERS);
        A::descend(first, x, &trace.0);
        B::descend(second, A::Output::pass(A::output(&trace.0)), &trace.1);
    }

    fn keep_largest<T: Float>(trace: &Self::Trace<T>, largest: &mut Self::Trace<T>) {
        A::keep_largest(&trace.0, &mut largest.0);
        B::keep_largest(&trace.1, &mut largest.1);
    }

    fn diagnose<T: Float>(
        parameters: &[T],
        gradient: &[T],
        largest: &Self::Trace<T>,
        tell: &mut impl FnMut(LayerHealth<T>),
    ) {
        let (first, second) = split(parameters, A::PARAMETERS);
        let (by_first, by_second) = split(gradient, A::PARAMETERS);
        A::diagnose(first, by_first, &largest.0, tell);
        B::diagnose(second, by_second, &largest.1, tell);
    }

    fn seed<T: Number>(trace: &mut Self::Trace<T>, mut random: Option<&mut Random>) {
        A::seed(&mut trace.0, random.as_deref_mut());
        B::seed(&mut trace.1, random);
    }

    fn init<T: Float>(parameters: &mut [T], how: &impl Initialiser, random: &mut Random) {
        let (first, second) = split_mut(parameters, A::PARAMETERS);
        A::init(first, how, random);
        B::init(second, how, random);
    }
}

/// A longer tuple is the pair of its first layer and the rest.
macro_rules! tuple {
    ($First:ident, $($Rest:ident),+) => {
        impl<$First: Layer, $($Rest: Layer),+> Layer for ($First, $($Rest),+)
        where
            ($($Rest,)+): Layer,
            $First::Output: Feeds<<($($Rest,)+) as Layer>::Input>,
        {
            const PARAMETERS: usize = <($First, ($($Rest,)+)) as Layer>::PARAMETERS;
            const SHAPE: Shape = <($First, ($($Rest,)+)) as Layer>::SHAPE;

            type Input = $First::Input;
            type Output = <($($Rest,)+) as Layer>::Output;
            type Trace<T: Number> = <($First, ($($Rest,)+)) as Layer>::Trace<T>;

            #[inline]
            fn forward<T: Number>(
                parameters: &[T],
                x: &Values<Self::Input, T>,
            ) -> Values<Self::Output, T> {
                <($First, ($($Rest,)+)) as Layer>::forward(parameters, x)
            }

            #[inline]
            fn record<T: Number>(
                parameters: &[T],
                x: &Values<Self::Input, T>,
                trace: &mut Self::Trace<T>,
            ) {
                <($First, ($($Rest,)+)) as Layer>::record(parameters, x, trace);
            }

            #[inline]
            fn output<T: Number>(trace: &Self::Trace<T>) -> &Values<Self::Output, T> {
                <($First, ($($Rest,)+)) as Layer>::output(trace)
            }

            #[inline]
            fn backward<T: Number>(
                parameters: &[T],
                x: &Values<Self::Input, T>,
                trace: &Self::Trace<T>,
                slopes: &Values<Self::Output, T>,
                gradient: &mut [T],
            ) -> Values<Self::Input, T> {
                <($First, ($($Rest,)+)) as Layer>::backward(parameters, x, trace, slopes, gradient)
            }

            #[inline]
            fn backward_first<T: Number>(
                parameters: &[T],
                x: &Values<Self::Input, T>,
                trace: &Self::Trace<T>,
                slopes: &Values<Self::Output, T>,
                gradient: &mut [T],
            ) {
                <($First, ($($Rest,)+)) as Layer>::backward_first(parameters, x, trace, slopes, gradient);
            }

            #[inline]
            fn record_all<T: Float, const M: usize>(
                parameters: &[T],
                x: [&Values<Self::Input, T>; M],
                traces: [&mut Self::Trace<T>; M],
            ) {
                <($First, ($($Rest,)+)) as Layer>::record_all(parameters, x, traces);
            }

            #[inline]
            fn backward_all<T: Float, const M: usize>(
                parameters: &[T],
                x: [&Values<Self::Input, T>; M],
                traces: [&Self::Trace<T>; M],
                slopes: [&Values<Self::Output, T>; M],
                gradient: &mut [T],
            ) -> [Values<Self::Input, T>; M] {
                <($First, ($($Rest,)+)) as Layer>::backward_all(parameters, x, traces, slopes, gradient)
            }

            #[inline]
            fn backward_first_all<T: Float, const M: usize>(
                parameters: &[T],
                x: [&Values<Self::Input, T>; M],
                traces: [&Self::Trace<T>; M],
                slopes: [&Values<Self::Output, T>; M],
                gradient: &mut [T],
            ) {
                <($First, ($($Rest,)+)) as Layer>::backward_first_all(parameters, x, traces, slopes, gradient);
            }

            #[inline]
            fn aim<T: Float>(
                parameters: &[T],
                x: &Values<Self::Input, T>,
                trace: &mut Self::Trace<T>,
                slopes: &Values<Self::Output, T>,
                reach: &mut T,
            ) -> Values<Self::Input, T> {
                <($First, ($($Rest,)+)) as Layer>::aim(parameters, x, trace, slopes, reach)
            }

            #[inline]
            fn aim_first<T: Float>(
                parameters: &[T],
                x: &Values<Self::Input, T>,
                trace: &mut Self::Trace<T>,
                slopes: &Values<Self::Output, T>,
                reach: &mut T,
            ) {
                <($First, ($($Rest,)+)) as Layer>::aim_first(parameters, x, trace, slopes, reach);
            }

            #[inline]
            fn descend<T: Float>(
                parameters: &mut [T],
                x: &Values<Self::Input, T>,
                trace: &Self::Trace<T>,
            ) {
                <($First, ($($Rest,)+)) as Layer>::descend(parameters, x, trace);
            }

            fn keep_largest<T: Float>(trace: &Self::Trace<T>, largest: &mut Self::Trace<T>) {
                <($First, ($($Rest,)+)) as Layer>::keep_largest(trace, largest);
            }

            fn diagnose<T: Float>(
                parameters: &[T],
                gradient: &[T],
                largest: &Self::Trace<T>,
                tell: &mut impl FnMut(LayerHealth<T>),
            ) {
                <($First, ($($Rest,)+)) as Layer>::diagnose(parameters, gradient, largest, tell);
            }

            fn seed<T: Number>(trace: &mut Self::Trace<T>, random: Option<&mut Random>) {
                <($First, ($($Rest,)+)) as Layer>::seed(trace, random);
            }

            fn init<T: Float>(parameters: &mut [T], how: &impl Initialiser, random: &mut Random) {
                <($First, ($($Rest,)+)) as Layer>::init(parameters, how, random);
            }
        }
    };
}

tuple!(A, B, C);
tuple!(A, B, C, D);
tuple!(A, B, C, D, E);
tuple!(A, B, C, D, E, F);
tuple!(A, B, C, D, E, F, G);
tuple!(A, B, C, D, E, F, G, H);
