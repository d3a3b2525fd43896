//! First derivatives of scalar functions of several variables, in one forward run.

use calc_scalar::{Dual, Number};

/// `∂f/∂xᵢ(x)`: the slope of `f` along coordinate `i`, all others held constant.
///
/// `f` is run once, on numbers with a single slope: about the price of two plain runs, whatever `N`
/// is. Exact up to the rounding of `f`.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝ`, coordinates count from 0. The unit is that of `f` by that of `xᵢ`.
///
/// # Edge cases
///
/// NaN for a coordinate that does not exist (`i ≥ N`). Else as for [`gradient`].
///
/// # Examples
///
/// ```
/// use calc_multi::partial;
/// use calc_scalar::Real;
///
/// fn f<R: Real>([x, y]: [R; 2]) -> R {
///     x.powi(2) + 3.0 * x * y + y.powi(2)
/// }
///
/// assert_eq!(partial(f, [1.0, 1.0], 0), 5.0); // 2x + 3y
/// assert_eq!(partial(f, [1.0, 2.0], 1), 7.0); // 3x + 2y
/// ```
#[must_use]
#[inline]
pub fn partial<T: Number, const N: usize>(
    f: impl FnOnce([Dual<T>; N]) -> Dual<T>,
    x: [T; N],
    i: usize,
) -> T {
    if i >= N {
        return not_a_number();
    }
    let direction = core::array::from_fn(|j| if i == j { T::ONE } else { T::ZERO });
    directional_derivative(f, x, direction)
}

/// `∇f(x) = (∂f/∂x₁, …, ∂f/∂x_N)`: the direction of steepest ascent, and its slope as length.
///
/// `f` is run once, on numbers that carry all `N` slopes: each arithmetic operation costs up to
/// `2N + 1` of its kind, each elementary function is evaluated once. With more variables
/// [`gradient_chunked`](crate::gradient_chunked) and a [`Tape`](crate::Tape) are faster: the price of the
/// latter does not grow with `N`. Exact up to the rounding of
/// `f`: there is no step size.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝ`; the result has the shape of `x`. Component `i` has the unit of `f` by that of `xᵢ`.
///
/// # Edge cases
///
/// Total: never panics. NaN in, NaN out, but for a slope that does not depend on `x`; outside the domain
/// of `f`, NaN. At a vertical tangent `±∞`, at a kink the symmetric choice (see
/// [`Real`](calc_scalar::Real)). Where `f` branches, the slope is that of the branch taken. A component in which `f` is constant is 0, also where other parts of the
/// formula are singular.
///
/// # Nesting
///
/// A derivative inside `f` sees what it captures as variables of its own, unless they are lifted; see
/// [`Dual`]. [`hessian`](crate::hessian()) and the others of higher order cannot be confused.
///
/// ```
/// use calc_multi::gradient;
/// use calc_scalar::{Dual, derivative};
///
/// // x·d/dt (x·t + y·t²) at t = y, which is x² + 2xy².
/// let slopes = gradient(
///     |[x, y]: [Dual<f64, 2>; 2]| {
///         x * derivative(|t: Dual<Dual<f64, 2>>| Dual::lift(x) * t + Dual::lift(y) * t * t, y)
///     },
///     [3.0, 2.0],
/// );
/// assert_eq!(slopes, [14.0, 24.0]);
/// ```
///
/// # Examples
///
/// ```
/// use calc_multi::gradient;
/// use calc_scalar::Real;
///
/// // A closure with a pattern; it may capture.
/// let k = 3.0;
/// let slopes = gradient(|[x, y]| x.powi(2) + k * x * y + y.powi(2), [1.0, 1.0]);
/// assert_eq!(slopes, [5.0, 5.0]);
///
/// // A function of any number of variables.
/// fn rosenbrock<R: Real, const N: usize>(x: [R; N]) -> R {
///     let pairs = x.iter().zip(x.iter().skip(1));
///     pairs.map(|(&a, &b)| (1.0 - a).powi(2) + 100.0 * (b - a.powi(2)).powi(2)).sum()
/// }
/// assert_eq!(gradient(rosenbrock, [1.0, 1.0, 1.0]), [0.0, 0.0, 0.0]);
/// ```
///
/// # References
///
/// A. Griewank and A. Walther, *Evaluating Derivatives*, 2nd ed., SIAM 2008, chapter 3.
#[must_use]
#[inline]
pub fn gradient<T: Number, const N: usize>(
    f: impl FnOnce([Dual<T, N>; N]) -> Dual<T, N>,
    x: [T; N],
) -> [T; N] {
    f(variables(x)).partials
}

