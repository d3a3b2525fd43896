//! Where a line leaves a sphere.

use calc_scalar::Float;

use crate::norm::norm;

/// The `τ ≥ 0` with `‖s + τ·w‖ = radius`, for a start `s` inside; without overflow on the way.
pub(crate) fn way_out<T: Float, const N: usize>(start: &[T; N], way: &[T; N], radius: T) -> T {
    let length = norm(way);
    let (mut along, mut square) = (T::ZERO, T::ZERO);
    for (&w, &s) in way.iter().zip(start) {
        let (w, s) = (w / length, s / radius);
        along += w * s;
        square += s * s;
    }
    let rest = (T::ONE - square).max(T::ZERO);
    let root = (along * along + rest).sqrt();
    // Of the two forms, the one that does not cancel.
    let share = if along > T::ZERO {
        rest / (along + root)
    } else {
        root - along
    };
    share * (radius / length)
}

#[cfg(test)]
mod tests {
    use calc_scalar::Real;

    use super::*;

    #[test]
    fn the_end_lies_on_the_sphere() {
        for (start, way, radius) in [
            ([0.0, 0.0], [3.0, 4.0], 1.0),
            ([0.6, 0.0], [1.0, 1.0], 1.0),
            ([0.6, 0.7], [-2e200, 1e200], 1e3),
            ([-0.9, 0.0], [1e-9, 0.0], 1.0_f64),
        ] {
            let t = way_out(&start, &way, radius);
            let end = [start[0] + t * way[0], start[1] + t * way[1]];
            assert!(t >= 0.0 && (Real::hypot(end[0], end[1]) / radius - 1.0).abs() < 1e-14);
        }
    }
}
