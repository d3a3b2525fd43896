//! A tour of calc-nn: a network learns one period of a sine.

// ANCHOR: listing
use calc_nn::activation::Tanh;
use calc_nn::init::Glorot;
use calc_nn::loss::SquaredError;
use calc_nn::{Dense, Network};
use calc_opt::rule::Adam;
use calc_scalar::Real;

type Net = Network<(Dense<1, 8, Tanh>, Dense<8, 8, Tanh>, Dense<8, 1>)>;

fn main() {
    let mut data = [([0.0_f32], [0.0_f32]); 64];
    for (k, (x, y)) in (0_u8..).zip(&mut data) {
        *x = [(f32::from(k) - 31.5) / 10.0];
        *y = x.map(Real::sin);
    }
    let mut parameters = [0.0_f32; Net::PARAMETERS];
    Net::init(&mut parameters, Glorot, 1);
    let mut rule = Adam::new(0.01);
    let report = Net::trainer(2000).batch(16).shuffle(1).goal(1e-5).fit(
        SquaredError,
        &mut parameters,
        &data,
        &mut rule,
    );

    println!("parameters = {}", Net::PARAMETERS);
    println!("loss at first = {:.4}", report.first_loss);
    println!(
        "stopped after epoch {}: {:?}",
        report.epochs, report.stopped
    );
    for x in [-2.0_f32, 0.5, 1.57] {
        let [answer] = Net::forward(&parameters, &[x]);
        println!("sin {x} ≈ {answer:.2}, exact {:.2}", Real::sin(x));
    }
}
// ANCHOR_END: listing
