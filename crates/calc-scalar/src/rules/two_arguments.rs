//! Functions of two arguments.

use super::{Binary, straight};
use crate::dual::strong;
use crate::float::Float;
use crate::jet::Jet;
use crate::real::{Number, Real};

/// `xʸ`; slopes `y·xʸ⁻¹` and `xʸ·ln x`.
#[derive(Clone, Copy, Debug)]
pub struct Pow;

impl Binary for Pow {
    const NAME: &'static str = "pow";

    #[inline]
    fn float<F: Float>(self, x: F, y: F) -> F {
        x.with2(y, libm::pow, libm::powf)
    }

    #[inline]
    fn rule<T: Number>(self, x: T, y: T) -> (T, T, T) {
        let power = x.pow(y);
        let by_base = if y == T::ZERO {
            T::ZERO
        } else {
            y * x.pow(y - T::ONE)
        };
        // 0ʸ is constantly 0 for y > 0: its slope in y is 0 there, and not 0·(−∞).
        let by_exponent = if power == T::ZERO || (x == T::ZERO && y == T::ZERO) {
            T::ZERO
        } else {
            power * x.ln()
        };
        (power, by_base, by_exponent)
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>, y: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        // A constant exponent never touches ln x.
        if y.coefficients.iter().skip(1).all(|c| c.is_zero()) {
            let mut power = x.powf(y.primal());
            power.set(0, x.value().pow(y.value()));
            return power;
        }
        let mut power = (y * x.ln()).exp();
        power.set(0, x.value().pow(y.value()));
        power
    }
}

/// `√(x² + y²)`; slopes `x/h` and `y/h`, 0 at the origin.
#[derive(Clone, Copy, Debug)]
pub struct Hypot;

impl Binary for Hypot {
    const NAME: &'static str = "hypot";

    #[inline]
    fn float<F: Float>(self, x: F, y: F) -> F {
        x.with2(y, libm::hypot, libm::hypotf)
    }

    #[inline]
    fn rule<T: Number>(self, x: T, y: T) -> (T, T, T) {
        let h = x.hypot(y);
        if h == T::ZERO {
            (h, T::ZERO, T::ZERO)
        } else {
            (h, x / h, y / h)
        }
    }

    /// `h·h = x² + y²`, scaled by `h₀` so that nothing overflows.
    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>, y: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        let value = x.value().hypot(y.value());
        if value == T::ZERO {
            return Jet::lift(value);
        }
        let (u, v) = (x.map(|c| c / value), y.map(|c| c / value));
        let mut h = (u * u + v * v).sqrt().map(|c| strong(c, value));
        h.set(0, value);
        h
    }
}

/// The angle of the point `(x, y)`, called as `y.atan2(x)`; slopes `x/r²` in `y`, `−y/r²` in `x`.
#[derive(Clone, Copy, Debug)]
pub struct Atan2;

impl Binary for Atan2 {
    const NAME: &'static str = "atan2";

    #[inline]
    fn float<F: Float>(self, y: F, x: F) -> F {
        y.with2(x, libm::atan2, libm::atan2f)
    }

    #[inline]
    fn rule<T: Number>(self, y: T, x: T) -> (T, T, T) {
        let angle = y.atan2(x);
        let r = x.hypot(y);
        if r == T::ZERO {
            (angle, T::ZERO, T::ZERO)
        } else {
            (angle, (x / r) / r, -((y / r) / r))
        }
    }

    /// `θ′ = (x·y′ − y·x′)/(x² + y²)`, scaled by the radius.
    #[inline]
    fn jet<T: Number, const N: usize>(self, y: Jet<T, N>, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        let value = y.value().atan2(x.value());
        let r = x.value().hypot(y.value());
        if r == T::ZERO {
            return Jet::lift(value);
        }
        let (u, v) = (x.map(|c| c / r), y.map(|c| c / r));
        let square = u * u + v * v;
        v.integrate(value, u / square) - u.integrate(T::ZERO, v / square)
    }
}

/// The larger argument; at a tie each gets half of the slope. NaN is ignored.
#[derive(Clone, Copy, Debug)]
pub struct Max;

impl Binary for Max {
    const NAME: &'static str = "max";

    #[inline]
    fn float<F: Float>(self, x: F, y: F) -> F {
        if x >= y || y.not_a_number() { x } else { y }
    }

    #[inline]
    fn rule<T: Number>(self, x: T, y: T) -> (T, T, T) {
        let (by_x, by_y) = chosen(x, y, x > y);
        (x.max(y), by_x, by_y)
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>, y: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        blend(self, x, y)
    }
}

/// The smaller argument; at a tie each gets half of the slope. NaN is ignored.
#[derive(Clone, Copy, Debug)]
pub struct Min;

impl Binary for Min {
    const NAME: &'static str = "min";

    #[inline]
    fn float<F: Float>(self, x: F, y: F) -> F {
        if x <= y || y.not_a_number() { x } else { y }
    }

    #[inline]
    fn rule<T: Number>(self, x: T, y: T) -> (T, T, T) {
        let (by_x, by_y) = chosen(x, y, x < y);
        (x.min(y), by_x, by_y)
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>, y: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        blend(self, x, y)
    }
}

/// `|x|` with the sign of the second argument.
#[derive(Clone, Copy, Debug)]
pub struct Copysign;

impl Binary for Copysign {
    const NAME: &'static str = "copysign";

    #[inline]
    fn float<F: Float>(self, x: F, sign: F) -> F {
        x.with2(sign, f64::copysign, f32::copysign)
    }

    #[inline]
    fn rule<T: Number>(self, x: T, sign: T) -> (T, T, T) {
        let slope = if x == T::ZERO {
            T::ZERO
        } else {
            x.signum() * sign.signum()
        };
        (x.copysign(sign), slope, T::ZERO)
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>, sign: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        let (value, slope, _) = self.rule(x.value(), sign.value());
        straight(value, slope, x)
    }
}

/// The remainder of Euclidean division, in `[0, |y|)`.
#[derive(Clone, Copy, Debug)]
pub struct RemEuclid;

impl Binary for RemEuclid {
    const NAME: &'static str = "rem_euclid";

    #[inline]
    fn float<F: Float>(self, x: F, y: F) -> F {
        let rest = x.with2(y, libm::fmod, libm::fmodf);
        if rest < F::ZERO {
            rest + y.magnitude()
        } else {
            rest
        }
    }

    #[inline]
    fn rule<T: Number>(self, x: T, y: T) -> (T, T, T) {
        let rest = x.rem_euclid(y);
        let quotient = ((x - rest) / y).round();
        (rest, T::ONE, -quotient)
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

/// The slopes of a choice: 1 for the chosen argument, ½ each at a tie.
#[inline]
fn chosen<T: Number>(x: T, y: T, first: bool) -> (T, T) {
    if x == y {
        (T::literal(0.5), T::literal(0.5))
    } else if first || y.primal().not_a_number() {
        (T::ONE, T::ZERO)
    } else {
        (T::ZERO, T::ONE)
    }
}

/// The jet of a choice.
#[inline]
fn blend<R: Binary, T: Number, const N: usize>(rule: R, x: Jet<T, N>, y: Jet<T, N>) -> Jet<T, N> {
    let (value, by_x, by_y) = rule.rule(x.value(), y.value());
    let mut chosen = straight(value, by_x, x) + straight(value, by_y, y);
    chosen.set(0, value);
    chosen
}
