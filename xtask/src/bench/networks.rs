//! How long small networks train, in calc-nn and in other libraries, after equal loss curves.
//!
//! `tests/peers/networks` holds the libraries in Rust and C, and a script for those in Python.

use core::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::record::head;
use super::{RESULTS, python};
use crate::process;
use crate::toolchain;
use crate::workspace::Workspace;

pub(super) const FILE: &str = "networks.txt";

const FOLDER: &str = "tests/peers/networks";

const V3: &str = "-C target-cpu=x86-64-v3";
/// Of its own accord the compiler uses half of a register of 512 bits.
const V4: &str = "-C target-cpu=x86-64-v4 -C target-feature=-prefer-256-bit";

/// Measures all libraries and stores their times.
pub(super) fn store(workspace: &Workspace) -> Result<()> {
    let mut programs = vec![built(workspace, "networks", "")?.into_os_string()];
    for (level, there, flags) in [
        ("x86-64-v3", toolchain::has_x86_64_v3(), V3),
        ("x86-64-v4", toolchain::has_x86_64_v4(), V4),
    ] {
        if there {
            let mut named = std::ffi::OsString::from(format!("{level}="));
            named.push(built(workspace, &format!("networks-{level}"), flags)?);
            programs.push(named);
        } else {
            eprintln!("{level} is not measured: this processor has not all of its instructions");
        }
    }
    let python = python::with(workspace, &format!("{FOLDER}/requirements.txt"))?;
    eprintln!("comparing loss curves, then measuring");
    let mut script = Command::new(python);
    script.arg(workspace.path(FOLDER).join("run.py"));
    let rows = process::stdout_of(script.args(programs))?;
    let mut text = String::new();
    for line in head(
        workspace,
        "opt-level 3, no flags for a processor but where one is named, one thread of one core",
    )? {
        writeln!(text, "# {line}")?;
    }
    writeln!(text, "# task\tlibrary\ttime\n{}", rows.trim_end())?;
    let file = workspace.path(RESULTS).join(FILE);
    fs::write(&file, text).with_context(|| format!("writing {}", file.display()))
}

/// The program in Rust, compiled with these flags into a directory of its own.
fn built(workspace: &Workspace, name: &str, flags: &str) -> Result<PathBuf> {
    eprintln!("building {FOLDER} {flags}");
    let target = workspace.target_directory()?.join("peers").join(name);
    let mut cargo = workspace.cargo();
    cargo.args(["build", "--release", "--manifest-path"]);
    cargo.arg(workspace.path(FOLDER).join("Cargo.toml"));
    cargo.arg("--target-dir").arg(&target);
    process::quiet(cargo.env("RUSTFLAGS", flags)).context(
        "the networks beside ours need FANN (on Debian and Ubuntu `apt-get install libfann-dev`)",
    )?;
    let program = format!("calc-network-peers{}", std::env::consts::EXE_SUFFIX);
    Ok(target.join("release").join(program))
}

/// What is measured.
#[derive(Clone, Copy)]
struct Task {
    name: &'static str,
    /// The head of its column in the README.
    column: &'static str,
    description: &'static str,
    unit: &'static str,
}

