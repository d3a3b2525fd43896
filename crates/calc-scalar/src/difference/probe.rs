//! A black box around one point: where it may be run, on which sides, how noisy it is.

use super::estimate::Estimate;
use super::options::Options;
use crate::float::Float;

/// The sides of `x` on which `f` has finite values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Side {
    Both,
    Right,
    Left,
}

/// `f` around `x`.
pub(super) struct Probe<T, F> {
    f: F,
    pub(super) x: T,
    pub(super) at_x: T,
    pub(super) side: Side,
    domain: [T; 2],
    budget: u32,
    pub(super) evaluations: u32,
}

/// What two neighbours of `x` say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sample<T> {
    /// The step asked for.
    pub(super) step: T,
    /// The difference quotient.
    pub(super) slope: T,
    /// The difference of the two values in the quotient.
    pub(super) rise: T,
    /// The larger of their magnitudes.
    pub(super) size: T,
    /// The second difference `f(x+h) − 2f(x) + f(x−h)`, or its one-sided likeness; zero if not asked.
    pub(super) bend: T,
    /// The slopes from `x` to the left and to the right neighbour; on one side only, that slope.
    pub(super) sides: [T; 2],
}

/// Steps that measure noise are this share of a power of two: at those, the rounding errors of a formula
/// line up on both sides of `x` and hide in the differences.
pub(super) const UNEVEN: f64 = 0.77;

/// How often the place of a jump is halved once it is known roughly, and how many looks are taken in all.
const HALVINGS: u32 = 14;
const LOOKS: u32 = 24;

impl<T: Float, F: FnMut(T) -> T> Probe<T, F> {
    /// Runs `f` at `x`; the sides are not known yet.
    pub(super) fn new(f: F, x: T, options: &Options<T>) -> Self {
        let mut probe = Self {
            f,
            x,
            at_x: T::NAN,
            side: Side::Both,
            domain: options.ends(),
            budget: options.max_evaluations,
            evaluations: 0,
        };
        probe.at_x = probe.run(x);
        probe
    }

    /// `f(x)`, or NaN where `f` must not be run.
    fn run(&mut self, x: T) -> T {
        let [low, high] = self.domain;
        if !(low <= x && x <= high) || self.evaluations >= self.budget {
            return T::NAN;
        }
        self.evaluations = self.evaluations.saturating_add(1);
        (self.f)(x)
    }

    /// Whether that many more runs are allowed.
    pub(super) fn affords(&self, runs: u32) -> bool {
        self.budget.saturating_sub(self.evaluations) >= runs
    }

    /// Nothing finite was found.
    pub(super) fn nothing(&self) -> Estimate<T> {
        Estimate {
            value: T::NAN,
            error: T::INFINITY,
            step: T::ZERO,
            evaluations: self.evaluations,
        }
    }

    /// The sample with step `h`, if its values are finite.
    pub(super) fn sample(&mut self, h: T, with_bend: bool) -> Option<Sample<T>> {
        let (a, b) = match self.side {
            Side::Both => (self.x - h, self.x + h),
            Side::Right => (self.x, self.x + h),
            Side::Left => (self.x - h, self.x),
        };
        let f_a = if self.side == Side::Right {
            self.at_x
        } else {
            self.run(a)
        };
        if !f_a.is_finite() {
            return None;
        }
        let f_b = if self.side == Side::Left {
            self.at_x
        } else {
            self.run(b)
        };
        // The steps that were really taken, after rounding of x ± h.
        let slope = (f_b - f_a) / (b - a);
        let bend = match self.side {
            Side::Both => (f_b - self.at_x) - (self.at_x - f_a),
            _ if !with_bend => T::ZERO,
            Side::Right => (self.run(b + h) - f_b) - (f_b - f_a),
            Side::Left => (f_b - f_a) - (f_a - self.run(a - h)),
        };
        let sides = match self.side {
            Side::Both => [
                (self.at_x - f_a) / (self.x - a),
                (f_b - self.at_x) / (b - self.x),
            ],
            Side::Right | Side::Left => [slope; 2],
        };
        let sample = Sample {
            step: h,
            slope,
            rise: f_b - f_a,
            size: f_a.abs().max(f_b.abs()),
            bend,
            sides,
        };
        (slope.is_finite() && bend.is_finite()).then_some(sample)
    }

