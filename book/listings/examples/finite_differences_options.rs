//! What is known about a black box: where it may be run, and how noisy it is.

// ANCHOR: listing
use calc_scalar::difference::{Estimate, Options};
use calc_scalar::{Real, difference};

/// The level of a tank, full at 1. Nobody may ask about a tank that is more than full.
fn level(t: f64) -> f64 {
    assert!(t <= 1.0, "the tank flows over");
    Real::sqrt(t)
}

/// A thermometer that shows hundredths.
fn thermometer(t: f64) -> f64 {
    Real::round(100.0 * (20.0 + 5.0 * Real::sin(t))) / 100.0
}

fn main() {
    let full = Options::new().domain(0.0, 1.0);
    show("tank", full.derivative(level, 1.0), 0.5);

    let truth = 5.0 * Real::cos(0.3);
    show("blind", difference::derivative(thermometer, 0.3), truth);
    let known = Options::new().noise(0.005).scale(4.0);
    show("told", known.derivative(thermometer, 0.3), truth);
    let hurried = known.max_evaluations(7);
    show("hurried", hurried.derivative(thermometer, 0.3), truth);
}

fn show(name: &str, slope: Estimate, truth: f64) {
    let (value, error) = (slope.value, slope.error);
    print!("{name}: {value:.4} ± {error:.1e}, true {truth:.4}");
    println!(", {} runs", slope.evaluations);
}
// ANCHOR_END: listing
