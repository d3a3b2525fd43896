//! A library on all problems of a set.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::counted::Counted;
use crate::sets::SETS;

/// How a search ended: its point, and whether the library calls it a success. `None` without a point.
pub type End = Option<(Vec<f64>, bool)>;

/// Prints a line: the set, the route, and what became of each problem. A search that panics, or takes more
/// runs than is sensible, has failed.
///
/// # Panics
///
/// If there is no such set.
pub fn run(set: &str, route: &str, solve: impl Fn(&Counted<'_>) -> End) {
    let found = SETS.iter().find(|s| s.name == set);
    let problems = (found.expect("a set of this name").problems)();
    let tokens = problems.iter().map(|problem| {
        let counted = Counted::new(problem.as_ref());
        match catch_unwind(AssertUnwindSafe(|| solve(&counted))) {
            Ok(Some((x, claimed))) => counted.token(Some(&x), claimed),
            Ok(None) | Err(_) => counted.token(None, false),
        }
    });
    println!("{set}\t{route}\t{}", tokens.collect::<Vec<_>>().join(" "));
}
