//! A derivative written by hand, once right and once with a mistake, checked against the function.

// ANCHOR: listing
use calc_scalar::{Real, check_derivative};

/// The loss of one neuron with weight `w`, for the input 2 and the target 1.
fn loss<R: Real>(w: R) -> R {
    0.5 * ((2.0 * w).logistic() - 1.0).powi(2)
}

/// Its slope by hand: through the square, the sigmoid and the product.
fn right(w: f64) -> f64 {
    let a = (2.0 * w).logistic();
    (a - 1.0) * a * (1.0 - a) * 2.0
}

/// The same, with the last factor forgotten.
fn wrong(w: f64) -> f64 {
    let a = (2.0 * w).logistic();
    (a - 1.0) * a * (1.0 - a)
}

fn main() {
    println!("right: {}", check_derivative(loss, right, 0.3));
    println!("wrong: {}", check_derivative(loss, wrong, 0.3));
}
// ANCHOR_END: listing
