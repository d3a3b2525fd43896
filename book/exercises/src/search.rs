//! Checks of the exercises on critical points and descent.

use calc_opt::CriticalKind;
use calc_scalar::{Real, derivatives};

use crate::outcome::{Outcome, Wrong, compare};

/// What rounding may change.
const ROUNDING: f64 = 1e-12;

/// Exercise 8: the critical points of `3x⁵ − 5x³`.
///
/// # Errors
///
/// Which point is not critical, has another kind, or is missing.
pub fn check_critical_points(points: &[(f64, CriticalKind)]) -> Outcome {
    for &(x, ref kind) in points {
        let [_, slope, second, third] = derivatives(|x| 3.0 * x.powi(5) - 5.0 * x.powi(3), x);
        compare(&format!("slope at x = {x}"), &[slope], &[0.0], ROUNDING)?;
        let right = match (second, third) {
            (second, _) if second > ROUNDING => CriticalKind::Minimum,
            (second, _) if second < -ROUNDING => CriticalKind::Maximum,
            _ => CriticalKind::Inflection,
        };
        if *kind != right {
            return Err(Wrong(format!("at x = {x}: the kind is not {kind:?}")));
        }
    }
    if !points.is_sorted_by(|a, b| a.0 < b.0) {
        return Err(Wrong("the points go from left to right, each once".into()));
    }
    match points.len() {
        3 => Ok(()),
        found => Err(Wrong(format!("{found} of the 3 critical points"))),
    }
}

/// Exercise 9: the loop of gradient descent.
///
/// # Errors
///
/// For which start, rate and number of steps the result is wrong.
pub fn check_descent(descend: impl Fn(&dyn Fn(f64) -> f64, f64, f64, usize) -> f64) -> Outcome {
    for (start, rate, steps) in [
        (5.0, 0.1, 20),
        (-3.0, 0.9, 7),
        (2.0, 0.25, 0),
        (1.0, 0.3, 1),
    ] {
        // On (x − 1)² every step multiplies the distance to 1 by 1 − 2η.
        let found = descend(&|x| 2.0 * (x - 1.0), start, rate, steps);
        let mut distance = start - 1.0;
        for _ in 0..steps {
            distance *= 1.0 - 2.0 * rate;
        }
        let place = format!("{steps} steps with rate {rate} from {start} on (x − 1)²");
        compare(&place, &[found], &[1.0 + distance], ROUNDING)?;
    }
    Ok(())
}

/// Exercise 10: one step of momentum.
///
/// # Errors
///
/// After how many steps position or velocity is wrong.
pub fn check_momentum(step: impl Fn([f64; 2], f64) -> [f64; 2]) -> Outcome {
    let mut state = [1.0, 0.0];
    for steps in 1..=10 {
        // With a constant gradient of 2 the velocity is 20·(1 − 0.9ⁿ), a geometric sum.
        state = step(state, 2.0);
        let velocity = |n: i32| 20.0 * (1.0 - Real::powi(0.9_f64, n));
        let position = 1.0 - 0.1 * (1..=steps).map(velocity).sum::<f64>();
        let place = format!("[x, v] after {steps} steps with gradient 2");
        compare(&place, &state, &[position, velocity(steps)], ROUNDING)?;
    }
    Ok(())
}
