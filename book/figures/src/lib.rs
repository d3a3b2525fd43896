//! The pictures of the course, computed by the course's own crates and written as SVG.
//!
//! [`all`] draws every picture; `cargo xtask figures` writes them to `book/src/figures` and
//! `cargo xtask figures --check` compares. Each lives in a file of its own below `figure/`; what they
//! share (panels, contours, arrows, the surface) is the kit. To add one: write `figure/<name>.rs` with
//! a `draw() -> Figure`, and name it in `figure/mod.rs`.

mod kit;
mod figure;
mod descent;
mod digits;
mod xor;

pub use figure::{all, draw};
pub use kit::palette::{VARIABLES, Variable};

/// One picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The name of its file, without the ending; a chapter asks for it by this name.
    pub name: &'static str,
    /// A short title, read out first.
    pub title: String,
    /// What there is to see, for those who do not see it.
    pub description: String,
    /// The SVG, free of blank lines so that it can stand inside Markdown.
    pub svg: String,
}
