//~ these layers do not fit: one gives `Units<4>`, the next takes `Units<5>`
//~ a layer's outputs must be as many as the next layer's inputs
use calc_nn::{Dense, Network};
fn main() {
    let _ = Network::<(Dense<2, 4>, Dense<5, 1>)>::forward(&[0.0; 18], &[1.0, 2.0]);
}
