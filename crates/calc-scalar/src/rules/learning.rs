//! Functions of machine learning and statistics, in forms that neither overflow nor cancel.

use core::f64::consts::FRAC_2_SQRT_PI;

use super::Unary;
use crate::difference::Complex;
use crate::float::Float;
use crate::jet::{Jet, whole};
use crate::math;
use crate::real::{Number, Real};

/// `σ(x) = 1/(1 + e⁻ˣ)`; slope `σ(x)·σ(−x)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Logistic;

impl Unary for Logistic {
    const NAME: &'static str = "logistic";

    /// Only `e⁻|ˣ|` is computed, which cannot overflow.
    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        let small = (-x.magnitude()).exp();
        if x >= F::ZERO {
            F::ONE / (F::ONE + small)
        } else {
            small / (F::ONE + small)
        }
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        (x.logistic(), logistic_slope(x))
    }

    /// `y′ = s·x′` and `s′ = s·(1 − 2y)·x′` together.
    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        let mut slope = Jet::lift(logistic_slope(x.value()));
        let mut product = Jet::lift(T::ZERO);
        // 1 − 2y₀ = −tanh(x₀/2), without cancellation.
        let lean = -(x.value() * T::literal(0.5)).tanh();
        Jet::unfold(x.value().logistic(), |k, y| {
            if k > 1 {
                let mut factor = y.map(|c| c * T::literal(-2.0));
                factor.set(0, lean);
                product.set(k - 2, slope.convolved(k - 2, &factor));
                slope.set(k - 1, x.weighted(k - 1, &product) / whole::<T>(k - 1));
            }
            x.weighted(k, &slope) / whole::<T>(k)
        })
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

/// `ln(1 + eˣ)`; slope `σ(x)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Softplus;

impl Unary for Softplus {
    const NAME: &'static str = "softplus";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        let small = (-x.magnitude()).exp().ln_1p();
        if x > F::ZERO { x + small } else { small }
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        (x.softplus(), x.logistic())
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        x.integrate(x.value().softplus(), x.logistic())
    }
}

/// `erf x`; slope `2/√π·e^(−x²)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Erf;

impl Unary for Erf {
    const NAME: &'static str = "erf";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::erf(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        (x.erf(), bell(x))
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        x.integrate(x.value().erf(), bell(x))
    }
}

/// `erfc x = 1 − erf x`; slope `−2/√π·e^(−x²)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Erfc;

impl Unary for Erfc {
    const NAME: &'static str = "erfc";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::erfc(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        (x.erfc(), -bell(x))
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        x.integrate(x.value().erfc(), -bell(x))
    }
}

/// `σ(x)·σ(−x) = e⁻|ˣ|/(1 + e⁻|ˣ|)²`, right down to the smallest number.
#[inline]
fn logistic_slope<T: Number>(x: T) -> T {
    // σ′ is even, but |x| has a kink at 0: take the branch by sign instead, so that higher
    // derivatives are those of the smooth function.
    let small = if x >= T::ZERO { (-x).exp() } else { x.exp() };
    let rest = T::ONE + small;
    small / (rest * rest)
}

/// `2/√π·e^(−x²)`.
///
/// The exponent is split at `x ≈ a`, a multiple of 1/64: `x² = a² + (x − a)(x + a)`, where `a²` is
/// exact and the rest is small. Rounding `x²` as a whole would cost up to `x²` ulps.
#[inline]
fn bell<T: Number>(x: T) -> T {
    let scale = T::literal(FRAC_2_SQRT_PI);
    if x.abs() <= T::literal(32.0) {
        let steps = T::Literal::from_f64(64.0);
        let a = (x.primal() * steps).round() / steps;
        let rest = (x - a) * (x + a);
        scale * ((-rest).exp() * (-(a * a)).exp())
    } else {
        scale * (-(x * x)).exp()
    }
}