const TASKS: [Task; 5] = [
    Task {
        name: "digits",
        column: "digits, batches of 32, `f32`",
        description: "**Handwritten digits**, 64-32-10: relu, softmax cross-entropy, plain descent of rate 0.1, single precision; \
         one epoch of 56 batches of 32. The mean losses of ten epochs from the same weights were equal to a relative \
         10⁻³ before the time was taken.",
        unit: "ms per epoch",
    },
    Task {
        name: "digits, x86-64-v3",
        column: "the same for `x86-64-v3`",
        description: "**The same, compiled for `x86-64-v3`**, as the libraries of Python choose their instructions by the \
         processor that they find: `RUSTFLAGS=\"-C target-cpu=x86-64-v3\"`, and calc-nn still gives the same bits.",
        unit: "ms per epoch",
    },
    Task {
        name: "digits, x86-64-v4",
        column: "the same for `x86-64-v4`",
        description: "**The same, compiled for `x86-64-v4`**, which is what those libraries use where a processor has AVX-512: \
         `RUSTFLAGS=\"-C target-cpu=x86-64-v4 -C target-feature=-prefer-256-bit\"`, and calc-nn still gives the same bits. \
         (The compiler warns that the second flag is not stable; it only chooses the width of vectors.)",
        unit: "ms per epoch",
    },
    Task {
        name: "digits by examples",
        column: "digits by examples, `f64`",
        description: "**The same digits, a step after each example**, 64-32-10: softsign and linear outputs, squared error, double \
         precision; one epoch of 1792 steps. The mean losses of FANN over three epochs were equal to ours to a \
         relative 10⁻⁴.",
        unit: "ms per epoch",
    },
    Task {
        name: "XOR",
        column: "XOR, `f64`",
        description: "**XOR**, 2-4-1: sigmoids, squared error, a step after each example, double precision. The losses of 500 \
         epochs of FANN were equal to ours to a relative 10⁻⁵.",
        unit: "ns per step",
    },
];

/// What must be said of a library wherever its time stands.
const MYNN: &str = "The losses of mynn cannot be equal: its backward pass leaves out the slope of the layer above and \
                    uses weights that have already moved. Its time is that of as many operations.";

/// What is asked of libraries that can be asked in several ways.
const PYTHON: &str = "The libraries of Python are called as their users call them, in single precision, with one thread \
                      and with no look at the loss that they do not take themselves. scikit-learn's `MLPClassifier` has two ways \
                      to learn, and both check their data: `fit`, measured over 20 epochs and divided by 20, and \
                      `partial_fit`, which is one epoch and checks them in each. Each epoch of ours is a call of `fit`, which \
                      checks losses, gradients and parameters.";

/// Times of others that no registry provides, from a run on another day.
const DATED: &str = "Libraries in C that no package registry provides were measured on 23 November 2026, in another \
                     run on a busy x86-64 machine, in multiples of a prototype of ours in that run: one epoch of \
                     the digits in batches took KANN (commit e260712) 1.4 times as long with `-O3` for x86-64-v3 and 3.0 \
                     times with `-O2`, AIfES 2.2.0 11 times; by examples, genann (commit 8dcd1db) took 2.6 times as \
                     long, in double precision and ours in single, and 0.9 to 1.3 times for a step of XOR, with a table \
                     instead of a sigmoid.";

#[derive(Debug, PartialEq)]
struct Row<'a> {
    task: &'a str,
    library: &'a str,
    time: f64,
}

fn rows(text: &str) -> Result<Vec<Row<'_>>> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let parts: Vec<&str> = line.split('\t').collect();
            let [task, library, time] = parts[..] else {
                bail!("a line of {FILE} has not three columns: {line}");
            };
            let time = time.parse().with_context(|| line.to_owned())?;
            Ok(Row {
                task,
                library,
                time,
            })
        })
        .collect()
}

