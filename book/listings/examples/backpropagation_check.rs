//! A gradient check finds a forgotten slope.

// ANCHOR: listing
use calc_multi::check_gradient;
use calc_scalar::Real;

const X: f64 = 2.0;
const Y: f64 = 1.0;

fn loss([w1, w2]: [f64; 2]) -> f64 {
    0.5 * Real::powi(w2 * Real::logistic(w1 * X) - Y, 2)
}

/// The backward pass as we did it with the pencil.
fn backward([w1, w2]: [f64; 2]) -> [f64; 2] {
    let a1 = Real::logistic(w1 * X);
    let by_y_hat = w2 * a1 - Y;
    let by_z1 = by_y_hat * w2 * (a1 * (1.0 - a1));
    [by_z1 * X, by_y_hat * a1]
}

/// The same with a mistake: the slope of the sigmoid is missing.
fn mistaken([w1, w2]: [f64; 2]) -> [f64; 2] {
    let a1 = Real::logistic(w1 * X);
    let by_y_hat = w2 * a1 - Y;
    [by_y_hat * w2 * X, by_y_hat * a1]
}

fn main() {
    let weights = [0.5, 0.8];
    println!("backward: {}", check_gradient(loss, backward, weights));
    let check = check_gradient(loss, mistaken, weights);
    println!("mistaken: {:?}", check.verdict());
    for (index, found) in check.wrong() {
        let (claimed, measured) = (found.claimed, found.measured.value);
        println!(
            "  W{} has {claimed:.4}, should have {measured:.4}",
            index + 1
        );
    }
}
// ANCHOR_END: listing
