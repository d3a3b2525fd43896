//! A thermistor: from the resistance to the temperature, by Newton's method in single precision.

// ANCHOR: listing
use calc_opt::root::{self, RootError};
use calc_scalar::{Real, derivative};

/// The resistance in ohms at a temperature in kelvin: 10 kΩ at 25 °C, β = 3950 K.
fn resistance<R: Real<f32>>(kelvin: R) -> R {
    10_000.0_f32 * (3950.0_f32 * (1.0_f32 / kelvin - 1.0 / 298.15_f32)).exp()
}

fn main() -> Result<(), RootError<f32>> {
    for ohms in [32_000.0_f32, 10_000.0, 4_100.0] {
        let found = root::newton(|t| resistance(t) / ohms - 1.0_f32, 298.15)?;
        let per_ohm = 1000.0 / derivative(resistance, found.x);
        let (celsius, runs) = (found.x - 273.15, found.evaluations);
        println!("{ohms:>6} Ω: {celsius:>5.2} °C, {runs} runs, {per_ohm:.1} mK per Ω");
    }
    Ok(())
}
// ANCHOR_END: listing
