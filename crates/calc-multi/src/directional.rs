//! Derivatives along given directions, of the second, the third and any order.

use core::array;

use calc_scalar::{Dual, Jet, Number};

/// `[f, Df·v, D²f[v, v], …]` at `x`: value and derivatives of `t ↦ f(x + tv)` at `t = 0`.
///
/// `K` is taken from the array asked for. `f` is run once, on a [`Jet`] of `K` coefficients, whatever
/// `N` is: each multiplication costs about `K²` operations. Exact up to the rounding of `f`.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝ`, `v` in ℝᴺ, a velocity: `2v` gives `2ᵏ` times the derivative of order `k`.
///
/// # Edge cases
///
/// As for [`gradient`](crate::gradient()).
///
/// # Examples
///
/// ```
/// use calc_multi::directional_derivatives;
/// use calc_scalar::Real;
///
/// let along = directional_derivatives(|[x, y]| x.powi(2) * y, [1.0, 2.0], [1.0, 1.0]);
/// // (1 + t)²·(2 + t) = 2 + 5t + 4t² + t³
/// assert_eq!(along, [2.0, 5.0, 8.0, 6.0]);
/// ```
///
/// # References
///
/// A. Griewank and A. Walther, *Evaluating Derivatives*, 2nd ed., SIAM 2008, chapter 13.
#[must_use]
#[inline]
pub fn directional_derivatives<T: Number, const N: usize, const K: usize>(
    f: impl FnOnce([Jet<T, K>; N]) -> Jet<T, K>,
    x: [T; N],
    v: [T; N],
) -> [T; K] {
    let mut velocities = v.into_iter();
    let line = x.map(|start| {
        let velocity = velocities.next().unwrap_or(T::ZERO);
        Jet {
            coefficients: array::from_fn(|k| match k {
                0 => start,
                1 => velocity,
                _ => T::ZERO,
            }),
        }
    });
    f(line).derivatives()
}

/// `D²f(x)[u, v] = uᵀ·H(x)·v`: how the slope along `u` changes when `x` moves with velocity `v`.
///
/// `f` is run once, on duals of duals: each multiplication costs about nine. No matrix is formed.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝ`, `u` and `v` in ℝᴺ; linear in each, and symmetric.
///
/// # Edge cases
///
/// As for [`hessian`](crate::hessian()).
///
/// # Examples
///
/// ```
/// use calc_multi::second_directional_derivative;
/// use calc_scalar::Real;
///
/// let f = |[x, y]: [_; 2]| x * Real::powi(y, 2);
/// // H = [[0, 6], [6, 4]]
/// assert_eq!(second_directional_derivative(f, [2.0, 3.0], [1.0, 0.0], [1.0, 10.0]), 60.0);
/// ```
#[must_use]
#[inline]
pub fn second_directional_derivative<T: Number, const N: usize>(
    f: impl FnOnce([Dual<Dual<T>>; N]) -> Dual<Dual<T>>,
    x: [T; N],
    u: [T; N],
    v: [T; N],
) -> T {
    let mut directions = u.into_iter().zip(v);
    let y = f(x.map(|value| {
        let (u, v) = directions.next().unwrap_or((T::ZERO, T::ZERO));
        Dual {
            value: moving(value, v),
            partials: [Dual::lift(u)],
        }
    }));
    let [by_u] = y.partials;
    by_u.slope()
}

/// `D³f(x)[u, v, w] = ∑ ∂³f/∂xᵢ∂xⱼ∂xₖ·uᵢvⱼwₖ`: how `uᵀ·H·v` changes when `x` moves with velocity `w`.
///
/// `f` is run once, on duals nested three deep: each multiplication costs about 27. No tensor is formed.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝ`; linear in `u`, `v` and `w`, and symmetric.
///
/// # Edge cases
///
/// As for [`hessian`](crate::hessian()).
///
/// # Examples
///
/// ```
/// use calc_multi::third_directional_derivative;
///
/// let (x, y, z) = ([1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]);
/// let mixed = third_directional_derivative(|[a, b, c]| a * b * c * c, [2.0, 3.0, 5.0], x, y, z);
/// assert_eq!(mixed, 10.0); // 2c
/// ```
#[must_use]
#[inline]
pub fn third_directional_derivative<T: Number, const N: usize>(
    f: impl FnOnce([Dual<Dual<Dual<T>>>; N]) -> Dual<Dual<Dual<T>>>,
    x: [T; N],
    u: [T; N],
    v: [T; N],
    w: [T; N],
) -> T {
    let mut directions = u.into_iter().zip(v).zip(w);
    let y = f(x.map(|value| {
        let ((u, v), w) = directions.next().unwrap_or(((T::ZERO, T::ZERO), T::ZERO));
        Dual {
            value: Dual {
                value: moving(value, w),
                partials: [Dual::lift(v)],
            },
            partials: [constant(u)],
        }
    }));
    let [by_u] = y.partials;
    let [by_v] = by_u.partials;
    by_v.slope()
}

