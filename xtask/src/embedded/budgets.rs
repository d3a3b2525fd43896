//! What the uses in `tests/firmware/programs/src/bin/use_*.rs` cost, and that it does not grow.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::build::{self, Opt, Profile};
use super::elf::Program;
use super::machine::{self, Emulator, Machine};
use super::{Options, golden, stack, table, vectors};
use crate::report::Report;
use crate::threads;
use crate::toolchain;
use crate::workspace::Workspace;

const BUDGETS: &str = "tests/firmware/budgets.tsv";

/// The program that does nothing; every other contains it.
pub(crate) const EMPTY: &str = "empty";

/// A program as built for a machine.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    /// The name of the file without `use_`.
    pub(crate) name: String,
    /// [`Machine::key`].
    pub(crate) machine: String,
    /// As `opt-level`.
    pub(crate) opt: String,
}

/// What it costs: bytes of the first five, instructions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cost {
    pub(crate) flash: u32,
    /// Of the flash: the arithmetic that the core lacks, and other routines of the compiler.
    pub(crate) routines: u32,
    pub(crate) ram: u32,
    /// That was used.
    pub(crate) stack: u32,
    /// That can be used, by [`stack::bound`]; the zero of machines whose instructions are not read.
    pub(crate) bound: u32,
    pub(crate) instructions: u32,
}

/// All of them.
pub(crate) type Costs = BTreeMap<Key, Cost>;

/// Measures, compares with the budgets, and looks whether the tables made of them are fresh.
pub(crate) fn check(workspace: &Workspace, options: &Options) -> Result<Report> {
    let mut report = Report::of("budgets");
    let path = workspace.path(BUDGETS);
    let text = fs::read_to_string(&path).unwrap_or_default();
    if text.is_empty() && !options.accept {
        let line = format!("no {BUDGETS}: write it by `cargo xtask embedded --accept budgets`");
        options.lacks(&mut report, line);
        return Ok(report);
    }
    let here = toolchain::version(workspace)?;
    // Another compiler makes other programs: a comparison needs the same one.
    let version = match golden::header(&text, "rustc") {
        Some(version) if !options.accept => version.to_owned(),
        _ => here.clone(),
    };
    let pinned = (version != here).then_some(version.as_str());
    let machines: Vec<Machine> = vectors::available(workspace, options, &mut report)?
        .into_iter()
        .filter(|machine| machine.emulator != Emulator::Node)
        .collect();
    if let Some(version) = pinned {
        for machine in &machines {
            let needed = toolchain::need_toolchain_with(workspace, version, machine.target);
            if let Err(error) = needed {
                options.lacks(
                    &mut report,
                    format!("{BUDGETS} is of Rust {version}: {error:#}"),
                );
                return Ok(report);
            }
        }
    }
    let found = measure(workspace, pinned, &machines, &mut report)?;
    report.problems.extend(broken(&found));
    // A file of an older form is written anew.
    let mut budgets = match read(&text) {
        Err(_) if options.accept => Costs::new(),
        read => read?,
    };
    if options.accept {
        if !report.problems.is_empty() {
            return Ok(report);
        }
        budgets.retain(|key, _| !machines.iter().any(|m| m.key == key.machine));
        budgets.extend(found);
        fs::write(&path, written(&version, &budgets))
            .with_context(|| format!("writing {BUDGETS}"))?;
        report.notes.push(format!("wrote {BUDGETS}"));
    } else {
        for (key, cost) in &found {
            report.count(judged(key, budgets.get(key), cost));
        }
        let of_found = |key: &&Key| machines.iter().any(|m| m.key == key.machine);
        for key in budgets.keys().filter(of_found) {
            if !found.contains_key(key) && report.problems.is_empty() {
                report.problems.push(format!(
                    "{} has a budget in {BUDGETS} and no program: {ACCEPT}",
                    key.name
                ));
            }
        }
    }
    let tables = table::update(workspace, &budgets, options.accept)?;
    report.add(tables);
    Ok(report)
}

const ACCEPT: &str = "if that is meant, run `cargo xtask embedded --accept budgets`";

/// Uses that need more memory than a machine has.
const TOO_LARGE: [(&str, &str); 1] = [("digits_training", "m0")];

/// Of a cost of a use on a machine, the most that it may ever be, whatever the budgets say.
struct Promise {
    name: &'static str,
    machine: &'static str,
    /// Only if compiled so.
    opt: Option<&'static str>,
    /// A use whose cost is taken off, as it is no part of what is promised.
    without: Option<&'static str>,
    what: &'static str,
    of: fn(&Cost) -> u32,
    most: u32,
}

