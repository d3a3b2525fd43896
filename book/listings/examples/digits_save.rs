//! A network that reads digits is saved, loaded, damaged, and turned into one of integers.

use core::error::Error;

use calc_nn::activation::Relu;
use calc_nn::init::He;
use calc_nn::loss::SoftmaxCrossEntropy;
use calc_nn::{Dense, Network, Normaliser};
use calc_opt::rule::AdamW;
use support::digits::{self, Digit};

type Net = Network<(Dense<64, 32, Relu>, Dense<32, 10>)>;

type Trained = ([f32; Net::PARAMETERS], Vec<Digit<f32>>, Vec<Digit<f32>>);

fn trained() -> Result<Trained, Box<dyn Error>> {
    let (mut training, mut test) = digits::split::<f32>();
    let scaling = Normaliser::of(&training)?.scaling();
    for (x, _) in training.iter_mut().chain(&mut test) {
        *x = scaling.apply(x);
    }
    let mut w = [0.0_f32; Net::PARAMETERS];
    Net::init(&mut w, He, 1);
    let mut rule = AdamW::new(0.01, 0.1);
    let trainer = Net::trainer(30).batch(32).shuffle(1);
    let report = trainer.fit(SoftmaxCrossEntropy, &mut w, &training, &mut rule);
    assert!(report.stopped.is_success(), "{report}");
    Ok((w, training, test))
}

// ANCHOR: listing
fn main() -> Result<(), Box<dyn Error>> {
    let (w, training, test) = trained()?;

    let mut buffer = [0; Net::saved_bytes::<f32>()];
    let file = Net::to_bytes(&w, &mut buffer)?;
    println!("bytes of the file = {}", file.len());

    let mut read = [0.0_f32; Net::PARAMETERS];
    Net::from_bytes(file, &mut read)?;
    let same = |(a, b): (&f32, &f32)| a.to_bits() == b.to_bits();
    println!("the same network = {}", read.iter().zip(&w).all(same));

    let mut damaged = file.to_vec();
    damaged[1000] ^= 1; // a single bit
    if let Err(error) = Net::from_bytes(&damaged, &mut read) {
        println!("{error}");
    }

    let typical: Vec<_> = training.iter().map(|(x, _)| *x).collect();
    let mut buffer = [0; Net::QUANTISED_BYTES];
    let small = Net::quantise(&w, &typical, &mut buffer)?;
    println!("bytes of the integers = {}", small.len());
    let net = Net::quantised(small)?;
    println!("right with floats = {}", Net::confusion(&w, &test).right());
    println!("right with integers = {}", net.confusion(&test).right());
    Ok(())
}
// ANCHOR_END: listing
