//! `cargo xtask test`: every check as one line, then a summary.

use std::io::{IsTerminal as _, Write as _};
use std::process::Command;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::book::{pages, seconds};
use crate::process;
use crate::report::Report;
use crate::workspace::Workspace;
use crate::{
    bench, embedded, features, figures, layers, lint, no_std, outputs, site, snippets, toolchain,
};

/// A named check.
struct Step {
    name: &'static str,
    run: fn(&Workspace) -> Result<Report>,
    /// Only with `--strict`, or when asked for by name.
    strict: bool,
}

/// All steps; with `strict`, the emulated machines are more than one, and one that is missing is an
/// error.
fn steps(strictly: bool) -> Vec<Step> {
    let step = |name, run: fn(&Workspace) -> Result<Report>| Step {
        name,
        run,
        strict: false,
    };
    let strict = |name, run: fn(&Workspace) -> Result<Report>| Step {
        strict: true,
        ..step(name, run)
    };
    let on_machines: fn(&Workspace) -> Result<Report> = if strictly {
        |w| embedded::check(w, true)
    } else {
        |w| embedded::check(w, false)
    };
    vec![
        step("layers", layers::check),
        strict("format", |w| linted(w, "format")),
        strict("clippy", |w| linted(w, "clippy")),
        step("tests", tests),
        step("outputs", |w| outputs::update(w, true, &[])),
        step("figures", |w| figures::update(w, true)),
        step("tables", |w| bench::update_tables(w, true)),
        step("counts", bench::gate_counts),
        step("pages", |w| pages(w, None)),
        step("links", |w| site::check_links(&w.site())),
        step("numbers", |w| site::check_numbers(&w.site())),
        step("snippets", |w| snippets::test(w, None)),
        strict("docs", |w| linted(w, "docs")),
        strict("no-std", |w| no_std::check(w, true)),
        strict("features", features::check),
        strict("interop", interop),
        strict("instructions", bench::gate),
        step("embedded", on_machines),
        strict("oldest-rust", toolchain::oldest),
        strict("platform-functions", platform_functions),
    ]
}

/// Runs the steps (without `strict` not all of them; with filters those whose names contain one),
/// even after one has failed; returns whether all passed.
pub(crate) fn run(workspace: &Workspace, strict: bool, filters: &[String]) -> Result<bool> {
    let steps = steps(strict);
    let named = |step: &Step| filters.iter().any(|f| step.name.contains(f.as_str()));
    if let Some(unknown) = filters
        .iter()
        .find(|f| !steps.iter().any(|s| s.name.contains(f.as_str())))
    {
        let names: Vec<&str> = steps.iter().map(|step| step.name).collect();
        bail!(
            "no step is called `{unknown}`; there are {}",
            names.join(", ")
        );
    }
    let chosen = steps.iter().filter(|step| match filters {
        [] => strict || !step.strict,
        _ => named(step),
    });
    let (mut passed, mut failed) = (0, 0);
    for step in chosen {
        announce(step.name)?;
        let start = Instant::now();
        let result = (step.run)(workspace);
        let time = seconds(start.elapsed());
        let report = result.unwrap_or_else(|error| Report {
            problems: vec![format!("{error:#}")],
            ..Report::of(step.name)
        });
        let mark = if report.problems.is_empty() {
            "✓"
        } else {
            "✗"
        };
        let (good, problems) = (report.passed, report.problems);
        println!(
            "{mark} {} ({time}, {good} passed{})",
            step.name,
            failures(&problems)
        );
        for note in &report.notes {
            println!("{}", indented(note));
        }
        for problem in &problems {
            println!("{}", indented(problem));
        }
        if !problems.is_empty() {
            println!("  again: cargo xtask test {}", step.name);
        }
        passed += good;
        failed += problems.len();
    }
    println!();
    println!("{passed} passed, {failed} failed");
    Ok(failed == 0)
}

fn failures(problems: &[String]) -> String {
    match problems.len() {
        0 => String::new(),
        count => format!(", {count} failed"),
    }
}

