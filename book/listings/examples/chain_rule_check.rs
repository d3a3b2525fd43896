//! The slope of sin x² by the chain rule, against dual numbers and a difference quotient.

// ANCHOR: listing
use calc_scalar::{Real, derivative, difference, second_derivative};

fn h<R: Real>(x: R) -> R {
    x.powi(2).sin()
}

/// Two digits after the point and two in the exponent: `4.13e-05`.
fn short(x: f64) -> String {
    let plain = format!("{x:.2e}");
    match plain.split_once("e-") {
        Some((digits, exponent)) => format!("{digits}e-{exponent:0>2}"),
        None => plain,
    }
}

fn main() {
    let (x, step) = (1.5, 1e-5);
    let exact = 2.0 * x * Real::cos(x * x);
    let numerical = difference::forward(h, x, step);
    println!("exact = {exact:.10}");
    println!("by dual numbers = {:.10}", derivative(h, x));
    println!("forward difference = {numerical:.10}");
    println!("difference = {}", short((exact - numerical).abs()));
    let bend = second_derivative(h, x);
    println!(
        "half a step times |h″| = {}",
        short(bend.abs() * step / 2.0)
    );
}
// ANCHOR_END: listing
