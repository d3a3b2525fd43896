//! Checks of the exercises on functions of one variable.

use calc_scalar::{Dual, Real, derivative};

use crate::outcome::{Outcome, Wrong, compare};

/// Points that are not round, where different formulas give different numbers.
const POINTS: [f64; 6] = [-1.3, -0.4, 0.3, 0.9, 1.7, 2.0];

/// What rounding may change.
const ROUNDING: f64 = 1e-12;

/// Eight digits, as the exercise asks for.
const EIGHT_DIGITS: f64 = 1e-8;

/// Exercise 1: the slope of `3x³ − 2x² + x − 5`.
///
/// # Errors
///
/// Where the slope is wrong.
pub fn check_polynomial(slope: impl Fn(f64) -> f64) -> Outcome {
    check_slope(slope, |x| 3.0 * x.powi(3) - 2.0 * x.powi(2) + x - 5.0)
}

/// Exercise 3: the slope of `e^(x²)`.
///
/// # Errors
///
/// Where the slope is wrong.
pub fn check_exponential(slope: impl Fn(f64) -> f64) -> Outcome {
    check_slope(slope, |x| x.powi(2).exp())
}

/// Exercise 4: a difference quotient with a good step.
///
/// # Errors
///
/// For which function and where it misses eight digits.
pub fn check_difference(slope: impl Fn(&dyn Fn(f64) -> f64, f64) -> f64) -> Outcome {
    for x in POINTS {
        let found = [slope(&Real::sin, x), slope(&Real::exp, x)];
        let exact = [Real::cos(x), Real::exp(x)];
        let place = format!("slopes of sin x and eˣ at {x}");
        compare(&place, &found, &exact, EIGHT_DIGITS)?;
    }
    Ok(())
}

/// Exercise 5: one function over floats and dual numbers.
///
/// # Errors
///
/// Where the value or the slope is wrong.
pub fn check_leaky_relu(value: impl Fn(f64) -> f64, moving: impl Fn(Dual) -> Dual) -> Outcome {
    for x in POINTS {
        let positive = x > 0.0;
        let expected = if positive { [x, 1.0] } else { [0.1 * x, 0.1] };
        let found = [value(x), derivative(&moving, x)];
        compare(
            &format!("value and slope at {x}"),
            &found,
            &expected,
            ROUNDING,
        )?;
    }
    Ok(())
}

/// Compares a slope written by hand with that of the function itself.
fn check_slope(slope: impl Fn(f64) -> f64, f: impl Fn(Dual) -> Dual) -> Outcome {
    for x in POINTS {
        let found = slope(x);
        if !found.is_finite() {
            return Err(Wrong(format!("at x = {x}: the slope is a finite number")));
        }
        compare(
            &format!("slope at x = {x}"),
            &[found],
            &[derivative(&f, x)],
            ROUNDING,
        )?;
    }
    Ok(())
}
