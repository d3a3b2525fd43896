//! Derivatives of what equations define: of a root, a solution, a minimum with respect to parameters.

use core::{array, fmt};

use calc_scalar::{Dual, Number, strong};

use crate::gradient::variables;
use crate::linalg::{Lu, Singular};

/// `dy/dx = −F_x/F_y`: the slope of the curve `F(x, y) = 0` at one of its points.
///
/// `F` is run once, on numbers with two slopes. How the point was found does not matter, and the
/// search is not differentiated: give the converged solution.
///
/// # Accuracy
///
/// That of `F` and of the point: an error in `y` enters as it does into the slope of the curve.
///
/// # Edge cases
///
/// Whether `F(x, y)` is 0 is not checked: away from the curve the result is the slope of the level
/// line through the point. `±∞` where the curve is vertical, NaN where both slopes of `F` are 0.
///
/// # Examples
///
/// ```
/// use calc_multi::implicit_derivative;
///
/// // On the circle x² + y² = 25 at (3, 4).
/// assert_eq!(implicit_derivative(|x, y| x * x + y * y - 25.0, 3.0, 4.0), -0.75);
/// ```
///
/// # References
///
/// A. Griewank and A. Walther, *Evaluating Derivatives*, 2nd ed., SIAM 2008, chapter 15.
#[must_use]
#[inline]
pub fn implicit_derivative<T: Number>(
    f: impl FnOnce(Dual<T, 2>, Dual<T, 2>) -> Dual<T, 2>,
    x: T,
    y: T,
) -> T {
    let [by_x, by_y] = f(Dual::variable_at(x, 0), Dual::variable_at(y, 1)).partials;
    -(by_x / by_y)
}

/// `dY/dX = −F_Y⁻¹·F_X`: how a solution `Y` of the equations `F(X, Y) = 0` moves with the parameters `X`.
///
/// `F` is run `1 + ⌈P/N⌉` times, on numbers with `N` slopes, and one system of `N` equations is factored.
/// How the solution was found does not matter: give the converged one.
///
/// # Shapes and units
///
/// `F: ℝᴾ × ℝᴺ → ℝᴺ`, as many equations as unknowns; `N` rows of `P` columns.
///
/// # Edge cases
///
/// Whether `F(X, Y)` is 0 is not checked.
///
/// # Errors
///
/// [`Undetermined`] if the matrix `∂F/∂Y` has no inverse at this point.
///
/// # Examples
///
/// ```
/// use calc_multi::implicit_jacobian;
///
/// // Sum s and product p of two numbers determine them: at 2 and 4.
/// let equations = |[s, p]: [_; 2], [u, v]: [_; 2]| [u + v - s, u * v - p];
/// let slopes = implicit_jacobian(equations, [6.0, 8.0], [2.0, 4.0])?;
/// assert_eq!(slopes, [[-1.0, 0.5], [2.0, -0.5]]);
/// # Ok::<(), calc_multi::Undetermined>(())
/// ```
///
/// # References
///
/// A. Griewank and A. Walther, *Evaluating Derivatives*, 2nd ed., SIAM 2008, chapter 15.
pub fn implicit_jacobian<T: Number, const P: usize, const N: usize>(
    f: impl Fn([Dual<T, N>; P], [Dual<T, N>; N]) -> [Dual<T, N>; N],
    x: [T; P],
    y: [T; N],
) -> Result<[[T; P]; N], Undetermined> {
    let factors = Lu::new(f(x.map(Dual::lift), variables(y)).map(|f| f.partials))?;
    let mut slopes = [[T::ZERO; P]; N];
    for first in (0..P).step_by(N.max(1)) {
        let block = f(block_of_variables(x, first), y.map(Dual::lift)).map(|f| f.partials);
        for k in 0..N {
            let column = factors.solve(block.map(|row| entry(&row, k)));
            for (row, change) in slopes.iter_mut().zip(column) {
                if let Some(slot) = row.get_mut(first + k) {
                    *slot = -change;
                }
            }
        }
    }
    Ok(slopes)
}

