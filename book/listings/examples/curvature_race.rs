//! From the same start to the same minimum: how many runs each method takes.

// ANCHOR: listing
use calc_opt::minimize::{self, Limits, Minimum};
use calc_scalar::Real;

/// Rosenbrock's valley: curved, narrow, lowest at (1, 1).
fn banana<R: Real>([x, y]: [R; 2]) -> R {
    100.0 * (y - x.powi(2)).powi(2) + (1.0 - x).powi(2)
}

fn main() {
    let (start, limits) = ([-1.2, 1.0], Limits::new().max_iterations(20_000));
    println!("method                  runs of f   f at the end   stopped");
    show(
        "steepest descent",
        minimize::steepest_descent(banana, start, limits),
    );
    show(
        "Barzilai and Borwein",
        minimize::barzilai_borwein(banana, start, limits),
    );
    show(
        "conjugate gradients",
        minimize::conjugate_gradient(banana, start, limits),
    );
    show("L-BFGS", minimize::lbfgs(banana, start, limits));
    show("BFGS", minimize::bfgs(banana, start, limits));
    show(
        "Newton, trust region",
        minimize::newton(banana, start, limits),
    );
}

fn show(name: &str, end: Minimum<f64, 2>) {
    let (runs, value) = (end.evaluations, end.value);
    println!(
        "{name:<22} {runs:>10}        {value:>7.0e}   {}",
        end.stopped
    );
}
// ANCHOR_END: listing
