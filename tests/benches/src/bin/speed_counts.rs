//! Runs one of the functions below so many times: the difference of the instructions that
//! `valgrind --tool=callgrind` counts for two numbers of runs is what the runs cost.
//!
//! ```text
//! speed_counts                       prints the names
//! speed_counts <name> <runs>         runs it
//! ```
//!
//! Names come in pairs, `<case>/calc` and `<case>/hand`.

use core::hint::black_box;

use calc_benches::{scalars, sums};

/// A case, run once.
type Case = (&'static str, fn());

fn cases() -> Vec<Case> {
    vec![
        ("derivative/calc", || {
            black_box(scalars::slope(black_box(0.7)));
        }),
        ("derivative/hand", || {
            black_box(scalars::slope_by_hand(black_box(0.7)));
        }),
        ("value_and_derivative/calc", || {
            black_box(scalars::value_and_slope(black_box(0.7)));
        }),
        ("value_and_derivative/hand", || {
            black_box(scalars::value_and_slope_by_hand(black_box(0.7)));
        }),
        ("second_derivative/calc", || {
            black_box(scalars::curvature(black_box(0.7)));
        }),
        ("second_derivative/hand", || {
            black_box(scalars::curvature_by_hand(black_box(0.7)));
        }),
        ("taylor_exp_sin_8/calc", || {
            black_box(scalars::taylor_of_exp_sin(black_box(0.7)));
        }),
        ("taylor_tanh_8/calc", || {
            black_box(scalars::taylor_of_tanh(black_box(0.7)));
        }),
        ("rosenbrock_sum_32/calc", || {
            black_box(sums::chain::<32>(black_box(sums::start())));
        }),
        ("rosenbrock_sum_32/hand", || {
            black_box(sums::chain_by_hand::<32>(black_box(sums::start())));
        }),
        ("rosenbrock_sum_100/calc", || {
            black_box(sums::chain::<100>(black_box(sums::start())));
        }),
        ("rosenbrock_sum_100/hand", || {
            black_box(sums::chain_by_hand::<100>(black_box(sums::start())));
        }),
        ("logistic_loss_64/calc", || {
            black_box(sums::logistic(
                black_box(&sums::ROWS),
                black_box([0.1; sums::WEIGHTS]),
            ));
        }),
        ("logistic_loss_64/hand", || {
            black_box(sums::logistic_by_hand(
                black_box(&sums::ROWS),
                black_box([0.1; sums::WEIGHTS]),
            ));
        }),
    ]
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (name, runs) = (arguments.next(), arguments.next());
    let runs = runs.and_then(|n| n.parse().ok()).unwrap_or(1_u32);
    match name {
        None => cases().iter().for_each(|(name, _)| println!("{name}")),
        Some(name) => match cases().into_iter().find(|(n, _)| *n == name) {
            Some((_, case)) => (0..runs).for_each(|_| case()),
            None => {
                eprintln!("no case is called {name}; without arguments, the names are printed");
                std::process::exit(2);
            }
        },
    }
}
