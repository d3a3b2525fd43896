//~ these layers do not fit: one gives `Units<8>`, the next takes `Units<4>`
use calc_nn::{Dense, LayerNorm, Network};
fn main() {
    let _ = [0.0; Network::<(Dense<2, 8>, LayerNorm<4>)>::PARAMETERS];
}
