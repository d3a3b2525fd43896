//! The logistic function, its integral and its inverse, in forms that neither overflow nor cancel.

use super::{Pair, Unary};
use crate::difference::Complex;
use crate::float::Float;
use crate::jet::{Jet, over};
use crate::math;
use crate::real::{Number, Real};
use crate::recurrence::{Careful, ChainRule, Plain};
use crate::strong;

/// `σ(x) = 1/(1 + e⁻ˣ)`; slope `σ(x)·σ(−x)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Logistic;

impl Unary for Logistic {
    const NAME: &'static str = "logistic";

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
        jets(x).0
    }

    fn complex<T: Number>(self, z: Complex<T>) -> Complex<T> {
        // The slope is even; on the side where the exponential is small it does not overflow.
        if z.re >= T::ZERO {
            let small = (-z).exp();
            Complex::lift(T::ONE) / (Complex::lift(T::ONE) + small)
        } else {
            let small = z.exp();
            small / (Complex::lift(T::ONE) + small)
        }
    }
}

/// `σ(x)·σ(−x)`, the slope of [`Logistic`], right down to the smallest number; its own slope is
/// `−σ′(x)·tanh(x/2)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct LogisticSlope;

impl Unary for LogisticSlope {
    const NAME: &'static str = "logistic′";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        WithSlope.floats(x).1
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        let slope = x.unary(Self);
        (slope, slope * lean(x))
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        jets(x).1
    }
}

/// [`Logistic`] and its slope, from one exponential.
#[derive(Clone, Copy, Debug, Default)]
struct WithSlope;

impl Pair for WithSlope {
    type First = Logistic;
    type Second = LogisticSlope;
    const FIRST: Logistic = Logistic;
    const SECOND: LogisticSlope = LogisticSlope;

    #[inline]
    fn floats<F: Float>(self, x: F) -> (F, F) {
        math::logistic(x)
    }
}

/// `σ` and `σ′` as jets: `y′ = s·x′` and `s′ = s·(1 − 2y)·x′` together.
#[inline]
fn jets<T: Number, const N: usize>(x: Jet<T, N>) -> (Jet<T, N>, Jet<T, N>) {
    let (y, slope) = jets_by::<T, Plain<T, N>, N>(x);
    if y.is_plain_to_the_end() & slope.is_plain_to_the_end() {
        return (y, slope);
    }
    let [y, slope] = strong::aside([x], |[x]| jets_by::<T, Careful<T, N>, N>(x).into());
    (y, slope)
}

#[inline]
fn jets_by<T: Number, C: ChainRule<T, N>, const N: usize>(x: Jet<T, N>) -> (Jet<T, N>, Jet<T, N>) {
    let (value, first) = x.value().unary_pair(WithSlope);
    let mut y = Jet::lift(value);
    let mut slope = Jet::lift(first);
    // 1 − 2y, without cancellation in its value.
    let mut factor = Jet::lift(lean(x.value()));
    let (mut of_y, mut of_slope) = (C::of(x), C::of(x));
    for k in 1..N {
        let c = over(of_y.next(slope.coefficient(k - 1)), k);
        let product = slope.convolved(k - 1, &factor);
        y.set(k, c);
        slope.set(k, over(of_slope.next(product), k));
        factor.set(k, c * T::literal(-2.0));
    }
    (y, slope)
}

/// `1 − 2σ(x) = −tanh(x/2)`.
#[inline]
fn lean<T: Number>(x: T) -> T {
    -(x * T::literal(0.5)).tanh()
}

/// `ln(1 + eˣ)`; slope `σ(x)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Softplus;

impl Unary for Softplus {
    const NAME: &'static str = "softplus";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        WithLogistic.floats(x).0
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        x.unary_pair(WithLogistic)
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        x.integrate(x.value().softplus(), x.logistic())
    }
}

/// [`Softplus`] and its slope, from one exponential.
#[derive(Clone, Copy, Debug, Default)]
struct WithLogistic;

impl Pair for WithLogistic {
    type First = Softplus;
    type Second = Logistic;
    const FIRST: Softplus = Softplus;
    const SECOND: Logistic = Logistic;

    #[inline]
    fn floats<F: Float>(self, x: F) -> (F, F) {
        let small = math::exp(-x.magnitude());
        let above = math::ln_1p(small);
        let sum = F::ONE + small;
        if x >= F::ZERO {
            (x + above, F::ONE / sum)
        } else {
            (above, small / sum)
        }
    }
}

/// `ln(x/(1 − x))`, the inverse of [`Logistic`]; slope `1/(x·(1 − x))`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Logit;

impl Unary for Logit {
    const NAME: &'static str = "logit";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        let two = F::from_f64(2.0);
        if x < F::from_f64(0.25) {
            math::ln(x / (F::ONE - x))
        } else {
            // 2x − 1 is exact here, and the result is 0 at ½ to the last digit.
            two * math::atanh(two * x - F::ONE)
        }
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        (x.logit(), logit_slope(x))
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        x.integrate(x.value().logit(), logit_slope(x))
    }
}

/// `1/(x·(1 − x))` on `[0, 1]`, `+∞` at both ends; NaN outside.
#[inline]
fn logit_slope<T: Number>(x: T) -> T {
    if x >= T::ZERO && x <= T::ONE {
        // −0 + 0 is +0.
        let outer = T::ONE / (x + T::ZERO);
        if size_of::<T>() > size_of::<T::Literal>() && x == T::ZERO {
            // Its own slopes and those of the other factor would be infinities of both signs.
            outer
        } else {
            outer / (T::ONE - x)
        }
    } else {
        x * T::constant(T::Literal::NAN)
    }
}