/// `wᵀ·dY/dX`: the gradient of `w·Y` with respect to the parameters, by one adjoint solution.
///
/// `F` is run `1 + ⌈P/N⌉` times, on numbers with `N` slopes; one system is factored and solved once,
/// however many parameters there are. With `w = ∇L(Y)` it is the gradient of a loss of the solution.
///
/// # Shapes and units
///
/// `F: ℝᴾ × ℝᴺ → ℝᴺ`, `w` in ℝᴺ, the result in ℝᴾ.
///
/// # Edge cases
///
/// As for [`implicit_jacobian`].
///
/// # Errors
///
/// [`Undetermined`] if the matrix `∂F/∂Y` has no inverse at this point.
///
/// # Examples
///
/// ```
/// use calc_multi::implicit_vjp;
///
/// let equations = |[s, p]: [_; 2], [u, v]: [_; 2]| [u + v - s, u * v - p];
/// assert_eq!(implicit_vjp(equations, [6.0, 8.0], [2.0, 4.0], [1.0, 10.0])?, [19.0, -4.5]);
/// # Ok::<(), calc_multi::Undetermined>(())
/// ```
pub fn implicit_vjp<T: Number, const P: usize, const N: usize>(
    f: impl Fn([Dual<T, N>; P], [Dual<T, N>; N]) -> [Dual<T, N>; N],
    x: [T; P],
    y: [T; N],
    w: [T; N],
) -> Result<[T; P], Undetermined> {
    let factors = Lu::new(f(x.map(Dual::lift), variables(y)).map(|f| f.partials))?;
    let adjoint = factors.solve_transposed(w);
    let mut slopes = [T::ZERO; P];
    for (block, slots) in slopes.chunks_mut(N.max(1)).enumerate() {
        let residuals = f(block_of_variables(x, block * N), y.map(Dual::lift));
        for (residual, &weight) in residuals.iter().zip(&adjoint) {
            for (slot, &slope) in slots.iter_mut().zip(&residual.partials) {
                *slot -= strong::product(weight, slope);
            }
        }
    }
    Ok(slopes)
}

/// `dx*/dp = −H⁻¹·∂(∇f)/∂p`: how a stationary point of `f(x, p)` moves with the parameters `p`.
///
/// `f` is run `1 + ⌈P/N⌉` times, on duals of duals with `N` slots each; one system is factored. It is
/// [`implicit_jacobian`] of `∇ₓf(x, p) = 0`: a minimum, a maximum or a saddle, given converged.
///
/// # Shapes and units
///
/// `f: ℝᴺ × ℝᴾ → ℝ`; `N` rows of `P` columns.
///
/// # Edge cases
///
/// Whether the gradient is 0 is not checked.
///
/// # Errors
///
/// [`Undetermined`] if the Hessian has no inverse at this point.
///
/// # Examples
///
/// ```
/// use calc_multi::stationary_point_derivative;
///
/// // The minimum of (x − a)² + a·y² + (y − b)² is at x = a, y = b/(a + 1).
/// let f = |[x, y]: [_; 2], [a, b]: [_; 2]| (x - a) * (x - a) + a * y * y + (y - b) * (y - b);
/// let moves = stationary_point_derivative(f, [1.0, 2.0], [1.0, 4.0])?;
/// assert_eq!(moves, [[1.0, 0.0], [-1.0, 0.5]]);
/// # Ok::<(), calc_multi::Undetermined>(())
/// ```
pub fn stationary_point_derivative<T: Number, const N: usize, const P: usize>(
    f: impl Fn([Dual<Dual<T, N>, N>; N], [Dual<Dual<T, N>, N>; P]) -> Dual<Dual<T, N>, N>,
    x: [T; N],
    p: [T; P],
) -> Result<[[T; P]; N], Undetermined> {
    implicit_jacobian(
        |p: [Dual<T, N>; P], x: [Dual<T, N>; N]| {
            let mut i = 0;
            let variables = x.map(|value| {
                let one = |j| Dual::lift(if i == j { T::ONE } else { T::ZERO });
                let variable = Dual {
                    value,
                    partials: array::from_fn(one),
                };
                i += 1;
                variable
            });
            let constants = p.map(|value| Dual {
                value,
                partials: [Dual::lift(T::ZERO); N],
            });
            f(variables, constants).partials
        },
        p,
        x,
    )
}

/// The coordinates of `x`, of which those from `first` on are the `N` variables.
#[inline]
fn block_of_variables<T: Number, const P: usize, const N: usize>(
    x: [T; P],
    first: usize,
) -> [Dual<T, N>; P] {
    let mut i = 0;
    x.map(|value| {
        let variable = Dual {
            value,
            partials: array::from_fn(|k| if first + k == i { T::ONE } else { T::ZERO }),
        };
        i += 1;
        variable
    })
}

/// Entry `k` of a row.
#[inline]
fn entry<T: Number>(row: &[T], k: usize) -> T {
    row.get(k).copied().unwrap_or(T::ZERO)
}

/// Equations do not determine how their solution moves: `∂F/∂Y` has no inverse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Undetermined {
    /// The first unknown whose column depends on those before it, or is not finite.
    pub unknown: usize,
}

impl From<Singular> for Undetermined {
    fn from(singular: Singular) -> Self {
        Self {
            unknown: singular.column,
        }
    }
}

