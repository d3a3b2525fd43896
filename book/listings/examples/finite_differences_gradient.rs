//! A gradient by hand with one wrong coordinate, and what the check says.

// ANCHOR: listing
use calc_multi::check_gradient;
use calc_scalar::Real;

/// A curve with four parameters: a wave on a slope.
fn curve<R: Real>([height, pace, shift, slope]: [R; 4]) -> R {
    let t = 0.7;
    height * (pace * t + shift).sin() + slope * t
}

fn by_hand([height, pace, shift, _]: [f64; 4]) -> [f64; 4] {
    let t = 0.7;
    let inside = pace * t + shift;
    let wave = height * Real::cos(inside);
    [Real::sin(inside), -wave * t, wave, t]
}

fn main() {
    let check = check_gradient(curve, by_hand, [1.3, 2.1, -0.4, 0.6]);
    println!("{check}");
    for (coordinate, found) in check.wrong() {
        println!("wrong coordinate: {coordinate}");
        println!("off by 10^{:.1} of its size", found.orders_of_magnitude());
    }
}
// ANCHOR_END: listing
