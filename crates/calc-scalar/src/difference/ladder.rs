//! The search behind the estimated derivative: scale, noise, a ladder of steps, extrapolation.

use super::estimate::Estimate;
use super::options::Options;
use super::probe::{Probe, Sample, Side, UNEVEN};
use super::table::{Differences, Entry, MAX_ORDER, Noisy, Row};
use crate::float::Float;

/// `f⁽ᵐ⁾(x)` with its error.
pub(super) fn search<T: Float>(
    f: impl FnMut(T) -> T,
    x: T,
    order: u32,
    options: &Options<T>,
) -> Estimate<T> {
    let mut probe = Probe::new(f, x, options);
    let order = usize::try_from(order).unwrap_or(usize::MAX);
    if !x.is_finite() || !probe.at_x.is_finite() || order > MAX_ORDER {
        return probe.nothing();
    }
    if order == 0 {
        let noise = options.noise.unwrap_or(T::ZERO).abs();
        return Estimate {
            value: probe.at_x,
            error: noise + T::EPSILON * probe.at_x.abs(),
            step: T::ZERO,
            evaluations: probe.evaluations,
        };
    }
    let smallest = T::MIN_POSITIVE / (T::EPSILON * T::EPSILON);
    let first = if x.is_zero() {
        T::ONE
    } else {
        x.power_of_two()
    };
    let mut scale = match options.scale {
        Some(scale) if scale.abs() >= smallest && scale.is_finite() => scale.abs().power_of_two(),
        _ => first,
    }
    .max(smallest);
    if !probe.choose_side(scale) {
        return probe.nothing();
    }
    let thorough = probe.affords(20);
    // Of a relative change by this much the derivative keeps enough digits.
    let fine = |noise: T| noise.powf(T::ONE / whole(order + 2)).power_of_two();
    if options.scale.is_none() && thorough {
        // By how much the function may change, or bend, which goes with the square of the step.
        let change = fine(T::EPSILON) * T::literal(4.0);
        scale = if order == 1 {
            probe.grown(scale, change.min(T::literal(1.0 / 16.0)), None)
        } else {
            let h = probe.room(scale * T::EPSILON.sqrt().power_of_two());
            let beside = probe.sample(h, false);
            let bend = (change * change).min(T::literal(1.0 / 64.0));
            probe.grown(scale, bend, beside.as_ref())
        };
    }
    // What was seen three times may be larger the fourth time, and in more terms.
    let margin = T::literal(if order == 1 { 2.0 } else { 3.0 });
    let (noise, closest) = match options.noise {
        Some(noise) => ((noise.abs() * T::literal(2.0)).max(T::MIN_POSITIVE), None),
        None if thorough => {
            let (noise, closest) = probe.noise(scale);
            (noise * margin, closest)
        }
        None => (T::MIN_POSITIVE, None),
    };
    let mut ladder = Ladder {
        plan: Plan::new(order, probe.side),
        noise,
        noise_is_stated: options.noise.is_some(),
        closest,
        searches: 0,
        jump: None,
        probe,
    };
    if !thorough {
        return ladder.climb(scale, None, None);
    }
    // Whenever a jump is found its height is noise, and all is done again.
    loop {
        let relative = (ladder.noise / ladder.probe.at_x.abs()).max(T::EPSILON);
        let relative = if relative < T::ONE {
            relative
        } else {
            T::EPSILON
        };
        // Higher derivatives are read off larger steps, which may step over what `f` does close to `x`:
        // the first derivative is checked closest to it.
        let close = ladder.unevenly(scale * relative.sqrt().power_of_two());
        let slope = if order == 1 {
            None
        } else {
            ladder.slope(close)
        };
        let mut h = if order == 1 {
            close
        } else {
            scale * fine(relative)
        };
        let mut check = ladder.check(h);
        for _ in 0..2 {
            if check.is_none() {
                // A domain ends closer than that.
                h /= T::literal(64.0);
                check = ladder.check(h);
            }
        }
        let found = if ladder.jump.is_none() {
            ladder.climb(scale, check.as_ref(), slope.as_ref())
        } else {
            ladder.probe.nothing()
        };
        match ladder.jump.take() {
            Some(jump) => ladder.noise = ladder.noise.max(jump * margin),
            None => return found,
        }
    }
}

