//! The budgets as a table, in the documents that show it.

use core::fmt::Write as _;
use std::fs;

use anyhow::{Context as _, Result};

use super::budgets::{Cost, Costs, EMPTY, Key};
use super::build::PROGRAMS;
use super::peers::{OURS, PEERS, Row};
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
            "sin_*",
            "exp_f32",
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

/// The documents that show what searches add, by [`of_searches`].
const SEARCHES_IN: [&str; 2] = ["book/src/microcontroller.md", "crates/calc-opt/README.md"];

/// What stands before and behind a table of a kind.
fn markers(kind: &str) -> (String, String) {
    let check = if kind == "peers" { kind } else { "budgets" };
    let start = format!("<!-- {kind}: written by `cargo xtask embedded --accept {check}` -->\n");
    (start, format!("<!-- end of {kind} -->\n"))
}

/// The machines in the columns: key, name, optimisation.
const COLUMNS: [(&str, &str, &str); 2] = [("m0", "Cortex-M0", "s"), ("m4f", "Cortex-M4F", "3")];

/// The other machines, in the columns of a table of their own: key, name, optimisation.
const OTHERS: [(&str, &str, &str); 3] = [
    ("m3", "Cortex-M3", "3"),
    ("m7", "Cortex-M7", "3"),
    ("rv32", "RV32IMAC", "s"),
];

/// The document with that table, and the uses in its rows.
const OTHERS_IN: &str = "book/src/microcontroller.md";
const REPRESENTATIVE: [&str; 26] = [
    "derivative_f32",
    "derivative_f64",
    "second_derivative",
    "taylor_6",
    "difference",
    "gradient_2",
    "gradient_8",
    "gradient_8_tape",
    "jacobian_3",
    "hessian_3",
    "root_bisection",
    "root_chandrupatla",
    "root_brent",
    "root_toms748",
    "root_itp",
    "root_newton",
    "root_find",
    "root_system_2",
    "critical_points",
    "minimize_bfgs_2",
    "minimize_nelder_mead_2",
    "fit_3",
    "adam_step_8",
    "xor_step",
    "xor_training",
    "digits_forward",
];

/// Whether a use is measured on a machine as it is usually compiled: all of them on two machines, on the
/// others those that stand for them.
pub(crate) fn shows(machine: &str, name: &str) -> bool {
    COLUMNS.iter().any(|(key, ..)| *key == machine)
        || name == EMPTY
        || REPRESENTATIVE.contains(&name)
}

/// Whether a use is measured on a machine at both optimisations: where a table shows it so.
pub(crate) fn shows_both(machine: &str, name: &str) -> bool {
    machine == "m4f" && (name.starts_with("root_") || name.starts_with("xor_") || name == EMPTY)
}

/// Writes or compares the tables.
pub(crate) fn update(workspace: &Workspace, costs: &Costs, write: bool) -> Result<Report> {
    let mut report = Report::of("tables of costs");
    for (document, rows) in DOCUMENTS {
        let table = of_rows(workspace, costs, rows)?;
        place(workspace, document, "costs", &table, write, &mut report)?;
    }
    let table = of_searches(costs);
    for document in SEARCHES_IN {
        place(workspace, document, "searches", &table, write, &mut report)?;
    }
    let table = of_others(workspace, costs)?;
    place(workspace, OTHERS_IN, "others", &table, write, &mut report)?;
    Ok(report)
}

/// The documents with a table beside other libraries, and its problems.
const PEERS_IN: [(&str, &[&str]); 2] = [
    (
        "README.md",
        &[
            "derivative",
            "gradient_8",
            "root_brent",
            "fit_3",
            "xor_step",
        ],
    ),
    (
        "book/src/microcontroller.md",
        &[
            "sin",
            "cos",
            "exp",
            "ln",
            "sqrt",
            "atan2",
            "derivative",
            "gradient_8",
            "hessian_3",
            "root_bisection",
            "root_brent",
            "root_newton",
            "bfgs_2",
            "fit_3",
            "xor_step",
            "digits_forward",
        ],
    ),
];

/// Writes or compares the tables beside other libraries.
pub(crate) fn update_peers(workspace: &Workspace, rows: &[Row], write: bool) -> Result<Report> {
    let mut report = Report::of("tables of peers");
    for (document, problems) in PEERS_IN {
        let mut described = Vec::new();
        for &problem in problems {
            let what = described_by(workspace, PEERS, &format!("{problem}__{OURS}"))?;
            described.push((problem, what));
        }
        let table = of_peers(rows, &described);
        place(workspace, document, "peers", &table, write, &mut report)?;
    }
    Ok(report)
}

