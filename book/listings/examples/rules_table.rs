//! The table of rules, each confirmed by a measurement.

// ANCHOR: listing
use calc_scalar::{Real, check_derivative};

type Function = fn(f64) -> f64;

fn main() {
    let table: [(&str, Function, Function); 9] = [
        ("7       → 0", |_| 7.0, |_| 0.0),
        ("x³      → 3x²", |x| x * x * x, |x| 3.0 * x * x),
        ("1/x     → −1/x²", |x| 1.0 / x, |x| -1.0 / (x * x)),
        ("√x      → 1/(2√x)", Real::sqrt, |x| {
            0.5 / Real::sqrt(x)
        }),
        ("eˣ      → eˣ", Real::exp, Real::exp),
        ("ln x    → 1/x", Real::ln, |x| 1.0 / x),
        ("sin x   → cos x", Real::sin, Real::cos),
        ("cos x   → −sin x", Real::cos, |x| -Real::sin(x)),
        ("σ(x)    → σ(x)·(1 − σ(x))", Real::logistic, |x| {
            x.logistic() * (1.0 - x.logistic())
        }),
    ];
    for (name, f, slope) in table {
        let verdict = check_derivative(f, slope, 0.7).verdict;
        println!("{name:<26} {verdict:?}");
    }
}
// ANCHOR_END: listing
