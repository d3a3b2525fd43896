//! Brent's method.

use calc_scalar::Float;

use super::bracket::{Bracket, Point};
use super::search::Method;

/// Inverse quadratic interpolation or the secant, and halving where those do not shrink fast enough.
///
/// # References
///
/// R. P. Brent, *Algorithms for Minimization Without Derivatives*, Prentice-Hall 1973, chapter 4
/// (the procedure `zero`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Brent<T> {
    /// The last two points the method took for the best.
    best: Option<Point<T>>,
    /// The last step, and the one before.
    steps: (T, T),
}

impl<T: Float> Brent<T> {
    /// The method before its first step.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            best: None,
            steps: (T::ZERO, T::ZERO),
        }
    }
}

impl<T: Float> Default for Brent<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Float> Method<T> for Brent<T> {
    fn propose(&mut self, bracket: &Bracket<T>, tolerance: T) -> T {
        let half = T::literal(0.5);
        let two = T::literal(2.0);
        // Brent's names: b is the best point, c the other end, a the best point before.
        let (mut b, mut c) = (bracket.newest, bracket.opposite);
        let mut a = self.best.unwrap_or(c);
        let moved = self.best.is_none_or(|a| same_side(a, b));
        if self.best.is_none() || !moved {
            // The sign changed between a and b: c is a again, and the steps start anew.
            a = c;
            self.steps = (b.x - a.x, b.x - a.x);
        }
        if c.value.magnitude() < b.value.magnitude() {
            (a, b, c) = (b, c, b);
        }
        let least = half * tolerance;
        let middle = half * (c.x - b.x);
        let (last, before_last) = self.steps;
        self.steps =
            if before_last.magnitude() < least || a.value.magnitude() <= b.value.magnitude() {
                (middle, middle)
            } else {
                let s = b.value / a.value;
                let (p, q) = if at_same_place(a, c) {
                    (two * middle * s, T::ONE - s)
                } else {
                    let (q, r) = (a.value / c.value, b.value / c.value);
                    (
                        s * (two * middle * q * (q - r) - (b.x - a.x) * (r - T::ONE)),
                        (q - T::ONE) * (r - T::ONE) * (s - T::ONE),
                    )
                };
                let (p, q) = if p > T::ZERO { (p, -q) } else { (-p, q) };
                let bound = T::literal(3.0) * middle * q - (least * q).magnitude();
                if two * p < bound && p < (half * before_last * q).magnitude() {
                    (p / q, last)
                } else {
                    (middle, middle)
                }
            };
        self.best = Some(b);
        let (step, _) = self.steps;
        if step.magnitude() > least {
            b.x + step
        } else {
            b.x + least.copysign(middle)
        }
    }
}

fn same_side<T: Float>(a: Point<T>, b: Point<T>) -> bool {
    (a.value > T::ZERO) == (b.value > T::ZERO)
}

fn at_same_place<T: Float>(a: Point<T>, c: Point<T>) -> bool {
    !(a.x < c.x || c.x < a.x)
}
