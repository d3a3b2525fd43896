//! All zeros of a function in an interval, with a proof: Newton's method for intervals, on a fixed stack.

use core::fmt;

use calc_scalar::interval::{Watcher, Witness};
use calc_scalar::{Float, Interval, Jet, Number};
use heapless::Vec;

use crate::critical_points::Completeness;

/// What has been proved about an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Proof {
    /// There is exactly one zero in it.
    Unique,
    /// There is at least one zero in it: the sign is not the same at both ends.
    Exists,
    /// It could not be decided whether there is a zero in it. Outside there is none.
    Undecided,
}

/// An interval that may contain a zero, and what has been proved about it.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Enclosure<T> {
    /// The middle.
    pub x: T,
    /// The zero is not below this.
    pub low: T,
    /// The zero is not above this.
    pub high: T,
    /// What has been proved.
    pub proof: Proof,
}

impl<T: Float> Enclosure<T> {
    fn new(low: T, high: T, proof: Proof) -> Self {
        let x = Interval::new(low, high).midpoint();
        Self {
            x,
            low,
            high,
            proof,
        }
    }

    /// The same as an interval.
    #[must_use]
    pub fn interval(self) -> Interval<T> {
        Interval::new(self.low, self.high)
    }
}

impl<T: Float> fmt::Display for Enclosure<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let proof = match self.proof {
            Proof::Unique => "one zero",
            Proof::Exists => "at least one zero",
            Proof::Undecided => "undecided",
        };
        write!(f, "[{:?}, {:?}]: {proof}", self.low, self.high)
    }
}

/// What is known of a function over an interval.
#[derive(Clone, Copy)]
pub(crate) struct Look<T: Float, const N: usize> {
    /// `f, f′, …`
    pub(crate) derivatives: [Interval<T>; N],
    /// Whether it is defined everywhere in it.
    pub(crate) defined: bool,
    /// Whether no branch was missed.
    pub(crate) decided: bool,
}

/// One run over `x`.
pub(crate) fn look<T: Float, const N: usize>(
    f: &mut impl for<'w> FnMut(Jet<Interval<T, Watcher<'w>>, N>) -> Jet<Interval<T, Watcher<'w>>, N>,
    x: Interval<T>,
) -> Look<T, N>
where
    for<'w> Interval<T, Watcher<'w>>: Number<Literal = T>,
{
    let witness = Witness::new();
    Look::at(f(Jet::variable(witness.watch(x))), &witness)
}

/// One run over `x` of a function that may fail; after the first `error` it is not run any more, and nowhere is a
/// zero, so that a search soon ends.
pub(crate) fn try_look<T: Float, E, const N: usize>(
    f: &mut impl for<'w> FnMut(
        Jet<Interval<T, Watcher<'w>>, N>,
    ) -> Result<Jet<Interval<T, Watcher<'w>>, N>, E>,
    error: &mut Option<E>,
    x: Interval<T>,
) -> Look<T, N>
where
    for<'w> Interval<T, Watcher<'w>>: Number<Literal = T>,
{
    if error.is_none() {
        let witness = Witness::new();
        match f(Jet::variable(witness.watch(x))) {
            Ok(y) => return Look::at(y, &witness),
            Err(first) => *error = Some(first),
        }
    }
    Look {
        derivatives: [Interval::point(T::ONE); N],
        defined: true,
        decided: true,
    }
}

impl<T: Float, const N: usize> Look<T, N> {
    /// What a run has given, and what its witness has seen.
    fn at<'w>(y: Jet<Interval<T, Watcher<'w>>, N>, witness: &Witness) -> Self
    where
        Interval<T, Watcher<'w>>: Number<Literal = T>,
    {
        let derivatives = y.derivatives().map(|d| Interval::new(d.lower(), d.upper()));
        let empty = derivatives.first().is_none_or(|value| value.is_empty());
        Self {
            derivatives: derivatives.map(|d| match d.is_empty() && !empty {
                // A value without a slope: of the slope nothing is claimed.
                true => Interval::ENTIRE,
                false => d,
            }),
            defined: witness.defined() && !empty,
            decided: witness.decided(),
        }
    }
}