/// The tasks that were measured: a processor may lack the instructions of one.
fn measured<'a>(rows: &'a [Row<'_>]) -> impl Iterator<Item = Task> + 'a {
    let there = |name| rows.iter().any(|row| row.task == name);
    TASKS.into_iter().filter(move |task| there(task.name))
}

/// The libraries of a task, fastest first, and the time of ours.
fn ranked<'a>(rows: &'a [Row<'a>], task: &str) -> Result<(Vec<&'a Row<'a>>, f64)> {
    let mut found: Vec<&Row<'_>> = rows.iter().filter(|row| row.task == task).collect();
    found.sort_by(|a, b| a.time.total_cmp(&b.time));
    let ours = found.iter().find(|row| row.library == "calc-nn");
    let ours = ours
        .with_context(|| format!("{task} was not measured with calc-nn"))?
        .time;
    Ok((found, ours))
}

/// The whole section of the page: what was measured, on what, and the times.
pub(super) fn section(text: &str) -> Result<String> {
    let rows = rows(text)?;
    let mut out = String::new();
    for line in text.lines().filter_map(|line| line.strip_prefix("# ")) {
        if !line.starts_with("task\t") {
            writeln!(out, "- {line}")?;
        }
    }
    for task in measured(&rows) {
        let (found, ours) = ranked(&rows, task.name)?;
        let Task {
            description, unit, ..
        } = task;
        writeln!(
            out,
            "\n{description}\n\n| library | {unit} | in ours |\n|---|---:|---:|"
        )?;
        for row in found {
            let time = significant(row.time);
            writeln!(out, "| {} | {time} | {:.2} |", row.library, row.time / ours)?;
        }
    }
    let there: Vec<&str> = measured(&rows).map(|task| task.name).collect();
    for task in TASKS.iter().filter(|task| !there.contains(&task.name)) {
        writeln!(
            out,
            "\nNot measured in this run, as it needs a processor with these instructions: {}.",
            task.name
        )?;
    }
    writeln!(out, "\n{PYTHON}\n\n{MYNN}\n\n{DATED}")?;
    Ok(out)
}

/// Three digits, and no more are known.
fn significant(time: f64) -> String {
    match time {
        100.0.. => format!("{time:.0}"),
        10.0.. => format!("{time:.1}"),
        _ => format!("{time:.2}"),
    }
}

/// For the README: each library's time in multiples of ours, a column for each task.
pub(super) fn summary(text: &str) -> Result<String> {
    let rows = rows(text)?;
    let mut out = "| time in ours |".to_owned();
    for task in measured(&rows) {
        write!(out, " {} |", task.column)?;
    }
    writeln!(out, "\n|---|{}", "---:|".repeat(measured(&rows).count()))?;
    let mut libraries: Vec<&str> = Vec::new();
    for task in measured(&rows) {
        for row in ranked(&rows, task.name)?.0 {
            if !libraries.contains(&row.library) {
                libraries.push(row.library);
            }
        }
    }
    for library in libraries {
        write!(out, "| {library} |")?;
        for task in measured(&rows) {
            let (found, ours) = ranked(&rows, task.name)?;
            match found.iter().find(|row| row.library == library) {
                Some(row) => write!(out, " {:.1} |", row.time / ours)?,
                None => write!(out, " |")?,
            }
        }
        writeln!(out)?;
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# processor: A\n# task\tlibrary\ttime\ndigits\tb\t3\ndigits\tcalc-nn\t2\n\
                        digits by examples\tcalc-nn\t4\nXOR\tcalc-nn\t100\nXOR\tc\t150\n";

    #[test]
    fn the_fastest_stands_first_in_multiples_of_ours() {
        let section = section(TEXT).unwrap();
        assert!(section.starts_with("- processor: A\n\n"));
        assert!(section.contains(
            "\nNot measured in this run, as it needs a processor with these instructions: digits, x86-64-v4.\n"
        ));
        assert!(
            section.contains("| calc-nn | 2.00 | 1.00 |\n| b | 3.00 | 1.50 |\n"),
            "{section}"
        );
        let summary = summary(TEXT).unwrap();
        let rows: Vec<&str> = summary.lines().skip(2).collect();
        assert_eq!(
            rows,
            [
                "| calc-nn | 1.0 | 1.0 | 1.0 |",
                "| b | 1.5 | | |",
                "| c | | | 1.5 |"
            ]
        );
    }

    #[test]
    fn a_task_without_ours_is_an_error() {
        assert!(section(&TEXT.replace("calc-nn", "d")).is_err());
        assert!(rows("digits\tb\n").is_err() && rows("digits\tb\tfast\n").is_err());
    }
}
