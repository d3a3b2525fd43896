//! The same bits everywhere, from programs that cannot panic.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::build::{self, Opt, PROGRAMS, Profile};
use super::golden::{self, Lines};
use super::machine::{Emulator, MACHINES, Machine, ONE};
use super::{Extent, Options, panics};
use crate::process;
use crate::report::Report;
use crate::threads;
use crate::toolchain;
use crate::workspace::Workspace;

const GOLDEN: &str = "tests/vectors/golden.txt";

/// The program that must be refused.
const CONTROL: &str = "panics";

/// What makes the program for this computer write every number.
const IN_FULL: &str = "--in-full";

/// The function that a program which can panic calls, and that is nowhere.
const MISSING: &str = "this_program_can_panic";

/// Runs the vectors here and on every machine, and compares.
pub(crate) fn check(workspace: &Workspace, options: &Options) -> Result<Report> {
    let mut report = Report::of("vectors");
    let libm = same_versions(workspace)?;
    if options.accept {
        let here = unoptimised_lines(workspace)?;
        write_golden(workspace, &libm, &here)?;
        let points = here.values().map(|bits| golden::count(bits));
        report.notes.push(format!(
            "wrote {GOLDEN}: {} lines, {} points, no fewer than {} in a line",
            here.len(),
            points.clone().sum::<usize>(),
            points.min().unwrap_or(0)
        ));
    }
    let text = fs::read_to_string(workspace.path(GOLDEN)).with_context(|| {
        format!("{GOLDEN}: write it by `cargo xtask embedded --accept vectors`")
    })?;
    if golden::header(&text, "libm") != Some(&libm) {
        bail!(
            "{GOLDEN} holds for libm {}, and this is {libm}: look what has changed in libm, then run \
             `cargo xtask embedded --accept vectors`",
            golden::header(&text, "libm").unwrap_or("of an unknown version"),
        );
    }
    let golden = golden::read(&text);
    let machines = available(workspace, options, &mut report)?;
    let jobs: Vec<Job> = levels(options)
        .flat_map(|opt| jobs(&machines, opt))
        .collect();
    // The machines share a directory, in which one build follows the other: all wait for these, and this computer
    // takes the processors that they leave.
    let here = || on_this_computer(&workspace.in_background(), options, &golden);
    let there = || on_machines(workspace, &jobs, &golden);
    let (here, there) = threads::both(here, there)?;
    [here, there].into_iter().for_each(|part| report.add(part));
    Ok(report)
}

/// The levels at which programs for the machines are compiled.
fn levels(options: &Options) -> impl Iterator<Item = Opt> {
    let both = options.extent == Extent::All || !options.machines.is_empty();
    Opt::ALL.into_iter().take(if both { 2 } else { 1 })
}

/// This computer, without optimisation and with it, and with all that newer processors have.
fn on_this_computer(workspace: &Workspace, options: &Options, golden: &Lines) -> Result<Report> {
    let mut report = Report::default();
    let here = unoptimised_lines(workspace)?;
    report.problems.extend(completeness(golden, &here));
    report.problems.extend(silent(&here));
    compare(&mut report, golden, "this computer, unoptimised", &here);
    let mut ways = vec![("this computer, optimised", "")];
    match (options.extent, toolchain::has_x86_64_v3()) {
        (Extent::One, _) => {}
        (_, true) => ways.push(("this computer, x86-64-v3", "-C target-cpu=x86-64-v3")),
        (_, false) => report
            .notes
            .push("skipped: x86-64-v3: the processor has no AVX2".to_owned()),
    }
    for (name, flags) in ways {
        let mut program = Command::new(optimised(workspace, flags)?);
        let found = golden::read(&process::stdout_of(&mut program)?);
        compare(&mut report, golden, name, &found);
        let near = golden::differ_near(golden, &found);
        if !near.is_empty() {
            let found = golden::read(&process::stdout_of(program.arg(IN_FULL))?);
            explain(workspace, &mut report, name, &near, &found)?;
        }
    }
    Ok(report)
}

/// The machines that programs can be built for and run on; a line for each that is missing.
pub(crate) fn available(
    workspace: &Workspace,
    options: &Options,
    report: &mut Report,
) -> Result<Vec<Machine>> {
    let mut machines = Vec::new();
    let wanted = |machine: &Machine| match options.machines.as_slice() {
        [] => match options.extent {
            Extent::One => machine.key == ONE,
            Extent::All => true,
        },
        named => named.iter().any(|key| key == machine.key),
    };
    for machine in MACHINES.into_iter().filter(wanted) {
        let missing = match machine.missing() {
            Some(missing) => Some(missing),
            None => toolchain::need_target(workspace, machine.target)
                .err()
                .map(|error| format!("{}: {error:#}", machine.name)),
        };
        match missing {
            None => machines.push(machine),
            Some(line) => options.lacks(report, line),
        }
    }
    Ok(machines)
}

