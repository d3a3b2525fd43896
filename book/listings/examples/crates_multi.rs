//! A tour of calc-multi.

// ANCHOR: listing
use calc_multi::{Tape, TapeFull, directional_derivative, gradient, hessian, jacobian};
use calc_scalar::Real;

/// Rosenbrock's valley in any number of variables.
fn valley<R: Real, const N: usize>(x: [R; N]) -> R {
    let neighbours = x.iter().zip(x.iter().skip(1));
    neighbours
        .map(|(&a, &b)| (1.0 - a).powi(2) + 100.0 * (b - a.powi(2)).powi(2))
        .sum()
}

fn main() -> Result<(), TapeFull> {
    let x = [1.5, 2.0];
    println!("gradient = {:?}", gradient(valley, x));
    println!(
        "along (0.6, 0.8) = {:.1}",
        directional_derivative(valley, x, [0.6, 0.8])
    );
    println!("Hessian = {:?}", hessian(valley, x));

    let polar = |[r, angle]: [_; 2]| [r * Real::cos(angle), r * Real::sin(angle)];
    println!("Jacobian = {:.3?}", jacobian(polar, [2.0_f64, 0.0]));

    let mut tape = Tape::<f64, 512>::new();
    let slopes = tape.gradient(valley, [0.5; 50])?; // fifty slopes from one walk back
    println!("slope 50 of 50 = {}", slopes[49]);
    println!("entries used = {}", tape.used());
    Ok(())
}
// ANCHOR_END: listing
