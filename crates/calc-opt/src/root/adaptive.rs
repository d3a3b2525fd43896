//! The recommended method: a curve through the last points where it fits, and a midpoint where none does.

use calc_scalar::Float;

use super::bits::{self, rough_exp2};
use super::bracket::{Bracket, Point, step_between};
use super::model::{exponent, is_monotonic, logarithm, rational};
use super::search::Method;

/// The zero of `f = (x − r)/q(x)` through the last four points, and halving where that leads nowhere.
///
/// `q` is a quadratic: such a function follows a curve that is steep on one side and flat on the other, as
/// `eˣ` and `1/x` are in a wide bracket, as well as a smooth one. The first step goes to where the line
/// through both ends is zero, but not nearer to an end than a fifth of the width. In each step after that,
/// the first of these that applies:
///
/// 1. the zero of that curve, where Chandrupatla's test says that the last three points can be trusted, or
///    where the curve through three points (with a line for `q`) agrees with it;
/// 2. after two steps without trust, step 1 for `±|f|ᵘ` with the `u` that makes the last three points a
///    straight line: at a root of multiplicity `m` this is `1/m`;
/// 3. the zero of the curve all the same, but not nearer to an end than a tenth of the width;
/// 4. a midpoint: of the interval at first; where more follow, zero if the bracket straddles it, and if the
///    ends differ by a factor above 16, one that goes towards zero by 2, 4, 8 … binary digits at a time, but
///    not below the number halfway between them when the floats are counted.
///
/// A curve that neither halved the bracket (2, 3) nor brought `|f|` down to a tenth (1, by agreement) is
/// left alone for one step, the next time for three, then for seven: on a function it does not describe it
/// costs little.
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
    /// The share of the larger end that the last midpoint was allowed to go down to.
    least: T,
    agreement: Shortcut<T>,
    curve: Shortcut<T>,
    power: Shortcut<T>,
}

/// A way to the next point that is left alone for a while after it led nowhere.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Shortcut<T> {
    /// If it was used in the last step: what has to be reached for it to be used again.
    goal: Option<T>,
    /// How many steps it is still left alone.
    pause: u32,
    /// How long the next pause will be.
    next_pause: u32,
}

/// The longest pause: 2⁶ − 1 steps.
const LONGEST_PAUSE: u32 = 63;

/// The first step keeps this share of the width away from either end.
const FIRST_MARGIN: f64 = 0.2;

/// A curve that is not trusted keeps this share of the width away from either end.
const MARGIN: f64 = 0.1;

/// Two curves agree if their zeros differ by no more than this share of their distance from the best end.
const AGREEMENT: f64 = 0.2;

/// What is trusted by agreement has to bring `|f|` down to this share.
const DROP: f64 = 0.1;

/// Steps without trust before a multiple root is suspected.
const PATIENCE: u32 = 2;

/// How many times one end may be the other, before the middle is the geometric one.
const WIDE: f64 = 16.0;

impl<T: Float> Adaptive<T> {
    /// The method before its first step.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            doubtful: 0,
            midpoints: 0,
            least: T::ONE,
            agreement: Shortcut::new(),
            curve: Shortcut::new(),
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
        let Some(three) = bracket.previous else {
            self.midpoints = 1;
            self.least = T::literal(0.5);
            return first(bracket);
        };
        let width = bracket.width();
        self.agreement.judge(bracket.newest.value);
        self.curve.judge(width);
        self.power.judge(width);

        let newest_first = bits::is_within(bracket.newest.value, bracket.opposite.value);
        let points = nearest_first(bracket, newest_first, three);
        let curves = rational(points);
        let share = best_of(curves);
        let goal = T::literal(0.5) * width;
        let share = if is_monotonic(bracket.newest, bracket.opposite, three)
            || self.agree(curves, points)
        {
            self.doubtful = 0;
            self.midpoints = 0;
            self.least = T::literal(0.5);
            share
        } else if self.doubtful >= PATIENCE
            && self.power.is_open()
            && let Some(share) = by_power(newest_first, points)
        {
            self.power.goal = Some(goal);
            share
        } else {
            self.doubtful = self.doubtful.saturating_add(1);
            let open = self.curve.is_open() && is_inside(share);
            if !open {
                return self.midpoint(bracket);
            }
            self.curve.goal = Some(goal);
            within(share, T::literal(MARGIN))
        };
        let [best, other, ..] = points;
        step_between(best.x, other.x, share, tolerance)
    }
}

impl<T: Float> Adaptive<T> {
    /// Whether the curves through three and through four points have nearly the same zero.
    fn agree(&mut self, (three, four): (T, T), [best, ..]: [Point<T>; 4]) -> bool {
        let apart = (three - four).magnitude();
        let agree = is_inside(three)
            && is_inside(four)
            && apart <= T::literal(AGREEMENT) * three
            && apart <= T::literal(AGREEMENT) * four
            && self.agreement.is_open();
        if agree {
            self.agreement.goal = Some(T::literal(DROP) * best.value.magnitude());
        }
        agree
    }

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
        let (a, b) = (low.x.magnitude(), high.x.magnitude());
        let (small, large) = if bits::is_within(a, b) {
            (a, b)
        } else {
            (b, a)
        };
        if large <= T::literal(WIDE) * small {
            return bracket.middle();
        }
        self.least = self.least * self.least;
        let mean = bits::mean_size(small, large);
        let towards_zero = large * self.least;
        let size = if bits::is_within(towards_zero, mean) {
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
            goal: None,
            pause: 0,
            next_pause: 1,
        }
    }

    /// If the last step was this one's: did it reach its goal?
    #[inline(never)]
    fn judge(&mut self, reached: T) {
        let Some(goal) = self.goal.take() else {
            return;
        };
        if bits::is_within(reached, goal) {
            self.next_pause = 1;
        } else {
            self.pause = self.next_pause;
            self.next_pause = (2 * self.next_pause + 1).min(LONGEST_PAUSE);
        }
    }

    /// Whether it may be used in this step.
    #[inline(never)]
    fn is_open(&mut self) -> bool {
        let open = self.pause == 0;
        self.pause = self.pause.saturating_sub(1);
        open
    }
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
fn by_power<T: Float>(newest_first: bool, points: [Point<T>; 4]) -> Option<T> {
    let mut scale = T::ZERO;
    for size in points.map(|p| p.value.magnitude()) {
        // The point that is missing is NaN.
        if size > scale {
            scale = size;
        }
    }
    let logarithms = points.map(|p| logarithm(p, scale));
    let u = exponent(
        by_age(newest_first, points),
        by_age(newest_first, logarithms),
    )?;
    let mut points = points;
    for (point, log) in points.iter_mut().zip(logarithms) {
        point.value = rough_exp2(u * log).copysign(point.value);
    }
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
