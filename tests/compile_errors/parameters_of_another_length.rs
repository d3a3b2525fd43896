// in code
//~ the array of parameters has the wrong length: make it `[0.0; Net::PARAMETERS]`
use calc_nn::{Dense, Network};
fn main() {
    let _ = Network::<Dense<2, 1>>::forward(&[0.0; 4], &[1.0, 2.0]);
}
