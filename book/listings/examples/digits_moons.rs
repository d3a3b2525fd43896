//! A network tells two moons apart.

// ANCHOR: listing
use calc_nn::activation::Tanh;
use calc_nn::init::Glorot;
use calc_nn::loss::BinaryCrossEntropyWithLogits;
use calc_nn::{Dense, Network};
use calc_opt::rule::Adam;
use calc_scalar::Real;
use support::moons::{Point, moons};

type Net = Network<(Dense<2, 8, Tanh>, Dense<8, 8, Tanh>, Dense<8, 1>)>;

fn main() {
    let (training, test) = (moons(400, 0.15, 1), moons(1000, 0.15, 2));
    let mut w = [0.0_f64; Net::PARAMETERS];
    Net::init(&mut w, Glorot, 1);

    let trainer = Net::trainer(100).batch(20).shuffle(1);
    let mut rule = Adam::new(0.02);
    let report = trainer.fit(BinaryCrossEntropyWithLogits, &mut w, &training, &mut rule);
    println!("{report}");

    let probability = |x: &[f64; 2]| Net::forward(&w, x)[0].logistic();
    for x in [[0.0, 0.5], [1.0, 0.0]] {
        println!("{x:?}: {:.3}", probability(&x));
    }
    let right = |points: &[Point<f64>]| {
        let right = |(x, [moon]): &&Point<f64>| (probability(x) > 0.5) == (*moon > 0.5);
        points.iter().filter(right).count()
    };
    println!("right of 400 = {}", right(&training));
    println!("right of 1000 new = {}", right(&test));
}
// ANCHOR_END: listing
