//! Whether a point that a search without gradients has come to is a lowest one, as far as can be seen.

use calc_scalar::Float;

/// A look around a point, one value at a time: along every coordinate, both ways, and along the whole way that
/// led there.
///
/// A search that follows a function which falls only towards infinity ends where rounding has made it flat. Its
/// simplex or its steps are as small there as at a minimum, but the function is as low a good way off.
///
/// Beside a pole it is higher all around, too, but not as beside a minimum: it falls from a look to the next nearer one
/// by as much as from the one before to that, or by more. Nearer looks are taken only where `f` is so much higher that
/// it matters beside its whole fall, or beside its value if it has not fallen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct LookAround<T> {
    /// The coordinate; `N` for the whole way.
    direction: usize,
    backwards: bool,
    /// How often ten times as far, where the look before saw nothing.
    farther: u8,
    /// How often nearer, where the look before saw a steep rise.
    nearer: u8,
    /// How far `f` has fallen on the whole way.
    depth: T,
    /// The value at the look before, and by how much it was lower than the one before.
    before: T,
    fall: T,
}

/// What the values seen say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// It is higher there: look on.
    Higher,
    /// It is lower there.
    Lower,
    /// It is as low, however far the look.
    Flat,
    /// It falls without end between the look and the point.
    Pole,
}

/// The farthest look is `10⁴·ε^¼` coordinates long: one or some hundred.
const FARTHEST: u8 = 4;

/// The first steps are so far, as a share of the coordinate, or farther if that was asked for.
const FIRST_SHARE: f64 = 0.05;

/// A look along the whole way goes so far, if that is farther than the others.
const SHARE_OF_WAY: f64 = 0.25;

/// Values that differ by no more than so many `ε` are equal.
const ROUNDINGS: f64 = 4.0;

/// A rise that is larger than this share of the whole fall is looked into: at a minimum like that of a parabola it is
/// `√ε`, at one like that of `|x|` it is `ε^¼`.
const STEEP: f64 = 0.001;

/// So many nearer looks, each `ε^(1/16)` times as far as the last.
const NEAREST: u8 = 3;

/// A logarithm falls by the same from each look to the next, a negative power by more, `|x|^p` with `p > 0.13` (`0.29`
/// in `f32`) by less than this share.
const SAME: f64 = 0.75;

impl<T: Float> LookAround<T> {
    /// The first look, from a point on which `f` has fallen by `depth` since the start.
    pub(super) const fn new(depth: T) -> Self {
        Self {
            direction: 0,
            backwards: false,
            farther: 0,
            nearer: 0,
            depth,
            before: T::ZERO,
            fall: T::ZERO,
        }
    }

    /// The point to look at next, from distances of [`distances`]; `None` where there is nothing left to look
    /// at.
    pub(super) fn point<const N: usize>(
        &self,
        at: &[T; N],
        start: &[T; N],
        distances: &[T; N],
    ) -> Option<[T; N]> {
        let mut factor = T::ONE;
        for _ in 0..self.farther {
            factor *= T::literal(10.0);
        }
        for _ in 0..self.nearer {
            factor *= T::EPSILON.sqrt().sqrt().sqrt().sqrt();
        }
        if self.backwards {
            factor = -factor;
        }
        let mut long = self.direction < N;
        let mut point = *at;
        let places = point.iter_mut().zip(start).zip(distances);
        for (i, ((x, &from), &distance)) in places.enumerate() {
            let part = T::literal(SHARE_OF_WAY) * (*x - from);
            if self.direction == N {
                long |= part.magnitude() > distance;
                *x += factor * part;
            } else if self.direction == i {
                *x += factor * distance;
            }
        }
        (long && self.direction <= N).then_some(point)
    }

    /// Takes the value there, and goes on to the next point. Along the whole way it is never nearer.
    pub(super) fn judge<const N: usize>(&mut self, lowest: T, value: T) -> Seen {
        let level = T::literal(ROUNDINGS) * T::EPSILON * lowest.magnitude();
        if value < lowest - level {
            return Seen::Lower;
        }
        let flat = value <= lowest + level && self.nearer == 0;
        if flat && self.farther >= FARTHEST {
            return Seen::Flat;
        }
        if flat {
            self.farther += 1;
        } else if self.direction < N && self.farther == 0 && self.is_steep(lowest, value) {
            if self.nearer >= NEAREST {
                return Seen::Pole;
            }
            self.nearer += 1;
            self.before = value;
        } else {
            self.nearer = 0;
            self.farther = 0;
            self.direction += usize::from(self.backwards);
            self.backwards = !self.backwards;
        }
        Seen::Higher
    }

