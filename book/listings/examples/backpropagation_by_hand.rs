//! Backpropagation through a two-weight network, one line per step.

// ANCHOR: listing
use calc_scalar::Real;

fn main() {
    let (x, y) = (2.0_f64, 1.0); // one example: input and target
    let (w1, w2) = (0.5, 0.8); // the two weights

    // Forward: from the input to the loss, keeping every intermediate result.
    let z1 = w1 * x;
    let a1 = Real::logistic(z1);
    let z2 = w2 * a1;
    let y_hat = z2;
    let loss = 0.5 * (y_hat - y) * (y_hat - y);
    println!("z₁ = {z1}");
    println!("a₁ = {a1:.4}");
    println!("z₂ = {z2:.4}");
    println!("ŷ = {y_hat:.4}");
    println!("L = {loss:.4}");

    // Backward: from the loss to the weights, each line using the one before.
    let by_y_hat = y_hat - y;
    let by_w2 = by_y_hat * a1;
    let by_a1 = by_y_hat * w2;
    let slope = a1 * (1.0 - a1); // σ′(z₁), from a value we already have
    let by_z1 = by_a1 * slope;
    let by_w1 = by_z1 * x;
    println!("dL/dŷ = {by_y_hat:.4}");
    println!("dL/dW₂ = {by_w2:.4}");
    println!("dL/da₁ = {by_a1:.4}");
    println!("σ′(z₁) = {slope:.4}");
    println!("dL/dz₁ = {by_z1:.4}");
    println!("dL/dW₁ = {by_w1:.4}");
}
// ANCHOR_END: listing
