// in code
//~ a chance of 100 percent or more drops everything
use calc_nn::{Dropout, Network};
fn main() {
    let _ = Network::<Dropout<2, 100>>::forward(&[], &[1.0, 2.0]);
}
