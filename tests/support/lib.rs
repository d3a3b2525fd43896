//! Test functions and tolerances shared by tests, benches and the book.

pub mod functions;
pub mod tolerance;
