//! Child processes: captured, passed through, and named when they fail.

use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

/// What a finished child left behind.
#[derive(Debug)]
pub(crate) struct Captured {
    pub(crate) success: bool,
    /// Standard output followed by standard error.
    pub(crate) text: String,
}

/// Runs a command silently and keeps what it prints.
pub(crate) fn capture(command: &mut Command) -> Result<Captured> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| could_not_start(command))?;
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    Ok(Captured {
        success: output.status.success(),
        text,
    })
}

/// The standard output of a command that must succeed.
pub(crate) fn stdout_of(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| could_not_start(command))?;
    if !output.status.success() {
        bail!(
            "`{}` failed\n{}",
            line(command),
            String::from_utf8_lossy(&output.stderr).trim_end()
        );
    }
    String::from_utf8(output.stdout).context("a command printed bytes that are not UTF-8")
}

/// Runs a command that must succeed; shows what it printed only when it does not.
pub(crate) fn quiet(command: &mut Command) -> Result<()> {
    let captured = capture(command)?;
    if !captured.success {
        bail!("`{}` failed\n{}", line(command), captured.text.trim_end());
    }
    Ok(())
}

/// Runs a command on the user's terminal and says whether it succeeded.
pub(crate) fn pass_through(command: &mut Command) -> Result<bool> {
    let status = command.status().with_context(|| could_not_start(command))?;
    Ok(status.success())
}

/// The command as one would type it.
pub(crate) fn line(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program())
        .file_stem()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    command.get_args().fold(program, |line, argument| {
        let argument = argument.to_string_lossy();
        if argument.contains(' ') {
            format!("{line} '{argument}'")
        } else {
            format!("{line} {argument}")
        }
    })
}

fn could_not_start(command: &Command) -> String {
    let cure = match command.get_program().to_string_lossy().as_ref() {
        "rustup" => " — is rustup installed? https://rustup.rs",
        _ => "",
    };
    format!("could not start `{}`{cure}", line(command))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_is_named_with_its_cure() {
        let error = capture(&mut Command::new("no-such-program-here")).unwrap_err();
        assert!(format!("{error:#}").contains("could not start `no-such-program-here`"));
        assert!(could_not_start(&Command::new("rustup")).contains("rustup.rs"));
    }

    #[test]
    fn a_command_is_shown_as_one_would_type_it() {
        let mut command = Command::new("/some/where/cargo");
        command.args(["test", "two words"]);
        assert_eq!(line(&command), "cargo test 'two words'");
    }
}
