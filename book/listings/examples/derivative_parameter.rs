//! Which way to move a parameter, and what it brings.

// ANCHOR: listing
use calc_scalar::{Real, value_and_derivative};

/// How badly the line `w·x` misses three points: the mean of the squared errors.
fn loss<R: Real>(w: R) -> R {
    let points = [(1.0, 2.1), (2.0, 3.9), (3.0, 6.2)];
    let sum: R = points.iter().map(|&(x, y)| (w * x - y).powi(2)).sum();
    sum / 3.0
}

fn main() {
    let w = 1.5;
    let (now, slope) = value_and_derivative(loss, w);
    println!("loss at w = 1.5: {now:.4}");
    println!("slope at w = 1.5: {slope:.4}");

    let step = 0.01;
    println!("predicted after a step of 0.01: {:.4}", now + slope * step);
    println!("true loss after that step: {:.4}", loss(w + step));
}
// ANCHOR_END: listing
