//! Any mixed partial derivative, and Taylor polynomials in several variables.

use core::fmt;

use calc_scalar::Number;

use crate::multijet::{MultiJet, Shape};

/// `∂^|α|f/∂x₁^α₁ … ∂x_N^α_N (x)`: the partial derivative with the multi-index `α`.
///
/// `f` is run once, on [`MultiJet`] numbers of `∏ (αᵢ + 1)` coefficients: each multiplication costs
/// `∏ (αᵢ + 1)(αᵢ + 2)/2`. No differences are taken and no large terms cancel. Needs no allocator: a
/// number has room for 64 coefficients. For a single variable [`derivatives`](calc_scalar::derivatives)
/// is cheaper, for orders up to two [`hessian`](crate::hessian()).
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝ`; one order per variable, all zero for the value itself.
///
/// # Accuracy
///
/// A relative 10⁻¹² and better up to total order 6, at all points of the tests.
///
/// # Edge cases
///
/// NaN for an `α` that is too large: it must fit `∏ (αᵢ + 1) ≤ 64` and `|α| ≤ 16`, as every `α` with
/// `|α| ≤ 6` does. Else as for [`gradient`](crate::gradient()).
///
/// # Examples
///
/// ```
/// use calc_multi::mixed_partial;
/// use calc_scalar::Real;
///
/// // ∂³/∂x²∂y of x³y²z = 12xyz
/// let d = mixed_partial(|[x, y, z]| x.powi(3) * y.powi(2) * z, [1.0, 2.0, 3.0], [2, 1, 0]);
/// assert_eq!(d, 72.0);
/// ```
#[must_use]
pub fn mixed_partial<T: Number, const N: usize>(
    f: impl FnOnce([MultiJet<T>; N]) -> MultiJet<T>,
    x: [T; N],
    alpha: [usize; N],
) -> T {
    let derivative = taylor_polynomial(f, x, alpha)
        .ok()
        .and_then(|polynomial| polynomial.derivative(alpha));
    derivative.unwrap_or(crate::gradient::not_a_number())
}

/// `f(x + h) ≈ ∑_{β ≤ α} c_β·h^β`: the Taylor polynomial of `f` at `x`, up to order `αᵢ` in variable `i`.
///
/// `f` is run once, at the price of [`mixed_partial`]; `K` is the room for coefficients, taken from the
/// type of the result or of `f`.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝ`; all products of powers up to the orders given, not only up to a total order.
///
/// # Errors
///
/// [`TooManyTerms`] if `∏ (αᵢ + 1)` is larger than `K` or 255, or the total order larger than 16.
///
/// # Examples
///
/// ```
/// use calc_multi::{TaylorPolynomial, taylor_polynomial};
/// use calc_scalar::Real;
///
/// let p: TaylorPolynomial<f64, 2, 9> =
///     taylor_polynomial(|[x, y]| x.exp() * (1.0 + y), [0.0, 0.0], [2, 2])?;
/// assert_eq!(p.coefficient([2, 1]), Some(0.5)); // of h₁²·h₂
/// assert_eq!(p.derivative([2, 1]), Some(1.0)); // ∂³f/∂x²∂y
/// assert_eq!(p.at([1.0, 1.0]), 5.0); // (1 + 1 + ½)·2
/// # Ok::<(), calc_multi::TooManyTerms>(())
/// ```
///
/// # References
///
/// A. Griewank and A. Walther, *Evaluating Derivatives*, 2nd ed., SIAM 2008, chapter 13.
pub fn taylor_polynomial<T: Number, const N: usize, const K: usize>(
    f: impl FnOnce([MultiJet<T, K>; N]) -> MultiJet<T, K>,
    x: [T; N],
    alpha: [usize; N],
) -> Result<TaylorPolynomial<T, N, K>, TooManyTerms> {
    let Some(shape) = Shape::new(&alpha, K) else {
        return Err(TooManyTerms {
            terms: alpha.iter().fold(1_usize, |terms, n| {
                terms.saturating_mul(n.saturating_add(1))
            }),
            room: K,
        });
    };
    let mut stride = 1;
    let mut orders = alpha.iter();
    let jet = f(x.map(|value| {
        let order = orders.next().copied().unwrap_or(0);
        let number = if order == 0 {
            MultiJet::lift(value)
        } else {
            MultiJet::variable(value, stride, shape)
        };
        stride *= order + 1;
        number
    }));
    Ok(TaylorPolynomial { jet, alpha })
}

/// `∑_{β ≤ α} c_β·h^β`: what [`taylor_polynomial`] gives.
#[derive(Clone, Copy, Debug)]
pub struct TaylorPolynomial<T, const N: usize, const K: usize> {
    jet: MultiJet<T, K>,
    alpha: [usize; N],
}

