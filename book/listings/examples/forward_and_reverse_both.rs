//! One loss, one gradient, two ways: forward mode and reverse mode.

// ANCHOR: listing
use calc_multi::{Node, Tape, TapeFull, gradient};
use calc_scalar::Real;

/// The loss of a neuron with 30 weights that ought to answer 1.
fn loss<R: Real>(weights: [R; 30]) -> R {
    let inputs = (0..30).map(|i| f64::from(i - 15) / 10.0);
    let sum: R = weights.into_iter().zip(inputs).map(|(w, x)| w * x).sum();
    (sum.logistic() - 1.0).powi(2)
}

fn main() -> Result<(), TapeFull> {
    let weights = core::array::from_fn(|i| 0.01 * (i as f64));

    let forward = gradient(loss, weights); // 30 slopes travel with every number

    let mut tape = Tape::<f64, 128>::new();
    let reverse = tape.gradient(loss, weights)?; // one run, one walk back

    let apart = forward.iter().zip(&reverse);
    let apart = apart.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    println!("slopes of both: {}", forward.len());
    println!("largest difference = {apart:.0e}");
    println!("entries on the tape = {}", tape.used());

    let entry = size_of::<Node<f64>>() + size_of::<f64>(); // and its adjoint
    println!("bytes for an entry = {entry}");
    println!("bytes used = {}", tape.used() * entry);
    Ok(())
}
// ANCHOR_END: listing