/// Machines whose programs one call of cargo builds.
struct Job {
    opt: Opt,
    machines: Vec<Machine>,
}

/// What is to be built at a level: all machines of a directory that write in the same way at once. First those that
/// run many programs, so that the others are built meanwhile.
fn jobs(machines: &[Machine], opt: Opt) -> Vec<Job> {
    let compiled: Vec<Machine> = machines.iter().map(|m| m.compiled(opt)).collect();
    let alike = |group: Vec<Machine>| {
        let (roomy, small): (Vec<Machine>, Vec<Machine>) = group.iter().partition(|m| m.roomy);
        [small, roomy].map(|machines| Job { opt, machines })
    };
    let jobs = build::groups(&compiled).into_iter().flat_map(alike);
    jobs.filter(|job| !job.machines.is_empty()).collect()
}

/// Builds one job after the other, which proves that nothing panics; what is built runs beside what follows.
fn on_machines(workspace: &Workspace, jobs: &[Job], golden: &Lines) -> Result<Report> {
    std::thread::scope(|scope| {
        let mut report = Report::default();
        let mut running = Vec::new();
        for Job { opt, machines } in jobs {
            // What is built now has the name of what the same machines may still have to run.
            let same = |&(key, _): &(&str, _)| machines.iter().any(|machine| machine.key == key);
            for (_, thread) in running.extract_if(.., |run| same(run)) {
                report.add(threads::join(thread)?);
            }
            let Some(first) = machines.first() else {
                continue;
            };
            let names = build::vectors(workspace, first)?;
            let profile = Profile::vectors(*opt);
            let on: Vec<&str> = machines.iter().map(|machine| machine.name).collect();
            eprintln!(
                "building vectors for {} at opt-level {}",
                on.join(", "),
                opt.name()
            );
            let built = build::build(workspace, None, machines, profile, &names)?.is_none();
            // Each emulator is one thread: they run side by side.
            running.extend(machines.iter().map(|machine| {
                let on = move || on_machine(workspace, machine, *opt, built, golden);
                (machine.key, scope.spawn(on))
            }));
        }
        for (_, thread) in running {
            report.add(threads::join(thread)?);
        }
        Ok(report)
    })
}

/// Runs what was built for a machine; what was not is built again alone, to say why.
fn on_machine(
    workspace: &Workspace,
    machine: &Machine,
    opt: Opt,
    built: bool,
    golden: &Lines,
) -> Result<Report> {
    let profile = Profile::vectors(opt);
    let mut report = Report::default();
    let label = format!("{} at opt-level {}", machine.name, opt.name());
    let mut lines = Lines::new();
    let mut problems = Vec::new();
    for name in &build::vectors(workspace, machine)? {
        if !built
            && let Some(text) = build::build(
                workspace,
                None,
                &[*machine],
                profile,
                core::slice::from_ref(name),
            )?
        {
            problems.push(not_linked(workspace, machine, profile, name, &text)?);
            continue;
        }
        let program = build::program(workspace, machine, profile, name);
        match machine.run(workspace, &program) {
            Ok(text) => {
                let found = golden::read(&text);
                let near = golden::differ_near(golden, &found);
                if !near.is_empty() {
                    let found = in_full(workspace, machine, profile, name)?;
                    explain(workspace, &mut report, &label, &near, &found)?;
                }
                lines.extend(found);
            }
            Err(error) => problems.push(format!("{error:#}")),
        }
    }
    let ran = problems.is_empty();
    report
        .problems
        .extend(problems.into_iter().map(|p| format!("{label}: {p}")));
    if ran {
        report.problems.extend(
            completeness(golden, &lines)
                .into_iter()
                .map(|p| format!("{label}: {p}")),
        );
    }
    compare(&mut report, golden, &label, &lines);
    report.count(control(workspace, machine, profile)?.map(|p| format!("{label}: {p}")));
    eprintln!("{label}: {} functions ran", lines.len());
    Ok(report)
}

/// All numbers that a program computes, also those that it otherwise only takes into a hash.
fn in_full(
    workspace: &Workspace,
    machine: &Machine,
    profile: Profile,
    name: &str,
) -> Result<Lines> {
    let mut cargo = build::cargo(workspace, PROGRAMS, None, &[*machine], profile);
    cargo.args(build::VECTORS_ALONE).args(["--bin", name]);
    process::quiet(cargo.env("CALC_VECTORS_IN_FULL", "1"))?;
    let program = build::program(workspace, machine, profile, name);
    Ok(golden::read(&machine.run(workspace, &program)?))
}

