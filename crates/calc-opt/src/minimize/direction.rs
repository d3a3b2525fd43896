//! Which way to go: directions of descent, and what they learn from a step.
//!
//! | direction             | numbers kept | goes well with                                             | for                            |
//! |-----------------------|--------------|------------------------------------------------------------|--------------------------------|
//! | [`Bfgs`]              | `N²`         | [`MoreThuente`](super::line_search::MoreThuente)           | up to some hundred variables   |
//! | [`Lbfgs`]             | `2MN`        | [`MoreThuente`](super::line_search::MoreThuente)           | many variables                 |
//! | [`Lbfgsb`]            | `4MN`        | [`MoreThuente`](super::line_search::MoreThuente)           | bounds                         |
//! | [`ConjugateGradient`] | `2N`         | [`MoreThuente`](super::line_search::MoreThuente), `c₂ = 0.1` | very many variables          |
//! | [`BarzilaiBorwein`]   | 3            | [`Backtracking`](super::line_search::Backtracking)         | very little memory             |
//! | [`Steepest`]          | 1            | [`Backtracking`](super::line_search::Backtracking)         | comparison, lessons            |
//! | [`Polyak`]            | 0            | [`FirstTrial`](super::line_search::FirstTrial)             | a known lowest value; kinks    |
//!
//! All go with all of the searches. A rule of your own is an `impl` of [`Direction`].

mod barzilai_borwein;
mod bfgs;
mod conjugate_gradient;
mod lbfgs;
mod lbfgsb;
mod memory;
mod polyak;
mod steepest;

use calc_scalar::Float;

pub use barzilai_borwein::BarzilaiBorwein;
pub use bfgs::Bfgs;
pub use conjugate_gradient::{ConjugateGradient, Formula};
pub use lbfgs::Lbfgs;
pub use lbfgsb::Lbfgsb;
pub use polyak::Polyak;
pub use steepest::Steepest;

use super::report::Step;
use crate::norm::norm;

/// A direction, and how far to try along it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aim<T, const N: usize> {
    /// The direction `d`.
    pub direction: [T; N],
    /// The first factor `α` to try.
    pub first: T,
    /// The largest factor allowed.
    pub longest: T,
    /// The value that a trial has to be lower than: that of the point, or a larger one.
    pub reference: T,
}

/// A rule for directions: [`aim`](Direction::aim) says where to go from a point,
/// [`learn`](Direction::learn) sees what came of it.
///
/// A [`LineDescent`](super::LineDescent) puts it together with a
/// [`LineSearch`](super::line_search::LineSearch).
pub trait Direction<T: Float, const N: usize> {
    /// Where to go from a point with its gradient.
    fn aim(&mut self, at: &Step<T, N>) -> Aim<T, N>;

    /// Sees a step that was taken.
    fn learn(&mut self, before: &Step<T, N>, after: &Step<T, N>);

    /// Forgets what was learnt, so that the next direction is that of steepest descent. Whether there was
    /// anything to forget.
    fn forget(&mut self) -> bool;

    /// The nearest point that is allowed; without bounds, the point.
    fn inside(&self, x: [T; N]) -> [T; N] {
        x
    }

    /// How far a point is from having no way down: without bounds, the length of the gradient.
    fn gradient_norm(&self, at: &Step<T, N>) -> T {
        norm(&at.gradient)
    }
}

/// `∑ aᵢbᵢ`.
pub(super) fn dot<T: Float, const N: usize>(a: &[T; N], b: &[T; N]) -> T {
    a.iter().zip(b).map(|(&a, &b)| a * b).sum()
}

/// `a − b`.
pub(super) fn minus<T: Float, const N: usize>(mut a: [T; N], b: &[T; N]) -> [T; N] {
    for (a, &b) in a.iter_mut().zip(b) {
        *a -= b;
    }
    a
}

/// `y ← y + factor·x`.
pub(super) fn add<T: Float, const N: usize>(y: &mut [T; N], factor: T, x: &[T; N]) {
    for (y, &x) in y.iter_mut().zip(x) {
        *y += factor * x;
    }
}

/// The steepest way down with a first step whose length is a guess: what a linear `f` needs to reach 0, but
/// not farther than the size of `x`, or 1.
fn steepest<T: Float, const N: usize>(at: &Step<T, N>) -> Aim<T, N> {
    let length = norm(&at.gradient);
    let two = T::literal(2.0);
    let size = norm(&at.x).max(T::ONE);
    let to_zero = two * at.value.magnitude() / length;
    let far = if to_zero > T::ZERO {
        to_zero.min(size)
    } else {
        size
    };
    Aim {
        direction: at.gradient.map(|g| -g),
        first: far / length,
        longest: T::INFINITY,
        reference: at.value,
    }
}
