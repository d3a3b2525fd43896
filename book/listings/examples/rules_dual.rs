//! The same function on the crate's own dual number.

// ANCHOR: listing
use calc_scalar::{Dual, Real, derivative, difference};

fn f<R: Real>(x: R) -> R {
    x * (x * x).sin() + x
}

fn main() {
    let y: Dual = f(Dual::variable(1.5));
    println!("value = {:.10}", y.value);
    println!("slope = {:.10}", y.slope());
    println!("derivative = {:.10}", derivative(f, 1.5));
    println!("measured = {:.10}", difference::derivative(f, 1.5).value);
}
// ANCHOR_END: listing
