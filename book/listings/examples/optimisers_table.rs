//! Six update rules in one narrow valley: the loss after 10, 50 and 150 steps.

// ANCHOR: listing
use calc_multi::gradient;
use calc_opt::rule::{AdaGrad, Adam, Momentum, Nesterov, RmsProp, Rule, Sgd};
use calc_scalar::Real;

/// A hundred times steeper across than along.
fn valley<R: Real>([x, y]: [R; 2]) -> R {
    0.5 * (x.powi(2) + 100.0 * y.powi(2))
}

fn main() {
    println!("rule                   loss at 10     at 50    at 150");
    race("SGD, rate 0.0185", Sgd::new(0.0185));
    race("momentum, rate 0.01", Momentum::new(0.01, 0.9));
    race("Nesterov, rate 0.01", Nesterov::new(0.01, 0.9));
    race("AdaGrad, rate 1", AdaGrad::new(1.0));
    race("RMSprop, rate 0.1", RmsProp::new(0.1).decay(0.9));
    race("Adam, rate 0.25", Adam::new(0.25));
}

fn race(name: &str, mut rule: impl Rule<f64, 2>) {
    let mut x = [-5.0, 0.6];
    let losses = [(); 150].map(|()| {
        let slopes = gradient(valley, x);
        rule.update(&mut x, &slopes);
        valley(x)
    });
    let [early, middle, late] = [losses[9], losses[49], losses[149]];
    println!("{name:<22} {early:>10.1e} {middle:>9.1e} {late:>9.1e}");
}
// ANCHOR_END: listing
