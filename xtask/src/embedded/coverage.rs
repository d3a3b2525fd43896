//! Every public function of the four crates is in the vectors.
//!
//! What there is, the sources say. What is used, the symbols of a program say that writes all
//! vectors and is built without optimisation, so that no function disappears in another.

use std::collections::BTreeSet;

use anyhow::Result;

use super::elf::Program;
use super::surface::{self, Function};
use super::{symbol, vectors};
use crate::report::Report;
use crate::workspace::{CRATES, Workspace};

/// Compares the sources with the program.
pub(crate) fn check(workspace: &Workspace) -> Result<Report> {
    let mut report = Report::of("public functions in the vectors");
    let program = vectors::unoptimised(workspace)?;
    let used: BTreeSet<Function> = Program::read(&program)?
        .functions()?
        .iter()
        .flat_map(|name| symbol::functions(name))
        .collect();
    for krate in CRATES {
        let root = workspace.path(&format!("crates/{krate}/src/lib.rs"));
        let public = surface::of_crate(&krate.replace('-', "_"), &root)?;
        report.passed += public.intersection(&used).count();
        report.problems.extend(missing(krate, &public, &used));
    }
    Ok(report)
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
