//! calc-opt beside other libraries, counted in evaluations. Run by `cargo xtask bench`.

use std::process::ExitCode;

#[cfg(feature = "others")]
mod others;
mod ours;

const USAGE: &str = "usage: calc-optimiser-peers ours|others
  ours    calc-opt on every set: the set, the route, what became of each problem
  others  the same of other libraries in Rust";

fn main() -> ExitCode {
    // A library that panics has failed, and need not tell.
    std::panic::set_hook(Box::new(|_| {}));
    match std::env::args().nth(1).as_deref() {
        Some("ours") => ours::all(),
        #[cfg(feature = "others")]
        Some("others") => others::all(),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}
