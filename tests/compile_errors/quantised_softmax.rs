//~ `Softmax<8>` cannot be quantised
//~ a layer of this network cannot be made one of integers
//~ dense layers can, layer norms, activations and dropout; see `calc_nn::quantised` for what to do with others
use calc_nn::{Dense, Network, Softmax};
type Net = Network<(Dense<2, 8>, Softmax<8>, Dense<8, 1>)>;
fn main() {
    let mut buffer = [0; 500];
    let _ = Net::quantise(&[0.0; Net::PARAMETERS], &[[0.0; 2]], &mut buffer);
}