/// The first differing number of lines that differ at points near the table, beside what this computer
/// computes there without optimisation.
fn explain(
    workspace: &Workspace,
    report: &mut Report,
    label: &str,
    near: &[String],
    found: &Lines,
) -> Result<()> {
    let mut here = Command::new(unoptimised(workspace)?);
    let here = golden::read(&process::stdout_of(here.arg(IN_FULL))?);
    let mut found = found.clone();
    found.retain(|name, _| near.contains(name));
    let lines = golden::differences(&here, &found);
    report
        .problems
        .extend(lines.into_iter().map(|line| format!("{label}: {line}")));
    Ok(())
}

/// Why a program was not linked: who panics, or else what the linker said.
fn not_linked(
    workspace: &Workspace,
    machine: &Machine,
    profile: Profile,
    name: &str,
    text: &str,
) -> Result<String> {
    if !text.contains(MISSING) {
        return Ok(format!("{name} was not built\n{text}"));
    }
    let culprits = panics::culprits(workspace, machine, profile, "--bin", name)?;
    Ok(match culprits.as_slice() {
        [] => format!("{name} can panic\n{text}"),
        _ => format!("{name} can panic:\n    {}", culprits.join("\n    ")),
    })
}

/// The proof is one: a program that can panic is not linked, or not run, and is found out.
fn control(workspace: &Workspace, machine: &Machine, profile: Profile) -> Result<Option<String>> {
    let mut cargo = build::cargo(workspace, PROGRAMS, None, &[*machine], profile);
    cargo.args(["--no-default-features", "--example", CONTROL]);
    let captured = process::capture(&mut cargo)?;
    let refusal = if captured.success && machine.emulator == Emulator::Node {
        // Linkers for WebAssembly may make an import of what is missing; a host has none such.
        let program = build::program(workspace, machine, profile, &format!("examples/{CONTROL}"));
        let ran = machine.run(workspace, &program);
        ran.err().map(|error| format!("{error:#}"))
    } else {
        (!captured.success).then_some(captured.text)
    };
    let Some(refusal) = refusal else {
        return Ok(Some(format!(
            "the program `{CONTROL}` can panic and was accepted all the same: the proof proves nothing"
        )));
    };
    if !refusal.contains(MISSING) {
        return Ok(Some(format!(
            "the program `{CONTROL}` was refused, but not because it can panic\n{refusal}"
        )));
    }
    let culprits = panics::culprits(workspace, machine, profile, "--example", CONTROL)?;
    let named = culprits.is_empty() || culprits.iter().any(|line| line.contains("pick"));
    Ok((!named).then(|| {
        format!(
            "the panicking function is `pick`, not {}",
            culprits.join(", ")
        )
    }))
}

/// Counts the lines that are the same, and shows those that are not.
fn compare(report: &mut Report, golden: &Lines, label: &str, found: &Lines) {
    let differences = golden::differences(golden, found);
    report.passed += found
        .iter()
        .filter(|(name, bits)| golden.get(*name) == Some(bits))
        .count();
    report.problems.extend(
        differences
            .into_iter()
            .map(|line| format!("{label}: {line}")),
    );
}

/// Lines on one side only.
fn completeness(golden: &Lines, found: &Lines) -> Vec<String> {
    let names = |lines: &Lines| lines.keys().cloned().collect::<BTreeSet<_>>();
    let (golden, found) = (names(golden), names(found));
    let gone = golden
        .difference(&found)
        .map(|name| format!("`{name}` is in {GOLDEN} and not in the vectors"));
    let new = found.difference(&golden).map(|name| {
        format!("`{name}` is not in {GOLDEN}: run `cargo xtask embedded --accept vectors`")
    });
    gone.chain(new).collect()
}

/// Lines that show no number, so that no bit of them could differ.
fn silent(lines: &Lines) -> impl Iterator<Item = String> {
    let says_nothing = |bits: &str| {
        golden::parts(bits)
            .0
            .split(' ')
            .all(|word| ["none", "error", "0", "|"].contains(&word))
    };
    lines
        .iter()
        .filter(move |(_, bits)| says_nothing(bits))
        .map(|(name, _)| {
            format!("`{name}` has found nothing at any point: give it points that have an answer")
        })
}

/// What this computer computes without optimisation.
fn unoptimised_lines(workspace: &Workspace) -> Result<Lines> {
    let lines = process::stdout_of(&mut Command::new(unoptimised(workspace)?))?;
    let here = golden::read(&lines);
    if here.len() != lines.lines().count() {
        bail!("two vectors have the same name; see the program tests/vectors/examples/host.rs");
    }
    Ok(here)
}

