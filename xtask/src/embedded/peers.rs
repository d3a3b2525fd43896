//! The same problems on the same chip by other libraries and by C: `tests/firmware/peers`.
//!
//! All of them are measured by `--accept`. After that only ours are, which is quick: whether the stored
//! figures are still those of today.

use std::fs;

use anyhow::{Context as _, Result, bail};

use super::build::{self, Opt, Profile};
use super::elf::Program;
use super::machine::{self, Machine};
use super::{Options, golden, table, vectors};
use crate::report::Report;
use crate::toolchain;
use crate::workspace::Workspace;

/// The workspace of the programs.
pub(crate) const PEERS: &str = "tests/firmware/peers";
const RESULTS: &str = "tests/firmware/peers/results.tsv";

/// The chip: the one most of these libraries are written for.
const MACHINE: &str = "m4f";

/// How the names of our programs end.
pub(crate) const OURS: &str = "calc";

/// What stands between the problem and the peer in the name of a program.
const BETWEEN: &str = "__";

/// A program and what it costs.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub(crate) problem: String,
    pub(crate) peer: String,
    pub(crate) opt: String,
    pub(crate) flash: u32,
    pub(crate) ram: u32,
    pub(crate) stack: u32,
    pub(crate) instructions: u32,
    /// Whether it contains code that panics.
    pub(crate) panics: bool,
    /// How far its numbers are from ours at most, as a share of ours.
    pub(crate) off: f64,
}

/// Measures and compares.
pub(crate) fn check(workspace: &Workspace, options: &Options) -> Result<Report> {
    let mut report = Report::of("peers");
    let one = Options {
        machines: vec![MACHINE.to_owned()],
        ..options.clone()
    };
    let machines = vectors::available(workspace, &one, &mut report)?;
    let Some(machine) = machines.first() else {
        return Ok(report);
    };
    let text = fs::read_to_string(workspace.path(RESULTS)).unwrap_or_default();
    let here = toolchain::version(workspace)?;
    let version = match golden::header(&text, "rustc") {
        Some(version) if !options.accept => version.to_owned(),
        _ => here.clone(),
    };
    let pinned = (version != here).then_some(version.as_str());
    if let Some(version) = pinned {
        let needed = toolchain::need_toolchain_with(workspace, version, machine.target);
        if let Err(error) = needed {
            options.lacks(
                &mut report,
                format!("{RESULTS} is of Rust {version}: {error:#}"),
            );
            return Ok(report);
        }
    }
    let mut rows = Vec::new();
    for opt in Opt::ALL {
        let names: Vec<String> = build::programs_in(workspace, PEERS, "")?
            .into_iter()
            .filter(|name| options.accept || name.ends_with(&format!("{BETWEEN}{OURS}")))
            .collect();
        let profile = Profile::measured(opt);
        let mut cargo = build::cargo(workspace, PEERS, pinned, &[*machine], profile);
        if !options.accept {
            cargo.arg(build::NO_FEATURES);
        }
        if let Some(text) = build::finished(cargo, &names)? {
            bail!(
                "the programs of {PEERS} were not built; those in C need, on Debian and Ubuntu, \
                 apt-get install gcc-arm-none-eabi libnewlib-arm-none-eabi\n{text}"
            );
        }
        // Ours first: the others are compared with it.
        let (ours, others): (Vec<_>, Vec<_>) = names
            .iter()
            .filter_map(|name| name.split_once(BETWEEN))
            .partition(|(_, peer)| *peer == OURS);
        let mut answers: Vec<(&str, Vec<f32>)> = Vec::new();
        for (problem, peer) in ours.into_iter().chain(others) {
            let (mut row, answer) = measured(workspace, machine, opt, problem, peer)?;
            let ours = answers.iter().find(|(name, _)| *name == problem);
            row.off = ours.map_or(0.0, |(_, ours)| off(ours, &answer));
            let most = tolerance(peer);
            if row.off.is_nan() || row.off > most {
                report.problems.push(format!(
                    "{problem} by {peer} at opt-level {}: {answer:?}, off by {:e}, and {most:e} is allowed",
                    row.opt, row.off
                ));
            }
            if peer == OURS {
                answers.push((problem, answer));
            }
            rows.push(row);
        }
    }
    rows.sort_by(|a, b| (&a.problem, &a.peer, &a.opt).cmp(&(&b.problem, &b.peer, &b.opt)));
    let mut stored = read(&text)?;
    if options.accept {
        if !report.problems.is_empty() {
            return Ok(report);
        }
        let text = written(&version, &rows);
        fs::write(workspace.path(RESULTS), &text).with_context(|| format!("writing {RESULTS}"))?;
        report.notes.push(format!("wrote {RESULTS}"));
        // The tables are made of the figures as they are stored, rounded.
        stored = read(&text)?;
    } else {
        for row in &rows {
            report.count(stale(row, &stored));
        }
    }
    let tables = table::update_peers(workspace, &stored, options.accept)?;
    report.add(tables);
    Ok(report)
}

/// How far a peer's numbers may be from ours, as a share: equal problems have equal answers.
fn tolerance(peer: &str) -> f64 {
    match peer {
        // By its own words 'at the cost of precision'; its logarithm near 1 has little more than a sign.
        "micromath" => 0.8,
        // Searches end where their settings for f32 say.
        _ => 1e-3,
    }
}

