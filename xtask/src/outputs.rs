//! The captured outputs: run every listing and keep, or compare, what it prints.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::process;
use crate::report::Report;
use crate::workspace::Workspace;

const PACKAGE: &str = "calc-listings";

/// Runs the listings (all, or the named ones) and writes or, with `check`, compares their output.
pub(crate) fn update(workspace: &Workspace, check: bool, only: &[String]) -> Result<Report> {
    let listings = stems(&workspace.path("book/listings/examples"), "rs")?;
    if let Some(unknown) = only.iter().find(|name| !listings.contains(*name)) {
        bail!("no listing `{unknown}` in book/listings/examples");
    }
    process::quiet(
        workspace
            .cargo()
            .args(["build", "--package", PACKAGE, "--examples"]),
    )?;
    let programs = workspace.target_directory()?.join("debug/examples");
    let folder = workspace.path("book/listings/out");
    fs::create_dir_all(&folder)?;

    let mut report = Report::of("outputs");
    for name in &listings {
        if !only.is_empty() && !only.contains(name) {
            continue;
        }
        let printed = match run(&programs, name) {
            Ok(printed) => printed,
            Err(error) => {
                report.problems.push(format!("{error:#}"));
                continue;
            }
        };
        let file = folder.join(format!("{name}.txt"));
        let stale = fs::read(&file).ok().as_deref() != Some(printed.as_slice());
        if stale && check {
            report.problems.push(format!(
                "stale output: {name} — run `cargo xtask outputs {name}`"
            ));
            continue;
        }
        if stale {
            fs::write(&file, printed).with_context(|| format!("writing {}", file.display()))?;
            report
                .notes
                .push(format!("wrote book/listings/out/{name}.txt"));
        }
        report.passed += 1;
    }
    for orphan in stems(&folder, "txt")?.difference(&listings) {
        report.problems.push(format!(
            "output without a listing: {orphan} — remove book/listings/out/{orphan}.txt"
        ));
    }
    Ok(report)
}

/// The output of one listing, or an error that names it.
fn run(programs: &Path, name: &str) -> Result<Vec<u8>> {
    let program = programs.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let output = Command::new(&program)
        .stdin(Stdio::null())
        .env("RUST_BACKTRACE", "0")
        .output()
        .with_context(|| format!("listing {name} was not built"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said: Vec<&str> = said
            .lines()
            .filter(|l| !l.starts_with("note: run with"))
            .collect();
        bail!(
            "listing {name} failed ({}): {}",
            output.status,
            said.join("\n").trim()
        );
    }
    if core::str::from_utf8(&output.stdout).is_err() {
        bail!("listing {name} prints bytes that are not UTF-8");
    }
    Ok(output.stdout)
}

/// The names, without the extension, of the files in a folder that have this extension.
pub(crate) fn stems(folder: &Path, extension: &str) -> Result<BTreeSet<String>> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut names = BTreeSet::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == extension)
            && let Some(stem) = path.file_stem()
        {
            names.insert(stem.to_string_lossy().into_owned());
        }
    }
    Ok(names)
}
