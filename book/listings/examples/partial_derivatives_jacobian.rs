//! The Jacobian of a function with two inputs and two outputs.

// ANCHOR: listing
use calc_multi::jacobian;
use calc_scalar::Real;

/// From a distance and an angle to a place on the map.
fn place<R: Real>([r, angle]: [R; 2]) -> [R; 2] {
    [r * angle.cos(), r * angle.sin()]
}

fn main() {
    let [east, north] = jacobian(place, [2.0, 0.5]);
    println!("place = {:.4?}", place([2.0, 0.5]));
    println!("row 1, east  = {east:.4?}");
    println!("row 2, north = {north:.4?}");
}
// ANCHOR_END: listing
