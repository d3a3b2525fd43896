//! A function of two variables and its two partial derivatives at one point.

// ANCHOR: listing
use calc_multi::partial;
use calc_scalar::Real;

fn f<R: Real>([x, y]: [R; 2]) -> R {
    x.powi(2) + 3.0 * x * y + y.powi(2)
}

fn main() {
    let point = [1.0, 1.0];
    println!("f = {}", f(point));
    println!("∂f/∂x = {}", partial(f, point, 0));
    println!("∂f/∂y = {}", partial(f, point, 1));
}
// ANCHOR_END: listing
