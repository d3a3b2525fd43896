//! Smaller steps help at first, and then they hurt.

// ANCHOR: listing
use calc_scalar::{Real, derivative, difference};

fn main() {
    let truth = derivative(|x| x.sin(), 1.0_f64);
    println!("step     error");
    for k in 1..=16 {
        let h = Real::exp10(-f64::from(k));
        let error = difference::forward(Real::sin, 1.0, h) - truth;
        println!("1e-{k:<2}    {:.1e}", error.abs());
    }
}
// ANCHOR_END: listing