/// `∇(uᵀ·H(x)·v)`: the vector `∑ ∂³f/∂xᵢ∂xⱼ∂xₖ·uⱼvₖ`, a row of numbers out of the third derivatives.
///
/// `f` is run once, on duals of duals with `N` slots: about four times the price of
/// [`gradient`](crate::gradient()). It is what a method of third order (Halley, Chebyshev) needs.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝ`; `u`, `v` and the result in ℝᴺ. Its product with `w` is
/// [`third_directional_derivative`].
///
/// # Edge cases
///
/// As for [`hessian`](crate::hessian()).
///
/// # Examples
///
/// ```
/// use calc_multi::third_order_product;
///
/// let (x, y) = ([1.0, 0.0, 0.0], [0.0, 1.0, 0.0]);
/// let row = third_order_product(|[a, b, c]| a * b * c * c, [2.0, 3.0, 5.0], x, y);
/// assert_eq!(row, [0.0, 0.0, 10.0]); // the gradient of ∂²f/∂a∂b = c²
/// ```
#[must_use]
#[inline]
pub fn third_order_product<T: Number, const N: usize>(
    f: impl FnOnce([Dual<Dual<Dual<T>>, N>; N]) -> Dual<Dual<Dual<T>>, N>,
    x: [T; N],
    u: [T; N],
    v: [T; N],
) -> [T; N] {
    let mut directions = u.into_iter().zip(v);
    let mut i = 0;
    let y = f(x.map(|value| {
        let (u, v) = directions.next().unwrap_or((T::ZERO, T::ZERO));
        let variable = Dual {
            value: Dual {
                value: moving(value, v),
                partials: [Dual::lift(u)],
            },
            partials: array::from_fn(|j| constant(if i == j { T::ONE } else { T::ZERO })),
        };
        i += 1;
        variable
    }));
    y.partials.map(|partial| {
        let [by_u] = partial.partials;
        by_u.slope()
    })
}

/// `x + vε`.
#[inline]
fn moving<T>(value: T, velocity: T) -> Dual<T> {
    Dual {
        value,
        partials: [velocity],
    }
}

/// A constant, two levels deep.
#[inline]
fn constant<T: Number>(value: T) -> Dual<Dual<T>> {
    Dual {
        value: Dual::lift(value),
        partials: [Dual::lift(T::ZERO)],
    }
}

#[cfg(test)]
mod tests {
    use calc_scalar::Real;
    use proptest::prelude::*;

    use super::*;
    use crate::zoo::{self, assert_close};
    use crate::{directional_derivative, gradient, hessian, hessian_vector_product};

    fn f<R: Real>([x, y, z]: [R; 3]) -> R {
        (x * y).sin() * z.exp() + x.powi(3) * y / (z * z + 2.0)
    }

    proptest! {
        #[test]
        fn along_a_line_they_are_those_of_a_function_of_one_variable(
            x in prop::array::uniform3(-1.0..1.0_f64),
            v in prop::array::uniform3(-1.0..1.0_f64),
        ) {
            let [value, first, second, third]: [f64; 4] = directional_derivatives(f, x, v);
            assert_close(&[value], &[f(x)], 8.0);
            assert_close(&[first], &[directional_derivative(f, x, v)], 32.0);
            assert_close(&[second], &[second_directional_derivative(f, x, v, v)], 64.0);
            assert_close(&[third], &[third_directional_derivative(f, x, v, v, v)], 64.0);
        }

        #[test]
        fn the_second_is_read_off_the_hessian(
            x in prop::array::uniform3(-1.0..1.0_f64),
            u in prop::array::uniform3(-1.0..1.0_f64),
            v in prop::array::uniform3(-1.0..1.0_f64),
        ) {
            let h = hessian(f, x);
            let mut form = 0.0;
            for i in 0..3 {
                for j in 0..3 {
                    form += u[i] * h[i][j] * v[j];
                }
            }
            assert_close(&[second_directional_derivative(f, x, u, v)], &[form], 64.0);
        }

        #[test]
        fn the_third_is_the_gradient_of_the_second(
            x in prop::array::uniform3(-1.0..1.0_f64),
            u in prop::array::uniform3(-1.0..1.0_f64),
            v in prop::array::uniform3(-1.0..1.0_f64),
            w in prop::array::uniform3(-1.0..1.0_f64),
        ) {
            let row = third_order_product(f, x, u, v);
            let nested = gradient(
                |x| second_directional_derivative(f, x, u.map(Dual::lift), v.map(Dual::lift)),
                x,
            );
            assert_close(&row, &nested, 64.0);
            let dot = row[0] * w[0] + row[1] * w[1] + row[2] * w[2];
            assert_close(&[third_directional_derivative(f, x, u, v, w)], &[dot], 64.0);
        }

        #[test]
        fn the_third_order_product_is_the_difference_of_products_with_the_hessian(
            x in prop::array::uniform3(-1.0..1.0_f64),
            u in prop::array::uniform3(-1.0..1.0_f64),
            v in prop::array::uniform3(-1.0..1.0_f64),
        ) {
            let step = 1e-5;
            let at = |s: f64| {
                hessian_vector_product(f, [x[0] + s * v[0], x[1] + s * v[1], x[2] + s * v[2]], u)
            };
            let (above, below) = (at(step), at(-step));
            let row = third_order_product(f, x, u, v);
            for i in 0..3 {
                let difference = (above[i] - below[i]) / (2.0 * step);
                prop_assert!((difference - row[i]).abs() < 1e-7, "{} {}", difference, row[i]);
            }
        }
    }

    #[test]
    fn rosenbrock_along_an_axis_is_a_quartic() {
        // (1 − a)² + 100(b − a²)², a = 2 + t, b = 1: value 901, then 2402, 4402, 4800, 2400, 0.
        let along = directional_derivatives(zoo::rosenbrock, [2.0, 1.0], [1.0, 0.0]);
        assert_eq!(along, [901.0, 2402.0, 4402.0, 4800.0, 2400.0, 0.0]);
    }
}
