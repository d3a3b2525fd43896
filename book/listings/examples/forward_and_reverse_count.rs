//! What a gradient costs, counted by a number that counts.

// ANCHOR: listing
use calc_multi::{Tape, TapeFull, gradient, separable};
use calc_scalar::Real;
use support::counted::{Counted, count};

/// One term of Rosenbrock's valley: it looks at two neighbours.
fn term<R: Real>(a: R, b: R) -> R {
    let (u, v) = (1.0 - a, b - a * a);
    u * u + 100.0 * v * v
}

fn valley<R: Real, const N: usize>(x: [R; N]) -> R {
    let neighbours = x.iter().zip(x.iter().skip(1));
    neighbours.map(|(&a, &b)| term(a, b)).sum()
}

fn main() -> Result<(), TapeFull> {
    costs::<2>()?;
    costs::<10>()?;
    costs::<100>()?;
    Ok(())
}

fn costs<const N: usize>() -> Result<(), TapeFull> {
    let x = [Counted(0.5); N];
    let mut tape = Tape::<Counted, 1024>::new();
    let chain = (1..N).map(|i| [i - 1, i]);

    let (_, run) = count(|| valley(x));
    let (_, forward) = count(|| gradient(valley, x));
    let (reverse, backward) = count(|| tape.gradient(valley, x));
    let (_, terms) = count(|| separable::gradient(chain, |_, [a, b]| term(a, b), x));
    reverse?;

    let runs = |operations| operations as f64 / run as f64;
    println!("{N} variables, one run = {run} operations");
    println!("  {N}, forward = {:.1} runs", runs(forward));
    println!("  {N}, reverse = {:.1} runs", runs(backward));
    println!("  {N}, term by term = {:.1} runs", runs(terms));
    Ok(())
}
// ANCHOR_END: listing
