//! One step of training, taken apart.

// ANCHOR: listing
use calc_nn::activation::Tanh;
use calc_nn::init::Glorot;
use calc_nn::loss::{BinaryCrossEntropyWithLogits as Entropy, Loss};
use calc_nn::{Dense, Network};
use calc_opt::rule::{Rule, Sgd};
use calc_scalar::Real;

type Net = Network<(Dense<2, 3, Tanh>, Dense<3, 1>)>;

fn main() {
    let mut parameters = [0.0_f64; Net::PARAMETERS];
    Net::init(&mut parameters, Glorot, 1);
    println!("parameters = {}", Net::PARAMETERS);

    let (input, target) = ([1.0, 0.0], [1.0]);
    let mut trace = Net::trace();
    let answer = Net::record(&parameters, &input, &mut trace); // 1. forward
    println!("probability before = {:.4}", answer[0].logistic());

    let (loss, slopes) = Entropy.value_and_slope(answer, &target); // 2. loss
    println!("loss before = {loss:.4}");

    let mut gradient = [0.0; Net::PARAMETERS];
    Net::backward(&parameters, &input, &trace, &slopes, &mut gradient); // 3. backward

    Sgd::new(0.5).update(&mut parameters, &gradient); // 4. rule

    let [logit] = Net::forward(&parameters, &input);
    println!("probability after = {:.4}", logit.logistic());
    let loss = Entropy.value(&[logit], &target);
    println!("loss after = {loss:.4}");
}
// ANCHOR_END: listing