/// The program that writes all vectors on this computer, without optimisation.
pub(crate) fn unoptimised(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.path("target/embedded/unoptimised");
    let mut cargo = workspace.cargo();
    cargo
        .args([
            "build",
            "--quiet",
            "--package",
            "calc-vectors",
            "--example",
            "host",
        ])
        .arg("--target-dir")
        .arg(&folder);
    for package in ["", "package.libm.", "package.heapless."] {
        cargo.args(["--config", &format!("profile.dev.{package}opt-level=0")]);
    }
    // As on the machines.
    cargo.args(["--config", "profile.dev.panic=\"abort\""]);
    // What is for debuggers and for building again costs a third of the time.
    cargo.args(["--config", "profile.dev.debug=false"]);
    cargo.args(["--config", "profile.dev.incremental=false"]);
    // Symbols of this scheme can be read back.
    cargo.env("RUSTFLAGS", "-C symbol-mangling-version=v0");
    process::quiet(&mut cargo)?;
    Ok(folder.join("debug/examples/host"))
}

/// The same with optimisation.
fn optimised(workspace: &Workspace, flags: &str) -> Result<PathBuf> {
    let name = if flags.is_empty() { "optimised" } else { "v3" };
    let folder = workspace.path("target/embedded").join(name);
    let mut cargo = workspace.cargo();
    cargo
        .args([
            "build",
            "--quiet",
            "--release",
            "--package",
            "calc-vectors",
            "--example",
            "host",
        ])
        // As on the machines.
        .args(["--config", "profile.release.lto=\"off\""])
        .args(["--config", "profile.release.panic=\"abort\""])
        .arg("--target-dir")
        .arg(&folder)
        .env("RUSTFLAGS", flags);
    process::quiet(&mut cargo)?;
    Ok(folder.join("release/examples/host"))
}

/// The version of libm, the same here and in the programs.
fn same_versions(workspace: &Workspace) -> Result<String> {
    let read = |file: &str| {
        fs::read_to_string(workspace.path(file)).with_context(|| format!("reading {file}"))
    };
    let (here, there) = (
        read("Cargo.lock")?,
        read(&format!("{PROGRAMS}/Cargo.lock"))?,
    );
    for package in ["libm", "heapless"] {
        let (ours, theirs) = (version(&here, package)?, version(&there, package)?);
        if ours != theirs {
            bail!(
                "{package} is {ours} in Cargo.lock and {theirs} in {PROGRAMS}/Cargo.lock: run \
                 `cargo update -p {package} --precise {ours}` in {PROGRAMS}"
            );
        }
    }
    version(&here, "libm")
}

/// The version of a package in a lock file.
fn version(lock: &str, package: &str) -> Result<String> {
    let name = format!("name = \"{package}\"");
    lock.lines()
        .skip_while(|line| *line != name)
        .nth(1)
        .and_then(|line| line.split('"').nth(1))
        .map(str::to_owned)
        .with_context(|| format!("no {package} in a lock file"))
}

fn write_golden(workspace: &Workspace, libm: &str, lines: &Lines) -> Result<()> {
    let mut text = format!(
        "# The bits that every target computes, by `cargo xtask embedded --accept vectors`.\n\
         # libm: {libm}\n"
    );
    for (name, bits) in lines {
        text.push_str(&format!("{name}: {bits}\n"));
    }
    let path = workspace.path(GOLDEN);
    fs::write(&path, text).with_context(|| format!("writing {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_on_one_side_only_is_named() {
        let golden = golden::read("old: 1\nboth: 2\n");
        let found = golden::read("new: 1\nboth: 3\n");
        let lines = completeness(&golden, &found);
        assert_eq!(lines.len(), 2);
        assert!(lines[0].starts_with("`old`") && lines[1].starts_with("`new`"));
    }

    #[test]
    fn a_line_without_a_number_is_named() {
        let lines =
            golden::read("lost: none | none\nuseful: none | 3f800000\nno: 0 0\nzero: 00000000\n");
        let found: Vec<String> = silent(&lines).collect();
        assert_eq!(found.len(), 2);
        assert!(found[0].starts_with("`lost`") && found[1].starts_with("`no`"));
    }

    #[test]
    fn the_version_of_a_package_is_read_from_the_lock_file() {
        let lock = "[[package]]\nname = \"libm\"\nversion = \"0.2.16\"\n";
        assert_eq!(version(lock, "libm").unwrap(), "0.2.16");
        assert!(version(lock, "heapless").is_err());
    }
}
