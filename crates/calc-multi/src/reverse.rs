//! Reverse mode: one run of a function is recorded, one sweep back gives its whole gradient.

mod node;
mod tape;
mod var;

#[cfg(test)]
mod tests;

pub use tape::{Tape, TapeFull};
pub use var::Var;
