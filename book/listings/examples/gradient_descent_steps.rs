//! Twenty steps of gradient descent on a parabola.

// ANCHOR: listing
use calc_scalar::{Real, derivative};

fn f<R: Real>(x: R) -> R {
    x.powi(2)
}

fn main() {
    let rate = 0.1;
    let mut x = 5.0;
    let mut gradient = 0.0;
    for step in 1..=20 {
        gradient = derivative(f, x);
        x -= rate * gradient;
        if step <= 5 {
            println!("x after step {step} = {}", round(x));
        }
    }
    println!("x after step 20 = {x:.6}");
    println!("f after step 20 = {:.6}", f(x));
    println!("gradient in step 20 = {gradient:.6}");
    println!("gradient after step 20 = {:.6}", derivative(f, x));
}

/// Without the last digits, which are rounding: 4.000000000000001 is 4.
fn round(x: f64) -> f64 {
    Real::round(x * 1e6) / 1e6
}
// ANCHOR_END: listing
