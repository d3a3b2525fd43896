//! Slopes of secants that approach the slope of the tangent.

// ANCHOR: listing
use calc_scalar::{Real, derivative, difference};

fn f<R: Real>(x: R) -> R {
    x.powi(2)
}

fn main() {
    let x0 = 1.0;
    for h in [2.0, 1.0, 0.4, 0.1, 0.01, 0.001, 0.0001] {
        println!("h = {h:<6}  slope {:.4}", difference::forward(f, x0, h));
    }
    println!("tangent     slope {:.4}", derivative(f, x0));
}
// ANCHOR_END: listing
