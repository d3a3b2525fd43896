//~ expected `&[f64; 3]`, found `&usize`
use calc_nn::loss::SquaredError;
use calc_nn::{Dense, Network};
fn main() {
    type Net = Network<Dense<2, 3>>;
    let _ = Net::value_and_gradient(SquaredError, &[0.0_f64; 9], &[1.0, 2.0], &2_usize);
}
