//! A Python with the packages that a script needs, of the versions that it was written for.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::process;
use crate::workspace::Workspace;

/// The variable with a Python of one's own, instead of the one that is made.
const OWN: &str = "PYTHON";

/// Prints the requirements that are not met, a line each.
const MISSING: &str = "
import importlib.metadata, sys
for line in open(sys.argv[1]):
    name, _, version = line.strip().partition('==')
    try:
        found = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        found = ''
    if name and found.split('+')[0] != version:
        print(line.strip())
";

/// A Python that meets the requirements of a file: `$PYTHON`, or an environment below `target` into which pip
/// brings what is missing.
pub(super) fn with(workspace: &Workspace, requirements: &str) -> Result<PathBuf> {
    let file = workspace.path(requirements);
    if let Some(own) = std::env::var_os(OWN).map(PathBuf::from) {
        let missing = missing(&own, &file)?;
        if !missing.is_empty() {
            let (own, missing) = (own.display(), missing.join(", "));
            bail!("${OWN} is {own} and lacks {missing} — `{own} -m pip install -r {requirements}`");
        }
        return Ok(own);
    }
    let home = workspace.target_directory()?.join("peers/python");
    let python = home.join(match cfg!(windows) {
        true => "Scripts/python.exe",
        false => "bin/python",
    });
    if !python.exists() {
        make(&home)?;
    }
    let missing = missing(&python, &file)?;
    if !missing.is_empty() {
        eprintln!("installing {} into {}", missing.join(", "), home.display());
        let mut pip = Command::new(&python);
        pip.args(["-m", "pip", "install", "--quiet", "-r"])
            .arg(&file);
        process::quiet(&mut pip)?;
    }
    Ok(python)
}

fn make(home: &Path) -> Result<()> {
    let mut last = None;
    for python in ["python3", "python"] {
        match process::quiet(Command::new(python).args(["-m", "venv"]).arg(home)) {
            Ok(()) => return Ok(()),
            Err(error) => last = Some(error),
        }
        // Half an environment would be taken for a whole one.
        let _ = fs::remove_dir_all(home);
    }
    let error = last.context("no Python was tried")?;
    Err(error.context(
        "the peers in Python need Python 3.11 or newer with `venv` (on Debian and Ubuntu \
         `apt-get install python3-venv`)",
    ))
}

fn missing(python: &Path, requirements: &Path) -> Result<Vec<String>> {
    let mut script = Command::new(python);
    script.args(["-c", MISSING]).arg(requirements);
    let missing = process::stdout_of(&mut script)?;
    Ok(missing.lines().map(str::to_owned).collect())
}
