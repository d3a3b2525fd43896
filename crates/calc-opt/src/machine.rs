//! What all searches of one variable have in common, and the loops over them.

use core::ops::ControlFlow;

use calc_scalar::Float;

/// A search along one variable that asks for one evaluation at a time: [`next`](Machine::next) asks,
/// [`tell`](Machine::tell) answers.
///
/// What it wants to know at a point is its [`Answer`](Machine::Answer): the value alone, value and slope (what
/// [`value_and_derivative`](calc_scalar::value_and_derivative) returns), or a [`Jet`](calc_scalar::Jet). No
/// closure is stored: a machine may be kept across the ticks of a control loop, copied, or driven by measured
/// values. [`run`] and [`try_run`] are the loops over it, [`observed`] shows its steps. For searches of several
/// variables the same is [`Minimizer`](crate::minimize::Minimizer).
pub trait Machine<T> {
    /// What it wants to know at each point.
    type Answer;

    /// What it returns at the end.
    type Report;

    /// The point at which it is wanted; `None` at the end.
    ///
    /// Asked twice without an answer in between, it gives the same point.
    fn next(&mut self) -> Option<T>;

    /// Takes the answer, and returns what is known now; `None` where nothing was asked.
    fn tell(&mut self, answer: Self::Answer) -> Option<Step<T>>;

    /// Ends the search from outside; a reason already found stays.
    fn stop(&mut self);

    /// The report; before the end, that of a search out of evaluations.
    fn report(&self) -> Self::Report;
}

impl<T, M: Machine<T> + ?Sized> Machine<T> for &mut M {
    type Answer = M::Answer;
    type Report = M::Report;

    #[inline]
    fn next(&mut self) -> Option<T> {
        (**self).next()
    }

    #[inline]
    fn tell(&mut self, answer: Self::Answer) -> Option<Step<T>> {
        (**self).tell(answer)
    }

    fn stop(&mut self) {
        (**self).stop();
    }

    #[inline]
    fn report(&self) -> Self::Report {
        (**self).report()
    }
}

/// One evaluation on the way, and what is known after it.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Step<T> {
    /// Runs of `f` up to here, this one included.
    pub evaluations: u32,
    /// The point.
    pub x: T,
    /// `f(x)`.
    pub value: T,
    /// `f′(x)`; NaN for a method without slopes.
    pub slope: T,
    /// The two points between which the root or minimum lies, as far as is known by now; for a method without
    /// a bracket the best point, twice.
    pub bracket: (T, T),
}

impl<T: Float> Step<T> {
    /// A row of zeros, to fill a buffer with.
    #[must_use]
    pub const fn blank() -> Self {
        Self {
            evaluations: 0,
            x: T::ZERO,
            value: T::ZERO,
            slope: T::ZERO,
            bracket: (T::ZERO, T::ZERO),
        }
    }
}

/// What `machine` finds when `evaluate` answers it.
///
/// # Examples
///
/// ```
/// use calc_opt::root::{Newton, Ridders, Search, run};
/// use calc_opt::minimize_scalar::{self, Golden};
///
/// // A method without a function of its own, and a tolerance.
/// let search = Search::new(0.0, 2.0, Ridders::new()).x_abs(1e-9);
/// assert!((run(search, |x| x * x - 2.0)?.x - 2.0_f64.sqrt()).abs() < 1e-9);
///
/// // Value and slope by hand.
/// let root = run(Newton::new(1.0), |x| (x * x - 2.0, 2.0 * x))?;
/// assert!((root.x - 2.0_f64.sqrt()).abs() < 1e-15);
///
/// // A minimum by the same loop.
/// let search = minimize_scalar::Search::new(0.0, 4.0, Golden).unwrap();
/// assert!((run(search, |x| x * x - 2.0 * x).x - 1.0_f64).abs() < 1e-7);
/// # Ok::<(), calc_opt::root::RootError<f64>>(())
/// ```
#[inline]
pub fn run<T, M: Machine<T>>(
    mut machine: M,
    mut evaluate: impl FnMut(T) -> M::Answer,
) -> M::Report {
    while let Some(x) = machine.next() {
        machine.tell(evaluate(x));
    }
    machine.report()
}

/// [`run`] of an `evaluate` that may fail: the first error ends the search.
///
/// # Errors
///
/// Those of `evaluate`; those of a search for a root are inside: `try_run(machine, f)??`. With `&mut machine`
/// nothing is lost: its report has the best point so far, and another [`try_run`] goes on where the first
/// ended.
///
/// # Examples
///
/// ```
/// use calc_opt::root::{Brent, Search, try_run};
///
/// let mut battery = 5;
/// let mut sensor = |x: f64| {
///     battery -= 1;
///     if battery >= 0 { Ok(x * x - 2.0) } else { Err("no answer") }
/// };
/// let mut search = Search::new(0.0, 2.0, Brent::new());
/// assert_eq!(try_run(&mut search, &mut sensor), Err("no answer"));
/// let best = search.result().unwrap_err().best();
/// assert_eq!(best.evaluations, 5);
/// // Another sensor goes on.
/// let root = try_run(&mut search, |x| Ok::<_, ()>(x * x - 2.0)).unwrap()?;
/// assert!((root.x - 2.0_f64.sqrt()).abs() < 1e-15);
/// # Ok::<(), calc_opt::root::RootError<f64>>(())
/// ```
#[inline]
pub fn try_run<T, M: Machine<T>, E>(
    mut machine: M,
    mut evaluate: impl FnMut(T) -> Result<M::Answer, E>,
) -> Result<M::Report, E> {
    while let Some(x) = machine.next() {
        machine.tell(evaluate(x)?);
    }
    Ok(machine.report())
}

