//! Instructions, counted by callgrind: the same on every run, so that a check can rest on them.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::{Functions, build};
use crate::process;
use crate::report::Report;
use crate::workspace::Workspace;

/// Runs of each row between two dumps; `RUNS` in `tests/peers/src/measure.rs`.
const RUNS: f64 = 64.0;

/// Fails with what to do about it if there is no valgrind.
pub(super) fn need_valgrind() -> Result<()> {
    let there = process::capture(Command::new("valgrind").arg("--version"));
    if !there.is_ok_and(|valgrind| valgrind.success) {
        bail!(
            "valgrind is missing, which counts instructions; on Debian: apt-get install valgrind"
        );
    }
    Ok(())
}

/// The rows whose names contain `filter`, with the instructions of one run.
pub(super) fn count(program: &Path, filter: &str) -> Result<Vec<(String, f64)>> {
    let dump = program.with_extension("callgrind");
    let mut valgrind = Command::new("valgrind");
    valgrind
        .args(["--tool=callgrind", "--dump-line=no", "--combine-dumps=yes"])
        .arg("--zero-before=*callgrind_begins*")
        .arg("--dump-before=*callgrind_ends*")
        .arg(format!("--callgrind-out-file={}", dump.display()))
        .arg(program)
        .args(["count", filter]);
    let _ = fs::remove_file(&dump);
    let names = process::stdout_of(&mut valgrind)?;
    let text = fs::read_to_string(&dump).context("callgrind wrote no counts")?;
    let counts = totals(&text);
    if counts.len() != names.lines().count() {
        bail!(
            "callgrind wrote {} counts for {} rows: does the program have its symbols?",
            counts.len(),
            names.lines().count()
        );
    }
    Ok(names.lines().map(str::to_owned).zip(counts).collect())
}

/// The totals of the parts that were dumped on the way, without that of the program's end.
fn totals(dump: &str) -> Vec<f64> {
    let parts = dump.split("\npart: ").skip(1);
    parts
        .filter(|part| part.contains("desc: Trigger: --dump-before"))
        .filter_map(|part| {
            let line = part
                .lines()
                .find_map(|line| line.strip_prefix("totals: "))?;
            line.trim().parse::<f64>().ok()
        })
        .map(|total| total / RUNS)
        .collect()
}

const LIMITS: &str = "tests/peers/limits.txt";

/// A line of [`LIMITS`].
#[derive(Debug, PartialEq)]
struct Limit<'a> {
    /// `problem<TAB>size<TAB>route`
    name: String,
    /// `problem<TAB>size<TAB>route` it is compared with.
    against: String,
    ratio: f64,
    line: &'a str,
}

fn limits(text: &str) -> Result<Vec<Limit<'_>>> {
    let lines = text.lines();
    let lines = lines.filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines
        .map(|line| {
            let parts: Vec<&str> = line.split('|').map(str::trim).collect();
            let [problem, size, route, "≤", ratio, against, ..] = parts[..] else {
                bail!("not `problem | size | route | ≤ | ratio | route`: {line}");
            };
            Ok(Limit {
                name: [problem, size, route].join("\t"),
                against: [problem, size, against].join("\t"),
                ratio: ratio.parse().with_context(|| format!("a ratio: {line}"))?,
                line,
            })
        })
        .collect()
}

/// The room between what is counted and what is allowed: compilers differ.
const ROOM: f64 = 1.1;

/// Sets the limits to what is counted now and a little more. Comments stay, and limits with a reason.
pub(crate) fn accept(workspace: &Workspace) -> Result<Report> {
    need_valgrind()?;
    let program = build(workspace, Functions::Libm, false)?;
    let counts = count(&program, "")?;
    let file = workspace.path(LIMITS);
    let text = fs::read_to_string(&file)?;
    fs::write(&file, accepted(&text, &counts)?)?;
    let mut report = Report::of("ratios of instructions");
    report.passed = counts.len();
    report.notes.push(format!("wrote {LIMITS}"));
    Ok(report)
}