/// What is promised for good.
const PROMISES: [Promise; 7] = [
    promise(
        "xor_training",
        "m4f",
        "bytes of flash of the whole program",
        |cost| cost.flash,
        3600,
    ),
    promise(
        "xor_training",
        "m4f",
        "bytes of static RAM",
        |cost| cost.ram,
        0,
    ),
    promise(
        "xor_training",
        "m4f",
        "bytes of stack",
        |cost| cost.bound,
        300,
    ),
    promise(
        "xor_training",
        "m0",
        "bytes of flash, RAM and stack",
        |cost| cost.flash + cost.ram + cost.bound,
        16 * 1024,
    ),
    promise(
        "digits_training",
        "m4f",
        "bytes of RAM",
        |cost| cost.ram + cost.bound,
        64 * 1024,
    ),
    Promise {
        opt: Some("3"),
        ..promise(
            "xor_in_place",
            "m4f",
            "instructions",
            |cost| cost.instructions,
            360,
        )
    },
    Promise {
        opt: Some("3"),
        // To clear the gradient is no part of the backward pass, which adds to it.
        without: Some("digits_clear"),
        ..promise(
            "digits_gradient",
            "m4f",
            "instructions",
            |cost| cost.instructions,
            17_100,
        )
    },
];

const fn promise(
    name: &'static str,
    machine: &'static str,
    what: &'static str,
    of: fn(&Cost) -> u32,
    most: u32,
) -> Promise {
    Promise {
        name,
        machine,
        opt: None,
        without: None,
        what,
        of,
        most,
    }
}

impl Promise {
    /// Whether it is about such a program.
    fn is_about(&self, key: &Key) -> bool {
        key.name == self.name
            && key.machine == self.machine
            && self.opt.is_none_or(|opt| key.opt == opt)
    }

    /// What it costs, as promised; nothing if what is to be taken off was not measured.
    fn cost(&self, key: &Key, costs: &Costs) -> Option<u32> {
        let whole = (self.of)(costs.get(key)?);
        let Some(name) = self.without else {
            return Some(whole);
        };
        let part = costs.get(&Key {
            name: name.to_owned(),
            ..key.clone()
        })?;
        Some(whole.saturating_sub((self.of)(part)))
    }
}

/// Which promises the costs break.
fn broken(costs: &Costs) -> Vec<String> {
    let pairs = costs
        .keys()
        .flat_map(|key| PROMISES.iter().map(move |promise| (key, promise)));
    pairs
        .filter(|(key, promise)| promise.is_about(key))
        .filter_map(|(key, promise)| {
            let Promise { what, most, .. } = promise;
            let program = format!("{} on {} at opt-level {}", key.name, key.machine, key.opt);
            match promise.cost(key, costs) {
                Some(found) if found <= *most => None,
                Some(found) => Some(format!(
                    "{program}: {found} {what}, and at most {most} are promised"
                )),
                None => Some(format!(
                    "{program}: {} was not measured, without which the {what} are promised",
                    promise.without.unwrap_or("it")
                )),
            }
        })
        .collect()
}

/// Builds and runs all uses, on each machine in its usual way; some in the other way too. While those of
/// one machine run, those of another are built.
fn measure(
    workspace: &Workspace,
    toolchain: Option<&str>,
    machines: &[Machine],
    report: &mut Report,
) -> Result<Costs> {
    let all = build::programs(workspace, "use_")?;
    let on = |machine: &Machine| measure_on(workspace, toolchain, machine, &all);
    let measured = threads::each(machines, on)?;
    let mut found = Costs::new();
    for (costs, problems) in measured {
        found.extend(costs);
        report.problems.extend(problems);
    }
    Ok(found)
}

/// Builds and runs the uses on one machine.
fn measure_on(
    workspace: &Workspace,
    toolchain: Option<&str>,
    machine: &Machine,
    all: &[String],
) -> Result<(Costs, Vec<String>)> {
    let (mut found, mut problems) = (Costs::new(), Vec::new());
    for opt in Opt::ALL {
        let usual = machine.usual == opt;
        let wanted = |name: &&String| {
            (usual && table::shows(machine.key, stem(name))
                || table::shows_both(machine.key, stem(name)))
                && !TOO_LARGE.contains(&(stem(name), machine.key))
        };
        let names: Vec<String> = all.iter().filter(wanted).cloned().collect();
        if names.is_empty() {
            continue;
        }
        let profile = Profile::measured(opt);
        if let Some(text) = build::build(workspace, toolchain, &[*machine], profile, &names)? {
            problems.push(format!("the uses were not built\n{text}"));
            continue;
        }
        for name in &names {
            match cost(workspace, machine, opt, name) {
                Ok(cost) => {
                    let key = Key {
                        name: stem(name).to_owned(),
                        machine: machine.key.to_owned(),
                        opt: opt.name().to_owned(),
                    };
                    found.insert(key, cost);
                }
                Err(error) => problems.push(format!("{error:#}")),
            }
        }
    }
    Ok((found, problems))
}

