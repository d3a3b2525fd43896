//~ Literal == f64
//~ required for `Dual<f32>` to implement `Real`
use calc_scalar::{Real, derivative};
fn f<R: Real>(x: R) -> R { x.sin() }
fn main() { let _ = derivative(f, 1.0_f32); }
