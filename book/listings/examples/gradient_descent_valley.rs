//! Gradient descent in a valley: the first steps, and what three rates lead to.

// ANCHOR: listing
use calc_opt::minimize::{Limits, Options, Step, gradient_descent, record, with_rule_observed};
use calc_opt::rule::Sgd;
use calc_scalar::Real;

/// Twelve times steeper across than along.
fn valley<R: Real>([x, y]: [R; 2]) -> R {
    0.5 * (x.powi(2) + 12.0 * y.powi(2))
}

fn main() {
    let start = [-5.0, 1.0];
    let mut history = [Step::blank(); 4];
    let limits = Limits::new().max_iterations(3);
    let _ = with_rule_observed(valley, start, Sgd::new(0.152), limits, record(&mut history));
    for step in &history {
        let [x, y] = step.x;
        println!(
            "step {}: x = {x:.2}, y = {y:.2}, f = {:.2}",
            step.iteration, step.value
        );
    }

    for rate in [0.02, 0.152, 0.17] {
        let minimum = gradient_descent(valley, start, Options::new(rate));
        println!(
            "rate {rate}: {} steps, {}",
            minimum.iterations, minimum.stopped
        );
    }
}
// ANCHOR_END: listing
