//! A sensor that learns its own calibration while it runs: one example at a time, none stored.

use calc_nn::activation::Tanh;
use calc_nn::init::Glorot;
use calc_nn::loss::SquaredError;
use calc_nn::{Dense, Network, Normaliser, Random};
use calc_opt::rule::{Rule, Sgd};
use calc_scalar::Float;

use crate::near::Precision;
use crate::out::Out;

/// A reading in ohms and a temperature in degrees, to a concentration.
type Net = Network<(Dense<2, 8, Tanh>, Dense<8, 1>)>;

/// How many examples pass by.
const EXAMPLES: u32 = 600;

/// What the sensor shows, the temperature, and what a reference says; made up, but with units that a
/// network would not like.
fn example<T: Float>(random: &mut Random) -> ([T; 2], [T; 1]) {
    let ohms = T::from_f64(12_000.0) + random.symmetric(T::from_f64(5000.0));
    let degrees = T::from_f64(20.0) + random.symmetric(T::from_f64(15.0));
    let step = (ohms - T::from_f64(12_000.0)) / T::from_f64(2500.0);
    let drift = (degrees - T::from_f64(20.0)) * T::from_f64(0.02);
    ([ohms, degrees], [step.tanh() - drift])
}

/// The mean error of the first hundred answers, that of the last hundred, and the parameters.
///
/// Each example is answered first and learned from afterwards. The inputs are scaled by what has been
/// seen of them so far.
fn learn<T: Float>(seed: u64) -> (T, T, [T; Net::PARAMETERS]) {
    let mut random = Random::new(seed);
    let mut w = [T::ZERO; Net::PARAMETERS];
    Net::init(&mut w, Glorot, seed);
    let mut normaliser = Normaliser::new();
    let mut rule = Sgd::new(T::from_f64(0.1));
    let (mut first, mut last) = (T::ZERO, T::ZERO);
    for number in 0..EXAMPLES {
        let (x, target) = example(&mut random);
        // A reading that is not finite would be left out; here all are.
        let _ = normaliser.record(&x);
        let x = normaliser.scaling().apply(&x);
        let [answer] = Net::forward(&w, &x);
        let [right] = target;
        let error = (answer - right).magnitude() / T::from_f64(100.0);
        if number < 100 {
            first += error;
        }
        if number >= EXAMPLES - 100 {
            last += error;
        }
        let (_, gradient) = Net::value_and_gradient(SquaredError, &w, &x, &target);
        rule.update(&mut w, &gradient);
    }
    (first, last, w)
}

pub(crate) fn all<T: Precision>(out: &mut Out<'_>) {
    out.of::<T, _, _>("a sensor learns while it runs", &[1_u64, 2], learn::<T>);
}
