//~ expected an array with a size of 2, found one with a size of 1
use calc_nn::{Dense, Network};
fn main() {
    let _ = Network::<Dense<2, 1>>::forward(&[0.0; 3], &[1.0]);
}
