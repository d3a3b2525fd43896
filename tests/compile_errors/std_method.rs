//~ expected `f64`, found type parameter `R`
use calc_scalar::Real;
fn f<R: Real>(x: R) -> R { f64::sin(x) }
fn main() { let _ = f(1.0); }
