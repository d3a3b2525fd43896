//! A number that counts: what a computation costs, the same on every machine.

use core::cell::Cell;
use core::ops::{Add, Div, Mul, Neg, Sub};

use calc_scalar::rules::{Binary, Unary};
use calc_scalar::{Number, impl_number, interval};

std::thread_local! {
    static OPERATIONS: Cell<u64> = const { Cell::new(0) };
}

/// What `run` returns, and how many operations on [`Counted`] numbers it took.
///
/// An addition, a subtraction, a multiplication, a division and an elementary function are one operation
/// each. Signs and comparisons are free.
///
/// # Examples
///
/// ```
/// use support::counted::{Counted, count};
///
/// let x = Counted(3.0_f64);
/// let (y, operations) = count(|| 2.0 * x * x + 1.0);
/// assert_eq!((y.0, operations), (19.0, 3)); // two products and a sum
/// ```
pub fn count<O>(run: impl FnOnce() -> O) -> (O, u64) {
    let before = OPERATIONS.get();
    let output = run();
    (output, OPERATIONS.get() - before)
}

/// A number whose operations are counted.
#[derive(Clone, Copy, Debug)]
pub struct Counted<T = f64>(
    /// The number itself.
    pub T,
);

/// One operation more.
fn counted<T>(result: T) -> Counted<T> {
    OPERATIONS.set(OPERATIONS.get() + 1);
    Counted(result)
}

impl<T: Number> Neg for Counted<T> {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl<T: Number> Add for Counted<T> {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        counted(self.0 + other.0)
    }
}

impl<T: Number> Sub for Counted<T> {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        counted(self.0 - other.0)
    }
}

impl<T: Number> Mul for Counted<T> {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        counted(self.0 * other.0)
    }
}

impl<T: Number> Div for Counted<T> {
    type Output = Self;

    fn div(self, other: Self) -> Self {
        counted(self.0 / other.0)
    }
}

/// The inherent methods that `impl_number!` builds on.
impl<T: Number> Counted<T> {
    const ZERO_CONSTANT: Self = Self(T::ZERO);
    const ONE_CONSTANT: Self = Self(T::ONE);

    fn from_literal(v: T::Literal) -> Self {
        Self(T::constant(v))
    }

    fn to_value(self) -> T {
        self.0
    }

    fn shift(self, k: T::Literal) -> Self {
        counted(self.0 + k)
    }

    fn scale(self, k: T::Literal) -> Self {
        counted(self.0 * k)
    }

    fn unscale(self, k: T::Literal) -> Self {
        counted(self.0 / k)
    }

    fn divide_literal(self, k: T::Literal) -> Self {
        counted(T::constant(k) / self.0)
    }

    fn apply<R: Unary>(self, rule: R) -> Self {
        counted(self.0.unary(rule))
    }

    fn apply2<R: Binary>(self, other: Self, rule: R) -> Self {
        counted(self.0.binary(other.0, rule))
    }

    fn apply_sin_cos(self) -> (Self, Self) {
        let (sin, cos) = self.0.sin_cos();
        (counted(sin), counted(cos))
    }

    fn expand_rule<R: Unary>(self, rule: R, coefficients: &mut [Self]) {
        interval::expand(self.0, rule, coefficients, |value, _| counted(value));
    }

    fn has_only_zeros(self) -> bool {
        self.0.is_zero()
    }

    fn has_only_finite(self) -> bool {
        self.0.is_finite()
    }
}

impl_number!(impl<T> for Counted<T>);

#[cfg(test)]
mod tests {
    use super::*;
    use calc_scalar::{Dual, Real, derivative};

    #[test]
    fn every_operation_counts_once_and_the_number_is_not_changed_by_it() {
        fn f<R: Real>(x: R) -> R {
            (x * x - 3.0) / (1.0 + x.exp()) - x.hypot(x + x)
        }
        let (y, operations) = count(|| f(Counted(1.5)));
        assert_eq!((y.0, operations), (f(1.5), 8));
        assert_eq!(count(|| -Counted(1.0) < 2.0), (true, 0));
    }

    #[test]
    fn a_slope_is_counted_by_its_rule() {
        // u·v is one product, its slope two products and a sum.
        let x = Dual::<Counted, 1>::variable(Counted(2.0));
        let (y, operations) = count(|| x * x);
        assert_eq!((y.value.0, y.slope().0, operations), (4.0, 4.0, 4));
        let slope = derivative(|x| x.sin() * x, Counted(2.0_f64));
        assert_eq!(
            slope.0.to_bits(),
            derivative(|x| x.sin() * x, 2.0_f64).to_bits()
        );
    }
}
