//! Sees changed files and rebuilds what depends on them.

use core::time::Duration;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;

use anyhow::{Result, bail};
use notify::{Event, EventKind, RecursiveMode, Watcher as _, recommended_watcher};

use super::Shared;
use crate::book::{pages, seconds};
use crate::workspace::Workspace;
use crate::{outputs, process};

/// An editor writes a file in several steps; they count as one change.
const QUIET: Duration = Duration::from_millis(150);

/// Folders below which a change matters.
const WATCHED: [&str; 7] = [
    "book/src",
    "book/theme",
    "book/book.toml",
    "book/exercises",
    "book/listings/examples",
    "book/figures/src",
    "crates",
];

/// What has to be done after a change; each includes the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Work {
    Pages,
    Outputs,
    Figures,
}

/// Watches and rebuilds until the process ends.
pub(super) fn forever(workspace: &Workspace, shared: &Shared) -> Result<()> {
    let (sender, changes) = channel();
    let mut watcher = recommended_watcher(move |event: notify::Result<Event>| {
        if let Ok(event) = event
            && !matches!(event.kind, EventKind::Access(_))
        {
            // The receiver lives as long as the process.
            let _ = sender.send(event.paths);
        }
    })?;
    for folder in WATCHED {
        watcher.watch(&workspace.path(folder), RecursiveMode::Recursive)?;
    }
    while let Some(paths) = next_change(&changes) {
        let work = paths
            .iter()
            .filter_map(|path| work_for(workspace.root(), path))
            .max();
        if let Some(work) = work {
            rebuild(workspace, shared, work);
        }
    }
    Ok(())
}

/// All paths of one change, or nothing when the watcher is gone.
fn next_change(changes: &Receiver<Vec<PathBuf>>) -> Option<Vec<PathBuf>> {
    let mut paths = changes.recv().ok()?;
    while let Ok(more) = changes.recv_timeout(QUIET) {
        paths.extend(more);
    }
    Some(paths)
}

/// What a changed file calls for; nothing for the files written here.
fn work_for(root: &Path, path: &Path) -> Option<Work> {
    let relative = path
        .strip_prefix(root)
        .ok()?
        .to_string_lossy()
        .replace('\\', "/");
    let name = relative.rsplit('/').next().unwrap_or_default();
    let by_editor =
        name.starts_with('.') || name.ends_with('~') || name.ends_with(".swp") || name == "4913";
    if by_editor || relative.starts_with("book/src/figures") {
        return None;
    }
    if relative.starts_with("book/figures") || relative.starts_with("crates") {
        return relative.ends_with(".rs").then_some(Work::Figures);
    }
    if relative.starts_with("book/listings") {
        return relative.ends_with(".rs").then_some(Work::Outputs);
    }
    Some(Work::Pages)
}

fn rebuild(workspace: &Workspace, shared: &Shared, work: Work) {
    let start = Instant::now();
    let result = prepare(workspace, work).and_then(|()| {
        shared.with(|state| {
            let report = pages(workspace, Some("/"))?;
            if !report.problems.is_empty() {
                bail!("{}", report.problems.join("\n"));
            }
            state.build += 1;
            Ok(())
        })
    });
    match &result {
        Ok(()) => println!("rebuilt in {}", seconds(start.elapsed())),
        Err(error) => eprintln!("error: {error:#}"),
    }
    shared.with(|state| state.problem = result.err().map(|error| format!("{error:#}")));
}

fn prepare(workspace: &Workspace, work: Work) -> Result<()> {
    if work == Work::Figures {
        // The figures are part of this program: a new one has to be built to draw them.
        process::quiet(workspace.cargo().args([
            "run",
            "--quiet",
            "--package",
            "xtask",
            "--",
            "figures",
        ]))?;
    }
    if work >= Work::Outputs {
        let report = outputs::update(workspace, false, &[])?;
        if !report.problems.is_empty() {
            bail!("{}", report.problems.join("\n"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_calls_for_what_depends_on_it() {
        let root = Path::new("/r");
        let work = |path: &str| work_for(root, &root.join(path));
        assert_eq!(work("book/src/rules.md"), Some(Work::Pages));
        assert_eq!(work("book/theme/course.css"), Some(Work::Pages));
        assert_eq!(work("book/exercises/a/start.rs"), Some(Work::Pages));
        assert_eq!(work("book/listings/examples/a.rs"), Some(Work::Outputs));
        assert_eq!(work("crates/calc-nn/src/lib.rs"), Some(Work::Figures));
        assert_eq!(work("book/figures/src/lib.rs"), Some(Work::Figures));
        assert_eq!(work("book/src/figures/a.svg"), None);
        assert_eq!(work("book/src/.rules.md.swp"), None);
    }
}
