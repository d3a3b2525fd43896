//! A small step against the gradient lowers the function; the gradient predicts by how much.

// ANCHOR: listing
use calc_multi::value_and_gradient;
use calc_scalar::Real;

fn f<R: Real>([x, y]: [R; 2]) -> R {
    x.powi(2) + 3.0 * x * y + y.powi(2)
}

fn main() {
    let (here, [u, v]) = value_and_gradient(f, [1.0, 1.0]);
    println!("  rate   predicted      real");
    for rate in [0.1, 0.01, 0.001] {
        let predicted = -rate * (u * u + v * v);
        let real = f([1.0 - rate * u, 1.0 - rate * v]) - here;
        println!("{rate:>6} {predicted:>11.4} {real:>9.4}");
    }
}
// ANCHOR_END: listing
