//! calc beside other libraries and beside formulas written by hand. Run by `cargo xtask bench`.

use std::process::ExitCode;

#[cfg(feature = "others")]
mod edges;
mod measure;
#[cfg(feature = "others")]
mod others;
mod problems;
mod rows;

use measure::{Bench, Mode};

const USAGE: &str = "usage: calc-peers time|count [PART-OF-A-NAME], calc-peers edges
  time    criterion measures every row and leaves its samples in $CRITERION_HOME
  edges   what each library gets right of 51 difficult places
  count   every row once; under callgrind this counts instructions";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (what, filter) = (arguments.next(), arguments.next().unwrap_or_default());
    match what.as_deref() {
        Some("count") => rows::all(&mut Bench {
            mode: Mode::Count,
            filter,
        }),
        #[cfg(feature = "others")]
        Some("time") => {
            let mode = Mode::Time(measure::criterion());
            rows::all(&mut Bench { mode, filter });
        }
        #[cfg(feature = "others")]
        Some("edges") => edges::print(),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}
