//! Functions of two arguments.

use super::exponential::growth;
use super::powers::{divides_well, lowers_exactly};
use super::{Binary, straight};
use crate::float::Float;
use crate::jet::{Jet, whole};
use crate::math;
use crate::real::{Number, Real};
use crate::strong;

/// `xʸ`; slopes `y·xʸ⁻¹` and `xʸ·ln x`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pow;

impl Binary for Pow {
    const NAME: &'static str = "pow";

    #[inline]
    fn float<F: Float>(self, x: F, y: F) -> F {
        math::pow(x, y)
    }

    #[inline]
    fn rule<T: Number>(self, x: T, y: T) -> (T, T, T) {
        let power = x.pow(y);
        let by_base = if y == T::ZERO {
            T::ZERO
        } else if !lowers_exactly(y.primal()) && divides_well(x, power) {
            power / x * y
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
        let value = x.value().pow(y.value());
        // A constant exponent never touches ln x.
        let power = if is_constant(&y) {
            x.powf(y.primal())
        } else if x.value() == T::ZERO {
            power_at_zero(value, x, y)
        } else {
            growth(y * x.ln(), value, T::ONE)
        };
        power.with_value(value)
    }
}

/// Where the base is 0 and the exponent varies: the first slope by the rule, no further ones.
#[cold]
fn power_at_zero<T: Number, const N: usize>(value: T, x: Jet<T, N>, y: Jet<T, N>) -> Jet<T, N> {
    if is_constant(&x) {
        return Jet::lift(value);
    }
    let (_, by_x, by_y) = Pow.rule(x.value(), y.value());
    Jet::unfold(value, |k, _| match k {
        1 => strong::product(x.coefficient(1), by_x) + strong::product(y.coefficient(1), by_y),
        _ => T::constant(T::Literal::NAN),
    })
}

/// Whether all coefficients beyond the value are zero.
#[inline]
fn is_constant<T: Number, const N: usize>(x: &Jet<T, N>) -> bool {
    x.coefficients.iter().skip(1).all(|c| c.is_zero())
}

/// `√(x² + y²)`; slopes `x/h` and `y/h`, 0 at the origin.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hypot;

impl Binary for Hypot {
    const NAME: &'static str = "hypot";

    #[inline]
    fn float<F: Float>(self, x: F, y: F) -> F {
        math::hypot(x, y)
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

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>, y: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        polar(x, y).0
    }
}

/// The angle of the point `(x, y)`, called as `y.atan2(x)`; slopes `x/r²` in `y`, `−y/r²` in `x`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Atan2;

impl Binary for Atan2 {
    const NAME: &'static str = "atan2";

    #[inline]
    fn float<F: Float>(self, y: F, x: F) -> F {
        math::atan2(y, x)
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

    #[inline]
    fn jet<T: Number, const N: usize>(self, y: Jet<T, N>, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        polar(x, y).1
    }
}

/// Radius and angle of the moving point `(x, y)`; both stand still at the origin.
///
/// With `c = cos θ` and `s = sin θ`: `r′ = x′c + y′s`, `r·θ′ = y′c − x′s`, `c′ = −s·θ′`, `s′ = c·θ′`.
/// No squares, so nothing overflows, and `x² + y²` is never subtracted from itself.
fn polar<T: Number, const N: usize>(x: Jet<T, N>, y: Jet<T, N>) -> (Jet<T, N>, Jet<T, N>) {
    let r0 = x.value().hypot(y.value());
    let mut r = Jet::lift(r0);
    let mut angle = Jet::lift(y.value().atan2(x.value()));
    if r0 == T::ZERO {
        return (r, angle);
    }
    let (mut c, mut s) = (Jet::lift(x.value() / r0), Jet::lift(y.value() / r0));
    // The slope of the angle, one order behind, and that of the radius left of its value.
    let mut turn = Jet::<T, N>::lift(T::ZERO);
    for k in 1..N {
        let n = whole::<T>(k);
        let across = y.weighted(k, &c) - x.weighted(k, &s);
        let known = r.convolved(k - 1, &turn);
        turn.set(k - 1, (across - known) / r0);
        r.set(k, (x.weighted(k, &c) + y.weighted(k, &s)) / n);
        angle.set(k, turn.coefficient(k - 1) / n);
        let (next_c, next_s) = (
            -(s.convolved(k - 1, &turn) / n),
            c.convolved(k - 1, &turn) / n,
        );
        c.set(k, next_c);
        s.set(k, next_s);
    }
    (r, angle)
}

/// The larger argument; at a tie each gets half of the slope. NaN is ignored.
#[derive(Clone, Copy, Debug, Default)]
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
#[derive(Clone, Copy, Debug, Default)]
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
#[derive(Clone, Copy, Debug, Default)]
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
        let quotient = ((x - rest) / y).round();
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
