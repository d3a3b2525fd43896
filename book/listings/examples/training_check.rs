//! The gradient of a network by its layers, by the tape and by dual numbers.

// ANCHOR: listing
use calc_multi::{Tape, TapeFull, gradient};
use calc_nn::activation::Tanh;
use calc_nn::init::Glorot;
use calc_nn::loss::BinaryCrossEntropyWithLogits as Entropy;
use calc_nn::{Dense, Network};
use calc_scalar::Number;

type Net = Network<(Dense<2, 3, Tanh>, Dense<3, 1>)>;
const P: usize = Net::PARAMETERS;

const INPUT: [f64; 2] = [1.0, 0.0];
const TARGET: [f64; 1] = [1.0];

/// The loss as a function of the parameters, over any number type.
fn loss<T: Number<Literal = f64>>(parameters: [T; P]) -> T {
    Net::loss(Entropy, &parameters, &INPUT, &TARGET)
}

fn main() -> Result<(), TapeFull> {
    let mut parameters = [0.0_f64; P];
    Net::init(&mut parameters, Glorot, 1);

    let (_, by_layers) = Net::value_and_gradient(Entropy, &parameters, &INPUT, &TARGET);
    let mut tape = Tape::<f64, 128>::new();
    let by_tape = tape.gradient(loss, parameters)?;
    let forward = gradient(loss, parameters);

    println!("slopes compared = {P}");
    let (one, other) = (largest(&by_layers, &by_tape), largest(&by_tape, &forward));
    println!("layers and tape differ by = {one:.0e}");
    println!("tape and forward differ by = {other:.0e}");
    println!("entries on the tape = {}", tape.used());
    Ok(())
}

fn largest(a: &[f64; P], b: &[f64; P]) -> f64 {
    let differences = a.iter().zip(b).map(|(a, b)| (a - b).abs());
    differences.fold(0.0, f64::max)
}
// ANCHOR_END: listing
