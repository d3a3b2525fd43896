//! Checks of the exercises on functions of several variables.

use calc_multi::{Tape, gradient};
use calc_scalar::Real;

use crate::outcome::{Outcome, Wrong, compare};

/// Points in general position.
const POINTS: [[f64; 2]; 4] = [[1.0, 2.0], [-0.7, 1.1], [0.4, -1.9], [2.3, 0.6]];

/// What rounding may change.
const ROUNDING: f64 = 1e-12;

/// Exercise 2: the partial derivatives of `x³y² + 2xy − y³`.
///
/// # Errors
///
/// Where they are wrong.
pub fn check_partials(partials: impl Fn(f64, f64) -> [f64; 2]) -> Outcome {
    for [x, y] in POINTS {
        let exact = gradient(
            |[x, y]| x.powi(3) * y.powi(2) + 2.0 * x * y - y.powi(3),
            [x, y],
        );
        let place = format!("slopes at ({x}, {y})");
        compare(&place, &partials(x, y), &exact, ROUNDING)?;
    }
    Ok(())
}

/// Exercise 6: the direction of steepest descent of `x² + 3xy + y²`.
///
/// # Errors
///
/// Where the vector has the wrong length or the wrong direction.
pub fn check_steepest(direction: impl Fn(f64, f64) -> [f64; 2]) -> Outcome {
    for [x, y] in POINTS {
        let [u, v] = direction(x, y);
        let length = Real::hypot(u, v);
        if (length - 1.0).abs() > ROUNDING {
            let message = format!("at ({x}, {y}): the vector has length {length}, not 1");
            return Err(Wrong(message));
        }
        let [by_x, by_y] = gradient(|[x, y]| x.powi(2) + 3.0 * x * y + y.powi(2), [x, y]);
        let slope = Real::hypot(by_x, by_y);
        let place = format!("direction at ({x}, {y})");
        compare(&place, &[u, v], &[-by_x / slope, -by_y / slope], ROUNDING)?;
    }
    Ok(())
}

/// Exercise 7: the slopes of one neuron's loss.
///
/// # Errors
///
/// Where they are wrong.
pub fn check_neuron(slopes: impl Fn([f64; 2], f64, f64) -> [f64; 2]) -> Outcome {
    let mut tape = Tape::<f64, 16>::new();
    for weights in POINTS {
        for (x, y) in [(2.0, 1.0), (-0.5, 0.2)] {
            let exact = tape
                .gradient(|[w, b]| 0.5 * ((w * x + b).logistic() - y).powi(2), weights)
                .map_err(|full| Wrong(full.to_string()))?;
            let place = format!("slopes at [w, b] = {weights:?}, x = {x}, y = {y}");
            compare(&place, &slopes(weights, x, y), &exact, ROUNDING)?;
        }
    }
    Ok(())
}
