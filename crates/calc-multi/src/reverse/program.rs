//! A run that can be evaluated again at another point without running the function.

use core::cell::Cell;
use core::cmp::Ordering;
use core::fmt;

use calc_scalar::Number;
use calc_scalar::strong::{self, is_ordinary};

use super::full::TapeFull;
use super::node::{MOST, NOWHERE, Node};
use super::run::{Recorded, Run};
use super::symbol::Symbol;
use super::var::Var;

/// One operation of a [`Program`]: what is done, and to which of the earlier numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Operation<T: Number> {
    Variable,
    Constant(T),
    Negate(u16),
    Shift(u16, T::Literal),
    Scale(u16, T::Literal),
    Unscale(u16, T::Literal),
    Divide(T::Literal, u16),
    Add(u16, u16),
    Subtract(u16, u16),
    Multiply(u16, u16),
    Quotient(u16, u16),
    Unary(fn(T, f64) -> (T, T), f64, u16),
    Binary(fn(T, T) -> (T, T, T), u16, u16),
    /// Two numbers were compared, with this result.
    Compare(u16, u16, Option<Ordering>),
    /// A question about a value had this answer.
    Ask(fn(T) -> bool, bool, u16),
    /// The value was taken out of the program.
    Look(u16, T::Literal),
}

/// The operations of a run, behind shared references: numbers are `Copy` and write to it.
pub(crate) struct Script<A: ?Sized> {
    taken: Cell<u32>,
    room: A,
}

/// Any number of operations.
pub(crate) type Lines<T> = Script<[Cell<Operation<T>>]>;

impl<T: Number> Lines<T> {
    /// Adds an operation and returns its place; where there is no room left it is only counted.
    #[inline]
    pub(crate) fn push(&self, operation: Operation<T>) -> u16 {
        let place = self.taken.get();
        self.taken.set(place.saturating_add(1));
        if let Some(line) = usize::try_from(place)
            .ok()
            .and_then(|place| self.room.get(place))
        {
            line.set(operation);
        }
        // A place beyond the last name is not looked at, since recording fails.
        u16::try_from(place).unwrap_or(NOWHERE)
    }

    fn taken(&self) -> usize {
        usize::try_from(self.taken.get()).unwrap_or(usize::MAX)
    }
}

/// Room for a function `ℝᴺ → ℝᴹ` of at most `CAP` operations that is run once and evaluated anywhere:
/// values and derivatives at other points without running the function again.
///
/// [`record`](Program::record) runs the function on [`Symbol`] numbers and writes down every operation;
/// [`evaluate`](Program::evaluate) goes through them at another point. This serves where the function is
/// expensive for reasons other than its arithmetic, or cannot be called again. Where it can, a
/// [`Tape`](crate::Tape) is smaller and usually faster, since compiled code needs not be interpreted.
///
/// # Edge cases
///
/// What the function decided stays decided: which way an `if` went, how often a loop ran. Every comparison
/// is written down, and where one would come out otherwise at the new point, or where a value that was taken
/// out of the function by [`primal`](calc_scalar::Real::primal) is another one, `evaluate` says so instead
/// of giving the derivative of something else. `abs`, `max`, `relu` and the like are operations, not
/// decisions.
///
/// # Memory
///
/// 64 bytes per operation of the capacity over `f64`: 24 for the operation, 24 for its slopes, 8 for its
/// value and 8 for its adjoint. Literals and constants take operations here.
///
/// # Examples
///
/// ```
/// use calc_multi::Program;
/// use calc_scalar::Real;
///
/// let mut program = Program::<f64, 2, 1, 16>::new();
/// program.record(|[x, y]| [x * y.sin()], [1.0, 0.0])?;
///
/// let mut run = program.evaluate([3.0, 0.0]).unwrap();
/// assert_eq!((run.values(), run.vjp([1.0])), ([0.0], [0.0, 3.0]));
///
/// // A decision that would be another one is not passed over.
/// program.record(|[x, y]| [if x > y { x * x } else { y }], [1.0, 0.0])?;
/// assert_eq!(program.evaluate([3.0, 0.0]).unwrap().vjp([1.0]), [6.0, 0.0]);
/// assert_eq!(program.evaluate([3.0, 4.0]).unwrap_err().decisions, 1);
/// # Ok::<(), calc_multi::TapeFull>(())
/// ```
pub struct Program<T: Number, const N: usize, const M: usize, const CAP: usize> {
    script: Script<[Cell<Operation<T>>; CAP]>,
    outputs: [u16; M],
    values: [T; CAP],
    nodes: [Node<T>; CAP],
    adjoints: [T; CAP],
}