/// How a derivative of some order is read off values at steps that shrink geometrically.
///
/// On both sides of `x` the odd part `(f(x+h) − f(x−h))/2h` of `f`, or the even part
/// `(f(x+h) − 2f(x) + f(x−h))/h²`, is a polynomial in `u = h²`; on one side the slope
/// `(f(x+h) − f(x))/h` is one in `u = h`. The derivative is a divided difference of it at `u → 0`.
#[derive(Clone, Copy, Debug)]
struct Plan<T> {
    /// The order of the derivative.
    order: usize,
    /// The order of the divided difference.
    depth: usize,
    /// Whether the even part is used.
    even: bool,
    /// `h` becomes `h/ratio`.
    ratio: T,
    /// `u` becomes `u/shrink`.
    shrink: T,
    /// What the divided difference is multiplied by.
    factor: T,
}

impl<T: Float> Plan<T> {
    fn new(order: usize, side: Side) -> Self {
        // High orders drown in noise soon after the truncation has gone: they need closer steps.
        let ratio = if order <= 2 { 4.0 } else { 2.0 };
        let both = side == Side::Both;
        let even = both && order.is_multiple_of(2);
        let factorial = (1..=order).map(whole::<T>).product::<T>();
        Self {
            order,
            depth: if both { (order - 1) / 2 } else { order - 1 },
            even,
            ratio: T::literal(ratio),
            shrink: T::literal(if both { ratio * ratio } else { ratio }),
            factor: if even {
                factorial / T::literal(2.0)
            } else {
                factorial
            },
        }
    }

    /// The `u` of a step.
    fn variable(&self, h: T, side: Side) -> T {
        match side {
            Side::Both => h * h,
            Side::Right => h,
            Side::Left => -h,
        }
    }
}

fn whole<T: Float>(n: usize) -> T {
    T::literal(f64::from(u32::try_from(n).unwrap_or(u32::MAX)))
}

/// How many steps the ladder has at most.
const STEPS: usize = 320;

/// Over how many steps, from the largest, values or slopes may be out of range.
const LARGE_STEPS: usize = 8;

/// From step to step the change of the quotients of a smooth function falls by up to 64; by how much it
/// falls where they settle too suddenly.
const SUDDEN: f64 = 128.0;

/// How often a jump is looked for at most, and the runs that must be left for that.
const SEARCHES: u32 = 6;
const RUNS_LEFT: u32 = 32;

/// The derivative at steps so small that truncation is no question, though noise is.
#[derive(Clone, Copy, Debug)]
struct Check<T> {
    step: T,
    found: Noisy<T>,
    /// Half of the jump between the derivatives of both sides.
    kink: T,
}

/// The best estimate so far.
#[derive(Clone, Copy, Debug)]
struct Best<T> {
    value: T,
    error: T,
    step: T,
    /// How far the quotient of that step is from the value.
    reach: T,
}

struct Ladder<T, F> {
    probe: Probe<T, F>,
    plan: Plan<T>,
    noise: T,
    /// Whether the noise is not measured but what the caller says.
    noise_is_stated: bool,
    /// The values closest to `x`, if jumps of `f` are looked for.
    closest: Option<Sample<T>>,
    /// How often one was looked for.
    searches: u32,
    /// The last one that was found: far above the noise, it is noise that is not in it yet.
    jump: Option<T>,
}

impl<T: Float, F: FnMut(T) -> T> Ladder<T, F> {
    /// The part of `f` whose divided difference is the derivative.
    fn part(&self, sample: &Sample<T>) -> Noisy<T> {
        if !self.plan.even {
            return self.quotient(sample);
        }
        let off = self.probe.rounding(sample, self.noise);
        let h = sample.step;
        Noisy {
            value: sample.bend / h / h,
            rounding: T::literal(2.0) * off / h / h,
        }
    }

