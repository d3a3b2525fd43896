//! The search behind the estimated derivative: scale, noise, a ladder of steps, extrapolation.

use super::estimate::Estimate;
use crate::float::Float;

/// `f′(x)` with its error.
pub(super) fn derivative<T: Float>(f: impl FnMut(T) -> T, x: T) -> Estimate<T> {
    let mut probe = Probe {
        f,
        x,
        at_x: T::NAN,
        side: Side::Both,
        evaluations: 0,
    };
    probe.at_x = probe.run(x);
    if !x.is_finite() || !probe.at_x.is_finite() {
        return probe.nothing();
    }
    let mut scale = if x.is_zero() {
        T::ONE
    } else {
        x.power_of_two()
    };
    scale = scale.max(T::MIN_POSITIVE / (T::EPSILON * T::EPSILON));
    if !probe.choose_side(scale) {
        return probe.nothing();
    }
    scale = probe.grown(scale);
    let noise = probe.noise(scale);
    climb(&mut probe, scale, noise)
}

/// The sides of `x` on which `f` has finite values.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Side {
    Both,
    Right,
    Left,
}

/// `f` around `x`.
struct Probe<T, F> {
    f: F,
    x: T,
    at_x: T,
    side: Side,
    evaluations: u32,
}

/// What two neighbours of `x` say.
#[derive(Clone, Copy, Debug)]
struct Sample<T> {
    /// The step asked for.
    step: T,
    /// The difference quotient.
    slope: T,
    /// The difference of the two values in the quotient.
    rise: T,
    /// The larger of their magnitudes.
    size: T,
    /// The second difference `f(x+h) − 2f(x) + f(x−h)`, or its one-sided likeness; zero if not asked.
    bend: T,
}

impl<T: Float, F: FnMut(T) -> T> Probe<T, F> {
    fn run(&mut self, x: T) -> T {
        if x.not_a_number() {
            return x;
        }
        self.evaluations = self.evaluations.saturating_add(1);
        (self.f)(x)
    }

    /// Nothing finite was found.
    fn nothing(&self) -> Estimate<T> {
        Estimate {
            value: T::NAN,
            error: T::INFINITY,
            step: T::ZERO,
            evaluations: self.evaluations,
        }
    }

    /// The sample with step `h`, if its values are finite.
    fn sample(&mut self, h: T, with_bend: bool) -> Option<Sample<T>> {
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
        let sample = Sample {
            step: h,
            slope,
            rise: f_b - f_a,
            size: f_a.abs().max(f_b.abs()),
            bend,
        };
        (slope.is_finite() && bend.is_finite()).then_some(sample)
    }

    /// Looks next to `x` for finite values; false if there are none.
    fn choose_side(&mut self, scale: T) -> bool {
        let h = scale * T::EPSILON * T::literal(256.0);
        [Side::Both, Side::Right, Side::Left]
            .into_iter()
            .any(|side| {
                self.side = side;
                self.sample(h, false).is_some()
            })
    }

    /// Enlarges the scale up to 1 while `f` hardly changes over it, as `eˣ` does around 10⁻³⁰⁰.
    fn grown(&mut self, mut scale: T) -> T {
        let mut factor = T::literal(16.0);
        while scale < T::ONE {
            let Some(sample) = self.sample(scale / T::literal(4.0), true) else {
                break;
            };
            let change = sample.rise.abs().max(sample.bend.abs());
            if change > T::EPSILON.sqrt() * sample.size {
                break;
            }
            scale = (scale * factor).min(T::ONE);
            factor = (factor * factor).min(T::literal(4_294_967_296.0));
        }
        scale
    }

