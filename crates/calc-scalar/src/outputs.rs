//! Derivatives of functions that may fail, or that return more than one number.

use crate::dual::Dual;
use crate::jet::Jet;
use crate::real::Number;

/// What a function may return to have the numbers in it of type `Y` differentiated: `Y` itself, an
/// `Option`, a `Result`, an array or a tuple of such, with [`Aux`] output beside them.
///
/// # Examples
///
/// The shape of the output stays what it is:
///
/// ```
/// use calc_scalar::{Aux, Real, try_derivative};
///
/// let slope = try_derivative(|x| if x > 0.0 { Ok(x.ln()) } else { Err("not positive") }, 2.0_f64);
/// assert_eq!(slope, Ok(0.5));
///
/// let (slope, Aux(steps)) = try_derivative(|x| (x * x, Aux(7)), 3.0);
/// assert_eq!((slope, steps), (6.0, 7));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an output that can be differentiated",
    label = "expected `{Y}`, or an `Option`, `Result`, array or tuple of it",
    note = "wrap what is not to be differentiated in `Aux`"
)]
pub trait Outputs<Y> {
    /// The same shape with `Z` in the place of each `Y`.
    type With<Z>;

    /// Puts `f(y)` in the place of each number `y`.
    #[must_use]
    fn map_numbers<Z>(self, f: &mut impl FnMut(Y) -> Z) -> Self::With<Z>;
}

/// Output that goes through as it is: counts, flags, intermediate results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Aux<A>(pub A);

impl<Y, A> Outputs<Y> for Aux<A> {
    type With<Z> = Self;

    #[inline]
    fn map_numbers<Z>(self, _: &mut impl FnMut(Y) -> Z) -> Self {
        self
    }
}

/// Makes a number type an output of itself.
#[doc(hidden)]
#[macro_export]
macro_rules! impl_outputs {
    (impl<$T:ident $(, const $N:ident: usize)*> for $Type:ty) => {
        impl<$T $(, const $N: usize)*> $crate::Outputs<$Type> for $Type {
            type With<Z> = Z;

            #[inline]
            fn map_numbers<Z>(self, f: &mut impl FnMut($Type) -> Z) -> Z {
                f(self)
            }
        }
    };
}

crate::impl_outputs!(impl<T, const N: usize> for Dual<T, N>);
crate::impl_outputs!(impl<T, const N: usize> for Jet<T, N>);

impl<Y, O: Outputs<Y>> Outputs<Y> for Option<O> {
    type With<Z> = Option<O::With<Z>>;

    #[inline]
    fn map_numbers<Z>(self, f: &mut impl FnMut(Y) -> Z) -> Self::With<Z> {
        self.map(|output| output.map_numbers(f))
    }
}

impl<Y, O: Outputs<Y>, E> Outputs<Y> for Result<O, E> {
    type With<Z> = Result<O::With<Z>, E>;

    #[inline]
    fn map_numbers<Z>(self, f: &mut impl FnMut(Y) -> Z) -> Self::With<Z> {
        self.map(|output| output.map_numbers(f))
    }
}

impl<Y, O: Outputs<Y>, const M: usize> Outputs<Y> for [O; M] {
    type With<Z> = [O::With<Z>; M];

    #[inline]
    fn map_numbers<Z>(self, f: &mut impl FnMut(Y) -> Z) -> Self::With<Z> {
        self.map(|output| output.map_numbers(f))
    }
}

macro_rules! tuple {
    ($($O:ident $output:ident),+) => {
        impl<Y, $($O: Outputs<Y>),+> Outputs<Y> for ($($O,)+) {
            type With<Z> = ($($O::With<Z>,)+);

            #[inline]
            fn map_numbers<Z>(self, f: &mut impl FnMut(Y) -> Z) -> Self::With<Z> {
                let ($($output,)+) = self;
                ($($output.map_numbers(f),)+)
            }
        }
    };
}

tuple!(A a);
tuple!(A a, B b);
tuple!(A a, B b, C c);
tuple!(A a, B b, C c, D d);

