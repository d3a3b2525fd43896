//~ expected an array with a size of 1, found one with a size of 2
use calc_nn::loss::SquaredError;
use calc_nn::{Dense, Network};
fn main() {
    let _ = Network::<Dense<2, 1>>::loss(SquaredError, &[0.0_f64; 3], &[1.0, 2.0], &[1.0, 2.0]);
}
