//! Trigonometric functions and their inverses.

use super::Unary;
use crate::difference::Complex;
use crate::float::Float;
use crate::jet::{Jet, over};
use crate::math;
use crate::real::{Number, Real};
use crate::recurrence::{Careful, ChainRule, Plain};
use crate::strong;

/// `sin x`; slope `cos x`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sin;

impl Unary for Sin {
    const NAME: &'static str = "sin";
    const TURNS: bool = true;

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::sin(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        x.sin_cos()
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        x.apply_sin_cos().0
    }

    fn complex<T: Number>(self, z: Complex<T>) -> Complex<T> {
        z.sin()
    }
}

/// `cos x`; slope `−sin x`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cos;

impl Unary for Cos {
    const NAME: &'static str = "cos";
    const TURNS: bool = true;

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::cos(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        let (sin, cos) = x.sin_cos();
        (cos, -sin)
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        x.apply_sin_cos().1
    }

    fn complex<T: Number>(self, z: Complex<T>) -> Complex<T> {
        z.cos()
    }
}

/// `tan x`; slope `1 + tan² x`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tan;

impl Unary for Tan {
    const NAME: &'static str = "tan";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::tan(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        let y = x.tan();
        (y, y * y + T::ONE)
    }

    /// `y′ = (1 + y²)·x′`.
    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        let y = tan_by::<T, Plain<T, N>, N>(x);
        if y.is_plain_to_the_end() {
            return y;
        }
        let [y] = strong::aside([x], |[x]| [tan_by::<T, Careful<T, N>, N>(x)]);
        y
    }

    fn complex<T: Number>(self, z: Complex<T>) -> Complex<T> {
        z.sin() / z.cos()
    }
}

#[inline]
fn tan_by<T: Number, C: ChainRule<T, N>, const N: usize>(x: Jet<T, N>) -> Jet<T, N> {
    let value = x.value().tan();
    let mut chain = C::of(x);
    Jet::unfold(value, |k, y| {
        let slope = if k > 1 {
            y.convolved(k - 1, y)
        } else {
            value * value + T::ONE
        };
        over(chain.next(slope), k)
    })
}

/// `arcsin x`; slope `1/√(1 − x²)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asin;

impl Unary for Asin {
    const NAME: &'static str = "asin";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::asin(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        (x.asin(), arc_slope(x))
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        x.integrate(x.value().asin(), arc_slope(x))
    }
}

/// `arccos x`; slope `−1/√(1 − x²)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Acos;

impl Unary for Acos {
    const NAME: &'static str = "acos";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::acos(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        (x.acos(), -arc_slope(x))
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        x.integrate(x.value().acos(), -arc_slope(x))
    }
}

/// `arctan x`; slope `1/(1 + x²)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Atan;

impl Unary for Atan {
    const NAME: &'static str = "atan";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::atan(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        (x.atan(), atan_slope(x))
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        x.integrate(x.value().atan(), atan_slope(x))
    }
}

/// `1/√(1 − x²)`; NaN outside `[−1, 1]`.
#[inline]
fn arc_slope<T: Number>(x: T) -> T {
    T::ONE / one_minus_square(x).sqrt()
}

/// `1 − x²`: near ±1 as a product, because `1 − |x|` is exact there; near 0 as it stands, because the
/// slopes of the two factors would cancel.
#[inline]
pub(super) fn one_minus_square<T: Number>(x: T) -> T {
    if x.abs() < T::literal(0.5) {
        T::ONE - x * x
    } else {
        (T::ONE - x) * (T::ONE + x)
    }
}

/// `1/(1 + x²)` without overflow of `x²`.
#[inline]
fn atan_slope<T: Number>(x: T) -> T {
    if x.abs() <= T::constant(T::Literal::ONE / T::Literal::EPSILON) {
        T::ONE / (T::ONE + x * x)
    } else {
        // The 1 is far below the last digit.
        T::ONE / x / x
    }
}
