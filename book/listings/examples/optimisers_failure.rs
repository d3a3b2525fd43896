//! A steady stream of gradients that leads Adam to the worst point of all.

// ANCHOR: listing
use calc_opt::rule::{Adam, AmsGrad, Rule, Sgd};

/// One example in three pushes hard to the left, the others a little to the right; on average the
/// loss rises with `x`, so the best place in [−1, 1] is −1.
fn slope(t: u32) -> f64 {
    if t % 3 == 1 { 3.0 } else { -1.0 }
}

fn walk(name: &str, mut rule: impl Rule<f64, 1>) {
    let mut x = [0.0];
    for t in 1..=60_000_u32 {
        rule.set_rate(0.5 / f64::from(t).sqrt());
        rule.update(&mut x, &[slope(t)]);
        x = x.map(|x| x.clamp(-1.0, 1.0));
    }
    println!("{name:<9} ends at x = {:+.3}", x[0]);
}

fn main() {
    let forgets = 1.0 / (1.0 + 3.0 * 3.0);
    walk("SGD", Sgd::new(0.5));
    walk("Adam", Adam::new(0.5).betas(0.0, forgets));
    walk("AMSGrad", AmsGrad::new(0.5).betas(0.0, forgets));
}
// ANCHOR_END: listing
