//! Gradient descent in a valley: the first steps, and what three rates lead to.

// ANCHOR: listing
use calc_opt::minimize::{self, Options, Step, record};
use calc_scalar::Real;

/// Twelve times steeper across than along.
fn valley<R: Real>([x, y]: [R; 2]) -> R {
    0.5 * (x.powi(2) + 12.0 * y.powi(2))
}

fn main() {
    let start = [-5.0, 1.0];
    let mut history = [Step::blank(); 4];
    let three = Options::new(0.152).max_iterations(3);
    let watch = record(&mut history);
    let _ = minimize::gradient_descent_observed(valley, start, three, watch);
    for step in history {
        let ([x, y], k) = (step.x, step.iteration);
        println!("step {k}: x = {x:.2}, y = {y:.2}, f = {:.2}", step.value);
    }

    for rate in [0.02, 0.152, 0.3] {
        let end = minimize::gradient_descent(valley, start, Options::new(rate));
        println!("rate {rate}: {} steps, {}", end.iterations, end.stopped);
    }
}
// ANCHOR_END: listing