/// `f′(x)` of an `f` that may fail or returns several numbers: the slope in the place of each of them.
///
/// `f` is run once, as by [`derivative`](crate::derivative()). An `Err` or a `None` goes through.
///
/// # Examples
///
/// ```
/// use calc_scalar::{Real, try_derivative};
///
/// fn root<R: Real>(x: R) -> Option<R> {
///     (x > 0.0).then(|| x.sqrt())
/// }
///
/// assert_eq!(try_derivative(root, 4.0), Some(0.25));
/// assert_eq!(try_derivative(root, -4.0), None);
///
/// let [position, height] = try_derivative(|t| [3.0 * t, t * t], 2.0);
/// assert_eq!([position, height], [3.0, 4.0]);
/// ```
#[must_use]
#[inline]
pub fn try_derivative<T: Number, O: Outputs<Dual<T>>>(
    f: impl FnOnce(Dual<T>) -> O,
    x: T,
) -> O::With<T> {
    f(Dual::variable(x)).map_numbers(&mut Dual::slope)
}

/// `(f(x), f′(x))` in the place of each number that `f` returns, for the price of [`try_derivative`].
///
/// # Examples
///
/// ```
/// use calc_scalar::{Real, try_value_and_derivative};
///
/// let both = try_value_and_derivative(|x| Some(x.powi(2)), 3.0);
/// assert_eq!(both, Some((9.0, 6.0)));
/// ```
#[must_use]
#[inline]
pub fn try_value_and_derivative<T: Number, O: Outputs<Dual<T>>>(
    f: impl FnOnce(Dual<T>) -> O,
    x: T,
) -> O::With<(T, T)> {
    f(Dual::variable(x)).map_numbers(&mut |y| (y.value, y.slope()))
}

/// `[f(x), f′(x), f″(x), …]` in the place of each number that `f` returns.
///
/// `f` is run once, as by [`derivatives`](crate::derivatives). `K` is taken from the array asked for.
///
/// # Examples
///
/// ```
/// use calc_scalar::{Real, try_derivatives};
///
/// let orders: Option<[f64; 4]> = try_derivatives(|x| Some(x.powi(3)), 2.0);
/// assert_eq!(orders, Some([8.0, 12.0, 12.0, 6.0]));
/// ```
#[must_use]
#[inline]
pub fn try_derivatives<T: Number, O: Outputs<Jet<T, K>>, const K: usize>(
    f: impl FnOnce(Jet<T, K>) -> O,
    x: T,
) -> O::With<[T; K]> {
    f(Jet::variable(x)).map_numbers(&mut Jet::derivatives)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::derivative::derivative;
    use crate::real::Real;

    /// A function that gives up where its inner one does.
    fn chained<R: Real>(x: R) -> Result<R, &'static str> {
        let inner = if x > 0.0 { Ok(x.ln()) } else { Err("outside") };
        Ok(inner?.sin() * 2.0)
    }

    #[test]
    fn where_it_succeeds_the_slope_is_that_of_the_plain_function() {
        for x in [0.1, 1.0, 2.5_f64] {
            let plain = derivative(|x| x.ln().sin() * 2.0, x);
            assert_eq!(try_derivative(chained, x), Ok(plain));
            assert_eq!(
                try_value_and_derivative(chained, x),
                Ok((chained(x).unwrap(), plain))
            );
        }
        assert_eq!(try_derivative(chained, -1.0), Err("outside"));
    }

    #[test]
    fn shapes_nest_and_auxiliary_output_goes_through() {
        let output = try_derivative(
            |x| Some((x * x, [x, x * x * x], Aux("text"), Some((Aux(3), x)))),
            2.0,
        );
        let expected = Some((4.0, [1.0, 12.0], Aux("text"), Some((Aux(3), 1.0))));
        assert_eq!(output, expected);
    }

    #[test]
    fn single_precision_works_with_its_own_literals() {
        let k = 2.0_f32;
        assert_eq!(
            try_derivative(|x| Some(k * x * x - 1.0 / x), 1.0_f32),
            Some(5.0)
        );
    }
}
