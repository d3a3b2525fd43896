//! Degrees from a thermistor by Newton's method on an STM32F4 (STM32F411 “black pill”): `cargo run --release`.

#![no_std]
#![no_main]

use calc_opt::root;
use calc_scalar::{Real, derivative};
use cortex_m_rt::entry;
use defmt_rtt as _;
use panic_probe as _;

/// Resistance of a thermistor in ohms, at a temperature in kelvin.
fn resistance<R: Real<f32>>(kelvin: R) -> R {
    10_000.0 * (3950.0 * (1.0 / kelvin - 1.0 / 298.15_f32)).exp()
}

#[entry]
fn main() -> ! {
    // A reading of the converter would stand here.
    for ohms in [12_000.0_f32, 10_000.0, 6_500.0] {
        match root::newton(|t| resistance(t) / ohms - 1.0, 298.15) {
            Ok(root) => defmt::info!(
                "{=f32} ohms: {=f32} °C, {=f32} ohms per kelvin",
                ohms,
                root.x - 273.15,
                derivative(resistance, root.x)
            ),
            Err(error) => defmt::warn!("{=f32} ohms: {}", ohms, error),
        }
    }
    loop {
        cortex_m::asm::wfi();
    }
}
