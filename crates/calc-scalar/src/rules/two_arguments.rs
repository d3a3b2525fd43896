//! Functions of two arguments.

use super::exponential::growth;
use super::powers::{divides_well, is_at_an_end, is_slight, lowered, lowers_exactly, with_primal};
use super::{Binary, Ln, Unary as _, straight};
use crate::float::Float;
use crate::jet::{Jet, over};
use crate::math;
use crate::real::{Number, Real};
use crate::recurrence::{Careful, ChainRule, Plain};
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
        if x != T::ZERO && x != T::ONE && is_at_an_end(power) {
            return power_at_an_end(x, y, power);
        }
        let by_base = if power.primal().not_a_number() {
            // Rounded, `y − 1` may be a whole number where `y` is none.
            power
        } else if y == T::ZERO && (x == T::ZERO || x.primal().not_a_number()) {
            T::ZERO
        } else if is_slight(y.primal()) && divides_well(x, power) {
            power * y / x
        } else if !lowers_exactly(y.primal()) && divides_well(x, power) {
            power / x * y
        } else {
            let lower = lowered(x, y.primal(), |x, _| x.pow(y - T::ONE));
            if x != T::ZERO && is_at_an_end(lower) {
                power_at_an_end(x, y, power).1
            } else {
                y * lower
            }
        };
        // 0ʸ is constantly 0 for y > 0: its slope in y is 0 there, and not 0·(−∞).
        let by_exponent = if x == T::ZERO && (power == T::ZERO || y == T::ZERO) {
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
        let power = if is_constant(&y) && is_literal(y.value()) {
            x.powf(y.primal())
        } else if x.value() == T::ZERO {
            power_at_zero(value, x, y)
        } else {
            let (_, by_x, by_y) = self.rule(x.value(), y.value());
            let mut power = growth(y * x.ln(), value, T::ONE);
            power.set(1, along(x, by_x, y, by_y));
            power
        };
        power.with_value(value)
    }
}

/// The rule of [`Pow`] where the power has lost digits to an end of the range and the slopes may not
/// have: `xʸ = x^(y/2)·x^(y/2)`, and the other factor goes in between.
#[cold]
fn power_at_an_end<T: Number>(x: T, y: T, power: T) -> (T, T, T) {
    let half = x.abs().pow(y * T::literal(0.5));
    let signed = if power.primal() < T::Literal::ZERO || x < T::ZERO && power == T::ZERO {
        half.copysign(power)
    } else {
        half
    };
    // The slope's value from the halves; its own slopes from the lower power, which stays in range.
    let lower = y * lowered(x, y.primal(), |x, _| x.pow(y - T::ONE));
    let by_base = if x.primal().magnitude() > T::Literal::MAX {
        lower
    } else {
        let by_base = half.primal() * y.primal() / x.primal() * signed.primal();
        with_primal(lower, by_base)
    };
    (power, by_base, half * x.ln() * signed)
}

/// Where the base is 0 and the exponent varies: the first slope by the rule, no further ones.
#[cold]
fn power_at_zero<T: Number, const N: usize>(value: T, x: Jet<T, N>, y: Jet<T, N>) -> Jet<T, N> {
    if is_constant(&x) && value.is_finite() {
        return Jet::lift(value);
    }
    let (_, by_x, by_y) = Pow.rule(x.value(), y.value());
    Jet::unfold(value, |k, _| match k {
        1 => along(x, by_x, y, by_y),
        _ => T::constant(T::Literal::NAN),
    })
}

/// The first coefficient of a function of two jets with the slopes `by_x` and `by_y`.
#[inline]
fn along<T: Number, const N: usize>(x: Jet<T, N>, by_x: T, y: Jet<T, N>, by_y: T) -> T {
    strong::product(x.coefficient(1), by_x) + strong::product(y.coefficient(1), by_y)
}

/// Whether all coefficients beyond the value are zero.
#[inline]
fn is_constant<T: Number, const N: usize>(x: &Jet<T, N>) -> bool {
    x.coefficients.iter().skip(1).all(|c| c.is_zero())
}

/// Whether a number has no derivatives within.
#[inline]
fn is_literal<T: Number>(x: T) -> bool {
    size_of::<T>() == size_of::<T::Literal>() || (x - T::constant(x.primal())).is_zero()
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
            return (h, T::ZERO, T::ZERO);
        }
        let undefined = (x.primal().magnitude() + y.primal().magnitude()).not_a_number();
        let (x, y, length) = if is_at_an_end(h) && !undefined {
            let [x, y] = direction(x, y, h);
            (x, y, x.hypot(y))
        } else {
            (x, y, h)
        };
        // Below the normal numbers the slopes of the slopes overflow.
        let is_short = h.primal() < T::Literal::MIN_POSITIVE;
        if undefined || is_short || size_of::<T>() == size_of::<T::Literal>() {
            return (h, x / length, y / length);
        }
        let (by_x, by_y) = cosine_and_sine(x, y);
        let [x, y, length] = [x, y, length].map(T::primal);
        (
            h,
            with_primal(by_x, x / length),
            with_primal(by_y, y / length),
        )
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
        } else if is_at_an_end(r) {
            if !(x.is_finite() && y.is_finite()) {
                // So far out nothing turns any more.
                let still = strong::within(angle, T::ZERO);
                return (angle, still, still);
            }
            let scale = toward_one(r);
            let (x, y) = (x * scale, y * scale);
            let r = x.hypot(y);
            (angle, x / r * scale / r, -(y / r * scale / r))
        } else {
            (angle, over_square(x, r), -over_square(y, r))
        }
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, y: Jet<T, N>, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        let (r, mut angle) = polar(x, y);
        let share = |u: T| is_at_an_end(u / r.value());
        if share(x.value()) | share(y.value()) {
            let (_, by_y, by_x) = self.rule(y.value(), x.value());
            angle.set(1, along(y, by_y, x, by_x));
        }
        angle
    }
}

