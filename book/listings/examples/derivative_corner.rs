//! A function with a corner: the slopes from the left and from the right do not meet.

// ANCHOR: listing
use calc_scalar::{Real, derivative, difference};

fn main() {
    let f = |x: f64| x.abs();
    for h in [0.1, 0.001, 0.00001] {
        let left = difference::backward(f, 0.0, h);
        let right = difference::forward(f, 0.0, h);
        println!("h = {h:<7}  from the left {left}, from the right {right}");
    }
    println!("by convention, at 0: {}", derivative(|x| x.abs(), 0.0_f64));
}
// ANCHOR_END: listing
