//! Exponentials and logarithms.

use core::f64::consts::{LN_2, LN_10, LOG2_E, LOG10_E};

use super::Unary;
use crate::difference::Complex;
use crate::float::Float;
use crate::jet::{Jet, over};
use crate::math;
use crate::real::{Number, Real};
use crate::recurrence::{Careful, ChainRule, Plain, Straight, runs_straight};
use crate::strong;

/// `eˣ`; slope `eˣ`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Exp;

impl Unary for Exp {
    const NAME: &'static str = "exp";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::exp(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        let y = x.exp();
        (y, y)
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        growth(x, x.value().exp(), T::ONE)
    }

    fn complex<T: Number>(self, z: Complex<T>) -> Complex<T> {
        z.exp()
    }
}

/// `2ˣ`; slope `2ˣ·ln 2`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Exp2;

impl Unary for Exp2 {
    const NAME: &'static str = "exp2";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::exp2(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        let y = x.exp2();
        if y.primal() > T::Literal::MAX {
            // The slope overflows later than the value.
            return (y, (x - T::ONE).exp2() * T::literal(LN_2) * T::literal(2.0));
        }
        (y, y * T::literal(LN_2))
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        let (value, rate) = (x.value().exp2(), T::literal(LN_2));
        if value.primal() > T::Literal::MAX && x.value().is_finite() {
            // The slopes overflow later than the value.
            let power = T::literal(64.0);
            let lower = growth(x, (x.value() - power).exp2(), rate);
            let upper = power.exp2();
            return lower.map(|c| strong::product(c, upper)).with_value(value);
        }
        growth(x, value, rate)
    }
}

/// `10ˣ`; slope `10ˣ·ln 10`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Exp10;

impl Unary for Exp10 {
    const NAME: &'static str = "exp10";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::exp10(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        let y = x.exp10();
        (y, y * T::literal(LN_10))
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        growth(x, x.value().exp10(), T::literal(LN_10))
    }
}

/// `eˣ − 1`; slope `eˣ`.
#[derive(Clone, Copy, Debug, Default)]
pub struct ExpM1;

impl Unary for ExpM1 {
    const NAME: &'static str = "exp_m1";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::exp_m1(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        (x.exp_m1(), x.exp())
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        let mut y = x.exp();
        y.set(0, x.value().exp_m1());
        y
    }
}

/// `ln x`; slope `1/x`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ln;

impl Unary for Ln {
    const NAME: &'static str = "ln";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::ln(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        (x.ln(), log_slope(x, T::ONE))
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        x.integrate(x.value().ln(), log_slope(x, Jet::ONE))
    }

    fn complex<T: Number>(self, z: Complex<T>) -> Complex<T> {
        z.ln()
    }
}

/// `ln(1 + x)`; slope `1/(1 + x)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ln1p;

impl Unary for Ln1p {
    const NAME: &'static str = "ln_1p";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::ln_1p(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        (x.ln_1p(), log_slope(x + T::ONE, T::ONE))
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        x.integrate(x.value().ln_1p(), log_slope(x + Jet::ONE, Jet::ONE))
    }
}

/// `log₂ x`; slope `1/(x·ln 2)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Log2;

impl Unary for Log2 {
    const NAME: &'static str = "log2";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::log2(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        (x.log2(), log_slope(x, T::literal(LOG2_E)))
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        let slope = log_slope(x, Jet::literal(LOG2_E));
        x.integrate(x.value().log2(), slope)
    }
}

/// `log₁₀ x`; slope `1/(x·ln 10)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Log10;

impl Unary for Log10 {
    const NAME: &'static str = "log10";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::log10(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        (x.log10(), log_slope(x, T::literal(LOG10_E)))
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        let slope = log_slope(x, Jet::literal(LOG10_E));
        x.integrate(x.value().log10(), slope)
    }
}

/// The jet of `y` with `y′ = rate·y·x′`: `k·yₖ = rate·∑ⱼ₌₁..ₖ j·xⱼ·yₖ₋ⱼ`.
#[inline]
pub(super) fn growth<T: Number, const N: usize>(x: Jet<T, N>, value: T, rate: T) -> Jet<T, N> {
    let y = if runs_straight(&x) {
        growth_by::<T, Straight<T>, N>(x, value, rate)
    } else {
        growth_by::<T, Plain<T, N>, N>(x, value, rate)
    };
    if y.is_plain_to_the_end() {
        return y;
    }
    let [y] = strong::aside([x], move |[x]| {
        [growth_by::<T, Careful<T, N>, N>(x, value, rate)]
    });
    y
}

#[inline]
fn growth_by<T: Number, C: ChainRule<T, N>, const N: usize>(
    x: Jet<T, N>,
    value: T,
    rate: T,
) -> Jet<T, N> {
    let mut chain = C::of(x);
    Jet::unfold(value, |k, y| {
        over(rate * chain.next(y.coefficient(k - 1)), k)
    })
}

/// `scale/x`; NaN below 0, `+∞` at 0 of either sign.
#[inline]
fn log_slope<T: Number>(x: T, scale: T) -> T {
    if x >= T::ZERO {
        // −0 + 0 is +0, and the slope stays.
        scale / (x + T::ZERO)
    } else {
        // All derivatives are NaN, not only the first.
        x * T::constant(T::Literal::NAN)
    }
}
