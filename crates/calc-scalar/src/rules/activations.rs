//! Activation functions of neural networks.

use super::gaussian::exp_in_two;
use super::{Pair, Unary, straight};
use crate::float::Float;
use crate::jet::Jet;
use crate::math;
use crate::real::{Number, Real};
use crate::strong;

/// `x` above 0, `a·x` below; slope 1 above 0, `a` at and below 0.
#[derive(Clone, Copy, Debug, Default)]
pub struct LeakyRelu(pub f64);

impl Unary for LeakyRelu {
    const NAME: &'static str = "leaky_relu";

    #[inline]
    fn parameter(self) -> f64 {
        self.0
    }

    #[inline]
    fn with_parameter(self, slope: f64) -> Self {
        Self(slope)
    }

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        if x > F::ZERO {
            x
        } else {
            F::from_f64(self.0) * x
        }
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        let slope = if x > T::ZERO {
            T::ONE
        } else if x <= T::ZERO {
            T::literal(self.0)
        } else {
            T::constant(T::Literal::NAN)
        };
        (x.unary(self), slope)
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

/// `x` above 0, `α·(eˣ − 1)` below; slope 1 above 0, `α·eˣ` at and below 0.
#[derive(Clone, Copy, Debug, Default)]
pub struct Elu(pub f64);

impl Unary for Elu {
    const NAME: &'static str = "elu";

    #[inline]
    fn parameter(self) -> f64 {
        self.0
    }

    #[inline]
    fn with_parameter(self, alpha: f64) -> Self {
        Self(alpha)
    }

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        if x > F::ZERO {
            x
        } else {
            F::from_f64(self.0) * math::exp_m1(x)
        }
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        let slope = if x > T::ZERO {
            T::ONE
        } else {
            scaled_exp(x, self.0)
        };
        (x.unary(self), slope)
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        if x > Jet::ZERO {
            x
        } else {
            scaled_exp(x, self.0).with_value(x.value().unary(self))
        }
    }
}

/// `α·eˣ`, also where `eˣ` alone has lost its digits to the end of the range.
#[inline]
fn scaled_exp<R: Number>(x: R, alpha: f64) -> R {
    let power = x.exp();
    if power.primal() < R::Literal::MIN_POSITIVE && !(-1.0..=1.0).contains(&alpha) {
        const SHIFT: f64 = 64.0;
        /// `e⁻⁶⁴`
        const LOWER: f64 = 1.603_810_890_548_638e-28;
        (x + R::literal(SHIFT)).exp() * R::literal(alpha * LOWER)
    } else {
        power * R::literal(alpha)
    }
}

/// `x·σ(x)`; slope `σ(x)·(1 + x·σ(−x))`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silu;

impl Unary for Silu {
    const NAME: &'static str = "silu";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        WithSlope.floats(x).0
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        x.unary_pair(WithSlope)
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        let (value, slope) = self.rule(x.value());
        let mut y = (x * x.logistic()).with_value(value);
        y.set(1, strong::product(x.coefficient(1), slope));
        y
    }
}

/// The slope of [`Silu`]; its own slope is `σ′(x)·(2 − x·tanh(x/2))`.
#[derive(Clone, Copy, Debug, Default)]
pub struct SiluSlope;

impl Unary for SiluSlope {
    const NAME: &'static str = "silu′";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        WithSlope.floats(x).1
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        let half = x * T::literal(0.5);
        let bend = T::literal(2.0) - x * half.tanh();
        let bend = strong::product(x.unary(super::LogisticSlope), bend);
        (x.unary(Self), bend)
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        let slope = x.logistic() + x * x.unary(super::LogisticSlope);
        slope.with_value(x.value().unary(Self))
    }
}

/// [`Silu`] and its slope, from one exponential.
#[derive(Clone, Copy, Debug, Default)]
struct WithSlope;

impl Pair for WithSlope {
    type First = Silu;
    type Second = SiluSlope;
    const FIRST: Silu = Silu;
    const SECOND: SiluSlope = SiluSlope;

    #[inline]
    fn floats<F: Float>(self, x: F) -> (F, F) {
        // Beyond ±1000 both are at their limits; an infinite factor would make NaN of a zero.
        let end = F::from_f64(1000.0);
        let a = if x.magnitude() > end {
            end
        } else {
            x.magnitude()
        };
        let [small, tiny] = exp_in_two(-a);
        let sum = F::ONE + small * tiny;
        if x >= F::ZERO {
            let sigma = F::ONE / sum;
            (x * sigma, sigma + a * (small / sum) * tiny / sum)
        } else {
            let sigma = small / sum;
            (-(a * sigma * tiny), sigma * ((sum - a) / sum) * tiny)
        }
    }
}
