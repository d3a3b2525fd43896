//~ is not a rule for 3 parameters
//~ expected a rule such as `Adam::new(0.01)`
use calc_nn::loss::SquaredError;
use calc_nn::{Dense, Network};
fn main() {
    let data = [([1.0, 2.0], [1.0])];
    Network::<Dense<2, 1>>::fit(SquaredError, &mut [0.0; 3], &data, &mut 0.1, 1);
}
