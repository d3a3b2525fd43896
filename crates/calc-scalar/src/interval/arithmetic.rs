//! The four operations, literals, comparisons: an interval is a number.

use core::cmp::Ordering;
use core::iter::{Product, Sum};
use core::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use super::rounding::{add_down, add_up, div_down, div_up, mul_down, mul_up};
use super::sets::{larger, smaller};
use super::{Interval, Watch};
use crate::float::Float;
use crate::real::{Number, Real};
use crate::rules::{Binary, Unary};

impl<F: Float, W: Watch> Neg for Interval<F, W> {
    type Output = Self;

    #[inline]
    fn neg(self) -> Self {
        Self::bounded(-self.hi, -self.lo, self.watch)
    }
}

impl<F: Float, W: Watch> Add for Interval<F, W> {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        let watch = self.watch.join(other.watch);
        if self.is_empty() || other.is_empty() {
            return Self::EMPTY.with_watch(watch);
        }
        let (lo, hi) = (add_down(self.lo, other.lo), add_up(self.hi, other.hi));
        Self::bounded(lo, hi, watch)
    }
}

impl<F: Float, W: Watch> Sub for Interval<F, W> {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl<F: Float, W: Watch> Mul for Interval<F, W> {
    type Output = Self;

    #[inline]
    fn mul(self, other: Self) -> Self {
        let watch = self.watch.join(other.watch);
        if self.is_empty() || other.is_empty() {
            return Self::EMPTY.with_watch(watch);
        }
        let (a, b) = (self.lo, self.hi);
        let (c, d) = (other.lo, other.hi);
        let zero = F::ZERO;
        // Which bounds make the lowest and the highest product, by the signs.
        let (lo, hi) = if a >= zero {
            (
                mul_down(if c >= zero { a } else { b }, c),
                mul_up(if d >= zero { b } else { a }, d),
            )
        } else if b <= zero {
            (
                mul_down(if d >= zero { a } else { b }, d),
                mul_up(if c >= zero { b } else { a }, c),
            )
        } else if c >= zero {
            (mul_down(a, d), mul_up(b, d))
        } else if d <= zero {
            (mul_down(b, c), mul_up(a, c))
        } else {
            (
                smaller(mul_down(a, d), mul_down(b, c)),
                larger(mul_up(a, c), mul_up(b, d)),
            )
        };
        Self::bounded(lo, hi, watch)
    }
}

impl<F: Float, W: Watch> Div for Interval<F, W> {
    type Output = Self;

    #[inline]
    fn div(self, other: Self) -> Self {
        let watch = self.watch.join(other.watch);
        if self.is_empty() || other.is_empty() {
            return Self::EMPTY.with_watch(watch);
        }
        let zero = F::ZERO;
        let (a, b) = (self.lo, self.hi);
        let (c, d) = (other.lo, other.hi);
        let (lo, hi) = if c > zero {
            (
                div_down(a, if a >= zero { d } else { c }),
                div_up(b, if b >= zero { c } else { d }),
            )
        } else if d < zero {
            (
                div_down(b, if b >= zero { d } else { c }),
                div_up(a, if a >= zero { c } else { d }),
            )
        } else {
            watch.partial();
            quotient_at_zero([a, b], [c, d])
        };
        Self::bounded(lo, hi, watch)
    }
}

/// The bounds of a quotient whose divisor contains zero.
#[cold]
fn quotient_at_zero<F: Float>([a, b]: [F; 2], [c, d]: [F; 2]) -> (F, F) {
    let zero = F::ZERO;
    let (above, below) = (d > zero, c < zero);
    if !above && !below {
        (F::NAN, F::NAN) // nothing divided by zero is a number
    } else if a == zero && b == zero {
        (zero, zero)
    } else if (above && below) || (a < zero && b > zero) {
        (-F::INFINITY, F::INFINITY)
    } else if above {
        if a >= zero {
            (div_down(a, d), F::INFINITY)
        } else {
            (-F::INFINITY, div_up(b, d))
        }
    } else if a >= zero {
        (-F::INFINITY, div_up(a, c))
    } else {
        (div_down(b, c), F::INFINITY)
    }
}

/// One operation with a literal behind it, and both assignment forms.
macro_rules! operation {
    ($($Op:ident $op:ident $OpAssign:ident $op_assign:ident;)*) => {$(
        impl<F: Float, W: Watch> $Op<F> for Interval<F, W> {
            type Output = Self;

            #[inline]
            fn $op(self, k: F) -> Self {
                $Op::$op(self, literal(k))
            }
        }

        impl<F: Float, W: Watch> $OpAssign for Interval<F, W> {
            #[inline]
            fn $op_assign(&mut self, other: Self) {
                *self = $Op::$op(*self, other);
            }
        }

        impl<F: Float, W: Watch> $OpAssign<F> for Interval<F, W> {
            #[inline]
            fn $op_assign(&mut self, k: F) {
                *self = $Op::$op(*self, literal(k));
            }
        }

        operation!(@before f64, $Op $op);
        operation!(@before f32, $Op $op);
    )*};

    (@before $F:ty, $Op:ident $op:ident) => {
        impl<W: Watch> $Op<Interval<$F, W>> for $F {
            type Output = Interval<$F, W>;

            #[inline]
            fn $op(self, x: Interval<$F, W>) -> Interval<$F, W> {
                $Op::$op(literal(self), x)
            }
        }
    };
}

operation! {
    Add add AddAssign add_assign;
    Sub sub SubAssign sub_assign;
    Mul mul MulAssign mul_assign;
    Div div DivAssign div_assign;
}

/// A literal as the interval that it alone is in.
#[inline]
fn literal<F: Float, W: Watch>(k: F) -> Interval<F, W> {
    Interval::bounded(k, k, W::NONE)
}

impl<F: Float, W: Watch> Sum for Interval<F, W> {
    #[inline]
    fn sum<I: Iterator<Item = Self>>(terms: I) -> Self {
        terms.fold(literal(F::ZERO), |sum, term| sum + term)
    }
}

impl<F: Float, W: Watch> Product for Interval<F, W> {
    #[inline]
    fn product<I: Iterator<Item = Self>>(factors: I) -> Self {
        factors.fold(literal(F::ONE), |product, factor| product * factor)
    }
}

impl<F: Float, W: Watch> Interval<F, W> {
    /// `yes` if it holds for all pairs of numbers, and not if it holds for none; else nobody knows, and
    /// the answer is no.
    #[inline]
    fn decide(self, other: Self, yes: bool, no: bool) -> bool {
        if !yes && !no && !self.is_empty() && !other.is_empty() {
            self.watch.join(other.watch).undecided();
        }
        yes
    }
}

/// Two intervals are equal as numbers if each is the same single number; as sets compare their bounds.
///
/// So that tests can compare, two intervals with the same bounds are equal, too, where nobody watches.
impl<F: Float, W: Watch> PartialEq for Interval<F, W> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        let same = self.lo == other.lo && self.hi == other.hi;
        let apart = self.hi < other.lo || other.hi < self.lo;
        if same && !self.is_point() {
            self.watch.join(other.watch).undecided();
            return true;
        }
        self.decide(*other, same, apart)
    }
}

