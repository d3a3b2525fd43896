//! Formatting, clippy and rustdoc, with warnings denied.

use std::process::Command;

use anyhow::Result;

use crate::process;
use crate::workspace::Workspace;

/// The three commands with their names.
pub(crate) fn commands(workspace: &Workspace) -> [(&'static str, Command); 3] {
    let mut format = workspace.cargo();
    format.args(["fmt", "--all", "--check"]);
    let mut clippy = workspace.cargo();
    clippy.args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--quiet",
        "--",
        "-D",
        "warnings",
    ]);
    let mut docs = workspace.cargo();
    docs.env("RUSTDOCFLAGS", "-D warnings")
        .args(["doc", "--workspace", "--no-deps", "--quiet"]);
    [("format", format), ("clippy", clippy), ("docs", docs)]
}

/// `cargo xtask lint`: all three on the user's terminal, even after one has failed.
pub(crate) fn all(workspace: &Workspace) -> Result<bool> {
    let mut well = true;
    for (name, mut command) in commands(workspace) {
        let success = process::pass_through(&mut command)?;
        println!("{} {name}", if success { "✓" } else { "✗" });
        well &= success;
    }
    Ok(well)
}
