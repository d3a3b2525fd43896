//! Claims that need more than one crate to state.
