//! What the README and the book show for microcontrollers, built for every target by
//! `cargo xtask no-std`.

// ANCHOR: readme
#![no_std]

use calc_scalar::{Real, derivative};

/// Resistance of a thermistor (β model) in ohms, at a temperature in kelvin.
fn resistance<R: Real<f32>>(kelvin: R) -> R {
    10_000.0 * (3950.0 * (1.0 / kelvin - 1.0 / 298.15_f32)).exp()
}

/// Ohms per kelvin: how much a reading moves when the temperature does.
#[must_use]
pub fn sensitivity(kelvin: f32) -> f32 {
    derivative(resistance, kelvin)
}
// ANCHOR_END: readme

pub mod calibration;
pub mod digits;
pub mod filter;
pub mod xor;

#[cfg(test)]
mod tests {
    use super::*;

    /// `R′ = −β·R/T²`, worked out on paper.
    #[test]
    fn sensitivity_equals_the_derivative_on_paper() {
        for kelvin in [253.15_f32, 298.15, 353.15] {
            let paper = -3950.0 * resistance(kelvin) / (kelvin * kelvin);
            let relative = (sensitivity(kelvin) / paper - 1.0).abs();
            assert!(
                relative <= 4.0 * f32::EPSILON,
                "at {kelvin} K: off by {relative:e}"
            );
        }
    }
}
