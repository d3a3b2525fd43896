//! Times, measured by criterion: good for ratios within one run on a quiet machine.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::workspace::Workspace;

/// How often all rows are measured, one after the other: a machine may be slow for some minutes, and then it is so
/// for the rows of one problem.
const ROUNDS: usize = 2;

/// Nanoseconds of one run, the fastest sample of all rounds, of the rows whose names contain `filter`.
pub(super) fn measure(
    workspace: &Workspace,
    program: &Path,
    filter: &str,
    rows: usize,
) -> Result<HashMap<String, f64>> {
    let mut least = HashMap::new();
    for round in 1..=ROUNDS {
        eprintln!("round {round} of {ROUNDS}");
        for (name, time) in measure_once(workspace, program, filter, rows)? {
            let known = least.entry(name).or_insert(time);
            *known = time.min(*known);
        }
    }
    Ok(least)
}

fn measure_once(
    workspace: &Workspace,
    program: &Path,
    filter: &str,
    rows: usize,
) -> Result<HashMap<String, f64>> {
    let home = workspace.target_directory()?.join("peers/criterion");
    let _ = fs::remove_dir_all(&home);
    let mut child = Command::new(program)
        .args(["time", filter])
        .env("CRITERION_HOME", &home)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .context("tests/peers was not built")?;
    let said = child.stderr.take().context("no standard error")?;
    let mut said_last = String::new();
    let mut done = 0;
    for line in BufReader::new(said).lines() {
        let line = line?;
        if let Some(name) = line.strip_prefix("measuring ") {
            done += 1;
            eprintln!("{done} of {rows}: {}", name.replace('\t', ", "));
        } else {
            said_last = line;
        }
    }
    if !child.wait()?.success() {
        bail!("the measuring of times failed: {said_last}");
    }
    samples(&home)
}

/// What criterion left: a folder for each row.
fn samples(home: &Path) -> Result<HashMap<String, f64>> {
    let mut times = HashMap::new();
    for folder in fs::read_dir(home)? {
        let folder = folder?.path().join("new");
        let read = |name: &str| -> Result<Value> {
            let text = fs::read_to_string(folder.join(name))?;
            Ok(serde_json::from_str(&text)?)
        };
        let (Ok(benchmark), Ok(sample)) = (read("benchmark.json"), read("sample.json")) else {
            continue;
        };
        let name = benchmark["group_id"].as_str().context("a name")?;
        if let Some(time) = fastest(&sample) {
            times.insert(name.to_owned(), time);
        }
    }
    Ok(times)
}

/// The fastest sample: what disturbs a measurement only ever makes it slower.
fn fastest(sample: &Value) -> Option<f64> {
    let list = |name: &str| sample[name].as_array().map(|list| list.iter());
    list("times")?
        .zip(list("iters")?)
        .filter_map(|(time, runs)| Some(time.as_f64()? / runs.as_f64()?))
        .min_by(f64::total_cmp)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fastest_sample_counts() {
        let sample = serde_json::json!({"iters": [1.0, 2.0, 4.0], "times": [9.0, 12.0, 20.0]});
        assert_eq!(fastest(&sample), Some(5.0));
        assert_eq!(fastest(&serde_json::json!({})), None);
    }
}
