//! The search itself: signs of `f′` and `f″` at the ends of equal parts, then Newton in a bracket.

use calc_scalar::{Float, Jet};

use super::kind::{self, CriticalKind};
use super::{Completeness, CriticalPoint, CriticalPoints, ORDER};

/// A place and the jet of `f` there.
#[derive(Clone, Copy)]
struct Sample<T> {
    x: T,
    jet: Jet<T, ORDER>,
}

impl<T: Float> Sample<T> {
    fn slope(&self) -> T {
        self.jet.coefficient(1)
    }

    fn curvature(&self) -> T {
        self.jet.coefficient(2) + self.jet.coefficient(2)
    }

    /// `f‴`, from `f‴/6`.
    fn third(&self) -> T {
        self.jet.coefficient(3) * T::literal(6.0)
    }

    fn is_defined(&self) -> bool {
        let [value, slope, curvature, ..] = self.jet.coefficients;
        value.is_finite() && slope.is_finite() && curvature.is_finite()
    }
}

/// The state of one search.
struct Search<F, T, const CAP: usize> {
    f: F,
    width: T,
    found: usize,
    last: Option<T>,
    report: CriticalPoints<T, CAP>,
}

pub(super) fn search<T: Float, const CAP: usize>(
    f: impl FnMut(Jet<T, ORDER>) -> Jet<T, ORDER>,
    low: T,
    high: T,
    parts: u32,
) -> CriticalPoints<T, CAP> {
    let count = T::literal(f64::from(parts));
    let whole = high - low;
    let width = if whole.is_finite() {
        whole / count
    } else {
        high / count - low / count
    };
    let mut search = Search {
        f,
        width,
        found: 0,
        last: None,
        report: CriticalPoints::new(Completeness::Sampled {
            parts,
            width,
            undefined: 0,
        }),
    };
    let undefined = search.walk(low, high, parts);
    search.report.completeness = if search.found > CAP {
        Completeness::Truncated {
            found: search.found,
        }
    } else {
        Completeness::Sampled {
            parts,
            width,
            undefined,
        }
    };
    search.report
}

impl<F: FnMut(Jet<T, ORDER>) -> Jet<T, ORDER>, T: Float, const CAP: usize> Search<F, T, CAP> {
    /// Looks at all parts from left to right; returns at how many ends `f` was not finite.
    fn walk(&mut self, low: T, high: T, parts: u32) -> u32 {
        let mut undefined = 0_u32;
        let mut left = self.sample(low);
        let mut was_flat = false;
        let mut before = T::ZERO;
        for part in 0..=parts {
            let right = if part == parts {
                left
            } else {
                // Weighted, so that the last end is `high` to the bit; in double precision, which counts
                // further than single.
                let share = T::literal((f64::from(part) + 1.0) / f64::from(parts));
                self.sample(low * (T::ONE - share) + high * share)
            };
            if !left.is_defined() {
                undefined = undefined.saturating_add(1);
                was_flat = false;
            } else if left.slope() == T::ZERO {
                if !was_flat && self.is_smooth(left, before.max(right.slope().magnitude())) {
                    self.record(left);
                }
                was_flat = true;
            } else {
                was_flat = false;
                if part < parts && right.is_defined() && right.slope() != T::ZERO {
                    self.part(left, right);
                }
            }
            before = left.slope().magnitude();
            left = right;
        }
        undefined
    }

    /// Finds the zeros of the slope strictly inside one part with a slope at both ends.
    fn part(&mut self, left: Sample<T>, right: Sample<T>) {
        if opposite(left.slope(), right.slope()) {
            self.crossing(left, right);
        } else if opposite(left.curvature(), right.curvature())
            && opposite(left.slope(), left.curvature())
        {
            // The slope bends towards zero and away again: it may touch it, or cross it twice.
            let turn = self.narrow(left, right, Sample::curvature, Sample::third);
            if opposite(turn.slope(), left.slope()) {
                self.crossing(left, turn);
                self.crossing(turn, right);
            } else if turn.slope().magnitude() <= kind::slope_noise(turn.x, &turn.jet) {
                self.record(turn);
            }
        }
    }

    /// Records the zero between two slopes of opposite sign, unless it is a pole or a jump.
    fn crossing(&mut self, left: Sample<T>, right: Sample<T>) {
        let zero = self.narrow(left, right, Sample::slope, Sample::curvature);
        if self.is_smooth(
            zero,
            left.slope().magnitude().min(right.slope().magnitude()),
        ) {
            self.record(zero);
        }
    }

