//! What a check says.

use core::error::Error;
use core::fmt;
use std::process::ExitCode;

use calc_scalar::Real;

/// Right, or what is wrong.
pub type Outcome = Result<(), Wrong>;

/// Where an answer is wrong, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong(pub(crate) String);

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Wrong {}

/// Prints the outcome; the program fails if the answer is wrong.
#[must_use]
pub fn tell(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(()) => {
            println!("✓ right");
            ExitCode::SUCCESS
        }
        Err(wrong) => {
            println!("✗ {wrong}");
            ExitCode::FAILURE
        }
    }
}

/// Whether the numbers found are those expected, up to a relative error; `place` says where.
pub(crate) fn compare(place: &str, found: &[f64], expected: &[f64], tolerance: f64) -> Outcome {
    let close = |(&a, &b): (&f64, &f64)| (a - b).abs() <= tolerance * Real::max(b.abs(), 1.0);
    if found.len() == expected.len() && found.iter().zip(expected).all(close) {
        return Ok(());
    }
    Err(Wrong(format!(
        "{place}: your answer is {found:?}, it should be {expected:?}"
    )))
}
