//! The recommended method: the model that fits the last points, and a midpoint where none does.

use calc_scalar::Float;

use super::model::{exponent, hyperbola, inverse_cubic, inverse_quadratic, raised};
use super::search::{Bracket, Method, Point};

/// Chandrupatla's method, with a better curve where it interpolates and a better guess where it halves.
///
/// In each step, the first of these that applies:
///
/// 1. the inverse cubic through the last four points, where Chandrupatla's test says that the inverse
///    quadratic through the last three can be trusted;
/// 2. the hyperbola through the last three points, for functions that are steep on one side and flat
///    on the other, as `eˣ` and `1/x` are in a wide bracket;
/// 3. after two halvings, the same interpolation for `±|f|ᵘ` with the `u` that makes the last three
///    points a straight line: at a root of multiplicity `m` this is `1/m`;
/// 4. a midpoint: of the interval at first; where more follow and the ends differ by a factor above 16,
///    one that goes towards zero by 2, 4, 8 … binary digits at a time, but not below the geometric
///    mean; and zero itself where the bracket straddles it and is lopsided.
///
/// A hyperbola or a power that did not halve the bracket is left alone for one step, the next time for
/// three, then for seven: on a function they do not describe they cost little.
///
/// # References
///
/// The test of step 1: see [`Chandrupatla`](super::Chandrupatla). Inverse cubic interpolation in a
/// bracket: see [`Toms748`](super::Toms748).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adaptive<T> {
    /// Midpoints since the last trusted interpolation.
    midpoints: u32,
    /// How many binary digits the last midpoint was allowed to go towards zero.
    digits: T,
    hyperbola: Shortcut<T>,
    power: Shortcut<T>,
}

/// A curve that is left alone for a while after it led nowhere.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Shortcut<T> {
    /// The width of the bracket when it was used in the last step.
    used_at: Option<T>,
    /// How many steps it is still left alone.
    pause: u32,
    /// How long the next pause will be.
    next_pause: u32,
}

/// The longest pause: 2⁶ − 1 steps.
const LONGEST_PAUSE: u32 = 63;

/// The hyperbola has to cross zero at least this share of the width away from either end: nearer to
/// one it is a poor description of the function.
const MARGIN: f64 = 0.05;

/// Halvings before a multiple root is suspected.
const PATIENCE: u32 = 2;

/// How many times one end may be the other, before the middle is the geometric one.
const WIDE: f64 = 16.0;

/// How many times one end may be the other on both sides of zero, before zero is looked at.
const LOPSIDED: f64 = 64.0;

impl<T: Float> Adaptive<T> {
    /// The method before its first step.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            midpoints: 0,
            digits: T::ONE,
            hyperbola: Shortcut::new(),
            power: Shortcut::new(),
        }
    }
}

impl<T: Float> Default for Adaptive<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Float> Method<T> for Adaptive<T> {
    fn propose(&mut self, bracket: &Bracket<T>, tolerance: T) -> T {
        let width = bracket.width();
        self.hyperbola.judge(width);
        self.power.judge(width);
        if let Some(share) = interpolated(bracket, |point| point) {
            self.midpoints = 0;
            self.digits = T::ONE;
            return bracket.point_at(share, tolerance);
        }
        if let Some(three) = bracket.previous {
            if self.hyperbola.is_open() {
                let share = hyperbola(bracket.newest, bracket.opposite, three);
                let margin = T::literal(MARGIN);
                if margin < share && share < T::ONE - margin {
                    self.hyperbola.used_at = Some(width);
                    return bracket.point_at(share, tolerance);
                }
            }
            if self.midpoints >= PATIENCE && self.power.is_open() {
                let share = exponent([bracket.newest, bracket.opposite, three])
                    .and_then(|u| with_exponent(bracket, u));
                if let Some(share) = share {
                    self.power.used_at = Some(width);
                    return bracket.point_at(share, tolerance);
                }
            }
        }
        self.midpoint(bracket)
    }
}

impl<T: Float> Adaptive<T> {
    /// Halves the interval; when that has to be repeated, looks for the scale of the root.
    fn midpoint(&mut self, bracket: &Bracket<T>) -> T {
        self.midpoints = self.midpoints.saturating_add(1);
        let (low, high) = bracket.sorted();
        let (small, large) = {
            let (a, b) = (low.x.magnitude(), high.x.magnitude());
            if a < b { (a, b) } else { (b, a) }
        };
        let again = self.midpoints > 1;
        if low.x < T::ZERO && high.x > T::ZERO {
            return if again && large > T::literal(LOPSIDED) * small {
                T::ZERO
            } else {
                bracket.middle()
            };
        }
        if !again || large <= T::literal(WIDE) * small {
            return bracket.middle();
        }
        self.digits = self.digits + self.digits;
        let mean = small.sqrt() * large.sqrt();
        let towards_zero = large * (-self.digits).exp2();
        let size = if mean > towards_zero {
            mean
        } else {
            towards_zero
        };
        if high.x > T::ZERO { size } else { -size }
    }
}

impl<T: Float> Shortcut<T> {
    const fn new() -> Self {
        Self {
            used_at: None,
            pause: 0,
            next_pause: 1,
        }
    }

    /// If the last step was this one's: did it halve the bracket?
    fn judge(&mut self, width: T) {
        let Some(before) = self.used_at.take() else {
            return;
        };
        if width <= T::literal(0.5) * before {
            self.next_pause = 1;
        } else {
            self.pause = self.next_pause;
            self.next_pause = (2 * self.next_pause + 1).min(LONGEST_PAUSE);
        }
    }

    /// Whether it may be used in this step.
    fn is_open(&mut self) -> bool {
        let open = self.pause == 0;
        self.pause = self.pause.saturating_sub(1);
        open
    }
}

/// The trusted interpolation through the last points, each changed by `change`: the cubic, if it leads
/// into the bracket, else the quadratic.
fn interpolated<T: Float>(
    bracket: &Bracket<T>,
    change: impl Fn(Point<T>) -> Point<T>,
) -> Option<T> {
    let (one, two) = (change(bracket.newest), change(bracket.opposite));
    let three = change(bracket.previous?);
    let quadratic = inverse_quadratic(one, two, three)?;
    let cubic = bracket.before_previous.map(|four| {
        let x = inverse_cubic([one, three, two, change(four)]);
        (x - one.x) / (two.x - one.x)
    });
    cubic
        .filter(|&share| share > T::ZERO && share < T::ONE)
        .or(Some(quadratic))
}

/// The interpolation with every value raised to the power `u`.
fn with_exponent<T: Float>(bracket: &Bracket<T>, u: T) -> Option<T> {
    let (a, b) = (
        bracket.newest.value.magnitude(),
        bracket.opposite.value.magnitude(),
    );
    let scale = if a < b { b } else { a };
    interpolated(bracket, |point| raised(point, u, scale))
}