/// The name of a use, from that of its program.
fn stem(program: &str) -> &str {
    program.trim_start_matches("use_")
}

/// Reads and runs a use.
fn cost(workspace: &Workspace, machine: &Machine, opt: Opt, name: &str) -> Result<Cost> {
    let file = build::program(workspace, machine, Profile::measured(opt), name);
    let program = Program::read(&file)?;
    let sizes = program.sizes()?;
    let (instructions, stack) = measured(workspace, machine, &file)?;
    let label = || format!("{name} on {} at opt-level {}", machine.name, opt.name());
    let bound = match machine.emulator {
        Emulator::Arm { .. } => stack::bound(&program.code()?, "the_use").with_context(label)?,
        _ => 0,
    };
    if bound > 0 && stack > bound {
        bail!(
            "{}: used {stack} bytes of stack, and {bound} are the bound",
            label()
        );
    }
    Ok(Cost {
        flash: sizes.flash,
        routines: sizes.routines,
        ram: sizes.ram,
        stack,
        bound,
        instructions,
    })
}

/// Executed instructions and bytes of stack, as the program measures them.
fn measured(workspace: &Workspace, machine: &Machine, file: &Path) -> Result<(u32, u32)> {
    // Long runs need a slower clock, which does not count every instruction by itself; RISC-V has a counter
    // that is fast and long.
    let shifts: &[u32] = match machine.emulator {
        Emulator::Arm { .. } => &[machine::SHIFT, 0],
        _ => &[0],
    };
    for &shift in shifts {
        let text = machine.run_counted(workspace, file, shift)?;
        // An emulator may speak before the program does.
        let last = text.lines().last().unwrap_or_default();
        let numbers: Vec<u32> = last
            .split_whitespace()
            .map_while(|word| u32::from_str_radix(word, 16).ok())
            .collect();
        match numbers[..] {
            [ticks, stack, 0] => return Ok((machine.instructions(ticks, shift), stack)),
            [_, _, 1] => {}
            _ => bail!("{} said `{text}`, and not its numbers", file.display()),
        }
    }
    bail!("{} runs longer than the clock counts", file.display())
}

/// What is wrong with a cost: no budget, or one that it exceeds by more than one part in a hundred.
fn judged(key: &Key, budget: Option<&Cost>, cost: &Cost) -> Option<String> {
    let Key { name, machine, opt } = key;
    let Some(budget) = budget else {
        return Some(format!(
            "{name} has no budget on {machine} at opt-level {opt}: run `cargo xtask embedded --accept budgets`"
        ));
    };
    let grown: Vec<String> = [
        ("flash", budget.flash, cost.flash),
        ("static RAM", budget.ram, cost.ram),
        ("stack", budget.stack, cost.stack),
        ("the bound of the stack", budget.bound, cost.bound),
        ("instructions", budget.instructions, cost.instructions),
    ]
    .into_iter()
    .filter(|(_, old, new)| u64::from(*new) * 100 > u64::from(*old) * 101)
    .map(|(what, old, new)| format!("{what} from {old} to {new}"))
    .collect();
    (!grown.is_empty()).then(|| {
        format!(
            "{name} has grown on {machine} at opt-level {opt}: {}; {ACCEPT}",
            grown.join(", ")
        )
    })
}

/// Reads the file of budgets.
fn read(text: &str) -> Result<Costs> {
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.starts_with("use\t"))
        .map(|line| {
            let mut parts = line.split('\t');
            let mut word = || parts.next().with_context(|| format!("{BUDGETS}: `{line}`"));
            let key = Key {
                name: word()?.to_owned(),
                machine: word()?.to_owned(),
                opt: word()?.to_owned(),
            };
            let cost = Cost {
                flash: word()?.parse()?,
                routines: word()?.parse()?,
                ram: word()?.parse()?,
                stack: word()?.parse()?,
                bound: word()?.parse()?,
                instructions: word()?.parse()?,
            };
            Ok((key, cost))
        })
        .collect()
}

