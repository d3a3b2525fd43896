//! The functions that `calc-scalar` computes natively in single precision, at every one of the 2³² arguments
//! there are.
//!
//! `cargo xtask exhaustive` tries them all against the platform's functions in double precision, whose errors
//! are below 2⁻²⁸ of what is asked here, and writes what it found to `record.tsv`. The tests try a sample, and
//! look whether the record still speaks of the code that is there: a digest of the sources is kept with
//! each line.

mod error;
mod functions;
mod record;
mod tally;

pub use error::error_in_ulps;
pub use functions::{FUNCTIONS, Function, hypot_arguments};
pub use record::{RECORD, Record, digest};
pub use tally::{Tally, even, odd, pairs, singles};