/// How the peers are called in the tables, ours first.
const PEER_NAMES: [(&str, &str); 6] = [
    (OURS, "**calc**"),
    ("calc_find", "**calc**, `root::find`"),
    ("c", "C"),
    ("micromath", "micromath 2.1"),
    ("multicalc", "multicalc 0.10"),
    ("numeris", "numeris 0.6"),
];

/// The table of these problems: a row for each peer that has it.
fn of_peers(rows: &[Row], problems: &[(&str, String)]) -> String {
    let mut text = String::from(
        "\n| | | `3`: flash | stack | instructions | `s`: flash | stack | instructions | off by | can panic |\n\
         |---|---|---:|---:|---:|---:|---:|---:|---:|---|\n",
    );
    let find = |problem: &str, peer: &str, opt: &str| {
        rows.iter()
            .find(|row| (&*row.problem, &*row.peer, &*row.opt) == (problem, peer, opt))
    };
    for (problem, what) in problems {
        let mut what = what.as_str();
        for (peer, name) in PEER_NAMES {
            let (Some(fast), Some(small)) = (find(problem, peer, "3"), find(problem, peer, "s"))
            else {
                continue;
            };
            let _ = write!(text, "| {what} | {name} |");
            what = "";
            for row in [fast, small] {
                let empty = find(EMPTY, OURS, &row.opt).map_or(0, |row| row.flash);
                let _ = write!(
                    text,
                    " {} | {} | {} |",
                    grouped(row.flash.saturating_sub(empty)),
                    grouped(row.stack),
                    grouped(row.instructions)
                );
            }
            let off = if peer == OURS {
                String::new()
            } else if fast.off <= 0.0 {
                "0".to_owned()
            } else {
                format!("{:.0e}", fast.off)
            };
            let panics = if fast.panics || small.panics {
                "yes"
            } else {
                "no"
            };
            let _ = writeln!(text, " {off} | {panics} |");
        }
    }
    text.push('\n');
    text
}

/// What a program is, by its first line.
fn described_by(workspace: &Workspace, folder: &str, program: &str) -> Result<String> {
    let file = format!("{folder}/src/bin/{program}.rs");
    let source = fs::read_to_string(workspace.path(&file)).with_context(|| file.clone())?;
    let what = source
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("//! "))
        .with_context(|| format!("{file} does not begin with `//! what it is.`"))?;
    Ok(what.trim_end_matches('.').to_owned())
}

/// Writes or compares one table.
fn place(
    workspace: &Workspace,
    document: &str,
    kind: &str,
    new: &str,
    write: bool,
    report: &mut Report,
) -> Result<()> {
    let path = workspace.path(document);
    let text = fs::read_to_string(&path).with_context(|| document.to_owned())?;
    let (start, end) = markers(kind);
    let Some((before, old, after)) = between(&text, &start, &end) else {
        report.problems.push(format!(
            "{document}: no place for a table: the lines `{}` and `{}`",
            start.trim(),
            end.trim()
        ));
        return Ok(());
    };
    if old == new {
        report.passed += 1;
    } else if write {
        fs::write(&path, format!("{before}{start}{new}{end}{after}"))
            .with_context(|| format!("writing {document}"))?;
        report
            .notes
            .push(format!("wrote the table of {kind} in {document}"));
    } else {
        report.problems.push(format!(
            "{document}: the table of {kind} is stale — run `cargo xtask embedded --accept`"
        ));
    }
    Ok(())
}

/// What stands before, between and behind the markers.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<(&'a str, &'a str, &'a str)> {
    let (before, rest) = text.split_once(start)?;
    let (between, after) = rest.split_once(end)?;
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
        let elsewhere = name.ends_with(BY_HAND) || in_searches(name);
        !elsewhere && (*name == EMPTY || rows.iter().any(asked))
    };
    let mut described = Vec::new();
    let (first, others): (Vec<&str>, Vec<&str>) = names
        .into_iter()
        .filter(shown)
        .partition(|name| *name == EMPTY);
    for name in first.into_iter().chain(others) {
        let what = described_by(workspace, PROGRAMS, &format!("use_{name}"))?;
        described.push((name.to_owned(), what));
    }
    Ok(table(costs, &described))
}