/// A value and its slope over an interval.
#[derive(Clone, Copy)]
struct Sight<T: Float> {
    value: Interval<T>,
    slope: Interval<T>,
    defined: bool,
    decided: bool,
}

impl<T: Float> Sight<T> {
    /// Whether the function is continuous, with a slope that is bounded.
    fn is_sound(&self) -> bool {
        self.defined && self.decided && self.slope.is_bounded()
    }

    /// Whether there is surely no zero.
    fn is_without_zero(&self) -> bool {
        self.decided && !self.value.contains(T::ZERO)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Negative,
    Zero,
    Positive,
    Unknown,
}

impl Sign {
    fn is_certain(self) -> bool {
        matches!(self, Self::Negative | Self::Positive)
    }
}

/// The number of intervals that wait at the same time: each cut leaves one, and no interval of floats can be
/// cut more often.
const WAITING: usize = 128;

/// The budget of one search, where none is asked for.
pub(crate) const BUDGET: u32 = 20_000;

/// The state of one search for the zeros of a derivative of `f`.
pub(crate) struct Isolation<T, G, const N: usize, const CAP: usize> {
    look: G,
    order: usize,
    max_evaluations: u32,
    ends: (T, T),
    /// The zeros below this are known, though an interval that waits may begin before.
    known_to: T,
    pub(crate) enclosures: Vec<Enclosure<T>, CAP>,
    /// The last one, also where there was no room.
    last: Option<Enclosure<T>>,
    pub(crate) found: usize,
    /// How many of them have not been proved to be one zero each.
    undecided: usize,
    pub(crate) evaluations: u32,
    /// Whether an interval without a zero was not all in the domain.
    pub(crate) partial: bool,
}

impl<T: Float, G: FnMut(Interval<T>) -> Look<T, N>, const N: usize, const CAP: usize>
    Isolation<T, G, N, CAP>
{
    /// The zeros of the derivative of that order in `[low, high]`.
    pub(crate) fn search(look: G, order: usize, ends: (T, T), max_evaluations: u32) -> Self {
        let (low, high) = ends;
        let mut search = Self {
            look,
            order,
            max_evaluations,
            ends,
            known_to: low,
            enclosures: Vec::new(),
            last: None,
            found: 0,
            undecided: 0,
            evaluations: 0,
            partial: false,
        };
        let mut waiting: Vec<(T, T), WAITING> = Vec::new();
        // There is room for the first one.
        let _ = waiting.push((low, high));
        while let Some((low, high)) = waiting.pop() {
            let low = low.max(search.known_to);
            if low < high {
                search.decide(low, high, &mut waiting);
            }
        }
        search.settle();
        search
    }

    /// Whether the list is surely complete.
    pub(crate) fn completeness(&self) -> Completeness<T> {
        if self.found > CAP {
            Completeness::Truncated { found: self.found }
        } else if self.undecided > 0 {
            Completeness::Undecided {
                intervals: self.undecided,
            }
        } else {
            Completeness::Certified
        }
    }

    /// One run, counted.
    pub(crate) fn look(&mut self, x: Interval<T>) -> Look<T, N> {
        self.evaluations = self.evaluations.saturating_add(1);
        (self.look)(x)
    }

    /// Whether the function rises over an enclosure, as the signs at its ends tell, or its slope.
    pub(crate) fn rises(&mut self, over: &Enclosure<T>) -> Option<bool> {
        match [over.low, over.high].map(|x| self.sign(x)) {
            [Sign::Negative, Sign::Positive] => return Some(true),
            [Sign::Positive, Sign::Negative] => return Some(false),
            _ => {}
        }
        let slope = self.see(over.interval()).slope;
        if slope.lower() > T::ZERO {
            Some(true)
        } else if slope.upper() < T::ZERO {
            Some(false)
        } else {
            None
        }
    }

    /// Decides about an interval, or cuts it.
    fn decide(&mut self, low: T, high: T, waiting: &mut Vec<(T, T), WAITING>) {
        if self.evaluations >= self.max_evaluations {
            self.add(Enclosure::new(low, high, Proof::Undecided));
            return;
        }
        let over = self.see(Interval::new(low, high));
        if over.is_without_zero() {
            self.partial |= !over.defined;
            return;
        }
        if over.is_sound() && !over.slope.contains(T::ZERO) {
            self.monotone(low, high);
            return;
        }
        let (a, b) = self.ends;
        let tolerance = T::literal(4.0) * T::EPSILON * low.magnitude().max(high.magnitude())
            + (T::EPSILON * b - T::EPSILON * a);
        let middle = Interval::new(low, high).midpoint();
        if high - low <= tolerance
            || !(low < middle && middle < high)
            || waiting.len() + 2 > WAITING
        {
            self.add(Enclosure::new(low, high, Proof::Undecided));
            return;
        }
        let mut parts = [Interval::new(low, middle), Interval::new(middle, high)];
        if over.is_sound() {
            let at = self.see(Interval::point(middle));
            let blurred = at.value.contains(T::ZERO)
                && over.value.width() <= T::literal(4.0) * at.value.width();
            if blurred {
                // Rounding alone: cutting will not help.
                self.add(Enclosure::new(low, high, Proof::Undecided));
                return;
            }
            if at.is_sound() {
                let [p, q] = at.value.quotients(over.slope).map(|quotient| {
                    (Interval::point(middle) - quotient).intersect(Interval::new(low, high))
                });
                let newton = if q.lower() < p.lower() {
                    [q, p]
                } else {
                    [p, q]
                };
                let total = newton
                    .iter()
                    .filter(|part| !part.is_empty())
                    .map(|part| part.width())
                    .sum::<T>();
                if total <= T::literal(0.6) * (high - low) {
                    parts = newton;
                }
            }
        }
        for part in parts.iter().rev().filter(|part| !part.is_empty()) {
            let around = if part.is_point() {
                part.widened(1).intersect(Interval::new(low, high))
            } else {
                *part
            };
            // Room for two was seen to above.
            let _ = waiting.push((around.lower(), around.upper()));
        }
    }

    /// An interval over which the function rises or falls: at most one zero.
    fn monotone(&mut self, low: T, high: T) {
        let (mut low, mut high) = (low, high);
        let (mut at_low, mut at_high) = (self.sign(low), self.sign(high));
        if at_low == Sign::Zero {
            let again = self.last.is_some_and(|last| last.high >= low);
            if !again {
                self.add(Enclosure::new(low, low, Proof::Unique));
            }
            return;
        }
        if at_high == Sign::Zero {
            self.add(Enclosure::new(high, high, Proof::Unique));
            return;
        }
        if at_low == Sign::Unknown {
            // Rounding hides the sign close to a zero: a sliver stays undecided.
            let Some((inside, sign)) = self.certain(low, high) else {
                self.add(Enclosure::new(low, high, Proof::Undecided));
                return;
            };
            self.add(Enclosure::new(low, inside, Proof::Undecided));
            (low, at_low) = (inside, sign);
        }
        let mut sliver = None;
        if at_high == Sign::Unknown {
            if let Some((outside, sign)) = self.beyond(low, high) {
                (high, at_high) = (outside, sign);
                self.known_to = high;
            } else if let Some((inside, sign)) = self.certain(high, low) {
                sliver = Some(Enclosure::new(inside, high, Proof::Undecided));
                (high, at_high) = (inside, sign);
            } else {
                self.add(Enclosure::new(low, high, Proof::Undecided));
                return;
            }
        }
        if at_low != at_high {
            let enclosure = self.contract(low, high);
            self.add(enclosure);
        }
        if let Some(sliver) = sliver {
            self.add(sliver);
        }
    }

    /// A point near `from`, in the direction of `to`, at which the sign is certain.
    fn certain(&mut self, from: T, to: T) -> Option<(T, Sign)> {
        let mut share = T::EPSILON;
        while share < T::ONE {
            let x = from + share * (to - from);
            let sign = self.sign(x);
            if sign.is_certain() {
                return Some((x, sign));
            }
            share *= T::literal(4.0);
        }
        None
    }

    /// A point above `high` up to which the function goes on rising or falling, with a certain sign.
    fn beyond(&mut self, low: T, high: T) -> Option<(T, Sign)> {
        let (_, end) = self.ends;
        let mut step = T::literal(4.0) * T::EPSILON * high.magnitude().max(high - low);
        while high + step < end && step <= high - low {
            let x = high + step;
            let over = self.see(Interval::new(low, x));
            if !over.is_sound() || over.slope.contains(T::ZERO) {
                return None;
            }
            let sign = self.sign(x);
            if sign.is_certain() {
                return Some((x, sign));
            }
            step *= T::literal(4.0);
        }
        None
    }

    /// Newton's steps inside an interval with exactly one zero, while they make it narrower.
    fn contract(&mut self, low: T, high: T) -> Enclosure<T> {
        let mut x = Interval::new(low, high);
        for _ in 0..64 {
            let middle = Interval::point(x.midpoint());
            let (at, over) = (self.see(middle), self.see(x));
            if over.slope.contains(T::ZERO) {
                break;
            }
            let next = x.intersect(middle - at.value / over.slope);
            let narrower = next.width() < T::literal(0.9) * x.width();
            if next.is_empty() || !narrower {
                break;
            }
            x = next;
        }
        Enclosure::new(x.lower(), x.upper(), Proof::Unique)
    }

    /// Adds an interval; one that is undecided grows together with the one before it, if that is, too.
    fn add(&mut self, new: Enclosure<T>) {
        if let Some(last) = self.last {
            let both = last.proof == Proof::Undecided && new.proof == Proof::Undecided;
            if both && new.low <= last.high {
                let joined = Enclosure::new(last.low, new.high, Proof::Undecided);
                if self.found <= CAP
                    && let Some(stored) = self.enclosures.last_mut()
                {
                    *stored = joined;
                }
                self.last = Some(joined);
                return;
            }
        }
        self.found = self.found.saturating_add(1);
        if new.proof != Proof::Unique {
            self.undecided = self.undecided.saturating_add(1);
        }
        self.last = Some(new);
        // A full vector is told by the count.
        let _ = self.enclosures.push(new);
    }

    /// Where the sign changes over an undecided interval, there is a zero.
    fn settle(&mut self) {
        let mut enclosures = core::mem::take(&mut self.enclosures);
        for enclosure in &mut enclosures {
            if enclosure.proof == Proof::Undecided {
                let signs = [enclosure.low, enclosure.high].map(|x| self.sign(x));
                let changes = matches!(
                    signs,
                    [Sign::Negative, Sign::Positive] | [Sign::Positive, Sign::Negative]
                );
                if changes && self.see(enclosure.interval()).is_sound() {
                    enclosure.proof = Proof::Exists;
                }
            }
        }
        self.enclosures = enclosures;
    }

    fn sign(&mut self, x: T) -> Sign {
        let at = self.see(Interval::point(x));
        if !at.decided || !at.defined {
            Sign::Unknown
        } else if at.value.lower() > T::ZERO {
            Sign::Positive
        } else if at.value.upper() < T::ZERO {
            Sign::Negative
        } else if at.value.is_point() {
            Sign::Zero
        } else {
            Sign::Unknown
        }
    }

    fn see(&mut self, x: Interval<T>) -> Sight<T> {
        let look = self.look(x);
        let derivative = |k: usize| look.derivatives.get(k).copied().unwrap_or(Interval::ENTIRE);
        Sight {
            value: derivative(self.order),
            slope: derivative(self.order + 1),
            defined: look.defined,
            decided: look.decided,
        }
    }
}
