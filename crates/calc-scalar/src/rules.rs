//! The table of derivatives: each rule maps `x` to `(f(x), f′(x))`, and every number type uses it.
//!
//! A rule is a zero-sized type. It says how the function is evaluated on a float ([`Unary::float`]),
//! what its slope is ([`Unary::rule`]) and how its Taylor coefficients follow from those of its
//! argument ([`Unary::jet`]). All rules are written in the form that survives the edges of the range:
//! `1/hypot(1, x)` and not `1/√(1 + x²)`.
//!
//! To add a function: write its rule in the file of its family, and one line in
//! [`Real`].
//!
//! # Accuracy
//!
#![doc = include_str!("accuracy.md")]

use crate::difference::Complex;
use crate::float::Float;
use crate::interval::{Compose, Enclose};
use crate::jet::Jet;
use crate::real::{Number, Real};

mod powers;
mod exponential;
mod trigonometric;
mod hyperbolic;
mod half_turns;
mod logistic;
mod gaussian;
mod gamma;
mod kinked;
mod activations;
mod two_arguments;
mod remainders;
mod compose;

pub use activations::{Elu, LeakyRelu, Silu, SiluSlope};
pub use exponential::{Exp, Exp2, Exp10, ExpM1, Ln, Ln1p, Log2, Log10};
#[doc(hidden)]
pub use gamma::Term;
pub use gamma::{Digamma, LGamma, Polygamma, TGamma};
pub use gaussian::{Erf, Erfc, Gelu, GeluSlope};
use half_turns::sin_cos_pi;
pub use half_turns::{CosPi, SinPi, Sinc, SincSlope};
pub use hyperbolic::{Acosh, Asinh, Atanh, Cosh, Sinh, Tanh, TanhSlope};

pub use kinked::{Abs, Ceil, Floor, Fract, Relu, Round, RoundTiesEven, Signum, Trunc};
pub use logistic::{Logistic, LogisticSlope, Logit, Softplus};
pub use powers::{Cbrt, PowF, PowI, Recip, Sqrt};
pub use remainders::{Fmod, RemEuclid};
pub use trigonometric::{Acos, Asin, Atan, Cos, Sin, Tan};
pub use two_arguments::{Atan2, Copysign, Hypot, LogAddExp, Max, Min, Pow, XLogY};

/// The rule of a function of one argument.
pub trait Unary: Copy + Default + Enclose {
    /// The function's name, as in [`Real`].
    const NAME: &'static str;

    /// Whether value and slope are a sine and a cosine of one angle, on many platforms a single call.
    #[doc(hidden)]
    const TURNS: bool = false;

    /// The number that belongs to the rule, such as the exponent of a power; 0 for a rule without.
    ///
    /// With [`with_parameter`](Unary::with_parameter) it makes the rule again from its type, so that
    /// a recorded run can be evaluated at another point.
    #[inline]
    fn parameter(self) -> f64 {
        const {
            assert!(
                size_of::<Self>() == 0,
                "a rule that holds a number says which"
            );
        }
        0.0
    }

    /// The same rule with another [`parameter`](Unary::parameter).
    #[must_use]
    #[inline]
    fn with_parameter(self, _: f64) -> Self {
        self
    }

    /// `f(x)` on a float.
    fn float<F: Float>(self, x: F) -> F;

    /// `(f(x), f′(x))`. The value has the bits of [`float`](Unary::float).
    fn rule<T: Number>(self, x: T) -> (T, T);

    /// The Taylor coefficients of `f(x(t))` from those of `x(t)`.
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>;

    /// `f` at a complex number close to the real axis.
    ///
    /// Unless a rule says otherwise this is `f(x) + i·f′(x)·y`, right up to `O(y²)`.
    fn complex<T: Number>(self, z: Complex<T>) -> Complex<T> {
        let (value, slope) = self.rule(z.re);
        Complex::new(value, slope * z.im)
    }
}

/// Two functions of one argument that share their work, such as a function and its slope.
pub trait Pair: Copy {
    /// The rule of the first function.
    type First: Unary;
    /// The rule of the second function.
    type Second: Unary;
    /// The first function.
    const FIRST: Self::First;
    /// The second function.
    const SECOND: Self::Second;

    /// Both on a float, with the bits of [`Unary::float`].
    fn floats<F: Float>(self, x: F) -> (F, F);
}

/// The rule of a function of two arguments.
pub trait Binary: Copy + Default + Compose {
    /// The function's name, as in [`Real`].
    const NAME: &'static str;

    /// `f(x, y)` on floats.
    fn float<F: Float>(self, x: F, y: F) -> F;

    /// `(f, ∂f/∂x, ∂f/∂y)` at `(x, y)`.
    fn rule<T: Number>(self, x: T, y: T) -> (T, T, T);

    /// The Taylor coefficients of `f(x(t), y(t))`.
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>, y: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>;

    /// `f` at complex numbers close to the real axis, right up to `O(im²)`.
    fn complex<T: Number>(self, x: Complex<T>, y: Complex<T>) -> Complex<T> {
        let (value, by_x, by_y) = self.rule(x.re, y.re);
        Complex::new(value, by_x * x.im + by_y * y.im)
    }
}

/// The jet of a function whose slope is locally constant: `value` and `slope·x₁, slope·x₂, …`.
fn straight<T: Number, const N: usize>(value: T, slope: T, x: Jet<T, N>) -> Jet<T, N> {
    let mut y = x.map(|c| crate::strong::product(c, slope));
    y.set(0, value);
    y
}
