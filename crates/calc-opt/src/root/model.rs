//! Curves through the last points of a bracketing search, and where they cross zero.

use calc_scalar::Float;

use super::bits::{nearly_exp2, nearly_log2};
use super::bracket::Point;

/// Whether the quadratic `x(f)` through three points is monotonic between `one` and `two`.
///
/// With `ξ = (x₁ − x₂)/(x₃ − x₂)` and `φ = (f₁ − f₂)/(f₃ − f₂)` that is the case exactly if `φ² < ξ` and
/// `(1 − φ)² < 1 − ξ`.
pub(super) fn is_monotonic<T: Float>(one: Point<T>, two: Point<T>, three: Point<T>) -> bool {
    let xi = (one.x - two.x) / (three.x - two.x);
    let phi = (one.value - two.value) / (three.value - two.value);
    let unit = T::ONE;
    // Where anything overflowed the comparisons are false.
    phi * phi < xi && (unit - phi) * (unit - phi) < unit - xi
}

/// The zero of the quadratic `x(f)` through three points, as a share of the way from `one` to `two`; `None`
/// unless it [is monotonic](is_monotonic) between the two.
#[inline(never)]
pub(super) fn inverse_quadratic<T: Float>(
    one: Point<T>,
    two: Point<T>,
    three: Point<T>,
) -> Option<T> {
    let unit = T::ONE;
    let xi = (one.x - two.x) / (three.x - two.x);
    let inverse = unit / (three.value - two.value);
    let phi = (one.value - two.value) * inverse;
    let [u, v, w] = [one, two, three].map(|p| p.value * inverse);
    let (xi_left, phi_left) = (unit - xi, unit - phi);
    let monotonic = phi * phi < xi && phi_left * phi_left < xi_left;
    monotonic.then(|| u * (w / phi - v * xi_left / (xi * phi_left)))
}

/// The zeros of `f = (x − r)/q(x)` through the first three and through all four points, `q` a polynomial
/// with as many coefficients as that takes, as shares of the way from the first point to the second.
///
/// `(x − r)/f` is a polynomial of a degree by two lower than the number of points, so its divided difference
/// over all of them is zero, which is linear in `r`. Where the fourth is the third again, what needs it is NaN.
pub(super) fn rational<T: Float>([base, unit, three, four]: [Point<T>; 4]) -> (T, T) {
    let width = unit.x - base.x;
    // Relative to the first point and its value: `s` and `1/f`.
    let inverse = base.value / unit.value;
    let below = T::ONE - inverse;
    // Over the first two points and a third: the divided differences of `s/f` and `1/f`, both times `s·(1 − s)`;
    // and that factor.
    let over = |p: Point<T>| {
        let s = (p.x - base.x) / width;
        let another = base.value / p.value;
        let linear = s * (inverse - another);
        let constant = (T::ONE - another) - s * below;
        (linear, constant, s * (T::ONE - s))
    };
    let (c, d) = (over(three), over(four));
    let by_four = (d.2 * c.0 - c.2 * d.0) / (d.2 * c.1 - c.2 * d.1);
    (c.0 / c.1, by_four)
}

/// So closely the power is looked for.
const FINE: f64 = 2e-5;

/// The zero of the straight line on which three points lie with `±|f|ᵘ` for their values, as a share of the way from
/// the first to the second, which differ in sign; the third lies outside. `None` where no `u < 1` makes a line of
/// them: where `f` is no flatter inside than outside.
///
/// Near a root of multiplicity `m` that is `u = 1/m`, and what has been raised to it has a simple root.
#[inline(never)]
pub(super) fn by_power<T: Float>([one, two, three, _]: [Point<T>; 4]) -> Option<T> {
    let share = (three.x - one.x) / (two.x - one.x);
    let base = nearly_log2(one.value);
    let second = nearly_log2(two.value) - base;
    let third = nearly_log2(three.value) - base;
    let (mut low, mut high) = (T::ZERO, T::ONE);
    let mut power = high;
    loop {
        // From the first value, which is 1, down to the second, which is negative.
        let fall = T::ONE + nearly_exp2(second * power);
        let flat = (T::ONE - fall * share).magnitude() < nearly_exp2(third * power);
        if flat {
            high = power;
        } else if power < T::ONE {
            low = power;
        } else {
            return None;
        }
        if high - low <= T::literal(FINE) {
            return Some(T::ONE / fall);
        }
        power = T::literal(0.5) * (low + high);
    }
}

/// The zero of the curve through four points, if it is inside the bracket, else that through three.
pub(super) fn best_of<T: Float>((three, four): (T, T)) -> T {
    if is_inside(four) { four } else { three }
}

/// Whether that share of the way leads inside.
pub(super) fn is_inside<T: Float>(share: T) -> bool {
    share > T::ZERO && share < T::ONE
}

#[cfg(test)]
mod tests {
    use calc_scalar::Real;

    use super::*;

    fn points<const N: usize>(f: impl Fn(f64) -> f64, x: [f64; N]) -> [Point<f64>; N] {
        x.map(|x| Point { x, value: f(x) })
    }

    #[test]
    fn a_quadratic_in_f_is_met_exactly() {
        // x = 1 + f + f²: f = 0 at x = 1; the branch f > −1/2.
        let f = |x: f64| -0.5 + (x - 0.75).sqrt();
        let [one, two, three] = points(f, [1.5, 0.8, 2.0]);
        let share = inverse_quadratic(one, two, three).unwrap();
        assert!((one.x + share * (two.x - one.x) - 1.0).abs() < 1e-14);
    }

    #[test]
    fn hyperbolas_and_their_like_are_met_exactly() {
        let f = |x: f64| (x - 0.3) / (2.0 * x + 1.0);
        let (three, four) = rational(points(f, [0.0, 4.0, 1.0, 2.5]));
        assert!((4.0 * three - 0.3).abs() < 1e-14 && (4.0 * four - 0.3).abs() < 1e-14);

        let f = |x: f64| (x - 0.3) / (2.0 * x * x + x + 1.0);
        let (three, four) = rational(points(f, [1.0, 0.0, 4.0, 2.5]));
        assert!((1.0 - three - 0.3).abs() > 1e-2 && (1.0 - four - 0.3).abs() < 1e-14);
    }

    #[test]
    fn a_point_that_is_missing_leaves_the_others_alone() {
        let mut four = points(|x: f64| (x - 0.3) / (2.0 * x + 1.0), [0.0, 4.0, 1.0, 2.5]);
        four[3] = four[2];
        let (by_three, by_four) = rational(four);
        assert!((4.0 * by_three - 0.3).abs() < 1e-14 && by_four.is_nan());
    }

    #[test]
    fn a_multiple_root_is_met_as_well_as_logarithms_are_known() {
        for m in [3, 5, 7, 9, 21] {
            let f = |x: f64| Real::powi(x - 0.3, m);
            let share = by_power(points(f, [0.7, 0.0, 1.0, 2.0])).unwrap();
            assert!((0.7 - 0.7 * share - 0.3).abs() < 2e-3, "{m} {share}");
        }
        // Where f is steeper inside than outside.
        let f = |x: f64| Real::cbrt(x - 0.3);
        assert_eq!(by_power(points(f, [0.7, 0.0, 1.0, 2.0])), None);
    }

    #[test]
    fn values_out_of_range_give_nothing() {
        let infinite = points(
            |x| if x > 0.5 { f64::INFINITY } else { -1.0 },
            [0.0, 1.0, 0.7],
        );
        let [one, two, three] = infinite;
        assert_eq!(inverse_quadratic(one, two, three), None);
    }
}
