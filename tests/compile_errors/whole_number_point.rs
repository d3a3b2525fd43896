//~ `{integer}` is not a number that can be differentiated at
//~ whole numbers need a decimal point: `2.0`, not `2`
use calc_scalar::{Real, derivative};
fn main() { let _ = derivative(|x| x.powi(2), 2); }
