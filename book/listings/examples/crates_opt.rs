//! A tour of calc-opt.

// ANCHOR: listing
use calc_opt::minimize::{self, Limits};
use calc_opt::root::{self, RootError};
use calc_opt::rule::Momentum;
use calc_opt::schedule;
use calc_scalar::Real;

fn valley<R: Real>([x, y]: [R; 2]) -> R {
    (1.0 - x).powi(2) + 100.0 * (y - x.powi(2)).powi(2)
}

fn main() -> Result<(), RootError<f64>> {
    let fixed = root::find(|x| Real::cos(x) - x, 0.0, 1.0)?;
    println!("cos x = x at {:.9}, {} runs", fixed.x, fixed.evaluations);

    match root::find(|x| 1.0 / (x - 0.3), 0.0_f32, 1.0) {
        Ok(root) => println!("a root at {}", root.x),
        Err(error) => println!("{error}"),
    }

    let limits = Limits::new().max_iterations(10_000);
    let rule = Momentum::new(1e-3, 0.9);
    let minimum = minimize::with_rule(valley, [-1.2, 1.0], rule, limits);
    println!("lowest at [{:.6}, {:.6}]", minimum.x[0], minimum.x[1]);
    println!("{} steps: {}", minimum.iterations, minimum.stopped);

    let rates = [0, 50, 100].map(|step| schedule::cosine(0.1, 0.0, 100, step));
    println!("a falling rate: {rates:.2?}");
    Ok(())
}
// ANCHOR_END: listing
