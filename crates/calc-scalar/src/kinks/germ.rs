//! Germs: numbers that know on which side of a point they lie.

use core::cell::Cell;
use core::cmp::Ordering;
use core::ops::{Add, Div, Mul, Neg, Sub};

use super::Kink;
use super::places::{Branch, Place, nearest};
use crate::float::Float;
use crate::jet::Jet;
use crate::real::{Number, Real};
use crate::rules::{Binary, Unary};

/// How many Taylor coefficients tell the sides apart.
const ORDER: usize = 4;

/// `c₀ + c₁t + c₂t² + c₃t³` for a `t` that is positive and smaller than any number: the number that
/// [`kinks`](super::kinks()) runs a function on.
///
/// At a kink the sign of the first coefficient that is not 0 decides. A coefficient that cannot be
/// known is NaN.
#[derive(Clone, Copy, Debug)]
pub struct Germ<'t, T: Number = f64> {
    jet: Jet<T, ORDER>,
    log: Option<&'t Log<'t, T::Literal>>,
}

/// Where kinks are written down.
#[derive(Clone, Copy, Debug)]
pub(super) struct Log<'t, F: Copy> {
    pub(super) slots: &'t [Cell<Option<Kink<F>>>],
    pub(super) seen: &'t Cell<u32>,
    pub(super) operations: &'t Cell<u32>,
    pub(super) tolerance: F,
}

impl<F: Float> Log<'_, F> {
    /// Counts an operation and returns its number.
    fn next(&self) -> u32 {
        let index = self.operations.get();
        self.operations.set(index.saturating_add(1));
        index
    }

    fn write(&self, kink: Kink<F>) {
        let seen = self.seen.get();
        let slot = usize::try_from(seen).unwrap_or(usize::MAX);
        if let Some(slot) = self.slots.get(slot) {
            slot.set(Some(kink));
        }
        self.seen.set(seen.saturating_add(1));
    }
}

/// Makes the variables of a run.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Start<'t, T: Number> {
    sign: T,
    log: Option<&'t Log<'t, T::Literal>>,
}

impl<'t, T: Number> Start<'t, T> {
    pub(super) fn new(sign: T, log: Option<&'t Log<'t, T::Literal>>) -> Self {
        Self { sign, log }
    }

    /// `x + t·v`, or `x − t·v`, or `x` itself.
    #[must_use]
    pub fn variable(self, x: T, v: T) -> Germ<'t, T> {
        let jet = Jet {
            coefficients: [x, self.sign * v, T::ZERO, T::ZERO],
        };
        Germ { jet, log: self.log }
    }
}

/// What the coefficients beyond the value say.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Direction {
    Up,
    Down,
    Still,
    Unknown,
}

/// The direction in which a jet sets out, and with which coefficient.
fn direction<T: Number>(jet: &Jet<T, ORDER>) -> (Direction, usize) {
    for (k, c) in jet.coefficients.iter().enumerate().skip(1) {
        match c.primal().partial_cmp(&<T::Literal as Number>::ZERO) {
            Some(Ordering::Greater) => return (Direction::Up, k),
            Some(Ordering::Less) => return (Direction::Down, k),
            Some(Ordering::Equal) => {}
            None => return (Direction::Unknown, k),
        }
    }
    (Direction::Still, ORDER)
}

fn unknown<T: Number>() -> T {
    T::constant(T::Literal::NAN)
}

/// The jet `value + slope·t`, and nothing known beyond.
fn first_order<T: Number>(value: T, slope: T) -> Jet<T, ORDER> {
    Jet {
        coefficients: [value, slope, unknown(), unknown()],
    }
}

