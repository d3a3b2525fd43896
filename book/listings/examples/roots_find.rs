//! The temperature at which a thermistor has a measured resistance.

// ANCHOR: listing
use calc_opt::root::{self, RootError};
use calc_scalar::Real;

/// Resistance in ohms at `t` degrees Celsius (Steinhart's β model).
fn resistance(t: f64) -> f64 {
    10_000.0 * Real::exp(3950.0 * (1.0 / (t + 273.15) - 1.0 / 298.15))
}

fn main() -> Result<(), RootError<f64>> {
    let measured = 7_215.0;
    let root = root::find(|t| resistance(t) - measured, -40.0, 125.0)?;
    println!("temperature = {:.4} °C", root.x);
    println!("residual = {:.1e} Ω", root.value);
    let (low, high) = root.bracket;
    println!("width of the bracket = {:.1e} °C", high - low);
    println!("runs of f = {}", root.evaluations);
    Ok(())
}
// ANCHOR_END: listing
