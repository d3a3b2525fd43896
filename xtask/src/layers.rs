//! The arrows between the four crates, and what they may take from outside.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::report::Report;
use crate::workspace::{CRATES, Workspace};

/// What a crate may depend on from outside; the architecture chapter lists what is in use.
pub(crate) fn allowed_outside(krate: &str) -> &'static [&'static str] {
    match krate {
        "calc-scalar" => &["libm"],
        _ => &["heapless"],
    }
}

/// What may be added behind a feature that is off by default.
const OPTIONAL: [&str; 4] = ["num-traits", "nalgebra", "defmt", "serde"];

/// A line of `[dependencies]`, `[dev-dependencies]` or `[build-dependencies]`.
#[derive(Debug)]
struct Dependency {
    name: String,
    kind: Kind,
    optional: bool,
    features: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Normal,
    Dev,
    Build,
}

/// Compares `cargo metadata` with the layers.
pub(crate) fn check(workspace: &Workspace) -> Result<Report> {
    let dependencies = dependencies(&workspace.metadata()?)?;
    let mut report = Report::of("dependencies");
    for krate in CRATES {
        let of_crate = dependencies
            .get(krate)
            .with_context(|| format!("{krate} is not in the workspace"))?;
        for dependency in of_crate {
            report.count(violation(krate, dependency));
        }
        if on_by_default(&workspace.metadata()?, krate) {
            report
                .problems
                .push(format!("{krate} has features that are on by default"));
        }
    }
    for (package, dependency) in dependencies
        .iter()
        .flat_map(|(package, list)| list.iter().map(move |d| (package, d)))
    {
        if gives_up_the_bits(dependency) {
            report.problems.push(format!(
                "{package} asks {} for the platform's functions: its bits would depend on the machine",
                dependency.name
            ));
        }
    }
    Ok(report)
}

/// Whether a member of the workspace switches one of the four crates from `libm` to the platform.
fn gives_up_the_bits(dependency: &Dependency) -> bool {
    CRATES.contains(&dependency.name.as_str()) && dependency.features.iter().any(|f| f == "std")
}

/// Why this dependency is not allowed, if so.
fn violation(krate: &str, dependency: &Dependency) -> Option<String> {
    let name = dependency.name.as_str();
    let layer = |wanted: &str| CRATES.iter().position(|&c| c == wanted);
    if let Some(below) = layer(name) {
        return (Some(below) >= layer(krate))
            .then(|| format!("{krate} depends on {name}: the arrow runs back"));
    }
    let allowed = match dependency.kind {
        Kind::Dev => true,
        Kind::Build => false,
        Kind::Normal if dependency.optional => OPTIONAL.contains(&name),
        Kind::Normal => allowed_outside(krate).contains(&name),
    };
    (!allowed).then(|| {
        format!(
            "{krate} depends on {name}: only {} is allowed, and behind a feature {}",
            allowed_outside(krate).join(", "),
            OPTIONAL.join(", ")
        )
    })
}

fn dependencies(metadata: &Value) -> Result<BTreeMap<String, Vec<Dependency>>> {
    let packages = metadata["packages"]
        .as_array()
        .context("cargo metadata lists no packages")?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let of_package = |package: &Value| {
        let list = package["dependencies"]
            .as_array()
            .map_or(&[][..], Vec::as_slice);
        list.iter()
            .map(|dependency| Dependency {
                name: text(&dependency["name"]),
                kind: match dependency["kind"].as_str() {
                    Some("dev") => Kind::Dev,
                    Some("build") => Kind::Build,
                    _ => Kind::Normal,
                },
                optional: dependency["optional"].as_bool().unwrap_or(false),
                features: dependency["features"]
                    .as_array()
                    .map_or_else(Vec::new, |features| features.iter().map(text).collect()),
            })
            .collect()
    };
    Ok(packages
        .iter()
        .map(|package| (text(&package["name"]), of_package(package)))
        .collect())
}

fn on_by_default(metadata: &Value, krate: &str) -> bool {
    metadata["packages"].as_array().is_some_and(|packages| {
        packages.iter().any(|package| {
            package["name"] == krate
                && package["features"]["default"]
                    .as_array()
                    .is_some_and(|f| !f.is_empty())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(name: &str, kind: Kind, optional: bool) -> Dependency {
        Dependency {
            name: name.to_owned(),
            kind,
            optional,
            features: Vec::new(),
        }
    }

    #[test]
    fn the_platforms_functions_are_seen() {
        let mut dependency = of("calc-scalar", Kind::Normal, false);
        assert!(!gives_up_the_bits(&dependency));
        dependency.features = vec!["std".to_owned()];
        assert!(gives_up_the_bits(&dependency));
    }

    #[test]
    fn an_arrow_may_skip_a_layer_and_tests_may_use_anything_from_outside() {
        assert_eq!(
            violation("calc-nn", &of("calc-scalar", Kind::Normal, false)),
            None
        );
        assert_eq!(
            violation("calc-nn", &of("heapless", Kind::Normal, false)),
            None
        );
        assert_eq!(
            violation("calc-opt", &of("proptest", Kind::Dev, false)),
            None
        );
        assert_eq!(
            violation("calc-opt", &of("serde", Kind::Normal, true)),
            None
        );
    }

    #[test]
    fn negative_control_every_forbidden_arrow_is_found() {
        for (krate, dependency) in [
            ("calc-scalar", of("calc-multi", Kind::Normal, false)),
            ("calc-multi", of("calc-nn", Kind::Dev, false)),
            ("calc-opt", of("calc-opt", Kind::Dev, false)),
            ("calc-scalar", of("heapless", Kind::Normal, false)),
            ("calc-nn", of("libm", Kind::Normal, false)),
            ("calc-nn", of("rand", Kind::Normal, true)),
            ("calc-nn", of("serde", Kind::Normal, false)),
            ("calc-nn", of("cc", Kind::Build, false)),
        ] {
            assert!(
                violation(krate, &dependency).is_some(),
                "{krate}: {dependency:?}"
            );
        }
    }

    #[test]
    fn metadata_is_read_with_kinds() {
        let metadata = json!({"packages": [{
            "name": "calc-nn",
            "dependencies": [
                {"name": "serde", "kind": null, "optional": true},
                {"name": "proptest", "kind": "dev", "optional": false},
            ],
            "features": {"default": ["std"]},
        }]});
        let read = dependencies(&metadata).unwrap();
        assert!(read["calc-nn"][0].optional && read["calc-nn"][0].kind == Kind::Normal);
        assert_eq!(read["calc-nn"][1].kind, Kind::Dev);
        assert!(on_by_default(&metadata, "calc-nn"));
    }
}
