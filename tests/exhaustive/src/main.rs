//! Tries all arguments of the functions named, or of all functions, and writes the record.

use core::sync::atomic::{AtomicU64, Ordering};
use std::process::ExitCode;
use std::sync::Mutex;
use std::thread;
use std::time::Instant;

use anyhow::{Result, bail};
use calc_exhaustive::{FUNCTIONS, Function, Record, Tally, digest};

/// So many arguments at a time.
const CHUNK: u64 = 1 << 24;

fn main() -> ExitCode {
    let names: Vec<String> = std::env::args().skip(1).collect();
    match run(&names) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(names: &[String]) -> Result<bool> {
    if let Some(unknown) = names
        .iter()
        .find(|n| !FUNCTIONS.iter().any(|f| f.name == *n))
    {
        let known: Vec<&str> = FUNCTIONS.iter().map(|f| f.name).collect();
        bail!(
            "no function is called `{unknown}`; there are {}",
            known.join(", ")
        );
    }
    let mut good = true;
    let wanted = |f: &&Function| names.is_empty() || names.iter().any(|n| n == f.name);
    for function in FUNCTIONS.iter().filter(wanted) {
        let start = Instant::now();
        let tally = all(function);
        println!(
            "{}: {} arguments, error at most {:.6} ulp, at {:08x}; {} wrongly rounded; {:.0} s",
            function.name,
            tally.inputs,
            tally.worst,
            tally.at,
            tally.wrongly_rounded,
            start.elapsed().as_secs_f64(),
        );
        if tally.worst > function.bound {
            eprintln!("{}: the bound is {} ulp", function.name, function.bound);
            good = false;
            continue;
        }
        // Each at once: the next takes minutes.
        let mut record = Record::read()?;
        let entry = (tally, digest(function)?);
        record.0.insert(function.name.to_owned(), entry);
        record.write()?;
    }
    Ok(good)
}

/// Tries all arguments, on all processors.
fn all(function: &Function) -> Tally {
    let next = AtomicU64::new(0);
    let done = Mutex::new(Tally::NONE);
    let work = || {
        loop {
            let start = next.fetch_add(CHUNK, Ordering::Relaxed);
            if start >= function.range {
                return;
            }
            let tally = (function.tally)(start..function.range.min(start + CHUNK), 1);
            let Ok(mut done) = done.lock() else { return };
            *done = done.and(tally);
            eprint!(
                "\r{}: {} % ",
                function.name,
                done.inputs * 100 / function.inputs()
            );
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, Into::into) {
            scope.spawn(work);
        }
    });
    eprint!("\r");
    done.into_inner().unwrap_or(Tally::NONE)
}