    /// The longest power of two that may be stepped to the sides in use, at most `wanted`.
    pub(super) fn room(&self, wanted: T) -> T {
        let [left, right] = self.rooms();
        let room = match self.side {
            Side::Both => left.min(right),
            Side::Right => right,
            Side::Left => left,
        };
        if room < wanted {
            room.power_of_two()
        } else {
            wanted
        }
    }

    fn rooms(&self) -> [T; 2] {
        let [low, high] = self.domain;
        [self.x - low, high - self.x]
    }

    /// Chooses the sides: both, if the domain leaves room and the values next to `x` are finite, else
    /// one; false if there is none.
    pub(super) fn choose_side(&mut self, scale: T) -> bool {
        // A step so much shorter costs more digits than the symmetry gains.
        let much = T::literal(64.0);
        let [left, right] = self.rooms();
        let sides = if left < scale && left * much < right {
            [Side::Right, Side::Both, Side::Left]
        } else if right < scale && right * much < left {
            [Side::Left, Side::Both, Side::Right]
        } else if left > right {
            [Side::Both, Side::Left, Side::Right]
        } else {
            [Side::Both, Side::Right, Side::Left]
        };
        let h = scale * T::EPSILON * T::literal(256.0);
        sides.into_iter().any(|side| {
            self.side = side;
            let h = self.room(h);
            h > T::ZERO && self.sample(h, false).is_some()
        })
    }

    /// Enlarges the scale up to 1 while `f` hardly changes over it, as `eˣ` does around 10⁻³⁰⁰, or
    /// hardly bends if its slope beside `x` is given.
    pub(super) fn grown(&mut self, start: T, little: T, beside: Option<&Sample<T>>) -> T {
        let least = T::literal(16.0);
        let mut still = start;
        let mut moving: Option<T> = None;
        let mut factor = least;
        let mut scale = start;
        // The last slope, and how far off it may be.
        let mut last = beside.map_or((T::ZERO, T::INFINITY), known_slope);
        while scale <= T::ONE && self.affords(2) {
            let h = scale / T::literal(4.0);
            let sample = if self.room(h) < h {
                None
            } else {
                self.sample(h, true)
            };
            let change = sample.map(|sample| {
                let rise = if beside.is_some() {
                    T::ZERO
                } else {
                    sample.rise
                };
                let change = rise.abs().max(sample.bend.abs());
                let (slope, off) = last;
                let same = (sample.slope - slope).abs() <= off;
                (change, sample, same)
            });
            match change {
                Some((change, sample, true)) if change <= little * sample.size => {
                    still = scale;
                    last = known_slope(&sample);
                }
                // A finite value is a good start, a hole is not.
                Some(_) => moving = Some(scale),
                None if scale > still => moving = Some(scale / least),
                None => break,
            }
            if still >= T::ONE || scale == start && moving.is_some() {
                break;
            }
            scale = if let Some(moving) = moving {
                if moving <= still * least {
                    break;
                }
                still * (moving / still).sqrt().power_of_two()
            } else {
                let next = (still * factor).min(T::ONE);
                factor = (factor * factor).min(T::literal(4_294_967_296.0));
                next
            };
        }
        moving.unwrap_or(still).max(still)
    }

    /// The noise of `f` near `x` as seen in second differences over tiny steps, where a smooth
    /// function has none. If `f` does not move at all over tiny steps, the first movement over
    /// larger ones is taken for noise: `f` may be a staircase. With it comes the widest of the tiny steps.
    pub(super) fn noise(&mut self, scale: T) -> (T, Option<Sample<T>>) {
        let mut noise = T::MIN_POSITIVE;
        let mut widest = None;
        let mut bends = [T::ZERO; 3];
        let mut flat = false;
        let mut h = scale * T::EPSILON * T::literal(8.0 * UNEVEN);
        let mut taken = 0;
        while taken < 3 || (flat && h < scale / T::literal(16.0)) {
            if self.room(h) < h || !self.affords(3) {
                break;
            }
            if let Some(sample) = self.sample(h, true) {
                if taken < 3 {
                    widest = Some(sample);
                    bends[taken] = sample.bend;
                    noise = noise.max(sample.bend.abs() / T::literal(2.0));
                }
                if sample.rise.is_zero() && sample.bend.is_zero() {
                    flat = true;
                } else if flat {
                    flat = false;
                    // A step as large as the values themselves is no staircase but an edge.
                    let stair = sample.rise.abs();
                    if stair <= T::EPSILON.sqrt().sqrt() * sample.size {
                        noise = noise.max(stair / T::literal(2.0));
                    }
                }
            }
            h *= T::literal(4.0);
            taken += 1;
        }
        // Beside a pole it is no noise: what bends grows by 16 from step to step.
        let [first, second, third] = bends;
        if grows_as_a_bend(first, second) && grows_as_a_bend(second, third) {
            noise = first.abs();
        }
        (noise, widest)
    }

