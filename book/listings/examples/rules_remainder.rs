//! How far off a Taylor polynomial is: the remainder, and a bound for it that is proved.

// ANCHOR: listing
use calc_scalar::{Real, certified, taylor};

/// The polynomial with these coefficients, from the last term backwards.
fn polynomial(coefficients: &[f64], t: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, a| sum * t + a)
}

fn main() {
    let coefficients: [f64; 8] = taylor(|x| x.sin(), 0.0_f64); // up to x⁷

    for x in [0.5, 1.0, 2.0] {
        let error = (polynomial(&coefficients, x) - Real::sin(x)).abs();

        // Everything the eighth derivative takes on between 0 and x, rounded outwards.
        let [.., eighth] = certified::derivatives::<f64, 9>(|x| x.sin(), 0.0..=x);
        assert!(eighth.is_certain());
        let largest = eighth.enclosure.magnitude();
        let bound = largest * Real::powi(x, 8) / 40_320.0; // 8! = 40 320
        println!("at {x}: error {error:.1e}, at most {bound:.1e}");
    }
}
// ANCHOR_END: listing