impl<T: Number, const N: usize, const K: usize> TaylorPolynomial<T, N, K> {
    /// `c_β`: the coefficient of `h^β`; `None` where `β` exceeds the orders asked for.
    #[must_use]
    pub fn coefficient(&self, beta: [usize; N]) -> Option<T> {
        let (mut stride, mut at) = (1, 0);
        for (&b, &a) in beta.iter().zip(&self.alpha) {
            if b > a {
                return None;
            }
            at += b * stride;
            stride *= a + 1;
        }
        // A constant has only its value.
        Some(self.jet.coefficients().get(at).copied().unwrap_or(T::ZERO))
    }

    /// `∂^|β|f = β!·c_β`: the partial derivative; `None` where `β` exceeds the orders asked for.
    #[must_use]
    pub fn derivative(&self, beta: [usize; N]) -> Option<T> {
        let coefficient = self.coefficient(beta)?;
        let mut factorials = T::ONE;
        for order in beta {
            let mut k = T::ZERO;
            for _ in 0..order {
                k += T::ONE;
                factorials *= k;
            }
        }
        Some(coefficient * factorials)
    }

    /// The value of the polynomial at `x + h`, by Horner's scheme.
    #[must_use]
    pub fn at(&self, h: [T; N]) -> T {
        horner(self.jet.coefficients(), &self.alpha, &h)
    }
}

/// The value of a polynomial whose coefficients along the last variable are polynomials in the others.
fn horner<T: Number>(coefficients: &[T], alpha: &[usize], h: &[T]) -> T {
    let (Some((_, orders)), Some((&step, steps))) = (alpha.split_last(), h.split_last()) else {
        return coefficients.first().copied().unwrap_or(T::ZERO);
    };
    let stride = orders.iter().map(|n| n + 1).product::<usize>().max(1);
    let mut sum = T::ZERO;
    for inner in coefficients.chunks(stride).rev() {
        sum = sum * step + horner(inner, orders, steps);
    }
    sum
}

/// A Taylor polynomial does not fit into the room for its coefficients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyTerms {
    /// How many coefficients were asked for.
    pub terms: usize,
    /// The room there is.
    pub room: usize,
}

impl fmt::Display for TooManyTerms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the Taylor polynomial has {} coefficients and there is room for {}, or its total order is \
             above 16: ask for lower orders, or for a larger `MultiJet`",
            self.terms, self.room
        )
    }
}

