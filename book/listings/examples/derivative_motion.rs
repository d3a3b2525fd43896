//! Height, velocity and acceleration of a ball, from one function.

// ANCHOR: listing
use calc_scalar::{Real, derivatives};

/// Height in metres of a ball, `t` seconds after it was thrown upwards at 20 m/s.
fn height<R: Real>(t: R) -> R {
    20.0 * t - 4.905 * t.powi(2)
}

fn main() {
    let [metres, velocity, acceleration] = derivatives(height, 1.0);
    println!("height after 1 s: {metres:.2} m");
    println!("velocity: {velocity:.2} m/s");
    println!("acceleration: {acceleration:.2} m/s²");
}
// ANCHOR_END: listing
