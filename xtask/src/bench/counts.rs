//! How many evaluations roots, minima, fits and systems take, in calc-opt and in other libraries.
//!
//! `tests/peers/optimisers` counts and judges; the counts are the same on every run, and ours on every machine.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::{RESULTS, python, stored};
use crate::process;
use crate::report::Report;
use crate::workspace::Workspace;

pub(super) const FILE: &str = "counts.txt";

const FOLDER: &str = "tests/peers/optimisers";

const HEAD: &str = "\
# Evaluations: the set, the route, and for each problem the runs of values/slopes/curvatures, behind `>` where
# the first are those until the value was low enough. `+` right to more digits than asked, `~` another minimum
# than the lowest, `!` a success was claimed that is none, `-` no answer. Written by `cargo xtask bench optimisers`.
";

/// What became of one problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outcome {
    /// Runs of values, slopes and curvatures until the value was low enough.
    pub(super) low: Option<[u32; 3]>,
    /// The same to the end.
    pub(super) runs: [u32; 3],
    pub(super) mark: Mark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Exact,
    Right,
    Elsewhere,
    Wrong,
    Failed,
}

impl Outcome {
    fn parse(token: &str) -> Result<Self> {
        let mark = match token.chars().next_back() {
            Some('+') => Mark::Exact,
            Some('~') => Mark::Elsewhere,
            Some('!') => Mark::Wrong,
            Some('-') => Mark::Failed,
            _ => Mark::Right,
        };
        let counts = token.trim_end_matches(['+', '~', '!', '-']);
        let (low, runs) = match counts.split_once('>') {
            Some((low, runs)) => (Some(three(low)?), three(runs)?),
            None => (None, three(counts)?),
        };
        Ok(Self { low, runs, mark })
    }

    pub(super) fn is_right(self) -> bool {
        matches!(self.mark, Mark::Exact | Mark::Right)
    }
}

fn three(text: &str) -> Result<[u32; 3]> {
    let mut counts = [0; 3];
    for (i, part) in text.split('/').enumerate() {
        let count = counts.get_mut(i).context("more than three counts")?;
        *count = part.parse().with_context(|| format!("no count: {text}"))?;
    }
    Ok(counts)
}

/// What a library did on a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) set: String,
    pub(super) route: String,
    pub(super) outcomes: Vec<Outcome>,
}

impl Line {
    pub(super) fn is_ours(&self) -> bool {
        self.route.starts_with(OURS)
    }

    pub(super) fn is_scipys(&self) -> bool {
        self.route.starts_with("SciPy ")
    }

    pub(super) fn count(&self, keep: impl Fn(Outcome) -> bool) -> usize {
        self.outcomes.iter().filter(|o| keep(**o)).count()
    }

    pub(super) fn right(&self) -> usize {
        self.count(Outcome::is_right)
    }

    pub(super) fn marked(&self, mark: Mark) -> usize {
        self.count(|o| o.mark == mark)
    }

    /// Runs to the end, added over all problems.
    pub(super) fn runs(&self) -> [u32; 3] {
        sum(self.outcomes.iter().map(|o| o.runs))
    }

    /// The most values that a problem took.
    pub(super) fn worst(&self) -> u32 {
        self.outcomes.iter().map(|o| o.runs[0]).max().unwrap_or(0)
    }
}

pub(super) fn sum(runs: impl Iterator<Item = [u32; 3]>) -> [u32; 3] {
    runs.fold([0; 3], |[a, b, c], [x, y, z]| [a + x, b + y, c + z])
}

/// How the names of our routes begin.
const OURS: &str = "calc ";

pub(super) fn parse(text: &str) -> Result<Vec<Line>> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let parts: Vec<&str> = line.split('\t').collect();
            let [set, route, tokens] = parts[..] else {
                bail!("a line of {FILE} has not three columns: {line}");
            };
            let outcomes = tokens.split(' ').map(Outcome::parse);
            Ok(Line {
                set: set.to_owned(),
                route: route.to_owned(),
                outcomes: outcomes
                    .collect::<Result<_>>()
                    .with_context(|| format!("{set}, {route}"))?,
            })
        })
        .collect()
}

