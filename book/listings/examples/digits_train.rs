//! A network learns to read handwritten digits.

// ANCHOR: listing
use core::ops::ControlFlow;

use calc_nn::activation::Relu;
use calc_nn::init::He;
use calc_nn::loss::SoftmaxCrossEntropy;
use calc_nn::{Dense, Network, Normaliser, NotFinite};
use calc_opt::rule::AdamW;
use support::digits;

type Net = Network<(Dense<64, 32, Relu>, Dense<32, 10>)>;

fn main() -> Result<(), NotFinite> {
    let (mut training, mut test) = digits::split::<f32>();
    println!("digits = {} and {}", training.len(), test.len());

    // What the pixels are like is learned from the training digits alone.
    let scaling = Normaliser::of(&training)?.scaling();
    for (x, _) in training.iter_mut().chain(&mut test) {
        *x = scaling.apply(x);
    }

    let mut w = [0.0_f32; Net::PARAMETERS];
    Net::init(&mut w, He, 1);
    println!("parameters = {}", Net::PARAMETERS);

    let trainer = Net::trainer(30).batch(32).shuffle(1);
    let mut rule = AdamW::new(0.01, 0.1);
    let report = trainer.fit_with(SoftmaxCrossEntropy, &mut w, &training, &mut rule, |epoch| {
        if [1, 3, 10, 30].contains(&epoch.number) {
            let loss = Net::mean_loss(SoftmaxCrossEntropy, epoch.parameters, &training);
            let new = Net::mean_loss(SoftmaxCrossEntropy, epoch.parameters, &test);
            let number = epoch.number;
            println!("after epoch {number:>2}: loss {loss:.4}, on new digits {new:.4}");
        }
        ControlFlow::Continue(())
    });
    println!("{}", report.stopped);

    let confusion = Net::confusion(&w, &test);
    println!("right of 360 = {}", confusion.right());
    println!("accuracy = {:.1} %", 100.0 * confusion.accuracy());
    let eight = confusion.scores(8);
    println!("precision of 8 = {:.3}", eight.precision);
    println!("recall of 8 = {:.3}", eight.recall);
    Ok(())
}
// ANCHOR_END: listing
