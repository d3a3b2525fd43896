//~ these layers do not fit: one gives `Units<3>`, the next takes `Units<2>`
use calc_nn::activation::Relu;
use calc_nn::{Dense, Network};
fn main() {
    type Net = Network<(Dense<2, 4, Relu>, Dense<4, 3, Relu>, Dense<2, 1>)>;
    let _ = [0.0; Net::PARAMETERS];
}
