//! Every public function of the four crates is in the vectors.
//!
//! What there is, the sources say. What is used, the symbols of a program say that writes all
//! vectors and is built without optimisation, so that no function disappears in another.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context as _, Result};

use super::elf::Program;
use super::surface::{self, Function};
use super::{Options, symbol, vectors};
use crate::report::Report;
use crate::workspace::{CRATES, Workspace};

/// The functions that are known to be missing: to be emptied.
const WAITING: &str = "tests/vectors/waiting.txt";

/// Compares the sources with the program.
pub(crate) fn check(workspace: &Workspace, options: &Options) -> Result<Report> {
    let mut report = Report::of("public functions in the vectors");
    let program = vectors::unoptimised(workspace)?;
    let used: BTreeSet<Function> = Program::read(&program)?
        .functions()?
        .iter()
        .flat_map(|name| symbol::functions(name))
        .collect();
    let mut problems = Vec::new();
    for krate in CRATES {
        let root = workspace.path(&format!("crates/{krate}/src/lib.rs"));
        let public = surface::of_crate(&krate.replace('-', "_"), &root)?;
        report.passed += public.intersection(&used).count();
        problems.extend(missing(krate, &public, &used));
    }
    let path = workspace.path(WAITING);
    if options.accept {
        let mut lines: Vec<&str> = problems.iter().map(|line| function_of(line)).collect();
        lines.sort_unstable();
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        fs::write(&path, text).with_context(|| format!("writing {WAITING}"))?;
        report.notes.push(format!("wrote {WAITING}"));
    }
    let waiting = fs::read_to_string(&path).unwrap_or_default();
    let (known, problems) = without_waiting(&waiting, problems);
    if known > 0 {
        report.notes.push(format!(
            "{known} public functions are not in the vectors yet: {WAITING}"
        ));
    }
    report.problems.extend(problems);
    Ok(report)
}

/// How many of the problems are known, and the others; a known one that is solved is one, too.
fn without_waiting(waiting: &str, problems: Vec<String>) -> (usize, Vec<String>) {
    let mut waiting: BTreeSet<&str> = waiting.lines().filter(|line| !line.is_empty()).collect();
    let all = problems.len();
    let mut others: Vec<String> = problems
        .into_iter()
        .filter(|line| !waiting.remove(function_of(line)))
        .collect();
    let known = all - others.len();
    others.extend(
        waiting
            .iter()
            .map(|line| format!("{line} need not wait any more: remove its line from {WAITING}")),
    );
    (known, others)
}

/// The function that a problem is about.
fn function_of(problem: &str) -> &str {
    problem.split(" is not in ").next().unwrap_or(problem)
}

/// A line for each function that is not used.
fn missing(krate: &str, public: &BTreeSet<Function>, used: &BTreeSet<Function>) -> Vec<String> {
    let file = krate.trim_start_matches("calc-");
    public
        .difference(used)
        .map(|function| {
            format!(
                "{function} of {krate} is not in the vectors: add a line that calls it to tests/vectors/src/{file}.rs"
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_is_no_problem_and_what_waits_in_vain_is_one() {
        let problems = vec![
            "a of x is not in …".to_owned(),
            "b of x is not in …".to_owned(),
        ];
        let (known, others) = without_waiting("a of x\nc of x\n", problems);
        assert_eq!(known, 1);
        assert_eq!(others.len(), 2);
        assert!(others[0].starts_with("b of x") && others[1].starts_with("c of x"));
    }

    #[test]
    fn a_function_that_no_vector_calls_is_named() {
        let free = |path: &str| Function::Free(path.to_owned());
        let public = BTreeSet::from([free("calc_opt::root::find"), free("calc_opt::root::new")]);
        let used = BTreeSet::from([free("calc_opt::root::find"), free("main")]);
        let lines = missing("calc-opt", &public, &used);
        assert_eq!(lines.len(), 1);
        assert!(lines[0].starts_with("calc_opt::root::new of calc-opt"));
        assert!(lines[0].ends_with("tests/vectors/src/opt.rs"));
    }
}
