//! A tour of calc-scalar.

// ANCHOR: listing
use calc_scalar::{Real, check_derivative, derivative, derivatives, difference, taylor};

fn f<R: Real>(x: R) -> R {
    x * (2.0 * x).sin()
}

fn main() {
    let x = 0.5;
    println!("slope      = {:.6}", derivative(f, x));

    let [value, first, second, third] = derivatives(f, x);
    println!("f … f‴     = {value:.6}, {first:.6}, {second:.6}, {third:.6}");

    let [a0, a1, a2, a3, a4] = taylor(f, 0.0);
    println!("at 0       = {a0} + {a1}t + {a2}t² + {a3}t³ + ({a4:.4})t⁴");

    let measured = difference::derivative(f, x); // from values alone
    println!("measured   = {:.6}", measured.value);
    println!("runs of f  = {}", measured.evaluations);

    let wrong = |x: f64| Real::sin(2.0 * x) + x * Real::cos(2.0 * x); // a 2 is missing
    println!("by hand    : {:?}", check_derivative(f, wrong, x).verdict);
}
// ANCHOR_END: listing
