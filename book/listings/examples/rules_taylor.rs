//! Taylor polynomials: all derivatives at one point, and what they are good for.

// ANCHOR: listing
use calc_scalar::{Real, taylor};

fn main() {
    let coefficients: [f64; 8] = taylor(|x| x.sin(), 0.0_f64);
    println!("coefficients of sin at 0:\n{coefficients:.4?}");

    for x in [0.5, 2.0, 4.0] {
        // a₀ + a₁x + a₂x² + …, from the last term backwards.
        let polynomial = coefficients.iter().rev().fold(0.0, |sum, a| sum * x + a);
        println!(
            "at {x}: polynomial {polynomial:.6}, sin {:.6}",
            Real::sin(x)
        );
    }
}
// ANCHOR_END: listing
