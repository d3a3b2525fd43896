//! What happens when critical points are looked for from three guessed starts.

// ANCHOR: listing
use calc_scalar::{Real, derivatives};

fn f<R: Real>(x: R) -> R {
    x.powi(4) - 4.0 * x.powi(3) + 4.0 * x.powi(2) + 1.0
}

fn main() {
    for start in [0.5, 1.0, 2.0] {
        let mut x = start;
        for _ in 0..20 {
            let [_, slope, curvature] = derivatives(f, x); // Newton's method on f′
            x -= slope / curvature;
        }
        println!("started at {start} = {x}");
    }
}
// ANCHOR_END: listing
