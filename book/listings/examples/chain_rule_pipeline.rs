//! A chain of four steps: every step passes on its value and the slope so far.

// ANCHOR: listing
use calc_scalar::{Real, derivative};

type Function = fn(f64) -> f64;

fn f<R: Real>(x: R) -> R {
    (-x.powi(2).sin()).exp().sqrt()
}

fn main() {
    let x = 1.5_f64;
    let (mut value, mut slope) = (x, 1.0); // dx/dx = 1

    // Each step: its name, its value, its own slope at what arrives.
    let steps: [(&str, Function, Function); 4] = [
        ("square", |v| v * v, |v| 2.0 * v),
        ("−sin", |v| -Real::sin(v), |v| -Real::cos(v)),
        ("exp", |v| Real::exp(v), |v| Real::exp(v)),
        ("√", |v| Real::sqrt(v), |v| 0.5 / Real::sqrt(v)),
    ];
    println!("step    value   own slope  slope so far");
    for (name, f, f_prime) in steps {
        let own = f_prime(value);
        slope *= own;
        value = f(value);
        println!("{name:<6} {value:>7.4}  {own:>8.4}  {slope:>8.4}");
    }
    println!("slope of the whole = {slope:.6}");
    println!("by derivative(f, x) = {:.6}", derivative(f, x));
}
// ANCHOR_END: listing