impl<T: Number> Germ<'_, T> {
    /// The constant `value`.
    #[inline]
    pub const fn lift(value: T) -> Self {
        Self {
            jet: Jet::lift(value),
            log: None,
        }
    }

    /// The value, in the limit.
    #[must_use]
    pub fn value(self) -> T {
        self.jet.value()
    }

    /// The slope along the way.
    #[must_use]
    pub fn slope(self) -> T {
        self.jet.coefficient(1)
    }

    /// Writes down a kink that is within the tolerance.
    fn report(&self, index: u32, kink: Kink<T::Literal>) {
        if let Some(log) = self.log
            && (kink.argument - kink.at).magnitude() <= log.tolerance
        {
            log.write(Kink { index, ..kink });
        }
    }

    /// The number of this operation in the run.
    fn count(&self) -> u32 {
        self.log.map_or(0, Log::next)
    }

    /// A function of one argument that is on its kink, on the side where it sets out to.
    fn beside<R: Unary>(self, rule: R, place: &Place<T::Literal>) -> Jet<T, ORDER>
    where
        Jet<T, ORDER>: Real<T::Literal>,
    {
        let (direction, k) = direction(&self.jet);
        let branch = match direction {
            Direction::Still => return rule.jet(self.jet),
            Direction::Up => place.right,
            Direction::Down => place.left,
            Direction::Unknown => return self.undecided(place, k),
        };
        match place.root {
            Some(power) => self.root(power, branch, k),
            None => rule
                .jet(self.jet.with_value(T::constant(branch.near)))
                .with_value(T::constant(branch.value)),
        }
    }

    /// `(a·tᵏ + …)ᵖ = aᵖ·tᵏᵖ + …`.
    fn root(self, power: f64, branch: Branch<T::Literal>, k: usize) -> Jet<T, ORDER> {
        let zero = T::constant(branch.value);
        if branch.slope.not_a_number() {
            return first_order(unknown(), unknown());
        }
        let leading = self.jet.coefficient(k);
        let k = u32::try_from(k).unwrap_or(u32::MAX);
        let reached = f64::from(k) * power;
        let slope = if reached > 1.0 {
            T::ZERO
        } else if reached < 1.0 {
            T::constant(branch.slope).copysign(leading)
        } else {
            let size = leading.abs().powf(T::Literal::from_f64(power));
            size.copysign(leading)
        };
        first_order(zero, slope)
    }

    /// The side is not known: what both have in common is.
    fn undecided(self, place: &Place<T::Literal>, k: usize) -> Jet<T, ORDER> {
        let (left, right) = (place.left, place.right);
        let value = if left.value == right.value {
            T::constant(left.value)
        } else {
            unknown()
        };
        // No slope, or one that is not known, times slopes that are finite or not.
        let finite = left.slope.is_finite() && right.slope.is_finite();
        let slope = if k > 1 && finite && left.value == right.value {
            T::ZERO
        } else {
            unknown()
        };
        first_order(value, slope)
    }

    #[inline]
    fn with(self, jet: Jet<T, ORDER>) -> Self {
        Self { jet, ..self }
    }
}

/// The inherent methods that [`impl_number!`](crate::impl_number) builds on.
#[doc(hidden)]
impl<T: Number> Germ<'_, T> {
    pub const ZERO_CONSTANT: Self = Self::lift(T::ZERO);
    pub const ONE_CONSTANT: Self = Self::lift(T::ONE);

    #[inline]
    fn from_literal(v: T::Literal) -> Self {
        Self::lift(T::constant(v))
    }

    #[inline]
    fn to_value(self) -> T {
        self.value()
    }

    #[inline]
    fn to_primal(self) -> T::Literal {
        self.value().primal()
    }

    /// A germ belongs to one point, not to a set of them.
    fn expand_rule<R: Unary>(self, _: R, coefficients: &mut [Self]) {
        coefficients.fill(Self::from_literal(T::Literal::NAN));
    }

    #[inline]
    fn shift(self, k: T::Literal) -> Self {
        self + Self::from_literal(k)
    }

    #[inline]
    fn scale(self, k: T::Literal) -> Self {
        self * Self::from_literal(k)
    }

    #[inline]
    fn unscale(self, k: T::Literal) -> Self {
        self / Self::from_literal(k)
    }

    #[inline]
    fn divide_literal(self, k: T::Literal) -> Self {
        Self::from_literal(k) / self
    }

    fn apply<R: Unary>(self, rule: R) -> Self
    where
        Jet<T, ORDER>: Real<T::Literal>,
    {
        let index = self.count();
        let x = self.to_primal();
        let Some(place) = nearest(rule, x) else {
            return self.with(rule.jet(self.jet));
        };
        if direction(&self.jet).0 != Direction::Still {
            let kink = Kink {
                operation: R::NAME,
                index,
                argument: x,
                at: place.at,
                left: place.left.slope,
                right: place.right.slope,
                jump: place.right.value - place.left.value,
            };
            self.report(index, kink);
        }
        if x == place.at {
            self.with(self.beside(rule, &place))
        } else {
            self.with(rule.jet(self.jet))
        }
    }

    fn apply2<R: Binary>(self, other: Self, rule: R) -> Self
    where
        Jet<T, ORDER>: Real<T::Literal>,
    {
        let both = Self {
            log: self.log.or(other.log),
            ..self
        };
        let index = both.count();
        let jet = match R::NAME {
            "max" | "min" => both.choice(other, rule, index),
            "hypot" => both.length(other, rule, index),
            "atan2" => both.angle(other, rule, index),
            "copysign" => both.signed(other, rule, index),
            "rem_euclid" | "fmod" => both.remainder(other, rule, index),
            _ => rule.jet(both.jet, other.jet),
        };
        both.with(jet)
    }

    fn apply_sin_cos(self) -> (Self, Self) {
        let (sin, cos) = self.jet.apply_sin_cos();
        (self.with(sin), self.with(cos))
    }

    #[inline]
    fn has_only_zeros(self) -> bool {
        self.jet.coefficients.iter().all(|c| c.is_zero())
    }

    #[inline]
    fn has_only_finite(self) -> bool {
        self.jet.coefficients.iter().all(|c| c.is_finite())
    }
}

