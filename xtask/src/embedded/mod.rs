//! `cargo xtask embedded`: the crates on the machines they are made for.
//!
//! | check | says |
//! |---|---|
//! | [`vectors`] | every target computes the bits of the golden file, and nothing can panic |
//! | [`coverage`] | every public function is in the vectors |
//! | [`chapter`] | the commands of the book's chapter do what it says |
//! | [`boards`] | the templates for real boards build |
//! | [`budgets`] | what the uses cost has not grown |
//! | [`peers`] | what stands beside other libraries is of today |

use anyhow::Result;

use crate::Usage;
use crate::report::Report;
use crate::threads;
use crate::workspace::Workspace;

mod machine;
mod build;
mod elf;
mod stack;
mod panics;
mod surface;
mod symbol;
mod coverage;
mod golden;
mod vectors;
mod chapter;
mod boards;
mod budgets;
mod peers;
mod table;

/// What to do about what is found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Options {
    /// What cannot be run is an error.
    pub(crate) strict: bool,
    /// The golden file and the budgets are written, not compared.
    pub(crate) accept: bool,
    /// The keys of the machines to run on, at both levels of optimisation; if there is none, `extent` says
    /// which.
    pub(crate) machines: Vec<String>,
    /// On how many machines and in how many ways, if none is named.
    pub(crate) extent: Extent,
}

impl Options {
    /// Something is missing on this computer: an error, or a check less.
    fn lacks(&self, report: &mut Report, line: String) {
        match self.strict {
            true => report.problems.push(line),
            false => report.notes.push(format!("skipped: {line}")),
        }
    }
}

/// On how many machines the vectors run, in how many ways.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Extent {
    /// One, in one way: what everybody runs all the time.
    One,
    /// Every machine, optimised for speed and for size.
    #[default]
    All,
}

/// The checks by name, in the order in which they run.
pub(crate) const CHECKS: [&str; 6] = [
    "vectors", "coverage", "chapter", "boards", "budgets", "peers",
];

/// Names of checks and keys of machines, told apart.
pub(crate) fn named(names: &[String]) -> Result<(Vec<String>, Vec<String>)> {
    let is_check = |name: &String| CHECKS.contains(&name.as_str());
    let (checks, machines): (Vec<_>, Vec<_>) = names.iter().cloned().partition(is_check);
    let keys = machine::MACHINES.map(|machine| machine.key);
    match machines.iter().find(|name| !keys.contains(&name.as_str())) {
        None => Ok((checks, machines)),
        Some(name) => Err(Usage(format!(
            "no check and no machine is called `{name}`; there are {}; {}",
            CHECKS.join(", "),
            keys.join(", ")
        ))
        .into()),
    }
}

/// The step of `cargo xtask test`; with `strict`, more machines and the budgets, and what cannot be run
/// is an error.
pub(crate) fn check(workspace: &Workspace, strict: bool) -> Result<Report> {
    let (extent, checks) = match strict {
        true => (Extent::All, &CHECKS[..]),
        false => (Extent::One, &CHECKS[..2]),
    };
    let options = Options {
        strict,
        extent,
        ..Options::default()
    };
    let checks: Vec<String> = checks.iter().map(|&check| check.to_owned()).collect();
    some(workspace, &options, &checks)
}

/// The checks of what is optimised together, which is built in a directory of its own: they run beside the
/// others, which are the longer ones and go first.
const MEASURED: [&str; 4] = ["chapter", "boards", "budgets", "peers"];

/// The checks named, or all.
pub(crate) fn some(workspace: &Workspace, options: &Options, names: &[String]) -> Result<Report> {
    let wanted = |name: &&str| names.is_empty() || names.iter().any(|n| n == name);
    let (measured, computed): (Vec<&str>, Vec<&str>) = CHECKS
        .into_iter()
        .filter(wanted)
        .partition(|name| MEASURED.contains(name));
    let check = |workspace: &Workspace, name: &str| match name {
        "coverage" => coverage::check(workspace),
        "vectors" => vectors::check(workspace, options),
        "chapter" => chapter::check(workspace, options),
        "boards" => boards::check(workspace, options),
        "budgets" => budgets::check(workspace, options),
        _ => peers::check(workspace, options),
    };
    let all = |workspace: &Workspace, names: Vec<&str>| {
        let checked = names.into_iter().map(|name| check(workspace, name));
        checked.collect::<Result<Vec<_>>>()
    };
    let background = workspace.in_background();
    let (measured, computed) =
        threads::both(|| all(&background, measured), || all(workspace, computed))?;
    let mut report = Report::of("embedded checks");
    let parts = computed.into_iter().chain(measured);
    parts.for_each(|part| report.add(part));
    Ok(report)
}
