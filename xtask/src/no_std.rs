//! Each crate alone, for machines without an operating system.

use std::fs;

use anyhow::{Context as _, Result};

use crate::process;
use crate::report::Report;
use crate::toolchain;
use crate::workspace::{CRATES, Workspace};

/// Cortex-M0, Cortex-M4F, 32-bit RISC-V, the browser.
const TARGETS: [&str; 4] = [
    "thumbv6m-none-eabi",
    "thumbv7em-none-eabihf",
    "riscv32imac-unknown-none-elf",
    "wasm32-unknown-unknown",
];

/// The programs of the README and the book's chapter on microcontrollers.
const EXAMPLES: &str = "calc-firmware";

/// Reads the crate roots and builds every crate for every target.
pub(crate) fn check(workspace: &Workspace, strict: bool) -> Result<Report> {
    let mut report = Report::of("no_std checks");
    let root_manifest = fs::read_to_string(workspace.path("Cargo.toml"))?;
    for krate in CRATES {
        let read = |file: &str| {
            let path = workspace.path(&format!("crates/{krate}/{file}"));
            fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))
        };
        let problem = source_problem(&read("src/lib.rs")?, &read("Cargo.toml")?, &root_manifest);
        report.count(problem.map(|problem| format!("{krate}: {problem}")));
    }
    for target in TARGETS {
        if let Err(error) = toolchain::need_target(workspace, target) {
            let line = format!("{error:#}");
            match strict {
                true => report.problems.push(line),
                false => report.notes.push(format!("skipped: {line}")),
            }
            continue;
        }
        for krate in CRATES.iter().chain([&EXAMPLES]) {
            let built = process::quiet(
                workspace
                    .cargo()
                    .args(["build", "-p", krate, "--target", target]),
            );
            report.count(
                built
                    .err()
                    .map(|error| format!("{krate} for {target}: {error:#}")),
            );
        }
    }
    Ok(report)
}

/// Why a crate is not `no_std` without conditions, or not free of unsafe code.
fn source_problem(root: &str, manifest: &str, workspace_manifest: &str) -> Option<&'static str> {
    let has = |text: &str, wanted: &str| text.lines().any(|line| line.trim() == wanted);
    if !has(root, "#![no_std]") {
        return Some("src/lib.rs lacks the line `#![no_std]`, without a condition");
    }
    if root.contains("extern crate alloc") {
        return Some("src/lib.rs brings in `alloc`");
    }
    let in_source = has(root, "#![forbid(unsafe_code)]");
    let in_manifests = section_has(manifest, "[lints]", "workspace = true")
        && section_has(
            workspace_manifest,
            "[workspace.lints.rust]",
            "unsafe_code = \"forbid\"",
        );
    if !in_source && !in_manifests {
        return Some("nothing forbids unsafe code");
    }
    None
}

fn section_has(manifest: &str, section: &str, wanted: &str) -> bool {
    manifest
        .lines()
        .map(str::trim)
        .skip_while(|line| *line != section)
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .any(|line| line == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = "[package]\n[lints]\nworkspace = true\n";
    const WORKSPACE: &str = "[workspace.lints.rust]\nunsafe_code = \"forbid\"\n";

    #[test]
    fn a_crate_without_std_and_unsafe_passes() {
        assert_eq!(
            source_problem("//! A.\n#![no_std]\n", MANIFEST, WORKSPACE),
            None
        );
        assert_eq!(
            source_problem("#![no_std]\n#![forbid(unsafe_code)]\n", "", ""),
            None
        );
    }

    #[test]
    fn negative_control_conditions_alloc_and_unsafe_are_found() {
        let conditional = "#![cfg_attr(not(feature = \"std\"), no_std)]\n";
        assert!(source_problem(conditional, MANIFEST, WORKSPACE).is_some());
        assert!(source_problem("#![no_std]\nextern crate alloc;\n", MANIFEST, WORKSPACE).is_some());
        assert!(source_problem("#![no_std]\n", "[package]\n", WORKSPACE).is_some());
        let denied = "[workspace.lints.rust]\nunsafe_code = \"deny\"\n";
        assert!(source_problem("#![no_std]\n", MANIFEST, denied).is_some());
    }
}
