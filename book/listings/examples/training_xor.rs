//! A network with thirteen parameters learns XOR.

// ANCHOR: listing
use core::ops::ControlFlow;

use calc_nn::activation::Tanh;
use calc_nn::init::Glorot;
use calc_nn::loss::BinaryCrossEntropyWithLogits;
use calc_nn::{Dense, Network};
use calc_opt::rule::Sgd;
use calc_scalar::Real;

type Net = Network<(Dense<2, 3, Tanh>, Dense<3, 1>)>;

const XOR: [([f64; 2], [f64; 1]); 4] = [
    ([0.0, 0.0], [0.0]),
    ([0.0, 1.0], [1.0]),
    ([1.0, 0.0], [1.0]),
    ([1.0, 1.0], [0.0]),
];

fn main() {
    let mut parameters = [0.0; Net::PARAMETERS];
    Net::init(&mut parameters, Glorot, 1);

    let loss = BinaryCrossEntropyWithLogits;
    let mut rule = Sgd::new(0.5);
    let report = Net::trainer(1000).fit_with(loss, &mut parameters, &XOR, &mut rule, |epoch| {
        if [1, 10, 100, 300, 1000].contains(&epoch.number) {
            println!("loss in epoch {} = {:.4}", epoch.number, epoch.loss);
        }
        ControlFlow::Continue(())
    });
    println!("{}", report.stopped);

    for (input, [target]) in &XOR {
        let [logit] = Net::forward(&parameters, input);
        println!("{input:?}: {:.3}, should be {target}", logit.logistic());
    }
}
// ANCHOR_END: listing
