//! Kinks: which operation of a function sits on one, and what the function does on both sides.

mod germ;
mod places;

use core::cell::Cell;
use core::fmt;

use crate::float::Float;
use germ::Log;
pub use germ::{Germ, Start};

/// Where the operations of `f` have kinks at `x`, and the one-sided derivatives of `f` there.
///
/// `f` is run three times: at `x`, and on the germs `x + t` and `x − t` for a `t` that is positive and
/// smaller than any number. A germ knows on which side of a kink it lies, so the one-sided slopes are
/// exact: `|x|` at 0 has −1 and 1, `x·|x|` has 0 and 0, `⌊x⌋` at 2 has the value 1 on the left.
///
/// # Shapes and units
///
/// `f: ℝ → ℝ`, over [`Real`](crate::Real); a function with a name is given as `|x| f(x)`. `CAP` kinks are kept, 8 if nothing else is asked for; the
/// rest is counted.
///
/// # Edge cases
///
/// Seen are `abs`, `relu`, `leaky_relu`, `elu`, `max`, `min` (and `clamp`, which is made of them),
/// `floor`, `ceil`, `round`, `trunc`, `fract`, `signum`, `copysign`, `rem_euclid`, `fmod`, `hypot` and
/// `atan2` at the origin, and `sqrt`, `cbrt`, `powf` at 0. A branch by `if` is **not** seen: it compares
/// values, as it would with floats, and both sides take the branch that `x` takes; `fdim` and the
/// `norm` of many are such. Where the first four Taylor coefficients of an argument do not tell on
/// which side of a jump it lies, the slope is NaN.
///
/// # Examples
///
/// ```
/// use calc_scalar::{Kinks, Real, kinks};
///
/// let found: Kinks = kinks(|x| (x.abs() - 1.0).abs() + x, 1.0_f64);
/// assert_eq!((found.left.slope, found.right.slope), (0.0, 2.0));
/// let kink = found.iter().next().unwrap();
/// assert_eq!((kink.operation, kink.argument), ("abs", 0.0));
/// ```
///
/// # References
///
/// K. A. Khan and P. I. Barton, "A vector forward mode of automatic differentiation for generalized
/// derivative evaluation", *Optimization Methods and Software* 30(6), 2015, pp. 1185–1212; A. Griewank, "On
/// stable piecewise linearization and generalized algorithmic differentiation", *Optimization Methods
/// and Software* 28(6), 2013, pp. 1139–1178.
#[must_use]
pub fn kinks<T: Float, const CAP: usize>(
    f: impl FnMut(Germ<'_, T>) -> Germ<'_, T>,
    x: T,
) -> Kinks<T, CAP> {
    kinks_within(f, x, T::ZERO)
}

/// As [`kinks`](kinks()), and reports also kinks that the argument of an operation is close to: within
/// `tolerance`, in the unit of that argument.
///
/// # Examples
///
/// ```
/// use calc_scalar::{Kinks, Real, kinks_within};
///
/// let near: Kinks = kinks_within(|x| (2.0 * x).relu(), 1e-4_f64, 1e-3);
/// assert_eq!(near.total(), 1);
/// assert!(near.is_smooth()); // at x itself
/// ```
#[must_use]
pub fn kinks_within<T: Float, const CAP: usize>(
    mut f: impl FnMut(Germ<'_, T>) -> Germ<'_, T>,
    x: T,
    tolerance: T,
) -> Kinks<T, CAP> {
    kinks_from(|start| f(start.variable(x, T::ONE)), tolerance)
}

/// What [`kinks`](kinks()) is for any number of variables: `run` makes its germs from the start it is
/// given.
#[doc(hidden)]
#[must_use]
pub fn kinks_from<T: Float, const CAP: usize>(
    mut run: impl FnMut(Start<'_, T>) -> Germ<'_, T>,
    tolerance: T,
) -> Kinks<T, CAP> {
    let slots = [const { Cell::new(None) }; CAP];
    let (seen, operations) = (Cell::new(0), Cell::new(0));
    let log = Log {
        slots: &slots,
        seen: &seen,
        operations: &operations,
        tolerance: tolerance.abs(),
    };
    let right = run(Start::new(T::ONE, Some(&log)));
    let right = Side {
        value: right.value(),
        slope: right.slope(),
    };
    let left = run(Start::new(-T::ONE, None));
    let left = Side {
        value: left.value(),
        slope: T::ZERO - left.slope(),
    };
    let value = run(Start::new(T::ZERO, None)).value();
    Kinks {
        value,
        left,
        right,
        total: seen.get(),
        found: slots.map(Cell::into_inner),
    }
}

/// What [`kinks`](kinks()) found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kinks<T = f64, const CAP: usize = 8> {
    /// `f(x)`.
    pub value: T,
    /// `f` immediately left of `x`.
    pub left: Side<T>,
    /// `f` immediately right of `x`.
    pub right: Side<T>,
    total: u32,
    found: [Option<Kink<T>>; CAP],
}

/// A function immediately beside a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Side<T = f64> {
    /// The limit of its values.
    pub value: T,
    /// The limit of its slopes; `±∞` where it is vertical.
    pub slope: T,
}

/// An operation on a kink, or within the tolerance of one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kink<T = f64> {
    /// The operation, as in [`Real`](crate::Real).
    pub operation: &'static str,
    /// Which operation of the run it was, counting elementary functions from 0.
    pub index: u32,
    /// Its argument; for `max` and `min` the first less the second argument, for `hypot` the result.
    pub argument: T,
    /// Where its kink is.
    pub at: T,
    /// Its own slope left of there, with respect to that argument.
    pub left: T,
    /// Its own slope right of there.
    pub right: T,
    /// How far it jumps there, from left to right.
    pub jump: T,
}

