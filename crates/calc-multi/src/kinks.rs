//! Kinks of functions of several variables, along a direction.

use calc_scalar::{Float, Germ, Kinks, kinks_from};

/// Where the operations of `f` have kinks at `x`, and the slopes of `f` from `x` on along `v` and
/// against it.
///
/// `f` is run three times, on numbers that know on which side of a kink they lie: the slopes are exact.
/// See [`calc_scalar::kinks`](calc_scalar::kinks()) for what is seen. In several variables a kink may
/// be hidden from one direction and show in another.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝ`. With `v` of length 1 the slopes are per unit of length; `right` is along `v`, `left` is
/// what comes before `x` on the way.
///
/// # Examples
///
/// ```
/// use calc_multi::kinks;
/// use calc_scalar::{Kinks, Real};
///
/// // The cone has slope 1 in every direction, and so −1 on the way to its tip.
/// let cone: Kinks = kinks(|[x, y]| x.hypot(y), [0.0, 0.0], [0.6, 0.8]);
/// assert_eq!((cone.left.slope, cone.right.slope), (-1.0, 1.0));
/// ```
#[must_use]
pub fn kinks<T: Float, const N: usize, const CAP: usize>(
    f: impl FnMut([Germ<'_, T>; N]) -> Germ<'_, T>,
    x: [T; N],
    v: [T; N],
) -> Kinks<T, CAP> {
    kinks_within(f, x, v, T::ZERO)
}

/// As [`kinks`], and reports also kinks that the argument of an operation is within `tolerance` of.
///
/// # Examples
///
/// ```
/// use calc_multi::kinks_within;
/// use calc_scalar::{Kinks, Real};
///
/// let near: Kinks = kinks_within(|[x, y]| x.max(y), [1.0, 1.001], [1.0, 0.0], 0.01);
/// assert_eq!(near.iter().next().unwrap().operation, "max");
/// ```
#[must_use]
pub fn kinks_within<T: Float, const N: usize, const CAP: usize>(
    mut f: impl FnMut([Germ<'_, T>; N]) -> Germ<'_, T>,
    x: [T; N],
    v: [T; N],
    tolerance: T,
) -> Kinks<T, CAP> {
    kinks_from(
        |start| {
            let mut directions = v.into_iter();
            f(x.map(|x| start.variable(x, directions.next().unwrap_or(T::ZERO))))
        },
        tolerance,
    )
}

#[cfg(test)]
mod tests {
    use calc_scalar::Real;

    use super::*;
    use crate::{directional_derivative, zoo};

    #[test]
    fn a_kink_shows_across_its_edge_and_hides_along_it() {
        fn f<R: Real>([x, y]: [R; 2]) -> R {
            (x - y).abs() + x
        }
        let across: Kinks = kinks(|x| f(x), [2.0, 2.0], [1.0, 0.0]);
        assert_eq!((across.left.slope, across.right.slope), (0.0, 2.0));
        assert_eq!(across.total(), 1);
        let along: Kinks = kinks(|x| f(x), [2.0, 2.0], [1.0, 1.0]);
        assert!(along.is_smooth() && along.total() == 0);
    }

    #[test]
    fn layers_of_relu_have_the_slopes_of_both_sides() {
        fn layer<R: Real>([x, y]: [R; 2]) -> R {
            let a = (x + y).relu();
            let b = (x - 2.0 * y).relu();
            (a - b).relu() + 0.5 * b
        }
        // Both units are at their kink; along x both wake up, and their difference stays at 0.
        let found: Kinks = kinks(|x| layer(x), [0.0, 0.0], [1.0, 0.0]);
        assert_eq!((found.left.slope, found.right.slope), (0.0, 0.5));
        assert_eq!(found.total(), 2);
        let found: Kinks = kinks(|x| layer(x), [0.0, 0.0], [0.0, 1.0]);
        assert_eq!((found.left.slope, found.right.slope), (-1.0, 1.0));
    }

    #[test]
    fn smooth_functions_have_their_directional_derivative_on_both_sides() {
        let v = [0.6, -0.8];
        for x in zoo::points() {
            let found: Kinks = kinks(|x| zoo::wave(x), x, v);
            let exact = directional_derivative(zoo::wave, x, v);
            for slope in [found.left.slope, found.right.slope] {
                assert!((slope - exact).abs() <= 1e-13 * exact.abs().max(1.0));
            }
            assert!(found.is_smooth() && found.total() == 0);
        }
    }
}
