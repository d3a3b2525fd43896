//! The book's chapter: its commands, from an empty folder to a derivative that an emulated chip prints, and
//! its demonstrations, which have to print there what they print at home.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::build::{self, Opt, Profile};
use super::machine::Machine;
use super::{Options, vectors};
use crate::process;
use crate::report::Report;
use crate::workspace::{CRATES, Workspace};

const CHAPTER: &str = "book/src/microcontroller.md";

/// How the names of the programs begin, and where what the listings of the same printed is.
const DEMONSTRATION: &str = "demo_";
const LISTING: &str = "book/listings/out/microcontroller_";

/// What stands before a piece that the reader pastes into a shell.
const MARK: &str = "<!-- run -->\n\n```sh\n";

/// The machine that the chapter is about.
const MACHINE: &str = "m4f";

/// Runs the commands in an empty folder, and compares what they print with what the chapter shows.
pub(crate) fn check(workspace: &Workspace, options: &Options) -> Result<Report> {
    let mut report = Report::of("the chapter's commands");
    let one = Options {
        machines: vec![MACHINE.to_owned()],
        ..options.clone()
    };
    let machines = vectors::available(workspace, &one, &mut report)?;
    let Some(machine) = machines.first() else {
        return Ok(report);
    };
    demonstrations(workspace, machine, &mut report)?;
    let text = fs::read_to_string(workspace.path(CHAPTER))?;
    let (commands, shown) = pieces(&text)?;
    // Not below this workspace, where cargo would take the reader's package for a part of it.
    let folder = std::env::temp_dir().join(format!("calc-chapter-{}", std::process::id()));
    let said = run(workspace, &folder, &commands);
    fs::remove_dir_all(&folder).with_context(|| format!("removing {}", folder.display()))?;
    let said = said?;
    report.count((said.trim() != shown.trim()).then(|| {
        format!(
            "{CHAPTER} shows\n{}\nand its commands print\n{}",
            shown.trim(),
            said.trim()
        )
    }));
    Ok(report)
}

/// Runs the demonstrations, and compares what they print with what the listings of the book do.
fn demonstrations(workspace: &Workspace, machine: &Machine, report: &mut Report) -> Result<()> {
    let names = build::programs(workspace, DEMONSTRATION)?;
    let profile = Profile::measured(Opt::Three);
    if let Some(text) = build::build(workspace, None, &[*machine], profile, &names)? {
        report
            .problems
            .push(format!("the demonstrations were not built\n{text}"));
        return Ok(());
    }
    for name in names {
        let program = build::program(workspace, machine, profile, &name);
        let said = machine.run(workspace, &program)?;
        let listing = name.replacen(DEMONSTRATION, LISTING, 1) + ".txt";
        let shown =
            fs::read_to_string(workspace.path(&listing)).with_context(|| listing.clone())?;
        report.count(
            (said != shown)
                .then(|| format!("{} prints\n{said}\nand {listing} is\n{shown}", machine.name)),
        );
    }
    Ok(())
}

/// The commands, one after the other, and the output shown behind the last.
fn pieces(chapter: &str) -> Result<(String, String)> {
    let mut commands = String::new();
    let mut rest = "";
    for piece in chapter.split(MARK).skip(1) {
        let (body, after) = piece
            .split_once("```\n")
            .context("a piece without an end")?;
        commands.push_str(body);
        rest = after;
    }
    let shown = rest
        .split("```")
        .nth(1)
        .and_then(|block| block.strip_prefix("text\n"));
    match shown {
        Some(shown) => Ok((commands, shown.to_owned())),
        None => {
            bail!("{CHAPTER}: no commands between `{MARK}` and ```, or no ```text behind the last")
        }
    }
}

fn run(workspace: &Workspace, folder: &Path, commands: &str) -> Result<String> {
    // A folder of cargo's above the reader's says that our crates are here, and not in the registry.
    fs::create_dir_all(folder.join(".cargo"))?;
    let mut here = String::from("[patch.crates-io]\n");
    for krate in CRATES {
        let path = workspace.path(&format!("crates/{krate}"));
        here.push_str(&format!("{krate} = {{ path = {path:?} }}\n"));
    }
    fs::write(folder.join(".cargo/config.toml"), here)?;
    let mut shell = Command::new("sh");
    shell
        .args(["-eu", "-c", commands])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", workspace.path(build::MEASURED))
        // As `true` in the chapter; by this name it shares the tools of the others.
        .env("CARGO_PROFILE_RELEASE_LTO", "fat")
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    process::stdout_of(&mut shell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_what_they_print_are_read_from_the_chapter() {
        let chapter = "a\n<!-- run -->\n\n```sh\ncd x\n```\nb\n<!-- run -->\n\n```sh\nls\n```\nc\n\n```text\ny\n```\n";
        assert_eq!(
            pieces(chapter).unwrap(),
            ("cd x\nls\n".to_owned(), "y\n".to_owned())
        );
        assert!(pieces("<!-- run -->\n\n```sh\nls\n```\n").is_err());
        assert!(pieces("nothing").is_err());
    }
}
