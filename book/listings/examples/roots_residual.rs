//! "f(x) is small, so x is a root": an exit that returns nonsense.

// ANCHOR: listing
use calc_opt::root::{self, RootError};
use calc_scalar::Real;

/// Its only root is 0. Far to the right it is tiny, too.
fn f(x: f64) -> f64 {
    -40.0 * x * Real::exp(-x)
}

/// Bisection that stops as soon as `|f|` is below a tolerance.
fn careless(mut a: f64, mut b: f64, tolerance: f64) -> f64 {
    loop {
        for x in [a, b] {
            if f(x).abs() < tolerance {
                return x;
            }
        }
        let middle = 0.5 * (a + b);
        if (f(middle) < 0.0) == (f(a) < 0.0) {
            a = middle;
        } else {
            b = middle;
        }
    }
}

fn main() -> Result<(), RootError<f64>> {
    let x = careless(-9.0, 31.0, 1e-10);
    println!("the careless answer = {x}");
    println!("its residual = {:.1e}", f(x));
    let root = root::find(f, -9.0, 31.0)?;
    println!("the bracketed answer = {}", root.x);
    println!("it stopped: {}", root.stopped);
    Ok(())
}
// ANCHOR_END: listing