impl<T: Float, const CAP: usize> Kinks<T, CAP> {
    /// The kinks that were kept, in the order of the run.
    pub fn iter(&self) -> impl Iterator<Item = &Kink<T>> {
        self.found.iter().flatten()
    }

    /// How many kinks there were.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.total
    }

    /// How many did not fit.
    #[must_use]
    pub fn missed(&self) -> u32 {
        let kept = u32::try_from(self.iter().count()).unwrap_or(u32::MAX);
        self.total.saturating_sub(kept)
    }

    /// Whether `f` as a whole has neither a jump nor a corner at `x`, whatever its operations have:
    /// both sides agree, up to a few units in the last place.
    #[must_use]
    pub fn is_smooth(&self) -> bool {
        let close = |a: T, b: T| {
            let size = a.abs().max(b.abs());
            (a - b).abs() <= T::literal(16.0) * T::EPSILON * size
        };
        let (left, right) = (self.left, self.right);
        close(left.slope, right.slope)
            && close(left.value, right.value)
            && close(self.value, right.value)
    }
}

impl<T: Float> fmt::Display for Kink<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation,
            index,
            argument,
            at,
            left,
            right,
            jump,
        } = self;
        write!(out, "operation {index}, {operation} of {argument:e}: ")?;
        if jump.is_zero() {
            write!(out, "slopes {left} and {right} beside {at}")
        } else {
            write!(out, "jumps by {jump} at {at}")
        }
    }
}

impl<T: Float, const CAP: usize> fmt::Display for Kinks<T, CAP> {
    /// One line for the function and one for each kink.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (left, right) = (self.left, self.right);
        if self.is_smooth() {
            write!(out, "smooth, slope {}", right.slope)?;
        } else {
            write!(out, "one-sided slopes {} and {}", left.slope, right.slope)?;
            if left.value != right.value {
                write!(out, ", values {} and {}", left.value, right.value)?;
            }
        }
        for kink in self.iter() {
            write!(out, "\n{kink}")?;
        }
        if self.missed() > 0 {
            write!(out, "\nand {} more", self.missed())?;
        }
        Ok(())
    }
}