    /// The derivative by the steps `h`, `h·ratio`, …, and the jump between the sides.
    fn check(&mut self, h: T) -> Option<Check<T>> {
        let Plan {
            order,
            depth,
            ratio,
            factor,
            ..
        } = self.plan;
        let both = self.probe.side == Side::Both;
        let levels = if both { order + 1 } else { order };
        let steps: usize = levels - 1;
        let mut largest = h;
        for _ in 0..steps {
            largest *= ratio;
        }
        let mut step = self.probe.room(largest);
        let mut parts = Differences::new(depth);
        let mut sides = [Differences::new(order - 1); 2];
        let mut jumps = [None; 2];
        let mut found = None;
        for _ in 0..levels {
            let sample = self.probe.sample(step, false)?;
            if order == 1 && step <= h {
                self.watch(&sample);
            }
            let part = self.part(&sample);
            let variable = self.plan.variable(step, self.probe.side);
            found = parts.push(variable, part);
            if both {
                let [left, right] = &mut sides;
                let [left_slope, right_slope] = sample.sides;
                let rounding = T::literal(2.0) * self.probe.rounding(&sample, self.noise) / step;
                let noisy = |value| Noisy { value, rounding };
                let left = left.push(-step, noisy(left_slope));
                let right = right.push(step, noisy(right_slope));
                let jump = right.zip(left).map(|(r, l)| r.divided(l, T::ONE));
                jumps = [jump, jumps.first().copied().flatten()];
            }
            step /= ratio;
        }
        let kink = |small: Noisy<T>, large: Noisy<T>| {
            // The jump of a smooth function shrinks at least like the step.
            let rest = small.scaled(ratio).divided(large, ratio - T::ONE);
            let size = (small.value.abs() * ratio - large.value.abs()) / (ratio - T::ONE);
            let allowed = T::literal(3.0) * rest.rounding;
            let parts = if self.plan.even { 1.0 } else { 0.5 };
            // At the larger steps of higher orders the next term, of third order, is in it, too.
            if order > 1 && large.value.abs() > ratio.sqrt() * small.value.abs() {
                return T::ZERO;
            }
            (size - allowed).max(T::ZERO) * factor * T::literal(parts)
        };
        let kink = match jumps {
            [Some(small), Some(large)] => kink(small, large),
            _ => T::ZERO,
        };
        Some(Check {
            step: step * ratio,
            found: found?.scaled(factor),
            kink,
        })
    }

    /// The difference quotient of first order with step `h`.
    fn slope(&mut self, h: T) -> Option<Check<T>> {
        let h = self.probe.room(h);
        let sample = self.probe.sample(h, false)?;
        self.watch(&sample);
        Some(Check {
            step: h,
            found: self.quotient(&sample),
            kink: T::ZERO,
        })
    }

    /// A step that tells noise, if that is looked for.
    fn unevenly(&self, h: T) -> T {
        if self.closest.is_some() {
            h * T::literal(UNEVEN)
        } else {
            h
        }
    }

    /// Looks for a jump where the values bend more than those of a smooth function over such a step.
    fn watch(&mut self, sample: &Sample<T>) {
        let off = self.probe.rounding(sample, self.noise);
        if sample.bend.abs() > T::literal(6.0) * off
            && let Some(closest) = self.closest
        {
            self.find_jump(&closest, sample, T::ZERO);
        }
    }

    /// Looks for a jump where the quotients, from `outer` to `inner`, settle too suddenly.
    fn watch_quotients(&mut self, outer: &Sample<T>, inner: &Sample<T>, sample: &Sample<T>) {
        let off = self.probe.rounding(sample, self.noise);
        let settled = (sample.slope - inner.slope).abs() * inner.step;
        let unsettled = (inner.slope - outer.slope).abs() * outer.step;
        if settled.max(off) * T::literal(SUDDEN) < unsettled {
            self.find_jump(inner, outer, T::literal(0.125));
        }
    }