const BY_HAND: &str = "_by_hand";
/// The same formula by hand belongs to a use with strong zeros and to the one without.
const IEEE: &str = "_ieee";

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
            let by_hand = cost(&format!(
                "{}{BY_HAND}",
                name.strip_suffix(IEEE).unwrap_or(name)
            ));
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

/// The program that only runs the function of the searches.
const VALUE: &str = "root_value";

/// The rows of the table of searches.
const SEARCHES: [&str; 6] = [
    "bisection",
    "chandrupatla",
    "brent",
    "toms748",
    "itp",
    "find",
];

/// How the names of the uses end that compute in double precision.
const DOUBLE: &str = "_f64";

/// Whether a use is measured for the table of searches alone.
fn in_searches(name: &str) -> bool {
    name == VALUE || name.starts_with("root_") && name.ends_with(DOUBLE)
}

/// Bytes of flash that a search adds to a program that only runs its function.
fn of_searches(costs: &Costs) -> String {
    let columns = [
        ("m0", "Cortex-M0", "s"),
        ("m4f", "Cortex-M4F", "s"),
        ("m4f", "Cortex-M4F", "3"),
    ];
    let mut text = String::from("\n| |");
    for (_, name, opt) in columns {
        for number in ["f32", "f64"] {
            let _ = write!(text, " {name} (`{opt}`), `{number}` |");
        }
    }
    text.push_str("\n|---|");
    text.push_str(&"---:|".repeat(2 * columns.len()));
    text.push('\n');
    for search in SEARCHES {
        let _ = write!(text, "| `root::{search}` |");
        for (machine, _, opt) in columns {
            for double in ["", DOUBLE] {
                let flash = |name: String| {
                    let (machine, opt) = (machine.to_owned(), opt.to_owned());
                    costs
                        .get(&Key { name, machine, opt })
                        .map(|cost| cost.flash)
                };
                let whole = flash(format!("root_{search}{double}"));
                let value = flash(format!("{VALUE}{double}"));
                let added = whole
                    .zip(value)
                    .map(|(whole, value)| whole.saturating_sub(value));
                let _ = write!(text, " {} |", added.map_or_else(String::new, grouped));
            }
        }
        text.push('\n');
    }
    text.push('\n');
    text
}

/// What the representative uses cost on the other machines.
fn of_others(workspace: &Workspace, costs: &Costs) -> Result<String> {
    let mut text = String::from("\n| |");
    for (_, name, opt) in OTHERS {
        let _ = write!(text, " {name} (`{opt}`): flash | stack | instructions |");
    }
    text.push_str("\n|---|");
    text.push_str(&"---:|".repeat(3 * OTHERS.len()));
    text.push('\n');
    for name in REPRESENTATIVE {
        let what = described_by(workspace, PROGRAMS, &format!("use_{name}"))?;
        let _ = write!(text, "| {what} |");
        for (machine, _, opt) in OTHERS {
            let cost = |name: &str| {
                costs.get(&Key {
                    name: name.to_owned(),
                    machine: machine.to_owned(),
                    opt: opt.to_owned(),
                })
            };
            match cost(name).zip(cost(EMPTY)) {
                Some((cost, empty)) => {
                    let _ = write!(
                        text,
                        " {} | {} | {} |",
                        grouped(cost.flash.saturating_sub(empty.flash)),
                        grouped(cost.stack),
                        grouped(cost.instructions)
                    );
                }
                None => text.push_str(" | | |"),
            }
        }
        text.push('\n');
    }
    text.push('\n');
    Ok(text)
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
    fn a_search_is_counted_above_a_program_that_runs_its_function() {
        let key = |name: &str| Key {
            name: name.to_owned(),
            machine: "m0".to_owned(),
            opt: "s".to_owned(),
        };
        let flash = |flash| Cost {
            flash,
            routines: 0,
            ram: 0,
            stack: 0,
            bound: 0,
            instructions: 1,
        };
        let costs = Costs::from([
            (key("root_value_f64"), flash(2000)),
            (key("root_itp_f64"), flash(4500)),
        ]);
        let text = of_searches(&costs);
        let row = text.lines().find(|line| line.contains("root::itp"));
        assert_eq!(row, Some("| `root::itp` |  | 2\u{202f}500 |  |  |  |  |"));
    }

    #[test]
    fn the_table_stands_between_its_markers() {
        let (start, end) = markers("costs");
        let text = format!("a\n{start}old\n{end}b\n");
        assert_eq!(between(&text, &start, &end), Some(("a\n", "old\n", "b\n")));
        assert_eq!(between("a\n", &start, &end), None);
    }
}