/// `x/r²`, also where `x/r` has lost its digits to the end of the range.
#[inline]
fn over_square<T: Number>(x: T, r: T) -> T {
    let share = x / r;
    if share.primal().magnitude() < T::Literal::MIN_POSITIVE && x != T::ZERO {
        let scale = T::Literal::ONE / (T::Literal::EPSILON * T::Literal::EPSILON);
        x * scale / r / r / scale
    } else {
        share / r
    }
}

/// The slopes of [`Hypot`] with slopes of their own that do not come from a difference of nearly equal numbers.
#[inline]
fn cosine_and_sine<T: Number>(x: T, y: T) -> (T, T) {
    let is_flat = x.primal().magnitude() > y.primal().magnitude();
    let (short, long) = if is_flat { (y, x) } else { (x, y) };
    let ratio = short / long;
    let unit = T::Literal::ONE.copysign(long.primal());
    let along = unit / (ratio * ratio + T::Literal::ONE).sqrt();
    let across = ratio * along;
    if is_flat {
        (along, across)
    } else {
        (across, along)
    }
}

/// A point in the direction of `(x, y)` that is not at an end of the range as its distance `r` is; neither is NaN.
///
/// An infinite coordinate is beyond any finite one, and two of them are equally far.
#[cold]
fn direction<T: Number>(x: T, y: T, r: T) -> [T; 2] {
    let scale = toward_one(r);
    let infinite = is_infinite(x) || is_infinite(y);
    [x, y].map(|u| match (infinite, is_infinite(u)) {
        (false, _) => u * scale,
        (true, true) => T::constant(T::Literal::ONE.copysign(u.primal())),
        (true, false) => T::ZERO,
    })
}

#[inline]
fn is_infinite<T: Number>(x: T) -> bool {
    x.primal().magnitude() > T::Literal::MAX
}

/// A power of two that takes a length at an end of the range away from it.
#[inline]
fn toward_one<T: Number>(length: T) -> T::Literal {
    let far = T::Literal::EPSILON * T::Literal::EPSILON;
    if length > T::ONE {
        far
    } else {
        T::Literal::ONE / far
    }
}

/// Radius and angle of the moving point `(x, y)`; both stand still at the origin.
///
/// With `c = cos θ` and `s = sin θ`: `r′ = x′c + y′s`, `r·θ′ = y′c − x′s`, `c′ = −s·θ′`, `s′ = c·θ′`.
/// No squares, so nothing overflows, and `x² + y²` is never subtracted from itself.
fn polar<T: Number, const N: usize>(x: Jet<T, N>, y: Jet<T, N>) -> (Jet<T, N>, Jet<T, N>) {
    let r0 = x.value().hypot(y.value());
    let angle = y.value().atan2(x.value());
    if r0 == T::ZERO {
        return (Jet::lift(r0), Jet::lift(angle));
    }
    let far = is_at_an_end(r0) && !angle.primal().not_a_number();
    if far && (is_infinite(x.value()) || is_infinite(y.value())) {
        let [c, s] = direction(x.value(), y.value(), r0);
        let d = c.hypot(s);
        let [x, y] = [(x, c / d), (y, s / d)].map(|(u, c)| u.map(|u| strong::product(u, c)));
        return ((x + y).with_value(r0), Jet::lift(angle));
    }
    if far {
        let scale = T::constant(toward_one(r0));
        let [x, y] = [x, y].map(|u| u.map(|c| strong::product(c, scale)));
        let (scaled, turned) = polar(x, y);
        return (
            scaled.map(|c| c / scale).with_value(r0),
            turned.with_value(angle),
        );
    }
    let (r, turned) = polar_by::<T, Plain<T, N>, N>(x, y, r0);
    let (r, turned) = if r.is_plain_to_the_end() & turned.is_plain_to_the_end() {
        (r, turned)
    } else {
        polar_by::<T, Careful<T, N>, N>(x, y, r0)
    };
    (r, turned.with_value(angle))
}

