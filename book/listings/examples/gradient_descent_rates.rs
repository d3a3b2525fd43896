//! One parabola, eight learning rates.

// ANCHOR: listing
use calc_scalar::{Real, derivative};

fn f<R: Real>(x: R) -> R {
    x.powi(2)
}

fn main() {
    println!("rate   factor    x after 1   x after 2  x after 20");
    for rate in [0.001, 0.1, 0.4, 0.5, 0.6, 0.9, 1.0, 1.1] {
        let path = descend(5.0, rate);
        let factor = 1.0 - 2.0 * rate;
        let [one, two, last] = [path[0], path[1], path[19]];
        println!("{rate:<5} {factor:>7.3} {one:>12.4} {two:>11.4} {last:>11.4}");
    }
}

fn descend(start: f64, rate: f64) -> [f64; 20] {
    let mut x = start;
    [(); 20].map(|()| {
        x -= rate * derivative(f, x);
        x
    })
}
// ANCHOR_END: listing
