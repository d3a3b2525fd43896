//! A difference that finds its own step and says how far off it may be.

// ANCHOR: listing
use calc_scalar::{Real, difference};

fn main() {
    show("sin at 1", Real::sin, 1.0);
    show("ln at a thousandth", Real::ln, 1e-3);
    show("sin to six decimals", six_decimals_of_sin, 1.0);
    show("|x| at 0", Real::abs, 0.0);
}

/// A measurement with few digits.
fn six_decimals_of_sin(x: f64) -> f64 {
    Real::round(Real::sin(x) * 1e6) / 1e6
}

fn show(name: &str, f: fn(f64) -> f64, x: f64) {
    let slope = difference::derivative(f, x);
    println!(
        "{name}: {:.10} ± {:.0e}, from {} runs",
        slope.value, slope.error, slope.evaluations
    );
}
// ANCHOR_END: listing
