//! Building the programs of `tests/firmware/programs`.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use super::machine::Machine;
use crate::process;
use crate::workspace::Workspace;

/// The workspace of the programs.
pub(crate) const PROGRAMS: &str = "tests/firmware/programs";

/// How the compiler optimises, as `opt-level`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Opt {
    /// For speed.
    Three,
    /// For size.
    S,
}

impl Opt {
    pub(crate) const ALL: [Self; 2] = [Self::Three, Self::S];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Three => "3",
            Self::S => "s",
        }
    }
}

/// How programs are compiled: always by the profile `release`, told how by the command line. One profile
/// for all has the tools that run on this computer compiled once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Profile {
    pub(crate) opt: Opt,
    /// Whether all crates are optimised together in the end.
    together: bool,
}

/// Where cargo puts what a [`Profile`] makes.
pub(crate) const RELEASE: &str = "release";

impl Profile {
    /// Of a program to be measured: as firmware is built.
    pub(crate) const fn measured(opt: Opt) -> Self {
        Self {
            opt,
            together: true,
        }
    }

    /// Of the vectors: optimised together, all of them would take minutes.
    pub(crate) const fn vectors(opt: Opt) -> Self {
        Self {
            opt,
            together: false,
        }
    }

    fn arguments(self) -> [String; 5] {
        let level = match self.opt {
            Opt::Three => "3",
            Opt::S => "\"s\"",
        };
        let lto = if self.together { "fat" } else { "off" };
        [
            "--release".to_owned(),
            "--config".to_owned(),
            format!("profile.release.opt-level={level}"),
            "--config".to_owned(),
            format!("profile.release.lto=\"{lto}\""),
        ]
    }
}

/// Where what is optimised together is built: the uses, the peers, the chapter and the boards share the
/// tools that run on this computer.
pub(crate) const MEASURED: &str = "target/embedded/measured";

/// Where the vectors are built. Of one directory only one call of cargo makes use at a time.
const VECTORS: &str = "target/embedded/vectors";

/// Where the programs for a machine are built.
fn directory(workspace: &Workspace, machine: &Machine, profile: Profile) -> PathBuf {
    let folder = if profile.together { MEASURED } else { VECTORS };
    workspace.path(&match machine.target_cpu {
        None => folder.to_owned(),
        // Of the same name as programs for other processors of the target.
        Some(cpu) => format!("{folder}-{cpu}"),
    })
}

/// The program built last under this name, or under `examples/` and this name.
pub(crate) fn program(
    workspace: &Workspace,
    machine: &Machine,
    profile: Profile,
    name: &str,
) -> PathBuf {
    directory(workspace, machine, profile)
        .join(machine.target)
        .join(RELEASE)
        .join(machine.file(name))
}

/// A command of cargo's for machines that share a directory, all at once.
pub(crate) fn arguments(
    workspace: &Workspace,
    cargo: &mut Command,
    machines: &[Machine],
    profile: Profile,
) {
    cargo
        .args(["--locked", "--quiet"])
        .args(profile.arguments());
    if let Some(first) = machines.first() {
        cargo
            .arg("--target-dir")
            .arg(directory(workspace, first, profile));
        if let Some(cpu) = first.target_cpu {
            cargo.env("RUSTFLAGS", format!("-C target-cpu={cpu}"));
            // What runs on this computer is the same for all processors (an older cargo makes it twice).
            let common = Machine {
                target_cpu: None,
                ..*first
            };
            let common = directory(workspace, &common, profile);
            cargo.env("CARGO_BUILD_BUILD_DIR", common);
        }
    }
    let targets: BTreeSet<&str> = machines.iter().map(|machine| machine.target).collect();
    for target in targets {
        cargo.args(["--target", target]);
    }
}

/// `cargo build` of programs for machines that share a directory, all at once; by the compiler in use
/// or by the toolchain named.
pub(crate) fn cargo(
    workspace: &Workspace,
    folder: &str,
    toolchain: Option<&str>,
    machines: &[Machine],
    profile: Profile,
) -> Command {
    let mut cargo = match toolchain {
        None => workspace.cargo(),
        Some(toolchain) => {
            let mut rustup = workspace.rustup();
            rustup.args(["run", toolchain, "cargo"]);
            rustup
        }
    };
    cargo
        .current_dir(workspace.path(folder))
        .args(["build", "--keep-going"]);
    arguments(workspace, &mut cargo, machines, profile);
    cargo
}

/// Machines that can be built by one call of cargo.
pub(crate) fn groups(machines: &[Machine]) -> Vec<Vec<Machine>> {
    let (own, shared): (Vec<Machine>, Vec<Machine>) = machines
        .iter()
        .partition(|machine| machine.target_cpu.is_some());
    let mut groups: Vec<Vec<Machine>> = own.into_iter().map(|machine| vec![machine]).collect();
    if !shared.is_empty() {
        groups.insert(0, shared);
    }
    groups
}

/// The programs whose names start like this, from the files of the package.
pub(crate) fn programs(workspace: &Workspace, prefix: &str) -> Result<Vec<String>> {
    programs_in(workspace, PROGRAMS, prefix)
}

/// The same in another workspace than [`PROGRAMS`].
pub(crate) fn programs_in(
    workspace: &Workspace,
    folder: &str,
    prefix: &str,
) -> Result<Vec<String>> {
    let folder = workspace.path(folder).join("src/bin");
    let mut names: Vec<String> = crate::outputs::stems(&folder, "rs")
        .with_context(|| format!("reading {}", folder.display()))?
        .into_iter()
        .filter(|name| name.starts_with(prefix))
        .collect();
    names.sort_unstable();
    Ok(names)
}

/// Of a package without what other programs of it need.
pub(crate) const NO_FEATURES: &str = "--no-default-features";

/// The features of the programs that write vectors, and of no others.
pub(crate) const VECTORS_ALONE: [&str; 3] = [NO_FEATURES, "--features", "vectors"];

/// The program that writes all vectors.
const ALL_VECTORS: &str = "vectors";

/// How the names of the programs begin that write a part of them.
const SOME_VECTORS: &str = "vectors_";

/// The programs that write the vectors on a machine: one, if there is room for it, or many.
pub(crate) fn vectors(workspace: &Workspace, machine: &Machine) -> Result<Vec<String>> {
    match machine.roomy {
        true => Ok(vec![ALL_VECTORS.to_owned()]),
        false => programs(workspace, SOME_VECTORS),
    }
}

/// Builds programs for machines of one group; what cargo said if it could not.
pub(crate) fn build(
    workspace: &Workspace,
    toolchain: Option<&str>,
    machines: &[Machine],
    profile: Profile,
    names: &[String],
) -> Result<Option<String>> {
    let mut cargo = cargo(workspace, PROGRAMS, toolchain, machines, profile);
    if names.iter().any(|name| name.starts_with(ALL_VECTORS)) {
        cargo.args(VECTORS_ALONE);
    }
    finished(cargo, names)
}

/// Builds these programs by the command; what cargo said if it could not.
pub(crate) fn finished(mut cargo: Command, names: &[String]) -> Result<Option<String>> {
    for name in names {
        cargo.args(["--bin", name]);
    }
    let captured = process::capture(&mut cargo)?;
    Ok((!captured.success).then_some(captured.text))
}
