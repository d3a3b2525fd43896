//~ is not an initialiser
//~ expected a value such as `Glorot` or `He` from `calc_nn::init`
use calc_nn::{Dense, Network};
fn main() {
    Network::<Dense<2, 1>>::init(&mut [0.0; 3], 0.1, 1);
}
