//! Critical points with a proof that there are no others.

// ANCHOR: listing
use calc_opt::{NotAnInterval, certified_critical_points};
use calc_scalar::Real;

fn main() -> Result<(), NotAnInterval<f64>> {
    let points = certified_critical_points::<8, f64>(|x| x * x.sin(), -1.0, 10.0)?;
    for point in &*points {
        let place = point.enclosure.interval();
        let (middle, width) = (place.midpoint(), place.width());
        println!("{} at {middle:.6}, known to {width:.0e}", point.kind);
    }
    println!("search: {}", points.completeness);
    println!("least value = {:.6}", points.least.lower());
    println!("greatest value = {:.6}", points.greatest.upper());
    println!("runs of f on intervals = {}", points.evaluations);
    Ok(())
}
// ANCHOR_END: listing
