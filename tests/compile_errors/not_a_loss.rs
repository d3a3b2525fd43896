//~ `Softplus` does not compare an answer
//~ all losses are in `calc_nn::loss`
use calc_nn::activation::Softplus;
use calc_nn::{Dense, Network};
fn main() {
    let _ = Network::<Dense<2, 1>>::loss(Softplus, &[0.0_f64; 3], &[1.0, 2.0], &[1.0]);
}
