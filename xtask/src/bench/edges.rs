//! The score of each library on the 51 difficult places.

use core::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::RESULTS;
use crate::process;
use crate::workspace::Workspace;

pub(super) const FILE: &str = "edges.txt";

const HEAD: &str = "# library\tprecision\tright\twrong\tnot offered\tthe wrong ones\n";

/// Runs the battery and keeps what it prints. Only ours has another score with other functions: with
/// the platform's it follows the rest.
pub(super) fn store(workspace: &Workspace, programs: &[PathBuf]) -> Result<()> {
    let mut text = String::new();
    for (k, program) in programs.iter().enumerate() {
        let printed = process::stdout_of(Command::new(program).arg("edges"))?;
        match k {
            0 => text.push_str(&printed),
            _ => printed
                .lines()
                .filter(|line| line.starts_with("calc "))
                .filter_map(|line| line.split_once('\t'))
                .for_each(|(name, rest)| text.push_str(&format!("{name}, `std`\t{rest}\n"))),
        }
    }
    let file = workspace.path(RESULTS).join(FILE);
    fs::write(&file, format!("{HEAD}{text}")).with_context(|| format!("writing {}", file.display()))
}

/// A library in one precision.
struct Score<'a> {
    library: &'a str,
    precision: &'a str,
    right: usize,
    absent: usize,
    wrong: &'a str,
}

fn scores(text: &str) -> Result<Vec<Score<'_>>> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let parts: Vec<&str> = line.split('\t').collect();
            let [library, precision, right, _, absent, wrong] = parts[..] else {
                bail!("a line of {FILE} has not six columns: {line}");
            };
            let [right, absent] = [right.parse()?, absent.parse()?];
            Ok(Score {
                library,
                precision,
                right,
                absent,
                wrong,
            })
        })
        .collect()
}

/// A row for each library: what it gets right of 51, in double and in single precision.
pub(super) fn table(text: &str) -> Result<String> {
    let scores = scores(text)?;
    let single = |library: &str| {
        let found = scores
            .iter()
            .find(|s| s.library == library && s.precision == "f32");
        found.map_or("–".to_owned(), |s| s.right.to_string())
    };
    let mut double: Vec<&Score<'_>> = scores.iter().filter(|s| s.precision == "f64").collect();
    double.sort_by_key(|score| core::cmp::Reverse(score.right));
    let mut out =
        "| of 51 places | right, `f64` | not offered | right, `f32` |\n|---|---:|---:|---:|\n"
            .to_owned();
    for score in double {
        let (library, right, absent) = (score.library, score.right, score.absent);
        let single = single(library);
        writeln!(out, "| {library} | {right} | {absent} | {single} |")?;
    }
    Ok(out)
}

/// What each library gets wrong in double precision.
pub(super) fn failures(text: &str) -> Result<String> {
    let mut out = String::new();
    for score in scores(text)?.iter().filter(|s| s.precision == "f64") {
        let wrong = if score.wrong.is_empty() {
            "nothing".to_owned()
        } else {
            let cases = score.wrong.split("; ").map(|case| format!("`{case}`"));
            cases.collect::<Vec<_>>().join(", ")
        };
        writeln!(out, "- **{}**: {wrong}.", score.library)?;
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_library_stands_first_and_a_precision_it_lacks_is_a_dash() {
        let text = format!(
            "{HEAD}a\tf64\t20\t30\t1\tx at 1: slope 2\nb\tf64\t51\t0\t0\t\nb\tf32\t50\t1\t0\tx\n"
        );
        let table = table(&text).unwrap();
        let rows: Vec<&str> = table.lines().skip(2).collect();
        assert_eq!(rows, ["| b | 51 | 0 | 50 |", "| a | 20 | 1 | – |"]);
        let failures = failures(&text).unwrap();
        assert_eq!(failures, "- **a**: `x at 1: slope 2`.\n- **b**: nothing.\n");
        assert!(super::table("a\tf64\n").is_err());
    }
}
