//! The one door: every task of the project is a `cargo xtask <command>`.

use std::process::ExitCode;

use anyhow::{Result, bail};

mod workspace;
mod process;
mod report;
mod threads;
mod book;
mod figures;
mod outputs;
mod snippets;
mod preprocessor;
mod site;
mod serve;
mod layers;
mod no_std;
mod embedded;
mod exhaustive;
mod features;
mod lint;
mod toolchain;
mod suite;
mod bench;

use workspace::Workspace;

const HELP: &str = include_str!("help.txt");

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", &[][..]),
    };
    let asks_for_help = rest.iter().any(|a| a == "--help");
    if matches!(command, "help" | "--help" | "-h") || asks_for_help {
        print!("{HELP}");
        return ExitCode::SUCCESS;
    }
    if !COMMANDS.contains(&command) {
        eprintln!("error: no command `{command}`; `cargo xtask help` lists them all");
        return ExitCode::from(2);
    }
    match run(command, rest) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            match error.downcast_ref::<Usage>() {
                Some(_) => ExitCode::from(2),
                None => ExitCode::FAILURE,
            }
        }
    }
}

const COMMANDS: &[&str] = &[
    "book",
    "serve",
    "figures",
    "outputs",
    "mdbook-test",
    "test",
    "lint",
    "layers",
    "no-std",
    "embedded",
    "exhaustive",
    "ci",
    "bench",
    "preprocess",
];

/// Runs one command; `false` means that it ran and found something wrong, and has said what.
fn run(command: &str, rest: &[String]) -> Result<bool> {
    let workspace = Workspace::locate()?;
    match command {
        "book" => {
            Arguments::of(command, rest, &[])?.no_names()?;
            book::build(&workspace).map(|()| true)
        }
        "serve" => {
            let options = serve::Options::parse(rest)?;
            serve::run(&workspace, &options).map(|()| true)
        }
        "figures" => {
            let arguments = Arguments::of(command, rest, &["--check"])?;
            arguments.no_names()?;
            figures::update(&workspace, arguments.has("--check")).map(|r| r.print())
        }
        "outputs" => {
            let arguments = Arguments::of(command, rest, &["--check"])?;
            outputs::update(&workspace, arguments.has("--check"), &arguments.names)
                .map(|r| r.print())
        }
        "mdbook-test" => {
            let arguments = Arguments::of(command, rest, &[])?;
            snippets::test(&workspace, arguments.names.first().map(String::as_str))
                .map(|r| r.print())
        }
        "test" => {
            let arguments = Arguments::of(command, rest, &["--strict"])?;
            suite::run(&workspace, arguments.has("--strict"), &arguments.names)
        }
        "ci" => {
            let arguments = Arguments::of(command, rest, &[])?;
            suite::run(&workspace, true, &arguments.names)
        }
        "lint" => {
            Arguments::of(command, rest, &[])?.no_names()?;
            lint::all(&workspace)
        }
        "layers" => {
            Arguments::of(command, rest, &[])?.no_names()?;
            layers::check(&workspace).map(|r| r.print())
        }
        "no-std" => {
            let arguments = Arguments::of(command, rest, &["--strict"])?;
            arguments.no_names()?;
            no_std::check(&workspace, arguments.has("--strict")).map(|r| r.print())
        }
        "embedded" => {
            let arguments = Arguments::of(command, rest, &["--strict", "--accept"])?;
            let (names, machines) = embedded::named(&arguments.names)?;
            let options = embedded::Options {
                strict: arguments.has("--strict"),
                accept: arguments.has("--accept"),
                machines,
                ..embedded::Options::default()
            };
            embedded::some(&workspace, &options, &names).map(|r| r.print())
        }
        "exhaustive" => {
            let arguments = Arguments::of(command, rest, &[])?;
            exhaustive::run(&workspace, &arguments.names)
        }
        "bench" => {
            let known = ["--instructions", "--accept", "--tables", "--check"];
            let arguments = Arguments::of(command, rest, &known)?;
            if arguments.has("--tables") || arguments.has("--check") {
                arguments.no_names()?;
                bench::update_tables(&workspace, arguments.has("--check")).map(|r| r.print())
            } else if arguments.has("--accept") {
                arguments.no_names()?;
                bench::accept(&workspace).map(|r| r.print())
            } else if arguments.has("--instructions") {
                arguments.no_names()?;
                bench::gate(&workspace).map(|r| r.print())
            } else {
                bench::run(&workspace, arguments.names.first().map(String::as_str))
            }
        }
        "preprocess" => preprocessor::command_line(rest),
        other => bail!("no command `{other}`"),
    }
}

/// A mistake on the command line: the process ends with 2.
#[derive(Debug)]
pub(crate) struct Usage(pub(crate) String);

impl core::fmt::Display for Usage {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}; see `cargo xtask help`", self.0)
    }
}

impl core::error::Error for Usage {}

/// The arguments after the command: known flags, then names.
struct Arguments {
    flags: Vec<String>,
    names: Vec<String>,
}

impl Arguments {
    fn of(command: &str, rest: &[String], known: &[&str]) -> Result<Self> {
        let (flags, names): (Vec<_>, Vec<_>) =
            rest.iter().cloned().partition(|a| a.starts_with('-'));
        match flags.iter().find(|flag| !known.contains(&flag.as_str())) {
            Some(flag) => Err(Usage(format!("`{command}` has no option `{flag}`")).into()),
            None => Ok(Self { flags, names }),
        }
    }

    fn has(&self, flag: &str) -> bool {
        self.flags.iter().any(|f| f == flag)
    }

    fn no_names(&self) -> Result<()> {
        match self.names.first() {
            Some(name) => Err(Usage(format!("unexpected argument `{name}`")).into()),
            None => Ok(()),
        }
    }
}
