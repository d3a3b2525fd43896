//! Four ways to a slope from values, each with the step that suits it.

// ANCHOR: listing
use calc_scalar::{Real, derivative, difference};

fn main() {
    let x = 1.0;
    let truth = derivative(|x| x.sin(), x);
    let report = |name: &str, slope: f64| {
        println!("{name} error: {:.0e}", (slope - truth).abs());
    };

    let (one, two) = (difference::step_forward(x), difference::step_central(x));
    println!("forward step: {one:.1e}");
    println!("central step: {two:.1e}");
    report("forward", difference::forward(Real::sin, x, one));
    report("central", difference::central(Real::sin, x, two));
    report("Richardson", difference::richardson(Real::sin, x, 1e-3));
    report(
        "complex step",
        difference::complex_step(Real::sin, x, 1e-20),
    );
}
// ANCHOR_END: listing
