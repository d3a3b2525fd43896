//! What the programs share: the harness, and how a part of the vectors is written.

#![no_std]

pub use calc_harness::*;

/// The body of a program that writes a part of the vectors; if `CALC_VECTORS_IN_FULL` is set while it is
/// compiled, all numbers of them.
#[cfg(feature = "vectors")]
pub fn vectors(part: calc_vectors::Part) {
    let mut report = Report::new();
    let in_full = option_env!("CALC_VECTORS_IN_FULL").is_some();
    part(&mut calc_vectors::Out::new(&mut |text| report.text(text)).in_full(in_full));
    report.send();
}
