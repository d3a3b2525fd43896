//! Value and gradient of a function of two variables.

// ANCHOR: listing
use calc_multi::{gradient, value_and_gradient};
use calc_scalar::Real;

fn f<R: Real>([x, y]: [R; 2]) -> R {
    x.powi(2) + 3.0 * x * y + y.powi(2)
}

fn main() {
    let (value, slopes) = value_and_gradient(f, [1.0, 1.0]);
    println!("f(1, 1) = {value}");
    println!("∇f(1, 1) = {slopes:?}");
    println!("∇f(2, 0) = {:?}", gradient(f, [2.0, 0.0]));
    println!("∇f(0, 0) = {:?}", gradient(f, [0.0, 0.0]));
}
// ANCHOR_END: listing
