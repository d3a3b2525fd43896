//~ `Relu` is not a layer
//~ expected a layer, such as `Dense<2, 4, Tanh>`, or a tuple of two to eight layers
use calc_nn::activation::Relu;
use calc_nn::{Dense, Network};
fn main() {
    let _ = [0.0; Network::<(Dense<2, 4>, Relu, Dense<4, 1>)>::PARAMETERS];
}
