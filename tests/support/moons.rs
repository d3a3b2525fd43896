//! Two half moons that reach into each other: data that no straight line separates.

use calc_nn::Random;
use calc_scalar::{Float, Real};

/// A point, and which moon it is on: 0 for the upper one, 1 for the lower one.
pub type Point<T> = ([T; 2], [T; 1]);

/// `n` points, every other one on the same moon, with noise of the given standard deviation.
///
/// The upper moon is `(cos t, sin t)`, the lower one `(1 − cos t, ½ − sin t)`, for `t` uniform in
/// `[0, π)`. The same seed gives the same points, to the bit, on every computer.
#[must_use]
pub fn moons<T: Float>(n: usize, noise: f64, seed: u64) -> Vec<Point<T>> {
    let mut random = Random::new(seed);
    (0..n)
        .map(|number| {
            let lower = number % 2 == 1;
            let t = core::f64::consts::PI * random.uniform::<f64>();
            let (sin, cos) = (Real::sin(t), Real::cos(t));
            let [x, y] = if lower {
                [1.0 - cos, 0.5 - sin]
            } else {
                [cos, sin]
            };
            let [dx, dy] = normal_pair(&mut random);
            (
                [x + noise * dx, y + noise * dy].map(T::from_f64),
                [if lower { T::ONE } else { T::ZERO }],
            )
        })
        .collect()
}

/// Two independent normal numbers, by the method of Box and Muller.
fn normal_pair(random: &mut Random) -> [f64; 2] {
    // 1 − u is never 0.
    let radius = Real::sqrt(-2.0 * Real::ln(1.0 - random.uniform::<f64>()));
    let angle = core::f64::consts::TAU * random.uniform::<f64>();
    [radius * Real::cos(angle), radius * Real::sin(angle)]
}

#[cfg(test)]
mod tests {
    use core::f64::consts::FRAC_2_PI;

    use super::*;

    #[test]
    fn without_noise_the_points_lie_on_the_moons() {
        for ([x, y], [moon]) in moons::<f64>(1000, 0.0, 1) {
            let [x, y] = if moon == 0.0 {
                [x, y]
            } else {
                [1.0 - x, 0.5 - y]
            };
            assert!((Real::hypot(x, y) - 1.0_f64).abs() < 1e-15 && y >= 0.0);
        }
    }

    /// The centres of the moons are `(0, 2/π)` and `(1, ½ − 2/π)`; five standard deviations of a mean.
    #[test]
    fn the_moons_are_where_they_should_be() {
        let points = moons::<f64>(20_000, 0.1, 2);
        for (moon, centre) in [(0.0, [0.0, FRAC_2_PI]), (1.0, [1.0, 0.5 - FRAC_2_PI])] {
            for (i, centre) in centre.into_iter().enumerate() {
                let on: Vec<_> = points.iter().filter(|p| p.1 == [moon]).collect();
                assert_eq!(on.len(), 10_000);
                let mean = on.iter().map(|p| p.0[i]).sum::<f64>() / 1e4;
                assert!(
                    (mean - centre).abs() < 5.0 * 0.72 / 100.0,
                    "{moon} {i} {mean}"
                );
            }
        }
        assert_eq!(moons::<f64>(10, 0.1, 2), points[..10]);
        assert_ne!(moons::<f64>(10, 0.1, 3), points[..10]);
    }
}
