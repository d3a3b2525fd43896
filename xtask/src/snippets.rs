//! Every Rust snippet of the book, compiled and run by `mdbook test` in process.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::book;
use crate::outputs::stems;
use crate::preprocessor::Course;
use crate::process;
use crate::report::Report;
use crate::workspace::{CRATES, Workspace};

/// The package of the library that the book's snippets may use besides the four crates.
const SUPPORT: &str = "calc-tests";

/// The name of that library.
const SUPPORT_LIBRARY: &str = "support";

/// A folder of its own: beside a second build of the same crate (other features, another profile)
/// rustdoc could not tell which one is meant.
const TARGET: &str = "target/book-test";

/// Tests all chapters, or the one with this title or file name.
pub(crate) fn test(workspace: &Workspace, chapter: Option<&str>) -> Result<Report> {
    let libraries = workspace.path(&format!("{TARGET}/debug/deps"));
    compile(workspace)?;
    if has_two_builds_of_a_crate(&libraries) {
        fs::remove_dir_all(workspace.path(TARGET))?;
        compile(workspace)?;
    }
    let (mut mdbook, _) = book::load(workspace)?;
    let course = Course::default();
    let snippets = course.snippets.clone();
    mdbook.with_preprocessor(course);
    let libraries = libraries.to_string_lossy().into_owned();
    let result = mdbook.test_chapter(vec![&libraries], chapter);
    if let Err(error) = result {
        bail!("{error:#} (what rustdoc said stands above)");
    }
    let mut report = Report::of("snippets");
    // mdBook does not say how many snippets a single chapter has.
    report.passed = if chapter.is_none() { snippets.get() } else { 1 };
    if chapter.is_some() {
        report.subject = "chapter";
    }
    Ok(report)
}

fn compile(workspace: &Workspace) -> Result<()> {
    let mut cargo = workspace.cargo();
    cargo
        .env_remove("RUSTFLAGS")
        .args(["build", "--target-dir", TARGET]);
    for package in CRATES.iter().chain([&SUPPORT]) {
        cargo.args(["-p", package]);
    }
    process::quiet(&mut cargo)
}

/// Whether the folder holds, say, both `libcalc_scalar-1.rlib` and `libcalc_scalar-2.rlib`.
fn has_two_builds_of_a_crate(libraries: &Path) -> bool {
    let Ok(names) = stems(libraries, "rlib") else {
        return false;
    };
    CRATES.iter().chain([&SUPPORT_LIBRARY]).any(|krate| {
        let prefix = format!("lib{}-", krate.replace('-', "_"));
        names
            .iter()
            .filter(|name| name.starts_with(&prefix))
            .count()
            > 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_builds_of_one_crate_are_noticed() {
        let folder = std::env::temp_dir().join(format!("xtask-two-builds-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("libcalc_opt-1.rlib"), "").unwrap();
        assert!(!has_two_builds_of_a_crate(&folder));
        fs::write(folder.join("libcalc_opt-2.rlib"), "").unwrap();
        assert!(has_two_builds_of_a_crate(&folder));
        fs::remove_dir_all(&folder).unwrap();
    }
}
