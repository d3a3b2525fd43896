//! Who panics: the functions of a program from which a panic can be reached.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::build::{self, PROGRAMS, Profile, program};
use super::elf::{Program, Reference};
use super::machine::{Emulator, Machine};
use crate::process;
use crate::workspace::Workspace;

/// Builds a program that does not link without panics so that it does, and names who panics, with
/// the lines.
pub(crate) fn culprits(
    workspace: &Workspace,
    machine: &Machine,
    profile: Profile,
    kind: &str,
    name: &str,
) -> Result<Vec<String>> {
    if machine.emulator == Emulator::Node {
        return Ok(Vec::new());
    }
    // With lines in all that may panic: of the control, in itself.
    let (features, lines) = match kind {
        "--example" => ("may-panic", "package.calc-programs."),
        _ => ("may-panic,vectors", ""),
    };
    let mut cargo = workspace.cargo();
    cargo.current_dir(workspace.path(PROGRAMS)).args([
        "rustc",
        "--no-default-features",
        "--features",
        features,
    ]);
    build::arguments(workspace, &mut cargo, &[*machine], profile);
    cargo
        .args([
            "--config",
            &format!("profile.release.{lines}debug=\"line-tables-only\""),
        ])
        .args([kind, name, "--", "-C", "link-arg=--emit-relocs"])
        // What was left out would be said to lie at address 0, where flash begins.
        .args([
            "-C",
            "link-arg=-zdead-reloc-in-nonalloc=.debug_*=0xffffffff",
        ]);
    process::quiet(&mut cargo)?;
    let folder = if kind == "--example" { "examples/" } else { "" };
    let file = program(workspace, machine, profile, &format!("{folder}{name}"));
    let program = Program::read(&file)?;
    let references = program.references()?;
    let mut lines = BTreeSet::new();
    for reference in who_panics(&references) {
        let frames = program.frames(reference.address)?;
        let ours: Vec<&String> = frames.iter().filter(|f| !of_the_library(f)).collect();
        let what = reference.to.split("::<").next().unwrap_or(&reference.to);
        lines.insert(match ours.as_slice() {
            [] => format!("{} calls {what}", reference.from),
            [first, outer @ ..] => match outer.last() {
                Some(last) => format!("{first} calls {what}, in {last}"),
                None => format!("{first} calls {what}"),
            },
        });
    }
    Ok(lines.into_iter().collect())
}

/// Where a function that is not the library's calls one that leads to a panic.
fn who_panics(references: &[Reference]) -> Vec<&Reference> {
    let mut callers: BTreeMap<&str, Vec<&Reference>> = BTreeMap::new();
    for reference in references {
        callers.entry(&reference.to).or_default().push(reference);
    }
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    let mut open: Vec<&str> = references
        .iter()
        .map(|reference| reference.to.as_str())
        .filter(|name| name.contains("rust_begin_unwind") || name.starts_with("core::panicking::"))
        .collect();
    while let Some(name) = open.pop() {
        if !seen.insert(name) {
            continue;
        }
        for reference in callers.get(name).into_iter().flatten() {
            if of_the_library(&reference.from) {
                open.push(&reference.from);
            } else {
                found.push(*reference);
            }
        }
    }
    found
}

/// Whether a function is of Rust's own library.
fn of_the_library(name: &str) -> bool {
    let name = name.trim_start_matches(['<', '&', '[', '*']);
    [
        "core::",
        "alloc::",
        "std::",
        "__rustc::",
        "rust_begin_unwind",
    ]
    .iter()
    .any(|start| name.starts_with(start))
        || name.contains("(library/core/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference(from: &str, to: &str) -> Reference {
        Reference {
            from: from.to_owned(),
            to: to.to_owned(),
            address: 0,
        }
    }

    #[test]
    fn the_first_caller_outside_the_library_is_named() {
        let references = [
            reference("main", "calc_opt::root::find"),
            reference(
                "calc_opt::root::find",
                "core::panicking::panic_bounds_check",
            ),
            reference(
                "core::panicking::panic_bounds_check",
                "core::panicking::panic_fmt",
            ),
            reference("core::panicking::panic_fmt", "rust_begin_unwind"),
            reference("main", "calc_opt::root::brent"),
        ];
        let found = who_panics(&references);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].from, "calc_opt::root::find");
    }

    #[test]
    fn without_panics_nobody_is_named() {
        assert!(who_panics(&[reference("main", "calc_opt::root::find")]).is_empty());
    }
}