    /// The height of a jump of `f` between the steps of two samples, if there is one.
    ///
    /// The rounding errors of a formula that cancels are a saw: along a tooth `f` runs on smoothly, with a
    /// slope that is not its own, and jumps to the next. The line through the inner values is followed
    /// outwards while `f` stays on it up to its rounding, `off`, or up to a share of what it is off at the
    /// outer ones. A jump leaves the line by as much however closely its place is known; a ripple and a
    /// kink leave it by less the closer one looks.
    pub(super) fn jump(
        &mut self,
        inner: &Sample<T>,
        outer: &Sample<T>,
        off: T,
        share: T,
    ) -> Option<T> {
        let ([near_left, near_right], [left, right]) = (inner.sides, outer.sides);
        let to_the_right = match self.side {
            Side::Both => (right - near_right).abs() > (left - near_left).abs(),
            side => side == Side::Right,
        };
        let (sign, far, mut line) = if to_the_right {
            (T::ONE, right, near_right)
        } else {
            (-T::ONE, left, near_left)
        };
        let least = share * (far - line).abs() * outer.step;
        // How far `f` is on the line, and where it is not any more, with what it has risen by there.
        let mut on = inner.step;
        let mut beyond = (outer.step, far * outer.step);
        let (mut height, mut first, mut tolerance) = (T::ZERO, T::ZERO, T::ZERO);
        let mut halvings = 0;
        for _ in 0..LOOKS {
            if halvings > HALVINGS || !self.affords(1) {
                break;
            }
            let (end, _) = beyond;
            // Not the middle: see [`UNEVEN`].
            let step = if end > on * T::literal(4.0) {
                on.sqrt() * end.sqrt() * T::literal(0.93)
            } else {
                on + (end - on) * T::literal(0.46)
            };
            let t = self.x + step * sign;
            let taken = (t - self.x).abs();
            let rise = (self.run(t) - self.at_x) * sign;
            tolerance = (off * (T::literal(2.0) + taken / on)).max(least);
            if (rise - line * taken).abs() <= tolerance {
                on = step;
                line = rise / taken;
            } else {
                beyond = (taken, rise);
            }
            let (end, rise) = beyond;
            if end < on * T::literal(1.5) {
                height = (rise - line * end).abs();
                if height <= tolerance {
                    return None;
                }
                if halvings == 0 {
                    first = height;
                }
                halvings += 1;
            }
        }
        let (little, much) = (T::literal(1.25) * tolerance, first / T::literal(4.0));
        (height > little && height > much).then_some(height)
    }

    /// How far the values of a sample may be off: rounding of the values and of the argument, and
    /// the noise that was measured or stated.
    pub(super) fn rounding(&self, sample: &Sample<T>, noise: T) -> T {
        let mut values = sample.size.max(self.at_x.abs());
        if self.x.is_zero() {
            // On a way through a point of its own the argument is not seen.
            values *= T::literal(4.0);
        }
        // In this order, since the product of the two may be out of range.
        let argument = (T::EPSILON * self.x * sample.slope).abs();
        (T::EPSILON * values + argument).max(noise)
    }
}

/// A slope, and within which distance another one still is the same.
fn known_slope<T: Float>(sample: &Sample<T>) -> (T, T) {
    let four = T::literal(4.0);
    let rounding = four * T::EPSILON * sample.size / sample.step;
    (sample.slope, rounding + sample.slope.abs() / four)
}

/// Whether `b` is what `a` becomes over four times the step, if the values bend smoothly or to a pole.
fn grows_as_a_bend<T: Float>(a: T, b: T) -> bool {
    b / a > T::literal(9.0) && b / a < T::literal(30.0)
}
