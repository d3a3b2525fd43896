//! The sets of problems.

use crate::problem::Problem;

mod fits;
mod minima;
mod roots;
mod systems;

/// A set of problems.
pub struct Set {
    pub name: &'static str,
    pub problems: fn() -> Vec<Box<dyn Problem>>,
}

/// All sets.
pub const SETS: [Set; 9] = [
    Set {
        name: "roots, Alefeld-Potra-Shi",
        problems: roots::aps,
    },
    Set {
        name: "roots, ModAB",
        problems: roots::modab,
    },
    Set {
        name: "roots, everyday, sensible brackets",
        problems: roots::sensible,
    },
    Set {
        name: "roots, everyday, careless brackets",
        problems: roots::careless,
    },
    Set {
        name: "minima of one variable, Brent",
        problems: minima::brent,
    },
    Set {
        name: "minima, More-Garbow-Hillstrom",
        problems: minima::mgh,
    },
    Set {
        name: "fits, NIST",
        problems: fits::nist,
    },
    Set {
        name: "fits, MINPACK",
        problems: fits::minpack,
    },
    Set {
        name: "systems, MINPACK",
        problems: systems::minpack,
    },
];
