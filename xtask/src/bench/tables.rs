//! The tables of the documents, made of the stored results.

use core::fmt::Write as _;
use std::fs;

use anyhow::{Context as _, Result, bail};

use super::counts::{self, Line};
use super::record::{Record, Row};
use super::{RESULTS, claims, count_tables, edges, networks, record, stored};
use crate::report::Report;
use crate::workspace::Workspace;

/// The documents with tables between markers, from the root.
const DOCUMENTS: [&str; 4] = [
    "crates/calc-scalar/README.md",
    "crates/calc-multi/README.md",
    "crates/calc-opt/README.md",
    "crates/calc-nn/README.md",
];

/// What the tables are made of.
struct Stored {
    record: Record,
    battery: String,
    counts: Vec<Line>,
    networks: String,
}

/// Writes the tables or, with `check`, compares them with what the stored results give.
pub(crate) fn update(workspace: &Workspace, check: bool) -> Result<Report> {
    let found = Stored {
        record: Record::parse(&stored(workspace, record::FILE)?)?,
        battery: stored(workspace, edges::FILE)?,
        counts: counts::parse(&stored(workspace, counts::FILE)?)?,
        networks: stored(workspace, networks::FILE)?,
    };
    let mut report = Report::of("documents with measured tables");

    let mut pages = vec![
        (format!("{RESULTS}/speed.md"), speed(&found.record)?),
        (format!("{RESULTS}/modes.md"), modes(&found.record)?),
        (
            format!("{RESULTS}/claims.md"),
            claims::table(&found.record)?,
        ),
        (format!("{RESULTS}/edges.md"), edges::table(&found.battery)?),
        (
            format!("{RESULTS}/failures.md"),
            edges::failures(&found.battery)?,
        ),
        (
            format!("{RESULTS}/counts.md"),
            count_tables::all(&found.counts)?,
        ),
        (
            format!("{RESULTS}/networks.md"),
            networks::section(&found.networks)?,
        ),
    ];
    for document in DOCUMENTS {
        let text = fs::read_to_string(workspace.path(document))?;
        let fresh = fill(&text, |name| block(name, &found)).with_context(|| document.to_owned())?;
        pages.push((document.to_owned(), fresh));
    }
    for (name, fresh) in pages {
        let file = workspace.path(&name);
        if fs::read_to_string(&file).ok().as_deref() == Some(fresh.as_str()) {
            report.passed += 1;
        } else if check {
            report.problems.push(format!(
                "stale: {name} is not what the stored results give — run `cargo xtask bench --tables`"
            ));
        } else {
            fs::write(&file, fresh).with_context(|| format!("writing {name}"))?;
            report.notes.push(format!("wrote {name}"));
        }
    }
    Ok(report)
}

/// What stands between the markers `<!-- measured: NAME -->` and `<!-- end -->`.
fn block(name: &str, found: &Stored) -> Result<String> {
    let record = &found.record;
    match name {
        "edges" => edges::table(&found.battery),
        "optimisers" => count_tables::summary(&found.counts),
        "networks" => networks::summary(&found.networks),
        "one variable" => summary(record, |problem| {
            problem.starts_with("derivative") || problem.starts_with("Taylor")
        }),
        "several variables" => summary(record, |problem| {
            !(problem.starts_with("derivative") || problem.starts_with("Taylor"))
        }),
        _ => bail!("nothing measured is called `{name}`"),
    }
}

const END: &str = "<!-- end -->";

