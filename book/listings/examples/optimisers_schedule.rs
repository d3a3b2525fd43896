//! RMSprop with a constant rate and with a falling one.

// ANCHOR: listing
use calc_multi::gradient;
use calc_opt::rule::{RmsProp, Rule};
use calc_opt::schedule;
use calc_scalar::Real;

fn valley<R: Real>([x, y]: [R; 2]) -> R {
    0.5 * (x.powi(2) + 100.0 * y.powi(2))
}

fn main() {
    println!("constant rate = {:.0e}", last_loss(|_| 0.1));
    println!(
        "falling rate = {:.0e}",
        last_loss(|step| schedule::cosine(0.2, 0.0, 150, step))
    );
}

/// The loss after 150 steps, with the rate that belongs to each step.
fn last_loss(rate: impl Fn(u32) -> f64) -> f64 {
    let mut x = [-5.0, 0.6];
    let mut rule = RmsProp::new(0.1).decay(0.9);
    for step in 0..150 {
        rule.set_rate(rate(step));
        let slopes = gradient(valley, x);
        rule.update(&mut x, &slopes);
    }
    valley(x)
}
// ANCHOR_END: listing