fn written(version: &str, costs: &Costs) -> String {
    let mut text = format!(
        "# What the programs tests/firmware/programs/src/bin/use_*.rs cost, by\n\
         # `cargo xtask embedded --accept budgets`: bytes of flash of the whole program,\n\
         # of them routines of the compiler (arithmetic that the core lacks, copying), and of static RAM;\n\
         # of the use, bytes of stack as measured and as its instructions bound it, and executed\n\
         # instructions.\n\
         # rustc: {version}\n\
         use\tmachine\topt\tflash\troutines\tram\tstack\tbound\tinstructions\n"
    );
    for (key, cost) in costs {
        text.push_str(&format!(
            "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n",
            key.name,
            key.machine,
            key.opt,
            cost.flash,
            cost.routines,
            cost.ram,
            cost.stack,
            cost.bound,
            cost.instructions
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Key {
        Key {
            name: "gradient_2".to_owned(),
            machine: "m0".to_owned(),
            opt: "s".to_owned(),
        }
    }

    const BUDGET: Cost = Cost {
        flash: 2000,
        routines: 0,
        ram: 0,
        stack: 100,
        bound: 104,
        instructions: 1000,
    };

    #[test]
    fn one_part_in_a_hundred_may_be_added_and_no_more() {
        let within = Cost {
            instructions: 1010,
            ..BUDGET
        };
        assert_eq!(judged(&key(), Some(&BUDGET), &within), None);
        let grown = Cost {
            instructions: 1011,
            ..BUDGET
        };
        let line = judged(&key(), Some(&BUDGET), &grown).unwrap();
        assert!(
            line.starts_with(
                "gradient_2 has grown on m0 at opt-level s: instructions from 1000 to 1011;"
            ),
            "{line}"
        );
        let static_ram = Cost { ram: 4, ..BUDGET };
        assert!(judged(&key(), Some(&BUDGET), &static_ram).is_some());
    }

    fn on_m4f(name: &str) -> Key {
        Key {
            name: name.to_owned(),
            machine: "m4f".to_owned(),
            opt: "3".to_owned(),
        }
    }

    #[test]
    fn a_broken_promise_is_named() {
        let costs = |cost| Costs::from([(on_m4f("xor_training"), cost)]);
        assert!(broken(&costs(BUDGET)).is_empty());
        let large = Cost {
            flash: 3601,
            ..BUDGET
        };
        let lines = broken(&costs(large));
        assert!(
            lines.len() == 1 && lines[0].contains("3601 bytes of flash of the whole program"),
            "{lines:?}"
        );
    }

    #[test]
    fn what_is_no_part_of_a_promise_is_taken_off() {
        let cost = |instructions| Cost {
            instructions,
            ..BUDGET
        };
        let mut costs = Costs::from([(on_m4f("digits_gradient"), cost(20_100))]);
        let lines = broken(&costs);
        assert!(
            lines.len() == 1 && lines[0].contains("digits_clear was not measured"),
            "{lines:?}"
        );
        costs.insert(on_m4f("digits_clear"), cost(3000));
        assert!(broken(&costs).is_empty());
        costs.insert(on_m4f("digits_clear"), cost(2999));
        let lines = broken(&costs);
        assert!(
            lines.len() == 1 && lines[0].contains("17101 instructions"),
            "{lines:?}"
        );
    }

    #[test]
    fn the_promises_are_kept_by_what_is_stored_and_each_is_about_something() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/firmware/budgets.tsv");
        let costs = read(&fs::read_to_string(path).unwrap()).unwrap();
        assert_eq!(broken(&costs), Vec::<String>::new());
        for promise in &PROMISES {
            let kept = costs.keys().any(|key| promise.is_about(key));
            assert!(kept, "no cost of {} on {}", promise.name, promise.machine);
        }
    }

    #[test]
    fn a_use_without_a_budget_is_named() {
        assert!(
            judged(&key(), None, &BUDGET)
                .unwrap()
                .starts_with("gradient_2 has no budget")
        );
    }

    #[test]
    fn what_is_written_is_read() {
        let costs = Costs::from([(key(), BUDGET)]);
        let text = written("1.95.0", &costs);
        assert_eq!(read(&text).unwrap(), costs);
        assert_eq!(golden::header(&text, "rustc"), Some("1.95.0"));
        assert!(read("gradient_2\tm0\n").is_err());
    }
}