impl core::error::Error for TooManyTerms {}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use calc_scalar::{Dual, Jet, Real, derivatives};
    use proptest::prelude::*;

    use super::*;
    use crate::zoo::assert_close;
    use crate::{gradient, hessian, third_directional_derivative};

    /// All kinds of operations.
    fn f<R: Real>([x, y, z]: [R; 3]) -> R {
        (x * y).sin() * z.exp() / (2.0 + z * x) - 1.5 / (y * y + 1.0)
            + (x * x + 2.0).pow(y * 0.5) * (y - z).tanh()
            + (x + 2.0).hypot(z * y + 1.0)
            - (x * z + 3.0).ln().sqrt()
    }

    fn exact(actual: f64, expected: f64) {
        let distance = (actual - expected).abs();
        assert!(
            distance <= 1e-12 * expected.abs(),
            "{actual:e} is not {expected:e}"
        );
    }

    /// Products of functions of one variable: each factor by its own Taylor polynomial.
    #[test]
    fn of_a_product_of_functions_it_is_the_product_of_their_derivatives() {
        fn separable<R: Real>([x, y, z]: [R; 3]) -> R {
            (2.0 * x).sin() * (y * 0.7).exp() * (1.0 / (1.0 + z * z)).sqrt()
        }
        let x = [0.4, -0.8, 0.6_f64];
        let a: [f64; 7] = derivatives(|x| (2.0 * x).sin(), x[0]);
        let b: [f64; 7] = derivatives(|y| (y * 0.7).exp(), x[1]);
        let c: [f64; 7] = derivatives(|z| (1.0 / (1.0 + z * z)).sqrt(), x[2]);
        for (i, a) in a.iter().enumerate() {
            for (j, b) in b.iter().enumerate() {
                for (k, c) in c.iter().enumerate() {
                    if i + j + k <= 6 {
                        exact(mixed_partial(separable, x, [i, j, k]), a * b * c);
                    }
                }
            }
        }
    }

    #[test]
    fn an_error_of_two_parts_in_a_trillion_is_seen() {
        let wrong = std::panic::catch_unwind(|| exact(1.0 + 2e-12, 1.0));
        assert!(wrong.is_err());
    }

    /// `e^(x + 2y − z)/(x + y + z)` of functions of sums: `∂^α g(a·x) = a^α·g^(|α|)`.
    #[test]
    fn of_a_function_of_a_sum_it_is_the_derivative_of_its_order() {
        let weights = [1.0, 2.0, -0.5, 0.25];
        let x = [0.3, 0.1, -0.4, 0.9_f64];
        let s = x.iter().zip(weights).map(|(x, w)| x * w).sum::<f64>();
        let g: [f64; 7] = derivatives(|s| (s.exp() + 1.0).ln() * s.cos(), s);
        let ridge = |x: [MultiJet; 4]| {
            let s: MultiJet = x.iter().zip(weights).map(|(&x, w)| x * w).sum();
            (s.exp() + 1.0).ln() * s.cos()
        };
        for alpha in [
            [1, 1, 1, 1],
            [2, 1, 0, 3],
            [0, 2, 2, 2],
            [6, 0, 0, 0],
            [1, 2, 0, 1],
        ] {
            let order: usize = alpha.iter().sum();
            let factor: f64 = weights
                .iter()
                .zip(alpha)
                .map(|(&w, n)| (0..n).map(|_| w).product::<f64>())
                .product();
            exact(mixed_partial(ridge, x, alpha), factor * g[order]);
        }
    }

    proptest! {
        #[test]
        fn low_orders_agree_with_duals(x in prop::array::uniform3(-0.9..0.9_f64)) {
            let (slopes, matrix) = (gradient(f, x), hessian(f, x));
            let unit = |i| core::array::from_fn(|j| f64::from(i == j));
            for i in 0..3 {
                let mut alpha = [0; 3];
                alpha[i] += 1;
                assert_close(&[mixed_partial(f, x, alpha)], &[slopes[i]], 64.0);
                for j in 0..3 {
                    let mut alpha = alpha;
                    alpha[j] += 1;
                    assert_close(&[mixed_partial(f, x, alpha)], &[matrix[i][j]], 256.0);
                    for k in 0..3 {
                        let mut alpha = alpha;
                        alpha[k] += 1;
                        let third = third_directional_derivative(f, x, unit(i), unit(j), unit(k));
                        assert_close(&[mixed_partial(f, x, alpha)], &[third], 1024.0);
                    }
                }
            }
        }

        #[test]
        fn high_orders_agree_with_nested_jets(x in prop::array::uniform3(-0.9..0.9_f64)) {
            // ∂⁶/∂x³∂y³ at order 6, by jets of jets.
            let inner = Jet::<f64, 4>::variable(x[0]);
            let y = f([
                Jet::lift(inner),
                Jet::<Jet<f64, 4>, 4>::variable(Jet::lift(x[1])),
                Jet::lift(Jet::lift(x[2])),
            ]);
            let expected = y.coefficient(3).coefficient(3) * 36.0;
            assert_close(&[mixed_partial(f, x, [3, 3, 0])], &[expected], 1e4);
        }

        #[test]
        fn a_polynomial_is_its_own_taylor_polynomial(
            x in prop::array::uniform2(-2.0..2.0_f64),
            h in prop::array::uniform2(-2.0..2.0_f64),
        ) {
            fn cubic<R: Real>([x, y]: [R; 2]) -> R {
                x.powi(3) * y.powi(2) - 2.0 * x * y + 7.0
            }
            let p: TaylorPolynomial<f64, 2, 12> = taylor_polynomial(cubic, x, [3, 2]).unwrap();
            let expected = cubic([x[0] + h[0], x[1] + h[1]]);
            prop_assert!((p.at(h) - expected).abs() < 1e-11, "{} {}", p.at(h), expected);
        }
    }

    #[test]
    fn orders_that_do_not_fit_are_named() {
        assert!(mixed_partial(|[x]| x, [1.0_f64], [17]).is_nan());
        assert!(mixed_partial(|[x, y]| x * y, [1.0_f64, 2.0], [8, 7]).is_nan());
        let error = taylor_polynomial::<f64, 2, 8>(|[x, y]| x * y, [1.0, 2.0], [2, 2]).unwrap_err();
        assert_eq!(error, TooManyTerms { terms: 9, room: 8 });
        assert!(error.to_string().contains("9 coefficients"));
        assert_eq!(mixed_partial(|[x, y]| x * y, [3.0, 2.0], [7, 7]), 0.0);
        assert_eq!(
            mixed_partial(|[x, _]| x * 0.0 + 2.0, [3.0, 2.0], [0, 0]),
            2.0
        );
        assert_eq!(
            mixed_partial(|_| MultiJet::lift(5.0), [3.0, 2.0], [1, 1]),
            0.0
        );
    }

    #[test]
    fn a_constant_part_on_a_singular_point_does_not_spoil_the_result() {
        let d = mixed_partial(|[x, y]| (x * 0.0).sqrt() + x * y, [1.0_f64, 3.0], [1, 1]);
        assert_eq!(d, 1.0);
        assert_eq!(
            mixed_partial(|[x, y]| x.sqrt() + y, [0.0_f64, 1.0], [1, 0]),
            f64::INFINITY
        );
        assert_eq!(
            mixed_partial(|[x, y]| x.powi(2) * y, [0.0_f64, 1.0], [2, 1]),
            2.0
        );
    }

    #[test]
    fn it_can_be_differentiated_again() {
        let x = [0.4, 0.2, -0.3_f64];
        let slopes = gradient(|x: [Dual<f64, 3>; 3]| mixed_partial(f, x, [1, 1, 0]), x);
        assert_close(&[slopes[2]], &[mixed_partial(f, x, [1, 1, 1])], 64.0);
    }
}
