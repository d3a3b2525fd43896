//~ multiply `{integer}` by `R`
use calc_scalar::Real;
fn f<R: Real>(x: R) -> R { 2 * x }
fn main() { let _ = f(1.0); }
