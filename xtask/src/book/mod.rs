//! The book: figures, captured outputs, pages.

use core::time::Duration;
use std::fs;
use std::io::Write as _;
use std::time::Instant;

use anyhow::{Result, bail};
use mdbook_driver::MDBook;

mod warnings;

use crate::preprocessor::Course;
use crate::report::Report;
use crate::workspace::Workspace;
use crate::{figures, outputs};

/// `cargo xtask book`, with a line for each stage.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    stage("figures", || figures::update(workspace, false))?;
    stage("outputs", || outputs::update(workspace, false, &[]))?;
    stage("pages", || pages(workspace, None))?;
    println!("\nThe book is in target/book/html; open target/book/html/index.html");
    Ok(())
}

/// Runs one stage and prints its line: name, count, time.
pub(crate) fn stage(name: &str, work: impl FnOnce() -> Result<Report>) -> Result<()> {
    print!("{name:<9}");
    std::io::stdout().flush()?;
    let start = Instant::now();
    let report = work().inspect_err(|_| println!("failed"))?;
    println!("{:>4}   {}", report.passed, seconds(start.elapsed()));
    for note in &report.notes {
        println!("  {note}");
    }
    match report.problems.is_empty() {
        true => Ok(()),
        false => bail!("{}", report.problems.join("\n")),
    }
}

/// "0.4 s".
pub(crate) fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

/// Renders the pages; `site_url` replaces the address the 404 page takes its styles from.
pub(crate) fn pages(workspace: &Workspace, site_url: Option<&str>) -> Result<Report> {
    let (mut book, mut warnings) = load(workspace)?;
    if let Some(site_url) = site_url {
        book.config.set("output.html.site-url", site_url)?;
    }
    book.with_preprocessor(Course::default());
    let (result, more) = warnings::collect(|| book.build());
    result?;
    warnings.extend(more);
    let mut report = Report::of("pages");
    report.passed = book.book.chapters().count();
    report.problems = warnings;
    Ok(report)
}

/// The book as its folder describes it, and what mdBook had to say about that.
pub(crate) fn load(workspace: &Workspace) -> Result<(MDBook, Vec<String>)> {
    let root = fs::canonicalize(workspace.path("book"))?;
    let (book, warnings) = warnings::collect(|| MDBook::load(root));
    Ok((book?, warnings))
}
