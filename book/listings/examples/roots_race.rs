//! How many runs of `f` the methods need, on an easy equation and on two that are not.

// ANCHOR: listing
use calc_opt::root::{self, Root, RootError};
use calc_scalar::Real;

type Outcome = Result<Root<f64>, RootError<f64>>;
type Method = fn(fn(f64) -> f64, f64, f64) -> Outcome;

const METHODS: [(&str, Method); 5] = [
    ("bisection", |f, a, b| root::bisection(f, a, b)),
    ("Brent", |f, a, b| root::brent(f, a, b)),
    ("TOMS 748", |f, a, b| root::toms748(f, a, b)),
    ("Chandrupatla", |f, a, b| root::chandrupatla(f, a, b)),
    ("find", |f, a, b| root::find(f, a, b)),
];

fn main() -> Result<(), RootError<f64>> {
    println!("method         cos x = x   exp x = 10³⁰   (x − 0.7)⁹ = 0");
    for (name, method) in METHODS {
        let easy = method(|x| Real::cos(x) - x, 0.0, 1.0)?;
        let steep = method(|x| Real::exp(x) - 1e30, 0.0, 700.0)?;
        let flat = method(|x| Real::powi(x - 0.7, 9), -1.0, 4.0)?;
        let runs = [easy, steep, flat].map(|root| root.evaluations);
        println!("{name:<14} {:>9} {:>14} {:>16}", runs[0], runs[1], runs[2]);
    }
    Ok(())
}
// ANCHOR_END: listing
