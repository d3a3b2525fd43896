//! What all minimisers have in common, and the loops over them.

use core::ops::ControlFlow;

use super::report::{Minimum, Step};

/// A search for a minimum that asks for one evaluation at a time: [`next`](Minimizer::next) asks,
/// [`tell`](Minimizer::tell) answers.
///
/// What it asks about is its [`Question`](Minimizer::Question), a point, or a point and a vector; what it wants
/// to know is its [`Answer`](Minimizer::Answer): the value alone, value and gradient (what
/// [`value_and_gradient`](calc_multi::value_and_gradient) returns), or value, gradient and Hessian, or its
/// product with the vector. No closure is stored: a machine may be kept across the ticks of a control loop,
/// copied, or driven by measured values. [`run`] and [`try_run`] are the loops over it, [`observed`] shows its
/// steps.
pub trait Minimizer<T, const N: usize> {
    /// What it asks about: a point `[T; N]`; for [`NewtonCg`](super::NewtonCg) a point and a vector.
    type Question;

    /// What it wants to know there.
    type Answer;

    /// Where it is wanted; `None` at the end.
    ///
    /// Asked twice without an answer in between, it asks the same.
    fn next(&mut self) -> Option<Self::Question>;

    /// Takes the answer; returns the step if this point is one, and not just a trial.
    fn tell(&mut self, answer: Self::Answer) -> Option<Step<T, N>>;

    /// Ends the search from outside; a reason already found stays.
    fn stop(&mut self);

    /// The report; before the end, that of a search stopped now.
    fn minimum(&self) -> Minimum<T, N>;
}

impl<T, const N: usize, M: Minimizer<T, N> + ?Sized> Minimizer<T, N> for &mut M {
    type Question = M::Question;
    type Answer = M::Answer;

    fn next(&mut self) -> Option<Self::Question> {
        (**self).next()
    }

    fn tell(&mut self, answer: Self::Answer) -> Option<Step<T, N>> {
        (**self).tell(answer)
    }

    fn stop(&mut self) {
        (**self).stop();
    }

    fn minimum(&self) -> Minimum<T, N> {
        (**self).minimum()
    }
}

/// The minimum that `machine` finds when `evaluate` answers it.
///
/// For gradients by reverse mode, from a measurement, or written by hand; and for settings of a method
/// that its function does not take.
///
/// # Examples
///
/// ```
/// use calc_multi::value_and_gradient;
/// use calc_opt::minimize::{Descent, Limits, run};
/// use calc_opt::rule::Sgd;
///
/// // Value and gradient by hand, computed together.
/// let descent = Descent::new([5.0], Sgd::new(0.5), Limits::new());
/// let minimum = run(descent, |[x]: [f64; 1]| (x * x, [2.0 * x]));
/// assert_eq!((minimum.x, minimum.iterations), ([0.0], 1));
///
/// // The same by dual numbers.
/// assert_eq!(run(descent, |x| value_and_gradient(|[x]| x * x, x)), minimum);
/// ```
pub fn run<T, const N: usize, M: Minimizer<T, N>>(
    mut machine: M,
    mut evaluate: impl FnMut(M::Question) -> M::Answer,
) -> Minimum<T, N> {
    while let Some(x) = machine.next() {
        machine.tell(evaluate(x));
    }
    machine.minimum()
}

/// [`run`] of an `evaluate` that may fail: the first error ends the search.
///
/// # Errors
///
/// Those of `evaluate`. With `&mut machine` nothing is lost: `machine.minimum()` has the best point so far,
/// and another [`try_run`] goes on where the first ended.
///
/// # Examples
///
/// ```
/// use calc_opt::minimize::{Descent, Limits, try_run};
/// use calc_opt::rule::Sgd;
///
/// // A function over dual numbers whose `?` ends the search.
/// use calc_multi::try_value_and_gradient;
/// use calc_opt::minimize::{LineDescent, direction::Bfgs, line_search::MoreThuente};
/// use calc_scalar::Real;
///
/// fn ratio<R: Real>([x, y]: [R; 2]) -> Result<R, &'static str> {
///     if y == 0.0 { Err("division by zero") } else { Ok((x / y - 2.0).powi(2) + (y - 3.0).powi(2)) }
/// }
/// let bfgs = LineDescent::new([1.0, 1.0], Bfgs::new(), MoreThuente::new(), Limits::new());
/// let minimum = try_run(bfgs, |x| try_value_and_gradient(ratio, x))?;
/// assert!((minimum.x[0] - 6.0_f64).abs() < 1e-6);
///
/// // A sensor that falls silent.
/// let mut budget = 3;
/// let mut sensor = |[x]: [f64; 1]| {
///     budget -= 1;
///     if budget > 0 { Ok((x * x, [2.0 * x])) } else { Err("no answer") }
/// };
/// let mut descent = Descent::new([5.0], Sgd::new(0.1), Limits::new());
/// assert_eq!(try_run(&mut descent, &mut sensor), Err("no answer"));
/// assert_eq!(descent.minimum().x, [4.0]);
/// # Ok::<(), &str>(())
/// ```
pub fn try_run<T, const N: usize, M: Minimizer<T, N>, E>(
    mut machine: M,
    mut evaluate: impl FnMut(M::Question) -> Result<M::Answer, E>,
) -> Result<Minimum<T, N>, E> {
    while let Some(x) = machine.next() {
        machine.tell(evaluate(x)?);
    }
    Ok(machine.minimum())
}

/// `machine`, whose every step, the start included, is shown to `observer`, which may stop it.
///
/// # Examples
///
/// ```
/// use std::ops::ControlFlow;
///
/// use calc_opt::minimize::{Descent, Limits, observed, run};
/// use calc_opt::{Stopped, rule::Sgd};
///
/// let descent = Descent::new([5.0], Sgd::new(0.1), Limits::new());
/// let minimum = run(
///     observed(descent, |step| {
///         if step.value < 1.0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
///     }),
///     |[x]: [f64; 1]| (x * x, [2.0 * x]),
/// );
/// assert_eq!(minimum.stopped, Stopped::ByObserver);
/// assert!(minimum.value < 1.0);
/// ```
#[must_use]
pub fn observed<T, const N: usize, M, O>(machine: M, observer: O) -> Observed<M, O>
where
    M: Minimizer<T, N>,
    O: FnMut(&Step<T, N>) -> ControlFlow<()>,
{
    Observed { machine, observer }
}

/// A machine and who watches it: see [`observed`].
#[derive(Clone, Copy, Debug)]
pub struct Observed<M, O> {
    /// The machine.
    pub machine: M,
    /// Who watches it.
    pub observer: O,
}

impl<T, const N: usize, M, O> Minimizer<T, N> for Observed<M, O>
where
    M: Minimizer<T, N>,
    O: FnMut(&Step<T, N>) -> ControlFlow<()>,
{
    type Question = M::Question;
    type Answer = M::Answer;

    fn next(&mut self) -> Option<Self::Question> {
        self.machine.next()
    }

    fn tell(&mut self, answer: Self::Answer) -> Option<Step<T, N>> {
        let step = self.machine.tell(answer);
        if let Some(step) = &step
            && (self.observer)(step).is_break()
        {
            self.machine.stop();
        }
        step
    }

    fn stop(&mut self) {
        self.machine.stop();
    }

    fn minimum(&self) -> Minimum<T, N> {
        self.machine.minimum()
    }
}
