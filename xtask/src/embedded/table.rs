//! The budgets as a table, in the documents that show it.

use core::fmt::Write as _;
use std::fs;

use anyhow::{Context as _, Result};

use super::budgets::{Cost, Costs, EMPTY, Key};
use super::build::PROGRAMS;
use crate::report::Report;
use crate::workspace::Workspace;

/// The documents between whose markers a table stands, and its rows: names of uses, of several with a `*`
/// at the end.
const DOCUMENTS: [(&str, &[&str]); 6] = [
    (
        "README.md",
        &[
            "derivative_f32",
            "gradient_8",
            "hessian_3",
            "root_find",
            "fit_3",
            "xor_step",
        ],
    ),
    ("book/src/microcontroller.md", &["*"]),
    (
        "crates/calc-scalar/README.md",
        &[
            "derivative_*",
            "second_derivative",
            "taylor_6",
            "difference",
            "check",
        ],
    ),
    (
        "crates/calc-multi/README.md",
        &["gradient_*", "jacobian_3", "hessian_*", "solve_3"],
    ),
    (
        "crates/calc-opt/README.md",
        &[
            "root_*",
            "critical_points",
            "minimize_*",
            "descent_2",
            "fit_3",
            "adam_step_8",
        ],
    ),
    ("crates/calc-nn/README.md", &["xor_*", "digits_*"]),
];

const START: &str = "<!-- costs: written by `cargo xtask embedded --accept budgets` -->\n";
const END: &str = "<!-- end of costs -->\n";

/// The machines in the columns: key, name, optimisation.
const COLUMNS: [(&str, &str, &str); 2] = [("m0", "Cortex-M0", "s"), ("m4f", "Cortex-M4F", "3")];

/// Whether a machine has columns; the costs on others are measured when these are named.
pub(crate) fn shows(machine: &str) -> bool {
    COLUMNS.iter().any(|(key, ..)| *key == machine)
}

/// Whether a use is measured on a machine at both optimisations: where a table shows it so.
pub(crate) fn shows_both(machine: &str, name: &str) -> bool {
    machine == "m4f" && (name.starts_with("root_") || name.starts_with("xor_") || name == EMPTY)
}

/// Writes or compares the tables.
pub(crate) fn update(workspace: &Workspace, costs: &Costs, write: bool) -> Result<Report> {
    let mut report = Report::of("tables of costs");
    for (document, rows) in DOCUMENTS {
        let path = workspace.path(document);
        let text = fs::read_to_string(&path).with_context(|| document.to_owned())?;
        let Some((before, old, after)) = between_markers(&text) else {
            let markers = format!("`{}` and `{}`", START.trim(), END.trim());
            report.problems.push(format!(
                "{document}: no place for a table: the lines {markers}"
            ));
            continue;
        };
        let new = of_rows(workspace, costs, rows)?;
        if old == new {
            report.passed += 1;
        } else if write {
            fs::write(&path, format!("{before}{START}{new}{END}{after}"))
                .with_context(|| format!("writing {document}"))?;
            report.notes.push(format!("wrote the table of {document}"));
        } else {
            report.problems.push(format!(
                "{document}: the table of costs is stale — run `cargo xtask embedded --accept budgets`"
            ));
        }
    }
    Ok(report)
}

/// What stands before, between and behind the markers.
fn between_markers(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once(START)?;
    let (between, after) = rest.split_once(END)?;
    Some((before, between, after))
}

/// The table of some uses, or of all.
fn of_rows(workspace: &Workspace, costs: &Costs, rows: &[&str]) -> Result<String> {
    let mut names: Vec<&str> = costs.keys().map(|key| key.name.as_str()).collect();
    names.dedup();
    let shown = |name: &&str| {
        let asked = |row: &&str| match row.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => name == row,
        };
        !name.ends_with(BY_HAND) && (*name == EMPTY || rows.iter().any(asked))
    };
    let mut described = Vec::new();
    let (first, others): (Vec<&str>, Vec<&str>) =
        names.into_iter().filter(shown).partition(|name| *name == EMPTY);
    for name in first.into_iter().chain(others) {
        let file = format!("{PROGRAMS}/src/bin/use_{name}.rs");
        let source = fs::read_to_string(workspace.path(&file)).with_context(|| file.clone())?;
        let what = source
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("//! "))
            .with_context(|| format!("{file} does not begin with `//! what it is.`"))?;
        described.push((name.to_owned(), what.trim_end_matches('.').to_owned()));
    }
    Ok(table(costs, &described))
}

const BY_HAND: &str = "_by_hand";

fn table(costs: &Costs, rows: &[(String, String)]) -> String {
    let mut text = String::from("\n| |");
    for (_, name, opt) in COLUMNS {
        let _ = write!(
            text,
            " {name} (`{opt}`): flash (routines) | stack ≤ bound | instructions | ÷ by hand |"
        );
    }
    text.push_str("\n|---|");
    text.push_str(&"---:|".repeat(4 * COLUMNS.len()));
    text.push('\n');
    for (name, what) in rows {
        let _ = write!(text, "| {what} |");
        for (machine, _, opt) in COLUMNS {
            let cost = |name: &str| {
                costs.get(&Key {
                    name: name.to_owned(),
                    machine: machine.to_owned(),
                    opt: opt.to_owned(),
                })
            };
            let by_hand = cost(&format!("{name}{BY_HAND}"));
            match cost(name) {
                Some(found) if name == EMPTY => {
                    let _ = write!(text, " {} | | | |", grouped(found.flash));
                }
                Some(found) => text.push_str(&cells(found, cost(EMPTY), by_hand)),
                None => text.push_str(" | | | |"),
            }
        }
        text.push('\n');
    }
    text.push('\n');
    text
}

/// Flash is what the use adds to an empty program.
fn cells(cost: &Cost, empty: Option<&Cost>, by_hand: Option<&Cost>) -> String {
    let flash = cost
        .flash
        .saturating_sub(empty.map_or(0, |empty| empty.flash));
    let ratio = by_hand.map_or_else(String::new, |hand| {
        format!(
            "{:.2}",
            f64::from(cost.instructions) / f64::from(hand.instructions)
        )
    });
    let routines = match cost.routines {
        0 => String::new(),
        bytes => format!(" ({})", grouped(bytes)),
    };
    format!(
        " {}{routines} | {} ≤ {} | {} | {ratio} |",
        grouped(flash),
        grouped(cost.stack),
        grouped(cost.bound),
        grouped(cost.instructions)
    )
}

/// Digits in groups of three.
fn grouped(n: u32) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flash_is_counted_above_the_empty_program() {
        let cost = |flash, instructions| Cost {
            flash,
            routines: flash / 3,
            ram: 0,
            stack: 48,
            bound: 56,
            instructions,
        };
        assert_eq!(
            cells(
                &cost(1500, 12_345),
                Some(&cost(500, 5)),
                Some(&cost(1400, 12_345))
            ),
            " 1\u{202f}000 (500) | 48 ≤ 56 | 12\u{202f}345 | 1.00 |"
        );
    }

    #[test]
    fn the_table_stands_between_its_markers() {
        let text = format!("a\n{START}old\n{END}b\n");
        assert_eq!(between_markers(&text), Some(("a\n", "old\n", "b\n")));
        assert_eq!(between_markers("a\n"), None);
    }
}
