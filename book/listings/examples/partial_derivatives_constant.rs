//! A partial derivative is an ordinary derivative with the other variable frozen.

// ANCHOR: listing
use calc_multi::partial;
use calc_scalar::{Dual, Real, derivative};

fn f<R: Real>([x, y]: [R; 2]) -> R {
    x.powi(2) + 3.0 * x * y + y.powi(2)
}

fn main() {
    println!(" y   slope of the cut   partial   2x + 3y");
    for y in [-2.0, -1.0, 0.0, 1.0, 2.0] {
        let cut = derivative(|x| f([x, Dual::constant(y)]), 1.0);
        let by_x = partial(f, [1.0, y], 0);
        println!("{y:>2} {cut:>12} {by_x:>14} {:>9}", 2.0 + 3.0 * y);
    }
}
// ANCHOR_END: listing
