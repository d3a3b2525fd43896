//! What we want to be true of the speed, and whether the stored results say so.

use core::fmt::Write as _;

use anyhow::Result;

use super::record::{Record, Row};
use super::tables::{hand, time};

/// A bound on the time of ours, in multiples of something measured in the same run.
struct Claim {
    text: &'static str,
    /// Problems whose names begin so.
    problem: &'static str,
    sizes: &'static [&'static str],
    /// Routes of ours: the fastest counts.
    ours: fn(&str) -> bool,
    against: Against,
    limit: f64,
}

/// Where the other side of a claim computes something else: a mark, a problem, and what to know.
const NOTES: [(&str, &str, &str); 3] = [
    (
        "¹",
        "derivative of eight operations",
        "The formula by hand has no cos 2x, which comes with sin 2x here. With the value both need it.",
    ),
    (
        "²",
        "gradient of Rastrigin",
        "The others take sines and cosines from the platform. The row `std` compares like with like.",
    ),
    (
        "³",
        "Hessian of Ackley",
        "Of six variables, measured before their chain rule was compiled in place over `Ieee`; the row `libm` is \
         measured since.",
    ),
];

#[derive(Clone, Copy)]
enum Against {
    Hand,
    /// The fastest of the other libraries whose name begins so; all of them for the empty text.
    Others(&'static str),
}

fn claims() -> Vec<Claim> {
    let all: &[&str] = &["2", "8", "10", "32", "100"];
    vec![
        Claim {
            text: "A derivative costs what the formula by hand costs",
            problem: "derivative of",
            sizes: &["1"],
            ours: |_| true,
            against: Against::Hand,
            limit: 1.1,
        },
        Claim {
            text: "Gradients are faster than in every other library",
            problem: "gradient of",
            sizes: all,
            ours: |_| true,
            against: Against::Others(""),
            limit: 1.0,
        },
        Claim {
            text: "Sums of small terms cost little more than the formula by hand",
            problem: "gradient of",
            sizes: &["2", "8", "10", "32", "100"],
            ours: |route| route.contains("separable"),
            against: Against::Hand,
            limit: 3.0,
        },
        Claim {
            text: "The tape takes half the time of echidna's",
            problem: "gradient of",
            sizes: &["32", "100"],
            ours: |route| route.contains("Tape"),
            against: Against::Others("echidna ("),
            limit: 0.5,
        },
        Claim {
            text: "Hessians are not slower than hyperjet's",
            problem: "Hessian of",
            sizes: &["2", "3", "4", "5", "6", "7", "8", "9", "10"],
            ours: |_| true,
            against: Against::Others("hyperjet"),
            limit: 1.0,
        },
        Claim {
            text: "Taylor coefficients are not slower than echidna's",
            problem: "Taylor",
            sizes: &["8"],
            ours: |_| true,
            against: Against::Others("echidna"),
            limit: 1.0,
        },
    ]
}

const HEAD: &str = "| problem | functions | ratio | | with strong zeros | in instructions | at |\n\
                    |---|---|---:|---|---:|---:|---|\n";

/// A table for each claim, with a row for each problem and choice of functions: the largest ratio and its size and route, and what it is
/// if zeros are strong.
pub(super) fn table(record: &Record) -> Result<String> {
    let mut out = String::new();
    for claim in claims() {
        let mut rows = String::new();
        let about = |row: &Row| row.problem().starts_with(claim.problem);
        for problem in record.distinct(about, Row::problem) {
            for functions in ["libm", "std"] {
                let largest =
                    |keep: fn(&Row) -> bool| worst(record, &claim, problem, functions, keep);
                let (Some(worst), Some(strong)) =
                    (largest(|_| true), largest(Row::has_strong_zeros))
                else {
                    continue;
                };
                writeln!(
                    rows,
                    "| {problem} | `{functions}` | {:.2} | {} | {:.2} | {:.2} | {} |",
                    worst.time,
                    verdict(worst.time <= claim.limit, problem),
                    strong.time,
                    worst.instructions,
                    worst.place,
                )?;
            }
        }
        if !rows.is_empty() {
            writeln!(
                out,
                "**{}: at most {} times.**\n\n{HEAD}{rows}",
                claim.text, claim.limit
            )?;
        }
    }
    let notes = notes(&out);
    Ok(out + &notes)
}

/// Whether a claim is met; with a mark if a note says why not.
fn verdict(met: bool, problem: &str) -> String {
    let note = NOTES.iter().find(|(_, about, _)| *about == problem);
    match note {
        _ if met => "met".to_owned(),
        Some((mark, ..)) => format!("not met {mark}"),
        None => "not met".to_owned(),
    }
}

/// The notes whose marks stand in a table.
fn notes(table: &str) -> String {
    let marked = NOTES
        .iter()
        .filter(|(mark, ..)| table.contains(&format!("met {mark}")));
    marked
        .map(|(mark, _, note)| format!("\n{mark} {note}\n"))
        .collect()
}

struct Worst {
    time: f64,
    /// In the same place.
    instructions: f64,
    place: String,
}

fn worst(
    record: &Record,
    claim: &Claim,
    problem: &str,
    functions: &str,
    keep: fn(&Row) -> bool,
) -> Option<Worst> {
    let mut worst: Option<Worst> = None;
    for size in record.distinct(|row| row.problem() == problem, Row::size) {
        if !claim.sizes.contains(&size) {
            continue;
        }
        let fastest = |of: &dyn Fn(&Row) -> bool| {
            let rows = record.of(functions, problem, size).filter(|row| of(row));
            rows.min_by(|a, b| time(a).total_cmp(&time(b)))
        };
        let ours = fastest(&|row| row.is_ours() && keep(row) && (claim.ours)(row.route()));
        let other = match claim.against {
            Against::Hand => hand(record, functions, problem, size).ok(),
            Against::Others(name) => {
                fastest(&|row| row.is_foreign() && row.route().starts_with(name))
            }
        };
        let (Some(ours), Some(other)) = (ours, other) else {
            continue;
        };
        let ratio = time(ours) / time(other);
        if worst.as_ref().is_none_or(|worst| ratio > worst.time) {
            worst = Some(Worst {
                time: ratio,
                instructions: ours.instructions / other.instructions,
                place: format!("{size}: {}", ours.route()),
            });
        }
    }
    worst
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_met_when_its_worst_ratio_is_within_the_limit() {
        let row = |route: &str, time: f64| Row {
            name: format!("derivative of f\t1\t{route}"),
            functions: "libm".to_owned(),
            instructions: 10.0 * time,
            nanoseconds: Some(time),
        };
        let table_of = |ours: f64| {
            let rows = vec![row("hand", 2.0), row("calc derivative", ours)];
            let head = Vec::new();
            table(&Record { head, rows }).unwrap()
        };
        assert!(table_of(2.2).ends_with("| 1.10 | met | 1.10 | 1.10 | 1: calc derivative |\n\n"));
        assert!(table_of(2.3).contains("| not met |"));
    }

    #[test]
    fn a_claim_that_is_not_met_says_why_where_that_is_known() {
        assert_eq!(verdict(true, "gradient of Rastrigin"), "met");
        let marked = verdict(false, "gradient of Rastrigin");
        assert_eq!(marked, "not met ²");
        assert!(notes(&marked).starts_with("\n² ") && notes(&marked).contains("platform"));
        let plain = verdict(false, "gradient of Ackley");
        assert_eq!((plain.as_str(), notes(&plain)), ("not met", String::new()));
    }
}