fn fill(text: &str, block: impl Fn(&str) -> Result<String>) -> Result<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<!-- measured: ") {
        let (name, after) = after.split_once(" -->").context("a marker has no end")?;
        let (_, after) = after
            .split_once(END)
            .with_context(|| format!("`measured: {name}` has no {END}"))?;
        let block = block(name)?;
        write!(out, "{before}<!-- measured: {name} -->\n\n{block}\n{END}")?;
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// For each problem and size: ours with strong zeros and without, and the fastest other, in multiples of the
/// hand-written.
fn summary(record: &Record, keep: impl Fn(&str) -> bool) -> Result<String> {
    let mut out = "| time by hand = 1 | size | ours | | ours over `Ieee` | fastest other | |\n\
                   |---|---:|---:|---|---:|---:|---|\n"
        .to_owned();
    for problem in record.distinct(|row| keep(row.problem()), Row::problem) {
        for size in record.distinct(|row| row.problem() == problem, Row::size) {
            let fastest = |keep: fn(&Row) -> bool| {
                let rows = record.of("libm", problem, size).filter(|row| keep(row));
                rows.min_by(|a, b| time(a).total_cmp(&time(b)))
            };
            let hand = time(hand(record, "libm", problem, size)?);
            let ours = fastest(|row| row.is_ours() && row.has_strong_zeros())
                .with_context(|| format!("{problem} {size} has no row of ours"))?;
            let ieee = fastest(|row| row.is_ours() && !row.has_strong_zeros());
            let ieee = ieee.map_or_else(|| "–".to_owned(), |row| times(time(row) / hand));
            // Some problems are only ours beside the formula by hand.
            let (other_time, other) = fastest(Row::is_foreign).map_or_else(
                || ("–".to_owned(), "–"),
                |row| (times(time(row) / hand), row.route()),
            );
            writeln!(
                out,
                "| {problem} | {size} | {} | {} | {ieee} | {other_time} | {other} |",
                times(time(ours) / hand),
                code(ours.route()),
            )?;
        }
    }
    Ok(out)
}

/// What gradients cost by forward mode, in reverse and term by term: instructions in multiples of those of
/// the function alone.
fn modes(record: &Record) -> Result<String> {
    const ROUTES: [(&str, &str); 4] = [
        ("calc gradient", "forward: `gradient`"),
        (
            "calc gradient_chunked",
            "forward, in chunks: `gradient_chunked`",
        ),
        ("calc Tape", "reverse: `Tape`"),
        ("calc separable::gradient", "term by term: `separable`"),
    ];
    const PROBLEMS: [&str; 3] = ["Rosenbrock", "Ackley", "Rastrigin"];
    let mut out = "| function | variables |".to_owned();
    out.extend(ROUTES.map(|(_, title)| format!(" {title} |")));
    writeln!(out, "\n|---|---:|{}", "---:|".repeat(ROUTES.len()))?;
    for name in PROBLEMS {
        let problem = format!("gradient of {name}");
        for size in record.distinct(|row| row.problem() == problem, Row::size) {
            let instructions = |route: &str| {
                let mut rows = record.of("libm", &problem, size);
                rows.find(|row| row.route() == route)
                    .map(|row| row.instructions)
            };
            let Some(alone) = instructions("value") else {
                bail!("{problem} {size} has no row of the function alone");
            };
            write!(out, "| {name} | {size} |")?;
            for (route, _) in ROUTES {
                let cost = instructions(route).map_or("–".to_owned(), |n| times(n / alone));
                write!(out, " {cost} |")?;
            }
            writeln!(out)?;
        }
    }
    Ok(out)
}

/// Every row of every problem: time and instructions in multiples of the hand-written.
fn speed(record: &Record) -> Result<String> {
    let mut out = String::new();
    for line in &record.head {
        writeln!(out, "- {line}")?;
    }
    for problem in record.distinct(|_| true, Row::problem) {
        writeln!(
            out,
            "\n### {}{}\n",
            problem[..1].to_uppercase(),
            &problem[1..]
        )?;
        let sizes = record.distinct(|row| row.problem() == problem, Row::size);
        let head: String = sizes.iter().map(|size| format!(" {size} |")).collect();
        writeln!(out, "| time / instructions |{head}")?;
        writeln!(out, "|---|{}", "---:|".repeat(sizes.len()))?;
        for (functions, route) in routes(record, problem) {
            write!(out, "| {} |", label(functions, route))?;
            for size in &sizes {
                let found = record
                    .of(functions, problem, size)
                    .find(|row| row.route() == route);
                let hand = hand(record, functions, problem, size)?;
                let cell = found.map_or("–".to_owned(), |row| {
                    let ratio = row.instructions / hand.instructions;
                    format!("{} / {}", times(time(row) / time(hand)), times(ratio))
                });
                write!(out, " {cell} |")?;
            }
            writeln!(out)?;
        }
    }
    Ok(out)
}

