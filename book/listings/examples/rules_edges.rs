//! What comes out where a function has no slope.

// ANCHOR: listing
use calc_scalar::{Real, value_and_derivative};

fn main() {
    for x in [-0.5, 0.0, 0.5_f64] {
        let (value, slope) = value_and_derivative(|x| x.relu(), x);
        println!("relu at {x}: value {value}, slope {slope}");
    }
    for x in [0.5, 0.0, -0.5_f64] {
        let (value, slope) = value_and_derivative(|x| x.ln(), x);
        println!("ln at {x}: value {value:.3}, slope {slope}");
    }
}
// ANCHOR_END: listing
