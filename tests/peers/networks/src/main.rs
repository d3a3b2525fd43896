//! calc-nn beside other libraries that train networks. Run by `cargo xtask bench`.
//!
//! Every library starts from the same weights and sees the same examples in the same order. Its loss
//! curve has to be ours before its time counts.

mod data;
mod digits;
mod examples;
mod fann;
mod xor;

use std::process::ExitCode;

const USAGE: &str = "usage: calc-network-peers start|digits|digits-by-examples|xor
  start   the weights that training on digits starts from, and our losses, for other programs
  digits  one epoch of 64-32-10 in batches of 32, single precision: name, milliseconds, last loss
  digits-by-examples
          one epoch of 64-32-10, a step after each example, double precision: name, milliseconds
  xor     one step of 2-4-1, double precision: name, nanoseconds";

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("start") => digits::start(),
        Some("digits") => digits::race(),
        Some("digits-by-examples") => examples::race(),
        Some("xor") => xor::race(),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

/// The shortest of many runs of each, in turns, so that what else the computer does hits all alike.
fn shortest(
    rounds: usize,
    racers: &mut [(&'static str, Box<dyn FnMut() + '_>)],
) -> Vec<(&'static str, f64)> {
    let mut best: Vec<_> = racers
        .iter()
        .map(|(name, _)| (*name, f64::INFINITY))
        .collect();
    for _ in 0..rounds {
        for ((_, run), (_, best)) in racers.iter_mut().zip(&mut best) {
            let start = std::time::Instant::now();
            run();
            *best = best.min(start.elapsed().as_secs_f64());
        }
    }
    best
}
