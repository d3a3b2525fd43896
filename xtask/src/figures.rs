//! The figures: draw every one and keep, or compare, its SVG.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context as _, Result};

use crate::outputs::stems;
use crate::report::Report;
use crate::workspace::Workspace;

/// Draws all figures and writes or, with `check`, compares them.
pub(crate) fn update(workspace: &Workspace, check: bool) -> Result<Report> {
    let folder = workspace.path("book/src/figures");
    fs::create_dir_all(&folder)?;
    let mut report = Report::of("figures");
    let mut names = BTreeSet::new();
    for figure in calc_figures::all() {
        let name = figure.name;
        if !names.insert(name.to_owned()) {
            report
                .problems
                .push(format!("two figures are called {name}"));
            continue;
        }
        let file = folder.join(format!("{name}.svg"));
        let stale = fs::read(&file).ok().as_deref() != Some(figure.svg.as_bytes());
        if stale && check {
            report
                .problems
                .push(format!("stale figure: {name} — run `cargo xtask figures`"));
            continue;
        }
        if stale {
            fs::write(&file, &figure.svg).with_context(|| format!("writing {}", file.display()))?;
            report
                .notes
                .push(format!("drew book/src/figures/{name}.svg"));
        }
        report.passed += 1;
    }
    for orphan in stems(&folder, "svg")?.difference(&names) {
        report.problems.push(format!(
            "picture without a figure: {orphan} — remove book/src/figures/{orphan}.svg"
        ));
    }
    Ok(report)
}
