//! Where a curve through two trials is lowest.

use calc_scalar::Float;

use super::Trial;

/// The minimiser of the cubic with the values and slopes of `a` and `b`; NaN where it has none.
pub(super) fn cubic<T: Float>(a: &Trial<T>, b: &Trial<T>) -> T {
    let width = b.factor - a.factor;
    let theta = T::literal(3.0) * (a.value - b.value) / width + a.slope + b.slope;
    // Scaled, so that no square overflows.
    let scale = theta
        .magnitude()
        .max(a.slope.magnitude())
        .max(b.slope.magnitude());
    let root =
        scale * ((theta / scale) * (theta / scale) - (a.slope / scale) * (b.slope / scale)).sqrt();
    let root = if width < T::ZERO { -root } else { root };
    b.factor - width * ((b.slope + root - theta) / (b.slope - a.slope + root + root))
}

/// The minimiser of the parabola with value and slope of `a` and the value of `b`.
pub(super) fn parabola<T: Float>(a: &Trial<T>, b: &Trial<T>) -> T {
    let width = b.factor - a.factor;
    let two = T::literal(2.0);
    a.factor + width * (a.slope / ((a.value - b.value) / width + a.slope)) / two
}

/// Where the line through the slopes of `a` and `b` is zero.
pub(super) fn secant<T: Float>(a: &Trial<T>, b: &Trial<T>) -> T {
    (a.factor * b.slope - b.factor * a.slope) / (b.slope - a.slope)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(f: impl Fn(f64) -> (f64, f64), factor: f64) -> Trial<f64> {
        let (value, slope) = f(factor);
        Trial {
            factor,
            value,
            slope,
        }
    }

    #[test]
    fn a_parabola_is_met_by_all_three() {
        let f = |x: f64| ((x - 3.0) * (x - 3.0) + 1.0, 2.0 * (x - 3.0));
        for (a, b) in [(0.0, 1.0), (1.0, 0.0), (0.0, 7.0), (5.0, 2.0)] {
            let (a, b) = (of(f, a), of(f, b));
            for lowest in [cubic(&a, &b), parabola(&a, &b), secant(&a, &b)] {
                assert!((lowest - 3.0).abs() < 1e-12, "{a:?} {b:?} {lowest}");
            }
        }
    }

    #[test]
    fn a_cubic_is_met_by_the_cubic_at_its_minimum_and_not_at_its_maximum() {
        // x³ − 3x: maximum at −1, minimum at 1.
        let f = |x: f64| (x * x * x - 3.0 * x, 3.0 * x * x - 3.0);
        for (a, b) in [(0.0, 2.0), (2.0, 0.0), (-0.5, 0.5), (3.0, 1.5)] {
            let lowest = cubic(&of(f, a), &of(f, b));
            assert!((lowest - 1.0).abs() < 1e-12, "{a} {b} {lowest}");
        }
    }

    #[test]
    fn huge_slopes_do_not_overflow() {
        let f = |x: f64| (1e200 * (x - 3.0) * (x - 3.0), 2e200 * (x - 3.0));
        assert!((cubic(&of(f, 0.0), &of(f, 1.0)) - 3.0).abs() < 1e-12);
    }
}
