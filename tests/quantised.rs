//! A quantised network against a second implementation: a few lines of Python that know only the
//! description of the format.

use calc_nn::activation::{Relu, Silu, Tanh};
use calc_nn::init::Glorot;
use calc_nn::quantised::Affine;
use calc_nn::{Activate, Dense, LayerNorm, Network, Random};
use support::digits;

type Net = Network<(
    Dense<64, 16, Relu>,
    LayerNorm<16>,
    Dense<16, 12, Tanh>,
    LayerNorm<12>,
    Activate<12, Silu>,
    Dense<12, 10>,
)>;

/// The file that `quantised.py` has read, and what it found.
const FILE: &[u8] = include_bytes!("support/data/quantised.bin");
const ANSWERS: &str = include_str!("support/data/quantised.txt");

/// The answers to every sixth digit, byte by byte. A pixel of 0 to 16 becomes the byte 15·pixel − 120.
#[test]
fn the_integers_are_those_of_the_other_implementation() {
    let net = Net::quantised(FILE).unwrap();
    let (scale, zero) = (1.0, 0);
    let plain = Affine { scale, zero };
    let mut lines = ANSWERS.lines().filter(|line| !line.starts_with('#'));
    for (pixels, _) in digits::all::<f64>().iter().step_by(6) {
        let question = pixels.map(|p| plain.to_int8(p * 240.0 - 120.0));
        let expected: Vec<i8> = lines
            .next()
            .expect("one line per digit")
            .split_whitespace()
            .map(|word| word.parse().unwrap())
            .collect();
        assert_eq!(net.forward_int8(&question)[..], expected);
    }
    assert_eq!(lines.next(), None);
}

/// The file is what quantising gives, to the bit: on every computer, and tomorrow. (With `STORE=1` in
/// the environment the test writes it anew; then run `quantised.py`.)
#[test]
fn quantising_gives_the_stored_file() {
    let mut w = [0.0_f64; Net::PARAMETERS];
    Net::init(&mut w, Glorot, 3);
    // Gains and biases that differ.
    let mut random = Random::new(4);
    for w in &mut w {
        *w += random.symmetric(0.25);
    }
    let typical: Vec<_> = digits::all::<f64>().into_iter().map(|d| d.0).collect();
    let mut buffer = [0; Net::QUANTISED_BYTES];
    let file = Net::quantise(&w, &typical, &mut buffer).unwrap();
    if std::env::var_os("STORE").is_some() {
        std::fs::write("support/data/quantised.bin", file).unwrap();
    }
    assert!(file == FILE, "the bytes differ");
}