/// Counts all libraries and stores what they took.
pub(super) fn store(workspace: &Workspace) -> Result<()> {
    eprintln!("building {FOLDER}");
    let target = build(workspace, true)?;
    let program = program(&target);
    let ours = process::stdout_of(Command::new(&program).arg("ours"))?;
    eprintln!("counting the evaluations of other libraries in Rust");
    let others = process::stdout_of(Command::new(&program).arg("others"))?;
    let python = python::with(workspace, &format!("{FOLDER}/requirements.txt"))?;
    eprintln!("counting the evaluations of SciPy");
    let (prefix, suffix) = (std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    let library = target.join(format!("{prefix}calc_optimiser_peers{suffix}"));
    let mut script = Command::new(python);
    script.arg(workspace.path(FOLDER).join("scipy_routes.py"));
    let scipy = process::stdout_of(script.arg(library))?;
    let file = workspace.path(RESULTS).join(FILE);
    fs::write(&file, format!("{HEAD}{ours}{others}{scipy}"))
        .with_context(|| format!("writing {}", file.display()))
}

/// Counts ours alone, and keeps what is stored of the others.
pub(super) fn store_ours(workspace: &Workspace) -> Result<()> {
    let program = program(&build(workspace, false)?);
    let now = process::stdout_of(Command::new(program).arg("ours"))?;
    let old = stored(workspace, FILE)?;
    let foreign = |line: &&str| {
        let route = line.split('\t').nth(1);
        route.is_some_and(|route| !route.starts_with(OURS))
    };
    let others: String = old
        .lines()
        .filter(foreign)
        .map(|line| format!("{line}\n"))
        .collect();
    let file = workspace.path(RESULTS).join(FILE);
    fs::write(&file, format!("{HEAD}{now}{others}"))
        .with_context(|| format!("writing {}", file.display()))
}

/// The folder of the program; without the others only ours, which takes seconds.
fn build(workspace: &Workspace, others: bool) -> Result<PathBuf> {
    let target = workspace.target_directory()?.join("peers/optimisers");
    let mut cargo = workspace.cargo();
    cargo.args(["build", "--release", "--manifest-path"]);
    cargo.arg(workspace.path(FOLDER).join("Cargo.toml"));
    cargo.arg("--target-dir").arg(&target);
    if !others {
        cargo.arg("--no-default-features");
    }
    process::quiet(&mut cargo)?;
    Ok(target.join("release"))
}

fn program(target: &std::path::Path) -> PathBuf {
    target.join(format!(
        "calc-optimiser-peers{}",
        std::env::consts::EXE_SUFFIX
    ))
}

/// Whether ours still takes the evaluations that are stored.
pub(crate) fn gate(workspace: &Workspace) -> Result<Report> {
    let program = program(&build(workspace, false)?);
    let now = process::stdout_of(Command::new(program).arg("ours"))?;
    compared(&stored(workspace, FILE)?, &now)
}

fn compared(stored: &str, now: &str) -> Result<Report> {
    let mut report = Report::of("counts of evaluations");
    let ours = |text: &str| -> Result<Vec<Line>> {
        Ok(parse(text)?.into_iter().filter(Line::is_ours).collect())
    };
    let (stored, now) = (ours(stored)?, ours(now)?);
    for line in &now {
        let named = |other: &&Line| other.set == line.set && other.route == line.route;
        match stored.iter().find(named) {
            Some(found) if found == line => report.passed += 1,
            Some(found) => report.problems.push(format!(
                "stale: {}, {}: {:?} runs and {} right, stored {:?} and {} — run `cargo xtask bench ours`",
                line.set,
                line.route,
                line.runs(),
                line.right(),
                found.runs(),
                found.right(),
            )),
            None => report.problems.push(format!(
                "{}, {} is not stored — run `cargo xtask bench ours`",
                line.set, line.route
            )),
        }
    }
    if stored.len() != now.len() {
        report.problems.push(format!(
            "{} routes of ours are stored, {} are counted — run `cargo xtask bench ours`",
            stored.len(),
            now.len()
        ));
    }
    Ok(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_says_what_a_search_took_and_what_became_of_it() {
        let outcome = |low, runs, mark| Outcome { low, runs, mark };
        let expected = [
            ("12", outcome(None, [12, 0, 0], Mark::Right)),
            ("12/9!", outcome(None, [12, 9, 0], Mark::Wrong)),
            ("3>4-", outcome(Some([3, 0, 0]), [4, 0, 0], Mark::Failed)),
            (
                "1/2/3>4/5/6+",
                outcome(Some([1, 2, 3]), [4, 5, 6], Mark::Exact),
            ),
            ("7~", outcome(None, [7, 0, 0], Mark::Elsewhere)),
        ];
        for (token, outcome) in expected {
            assert_eq!(Outcome::parse(token).unwrap(), outcome, "{token}");
        }
        assert!(Outcome::parse("").is_err() && Outcome::parse("1/2/3/4").is_err());
        assert!(parse("roots\tcalc a").is_err());
    }

    #[test]
    fn other_counts_than_those_stored_are_stale() {
        let stored = "s\tcalc a\t1 2\ns\tSciPy b\t9 9\n";
        assert!(
            compared(stored, "s\tcalc a\t1 2\n")
                .unwrap()
                .problems
                .is_empty()
        );
        for now in [
            "s\tcalc a\t1 3\n",
            "s\tcalc a\t1 2!\n",
            "s\tcalc b\t1 2\n",
            "",
        ] {
            assert!(!compared(stored, now).unwrap().problems.is_empty(), "{now}");
        }
    }
}
