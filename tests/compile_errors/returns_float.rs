//~ expected `Dual`, found `f64`
use calc_scalar::{Real, derivative};
fn main() { let _ = derivative(|x| x.sin().primal(), 1.0_f64); }
