//! Algorithm 748.

use calc_scalar::Float;

use super::bracket::{Bracket, Point};
use super::search::Method;

/// Inverse cubic interpolation through the ends and the last two points left outside, a secant step
/// of double length to close the bracket from the far side, and halving where that was not enough.
///
/// # References
///
/// G. E. Alefeld, F. A. Potra and Y. Shi, *Algorithm 748: Enclosing Zeros of Continuous Functions*,
/// ACM Transactions on Mathematical Software 21(3), 1995, 327–344.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Toms748<T> {
    /// The number of interpolations in each round; the paper's two algorithms have 1 and 2.
    pub interpolations: u8,
    /// The point left outside before the last one.
    e: Option<Point<T>>,
    /// The point left outside last.
    d: Option<Point<T>>,
    stage: Stage,
    /// The width of the bracket at the start of the round.
    width: T,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Secant,
    Interpolate(u8),
    DoubleSecant,
    Halve,
}

impl<T: Float> Toms748<T> {
    /// The method with two interpolations in each round, before its first step.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            interpolations: 2,
            e: None,
            d: None,
            stage: Stage::Secant,
            width: T::ZERO,
        }
    }

    /// The same with another number of interpolations in each round.
    #[must_use]
    pub const fn interpolations(mut self, interpolations: u8) -> Self {
        self.interpolations = interpolations;
        self
    }
}

impl<T: Float> Default for Toms748<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Float> Method<T> for Toms748<T> {
    fn propose(&mut self, bracket: &Bracket<T>, tolerance: T) -> T {
        (self.e, self.d) = (self.d, bracket.previous);
        let (a, b) = bracket.sorted();
        let width = b.x - a.x;
        let half = T::literal(0.5);
        if self.stage == Stage::Halve {
            self.stage = Stage::Interpolate(1);
            if width > half * self.width {
                return bracket.middle();
            }
        }
        let proposed = match self.stage {
            Stage::Secant | Stage::Halve => {
                self.stage = Stage::Interpolate(1);
                a.x - a.value * (width / (b.value - a.value))
            }
            Stage::Interpolate(round) => {
                if round == 1 {
                    self.width = width;
                }
                self.stage = if round < self.interpolations {
                    Stage::Interpolate(round + 1)
                } else {
                    Stage::DoubleSecant
                };
                self.interpolate(a, b, round)
            }
            Stage::DoubleSecant => {
                self.stage = Stage::Halve;
                let u = bracket.best();
                let step = T::literal(2.0) * u.value * (width / (b.value - a.value));
                if step.magnitude() > half * width {
                    return bracket.middle();
                }
                u.x - step
            }
        };
        if proposed.not_a_number() {
            return bracket.middle();
        }
        // Not closer to an end than half of the tolerance.
        let margin = half * tolerance.min(half * width);
        proposed.max(a.x + margin).min(b.x - margin)
    }
}

impl<T: Float> Toms748<T> {
    /// The inverse cubic through four points, or else the parabola through three.
    fn interpolate(&self, a: Point<T>, b: Point<T>, round: u8) -> T {
        let Some(d) = self.d else { return T::NAN };
        if let Some(e) = self.e {
            let c = inverse_cubic(a, b, d, e);
            if a.x < c && c < b.x {
                return c;
            }
        }
        parabola(a, b, d, round + 1)
    }
}

/// The polynomial of degree 3 that gives `x` as a function of `f`, at `f = 0`: NaN or infinite where
/// two of the values are equal.
fn inverse_cubic<T: Float>(a: Point<T>, b: Point<T>, d: Point<T>, e: Point<T>) -> T {
    // Lagrange's form: ∑ xᵢ·∏ⱼ fⱼ/(fⱼ − fᵢ), relative to a.
    a.x + (term(b, a, [a, d, e]) + term(d, a, [a, b, e]) + term(e, a, [a, b, d]))
}

/// A term of Lagrange's form.
#[inline(never)]
fn term<T: Float>(at: Point<T>, origin: Point<T>, others: [Point<T>; 3]) -> T {
    let [p, q, r] = others.map(|other| other.value / (other.value - at.value));
    (at.x - origin.x) * (p * q * r)
}

/// The zero in `(a, b)` of the parabola through three points, by a few Newton steps.
fn parabola<T: Float>(a: Point<T>, b: Point<T>, d: Point<T>, steps: u8) -> T {
    let slope = (b.value - a.value) / (b.x - a.x);
    let bend = ((d.value - b.value) / (d.x - b.x) - slope) / (d.x - a.x);
    if bend.is_zero() || !bend.is_finite() {
        return a.x - a.value / slope;
    }
    // From the end at which value and bend have the same sign, Newton's steps stay inside.
    let same = (bend > T::ZERO) == (a.value > T::ZERO);
    let mut x = if same { a.x } else { b.x };
    for _ in 0..steps {
        x = newton_step(a, b.x, (slope, bend), x);
    }
    if a.x < x && x < b.x {
        x
    } else {
        a.x - a.value / slope
    }
}

/// Newton's step on the parabola through `a` with these divided differences; the second is over `b`, too.
#[inline(never)]
fn newton_step<T: Float>(a: Point<T>, b: T, (slope, bend): (T, T), x: T) -> T {
    let value = a.value + (slope + bend * (x - b)) * (x - a.x);
    let rise = slope + bend * ((x - a.x) + (x - b));
    x - value / rise
}
