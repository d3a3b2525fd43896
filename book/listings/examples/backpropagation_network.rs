//! The two-weight network as two layers of calc-nn.

// ANCHOR: listing
use calc_nn::activation::{Identity, Sigmoid};
use calc_nn::loss::SquaredError;
use calc_nn::{Dense, Network, NoBias};

/// One input, one hidden neuron with a sigmoid, one output; no biases.
type Net = Network<(Dense<1, 1, Sigmoid, NoBias>, Dense<1, 1, Identity, NoBias>)>;

fn main() {
    let weights = [0.5_f64, 0.8];
    let (x, y) = ([2.0], [1.0]);
    let (loss, slopes) = Net::value_and_gradient(SquaredError, &weights, &x, &y);
    println!("L = {loss:.4}");
    println!("dL/dW₁ = {:.4}", slopes[0]);
    println!("dL/dW₂ = {:.4}", slopes[1]);
}
// ANCHOR_END: listing
