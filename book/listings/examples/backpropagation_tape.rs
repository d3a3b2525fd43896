//! The slopes of a two-weight network by reverse mode and by forward mode.

// ANCHOR: listing
use calc_multi::{Tape, TapeFull, gradient};
use calc_scalar::Real;

/// The loss as a function of the weights; the example is fixed.
fn loss<R: Real>([w1, w2]: [R; 2]) -> R {
    let (x, y) = (2.0, 1.0);
    let hidden = (w1 * x).logistic();
    let answer = w2 * hidden;
    0.5 * (answer - y).powi(2)
}

fn main() -> Result<(), TapeFull> {
    let weights = [0.5, 0.8];
    let mut tape = Tape::<f64, 16>::new();
    let (value, [by_w1, by_w2]) = tape.value_and_gradient(loss, weights)?;
    println!("L = {value:.4}");
    println!("dL/dW₁ = {by_w1:.4}");
    println!("dL/dW₂ = {by_w2:.4}");
    println!("entries on the tape = {}", tape.used());

    let forward = gradient(loss, weights);
    let difference = (by_w1 - forward[0]).abs().max((by_w2 - forward[1]).abs());
    println!(
        "forward mode differs by less than 1e-15: {}",
        difference < 1e-15
    );
    Ok(())
}
// ANCHOR_END: listing
