//~ `SquaredError` is not an activation
//~ expected a type such as `Relu` or `Tanh` from `calc_nn::activation`
use calc_nn::loss::SquaredError;
use calc_nn::{Dense, Network};
fn main() {
    let _ = Network::<Dense<2, 1, SquaredError>>::forward(&[0.0; 3], &[1.0, 2.0]);
}
