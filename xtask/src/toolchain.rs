//! Compilers and targets by rustup, and the oldest Rust the crates support.

use std::fs;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context as _, Result, bail};

use crate::process;
use crate::report::Report;
use crate::workspace::Workspace;

/// The version of the compiler in use: `1.95.0`.
pub(crate) fn version(workspace: &Workspace) -> Result<String> {
    let text = process::stdout_of(workspace.rustc().arg("--version"))?;
    let version = text.split_whitespace().nth(1);
    version.map(str::to_owned).context("rustc says no version")
}

/// Makes sure that a toolchain is there, with a target.
pub(crate) fn need_toolchain_with(
    workspace: &Workspace,
    version: &str,
    target: &str,
) -> Result<()> {
    need_toolchain(workspace, version)?;
    let add = ["target", "add", target, "--toolchain", version];
    process::quiet(workspace.rustup().args(add))
        .with_context(|| format!("target {target} is missing for Rust {version}"))
}

/// Makes sure that a target is there for the compiler in use.
pub(crate) fn need_target(workspace: &Workspace, target: &str) -> Result<()> {
    // Two checks may ask at once, and rustup installs one thing at a time.
    static ONE_BY_ONE: Mutex<()> = Mutex::new(());
    let _turn = ONE_BY_ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let advice = || format!("target {target} is missing — run `rustup target add {target}`");
    let library = process::stdout_of(workspace.rustc().args([
        "--print",
        "target-libdir",
        "--target",
        target,
    ]))
    .with_context(advice)?;
    if fs::read_dir(library.trim()).is_ok_and(|mut files| files.next().is_some()) {
        return Ok(());
    }
    if !has_rustup(workspace) {
        bail!("{}", without_rustup(target));
    }
    let mut rustup = workspace.rustup();
    rustup.args(["target", "add", target]);
    if let Some(toolchain) = std::env::var_os("RUSTUP_TOOLCHAIN") {
        rustup.arg("--toolchain").arg(toolchain);
    }
    process::quiet(&mut rustup).with_context(advice)
}

fn has_rustup(workspace: &Workspace) -> bool {
    process::capture(workspace.rustup().arg("--version")).is_ok_and(|said| said.success)
}

/// What to do about a target that a compiler of a distribution lacks.
fn without_rustup(target: &str) -> String {
    let packaged = match target.starts_with("wasm32") {
        true => "; or, for Debian's own compiler: apt-get install libstd-rust-web-dev",
        false => "",
    };
    format!(
        "target {target} is missing, and so is rustup, which would add it to a compiler of its own: install \
         it from https://rustup.rs and run this again{packaged}"
    )
}

/// Checks the workspace with the Rust version that `Cargo.toml` promises.
pub(crate) fn oldest(workspace: &Workspace) -> Result<Report> {
    let version = promised(&fs::read_to_string(workspace.path("Cargo.toml"))?)?;
    need_toolchain(workspace, &version)?;
    process::quiet(workspace.rustup().args([
        "run",
        &version,
        "cargo",
        "check",
        "--workspace",
        "--target-dir",
        "target/oldest",
    ]))?;
    let mut report = Report::of("oldest supported Rust");
    report.passed = 1;
    Ok(report)
}

fn need_toolchain(workspace: &Workspace, version: &str) -> Result<()> {
    let installed =
        process::capture(
            workspace
                .rustup()
                .args(["run", version, "cargo", "--version"]),
        )?;
    if installed.success {
        return Ok(());
    }
    process::quiet(workspace.rustup().args([
        "toolchain",
        "install",
        version,
        "--profile",
        "minimal",
        "--no-self-update",
    ]))
    .with_context(|| {
        format!("Rust {version} is missing — run `rustup toolchain install {version}`")
    })
}

/// Whether this computer executes what `x86-64-v3` is compiled to.
pub(crate) fn has_x86_64_v3() -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        is_x86_feature_detected!("avx2")
            && is_x86_feature_detected!("fma")
            && is_x86_feature_detected!("bmi2")
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        false
    }
}

/// Whether this computer executes what `x86-64-v4` is compiled to: AVX-512.
pub(crate) fn has_x86_64_v4() -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        has_x86_64_v3()
            && is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512cd")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vl")
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        false
    }
}

/// The `rust-version` of the workspace.
fn promised(manifest: &str) -> Result<String> {
    let line = manifest
        .lines()
        .find_map(|line| line.strip_prefix("rust-version"));
    match line.and_then(|line| line.split('"').nth(1)) {
        Some(version) => Ok(version.to_owned()),
        None => bail!("Cargo.toml promises no rust-version"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_promised_version_is_read_from_the_manifest() {
        assert_eq!(promised("[a]\nrust-version = \"1.88\"\n").unwrap(), "1.88");
        assert!(promised("[a]\n").is_err());
    }

    #[test]
    fn without_rustup_it_is_said_what_to_install() {
        let arm = without_rustup("thumbv6m-none-eabi");
        assert!(arm.contains("https://rustup.rs") && !arm.contains("apt-get"));
        assert!(without_rustup("wasm32-unknown-unknown").contains("libstd-rust-web-dev"));
    }

    #[test]
    fn a_missing_target_comes_with_its_cure() {
        let workspace = Workspace::locate().unwrap();
        let error = need_target(&workspace, "abacus-none-eabi").unwrap_err();
        assert!(format!("{error:#}").contains("run `rustup target add abacus-none-eabi`"));
    }
}