/// `machine`, whose every evaluation is shown to `observer`, which may stop it.
///
/// # Examples
///
/// ```
/// use core::ops::ControlFlow;
///
/// use calc_opt::Stopped;
/// use calc_opt::root::{Brent, Search, Step, observed, run};
///
/// let f = |x: f64| x * x - 2.0;
///
/// // The history, without an allocator.
/// let mut history = heapless::Vec::<Step<f64>, 32>::new();
/// let search = observed(Search::new(0.0, 2.0, Brent::new()), |step| {
///     let _ = history.push(*step);
///     ControlFlow::Continue(())
/// });
/// let root = run(search, f)?;
/// assert_eq!(history.len() as u32, root.evaluations);
/// assert_eq!(history.last().unwrap().bracket, root.bracket);
///
/// // A rule of one's own to stop by.
/// let early = observed(Search::new(0.0_f64, 2.0, Brent::new()), |step| {
///     if step.value.abs() < 1e-3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
/// });
/// let best = run(early, f).unwrap_err().best();
/// assert_eq!(best.stopped, Stopped::ByObserver);
/// assert!(best.value.abs() < 1e-3);
/// # Ok::<(), calc_opt::root::RootError<f64>>(())
/// ```
#[must_use]
pub fn observed<T, M, O>(machine: M, observer: O) -> Observed<M, O>
where
    M: Machine<T>,
    O: FnMut(&Step<T>) -> ControlFlow<()>,
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

impl<T, M, O> Machine<T> for Observed<M, O>
where
    M: Machine<T>,
    O: FnMut(&Step<T>) -> ControlFlow<()>,
{
    type Answer = M::Answer;
    type Report = M::Report;

    fn next(&mut self) -> Option<T> {
        self.machine.next()
    }

    fn tell(&mut self, answer: Self::Answer) -> Option<Step<T>> {
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

    fn report(&self) -> Self::Report {
        self.machine.report()
    }
}

/// An observer that writes the history into `rows`, as far as they reach.
///
/// # Examples
///
/// ```
/// use calc_opt::minimize_scalar::{Quartic, Search, Step, observed, record, run};
///
/// let mut rows = [Step::blank(); 20];
/// let search = Search::new(0.0, 4.0, Quartic::new())?;
/// let minimum = run(observed(search, record(&mut rows)), |x: f64| x * x - 2.0 * x);
/// assert_eq!(rows[2].evaluations, 3);
/// assert!(rows.iter().any(|row| row.x == minimum.x && row.value == minimum.value));
/// # Ok::<(), calc_opt::NotAnInterval<f64>>(())
/// ```
pub fn record<T: Copy>(rows: &mut [Step<T>]) -> impl FnMut(&Step<T>) -> ControlFlow<()> + '_ {
    let mut free = rows.iter_mut();
    move |step| {
        if let Some(row) = free.next() {
            *row = *step;
        }
        ControlFlow::Continue(())
    }
}

/// The machine of a type that has `next`, `stop` and `tell` of its own.
macro_rules! machine {
    ($Machine:ty, [$($M:tt)*], $Report:ty, $report:ident, value) => {
        impl<T: Float, $($M)*> Machine<T> for $Machine {
            type Answer = T;
            type Report = $Report;

            $crate::machine::machine!(@common $report);

            #[inline]
            fn tell(&mut self, value: T) -> Option<Step<T>> {
                let x = self.next()?;
                self.tell(value);
                Some(Step { evaluations: self.evaluations(), x, value, slope: T::NAN, bracket: self.around() })
            }
        }
    };
    ($Machine:ty, [$($M:tt)*], $Report:ty, $report:ident, slope) => {
        impl<T: Float, $($M)*> Machine<T> for $Machine {
            type Answer = (T, T);
            type Report = $Report;

            $crate::machine::machine!(@common $report);

            #[inline]
            fn tell(&mut self, (value, slope): (T, T)) -> Option<Step<T>> {
                let x = self.next()?;
                self.tell(value, slope);
                Some(Step { evaluations: self.evaluations(), x, value, slope, bracket: self.around() })
            }
        }
    };
    (@common $report:ident) => {
        #[inline]
        fn next(&mut self) -> Option<T> {
            self.next()
        }

        fn stop(&mut self) {
            self.stop();
        }

        #[inline]
        fn report(&self) -> Self::Report {
            self.$report()
        }
    };
}

pub(crate) use machine;