    fn find_jump(&mut self, inner: &Sample<T>, outer: &Sample<T>, share: T) {
        if self.closest.is_some() && self.searches < SEARCHES && self.probe.affords(RUNS_LEFT) {
            self.searches += 1;
            let two = T::literal(2.0);
            let least = (self.noise * two).max(outer.bend.abs() / two);
            let off = self.probe.rounding(inner, self.noise);
            let jump = self.probe.jump(inner, outer, off, share);
            self.jump = jump.map(|jump| jump.max(least));
        }
    }

    fn quotient(&self, sample: &Sample<T>) -> Noisy<T> {
        let off = self.probe.rounding(sample, self.noise);
        let shares = if self.probe.side == Side::Both {
            T::ONE
        } else {
            T::literal(2.0)
        };
        Noisy {
            value: sample.slope,
            rounding: shares * off / sample.step,
        }
    }

    /// Extrapolates quotients over shrinking steps and keeps the entry with the smallest error.
    fn climb(
        &mut self,
        scale: T,
        check: Option<&Check<T>>,
        slope: Option<&Check<T>>,
    ) -> Estimate<T> {
        let plan = self.plan;
        let side = self.probe.side;
        let mut room = self.probe.room(scale / T::literal(4.0));
        if plan.order == 1 {
            room = self.unevenly(room);
        }
        let bottom =
            (self.probe.x.abs() * T::EPSILON).max(T::MIN_POSITIVE / T::EPSILON) * T::literal(16.0);

        let mut best: Option<Best<T>> = None;
        let mut parts = Differences::new(plan.depth);
        let mut row = Row::new(plan.shrink);
        let mut slopes = Row::new(plan.shrink);
        // Divided differences of a higher order agree by chance more easily, most of all in noise, and
        // without a check nobody would notice.
        let one_sided = side != Side::Both && plan.depth > 0;
        let caution = whole::<T>(1 + plan.depth + usize::from(one_sided));
        let noisy = self.noise > self.probe.at_x.abs() * T::EPSILON * T::literal(64.0);
        let doubtful = if check.is_none() || plan.depth > 0 && noisy {
            whole(plan.order.max(4))
        } else {
            T::ONE
        };
        let mut stale = 0;
        let mut overflows = 0;
        // The last two samples.
        let mut last: [Option<Sample<T>>; 2] = [None; 2];
        let mut h = room;
        for _ in 0..STEPS {
            if h < bottom || !self.probe.affords(1) {
                break;
            }
            let Some(sample) = self.probe.sample(h, false) else {
                if !self.probe.affords(1) {
                    break;
                }
                // Outside the domain: whatever was found with larger steps went across the hole.
                row.clear();
                slopes.clear();
                parts.clear();
                best = None;
                h /= plan.ratio;
                continue;
            };
            if let [Some(outer), Some(inner)] = &last {
                self.watch_quotients(outer, inner, &sample);
                if self.jump.is_some() {
                    return self.probe.nothing();
                }
            }
            let [_, inner] = last;
            last = [inner, Some(sample)];
            let mut resolved = true;
            if let Some(slope) = slope
                && slope.step < h
            {
                let mut sharpest = T::INFINITY;
                let quotient = self.quotient(&sample);
                slopes.push(quotient, |entry| {
                    let error = entry.truncation + entry.rounding;
                    if error < sharpest {
                        sharpest = error;
                        let reach = (quotient.value - entry.value).abs();
                        let allowed = T::literal(16.0) * slope.found.rounding
                            + reach * (slope.step / h)
                            + T::literal(2.0) * error;
                        let steep = entry.value.abs().max(slope.found.value.abs());
                        let visible = steep.max(sample.bend.abs() / h) / T::literal(4.0);
                        let confirmed =
                            visible + T::literal(16.0) * slope.found.rounding + entry.rounding;
                        let off = (entry.value - slope.found.value).abs();
                        resolved = off <= allowed && off <= confirmed;
                    }
                });
                if !resolved {
                    best = None;
                }
            }
            let part = self.part(&sample);
            let Some(quotient) = parts.push(plan.variable(h, side), part) else {
                h /= plan.ratio;
                continue;
            };
            let quotient = quotient.scaled(plan.factor);
            if !quotient.value.is_finite() || !quotient.rounding.is_finite() {
                // It overflows: with the largest steps, or the derivative does.
                best = None;
                overflows += 1;
                if overflows > LARGE_STEPS {
                    break;
                }
                row.clear();
                slopes.clear();
                parts.clear();
                h /= plan.ratio;
                continue;
            }
            if let Some(best) = &mut best {
                // A smaller step has to confirm what larger steps said.
                let allowed = quotient.rounding * T::literal(2.0) + best.reach * (h / best.step);
                let doubt = (quotient.value - best.value).abs() - allowed;
                best.error = best.error.max(doubt);
            }
            let mut improved = false;
            row.push(quotient, |entry: Entry<T>| {
                let mut error = entry.truncation * caution + entry.rounding;
                error += T::literal(4.0) * T::EPSILON * entry.value.abs();
                if !resolved || !error.is_finite() {
                    return;
                }
                let reach = (quotient.value - entry.value).abs();
                if let Some(check) = check
                    && check.step < h
                {
                    let allowed = T::literal(4.0) * check.found.rounding + reach * (check.step / h);
                    error = error.max((check.found.value - entry.value).abs() - allowed);
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
            let floor = match check {
                Some(check) if check.step < h => check.found.rounding,
                _ => quotient.rounding,
            };
            if stale >= 2 && best.is_some_and(|best| best.error <= floor) {
                break;
            }
            h /= plan.ratio;
        }
        let Some(best) = best else {
            return self.probe.nothing();
        };
        let kink = check.map_or(T::ZERO, |check| check.kink);
        let size = best.value.abs();
        let poor = size > T::ZERO && best.error >= T::EPSILON.sqrt() * size;
        let unexplained = poor && !self.noise_is_stated && kink < best.error;
        let doubt = if plan.order == 1 && unexplained {
            self.doubt_below(h, best.value)
        } else {
            T::ZERO
        };
        // What is smaller has underflowed on the way.
        let least = doubt.max(kink).max(T::MIN_POSITIVE);
        Estimate {
            value: best.value,
            error: (best.error * doubtful).max(least),
            step: best.step,
            evaluations: self.probe.evaluations,
        }
    }

    /// How far `value` is from where the difference quotients go over steps far below `h`.
    ///
    /// The quotients of a smooth function settle at once. Those of `x¹·¹` at 0 creep, each step by the
    /// same factor less, to a limit that the factor tells; those of `√x` go on growing by the same
    /// factor: then there is no derivative. The quotients of noise grow by random factors.
    fn doubt_below(&mut self, h: T, value: T) -> T {
        let shorter = T::EPSILON.sqrt().sqrt().power_of_two();
        let mut step = h;
        let quotients = [(); 4].map(|()| {
            let sample = self.probe.sample(step, false)?;
            step *= shorter;
            let rounding = self.probe.rounding(&sample, T::ZERO) / sample.step;
            Some((sample.slope, rounding))
        });
        let [Some(a), Some(b), Some(c), Some(d)] = quotients else {
            return T::ZERO;
        };
        let [first, second, third] = [b.0 - a.0, c.0 - b.0, d.0 - c.0];
        let (early, late) = (second / first, third / second);
        let seen = T::literal(64.0) * (a.1 + b.1);
        let regular = (late / early - T::ONE).abs() < T::literal(0.2);
        let random = early * shorter.powf(T::literal(0.95)) >= T::ONE;
        if !(first.abs() >= seen && early > T::ZERO && regular) || random {
            T::ZERO
        } else if late < T::literal(0.8) {
            let limit = d.0 + third * late / (T::ONE - late);
            T::literal(1.5) * (value - limit).abs()
        } else {
            T::INFINITY
        }
    }
}