    /// Whether what is seen may be the slope to a pole.
    fn is_steep(&mut self, lowest: T, value: T) -> bool {
        let rise = value - lowest;
        if self.nearer == 0 {
            self.fall = T::ZERO;
            let fell = self.depth > T::ZERO;
            let depth = if fell { self.depth } else { lowest.magnitude() };
            return rise <= T::MAX && rise > T::literal(STEEP) * depth;
        }
        let last = core::mem::replace(&mut self.fall, self.before - value);
        // More than half of the rise lies nearer still.
        let deep = self.nearer > 1 || rise >= T::literal(0.5) * (self.before - lowest);
        deep && self.fall > T::ZERO && self.fall >= T::literal(SAME) * last
    }
}

/// How far the first look goes along each coordinate: `ε^¼` of it, where a parabola has risen by `√ε`; of the
/// start, where that is farther from zero; and no less than four tolerances.
pub(super) fn distances<T: Float, const N: usize>(
    at: &[T; N],
    first_steps: &[T; N],
    tolerance: impl Fn(T, usize) -> T,
) -> [T; N] {
    let share = T::EPSILON.sqrt().sqrt();
    let mut distances = *first_steps;
    for (i, (distance, &x)) in distances.iter_mut().zip(at).enumerate() {
        let from_first = distance.magnitude() / T::literal(FIRST_SHARE);
        let size = share * from_first.max(x.magnitude());
        *distance = size.max(T::literal(4.0) * tolerance(x, i));
    }
    distances
}

#[cfg(test)]
mod tests {
    use calc_scalar::Real;

    use super::*;

    /// Looks around `at`, where a search came to from `start`: what is not higher, and in how many runs of `f`.
    fn seen<const N: usize>(
        f: impl Fn([f64; N]) -> f64,
        at: [f64; N],
        start: [f64; N],
    ) -> (Option<Seen>, u32) {
        let mut look = LookAround::new(f(start) - f(at));
        let mut runs = 0;
        while let Some(x) = look.point(&at, &start, &[1e-3; N]) {
            runs += 1;
            match look.judge::<N>(f(at), f(x)) {
                Seen::Higher => {}
                other => return (Some(other), runs),
            }
        }
        (None, runs)
    }

    #[test]
    fn a_minimum_is_seen_in_two_looks_for_each_variable_and_two_along_the_way() {
        let bowl = |[x, y]: [f64; 2]| 1.0 + x * x + 3.0 * (y - 1.0) * (y - 1.0);
        assert_eq!(seen(bowl, [0.0, 1.0], [5.0, 5.0]), (None, 6));
        assert_eq!(seen(bowl, [0.0, 1.0], [0.0, 1.0]), (None, 4));
        assert_eq!(seen(bowl, [0.0, 1.4], [5.0, 5.0]).0, Some(Seen::Lower));
        assert_eq!(seen(|[]: [f64; 0]| 1.0, [], []), (None, 0));
    }

    #[test]
    fn what_is_flat_on_one_side_is_no_minimum() {
        let falls = |[x, y]: [f64; 2]| 1.0 + Real::exp(-x) + y * y;
        assert_eq!(seen(falls, [50.0, 0.0], [0.0, 1.0]).0, Some(Seen::Flat));
        assert_eq!(seen(falls, [3.0, 0.0], [0.0, 1.0]).0, Some(Seen::Lower));
        // Along the diagonal only.
        let turned = |[x, y]: [f64; 2]| falls([x + y, x - y]);
        assert_eq!(seen(turned, [50.0, 50.0], [0.0, 0.0]).0, Some(Seen::Flat));
        assert_eq!(seen(turned, [50.0, 50.0], [50.0, 50.1]).0, None);
    }

    #[test]
    fn a_minimum_that_is_flat_nearby_is_seen_farther_off() {
        let flat = |[x]: [f64; 1]| 1.0 + Real::powi(x - 1.0, 8);
        assert_eq!(seen(flat, [1.0], [1.0]), (None, 6));
        let flatter = |[x]: [f64; 1]| 1.0 + Real::powi(x - 1.0, 20);
        assert_eq!(seen(flatter, [1.0], [1.0]), (None, 8));
    }

    #[test]
    fn a_pole_is_no_minimum_and_an_edge_is_no_pole() {
        let at = [3e-10, 0.0];
        let poles: [fn(f64) -> f64; 4] = [
            |x| Real::ln(x.abs()),
            |x| -1.0 / Real::sqrt(x.abs()),
            |x| -1.0 / (x * x),
            |x| -1.0 / x,
        ];
        for pole in poles {
            let (word, runs) = seen(|[x, y]| pole(x) + y * y, at, [1.0, 1.0]);
            assert!(word == Some(Seen::Pole) && runs <= 5, "{word:?}");
        }
        let edges: [fn(f64) -> f64; 4] = [
            |x| Real::sqrt(x.abs()),
            f64::abs,
            |x| if x < 0.0 { 1.0 } else { x },
            |x| if x < -1e-5 { 1.0 } else { x.abs() },
        ];
        for edge in edges {
            let (word, runs) = seen(|[x, y]| edge(x) + y * y, at, [1.0, 1.0]);
            assert!(word.is_none() && runs <= 10, "{word:?}");
        }
    }
}
