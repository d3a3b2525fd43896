//! Benchmarks: each file below `benches/` is named by the question it answers.

pub mod scalars;
pub mod sums;
