//! Functions with kinks and steps. At a kink the slope is the symmetric choice between both sides.

use super::{Unary, straight};
use crate::float::Float;
use crate::jet::Jet;
use crate::math;
use crate::real::{Number, Real};

/// A rule whose slope is locally constant: the jet is the value and a multiple of the argument.
macro_rules! piecewise {
    ($(#[$doc:meta])* $Rule:ident $name:literal,
     $float:expr,
     |$x:ident, $T:ident| $rule:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default)]
        pub struct $Rule;

        impl Unary for $Rule {
            const NAME: &'static str = $name;

            #[inline]
            fn float<F: Float>(self, x: F) -> F {
                $float(x)
            }

            #[inline]
            fn rule<$T: Number>(self, $x: $T) -> ($T, $T) {
                $rule
            }

            #[inline]
            fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
            where
                Jet<T, N>: Real<T::Literal>,
            {
                let (value, slope) = self.rule(x.value());
                straight(value, slope, x)
            }
        }
    };
}

/// `|x|`; slope `sign x`, 0 at 0.
#[derive(Clone, Copy, Debug, Default)]
pub struct Abs;

impl Unary for Abs {
    const NAME: &'static str = "abs";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        x.magnitude()
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        let slope = if x > T::ZERO {
            T::ONE
        } else if x < T::ZERO {
            -T::ONE
        } else if x == T::ZERO {
            T::ZERO
        } else {
            T::constant(T::Literal::NAN)
        };
        (x.abs(), slope)
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        let (value, slope) = self.rule(x.value());
        straight(value, slope, x)
    }
}

piecewise!(
    /// The sign of `x` as `±1`; slope 0.
    Signum "signum",
    |x: F| x.with(f64::signum, f32::signum),
    |x, T| (x.signum(), flat(x))
);

piecewise!(
    /// The largest whole number not above `x`; slope 0.
    Floor "floor",
    math::floor,
    |x, T| (x.floor(), flat(x))
);

piecewise!(
    /// The smallest whole number not below `x`; slope 0.
    Ceil "ceil",
    math::ceil,
    |x, T| (x.ceil(), flat(x))
);

piecewise!(
    /// The nearest whole number, halves away from 0; slope 0.
    Round "round",
    math::round,
    |x, T| (x.round(), flat(x))
);

piecewise!(
    /// The nearest whole number, halves to the even one; slope 0.
    RoundTiesEven "round_ties_even",
    math::round_ties_even,
    |x, T| (x.round_ties_even(), flat(x))
);

piecewise!(
    /// `x` without its fractional part; slope 0.
    Trunc "trunc",
    math::trunc,
    |x, T| (x.trunc(), flat(x))
);

piecewise!(
    /// The fractional part; slope 1.
    Fract "fract",
    |x: F| x - math::trunc(x),
    |x, T| {
        let rest = x.fract();
        (rest, if rest.primal().not_a_number() { rest } else { T::ONE })
    }
);

piecewise!(
    /// `max(x, 0)`; slope 1 above 0, 0 at and below 0. NaN stays NaN.
    Relu "relu",
    |x: F| if x <= F::ZERO { F::ZERO } else { x },
    |x, T| (x.relu(), if x > T::ZERO { T::ONE } else { flat(x) })
);

/// Slope 0, and NaN where the argument is NaN.
#[inline]
fn flat<T: Number>(x: T) -> T {
    if x.primal().not_a_number() {
        T::constant(T::Literal::NAN)
    } else {
        T::ZERO
    }
}
