//! `cargo xtask embedded`: the crates on the machines they are made for.
//!
//! | check | says |
//! |---|---|
//! | [`coverage`] | every public function is in the vectors |
//! | [`vectors`] | every target computes the bits of the golden file, and nothing can panic |
//! | [`budgets`] | what the uses cost has not grown |

use anyhow::Result;

use crate::report::Report;
use crate::workspace::Workspace;

mod machine;
mod build;
mod elf;
mod panics;
mod surface;
mod symbol;
mod coverage;
mod golden;
mod vectors;
mod budgets;
mod table;

/// What to do about what is found.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Options {
    /// What cannot be run is an error.
    pub(crate) strict: bool,
    /// The golden file and the budgets are written, not compared.
    pub(crate) accept: bool,
}

/// The checks by name, in the order in which they run.
pub(crate) const CHECKS: [&str; 3] = ["coverage", "vectors", "budgets"];

/// All checks; with `strict`, what cannot be run is an error.
pub(crate) fn check(workspace: &Workspace, strict: bool) -> Result<Report> {
    let options = Options {
        strict,
        accept: false,
    };
    some(workspace, options, &[])
}

/// The checks named, or all.
pub(crate) fn some(workspace: &Workspace, options: Options, names: &[String]) -> Result<Report> {
    let mut report = Report::of("embedded checks");
    let wanted = |name: &str| names.is_empty() || names.iter().any(|n| n == name);
    for name in CHECKS.into_iter().filter(|name| wanted(name)) {
        let part = match name {
            "coverage" => coverage::check(workspace)?,
            "vectors" => vectors::check(workspace, options)?,
            _ => budgets::check(workspace, options)?,
        };
        report.passed += part.passed;
        report.problems.extend(part.problems);
        report.notes.extend(part.notes);
    }
    Ok(report)
}