    /// The noise of `f` near `x` as seen in second differences over tiny steps, where a smooth
    /// function has none. If `f` does not move at all over tiny steps, the first movement over
    /// larger ones is taken for noise: `f` may be a staircase.
    fn noise(&mut self, scale: T) -> T {
        let mut noise = T::MIN_POSITIVE;
        let mut flat = false;
        let mut h = scale * T::EPSILON * T::literal(8.0);
        let mut taken = 0;
        while taken < 3 || (flat && h < scale / T::literal(16.0)) {
            if let Some(sample) = self.sample(h, true) {
                if taken < 3 {
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
        noise
    }

    /// Half of the jump between the slopes on both sides of `x`, as far as it is neither curvature,
    /// which shrinks with the step, nor noise.
    fn kink(&mut self, check: Option<&Sample<T>>, noise: T) -> T {
        let ratio = T::literal(16.0);
        let Some(small) = check else { return T::ZERO };
        let Some(large) = self.sample(small.step * ratio, true) else {
            return T::ZERO;
        };
        let (jump, wide) = (small.bend / small.step, large.bend / large.step);
        let left = (jump * ratio - wide) / (ratio - T::ONE);
        let allowed = T::literal(8.0) * self.rounding(small, noise);
        (left.abs() - allowed).max(T::ZERO) / T::literal(2.0)
    }

    /// The noise of a quotient: rounding of the values and of the argument, and what was measured.
    fn rounding(&self, sample: &Sample<T>, noise: T) -> T {
        let values = sample.size.max(self.at_x.abs());
        let argument = (self.x * sample.slope).abs();
        let model = T::EPSILON * (values + argument);
        let shares = if self.side == Side::Both {
            T::ONE
        } else {
            T::literal(2.0)
        };
        shares * model.max(noise) / sample.step
    }
}

/// The longest row of the extrapolation table.
const WIDTH: usize = 8;

/// How many steps the ladder has at most.
const STEPS: usize = 160;

/// The best estimate so far.
#[derive(Clone, Copy, Debug)]
struct Best<T> {
    value: T,
    error: T,
    step: T,
    /// How far the quotient of that step is from the value.
    reach: T,
}

/// Extrapolates quotients over shrinking steps and keeps the entry with the smallest error.
fn climb<T: Float, F: FnMut(T) -> T>(probe: &mut Probe<T, F>, scale: T, noise: T) -> Estimate<T> {
    let noise = noise * T::literal(2.0);
    let four = T::literal(4.0);
    let check = probe.sample(scale * T::EPSILON.sqrt().power_of_two(), true);
    let bottom = (probe.x.abs() * T::EPSILON).max(T::MIN_POSITIVE / T::EPSILON) * T::literal(16.0);
    let order = if probe.side == Side::Both {
        T::literal(16.0)
    } else {
        four
    };

    let mut best: Option<Best<T>> = None;
    let mut row: Row<T> = Row {
        entries: [(T::ZERO, T::ZERO); WIDTH],
        filled: 0,
    };
    let mut stale = 0;
    let mut h = scale / four;
    for _ in 0..STEPS {
        if h < bottom {
            break;
        }
        let Some(sample) = probe.sample(h, false) else {
            // Outside the domain: whatever was found with larger steps went across the hole.
            row.filled = 0;
            best = None;
            h /= four;
            continue;
        };
        let rounding = probe.rounding(&sample, noise);
        if let Some(best) = &mut best {
            // A smaller step has to confirm what larger steps said.
            let doubt = (sample.slope - best.value).abs() - rounding * T::literal(2.0) - best.reach;
            best.error = best.error.max(doubt);
        }
        let mut improved = false;
        row.push(&sample, rounding, order, |entry: Entry<T>| {
            let mut error = entry.truncation + entry.rounding;
            error += T::literal(4.0) * T::EPSILON * entry.value.abs();
            let reach = (sample.slope - entry.value).abs();
            if let Some(check) = &check
                && check.step < h
            {
                let allowed =
                    T::literal(4.0) * probe.rounding(check, noise) + reach * (check.step / h);
                error = error.max((check.slope - entry.value).abs() - allowed);
            }
            if best.is_none_or(|b| error < b.error) {
                best = Some(Best {
                    value: entry.value,
                    error,
                    step: h,
                    reach,
                });
                improved = true;
            }
        });
        stale = if improved { 0 } else { stale + 1 };
        // Smaller steps cannot do better than their noise, neither the next one nor the check.
        let floor = match &check {
            Some(check) if check.step < h => probe.rounding(check, noise),
            _ => rounding,
        };
        let settled = stale >= 2 && best.is_some_and(|best| best.error <= floor);
        if settled {
            break;
        }
        h /= four;
    }
    let Some(best) = best else {
        return probe.nothing();
    };
    let error = best.error.max(probe.kink(check.as_ref(), noise));
    Estimate {
        value: best.value,
        error,
        step: best.step,
        evaluations: probe.evaluations,
    }
}

/// One entry of the extrapolation table.
#[derive(Clone, Copy, Debug)]
struct Entry<T> {
    value: T,
    /// The disagreement with its neighbours.
    truncation: T,
    /// The noise that went into it.
    rounding: T,
}

/// The last row of the extrapolation table: estimates of growing order, each with its noise.
struct Row<T> {
    entries: [(T, T); WIDTH],
    filled: usize,
}

impl<T: Float> Row<T> {
    /// Adds the quotient of a smaller step and shows every new extrapolation.
    fn push(&mut self, sample: &Sample<T>, rounding: T, order: T, mut show: impl FnMut(Entry<T>)) {
        let mut current = (sample.slope, rounding);
        let mut weight = order;
        let mut filled = 0;
        for old in self.entries.iter_mut().take(self.filled) {
            let (above, above_rounding) = core::mem::replace(old, current);
            filled += 1;
            let gain = (current.0 - above) / (weight - T::ONE);
            let value = current.0 + gain;
            let rounding = (weight * current.1 + above_rounding) / (weight - T::ONE);
            let truncation = gain.abs().max((value - above).abs());
            show(Entry {
                value,
                truncation,
                rounding,
            });
            current = (value, rounding);
            weight *= order;
        }
        if let Some(last) = self.entries.get_mut(filled) {
            *last = current;
            filled += 1;
        }
        self.filled = filled;
    }
}
