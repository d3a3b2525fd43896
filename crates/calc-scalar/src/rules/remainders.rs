//! Remainders of a division.

use super::{Binary, straight};
use crate::float::Float;
use crate::jet::Jet;
use crate::real::{Number, Real};

/// The remainder of Euclidean division, in `[0, |y|)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct RemEuclid;

impl Binary for RemEuclid {
    const NAME: &'static str = "rem_euclid";

    #[inline]
    fn float<F: Float>(self, x: F, y: F) -> F {
        // Exact, so the same bits everywhere; libm's `fmod` can panic as far as the linker knows.
        let rest = x.with2(y, |x, y| x % y, |x, y| x % y);
        if rest < F::ZERO {
            rest + y.magnitude()
        } else {
            rest
        }
    }

    #[inline]
    fn rule<T: Number>(self, x: T, y: T) -> (T, T, T) {
        let rest = x.rem_euclid(y);
        // `x − rest` may be out of range, or round.
        let quotient = (x / y - rest / y).round();
        let by_x = if rest.primal().not_a_number() {
            rest
        } else {
            T::ONE
        };
        (rest, by_x, -quotient)
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>, y: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        let (value, by_x, by_y) = self.rule(x.value(), y.value());
        let mut rest = straight(value, by_x, x) + straight(value, by_y, y);
        rest.set(0, value);
        rest
    }
}

/// The remainder `x − y·trunc(x/y)`, with the sign of `x`: `%` of the plain floats.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fmod;

impl Binary for Fmod {
    const NAME: &'static str = "fmod";

    #[inline]
    fn float<F: Float>(self, x: F, y: F) -> F {
        x.with2(y, |x, y| x % y, |x, y| x % y)
    }

    #[inline]
    fn rule<T: Number>(self, x: T, y: T) -> (T, T, T) {
        let rest = x.fmod(y);
        // `x − rest` may be out of range, or round.
        let quotient = (x / y - rest / y).round();
        let by_x = if rest.primal().not_a_number() {
            rest
        } else {
            T::ONE
        };
        (rest, by_x, -quotient)
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>, y: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        let (value, by_x, by_y) = self.rule(x.value(), y.value());
        let rest = straight(value, by_x, x) + straight(value, by_y, y);
        rest.with_value(value)
    }
}
