//! Every picture of the course, in the order of its chapters.

use crate::Figure;

/// Declares a module for each picture and lists them.
macro_rules! figures {
    ($($name:ident)*) => {
        $(mod $name;)*

        /// Draws every picture, in the order of the chapters.
        #[must_use]
        pub fn all() -> Vec<Figure> {
            vec![$($name::draw()),*]
        }

        /// Draws the picture with this name, if there is one.
        #[must_use]
        pub fn draw(name: &str) -> Option<Figure> {
            match name {
                $(stringify!($name) => Some($name::draw()),)*
                _ => None,
            }
        }
    };
}

figures! {
    derivative_tangent
    derivative_secants
    taylor_polynomials
    finite_differences_error
    rules_panels
    partial_surface
    partial_contours
    partial_slices
    gradient_field
    gradient_lengths
    chain_rule
    backpropagation_graph
    critical_kinds
}
