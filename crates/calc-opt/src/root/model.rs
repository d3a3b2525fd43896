//! Curves through the last points of a bracketing search, and where they cross zero.

use calc_scalar::Float;

use super::bits::{rough_exp2, rough_log2};
use super::bracket::Point;

/// Whether the quadratic `x(f)` through three points is monotonic between `one` and `two`.
///
/// With `ξ = (x₁ − x₂)/(x₃ − x₂)` and `φ = (f₁ − f₂)/(f₃ − f₂)` that is the case exactly if `φ² < ξ` and
/// `(1 − φ)² < 1 − ξ`.
#[inline(never)]
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
/// over all of them is zero, which is linear in `r`. Where a point is NaN, so is what needs it.
#[inline(never)]
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

/// The smallest exponent looked for: a root of multiplicity 10.
const LEAST_EXPONENT: f64 = 0.1;

/// The steps of regula falsi towards the exponent; two digits of it are enough.
const EXPONENT_STEPS: u32 = 8;

/// The `u` between 0.1 and 1 for which `±|f|ᵘ` is a straight line through three points.
///
/// Near a root of multiplicity `m` that is `1/m`, and what has been raised to it has a simple root.
///
/// `logarithms` are those of `|f|`, to base 2 and of one scale.
pub(super) fn exponent<T: Float>(points: [Point<T>; 3], logarithms: [T; 3]) -> Option<T> {
    let (low, high) = (T::literal(LEAST_EXPONENT), T::ONE);
    let mut search = Illinois {
        points,
        logarithms,
        low,
        high,
        at_low: T::ZERO,
        at_high: T::ZERO,
        last_was_low: None,
    };
    search.at_low = search.bend(low);
    search.at_high = search.bend(high);
    let crosses = search.at_low * search.at_high < T::ZERO;
    if !crosses {
        return None;
    }
    let mut u = high;
    for _ in 0..EXPONENT_STEPS {
        u = search.step();
    }
    Some(u)
}

/// Regula falsi for the exponent, in the Illinois variant: an end that stays twice counts half.
struct Illinois<T> {
    points: [Point<T>; 3],
    logarithms: [T; 3],
    low: T,
    high: T,
    at_low: T,
    at_high: T,
    last_was_low: Option<bool>,
}

impl<T: Float> Illinois<T> {
    #[inline(never)]
    fn step(&mut self) -> T {
        let half = T::literal(0.5);
        let (at_low, at_high) = (self.at_low, self.at_high);
        let u = (self.low * at_high - self.high * at_low) / (at_high - at_low);
        let value = self.bend(u);
        let is_low = value * at_low > T::ZERO;
        let again = self.last_was_low == Some(is_low);
        self.last_was_low = Some(is_low);
        if is_low {
            (self.low, self.at_low) = (u, value);
            if again {
                self.at_high *= half;
            }
        } else {
            (self.high, self.at_high) = (u, value);
            if again {
                self.at_low *= half;
            }
        }
        u
    }

    /// The distance of the third point from the line through the others, once raised to `u`.
    #[inline(never)]
    fn bend(&self, u: T) -> T {
        let [one, two, three] = self.points;
        let [a, b, c] = self.logarithms.map(|log| rough_exp2(u * log));
        let (a, b, c) = (
            a.copysign(one.value),
            b.copysign(two.value),
            c.copysign(three.value),
        );
        let share = (three.x - one.x) / (two.x - one.x);
        (c - a - (b - a) * share) / c
    }
}

/// `log₂(|f|/scale)`, at most 0.
#[inline(never)]
pub(super) fn logarithm<T: Float>(point: Point<T>, scale: T) -> T {
    rough_log2((point.value / scale).magnitude().min(T::ONE))
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
        four[3] = Point {
            x: f64::NAN,
            value: f64::NAN,
        };
        let (by_three, by_four) = rational(four);
        assert!((4.0 * by_three - 0.3).abs() < 1e-14 && by_four.is_nan());
    }

    #[test]
    fn the_exponent_is_one_over_the_multiplicity() {
        for m in [3, 5, 7] {
            let points = points(|x| Real::powi(x - 0.3, m), [0.0, 1.0, 0.7]);
            let u = exponent(points, points.map(|p| logarithm(p, 1.0))).unwrap();
            assert!((u * f64::from(m) - 1.0).abs() < 1e-2, "{m} {u}");
        }
        // A straight line needs none.
        let line = points(|x| x - 0.3, [0.0, 1.0, 0.7]);
        assert_eq!(exponent(line, line.map(|p| logarithm(p, 1.0))), None);
    }

    #[test]
    fn values_out_of_range_give_nothing() {
        let infinite = points(
            |x| if x > 0.5 { f64::INFINITY } else { -1.0 },
            [0.0, 1.0, 0.7],
        );
        let [one, two, three] = infinite;
        assert_eq!(inverse_quadratic(one, two, three), None);
        assert_eq!(
            exponent(infinite, infinite.map(|p| logarithm(p, 1.0))),
            None
        );
    }
}
