//! `cargo xtask exhaustive`: functions of single precision at all 2³² arguments.

use anyhow::Result;

use crate::process;
use crate::workspace::Workspace;

/// Runs `tests/exhaustive`, with all optimisation, for the functions named or all; it shows its progress
/// and writes its record.
pub(crate) fn run(workspace: &Workspace, names: &[String]) -> Result<bool> {
    let mut cargo = workspace.cargo();
    cargo
        .args([
            "run",
            "--quiet",
            "--release",
            "--package",
            "calc-exhaustive",
            "--",
        ])
        .args(names);
    process::pass_through(&mut cargo)
}
