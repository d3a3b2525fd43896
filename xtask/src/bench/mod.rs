//! `cargo xtask bench`: calc beside other libraries and beside formulas written by hand.
//!
//! `tests/peers` is the program that runs them. Here it is built and run, its results are stored in
//! `tests/peers/results`, and the tables of the documents are made of what is stored.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::Usage;
use crate::process;
use crate::workspace::Workspace;

mod claims;
mod count_tables;
mod counts;
mod edges;
mod instructions;
mod networks;
mod python;
mod record;
mod tables;
mod times;

pub(crate) use counts::gate as gate_counts;
pub(crate) use instructions::{accept, gate};
pub(crate) use tables::update as update_tables;

use record::{Record, Row};

/// Where the measurements are kept, from the root.
const RESULTS: &str = "tests/peers/results";

/// Whose elementary functions ours and the hand-written formulas use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Functions {
    Libm,
    Platform,
}

impl Functions {
    const ALL: [Self; 2] = [Self::Libm, Self::Platform];

    fn name(self) -> &'static str {
        match self {
            Self::Libm => "libm",
            Self::Platform => "std",
        }
    }
}

/// What is measured and stored apart from the rest.
type Part = (&'static str, fn(&Workspace) -> Result<()>);

const PARTS: [Part; 3] = [
    ("optimisers", counts::store),
    ("networks", networks::store),
    ("derivatives", derivatives),
];

/// Measures everything and stores it, or one part of it, or only the rows of the speed of derivatives whose
/// names contain `filter`, and shows them.
pub(crate) fn run(workspace: &Workspace, filter: Option<&str>) -> Result<bool> {
    let parts = match filter {
        Some("ours") => {
            counts::store_ours(workspace)?;
            vec![]
        }
        Some(part) => match PARTS.iter().find(|(name, _)| *name == part) {
            Some(part) => vec![part],
            None => {
                known(workspace, part)?;
                return show(workspace, part);
            }
        },
        None => PARTS.iter().collect(),
    };
    let mut all_well = true;
    for (name, store) in parts {
        // What a part has measured is kept, whatever becomes of the next.
        if let Err(error) = store(workspace) {
            eprintln!("{name}: {error:#}");
            all_well = false;
        }
    }
    Ok(tables::update(workspace, false)?.print() && all_well)
}

/// Refuses a filter that no row has in its name before anything takes long. A row that is not stored yet is asked
/// for of ours alone, which are built in seconds.
fn known(workspace: &Workspace, filter: &str) -> Result<()> {
    let record = Record::parse(&stored(workspace, record::FILE)?)?;
    if record.rows.iter().any(|row| row.name.contains(filter)) {
        return Ok(());
    }
    let mut alone = Command::new(build(workspace, Functions::Libm, false)?);
    if !process::stdout_of(alone.args(["count", filter]))?.is_empty() {
        return Ok(());
    }
    let problems = record.distinct(|_| true, Row::problem);
    Err(Usage(format!(
        "no part is called `{filter}` and no row has it in its name; the parts are {}, ours; the rows are of\n  {}",
        PARTS.map(|(name, _)| name).join(", "),
        problems.join("\n  ")
    ))
    .into())
}

/// Shows the rows whose names contain `filter`.
fn show(workspace: &Workspace, filter: &str) -> Result<bool> {
    print!("{}", measure(workspace, filter)?.0.text());
    Ok(true)
}

/// Stores the speed of all derivatives, and what each library gets right.
fn derivatives(workspace: &Workspace) -> Result<()> {
    let (record, programs) = measure(workspace, "")?;
    edges::store(workspace, &programs)?;
    let file = workspace.path(RESULTS).join(record::FILE);
    fs::write(&file, record.text()).with_context(|| format!("writing {}", file.display()))
}

/// Measures the rows whose names contain `filter`; the programs that did it.
fn measure(workspace: &Workspace, filter: &str) -> Result<(Record, Vec<PathBuf>)> {
    instructions::need_valgrind()?;
    let (mut rows, mut programs) = (Vec::new(), Vec::new());
    for functions in Functions::ALL {
        eprintln!(
            "building tests/peers with the functions of {}",
            functions.name()
        );
        let program = build(workspace, functions, true)?;
        let counts = instructions::count(&program, filter)?;
        let times = times::measure(workspace, &program, filter, counts.len())?;
        rows.extend(counts.into_iter().map(|(name, instructions)| Row {
            nanoseconds: times.get(&name).copied(),
            name,
            functions: functions.name().to_owned(),
            instructions,
        }));
        programs.push(program);
    }
    Ok((Record::of_this_machine(workspace, rows)?, programs))
}

/// Builds `tests/peers`; without the others only ours and hand-written code, which takes seconds.
fn build(workspace: &Workspace, functions: Functions, others: bool) -> Result<PathBuf> {
    let target = workspace.target_directory()?.join("peers");
    let target = target.join(match (functions, others) {
        (_, false) => "alone",
        (Functions::Libm, true) => "libm",
        (Functions::Platform, true) => "std",
    });
    let mut cargo = workspace.cargo();
    cargo.args(["build", "--release", "--manifest-path"]);
    cargo.arg(workspace.path("tests/peers/Cargo.toml"));
    cargo.arg("--target-dir").arg(&target);
    if !others {
        cargo.arg("--no-default-features");
    }
    if functions == Functions::Platform {
        cargo.args(["--features", "std"]);
    }
    process::quiet(&mut cargo)?;
    let name = format!("calc-peers{}", std::env::consts::EXE_SUFFIX);
    Ok(target.join("release").join(name))
}

fn stored(workspace: &Workspace, name: &str) -> Result<String> {
    let file = workspace.path(RESULTS).join(name);
    fs::read_to_string(&file).with_context(|| format!("{RESULTS}/{name} — run `cargo xtask bench`"))
}
