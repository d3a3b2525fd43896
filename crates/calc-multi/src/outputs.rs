//! Gradients and Hessians of functions that may fail, or that return more than one number.

use calc_scalar::{Dual, Number, Outputs, impl_outputs};

use crate::dual2::Dual2;
use crate::gradient::{moving, variables};
use crate::hessian::{moving_variables, second_order_variables, value_gradient_and_product};
use crate::size::{Diagonals, Size};

impl_outputs!(impl<T, const N: usize, const D: usize> for Dual2<T, N, D>);

/// `∇f(x)` of an `f` that may fail or returns several numbers: the gradient in the place of each.
///
/// `f` is run once, as by [`gradient`](crate::gradient()). An `Err` or a `None` goes through, an array
/// gives its Jacobian, a tuple its gradients, [`Aux`](calc_scalar::Aux) output stays as it is.
///
/// # Shapes and units
///
/// `f: ℝᴺ → O`, where `O` holds numbers: see [`Outputs`].
///
/// # Edge cases
///
/// As for [`gradient`](crate::gradient()).
///
/// # Examples
///
/// ```
/// use calc_multi::try_gradient;
/// use calc_scalar::{Aux, Real};
///
/// // A function that may fail: `?` works inside.
/// fn log_ratio<R: Real>([x, y]: [R; 2]) -> Result<R, &'static str> {
///     let ratio = x / y;
///     if ratio > 0.0 { Ok(ratio.ln()) } else { Err("the signs differ") }
/// }
/// assert_eq!(try_gradient(log_ratio, [2.0, 4.0]), Ok([0.5, -0.25]));
/// assert_eq!(try_gradient(log_ratio, [2.0, -4.0]), Err("the signs differ"));
///
/// // A loss, its residuals, and something that is not differentiated.
/// let (slopes, jacobian, count) =
///     try_gradient(|[x, y]| (x * y, [x, x + y], Aux(2)), [2.0, 3.0]);
/// assert_eq!(slopes, [3.0, 2.0]);
/// assert_eq!(jacobian, [[1.0, 0.0], [1.0, 1.0]]);
/// assert_eq!(count, Aux(2));
/// ```
#[doc(alias = "try_jacobian")]
#[must_use]
#[inline]
pub fn try_gradient<T: Number, O: Outputs<Dual<T, N>>, const N: usize>(
    f: impl FnOnce([Dual<T, N>; N]) -> O,
    x: [T; N],
) -> O::With<[T; N]> {
    f(variables(x)).map_numbers(&mut |y| y.partials)
}

/// `(f(x), ∇f(x))` in the place of each number that `f` returns, for the price of [`try_gradient`].
///
/// # Examples
///
/// ```
/// use calc_multi::try_value_and_gradient;
///
/// let both = try_value_and_gradient(|[x, y]| Some(x * y), [2.0, 3.0]);
/// assert_eq!(both, Some((6.0, [3.0, 2.0])));
/// ```
#[doc(alias = "try_value_and_jacobian")]
#[must_use]
#[inline]
pub fn try_value_and_gradient<T: Number, O: Outputs<Dual<T, N>>, const N: usize>(
    f: impl FnOnce([Dual<T, N>; N]) -> O,
    x: [T; N],
) -> O::With<(T, [T; N])> {
    f(variables(x)).map_numbers(&mut |y| (y.value, y.partials))
}

/// `∇f(x)·v` in the place of each number that `f` returns; for an array, its product `J·v`.
///
/// `f` is run once, as by [`directional_derivative`](crate::directional_derivative).
///
/// # Examples
///
/// ```
/// use calc_multi::try_directional_derivative;
///
/// let slope = try_directional_derivative(|[x, y]| Some([x * y, x]), [2.0, 3.0], [1.0, 10.0]);
/// assert_eq!(slope, Some([23.0, 1.0]));
/// ```
#[doc(alias = "try_jvp")]
#[must_use]
#[inline]
pub fn try_directional_derivative<T: Number, O: Outputs<Dual<T>>, const N: usize>(
    f: impl FnOnce([Dual<T>; N]) -> O,
    x: [T; N],
    v: [T; N],
) -> O::With<T> {
    f(moving(x, v)).map_numbers(&mut Dual::slope)
}

/// `H(x)` in the place of each number that `f` returns.
///
/// `f` is run once, as by [`hessian`](crate::hessian()).
///
/// # Examples
///
/// ```
/// use calc_multi::try_hessian;
///
/// let matrix = try_hessian(|[x, y]| if x > 0.0 { Some(x * y) } else { None }, [2.0, 3.0]);
/// assert_eq!(matrix, Some([[0.0, 1.0], [1.0, 0.0]]));
/// ```
#[must_use]
#[inline]
pub fn try_hessian<T: Number, O: Outputs<Dual2<T, N, D>>, const N: usize, const D: usize>(
    f: impl FnOnce([Dual2<T, N, D>; N]) -> O,
    x: [T; N],
) -> O::With<[[T; N]; N]>
where
    Size<N>: Diagonals<D>,
{
    f(second_order_variables(x)).map_numbers(&mut Dual2::hessian)
}

