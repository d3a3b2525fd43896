//! What single precision does to an exact derivative and to a difference quotient.

// ANCHOR: listing
use calc_scalar::{Real, derivative, difference};

fn single<R: Real<f32>>(x: R) -> R {
    (2.0_f32 * x).sin() * x.exp()
}

fn double<R: Real>(x: R) -> R {
    (2.0 * x).sin() * x.exp()
}

fn main() {
    let truth = derivative(double, f64::from(0.7_f32));
    let error = |slope: f32| (f64::from(slope) / truth - 1.0).abs();
    println!(
        "exact derivative, error = {:.0e}",
        error(derivative(single, 0.7))
    );
    for step in [1e-1, 1e-2, 1e-3, 1e-4, 1e-5_f32] {
        let slope = difference::forward(single, 0.7, step);
        println!("forward, step {step:.0e}, error = {:.0e}", error(slope));
    }
}
// ANCHOR_END: listing
