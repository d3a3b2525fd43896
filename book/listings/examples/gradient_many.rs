//! The same gradient of twenty variables, forward in one run with many slots, and by a reverse sweep.

// ANCHOR: listing
use calc_multi::{Tape, TapeFull, gradient, hessian};
use calc_scalar::Real;

/// Rosenbrock's valley, in any number of variables.
fn valley<R: Real, const N: usize>(x: [R; N]) -> R {
    let pairs = x.iter().zip(x.iter().skip(1));
    pairs
        .map(|(&a, &b)| (1.0 - a).powi(2) + 100.0 * (b - a.powi(2)).powi(2))
        .sum()
}

fn main() -> Result<(), TapeFull> {
    let x: [f64; 20] = core::array::from_fn(|i| 0.1 * (i as f64));
    let forward = gradient(valley, x);

    let mut tape = Tape::<f64, 256>::new();
    let reverse = tape.gradient(valley, x)?;
    let gap = forward
        .iter()
        .zip(&reverse)
        .map(|(a, b)| (a - b).abs())
        .fold(0.0, f64::max);
    println!("slopes = {}", reverse.len());
    println!("both agree: {}", gap < 1e-10);
    println!("entries on the tape = {}", tape.used());

    println!(
        "Hessian in two variables = {:?}",
        hessian(valley, [1.0, 1.0])
    );
    Ok(())
}
// ANCHOR_END: listing
