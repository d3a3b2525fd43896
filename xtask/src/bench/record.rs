//! The stored measurements: a text file that people can read and compare.

use std::fs;

use anyhow::{Context as _, Result};

use crate::process;
use crate::workspace::Workspace;

pub(super) const FILE: &str = "speed.txt";

/// One row: a way to compute something.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// `problem<TAB>size<TAB>route`, as `tests/peers` names it.
    pub(super) name: String,
    /// `libm` or `std`: the elementary functions of ours and of the hand-written formulas.
    pub(super) functions: String,
    /// Per run.
    pub(super) instructions: f64,
    /// Of the fastest sample.
    pub(super) nanoseconds: Option<f64>,
}

impl Row {
    fn part(&self, index: usize) -> &str {
        self.name.split('\t').nth(index).unwrap_or_default()
    }

    pub(super) fn problem(&self) -> &str {
        self.part(0)
    }

    pub(super) fn size(&self) -> &str {
        self.part(1)
    }

    pub(super) fn route(&self) -> &str {
        self.part(2)
    }

    pub(super) fn is_ours(&self) -> bool {
        self.route().starts_with("calc ")
    }

    /// Whether zeros are strong in it, as they are wherever nobody says otherwise.
    pub(super) fn has_strong_zeros(&self) -> bool {
        !self.route().ends_with(", Ieee")
    }

    pub(super) fn is_foreign(&self) -> bool {
        !self.is_ours() && !matches!(self.route(), "value" | "hand" | "central difference")
    }
}

/// Everything that was measured, and on what.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// Lines of the head: processor, compiler, versions.
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<Row>,
}

impl Record {
    pub(super) fn of_this_machine(workspace: &Workspace, rows: Vec<Row>) -> Result<Self> {
        let mut head = head(workspace, "opt-level 3, fat LTO")?;
        head.push(format!("others: {}", versions(workspace)?.join(", ")));
        Ok(Self { head, rows })
    }

    pub(super) fn parse(text: &str) -> Result<Self> {
        let mut record = Self::default();
        for line in text.lines() {
            if let Some(head) = line.strip_prefix("# ") {
                record.head.push(head.to_owned());
                continue;
            }
            let parts: Vec<&str> = line.split('\t').collect();
            let [functions, problem, size, route, instructions, time] = parts[..] else {
                anyhow::bail!("a line of {FILE} has not six columns: {line}");
            };
            record.rows.push(Row {
                name: [problem, size, route].join("\t"),
                functions: functions.to_owned(),
                instructions: instructions.parse().context("instructions")?,
                nanoseconds: time.parse().ok(),
            });
        }
        record.head.retain(|line| !line.starts_with("functions\t"));
        Ok(record)
    }

    pub(super) fn text(&self) -> String {
        let head = self.head.iter().map(|line| format!("# {line}\n"));
        let columns = "# functions\tproblem\tsize\troute\tinstructions\tnanoseconds\n".to_owned();
        let rows = self.rows.iter().map(|row| {
            let time = row
                .nanoseconds
                .map_or("-".to_owned(), |t| format!("{t:.2}"));
            let (functions, name) = (&row.functions, &row.name);
            format!("{functions}\t{name}\t{:.1}\t{time}\n", row.instructions)
        });
        head.chain([columns]).chain(rows).collect()
    }

    /// The rows of one problem, size and choice of functions.
    pub(super) fn of<'a>(
        &'a self,
        functions: &'a str,
        problem: &'a str,
        size: &'a str,
    ) -> impl Iterator<Item = &'a Row> {
        self.rows.iter().filter(move |row| {
            row.functions == functions && row.problem() == problem && row.size() == size
        })
    }

    /// The values of one column, each once, in order.
    pub(super) fn distinct<'a>(
        &'a self,
        keep: impl Fn(&Row) -> bool,
        column: impl Fn(&'a Row) -> &'a str,
    ) -> Vec<&'a str> {
        let mut found = Vec::new();
        for row in self.rows.iter().filter(|row| keep(row)) {
            let value = column(row);
            if !found.contains(&value) {
                found.push(value);
            }
        }
        found
    }
}

/// What a time was taken on: the processor and the compiler, with the profile it was called with.
pub(super) fn head(workspace: &Workspace, profile: &str) -> Result<Vec<String>> {
    let compiler = process::stdout_of(workspace.rustc().arg("--version"))?;
    let compiler: Vec<&str> = compiler.split_whitespace().take(2).collect();
    Ok(vec![
        format!("processor: {}", processor()),
        format!("compiler: {}, {profile}", compiler.join(" ")),
    ])
}

/// The name of the processor, as the kernel gives it.
fn processor() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    text.lines()
        .find(|line| line.starts_with("model name"))
        .and_then(|line| line.split(':').nth(1))
        .map_or_else(
            || std::env::consts::ARCH.to_owned(),
            |name| name.trim().to_owned(),
        )
}

/// The other libraries and their versions, from the lock file.
fn versions(workspace: &Workspace) -> Result<Vec<String>> {
    let manifest = fs::read_to_string(workspace.path("tests/peers/Cargo.toml"))?;
    let pinned = manifest.lines().filter_map(|line| {
        let (name, rest) = line.split_once(" = { version = \"=")?;
        Some(format!("{name} {}", rest.split('"').next()?))
    });
    Ok(pinned.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let row = |route: &str, nanoseconds| Row {
            name: format!("gradient\t2\t{route}"),
            functions: "libm".to_owned(),
            instructions: 17.5,
            nanoseconds,
        };
        let record = Record {
            head: vec!["processor: A".to_owned()],
            rows: vec![row("hand", Some(2.25)), row("calc gradient", None)],
        };
        let again = Record::parse(&record.text()).unwrap();
        assert_eq!(again.rows, record.rows);
        assert_eq!(again.head, record.head);
        assert!(Record::parse("libm\tgradient\t2").is_err());
    }
}