impl<T: Number, const N: usize, const M: usize, const CAP: usize> Program<T, N, M, CAP> {
    /// A program without operations: all outputs are NaN.
    #[must_use]
    pub const fn new() -> Self {
        const {
            assert!(CAP <= MOST, "a program holds at most 65535 operations");
        }
        Self {
            script: Script {
                taken: Cell::new(0),
                room: [const { Cell::new(Operation::Variable) }; CAP],
            },
            outputs: [NOWHERE; M],
            values: [T::ZERO; CAP],
            nodes: [const { Node::new() }; CAP],
            adjoints: [T::ZERO; CAP],
        }
    }

    /// Runs `f` at `x`, where it makes its decisions, and writes down what it does.
    ///
    /// # Errors
    ///
    /// [`TapeFull`] when `f` takes more operations than there is room for; it says how many. The program
    /// is then empty.
    pub fn record<'t>(
        &'t mut self,
        f: impl FnOnce([Symbol<'t, T>; N]) -> [Symbol<'t, T>; M],
        x: [T; N],
    ) -> Result<(), TapeFull> {
        let Self {
            script, outputs, ..
        } = self;
        *outputs = [NOWHERE; M];
        let script: &'t Lines<T> = script;
        script.taken.set(0);
        let y = f(x.map(|value| Symbol::on(script, script.push(Operation::Variable), value)));
        let places = y.map(|y| y.place_on(script));
        let needed = script.taken();
        if needed <= CAP {
            *outputs = places;
            Ok(())
        } else {
            script.taken.set(0);
            Err(TapeFull {
                capacity: CAP,
                needed,
            })
        }
    }

    /// How many operations the program has, variables, constants and decisions included.
    #[must_use]
    pub fn used(&self) -> usize {
        let script: &Lines<T> = &self.script;
        script.taken()
    }

    /// Values and derivatives at `x`: one walk through the operations, and one sweep per derivative asked
    /// for.
    ///
    /// # Errors
    ///
    /// [`Branched`] when the function would have decided otherwise at `x`.
    pub fn evaluate(&mut self, x: [T; N]) -> Result<Recorded<'_, T, N, M>, Branched> {
        let script: &Lines<T> = &self.script;
        for (to, x) in self.values.iter_mut().zip(x) {
            *to = x;
        }
        let nan = T::literal(f64::NAN);
        let mut decisions = 0_u32;
        let used = script.taken();
        let lines = script.room.iter().zip(&self.nodes).enumerate();
        for (i, (line, node)) in lines.take(used).skip(N) {
            let (earlier, rest) = self.values.split_at_mut_checked(i).unwrap_or_default();
            let at = |place: u16| earlier.get(usize::from(place)).copied().unwrap_or(nan);
            let line = line.get();
            if line.is_decided_otherwise(at) {
                decisions = decisions.saturating_add(1);
            }
            let (value, slopes, operands) = line.evaluate(at);
            node.set(slopes, operands);
            if let Some(to) = rest.first_mut() {
                *to = value;
            }
        }
        if decisions > 0 {
            return Err(Branched { decisions });
        }
        let room: &[Node<T>] = &self.nodes;
        let values: &[T] = &self.values;
        let outputs = self.outputs.map(|place| {
            let value = values.get(usize::from(place)).copied().unwrap_or(nan);
            Var::variable(room, usize::from(place), value)
        });
        Ok(Recorded::replayed(
            Run::over(room, &mut self.adjoints, used, N),
            outputs,
        ))
    }
}

