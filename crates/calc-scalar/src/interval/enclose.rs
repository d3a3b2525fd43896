//! What a rule must say to be used on intervals.

use super::Interval;
use crate::float::Float;
use crate::real::Number;

/// How a function of one argument is enclosed.
///
/// Without an implementation of its own a rule claims nothing: `impl Enclose for MyRule {}`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say how it is enclosed on intervals",
    label = "the rule of a function needs `Enclose`",
    note = "`impl Enclose for {Self} {{}}` is right for every rule: it claims nothing"
)]
pub trait Enclose: Copy {
    /// Encloses `f⁽ᵏ⁾/k!` over all of `x`, for `k = 0, 1, …`, as many as there is room for; returns
    /// whether `f` is defined on all of `x`.
    ///
    /// Where `x` is not in the domain, its part inside counts. Over a kink the slope is everything
    /// between both sides, and higher derivatives are the whole line, as is the slope over a jump. At
    /// a single point without a slope, the slope is empty.
    fn enclose<F: Float>(self, x: Interval<F>, coefficients: &mut [Interval<F>]) -> bool {
        let all = if x.is_empty() {
            Interval::EMPTY
        } else {
            Interval::ENTIRE
        };
        coefficients.fill(all);
        false
    }
}

/// How a function of two arguments is enclosed.
///
/// Without an implementation of its own a rule claims nothing: `impl Compose for MyRule {}`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say how it is enclosed on intervals",
    label = "the rule of a function of two arguments needs `Compose`",
    note = "`impl Compose for {Self} {{}}` is right for every rule: it claims nothing"
)]
pub trait Compose: Copy {
    /// The range of `f` over all of `x` and `y`, and whether it is defined for all pairs.
    fn range<F: Float>(self, x: Interval<F>, y: Interval<F>) -> (Interval<F>, bool) {
        if x.is_empty() || y.is_empty() {
            (Interval::EMPTY, true)
        } else {
            (Interval::ENTIRE, false)
        }
    }

    /// `f(x, y)` by other functions, for its derivatives: the value is taken from
    /// [`range`](Compose::range).
    fn compose<S: Number>(self, x: S, y: S) -> S {
        unknown(x) + unknown(y)
    }
}

/// A number of which nothing is known, that depends on `x`: value and derivatives are the whole line.
#[inline]
pub(crate) fn unknown<S: Number>(x: S) -> S {
    x.unary(Unknown)
}

/// A function of which nothing is known.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Unknown;

impl Enclose for Unknown {}

impl crate::rules::Unary for Unknown {
    const NAME: &'static str = "unknown";

    fn float<F: Float>(self, _: F) -> F {
        F::NAN
    }

    fn rule<T: Number>(self, _: T) -> (T, T) {
        (T::literal(f64::NAN), T::literal(f64::NAN))
    }

    fn jet<T: Number, const N: usize>(self, x: crate::Jet<T, N>) -> crate::Jet<T, N>
    where
        crate::Jet<T, N>: crate::Real<T::Literal>,
    {
        x.map(|_| T::literal(f64::NAN))
    }
}
