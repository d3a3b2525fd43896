//~ `[{float}; 2]` is not a number that can be differentiated at
//~ a function of a vector has a gradient: `calc_multi::gradient`
use calc_scalar::{Real, derivative};
fn main() {
    let _ = derivative(|x| x.sin(), [1.0, 2.0]);
}
