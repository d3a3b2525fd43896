//! Benchmarks: each file below `benches/` is named by the question it answers.
