//! The recommended method: a curve through the last points where it fits, and a midpoint where none does.

use calc_scalar::Float;

use super::bits;
use super::bracket::{Bracket, Point, step_between};
use super::model::{is_monotonic, rational, straighten};
use super::search::Method;

/// The zero of `f = (x − r)/q(x)` through the last four points, and halving where that leads nowhere.
///
/// `q` is a quadratic: such a function follows a curve that is steep on one side and flat on the other, as
/// `eˣ` and `1/x` are in a wide bracket, as well as a smooth one. The first step goes to where the line
/// through both ends is zero, but not nearer to an end than a fifth of the width. In each step after that,
/// the first of these that applies:
///
/// 1. the zero of that curve, where Chandrupatla's test says that the last three points can be trusted, or
///    where the curve through three points (with a line for `q`) agrees with it; but twice in a row such an
///    agreement may not fail to bring `|f|` down to a tenth, or it is not heard any more;
/// 2. from the third step without trust on, step 1 for `±|f|ᵘ` with the `u` that makes the last three points a
///    straight line: at a root of multiplicity `m` this is `1/m`;
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
    /// By so many binary digits the last midpoint was allowed to go towards zero.
    digits: u32,
    /// If the last step was trusted by agreement: the `|f|` it had to reach.
    goal: Option<T>,
    /// How many such steps in a row have not reached it.
    misled: u32,
}

/// The first step keeps this share of the width away from either end.
const FIRST_MARGIN: f64 = 0.2;

/// A curve that is not trusted keeps this share of the width away from either end.
const MARGIN: f64 = 0.1;

/// Two curves agree if their zeros differ by no more than this share of their distance from the best end.
const AGREEMENT: f64 = 0.2;

/// What is trusted by agreement has to bring `|f|` down to this share.
const DROP: f64 = 0.1;

/// After so many failures in a row agreement is no sign any more.
const MISLED: u32 = 2;

/// Steps without trust before a multiple root is suspected.
const PATIENCE: u32 = 2;

/// Steps without trust after which a curve is not followed all the same.
const HOPE: u32 = 4;

/// More than a number has.
const MOST_DIGITS: u32 = 1 << 11;

impl<T: Float> Adaptive<T> {
    /// The method before its first step.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            doubtful: 0,
            midpoints: 0,
            digits: 1,
            goal: None,
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
        let Some(three) = bracket.previous else {
            self.midpoints = 1;
            self.digits = 1;
            return first(bracket);
        };
        let newest_first = bits::is_within(bracket.newest.value, bracket.opposite.value);
        if let Some(goal) = self.goal.take() {
            self.misled = if bits::is_within(bracket.newest.value, goal) {
                0
            } else {
                self.misled + 1
            };
        }
        let points = nearest_first(bracket, newest_first, three);
        let [best, other, ..] = points;
        let curves = rational(points);
        let mut share = best_of(curves);
        let trusted = is_monotonic(bracket.newest, bracket.opposite, three);
        if trusted || (self.misled < MISLED && agree(curves)) {
            if !trusted {
                self.goal = Some(T::literal(DROP) * best.value);
            }
            self.doubtful = 0;
            self.midpoints = 0;
            self.digits = 1;
        } else {
            self.doubtful = self.doubtful.saturating_add(1);
            let by_power = if self.doubtful > PATIENCE {
                by_power(newest_first, points)
            } else {
                None
            };
            share = match by_power {
                Some(share) => share,
                None if self.doubtful > HOPE || !is_inside(share) => return self.midpoint(bracket),
                None => within(share, T::literal(MARGIN)),
            };
        }
        step_between(best.x, other.x, share, tolerance)
    }
}

impl<T: Float> Adaptive<T> {
    /// Halves the interval; when that has to be repeated, looks for the scale of the root.
    #[inline(never)]
    fn midpoint(&mut self, bracket: &Bracket<T>) -> T {
        self.midpoints = self.midpoints.saturating_add(1);
        if self.midpoints < 2 {
            return bracket.middle();
        }
        let (low, high) = bracket.sorted();
        if low.x < T::ZERO && high.x > T::ZERO {
            return T::ZERO;
        }
        let digits = 2 * self.digits;
        match bits::towards_zero(low.x, high.x, digits) {
            Some(x) => {
                self.digits = digits.min(MOST_DIGITS);
                x
            }
            None => bracket.middle(),
        }
    }
}

/// Whether the curves through three and through four points have nearly the same zero, inside the bracket.
fn agree<T: Float>((three, four): (T, T)) -> bool {
    let apart = (three - four).magnitude();
    is_inside(three)
        && is_inside(four)
        && apart <= T::literal(AGREEMENT) * three
        && apart <= T::literal(AGREEMENT) * four
}

/// The first step: false position, not too near to an end.
fn first<T: Float>(bracket: &Bracket<T>) -> T {
    let (a, b) = (bracket.newest.value, bracket.opposite.value);
    let share = a / (a - b);
    if share.is_finite() {
        bracket.point_at(within(share, T::literal(FIRST_MARGIN)), T::ZERO)
    } else {
        bracket.middle()
    }
}

/// The ends, the better one first, and the last two points that were replaced; NaN where there is none.
fn nearest_first<T: Float>(
    bracket: &Bracket<T>,
    newest_first: bool,
    three: Point<T>,
) -> [Point<T>; 4] {
    let missing = Point {
        x: T::NAN,
        value: T::NAN,
    };
    let (best, other) = if newest_first {
        (bracket.newest, bracket.opposite)
    } else {
        (bracket.opposite, bracket.newest)
    };
    let four = bracket.before_previous.unwrap_or(missing);
    [best, other, three, four]
}

/// The zero of the curve through four points, if it is inside the bracket, else that through three.
fn best_of<T: Float>((three, four): (T, T)) -> T {
    if is_inside(four) { four } else { three }
}

fn is_inside<T: Float>(share: T) -> bool {
    share > T::ZERO && share < T::ONE
}

/// `share`, at least `margin` away from 0 and 1.
fn within<T: Float>(share: T, margin: T) -> T {
    let most = T::ONE - margin;
    if share < margin {
        margin
    } else if share > most {
        most
    } else {
        share
    }
}

/// The zero of the curve with every value raised to the power that makes the last three points a straight
/// line, if there is one, and it can be trusted.
#[inline(never)]
fn by_power<T: Float>(newest_first: bool, mut points: [Point<T>; 4]) -> Option<T> {
    straighten(&mut points);
    let [newest, opposite, three] = by_age(newest_first, points);
    is_monotonic(newest, opposite, three).then(|| best_of(rational(points)))
}

/// The newest, the opposite end and the one before, of four in the order of [`nearest_first`].
fn by_age<V>(newest_first: bool, [best, other, three, _]: [V; 4]) -> [V; 3] {
    if newest_first {
        [best, other, three]
    } else {
        [other, best, three]
    }
}
