//~ `Adam<f64, 9>` is not a rule for 3 parameters of type
//~ let the compiler find out the number: `Adam::new(0.01)`
use calc_nn::loss::SquaredError;
use calc_nn::{Dense, Network};
use calc_opt::rule::Adam;
fn main() {
    let (mut rule, data) = (Adam::<f64, 9>::new(0.1), [([1.0, 2.0], [1.0])]);
    Network::<Dense<2, 1>>::fit(SquaredError, &mut [0.0; 3], &data, &mut rule, 1);
}