/// `(f(x), ∇f(x), H(x))` in the place of each number that `f` returns, for the price of [`try_hessian`].
///
/// # Examples
///
/// ```
/// use calc_multi::try_value_gradient_and_hessian;
///
/// let all = try_value_gradient_and_hessian(|[x, y]| Some(x * y), [2.0, 3.0]);
/// assert_eq!(all, Some((6.0, [3.0, 2.0], [[0.0, 1.0], [1.0, 0.0]])));
/// ```
#[must_use]
#[inline]
#[allow(
    clippy::type_complexity,
    reason = "the three results, in the place of each number"
)]
pub fn try_value_gradient_and_hessian<
    T: Number,
    O: Outputs<Dual2<T, N, D>>,
    const N: usize,
    const D: usize,
>(
    f: impl FnOnce([Dual2<T, N, D>; N]) -> O,
    x: [T; N],
) -> O::With<(T, [T; N], [[T; N]; N])>
where
    Size<N>: Diagonals<D>,
{
    f(second_order_variables(x)).map_numbers(&mut |y| (y.value, y.gradient, y.hessian()))
}

/// `(f(x), ∇f(x), H(x)·v)` in the place of each number that `f` returns.
///
/// `f` is run once, as by
/// [`value_gradient_and_hessian_vector_product`](crate::value_gradient_and_hessian_vector_product).
///
/// # Examples
///
/// ```
/// use calc_multi::try_value_gradient_and_hessian_vector_product;
///
/// let f = |[x, y]: [_; 2]| if x > 0.0 { Some(x * y) } else { None };
/// let all = try_value_gradient_and_hessian_vector_product(f, [2.0, 3.0], [1.0, 10.0]);
/// assert_eq!(all, Some((6.0, [3.0, 2.0], [10.0, 1.0])));
/// ```
#[doc(alias = "try_hessian_vector_product")]
#[must_use]
#[inline]
#[allow(
    clippy::type_complexity,
    reason = "the three results, in the place of each number"
)]
pub fn try_value_gradient_and_hessian_vector_product<
    T: Number,
    O: Outputs<Dual<Dual<T>, N>>,
    const N: usize,
>(
    f: impl FnOnce([Dual<Dual<T>, N>; N]) -> O,
    x: [T; N],
    v: [T; N],
) -> O::With<(T, [T; N], [T; N])> {
    f(moving_variables(x, v)).map_numbers(&mut value_gradient_and_product)
}

#[cfg(test)]
mod tests {
    use calc_scalar::Real;

    use super::*;
    use crate::{
        gradient, hessian, jacobian, value_gradient_and_hessian,
        value_gradient_and_hessian_vector_product,
    };

    fn checked<R: Real>([x, y]: [R; 2]) -> Result<R, &'static str> {
        if y == 0.0 {
            return Err("division by zero");
        }
        Ok((x / y).sin())
    }

    fn plain<R: Real>([x, y]: [R; 2]) -> R {
        (x / y).sin()
    }

    #[test]
    fn where_they_succeed_they_are_those_of_the_plain_function() {
        let x = [0.7, -1.3_f64];
        assert_eq!(try_gradient(checked, x), Ok(gradient(plain, x)));
        assert_eq!(try_hessian(checked, x), Ok(hessian(plain, x)));
        assert_eq!(
            try_value_gradient_and_hessian(checked, x),
            Ok(value_gradient_and_hessian(plain, x))
        );
        let v = [0.3, 2.0];
        assert_eq!(
            try_value_gradient_and_hessian_vector_product(checked, x, v),
            Ok(value_gradient_and_hessian_vector_product(plain, x, v))
        );
        assert_eq!(try_gradient(checked, [1.0, 0.0]), Err("division by zero"));
        assert_eq!(
            try_value_gradient_and_hessian_vector_product(checked, [1.0, 0.0], v),
            Err("division by zero")
        );
        assert_eq!(try_hessian(checked, [1.0, 0.0]), Err("division by zero"));
    }

    #[test]
    fn an_array_gives_its_jacobian() {
        let f = |[x, y]: [Dual<f64, 2>; 2]| [x * y, x.sin(), y / x];
        let x = [0.7, -1.3];
        assert_eq!(try_gradient(f, x), jacobian(f, x));
        assert_eq!(try_gradient(|x| Some(f(x)), x), Some(jacobian(f, x)));
    }

    #[test]
    fn a_plain_function_is_the_simplest_output() {
        let x = [0.7, -1.3_f64];
        assert_eq!(try_gradient(plain, x), gradient(plain, x));
        assert_eq!(try_hessian(plain, x), hessian(plain, x));
    }
}