impl<T: Number> Operation<T> {
    /// The value, the slopes, and the operands to which they belong.
    #[inline]
    fn evaluate(self, at: impl Fn(u16) -> T) -> (T, [T; 2], [u16; 2]) {
        let one = |value: T, slope, of| (value, [slope, T::ZERO], [of, NOWHERE]);
        // As of the other numbers: a usual factor is the slope also where the value is NaN.
        let factor = |value: T, slope: T, k: T::Literal| {
            if is_ordinary(k) {
                slope
            } else {
                strong::within(value, slope)
            }
        };
        match self {
            Self::Variable => (T::ZERO, [T::ZERO; 2], [NOWHERE; 2]),
            Self::Constant(value) => (value, [T::ZERO; 2], [NOWHERE; 2]),
            Self::Negate(u) => one(-at(u), -T::ONE, u),
            Self::Shift(u, k) => one(at(u) + k, T::ONE, u),
            Self::Scale(u, k) => {
                let value = at(u) * k;
                one(value, factor(value, T::constant(k), k), u)
            }
            Self::Unscale(u, k) => {
                let value = at(u) / k;
                one(value, factor(value, T::ONE / k, k), u)
            }
            Self::Divide(k, u) => {
                let value = T::constant(k) / at(u);
                one(value, -(value / at(u)), u)
            }
            Self::Add(u, v) => (at(u) + at(v), [T::ONE; 2], [u, v]),
            Self::Subtract(u, v) => (at(u) - at(v), [T::ONE, -T::ONE], [u, v]),
            Self::Multiply(u, v) => {
                let value = at(u) * at(v);
                let slopes = [strong::within(value, at(v)), strong::within(value, at(u))];
                (value, slopes, [u, v])
            }
            Self::Quotient(u, v) => {
                let value = at(u) / at(v);
                let slope = strong::within(value, T::ONE / at(v));
                (value, [slope, -(value / at(v))], [u, v])
            }
            Self::Unary(rule, parameter, u) => {
                let (value, slope) = rule(at(u), parameter);
                one(value, slope, u)
            }
            Self::Binary(rule, u, v) => {
                let (value, by_u, by_v) = rule(at(u), at(v));
                (value, [by_u, by_v], [u, v])
            }
            Self::Compare(..) | Self::Ask(..) | Self::Look(..) => {
                (T::ZERO, [T::ZERO; 2], [NOWHERE; 2])
            }
        }
    }

    #[inline]
    fn is_decided_otherwise(self, at: impl Fn(u16) -> T) -> bool {
        match self {
            Self::Compare(u, v, then) => at(u).primal().partial_cmp(&at(v).primal()) != then,
            Self::Ask(question, then, u) => question(at(u)) != then,
            Self::Look(u, then) => at(u).primal() != then,
            _ => false,
        }
    }
}

impl<T: Number, const N: usize, const M: usize, const CAP: usize> Default
    for Program<T, N, M, CAP>
{
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Number, const N: usize, const M: usize, const CAP: usize> fmt::Debug
    for Program<T, N, M, CAP>
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Program")
            .field("capacity", &CAP)
            .field("used", &self.used())
            .finish()
    }
}

/// At this point the recorded function would have decided otherwise: a comparison comes out differently,
/// or a value that was taken out of it is another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Branched {
    /// How many decisions differ.
    pub decisions: u32,
}

impl fmt::Display for Branched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} decisions of the function come out differently at this point: record it again here",
            self.decisions
        )
    }
}

impl core::error::Error for Branched {}