/// `(f(x), ∇f(x))`: value and gradient together, for the price of [`gradient`].
///
/// # Examples
///
/// ```
/// use calc_multi::value_and_gradient;
/// use calc_scalar::Real;
///
/// let (value, slopes) = value_and_gradient(|[x, y]| x * y.powi(2), [2.0, 3.0]);
/// assert_eq!((value, slopes), (18.0, [9.0, 12.0]));
/// ```
#[must_use]
#[inline]
pub fn value_and_gradient<T: Number, const N: usize>(
    f: impl FnOnce([Dual<T, N>; N]) -> Dual<T, N>,
    x: [T; N],
) -> (T, [T; N]) {
    let y = f(variables(x));
    (y.value, y.partials)
}

/// `∇f(x)·v`: how fast `f` changes when `x` moves with velocity `v`.
///
/// `f` is run once, on numbers with a single slope: about the price of two plain runs. The gradient
/// itself is never formed.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝ`; `v` is a velocity, not only a direction: it is not normalised, and `2v` gives twice
/// the result. For the slope per unit of length divide `v` by its length.
///
/// # Edge cases
///
/// As for [`gradient`]. Coordinates with `vᵢ = 0` do not take part.
///
/// # Examples
///
/// ```
/// use calc_multi::directional_derivative;
/// use calc_scalar::Real;
///
/// let slope = directional_derivative(|[x, y]| x.powi(2) + 3.0 * x * y, [1.0, 1.0], [0.6, 0.8]);
/// assert!((slope - (5.0 * 0.6 + 3.0 * 0.8_f64)).abs() < 1e-15);
/// ```
#[must_use]
#[inline]
pub fn directional_derivative<T: Number, const N: usize>(
    f: impl FnOnce([Dual<T>; N]) -> Dual<T>,
    x: [T; N],
    v: [T; N],
) -> T {
    f(moving(x, v)).slope()
}

/// The coordinates of `x` as variables, each with slope 1 in its own slot.
#[inline]
pub(crate) fn variables<T: Number, const N: usize>(x: [T; N]) -> [Dual<T, N>; N] {
    let mut i = 0;
    x.map(|value| {
        let variable = Dual::variable_at(value, i);
        i += 1;
        variable
    })
}

/// The point `x + εv`.
#[inline]
pub(crate) fn moving<T: Number, const N: usize>(x: [T; N], v: [T; N]) -> [Dual<T>; N] {
    let mut velocities = v.into_iter();
    x.map(|value| Dual {
        value,
        partials: [velocities.next().unwrap_or(T::ZERO)],
    })
}

/// NaN, with derivatives of zero.
#[inline]
pub(crate) fn not_a_number<T: Number>() -> T {
    T::literal(f64::NAN)
}

#[cfg(test)]
mod tests {
    use calc_scalar::Real;

    use super::*;
    use crate::zoo::{self, assert_close};

    #[test]
    fn the_saddle_of_the_course_has_value_five_and_both_partials_five() {
        assert_eq!(
            value_and_gradient(zoo::saddle, [1.0, 1.0]),
            (5.0, [5.0, 5.0])
        );
        assert_eq!(partial(zoo::saddle, [1.0, 1.0], 0), 5.0);
        assert_eq!(partial(zoo::saddle, [1.0, 1.0], 1), 5.0);
    }

    #[test]
    fn forward_gradients_are_those_found_on_paper() {
        for x in zoo::points() {
            assert_close(
                &gradient(zoo::rosenbrock, x),
                &zoo::rosenbrock_gradient(x),
                64.0,
            );
            assert_close(
                &gradient(zoo::himmelblau, x),
                &zoo::himmelblau_gradient(x),
                64.0,
            );
            assert_close(&gradient(zoo::beale, x), &zoo::beale_gradient(x), 64.0);
            assert_close(&gradient(zoo::wave, x), &zoo::wave_gradient(x), 64.0);
        }
    }