/// Reads and runs a program.
fn measured(
    workspace: &Workspace,
    machine: &Machine,
    opt: Opt,
    problem: &str,
    peer: &str,
) -> Result<(Row, Vec<f32>)> {
    let name = format!("{problem}{BETWEEN}{peer}");
    let file = build::program(workspace, machine, Profile::measured(opt), &name);
    let program = Program::read(&file)?;
    let sizes = program.sizes()?;
    let text = machine.run_counted(workspace, &file, machine::SHIFT)?;
    let numbers: Vec<u32> = text
        .split_whitespace()
        .map_while(|word| u32::from_str_radix(word, 16).ok())
        .collect();
    let [ticks, stack, 0, answer @ ..] = &numbers[..] else {
        bail!("{name} said `{text}`, and not its numbers");
    };
    let row = Row {
        problem: problem.to_owned(),
        peer: peer.to_owned(),
        opt: opt.name().to_owned(),
        flash: sizes.flash,
        ram: sizes.ram,
        stack: *stack,
        instructions: machine.instructions(*ticks, machine::SHIFT),
        panics: program
            .functions()?
            .iter()
            .any(|name| name.contains("rust_begin_unwind") || name.starts_with("core::panicking")),
        off: 0.0,
    };
    Ok((row, answer.iter().copied().map(f32::from_bits).collect()))
}

/// The largest relative difference; where ours is no number, there is nothing to compare.
fn off(ours: &[f32], theirs: &[f32]) -> f64 {
    let mut off = 0.0;
    for (&a, &b) in ours.iter().zip(theirs).filter(|(a, _)| !a.is_nan()) {
        let (a, b) = (f64::from(a), f64::from(b));
        let share = match (b - a).abs() {
            far if far > 0.0 || far.is_nan() => far / a.abs(),
            _ => 0.0,
        };
        // NaN is as far as can be, and stays.
        if share.is_nan() || share > off {
            off = share;
        }
        if off.is_nan() {
            break;
        }
    }
    off
}

/// What is wrong with the stored figures: they are not those of today, to one part in a hundred.
fn stale(row: &Row, stored: &[Row]) -> Option<String> {
    let Row {
        problem, peer, opt, ..
    } = row;
    let same = |old: &&Row| (&old.problem, &old.peer, &old.opt) == (problem, peer, opt);
    let near = |old: u32, new: u32| u64::from(old.abs_diff(new)) * 100 <= u64::from(old);
    let fresh = stored.iter().find(same).is_some_and(|old| {
        near(old.flash, row.flash)
            && near(old.stack, row.stack)
            && near(old.instructions, row.instructions)
            && old.ram == row.ram
    });
    (!fresh).then(|| {
        format!(
            "{RESULTS}: {problem} by {peer} at opt-level {opt} costs something else today: run \
             `cargo xtask embedded --accept peers`"
        )
    })
}

fn read(text: &str) -> Result<Vec<Row>> {
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.starts_with("problem\t"))
        .map(|line| {
            let mut parts = line.split('\t');
            let mut word = || parts.next().with_context(|| format!("{RESULTS}: `{line}`"));
            Ok(Row {
                problem: word()?.to_owned(),
                peer: word()?.to_owned(),
                opt: word()?.to_owned(),
                flash: word()?.parse()?,
                ram: word()?.parse()?,
                stack: word()?.parse()?,
                instructions: word()?.parse()?,
                panics: word()? == "yes",
                off: word()?.parse()?,
            })
        })
        .collect()
}

fn written(version: &str, rows: &[Row]) -> String {
    let mut text = format!(
        "# The programs {PEERS}/src/bin on a Cortex-M4F, by `cargo xtask embedded --accept peers`: bytes of\n\
         # flash and static RAM of the whole program; of the use, bytes of stack and executed instructions;\n\
         # whether it can panic; how far its numbers are from ours, as a share.\n\
         # rustc: {version}\n\
         problem\tpeer\topt\tflash\tram\tstack\tinstructions\tpanics\toff\n"
    );
    for row in rows {
        let panics = if row.panics { "yes" } else { "no" };
        text.push_str(&format!(
            "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{panics}\t{:.1e}\n",
            row.problem,
            row.peer,
            row.opt,
            row.flash,
            row.ram,
            row.stack,
            row.instructions,
            row.off
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Row {
        Row {
            problem: "exp".to_owned(),
            peer: "calc".to_owned(),
            opt: "3".to_owned(),
            flash: 1000,
            ram: 32,
            stack: 100,
            instructions: 500,
            panics: false,
            off: 0.0,
        }
    }

    #[test]
    fn figures_of_another_day_are_stale() {
        let stored = [row()];
        assert_eq!(stale(&row(), &stored), None);
        let grown = Row {
            instructions: 506,
            ..row()
        };
        assert!(stale(&grown, &stored).is_some());
        let shrunk = Row {
            flash: 900,
            ..row()
        };
        assert!(stale(&shrunk, &stored).is_some());
        assert!(stale(&row(), &[]).is_some());
    }

    #[test]
    fn other_numbers_are_off_and_those_of_nobody_are_not() {
        let is = |off: f64, share: f64| (off - share).abs() < 1e-15;
        assert!(is(off(&[2.0, f32::NAN], &[2.0, 7.0]), 0.0));
        assert!(is(off(&[2.0, 4.0], &[2.0, 5.0]), 0.25));
        assert!(off(&[2.0, 1.0], &[f32::NAN, 1.0]).is_nan());
        assert!(is(off(&[0.0], &[0.0]), 0.0));
    }

    #[test]
    fn what_is_written_is_read() {
        let text = written("1.95.0", &[row()]);
        assert_eq!(read(&text).unwrap(), [row()]);
    }
}
