//! Newton's method: when it runs, when it walks in a circle, and the bracket that helps.

// ANCHOR: listing
use calc_opt::root::{self, RootError};
use calc_scalar::{Real, value_and_derivative};

fn f<R: Real>(x: R) -> R {
    x.powi(3) - 2.0 * x + 2.0
}

fn steps(mut x: f64) {
    print!("from {x}:");
    for _ in 0..6 {
        let (value, slope) = value_and_derivative(f, x);
        x -= value / slope;
        print!("  {x:.6}");
    }
    println!();
}

fn main() -> Result<(), RootError<f64>> {
    steps(-2.0);
    steps(0.0);
    match root::newton(f, 0.0) {
        Ok(root) => println!("newton from 0 found {}", root.x),
        Err(error) => println!("newton from 0: {error}"),
    }
    let safe = root::newton_bracketed(f, -3.0, 3.0)?;
    println!("in a bracket = {:.6}", safe.x);
    println!("runs of f = {}", safe.evaluations);
    Ok(())
}
// ANCHOR_END: listing