/// Less if all numbers of one interval are less than all of the other.
impl<F: Float, W: Watch> PartialOrd for Interval<F, W> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let less = self.hi < other.lo;
        let greater = self.lo > other.hi;
        let equal = self.is_point() && self.lo == other.lo && self.hi == other.hi;
        if self.decide(*other, less || greater || equal, false) {
            self.lo.partial_cmp(&other.lo)
        } else {
            None
        }
    }

    #[inline]
    fn lt(&self, other: &Self) -> bool {
        self.decide(*other, self.hi < other.lo, self.lo >= other.hi)
    }

    #[inline]
    fn le(&self, other: &Self) -> bool {
        self.decide(*other, self.hi <= other.lo, self.lo > other.hi)
    }

    #[inline]
    fn gt(&self, other: &Self) -> bool {
        other.lt(self)
    }

    #[inline]
    fn ge(&self, other: &Self) -> bool {
        other.le(self)
    }
}

impl<F: Float, W: Watch> PartialEq<F> for Interval<F, W> {
    #[inline]
    fn eq(&self, k: &F) -> bool {
        *self == literal(*k)
    }
}

impl<F: Float, W: Watch> PartialOrd<F> for Interval<F, W> {
    #[inline]
    fn partial_cmp(&self, k: &F) -> Option<Ordering> {
        self.partial_cmp(&literal(*k))
    }

    #[inline]
    fn lt(&self, k: &F) -> bool {
        *self < literal(*k)
    }

    #[inline]
    fn le(&self, k: &F) -> bool {
        *self <= literal(*k)
    }

    #[inline]
    fn gt(&self, k: &F) -> bool {
        *self > literal(*k)
    }

    #[inline]
    fn ge(&self, k: &F) -> bool {
        *self >= literal(*k)
    }
}

macro_rules! real_interval {
    ($($F:ident)*) => {$(
        impl<W: Watch> Real<$F> for Interval<$F, W> {
            const IS_SET: bool = true;

            #[inline]
            fn constant(v: $F) -> Self {
                literal(v)
            }

            /// The middle. It stands for the interval only if that is a single number.
            #[inline]
            fn primal(self) -> $F {
                if !self.is_point() {
                    self.watch.undecided();
                }
                self.midpoint()
            }

            #[inline]
            fn unary<R: Unary>(self, rule: R) -> Self {
                let mut value = [Self::ZERO];
                self.expand(rule, &mut value);
                let [value] = value;
                value
            }

            #[inline]
            fn binary<R: Binary>(self, other: Self, rule: R) -> Self {
                let (value, defined) = rule.range(self.plain(), other.plain());
                let watch = self.watch.join(other.watch);
                if !defined {
                    watch.partial();
                }
                value.with_watch(watch)
            }
        }

        impl<W: Watch> Number for Interval<$F, W> {
            type Literal = $F;

            const ZERO: Self = Self { lo: 0.0, hi: 0.0, watch: W::NONE };
            const ONE: Self = Self { lo: 1.0, hi: 1.0, watch: W::NONE };

            #[inline]
            fn is_zero(self) -> bool {
                self.lo == 0.0 && self.hi == 0.0
            }

            #[inline]
            fn is_finite(self) -> bool {
                self.is_bounded()
            }

            #[inline]
            fn bounds(self) -> ($F, $F) {
                (self.lo, self.hi)
            }

            fn expand<R: Unary>(self, rule: R, coefficients: &mut [Self]) {
                let mut known = [Interval::<$F>::EMPTY; ORDERS];
                let room = coefficients.len().min(ORDERS);
                let known = known.get_mut(..room).unwrap_or_default();
                if !rule.enclose(self.plain(), known) {
                    self.watch.partial();
                }
                let known = known.iter().copied().chain(core::iter::repeat(Interval::EMPTY));
                for (coefficient, known) in coefficients.iter_mut().zip(known) {
                    *coefficient = known.with_watch(self.watch);
                }
            }
        }
    )*};
}

/// How many Taylor coefficients a function is enclosed to; of those beyond nothing is claimed.
pub(super) const ORDERS: usize = 64;

real_interval!(f64 f32);