/// The rows of a problem's table. With the platform's functions only what changes by them.
fn routes<'a>(record: &'a Record, problem: &str) -> Vec<(&'a str, &'a str)> {
    let list = |functions: &'static str| {
        let keep = |row: &Row| row.problem() == problem && row.functions == functions;
        let routes = record.distinct(keep, Row::route);
        routes.into_iter().map(move |route| (functions, route))
    };
    let platform = list("std").filter(|_| !problem.contains("Rosenbrock"));
    list("libm")
        .chain(platform)
        .filter(|(_, r)| *r != "hand")
        .collect()
}

fn label(functions: &str, route: &str) -> String {
    let name = code(route);
    match functions {
        "std" => format!("{name}, `std`"),
        _ => name,
    }
}

/// `calc gradient` as `` `gradient` ``, with the name of the library in front of all others.
fn code(route: &str) -> String {
    match route.strip_prefix("calc ") {
        Some(name) => format!("calc `{name}`"),
        None => route.to_owned(),
    }
}

pub(super) fn hand<'a>(
    record: &'a Record,
    functions: &'a str,
    problem: &'a str,
    size: &'a str,
) -> Result<&'a Row> {
    let found = record
        .of(functions, problem, size)
        .find(|row| row.route() == "hand");
    found.with_context(|| format!("{problem} {size} was not measured by hand"))
}

pub(super) fn time(row: &Row) -> f64 {
    row.nanoseconds.unwrap_or(f64::NAN)
}

/// Two digits are as many as a time can be relied on.
pub(super) fn times(ratio: f64) -> String {
    if ratio.is_nan() {
        "–".to_owned()
    } else if ratio < 9.95 {
        format!("{ratio:.1}")
    } else {
        format!("{ratio:.0}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_between_the_markers_is_replaced_and_nothing_else() {
        let text = "a\n<!-- measured: x -->\nold\n<!-- end -->\nb <!-- measured: y --><!-- end -->";
        let filled = fill(text, |name| Ok(format!("| {name} |\n"))).unwrap();
        let expected = "a\n<!-- measured: x -->\n\n| x |\n\n<!-- end -->\nb \
                        <!-- measured: y -->\n\n| y |\n\n<!-- end -->";
        assert_eq!(filled, expected);
        assert_eq!(
            fill(&filled, |name| Ok(format!("| {name} |\n"))).unwrap(),
            expected
        );
        assert!(fill("<!-- measured: x -->", |_| Ok(String::new())).is_err());
    }

    #[test]
    fn ratios_have_two_digits() {
        assert_eq!(
            [1.04, 9.94, 9.96, 123.4].map(times),
            ["1.0", "9.9", "10", "123"]
        );
        assert_eq!(times(f64::NAN), "–");
    }

    #[test]
    fn a_summary_names_the_fastest_of_ours_and_of_the_others() {
        let row = |route: &str, time: f64| Row {
            name: format!("gradient\t2\t{route}"),
            functions: "libm".to_owned(),
            instructions: 1.0,
            nanoseconds: Some(time),
        };
        let record = Record {
            head: Vec::new(),
            rows: vec![
                row("value", 1.0),
                row("hand", 2.0),
                row("calc gradient", 6.0),
                row("calc Tape", 3.0),
                row("calc gradient, Ieee", 2.4),
                row("slow", 50.0),
                row("fast", 5.0),
            ],
        };
        let table = summary(&record, |_| true).unwrap();
        let last = table.lines().last().unwrap();
        assert_eq!(
            last,
            "| gradient | 2 | 1.5 | calc `Tape` | 1.2 | 2.5 | fast |"
        );
        let speed = speed(&record).unwrap();
        assert!(speed.contains("| fast | 2.5 / 1.0 |"), "{speed}");
        let alone = Record {
            rows: record.rows.into_iter().take(4).collect(),
            head: Vec::new(),
        };
        let table = summary(&alone, |_| true).unwrap();
        assert!(
            table.ends_with("| gradient | 2 | 1.5 | calc `Tape` | – | – | – |\n"),
            "{table}"
        );
    }
}
