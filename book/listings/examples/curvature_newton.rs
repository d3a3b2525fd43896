//! One step of Newton's method down a valley in which plain descent zigzags.

// ANCHOR: listing
use calc_multi::linalg::solve;
use calc_multi::{gradient, hessian};
use calc_opt::rule::{Rule, Sgd};
use calc_scalar::Real;

fn valley<R: Real>([x, y]: [R; 2]) -> R {
    0.5 * (x.powi(2) + 100.0 * y.powi(2))
}

fn main() {
    let start = [-5.0, 0.6];
    let slopes = gradient(valley, start);
    let bend = hessian(valley, start);
    println!("gradient {slopes:?}");
    println!("Hessian  {bend:?}");
    let step = solve(bend, slopes).expect("a valley bends in every direction");
    let [x, y] = [start[0] - step[0], start[1] - step[1]];
    println!("after one step: ({x}, {y})");

    let mut plain = start;
    for _ in 0..150 {
        let slopes = gradient(valley, plain);
        Sgd::new(0.0185).update(&mut plain, &slopes);
    }
    println!(
        "loss of plain descent after 150 steps = {:.3}",
        valley(plain)
    );
}
// ANCHOR_END: listing