/// Functions of two arguments.
impl<T: Number> Germ<'_, T>
where
    Jet<T, ORDER>: Real<T::Literal>,
{
    /// `max` and `min`: at a tie the germs themselves are compared.
    fn choice<R: Binary>(self, other: Self, rule: R, index: u32) -> Jet<T, ORDER> {
        let zero = <T::Literal as Number>::ZERO;
        let one = <T::Literal as Number>::ONE;
        let gap = self.jet - other.jet;
        let larger = R::NAME == "max";
        let (direction, _) = direction(&gap);
        if direction != Direction::Still {
            let (left, right) = if larger { (zero, one) } else { (one, zero) };
            let kink = Kink {
                operation: R::NAME,
                index,
                argument: gap.value().primal(),
                at: zero,
                left,
                right,
                jump: zero,
            };
            self.report(index, kink);
        }
        if self.to_primal() != other.to_primal() {
            return rule.jet(self.jet, other.jet);
        }
        match direction {
            // Where the tie is not broken both are the same, as far as they are known.
            Direction::Still | Direction::Unknown => self.jet,
            Direction::Up if larger => self.jet,
            Direction::Down if !larger => self.jet,
            _ => other.jet,
        }
    }

    /// `hypot`: from the origin on, the length of the way.
    fn length<R: Binary>(self, other: Self, rule: R, index: u32) -> Jet<T, ORDER> {
        let zero = <T::Literal as Number>::ZERO;
        let one = <T::Literal as Number>::ONE;
        let jet = rule.jet(self.jet, other.jet);
        let still = direction(&self.jet).0 == Direction::Still
            && direction(&other.jet).0 == Direction::Still;
        if still {
            return jet;
        }
        let kink = Kink {
            operation: R::NAME,
            index,
            argument: jet.value().primal(),
            at: zero,
            left: -one,
            right: one,
            jump: zero,
        };
        self.report(index, kink);
        if jet.value().primal() == zero {
            first_order(jet.value(), self.slope().hypot(other.slope()))
        } else {
            jet
        }
    }

    /// `atan2(y, x)`: jumps by a full turn across the negative `x` axis, and is anything at the origin.
    fn angle<R: Binary>(self, x: Self, rule: R, index: u32) -> Jet<T, ORDER> {
        let zero = <T::Literal as Number>::ZERO;
        let jet = rule.jet(self.jet, x.jet);
        let (y_way, _) = direction(&self.jet);
        let at_cut = self.to_primal() == zero;
        let moving = y_way != Direction::Still || direction(&x.jet).0 != Direction::Still;
        if !moving || x.to_primal() > zero {
            return jet;
        }
        let pi = T::Literal::from_f64(core::f64::consts::PI);
        let slope = T::Literal::ONE / x.to_primal();
        let kink = Kink {
            operation: R::NAME,
            index,
            argument: self.to_primal(),
            at: zero,
            left: slope,
            right: slope,
            jump: pi + pi,
        };
        self.report(index, kink);
        if !at_cut {
            return jet;
        }
        if x.to_primal() == zero {
            // The direction in which it leaves the origin, if it leaves at once.
            let (dy, dx) = (self.slope(), x.slope());
            let known = dy.primal() != zero || dx.primal() != zero;
            let angle = if known { dy.atan2(dx) } else { unknown() };
            return first_order(angle, unknown());
        }
        match y_way {
            Direction::Up => jet.with_value(T::constant(pi)),
            Direction::Down => jet.with_value(T::constant(-pi)),
            Direction::Still => jet,
            Direction::Unknown => first_order(unknown(), jet.coefficient(1)),
        }
    }

    /// `copysign`: `|x|` times a sign that jumps at 0.
    fn signed<R: Binary>(self, sign: Self, rule: R, index: u32) -> Jet<T, ORDER> {
        let zero = <T::Literal as Number>::ZERO;
        let one = <T::Literal as Number>::ONE;
        let (x, s) = (self.to_primal(), sign.to_primal());
        let (x_way, _) = direction(&self.jet);
        let (s_way, _) = direction(&sign.jet);
        let flips = s == zero && s_way != Direction::Still;
        let positive = match s_way {
            Direction::Up if flips => true,
            Direction::Down if flips => false,
            _ => one.copysign(s) > zero,
        };
        let factor = if positive { one } else { -one };
        if x_way != Direction::Still || s_way != Direction::Still {
            let by_sign = s_way != Direction::Still && (x != zero || x_way == Direction::Still);
            let kink = Kink {
                operation: R::NAME,
                index,
                argument: if by_sign { s } else { x },
                at: zero,
                left: if by_sign { zero } else { -factor },
                right: if by_sign { zero } else { factor },
                jump: if by_sign {
                    x.magnitude() + x.magnitude()
                } else {
                    zero
                },
            };
            self.report(index, kink);
        }
        if flips && s_way == Direction::Unknown {
            return first_order(unknown(), unknown());
        }
        if x != zero && !flips {
            return rule.jet(self.jet, sign.jet);
        }
        let below = x < zero || x == zero && x_way == Direction::Down;
        if below == positive {
            -self.jet
        } else {
            self.jet
        }
    }

    /// `rem_euclid` and `fmod`: a jump wherever the quotient is a whole number.
    fn remainder<R: Binary>(self, divisor: Self, rule: R, index: u32) -> Jet<T, ORDER> {
        let zero = <T::Literal as Number>::ZERO;
        let one = <T::Literal as Number>::ONE;
        let (x, y) = (self.to_primal(), divisor.to_primal());
        let jet = rule.jet(self.jet, divisor.jet);
        let whole = (x / y).round();
        // `fmod` keeps the sign of x, and goes through 0 without a jump.
        if !whole.is_finite() || R::NAME == "fmod" && whole.is_zero() {
            return jet;
        }
        let rest = self.jet - divisor.jet * Jet::lift(T::constant(whole));
        let (way, _) = direction(&rest);
        if way == Direction::Still {
            return jet;
        }
        let size = y.magnitude();
        let toward_zero = R::NAME == "fmod" && x < zero;
        let kink = Kink {
            operation: R::NAME,
            index,
            argument: rest.value().primal(),
            at: zero,
            left: one,
            right: one,
            jump: -size,
        };
        self.report(index, kink);
        if rest.value().primal() != zero {
            return jet;
        }
        // On the one side it starts again at 0, on the other it ends at |y|, in the sense of its sign.
        let (value, multiple) = match (way, toward_zero) {
            (Direction::Up, false) | (Direction::Down, true) => (zero, whole),
            (Direction::Down, false) => (size, whole - one.copysign(y)),
            (Direction::Up, true) => (-size, whole + one.copysign(y)),
            _ => return first_order(unknown(), unknown()),
        };
        (self.jet - divisor.jet * Jet::lift(T::constant(multiple))).with_value(T::constant(value))
    }
}

impl<T: Number> Neg for Germ<'_, T> {
    type Output = Self;

    #[inline]
    fn neg(self) -> Self {
        self.with(-self.jet)
    }
}

/// Sum, difference, product and quotient are those of the jets.
macro_rules! operator {
    ($($Op:ident $op:ident),*) => {$(
        impl<T: Number> $Op for Germ<'_, T> {
            type Output = Self;

            #[inline]
            fn $op(self, other: Self) -> Self {
                Self {
                    jet: self.jet.$op(other.jet),
                    log: self.log.or(other.log),
                }
            }
        }
    )*};
}

operator!(Add add, Sub sub, Mul mul, Div div);

crate::impl_number!(impl<'t, T> for Germ<'t, T>);
#[cfg(feature = "num-traits")]
crate::impl_num_traits!(impl<'t, T> for Germ<'t, T>);
