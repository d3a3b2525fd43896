//~ `SoftmaxCrossEntropy` does not compare an answer `[f64; 3]` with a target
//~ the answer and the target do not fit this loss
//~ a target has as many numbers as the network has outputs
use calc_nn::loss::SoftmaxCrossEntropy;
use calc_nn::{Dense, Network};
use calc_opt::rule::Sgd;
fn main() {
    let data = [([1.0, 2.0], [1.0, 0.0])];
    Network::<Dense<2, 3>>::fit(SoftmaxCrossEntropy, &mut [0.0_f64; 9], &data, &mut Sgd::new(0.1), 3);
}
