//! Two half moons: what a line cannot separate, a network of two small hidden layers can.

use calc_nn::activation::Tanh;
use calc_nn::init::Glorot;
use calc_nn::loss::BinaryCrossEntropyWithLogits;
use calc_nn::metrics::Confusion;
use calc_nn::{Dense, Layer, Network, Units};
use calc_opt::rule::Adam;
use support::moons::{Point, moons};

/// The part of `test` on the right side of the border, after a training on `training`.
fn accuracy<L, const P: usize>(training: &[Point<f64>], test: &[Point<f64>]) -> f64
where
    L: Layer<Input = Units<2>, Output = Units<1>>,
{
    let mut w = [0.0; P];
    Network::<L>::init(&mut w, Glorot, 1);
    let trainer = Network::<L>::trainer(100).batch(20).shuffle(1);
    let report = trainer.fit(
        BinaryCrossEntropyWithLogits,
        &mut w,
        training,
        &mut Adam::new(0.02),
    );
    assert!(report.stopped.is_success(), "{report}");
    let mut confusion = Confusion::<2>::new();
    for (x, [moon]) in test {
        let [logit] = Network::<L>::forward(&w, x);
        confusion.record(usize::from(*moon > 0.5), usize::from(logit > 0.0));
    }
    confusion.accuracy()
}

#[test]
fn a_network_separates_the_moons_and_a_line_does_not() {
    type Net = (Dense<2, 8, Tanh>, Dense<8, 8, Tanh>, Dense<8, 1>);
    let (training, test) = (moons(400, 0.15, 1), moons(1000, 0.15, 2));
    let by_network = accuracy::<Net, { Net::PARAMETERS }>(&training, &test);
    assert!(by_network > 0.97, "{by_network}");

    type Line = Dense<2, 1>;
    let by_line = accuracy::<Line, { Line::PARAMETERS }>(&training, &test);
    assert!((0.8..0.92).contains(&by_line), "{by_line}");
}
