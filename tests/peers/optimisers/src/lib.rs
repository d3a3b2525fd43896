//! Problems with known answers, and counters between them and any library that is to solve them.
//!
//! A library sees a [`Counted`] problem: it may ask for values, slopes and curvatures, each run is counted,
//! and whether the end is right is judged here, by the same rule for all. Libraries in other languages do so
//! through [`foreign`].

#![allow(
    clippy::missing_panics_doc,
    reason = "a problem that cannot be read stops the comparison"
)]

/// The collections of calc-opt's own tests.
#[macro_use]
#[path = "../../../../crates/calc-opt/tests/collections"]
#[allow(dead_code, unused_macros, reason = "its tests use the rest")]
pub(crate) mod collections {
    pub(crate) mod aps;
    pub(crate) mod everyday;
    #[macro_use]
    pub(crate) mod mgh;
    #[macro_use]
    pub(crate) mod minpack_systems;
    #[macro_use]
    pub(crate) mod minpack_fits;
    pub(crate) mod modab;
    pub(crate) mod nist;
}

mod counted;
pub mod foreign;
mod problem;
mod run;
mod sets;

pub use counted::{Counted, OverBudget};
pub use problem::{Problem, Verdict};
pub use run::{End, run};
pub use sets::{SETS, Set};
