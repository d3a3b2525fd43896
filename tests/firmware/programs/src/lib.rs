//! What the programs share: the harness, and how a part of the vectors is written.

#![no_std]

pub use calc_harness::*;

/// The body of a program that writes a part of the vectors.
#[cfg(feature = "vectors")]
pub fn vectors(part: calc_vectors::Part) {
    let mut report = Report::new();
    part(&mut calc_vectors::Out::new(&mut |text| report.text(text)));
    report.send();
}
