//! The gradient of a network by its layers, by the tape and by dual numbers.

// ANCHOR: listing
use calc_multi::{Tape, TapeFull, gradient};
use calc_nn::activation::Tanh;
use calc_nn::init::Glorot;
use calc_nn::loss::BinaryCrossEntropyWithLogits as Entropy;
use calc_nn::{Dense, Network};

type Net = Network<(Dense<2, 3, Tanh>, Dense<3, 1>)>;
const P: usize = Net::PARAMETERS;

fn main() -> Result<(), TapeFull> {
    let mut parameters = [0.0_f64; P];
    Net::init(&mut parameters, Glorot, 1);
    let (input, target) = ([1.0, 0.0], [1.0]);

    let (_, by_layers) = Net::value_and_gradient(Entropy, &parameters, &input, &target);
    let mut tape = Tape::<f64, 128>::new();
    let by_tape = tape.gradient(|w| Net::loss(Entropy, &w, &input, &target), parameters)?;
    let forward = gradient(|w| Net::loss(Entropy, &w, &input, &target), parameters);

    println!("slopes compared = {P}");
    println!(
        "layers and tape differ by = {:.0e}",
        largest(&by_layers, &by_tape)
    );
    println!(
        "tape and forward differ by = {:.0e}",
        largest(&by_tape, &forward)
    );
    println!("entries on the tape = {}", tape.used());
    Ok(())
}

fn largest(a: &[f64; P], b: &[f64; P]) -> f64 {
    let differences = a.iter().zip(b).map(|(a, b)| (a - b).abs());
    differences.fold(0.0, f64::max)
}
// ANCHOR_END: listing
