//! The tables of differences and extrapolations, which carry their noise along.

use crate::float::Float;

/// The highest order of a derivative that can be asked for.
pub(super) const MAX_ORDER: usize = 8;

/// The longest row of the extrapolation table.
const WIDTH: usize = 8;

/// A number and how far rounding and noise may have moved it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noisy<T> {
    pub(super) value: T,
    pub(super) rounding: T,
}

impl<T: Float> Noisy<T> {
    pub(super) const ZERO: Self = Self {
        value: T::ZERO,
        rounding: T::ZERO,
    };

    pub(super) fn scaled(self, k: T) -> Self {
        Self {
            value: self.value * k,
            rounding: self.rounding * k.abs(),
        }
    }

    /// `(self − other)/by`.
    pub(super) fn divided(self, other: Self, by: T) -> Self {
        Self {
            value: (self.value - other.value) / by,
            rounding: (self.rounding + other.rounding) / by.abs(),
        }
    }
}

/// Divided differences along the last few steps.
#[derive(Clone, Copy, Debug)]
pub(super) struct Differences<T> {
    /// Of order 0, 1, …, each ending at the last step.
    entries: [Noisy<T>; MAX_ORDER],
    /// The variables of the last steps, the last one first.
    variables: [T; MAX_ORDER],
    filled: usize,
    order: usize,
}

impl<T: Float> Differences<T> {
    pub(super) fn new(order: usize) -> Self {
        Self {
            entries: [Noisy::ZERO; MAX_ORDER],
            variables: [T::ZERO; MAX_ORDER],
            filled: 0,
            order,
        }
    }

    pub(super) fn clear(&mut self) {
        self.filled = 0;
    }

    /// Adds a value and returns the divided difference, as soon as there are enough.
    pub(super) fn push(&mut self, variable: T, value: Noisy<T>) -> Option<Noisy<T>> {
        let mut current = value;
        let known = self.entries.iter_mut().zip(&self.variables).enumerate();
        let mut result = None;
        for (k, (old, &other)) in known.take(self.order + 1) {
            let above = core::mem::replace(old, current);
            if k == self.order {
                result = Some(current);
            }
            if k >= self.filled {
                break;
            }
            current = current.divided(above, variable - other);
        }
        self.variables.rotate_right(1);
        if let Some(first) = self.variables.first_mut() {
            *first = variable;
        }
        self.filled = (self.filled + 1).min(MAX_ORDER);
        result
    }
}

/// One entry of the extrapolation table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<T> {
    pub(super) value: T,
    /// The disagreement with its neighbours.
    pub(super) truncation: T,
    /// The noise that went into it.
    pub(super) rounding: T,
}

/// The last row of the extrapolation table: estimates of growing order, each with its noise.
pub(super) struct Row<T> {
    entries: [Noisy<T>; WIDTH],
    filled: usize,
    /// By how much the variable shrinks from row to row.
    shrink: T,
}

impl<T: Float> Row<T> {
    pub(super) fn new(shrink: T) -> Self {
        Self {
            entries: [Noisy::ZERO; WIDTH],
            filled: 0,
            shrink,
        }
    }

    pub(super) fn clear(&mut self) {
        self.filled = 0;
    }

    /// Adds the quotient of a smaller step and shows every new extrapolation.
    pub(super) fn push(&mut self, quotient: Noisy<T>, mut show: impl FnMut(Entry<T>)) {
        let mut current = quotient;
        let mut weight = self.shrink;
        let mut filled = 0;
        let mut last_gain = T::ZERO;
        let mut pending: Option<Entry<T>> = None;
        for old in self.entries.iter_mut().take(self.filled) {
            let above = core::mem::replace(old, current);
            filled += 1;
            let gain = (current.value - above.value) / (weight - T::ONE);
            let value = current.value + gain;
            let rounding = (weight * current.rounding + above.rounding) / (weight - T::ONE);
            if let Some(mut entry) = pending.take() {
                // What the next extrapolation adds is missing in this one.
                entry.truncation = entry.truncation.max(gain.abs());
                show(entry);
            }
            // A gain that is suddenly tiny may be chance.
            let chance = last_gain / weight;
            last_gain = gain.abs();
            pending = Some(Entry {
                value,
                truncation: last_gain.max((value - above.value).abs()).max(chance),
                rounding,
            });
            current = Noisy { value, rounding };
            weight *= self.shrink;
        }
        if let Some(entry) = pending {
            show(entry);
        }
        if let Some(last) = self.entries.get_mut(filled) {
            *last = current;
            filled += 1;
        }
        self.filled = filled;
    }
}
