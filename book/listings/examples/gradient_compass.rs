//! The slope in each direction of the compass is the gradient's length times a cosine.

// ANCHOR: listing
use calc_multi::{directional_derivative, gradient};
use calc_scalar::Real;
use core::f64::consts::PI;

fn f<R: Real>([x, y]: [R; 2]) -> R {
    x.powi(2) + 3.0 * x * y + y.powi(2)
}

fn main() {
    let here = [1.0, 1.0];
    let [by_x, by_y] = gradient(f, here);
    println!("length of the gradient = {:.4}", Real::hypot(by_x, by_y));
    println!("degrees off the gradient   slope");
    for degrees in [0.0, 45.0, 90.0, 135.0, 180.0] {
        // The gradient itself points to the north-east, 45° from the x axis.
        let angle = (45.0 + degrees) / 180.0 * PI;
        let v = [Real::cos(angle), Real::sin(angle)]; // length 1
        let slope = directional_derivative(f, here, v);
        println!("{degrees:>11} {slope:>20.4}");
    }
}
// ANCHOR_END: listing
