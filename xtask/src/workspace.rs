//! Where things are, and the cargo command to call.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::process;

/// The published crates, lowest layer first.
pub(crate) const CRATES: [&str; 4] = ["calc-scalar", "calc-multi", "calc-opt", "calc-nn"];

/// Read by the allocator of the compiler (jemalloc, on Linux), and by next to nothing else.
const ALLOCATOR: &str = "MALLOC_CONF";

/// Memory in large pages, and kept: what takes the compiler long takes it up to a tenth less, and the same code
/// comes out.
const LARGE_PAGES: &str = "thp:always,metadata_thp:always,dirty_decay_ms:-1,muzzy_decay_ms:-1";

/// The folders of this checkout.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    root: PathBuf,
    /// Whether cargo makes way for others.
    in_background: bool,
}

impl Workspace {
    /// The workspace whose `cargo xtask` this is.
    pub(crate) fn locate() -> Result<Self> {
        let xtask = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = xtask
            .parent()
            .context("xtask has no parent folder")?
            .to_path_buf();
        Ok(Self {
            root,
            in_background: false,
        })
    }

    /// The same, for work that others do not wait for: its cargo takes the processors that the others' leave,
    /// where there is `nice`.
    pub(crate) fn in_background(&self) -> Self {
        Self {
            in_background: cfg!(unix),
            ..self.clone()
        }
    }

    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The built site.
    pub(crate) fn site(&self) -> PathBuf {
        self.path("target/book/html")
    }

    /// `cargo`, in the root, without what the surrounding `cargo run` left in the environment:
    /// a crate must be built the same way from here as from the user's shell.
    pub(crate) fn cargo(&self) -> Command {
        let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut cargo = match self.in_background {
            false => Command::new(program),
            true => {
                let mut nice = Command::new("nice");
                nice.arg(program);
                nice
            }
        };
        self.prepare(&mut cargo);
        cargo
    }

    /// The compiler that `cargo` calls.
    pub(crate) fn rustc(&self) -> Command {
        let mut rustc = Command::new("rustc");
        self.prepare(&mut rustc);
        rustc
    }

    /// `rustup`, in the root.
    pub(crate) fn rustup(&self) -> Command {
        let mut rustup = Command::new("rustup");
        self.prepare(&mut rustup);
        rustup
            .env_remove("RUSTUP_TOOLCHAIN")
            .env_remove("CARGO")
            .env_remove("RUSTC")
            .env_remove("RUSTDOC");
        rustup
    }

    fn prepare(&self, command: &mut Command) {
        command
            .current_dir(&self.root)
            .env("RUST_BACKTRACE", "0")
            .env_remove("LD_LIBRARY_PATH")
            .env_remove("OUT_DIR");
        if cfg!(target_os = "linux") && std::env::var_os(ALLOCATOR).is_none() {
            command.env(ALLOCATOR, LARGE_PAGES);
        }
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            let from_cargo_run = [
                "CARGO_PKG_",
                "CARGO_MANIFEST_",
                "CARGO_BIN_",
                "CARGO_CRATE_",
            ]
            .iter()
            .any(|prefix| text.starts_with(prefix));
            if from_cargo_run || text == "CARGO_PRIMARY_PACKAGE" {
                command.env_remove(&name);
            }
        }
    }

    /// `cargo metadata` of the workspace's own packages.
    pub(crate) fn metadata(&self) -> Result<Value> {
        let text = process::stdout_of(self.cargo().args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
        ]))?;
        serde_json::from_str(&text).context("cargo metadata printed no JSON")
    }

    /// The folder cargo builds into (`target`, unless the user has set another one).
    pub(crate) fn target_directory(&self) -> Result<PathBuf> {
        let metadata = self.metadata()?;
        let directory = metadata["target_directory"]
            .as_str()
            .context("cargo metadata names no target directory")?;
        Ok(PathBuf::from(directory))
    }
}
