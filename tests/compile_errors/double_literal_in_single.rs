//~ multiply `f64` by `R`
use calc_scalar::Real;
fn f<R: Real<f32>>(x: R) -> R { 2.0_f64 * x }
fn main() { let _ = f(1.0_f32); }