/// The same far from the origin and the ends of the range, where the radius `r0` is known; the angle
/// without its value.
#[inline]
fn polar_by<T: Number, C: ChainRule<T, N>, const N: usize>(
    x: Jet<T, N>,
    y: Jet<T, N>,
    r0: T,
) -> (Jet<T, N>, Jet<T, N>) {
    let (mut r, mut angle) = (Jet::lift(r0), Jet::lift(T::ZERO));
    let (mut c, mut s) = (Jet::lift(x.value() / r0), Jet::lift(y.value() / r0));
    let (mut xc, mut xs, mut yc, mut ys) = (C::of(x), C::of(x), C::of(y), C::of(y));
    // The slope of the angle, one order behind, and that of the radius left of its value.
    let mut turn = Jet::<T, N>::lift(T::ZERO);
    for k in 1..N {
        let (ck, sk) = (c.coefficient(k - 1), s.coefficient(k - 1));
        let across = yc.next(ck) - xs.next(sk);
        let known = r.convolved(k - 1, &turn);
        turn.set(k - 1, (across - known) / r0);
        r.set(k, over(xc.next(ck) + ys.next(sk), k));
        angle.set(k, over(turn.coefficient(k - 1), k));
        let (next_c, next_s) = (
            -over(s.convolved(k - 1, &turn), k),
            over(c.convolved(k - 1, &turn), k),
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

/// `ln(eˣ + eʸ)`; slopes `σ(x − y)` and `σ(y − x)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct LogAddExp;

impl Binary for LogAddExp {
    const NAME: &'static str = "logaddexp";

    #[inline]
    fn float<F: Float>(self, x: F, y: F) -> F {
        let (most, least) = if x > y { (x, y) } else { (y, x) };
        if x == y {
            // Also where both are the same infinity.
            x + F::from_f64(core::f64::consts::LN_2)
        } else {
            most + math::ln_1p(math::exp(least - most))
        }
    }

    #[inline]
    fn rule<T: Number>(self, x: T, y: T) -> (T, T, T) {
        let value = x.logaddexp(y);
        if is_same_infinity(x, y) {
            return (value, T::literal(0.5), T::literal(0.5));
        }
        let apart = x - y;
        // What the subtraction rounds off counts where the exponential is small.
        let (a, b, d) = (x.primal(), y.primal(), apart.primal());
        let back = d - a;
        let rest = (a - (d - back)) - (b + back);
        let (by_x, by_y) = (apart.logistic(), (-apart).logistic());
        if rest.is_finite() {
            let shift = by_x * by_y * rest;
            (value, by_x + shift, by_y - shift)
        } else {
            (value, by_x, by_y)
        }
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>, y: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        let (value, by_x, by_y) = self.rule(x.value(), y.value());
        if is_same_infinity(x.value(), y.value()) {
            return (straight(value, by_x, x) + straight(value, by_y, y)).with_value(value);
        }
        let mut sum = if x >= y {
            (y - x).softplus() + x
        } else {
            (x - y).softplus() + y
        };
        sum.set(0, value);
        sum.set(1, along(x, by_x, y, by_y));
        sum
    }
}

/// Whether the difference of two equal values would be NaN.
#[inline]
fn is_same_infinity<T: Number>(x: T, y: T) -> bool {
    x == y && is_infinite(x)
}

/// `x·ln y`, 0 where `x` is; slopes `ln y` and `x/y`.
#[derive(Clone, Copy, Debug, Default)]
pub struct XLogY;

impl Binary for XLogY {
    const NAME: &'static str = "xlogy";

    #[inline]
    fn float<F: Float>(self, x: F, y: F) -> F {
        if x == F::ZERO && y >= F::ZERO {
            F::ZERO
        } else {
            x * math::ln(y)
        }
    }

    #[inline]
    fn rule<T: Number>(self, x: T, y: T) -> (T, T, T) {
        let (ln, slope) = Ln.rule(y);
        let by_y = if y > T::ZERO {
            x / y
        } else if y == T::ZERO {
            if x == T::ZERO { T::ZERO } else { x * slope }
        } else {
            x * slope
        };
        (x.xlogy(y), ln, by_y)
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>, y: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        if x.is_zero() && y.value() >= T::ZERO {
            return x;
        }
        let (value, ln) = (x.value().xlogy(y.value()), y.ln());
        let product = if y.value() > T::ZERO && y.value().is_finite() {
            // From the slope `ln y·x′ + (x/y)·y′`: in the product the logarithm's coefficients have powers of
            // y that leave the range long before the result does.
            x.integrate(value, ln) + y.integrate(T::ZERO, x / y)
        } else {
            x * ln
        };
        // The logarithm may be infinite where the value is 0.
        let mut product = product.with_value(value);
        if x.value() == T::ZERO && y.value() == T::ZERO {
            let (_, by_x, by_y) = self.rule(x.value(), y.value());
            let along = |u: Jet<T, N>, slope| strong::product(u.coefficient(1), slope);
            product.set(1, along(x, by_x) + along(y, by_y));
            // As of x·ln x: 1/x, −1/x², …
            let mut pole = x.coefficient(1) * T::constant(T::Literal::INFINITY);
            for k in 2..N {
                product.set(k, pole);
                pole = -pole;
            }
        }
        product
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