fn indented(text: &str) -> String {
    text.lines()
        .map(|line| format!("  {line}"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// On a terminal, the name of the step that is running; its line replaces it.
fn announce(name: &str) -> Result<()> {
    let mut out = std::io::stdout();
    if out.is_terminal() {
        write!(out, "… {name}\r")?;
        out.flush()?;
    }
    Ok(())
}

/// Unit, documentation and integration tests of all packages.
fn tests(workspace: &Workspace) -> Result<Report> {
    tested(workspace, &["--workspace"])
}

/// The number types with the platform's elementary functions: not the same bits, but within the same
/// bounds.
fn platform_functions(workspace: &Workspace) -> Result<Report> {
    tested(
        workspace,
        &["-p", "calc-scalar", "-p", "calc-multi", "--features", "std"],
    )
}

/// The crates beside other libraries, and the examples that need these.
fn interop(workspace: &Workspace) -> Result<Report> {
    let mut report = tested(
        workspace,
        &[
            "--manifest-path",
            "tests/interop/Cargo.toml",
            "--target-dir",
            "target/interop",
        ],
    )?;
    let examples = tested(
        workspace,
        &["--doc", "-p", "calc-multi", "--features", "nalgebra"],
    )?;
    report.add(examples);
    Ok(report)
}

/// Where random cases begin; read by `proptest`.
const SEED: &str = "PROPTEST_RNG_SEED";

fn tested(workspace: &Workspace, what: &[&str]) -> Result<Report> {
    let mut cargo = workspace.cargo();
    cargo.args(["test", "--no-fail-fast"]).args(what);
    // The same commit gives the same answer: random cases are drawn anew only where that is asked for.
    if std::env::var_os(SEED).is_none() {
        cargo.env(SEED, "1");
    }
    let captured = process::capture(&mut cargo)?;
    let (passed, failed) = count_tests(&captured.text);
    let mut report = Report::of("tests");
    report.passed = passed;
    if !captured.success {
        // The text stands once; the further failures only count.
        report.problems.push(interesting(&captured.text));
        let others = failed.saturating_sub(1);
        report.problems.extend((0..others).map(|_| String::new()));
    }
    Ok(report)
}

/// The sums over the lines `test result: ok. 3 passed; 0 failed; …`.
fn count_tests(text: &str) -> (usize, usize) {
    let number_before = |line: &str, word: &str| -> usize {
        line.split(word)
            .next()
            .and_then(|before| before.split_whitespace().next_back())
            .and_then(|number| number.parse().ok())
            .unwrap_or(0)
    };
    text.lines()
        .filter(|line| line.starts_with("test result:"))
        .fold((0, 0), |(passed, failed), line| {
            (
                passed + number_before(line, " passed"),
                failed + number_before(line, " failed"),
            )
        })
}

/// What cargo said, without the tests that passed and the packages that were built.
fn interesting(text: &str) -> String {
    let noise = |line: &&str| {
        let line = line.trim();
        (line.starts_with("test ") && line.ends_with("... ok"))
            || line.starts_with("Compiling ")
            || line.starts_with("Downloaded ")
            || line.starts_with("running 0 tests")
            || (line.starts_with("test result: ok. 0 passed"))
    };
    text.lines()
        .filter(|line| !noise(line))
        .collect::<Vec<_>>()
        .join("\n")
}

fn linted(workspace: &Workspace, name: &'static str) -> Result<Report> {
    let mut report = Report::of(name);
    let command: Option<Command> = lint::commands(workspace)
        .into_iter()
        .find_map(|(candidate, command)| (candidate == name).then_some(command));
    if let Some(mut command) = command {
        process::quiet(&mut command)?;
        report.passed = 1;
    }
    Ok(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_results_of_all_test_binaries_are_added() {
        let text = "running 3 tests\ntest a ... ok\n\
                    test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured\n\
                    test result: FAILED. 4 passed; 2 failed; 0 ignored\n";
        assert_eq!(count_tests(text), (7, 2));
    }

    #[test]
    fn a_failure_is_shown_without_the_tests_that_passed() {
        let shown = interesting("test a ... ok\ntest b ... FAILED\n   Compiling c v1\npanicked at");
        assert_eq!(shown, "test b ... FAILED\npanicked at");
    }

    #[test]
    fn the_names_of_the_steps_are_different() {
        let mut names: Vec<_> = steps(false).iter().map(|step| step.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), steps(true).len());
    }
}
