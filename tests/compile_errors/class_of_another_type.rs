//~ `SoftmaxCrossEntropy` does not compare an answer `[f64; 3]` with a target `u8`
//~ also takes the number of the class, a `usize`
use calc_nn::loss::SoftmaxCrossEntropy;
use calc_nn::{Dense, Network};
fn main() {
    type Net = Network<Dense<2, 3>>;
    let _ = Net::value_and_gradient(SoftmaxCrossEntropy, &[0.0_f64; 9], &[1.0, 2.0], &2_u8);
}
