//~ takes 2 arguments
use calc_scalar::{Real, derivative};
fn f<R: Real>(x: R, y: R) -> R { x * y }
fn main() { let _ = derivative(f, 1.0_f64); }