    #[test]
    fn a_wrong_gradient_is_seen() {
        let x = [1.2, -0.7];
        let mut wrong = zoo::beale_gradient(x);
        wrong[1] *= 1.0 + 1e-12;
        let close = std::panic::catch_unwind(|| {
            assert_close(&gradient(zoo::beale, x), &wrong, 64.0);
        });
        assert!(close.is_err());
    }

    #[test]
    fn partials_and_directions_are_those_of_the_gradient() {
        for x in zoo::points() {
            let g = gradient(zoo::beale, x);
            assert_eq!(partial(zoo::beale, x, 0), g[0]);
            assert_eq!(partial(zoo::beale, x, 1), g[1]);
            let along = directional_derivative(zoo::beale, x, [0.5, -2.0]);
            assert_close(&[along], &[0.5 * g[0] - 2.0 * g[1]], 64.0);
        }
    }

    #[test]
    fn closures_capture_and_patterns_bind() {
        let (a, b) = (2.0, 0.5);
        let g = gradient(
            |[x, y, z]| a * x * y + (2.0 * x).sin() + b / z,
            [0.0_f64, 3.0, 0.5],
        );
        assert_eq!(g, [8.0, 0.0, -2.0]);
    }

    #[test]
    fn single_precision_works_with_its_own_literals() {
        fn bowl<R: Real<f32>>([x, y]: [R; 2]) -> R {
            1.0_f32 / (x * x + 1.0_f32) + 3.0_f32 * y
        }
        assert_eq!(gradient(bowl, [1.0_f32, 7.0]), [-0.5, 3.0]);
        let k = 4.0_f32;
        assert_eq!(
            gradient(|[x, y]| k * x - y / k, [1.0_f32, 7.0]),
            [4.0, -0.25]
        );
    }

    #[test]
    fn a_coordinate_that_does_not_exist_is_not_a_number() {
        assert!(partial(zoo::saddle, [1.0_f64, 1.0], 2).is_nan());
    }

    #[test]
    fn a_singular_part_does_not_spoil_the_other_coordinates() {
        let g = gradient(|[x, y]| x.sqrt() + y * 2.0, [0.0_f64, 1.0]);
        assert_eq!(g, [f64::INFINITY, 2.0]);
    }

    /// `∇(x · d/dt (x·t + y·t²) at t = y) = ∇(x² + 2xy²)`.
    #[test]
    fn derivatives_inside_a_gradient_or_a_hessian_do_not_mix_when_lifted() {
        use calc_scalar::derivative;

        use crate::{Dual2, hessian};

        let point = [3.0_f64, 2.0];
        let slopes = gradient(
            |[x, y]: [Dual<f64, 2>; 2]| {
                let inner = |t: Dual<Dual<f64, 2>>| Dual::lift(x) * t + Dual::lift(y) * t * t;
                x * derivative(inner, y)
            },
            point,
        );
        assert_eq!(slopes, [2.0 * 3.0 + 2.0 * 4.0, 4.0 * 3.0 * 2.0]);

        type Second = Dual2<f64, 2, 2>;
        let matrix = hessian(
            |[x, y]: [Second; 2]| {
                let inner = |t: Dual<Second>| Dual::lift(x) * t + Dual::lift(y) * t * t;
                x * derivative(inner, y)
            },
            point,
        );
        assert_eq!(matrix, [[2.0, 4.0 * 2.0], [4.0 * 2.0, 4.0 * 3.0]]);
    }

    /// A gradient inside a gradient, lifted, is a row of the Hessian.
    #[test]
    fn a_gradient_inside_a_gradient_is_the_hessian() {
        let point = [0.3, -0.8_f64];
        for i in 0..2 {
            let row = gradient(|x: [Dual<f64, 2>; 2]| gradient(zoo::wave, x)[i], point);
            assert_close(&row, &zoo::wave_hessian(point)[i], 64.0);
        }
    }

    #[test]
    fn functions_of_no_variables_have_an_empty_gradient() {
        let nothing: [f64; 0] = gradient(|_| Dual::constant(3.0), []);
        assert!(nothing.is_empty());
    }
}
