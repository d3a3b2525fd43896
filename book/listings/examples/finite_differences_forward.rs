//! The forward difference with the usual step, next to the exact slope.

// ANCHOR: listing
use calc_scalar::{Real, derivative, difference};

fn f<R: Real>(x: R) -> R {
    x.powi(2)
}

fn main() {
    let analytical = derivative(f, 2.0);
    let numerical = difference::forward(f, 2.0, 1e-5);
    println!("analytical = {analytical}");
    println!("numerical = {numerical:.10}");
    println!("difference = {}", short((numerical - analytical).abs()));
}

/// Two decimals and an exponent of two digits: `1.00e-05`.
fn short(x: f64) -> String {
    let text = format!("{x:.2e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}
// ANCHOR_END: listing
