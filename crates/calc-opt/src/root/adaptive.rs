//! The recommended method: a curve through the last points where it fits, and a midpoint where none does.

use calc_scalar::Float;

use super::bits;
use super::bracket::{Bracket, step_between};
use super::model::{best_of, by_power, is_inside, is_monotonic, rational};
use super::search::Method;

/// The zero of `f = (x − r)/q(x)` through the last four points, and halving where that leads nowhere.
///
/// `q` is a quadratic: such a function follows a curve that is steep on one side and flat on the other, as
/// `eˣ` and `1/x` are in a wide bracket, as well as a smooth one. The first step goes to where the line
/// through both ends is zero, but not nearer to an end than a fifth of the width. In each step after that,
/// the first of these that applies:
///
/// 1. the zero of that curve, where Chandrupatla's test says that the last three points can be trusted, or
///    where the curve through three points (with a line for `q`) agrees with it; but after such an agreement has
///    failed three times to bring `|f|` down to an eighth it is not heard any more;
/// 2. from the third step without trust on, the zero of the straight line on which the last three points lie with
///    `±|f|ᵘ` for their values: at a root of multiplicity `m` that is so with `u = 1/m`. After that, agreements are
///    not heard any more;
/// 3. in the first four of them, the zero of the curve all the same, but not nearer to an end than a tenth of
///    the width;
/// 4. a midpoint: zero if the bracket straddles it, and if the ends differ by a factor above 16, one that goes
///    towards zero by 2, 4, 8 … binary digits at a time, but not below the number halfway between them when the
///    floats are counted; the middle of the interval at first, and of any other.
///
/// # References
///
/// The curve: F. M. Larkin, *Root finding by divided differences*, Numerische Mathematik 37, 1981, 93–104.
/// The test of step 1: see [`Chandrupatla`](super::Chandrupatla).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adaptive<T> {
    /// Steps since the last trusted curve, the first step left out.
    doubtful: u32,
    /// Midpoints since then, the first step included.
    midpoints: u32,
    /// If the last step was trusted by agreement, the `|f|` it had to reach, else NaN.
    goal: T,
    /// How many such steps have not reached it.
    misled: u32,
}

/// The first step keeps this share of the width away from either end.
const FIRST_MARGIN: f64 = 0.2;

/// A curve that is not trusted keeps this share of the width away from either end.
const MARGIN: f64 = 0.1;

/// Two curves agree if their zeros differ by less than this share of the distance from the best end.
const AGREEMENT: f64 = 0.25;

/// What is trusted by agreement has to bring `|f|` down to this share.
const DROP: f64 = 0.125;

/// After so many failures agreement is no sign any more.
const MISLED: u32 = 3;

/// Steps without trust before a multiple root is suspected.
const PATIENCE: u32 = 2;

/// Steps without trust after which a curve is not followed all the same.
const HOPE: u32 = 4;

impl<T: Float> Adaptive<T> {
    /// The method before its first step.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            doubtful: 0,
            midpoints: 1,
            goal: T::NAN,
            misled: 0,
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
        let Bracket {
            newest, opposite, ..
        } = *bracket;
        let (best, other) = if bits::is_within(newest.value, opposite.value) {
            (newest, opposite)
        } else {
            (opposite, newest)
        };
        let mut margin = T::literal(MARGIN);
        let mut share;
        if let Some(three) = bracket.previous {
            if !bits::is_within(newest.value, self.goal) {
                self.misled = self.misled.wrapping_add(1);
            }
            self.goal = T::NAN;
            let points = [best, other, three, bracket.before_previous.unwrap_or(three)];
            let curves = rational(points);
            share = best_of(curves);
            let trusted = is_monotonic(newest, opposite, three);
            if trusted || (self.misled < MISLED && agree(curves)) {
                if !trusted {
                    self.goal = T::literal(DROP) * best.value;
                }
                self.doubtful = 0;
                self.midpoints = 0;
                margin = T::ZERO;
            } else {
                self.doubtful = self.doubtful.wrapping_add(1);
                if self.doubtful > PATIENCE
                    && let Some(zero) = by_power(points)
                {
                    self.misled = MISLED;
                    share = zero;
                    margin = T::ZERO;
                } else if self.doubtful > HOPE {
                    share = T::NAN;
                }
            }
        } else {
            share = best.value / (best.value - other.value);
            margin = T::literal(FIRST_MARGIN);
        }
        if is_inside(share) {
            step_between(best.x, other.x, share, margin, tolerance)
        } else {
            self.midpoint(bracket)
        }
    }
}

impl<T: Float> Adaptive<T> {
    /// Halves the interval; when that has to be repeated, looks for the scale of the root.
    #[inline(never)]
    fn midpoint(&mut self, bracket: &Bracket<T>) -> T {
        let before = self.midpoints;
        let (a, b) = (bracket.newest.x, bracket.opposite.x);
        if before > 0 && a * b < T::ZERO {
            return T::ZERO;
        }
        self.midpoints = before.wrapping_add(1);
        if before > 0
            && let Some(x) = bits::towards_zero(a, b, before)
        {
            return x;
        }
        bracket.middle()
    }
}

/// Whether the curves through three and through four points have nearly the same zero, inside the bracket.
fn agree<T: Float>((three, four): (T, T)) -> bool {
    (three - four).magnitude() < T::literal(AGREEMENT) * three
        && is_inside(three)
        && is_inside(four)
}
