//! Adam written out for one parameter, beside the rule of the crate.

// ANCHOR: listing
use calc_opt::rule::{Adam, Rule};
use calc_scalar::{Real, derivative};

fn f<R: Real>(x: R) -> R {
    (x - 1.0).powi(2)
}

fn main() {
    let (rate, beta1, beta2, epsilon) = (0.1, 0.9_f64, 0.999_f64, 1e-8);
    let (mut x, mut m, mut s) = (5.0, 0.0, 0.0); // by hand
    let mut parameters = [5.0]; // by the rule
    let mut rule = Adam::new(rate);
    for t in 1..=3 {
        let g = derivative(f, x);
        m = beta1 * m + (1.0 - beta1) * g;
        s = beta2 * s + (1.0 - beta2) * (g * g);
        let m_hat = m / (1.0 - Real::powi(beta1, t));
        let s_hat = s / (1.0 - Real::powi(beta2, t));
        x -= rate * m_hat / (Real::sqrt(s_hat) + epsilon);

        let gradient = [derivative(f, parameters[0])];
        rule.update(&mut parameters, &gradient);
        println!(
            "step {t}: by hand {x:.12}, by the rule {:.12}",
            parameters[0]
        );
    }
}
// ANCHOR_END: listing
