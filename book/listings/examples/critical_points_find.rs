//! All critical points of a quartic, with their kinds.

// ANCHOR: listing
use calc_opt::{CriticalKind, NotAnInterval, critical_points};
use calc_scalar::Real;

fn f<R: Real>(x: R) -> R {
    x.powi(4) - 4.0 * x.powi(3) + 4.0 * x.powi(2) + 1.0
}

fn main() -> Result<(), NotAnInterval<f64>> {
    let points = critical_points::<8>(f, -0.5, 3.0)?;
    println!("critical points found = {}", points.len());
    println!("x   f(x)  f″(x)  kind");
    for point in &points {
        let (x, value, second) = (point.x, point.value, point.second_derivative);
        println!("{x}   {value}     {second:>2}     {}", point.kind);
    }
    let minima = points
        .iter()
        .filter(|point| point.kind == CriticalKind::Minimum);
    println!("minima = {}", minima.count());
    println!("search: {}", points.completeness);
    println!("runs of f = {}", points.evaluations);
    Ok(())
}
// ANCHOR_END: listing