    /// Whether the slope really falls to zero at a place, from `around` in its neighbourhood: across
    /// a jump or a pole it stays large on both sides of the place.
    fn is_smooth(&mut self, zero: Sample<T>, around: T) -> bool {
        let floor = kind::slope_noise(zero.x, &zero.jet).max(around * T::EPSILON.sqrt());
        zero.is_defined() && zero.slope().magnitude() <= floor && self.noise(zero) <= floor
    }

    /// Narrows a change of sign of `g` down to neighbouring floats, by Newton steps that are
    /// replaced by halving wherever they leave the bracket or are slow.
    fn narrow(
        &mut self,
        mut left: Sample<T>,
        mut right: Sample<T>,
        g: impl Fn(&Sample<T>) -> T,
        slope: impl Fn(&Sample<T>) -> T,
    ) -> Sample<T> {
        let mut best = if g(&left).magnitude() <= g(&right).magnitude() {
            left
        } else {
            right
        };
        let half = T::literal(0.5);
        let part = right.x - left.x;
        let mut halve = false;
        // Every second step halves if Newton is slow, so twice the bits of the format are enough.
        for _ in 0..160 {
            let middle = left.x * half + right.x * half;
            let newton = best.x - g(&best) / slope(&best);
            let inside = newton > left.x && newton < right.x;
            let x = if inside && !halve { newton } else { middle };
            if x <= left.x || x >= right.x {
                break;
            }
            let width = right.x - left.x;
            let tried = self.sample(x);
            if !g(&tried).is_finite() {
                break;
            }
            if g(&tried).magnitude() <= g(&best).magnitude() {
                best = tried;
            }
            if g(&tried) == T::ZERO {
                break;
            }
            if opposite(g(&left), g(&tried)) {
                right = tried;
            } else {
                left = tried;
            }
            halve = !halve && right.x - left.x > width * half;
        }
        self.rounded(best, part, g)
    }

    /// Of the floats around a zero that are equally good, one with few digits.
    fn rounded(&mut self, best: Sample<T>, part: T, g: impl Fn(&Sample<T>) -> T) -> Sample<T> {
        // A billionth of the part finds a zero that underflow has blurred; forty ulps are within
        // what the rounding of g leaves open.
        let fine = T::literal(40.0) * T::EPSILON * best.x.magnitude();
        for grain in [part * T::literal(1e-9), fine] {
            let unit = power_of_two_above(grain.max(T::MIN_POSITIVE));
            let candidate = self.sample((best.x / unit).round() * unit);
            if candidate.is_defined() && g(&candidate).magnitude() <= g(&best).magnitude() {
                return candidate;
            }
        }
        best
    }

    /// The rounding error of `f′` around a point, as it shows when the point moves by a few ulps: the
    /// largest distance from the straight line through the point.
    fn noise(&mut self, at: Sample<T>) -> T {
        let ulp = T::EPSILON * at.x.magnitude().max(self.width);
        let mut largest = T::ZERO;
        for steps in [-5.0, -3.0, -1.0, 1.0, 3.0, 5.0] {
            let near = self.sample(at.x + T::literal(steps) * ulp);
            let line = at.slope() + at.curvature() * (near.x - at.x);
            largest = largest.max((near.slope() - line).magnitude());
        }
        T::literal(4.0) * largest
    }

    fn sample(&mut self, x: T) -> Sample<T> {
        self.report.evaluations = self.report.evaluations.saturating_add(1);
        Sample {
            x,
            jet: (self.f)(Jet::variable(x)),
        }
    }

    /// Adds a point, unless it is the last one again.
    fn record(&mut self, at: Sample<T>) {
        if self.last.is_some_and(|last| last >= at.x) {
            return;
        }
        self.last = Some(at.x);
        self.found = self.found.saturating_add(1);
        let noise = self.noise(at);
        let point = CriticalPoint {
            x: at.x,
            value: at.jet.value(),
            second_derivative: at.curvature(),
            kind: if at.is_defined() {
                kind::of(&at.jet, noise)
            } else {
                CriticalKind::Undecided
            },
        };
        // A full buffer is told by `Completeness::Truncated`, from the count.
        let _ = self.report.points.push(point);
    }
}

/// Whether two numbers have strictly opposite signs.
fn opposite<T: Float>(a: T, b: T) -> bool {
    (a < T::ZERO && b > T::ZERO) || (a > T::ZERO && b < T::ZERO)
}

/// The smallest power of two that is not below `x > 0`.
fn power_of_two_above<T: Float>(x: T) -> T {
    T::literal(2.0).powf(x.log2().ceil())
}