impl fmt::Display for Undetermined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the equations do not determine how the solution moves: in the matrix of their slopes by \
             the unknowns, column {} depends on those before it or is not finite; look for a redundant \
             equation, a fold, or a point outside the domain",
            self.unknown
        )
    }
}

impl core::error::Error for Undetermined {}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use calc_scalar::{Real, derivative};
    use proptest::prelude::*;

    use super::*;
    use crate::linalg::product;
    use crate::zoo::assert_close;
    use crate::{gradient, jacobian};

    proptest! {
        #[test]
        fn on_an_explicit_curve_it_is_the_derivative(x in 0.2..3.0_f64) {
            // y = √(x·eˣ), hidden.
            let y = Real::sqrt(x * Real::exp(x));
            let slope = implicit_derivative(|x, y| y * y - x * x.exp(), x, y);
            let expected = derivative(|x| (x * x.exp()).sqrt(), x);
            assert_close(&[slope], &[expected], 16.0);
        }

        #[test]
        fn where_the_solution_is_known_its_jacobian_comes_out(
            x in prop::array::uniform5(0.2..2.0_f64),
            w in prop::array::uniform2(-2.0..2.0_f64),
        ) {
            // Five parameters, two unknowns: three blocks of variables.
            fn solution<R: Real>([a, b, c, d, e]: [R; 5]) -> [R; 2] {
                [a.exp() + b * c, (d * e).sin() + a]
            }
            fn equations<R: Real>(x: [R; 5], [u, v]: [R; 2]) -> [R; 2] {
                let [p, q] = solution(x);
                let (r, s) = (u - p, v - q);
                [r.exp() * (1.0 + s * s) + s - 1.0, s.sinh() + 2.0 * r]
            }
            let y = solution(x);
            let expected = jacobian(solution, x);
            let actual = implicit_jacobian(equations, x, y).unwrap();
            assert_close(actual.as_flattened(), expected.as_flattened(), 32.0);
            let expected: [f64; 5] =
                array::from_fn(|j| w[0] * expected[0][j] + w[1] * expected[1][j]);
            assert_close(&implicit_vjp(equations, x, y, w).unwrap(), &expected, 64.0);
        }

        #[test]
        fn the_minimum_of_a_quadratic_moves_with_its_vector(
            p in prop::array::uniform3(-2.0..2.0_f64),
        ) {
            // f = ½xᵀAx − (Bp)·x, so that x* = A⁻¹Bp.
            fn f<R: Real>([x, y]: [R; 2], [a, b, c]: [R; 3]) -> R {
                2.0 * x * x + x * y + 1.5 * y * y - x * (a + 2.0 * b) - y * (c - a)
            }
            let factors = Lu::new([[4.0, 1.0], [1.0, 3.0]]).unwrap();
            let x = factors.solve([p[0] + 2.0 * p[1], p[2] - p[0]]);
            let moves = stationary_point_derivative(f, x, p).unwrap();
            assert_close(&product(&moves, &p), &x, 32.0);
            assert_close(&gradient(|x| f(x, p.map(Dual::lift)), x), &[0.0; 2], 16.0);
        }
    }

    #[test]
    fn equations_that_say_the_same_twice_are_named() {
        let twice =
            |[p]: [Dual<f64, 2>; 1], [u, v]: [Dual<f64, 2>; 2]| [u + v - p, 2.0 * (u + v - p)];
        let error = implicit_jacobian(twice, [1.0], [0.5, 0.5]).unwrap_err();
        assert_eq!(error, Undetermined { unknown: 1 });
        assert!(error.to_string().contains("column 1"));
        assert_eq!(
            implicit_vjp(twice, [1.0], [0.5, 0.5], [1.0, 1.0]),
            Err(error)
        );
        let flat = stationary_point_derivative(|[x], [p]| x.powi(4) - p, [0.0_f64], [1.0]);
        assert_eq!(flat, Err(Undetermined { unknown: 0 }));
    }

    #[test]
    fn a_vertical_tangent_is_infinite() {
        let slope = implicit_derivative(|x, y| x * x + y * y - 1.0, -1.0_f64, 0.0);
        assert!(slope.is_infinite());
    }

    /// `d²y/dx²` of the circle is `−r²/y³`: implicit derivatives can be differentiated.
    #[test]
    fn they_nest() {
        let x = 3.0_f64;
        let curvature = derivative(
            |x: Dual| {
                let y = (25.0 - x * x).sqrt();
                implicit_derivative(|x, y| x * x + y * y - 25.0, x, y)
            },
            x,
        );
        assert_close(&[curvature], &[-25.0 / 64.0], 4.0);
    }
}
