//! Intervals: numbers that stand for every real number between two floats, so that what is computed
//! with them holds for all of these.
//!
//! [`Interval`] is a number like any other: `Dual<Interval>` encloses slopes, `Jet<Interval, N>` Taylor
//! coefficients, and the gradients and Hessians of `calc-multi` take intervals as they take floats.
//! [`certified`](crate::certified) runs a function on them and sharpens what comes out.

mod activations;
mod arithmetic;
mod enclose;
mod exponential;
mod expand;
mod gamma;
mod half_turns;
mod hyperbolic;
mod kinked;
mod learning;
mod powers;
mod range;
mod rounding;
mod sets;
mod trigonometric;
mod two_arguments;
mod watch;

use core::fmt;

use crate::float::Float;

pub use enclose::{Compose, Enclose};
#[doc(hidden)]
pub(crate) use expand::expand_inside;
pub use expand::{compose_jet, expand, expand_jet, expand2, value_and_slopes};
pub use watch::{Watch, Watcher, Witness};

/// `[lo, hi]`: all real numbers between two floats.
///
/// Every operation is rounded outward, so the result contains what the operation gives for each choice
/// of numbers in the operands. The rounding needs no mode of the machine and is the same on every
/// target. A bound of `+ − × ÷ √` is the float next to the true bound, and exact results stay exact;
/// beyond 2^±900 it may be one float farther out.
///
/// # Accuracy
///
/// Elementary functions come from `libm` in double precision (for `f32`, too; also with feature `std`)
/// and are widened by twice the error that `libm` is known for: by 2 to 8 ulps of `f64`.
///
/// # Edge cases
///
/// The empty set ([`Interval::EMPTY`]) plays the part of NaN: what is outside the domain of a function
/// is left out, and nothing remains where all of it is. So `√[−4, 4]` is `[0, 2]`, and `ln [−2, −1]` is
/// empty. A divisor that contains zero gives an unbounded quotient, or [`Interval::ENTIRE`].
/// Infinities are bounds and not numbers; the constant `∞` stands for `[MAX, ∞]`.
///
/// The slope over an interval with a kink is everything between the slopes of both sides (`|x|` over
/// `[−1, 1]`: `[−1, 1]`), and the line where there is a jump or no bound. At an interval that is a
/// single point, where the function has no slope (`√x` at `[0, 0]`), it is empty, and what is made of
/// it is empty: nothing is claimed.
///
/// A number is taken as it stands: `0.1` is the float, not a tenth. For a tenth write
/// `Interval::new(1.0, 1.0) / 10.0`.
///
/// **Branches.** A comparison is true if it holds for all pairs of numbers. Where it holds for some and
/// fails for others, it is false, as with NaN, and a function that takes a branch by it is followed
/// along that branch only. The functions of [`certified`](crate::certified) notice this, and claim
/// nothing then; so does everybody else who makes intervals with a [`Witness`]. For a plain `Interval`
/// nobody does.
///
/// # Examples
///
/// ```
/// use calc_scalar::{Interval, Real, derivative};
///
/// let x = Interval::new(0.0, 2.0);
/// assert_eq!(x * x - 1.0, Interval::new(-1.0, 3.0));
/// assert!(x.sin().contains(1.0) && x.sin().upper() == 1.0); // π/2 is inside
///
/// // Every slope between 0 and 2.
/// let slopes = derivative(|x| x.powi(3) - x, x);
/// assert_eq!(slopes, Interval::new(-1.0, 11.0));
/// ```
///
/// # References
///
/// IEEE Std 1788-2015, *IEEE Standard for Interval Arithmetic*.
/// R. E. Moore, R. B. Kearfott and M. J. Cloud, *Introduction to Interval Analysis*, SIAM 2009.
#[derive(Clone, Copy)]
pub struct Interval<F = f64, W = ()> {
    lo: F,
    hi: F,
    watch: W,
}

impl<F: Float> Interval<F> {
    /// All numbers from `lo` to `hi`; empty if `lo > hi` or either is NaN.
    #[must_use]
    #[inline]
    pub fn new(lo: F, hi: F) -> Self {
        Self::bounded(lo, hi, ())
    }

    /// The one number `x`; `±∞` stands for what lies beyond the largest float, NaN for nothing.
    #[must_use]
    #[inline]
    pub fn point(x: F) -> Self {
        Self::new(x, x)
    }
}

impl<F: Float, W: Watch> Interval<F, W> {
    /// All real numbers.
    pub const ENTIRE: Self = Self {
        lo: F::NEG_INFINITY,
        hi: F::INFINITY,
        watch: W::NONE,
    };

    /// No number.
    pub const EMPTY: Self = Self {
        lo: F::NAN,
        hi: F::NAN,
        watch: W::NONE,
    };

    /// The interval between two bounds, in any state.
    #[inline]
    pub(crate) fn bounded(lo: F, hi: F, watch: W) -> Self {
        if lo <= hi {
            Self {
                // No infinity is a number, and −0 is no other number than 0.
                lo: if lo > F::MAX { F::MAX } else { lo + F::ZERO },
                hi: if hi < -F::MAX { -F::MAX } else { hi + F::ZERO },
                watch,
            }
        } else {
            Self {
                watch,
                ..Self::EMPTY
            }
        }
    }

    /// The same interval, watched by nobody.
    #[inline]
    pub(crate) fn plain(self) -> Interval<F> {
        Interval {
            lo: self.lo,
            hi: self.hi,
            watch: (),
        }
    }

    /// The same interval, watched.
    #[inline]
    pub(crate) fn with_watch<V: Watch>(self, watch: V) -> Interval<F, V> {
        Interval {
            lo: self.lo,
            hi: self.hi,
            watch,
        }
    }
}

impl<F: Float, W> fmt::Debug for Interval<F, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{:?}, {:?}]", self.lo, self.hi)
    }
}

/// `[lo, hi]`, or `∅`. A precision is kept: `{:.3}` rounds both bounds to the nearest.
impl<F: Float, W> fmt::Display for Interval<F, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.lo.not_a_number() {
            return f.write_str("∅");
        }
        f.write_str("[")?;
        fmt::Display::fmt(&self.lo, f)?;
        f.write_str(", ")?;
        fmt::Display::fmt(&self.hi, f)?;
        f.write_str("]")
    }
}
