//! Where the second derivative is silent, the first derivative that is not zero decides.

// ANCHOR: listing
use calc_scalar::{Jet, Real, derivatives};

fn look(name: &str, f: impl FnOnce(Jet<f64, 6>) -> Jet<f64, 6>) {
    let [_, slope, second, third, fourth, fifth] = derivatives(f, 0.0);
    let higher = [slope, second, third, fourth, fifth];
    let first = higher.into_iter().enumerate().find(|(_, d)| d.abs() > 0.0);
    let kind = match first.map(|(index, d)| (index + 1, d)) {
        None => "undecided".to_owned(),
        Some((1, _)) => "not a critical point".to_owned(),
        Some((k, _)) if k % 2 == 1 => format!("inflection, by order {k}"),
        Some((k, d)) if d > 0.0 => format!("minimum, by order {k}"),
        Some((k, _)) => format!("maximum, by order {k}"),
    };
    println!("{name:<10}  f″ = {second}, f⁽³⁾ = {third}, f⁽⁴⁾ = {fourth:<3}  {kind}");
}

fn main() {
    look("x²", |x| x.powi(2));
    look("x³", |x| x.powi(3));
    look("x⁴", |x| x.powi(4));
    look("−x⁴", |x| -x.powi(4));
    look("x⁵", |x| x.powi(5));
    look("1 − cos x²", |x| 1.0 - x.powi(2).cos());
}
// ANCHOR_END: listing