fn accepted(text: &str, counts: &[(String, f64)]) -> Result<String> {
    let stays = |line: &&str| line.starts_with('#') || line.split('|').count() > 6;
    let mut out: String = text
        .lines()
        .filter(stays)
        .map(|l| format!("{l}\n"))
        .collect();
    let reasoned: Vec<String> = limits(&out)?.into_iter().map(|limit| limit.name).collect();
    for (name, ours) in counts {
        let parts: Vec<&str> = name.split('\t').collect();
        let [problem, size, route] = parts[..] else {
            bail!("not a row: {name}");
        };
        let hand = format!("{problem}\t{size}\thand");
        let hand = counts.iter().find(|(name, _)| *name == hand);
        if let Some((_, hand)) = hand
            && route.starts_with("calc ")
            && !reasoned.contains(name)
        {
            // Upwards, but not for the last bit of a product.
            let limit = (ROOM * ours / hand * 100.0 - 1e-6).ceil() / 100.0;
            out.push_str(&[problem, size, route, "≤", &limit.to_string(), "hand\n"].join(" | "));
        }
    }
    Ok(out)
}

/// Checks that no ratio of instructions exceeds its limit in [`LIMITS`].
pub(crate) fn gate(workspace: &Workspace) -> Result<Report> {
    need_valgrind()?;
    let program = build(workspace, Functions::Libm, false)?;
    let counts = count(&program, "")?;
    let text = fs::read_to_string(workspace.path(LIMITS))?;
    let mut report = Report::of("ratios of instructions");
    for limit in limits(&text)? {
        report.count(problem(&limit, &counts));
    }
    Ok(report)
}

fn problem(limit: &Limit<'_>, counts: &[(String, f64)]) -> Option<String> {
    let find = |name: &str| counts.iter().find(|(n, _)| n == name).map(|(_, c)| *c);
    let (Some(found), Some(base)) = (find(&limit.name), find(&limit.against)) else {
        return Some(format!("{LIMITS}: no such row: {}", limit.line));
    };
    let ratio = found / base;
    (ratio > limit.ratio).then(|| {
        format!(
            "{}: {found:.0} instructions are {ratio:.2} × {base:.0} of {}, more than {}",
            limit.name.replace('\t', " "),
            limit.against.rsplit('\t').next().unwrap_or_default(),
            limit.ratio
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DUMP: &str = "version: 1\n\npart: 1\ndesc: Trigger: --dump-before=f\ntotals: 640\n\
                        \npart: 2\ndesc: Trigger: --dump-before=f\ntotals: 1280\n\
                        \npart: 3\ndesc: Trigger: Program termination\ntotals: 99\n";

    #[test]
    fn the_total_of_each_part_is_that_of_64_runs() {
        assert_eq!(totals(DUMP), [10.0, 20.0]);
    }

    #[test]
    fn a_ratio_above_its_limit_is_a_problem_and_so_is_a_row_that_is_not_there() {
        let text = "# a comment\ngradient | 2 | calc gradient | ≤ | 1.5 | hand\n";
        let limits = limits(text).unwrap();
        let [limit] = &limits[..] else {
            panic!("one limit: {limits:?}")
        };
        let counts = |ours| {
            vec![
                ("gradient\t2\tcalc gradient".to_owned(), ours),
                ("gradient\t2\thand".to_owned(), 100.0),
            ]
        };
        assert_eq!(problem(limit, &counts(150.0)), None);
        let said = problem(limit, &counts(151.0)).unwrap();
        assert!(said.contains("1.51 × 100 of hand"), "{said}");
        assert!(problem(limit, &[]).unwrap().contains("no such row"));
        assert!(super::limits("gradient | 2\n").is_err());
    }

    #[test]
    fn accepting_writes_what_is_counted_but_keeps_comments_and_limits_with_a_reason() {
        let counts = [
            ("hand", 10.0),
            ("calc gradient", 20.0),
            ("calc Tape", 30.0),
            ("value", 5.0),
        ];
        let counts = counts.map(|(route, count)| (format!("gradient\t2\t{route}"), count));
        let kept = "# head\ngradient | 2 | calc Tape | ≤ | 2 | hand | promised\n";
        let text = format!("{kept}gradient | 2 | gone | ≤ | 9 | hand\n");
        let expected = format!("{kept}gradient | 2 | calc gradient | ≤ | 2.2 | hand\n");
        assert_eq!(accepted(&text, &counts).unwrap(), expected);
    }
}
