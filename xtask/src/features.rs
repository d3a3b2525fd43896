//! The features of the four crates: each alone and all together build, and without them there is nothing
//! from outside but what the layers allow.

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::layers::allowed_outside;
use crate::process;
use crate::report::Report;
use crate::toolchain;
use crate::workspace::{CRATES, Workspace};

/// Without an operating system, so that a feature that brings one in does not build.
const BARE: &str = "thumbv7em-none-eabihf";

/// The feature that asks for an operating system.
const PLATFORM: &str = "std";

/// Checks every crate with each of its features, for this machine and for a bare one.
pub(crate) fn check(workspace: &Workspace) -> Result<Report> {
    let mut report = Report::of("features");
    let metadata = workspace.metadata()?;
    toolchain::need_target(workspace, BARE)?;
    for krate in CRATES {
        for outside in outside_by_default(workspace, krate)? {
            let allowed = allowed_outside(krate).contains(&outside.as_str());
            report.count((!allowed).then(|| format!("{krate} without features needs {outside}")));
        }
        let names = names(&metadata, krate)?;
        for (features, target) in runs(&names) {
            let mut cargo = workspace.cargo();
            cargo.args(["check", "-p", krate, "--features", &features]);
            if let Some(target) = target {
                cargo.args(["--target", target]);
            }
            let checked = process::quiet(&mut cargo);
            report.count(checked.err().map(|error| format!("{error:#}")));
        }
    }
    Ok(report)
}

/// Each feature alone and all of them, here; the same without the platform's on a bare machine.
fn runs(names: &[String]) -> Vec<(String, Option<&'static str>)> {
    let bare: Vec<String> = names.iter().filter(|n| *n != PLATFORM).cloned().collect();
    let here = names.iter().cloned().chain([names.join(",")]);
    let there = bare.iter().cloned().chain([bare.join(",")]);
    here.map(|features| (features, None))
        .chain(there.map(|features| (features, Some(BARE))))
        .collect()
}

/// The features of a crate.
fn names(metadata: &Value, krate: &str) -> Result<Vec<String>> {
    let packages = metadata["packages"].as_array().context("no packages")?;
    let package = packages.iter().find(|package| package["name"] == krate);
    let features = package.and_then(|package| package["features"].as_object());
    let features = features.with_context(|| format!("{krate} has no features"))?;
    Ok(features.keys().cloned().collect())
}

/// The packages from outside that a crate itself is built with when no feature is asked for.
fn outside_by_default(workspace: &Workspace, krate: &str) -> Result<Vec<String>> {
    let mut cargo = workspace.cargo();
    cargo.args(["tree", "-e", "normal", "--prefix", "depth", "-p", krate]);
    Ok(outside(&process::stdout_of(&mut cargo)?))
}

/// What stands one below the root of a tree with depths, such as `1heapless v0.9.3`, and is not ours.
fn outside(tree: &str) -> Vec<String> {
    tree.lines()
        .filter_map(|line| line.strip_prefix('1')?.split(' ').next())
        .filter(|name| !CRATES.contains(name) && !name.starts_with(|c: char| c.is_ascii_digit()))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_feature_runs_alone_and_with_all_others_but_never_the_platform_on_a_bare_machine() {
        let names = ["serde", "std"].map(str::to_owned);
        let runs = runs(&names);
        let of = |features: &str, target| (features.to_owned(), target);
        assert_eq!(
            runs,
            [
                of("serde", None),
                of("std", None),
                of("serde,std", None),
                of("serde", Some(BARE)),
                of("serde", Some(BARE)),
            ]
        );
    }

    #[test]
    fn what_a_dependency_needs_is_its_own_business() {
        let tree = "0calc-opt v0.1.0 (/x)\n1calc-scalar v0.1.0 (/y)\n2libm v0.2.16\n1heapless v0.9.3\n2hash32 v0.3.1\n3byteorder v1.5.0\n1serde v1.0.0\n";
        assert_eq!(outside(tree), ["heapless", "serde"]);
    }

    #[test]
    fn the_features_are_read_from_the_metadata() {
        let metadata =
            json!({"packages": [{"name": "calc-nn", "features": {"std": [], "serde": []}}]});
        assert_eq!(names(&metadata, "calc-nn").unwrap(), ["serde", "std"]);
        assert!(names(&metadata, "calc-opt").is_err());
    }
}
