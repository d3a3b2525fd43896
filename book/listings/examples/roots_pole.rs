//! A change of sign that is not a root.

// ANCHOR: listing
use calc_opt::root::{self, RootError};
use calc_scalar::Real;

/// Bisection that trusts the signs alone.
fn careless(f: fn(f64) -> f64, mut a: f64, mut b: f64) -> f64 {
    for _ in 0..60 {
        let middle = 0.5 * (a + b);
        if (f(middle) < 0.0) == (f(a) < 0.0) {
            a = middle;
        } else {
            b = middle;
        }
    }
    a
}

fn main() {
    let tan: fn(f64) -> f64 = Real::tan;
    let x = careless(tan, 1.0, 2.0);
    println!("the careless answer = {x}");
    println!("there f = {:.1e}", tan(x));
    match root::find(tan, 1.0, 2.0) {
        Err(error @ RootError::Pole { .. }) => println!("find says: {error}"),
        other => println!("{other:?}"),
    }
}
// ANCHOR_END: listing
