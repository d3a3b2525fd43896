//! Hyperbolic functions and their inverses.

use super::trigonometric::one_minus_square;
use super::{Pair, Unary};
use crate::difference::Complex;
use crate::float::Float;
use crate::jet::{Jet, over};
use crate::math;
use crate::real::{Number, Real};
use crate::recurrence::{Careful, ChainRule, Plain, Straight, runs_straight};
use crate::strong;

/// `sinh x`; slope `cosh x`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sinh;

impl Unary for Sinh {
    const NAME: &'static str = "sinh";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::sinh(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        (x.sinh(), x.cosh())
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        sinh_cosh(x).0
    }

    fn complex<T: Number>(self, z: Complex<T>) -> Complex<T> {
        let (sin, cos) = z.im.sin_cos();
        Complex::new(z.re.sinh() * cos, z.re.cosh() * sin)
    }
}

/// `cosh x`; slope `sinh x`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cosh;

impl Unary for Cosh {
    const NAME: &'static str = "cosh";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::cosh(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        (x.cosh(), x.sinh())
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        sinh_cosh(x).1
    }

    fn complex<T: Number>(self, z: Complex<T>) -> Complex<T> {
        let (sin, cos) = z.im.sin_cos();
        Complex::new(z.re.cosh() * cos, z.re.sinh() * sin)
    }
}

/// `tanh x`; slope `1/cosh² x`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tanh;

impl Unary for Tanh {
    const NAME: &'static str = "tanh";

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
        tanh_jets(x).0
    }
}

/// `1/cosh² x`, the slope of [`Tanh`]; its own slope is `−2·tanh(x)/cosh² x`.
#[derive(Clone, Copy, Debug, Default)]
pub struct TanhSlope;

impl Unary for TanhSlope {
    const NAME: &'static str = "tanh′";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        WithSlope.floats(x).1
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        let (tanh, slope) = x.unary_pair(WithSlope);
        (slope, tanh * slope * T::literal(-2.0))
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        tanh_jets(x).1
    }
}

/// [`Tanh`] and its slope, from one exponential.
#[derive(Clone, Copy, Debug, Default)]
struct WithSlope;

impl Pair for WithSlope {
    type First = Tanh;
    type Second = TanhSlope;
    const FIRST: Tanh = Tanh;
    const SECOND: TanhSlope = TanhSlope;

    /// The slope is not `1 − tanh² x` far out, which is 0 from 20 on where the truth is 10⁻¹⁷.
    #[inline]
    fn floats<F: Float>(self, x: F) -> (F, F) {
        let twice = F::from_f64(-2.0) * x.magnitude();
        let (value, slope) = if twice > -F::ONE {
            let below = math::exp_m1(twice);
            let value = -below / (below + F::from_f64(2.0));
            (value, F::ONE - value * value)
        } else {
            let small = math::exp(twice);
            let sum = F::ONE + small;
            let share = small / sum;
            (
                F::ONE - F::from_f64(2.0) * share,
                F::from_f64(4.0) * share / sum,
            )
        };
        (value.copysign(x), slope)
    }
}

/// `tanh` and its slope as jets: `y′ = s·x′` and `s′ = −2y·s·x′` together, so that no digits cancel in
/// `1 − y²`.
#[inline]
fn tanh_jets<T: Number, const N: usize>(x: Jet<T, N>) -> (Jet<T, N>, Jet<T, N>) {
    let (y, slope) = if runs_straight(&x) {
        tanh_jets_by::<T, Straight<T>, N>(x)
    } else {
        tanh_jets_by::<T, Plain<T, N>, N>(x)
    };
    if y.is_plain_to_the_end() & slope.is_plain_to_the_end() {
        return (y, slope);
    }
    let [y, slope] = strong::aside([x], |[x]| tanh_jets_by::<T, Careful<T, N>, N>(x).into());
    (y, slope)
}

#[inline]
fn tanh_jets_by<T: Number, C: ChainRule<T, N>, const N: usize>(
    x: Jet<T, N>,
) -> (Jet<T, N>, Jet<T, N>) {
    let (value, first) = x.value().unary_pair(WithSlope);
    let mut y = Jet::lift(value);
    let mut slope = Jet::lift(first);
    let (mut of_y, mut of_slope) = (C::of(x), C::of(x));
    for k in 1..N {
        let product = y.convolved(k - 1, &slope) * T::literal(-2.0);
        y.set(k, over(of_y.next(slope.coefficient(k - 1)), k));
        slope.set(k, over(of_slope.next(product), k));
    }
    (y, slope)
}

/// `arsinh x`; slope `1/√(1 + x²)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asinh;

impl Unary for Asinh {
    const NAME: &'static str = "asinh";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::asinh(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        (x.asinh(), asinh_slope(x))
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        x.integrate(x.value().asinh(), asinh_slope(x))
    }
}

/// `arcosh x`; slope `1/√(x² − 1)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Acosh;

impl Unary for Acosh {
    const NAME: &'static str = "acosh";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::acosh(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        (x.acosh(), acosh_slope(x))
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        x.integrate(x.value().acosh(), acosh_slope(x))
    }
}

/// `artanh x`; slope `1/(1 − x²)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Atanh;

impl Unary for Atanh {
    const NAME: &'static str = "atanh";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::atanh(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        (x.atanh(), atanh_slope(x))
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        x.integrate(x.value().atanh(), atanh_slope(x))
    }
}

/// `(sinh x, cosh x)` as jets, each the slope of the other.
#[inline]
fn sinh_cosh<T: Number, const N: usize>(x: Jet<T, N>) -> (Jet<T, N>, Jet<T, N>) {
    let (s, c) = sinh_cosh_by::<T, Plain<T, N>, N>(x);
    if s.is_plain_to_the_end() & c.is_plain_to_the_end() {
        return (s, c);
    }
    let [s, c] = strong::aside([x], |[x]| sinh_cosh_by::<T, Careful<T, N>, N>(x).into());
    (s, c)
}

#[inline]
fn sinh_cosh_by<T: Number, C: ChainRule<T, N>, const N: usize>(
    x: Jet<T, N>,
) -> (Jet<T, N>, Jet<T, N>) {
    let mut s = Jet::lift(x.value().sinh());
    let mut c = Jet::lift(x.value().cosh());
    let (mut by_s, mut by_c) = (C::of(x), C::of(x));
    for k in 1..N {
        let next_s = over(by_c.next(c.coefficient(k - 1)), k);
        let next_c = over(by_s.next(s.coefficient(k - 1)), k);
        s.set(k, next_s);
        c.set(k, next_c);
    }
    (s, c)
}

/// `1/√(1 + x²)` without overflow.
#[inline]
fn asinh_slope<T: Number>(x: T) -> T {
    if x.abs() <= T::ONE {
        T::ONE / (T::ONE + x * x).sqrt()
    } else {
        let t = T::ONE / x.abs();
        t / (T::ONE + t * t).sqrt()
    }
}

/// `1/√(x² − 1)`; accurate near 1, without overflow, NaN below 1.
#[inline]
fn acosh_slope<T: Number>(x: T) -> T {
    T::ONE / ((x - T::ONE).sqrt() * (x + T::ONE).sqrt())
}

/// `1/(1 − x²)` inside (−1, 1), NaN outside.
#[inline]
fn atanh_slope<T: Number>(x: T) -> T {
    let slope = T::ONE / one_minus_square(x);
    if x.abs() <= T::ONE {
        slope
    } else {
        // Not the slope, whose own slopes may be zero and stay so.
        x * T::constant(T::Literal::NAN)
    }
}
