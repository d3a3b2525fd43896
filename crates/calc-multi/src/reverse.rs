//! Reverse mode: one run of a function is recorded, one sweep back gives its whole gradient.

// In reading order.
mod node;
mod var;
mod many;
mod product;
mod run;
mod tape;
mod second;
mod variables;
mod slice;
mod checkpoint;
mod symbol;
mod program;
mod full;

#[cfg(test)]
mod tests;

pub use checkpoint::{Backpropagated, Checkpoint, Recurrence, fewest_advances};
pub use full::{TapeError, TapeFull};
pub use node::Node;
pub use program::{Branched, Program};
pub use run::Recorded;
pub use slice::SliceTape;
pub use symbol::Symbol;
pub use tape::Tape;
pub use var::Var;
pub use variables::Variables;
