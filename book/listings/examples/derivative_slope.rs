//! The slope of a parabola, from one run.

// ANCHOR: listing
use calc_scalar::{Real, derivative};

fn f<R: Real>(x: R) -> R {
    x.powi(2)
}

fn main() {
    println!("f(1.5) = {}", f(1.5));
    println!("slope at 1.5 = {}", derivative(f, 1.5));
}
// ANCHOR_END: listing
