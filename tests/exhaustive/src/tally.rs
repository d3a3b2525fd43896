//! Errors, counted.

use core::ops::Range;

use crate::error::error_in_ulps;
use crate::functions::hypot_arguments;

/// What was found at some arguments.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tally {
    /// How many arguments there were.
    pub inputs: u64,
    /// The largest error in ulps of those that are not the nearest number,
    pub worst: f64,
    /// and which argument has it: the bits of a number, or of which pair it is.
    pub at: u64,
    /// How many results are not the float that is nearest to the truth.
    pub wrongly_rounded: u64,
}

impl Tally {
    /// Of no arguments.
    pub const NONE: Self = Self {
        inputs: 0,
        worst: 0.0,
        at: 0,
        wrongly_rounded: 0,
    };

    /// Half an ulp, and what the truth itself may be wrong by.
    const HALF: f64 = 0.5 + 1.0 / (1 << 28) as f64;

    /// With one more.
    #[inline(always)]
    fn count(&mut self, at: u64, found: f32, truth: f64) {
        self.inputs += 1;
        #[allow(
            clippy::cast_possible_truncation,
            reason = "the nearest number of single precision"
        )]
        let right = found.to_bits() == (truth as f32).to_bits();
        if !right {
            self.count_wrong(at, error_in_ulps(found, truth));
        }
    }

    /// The rest of [`Self::count`]. Nearly all results are the nearest number, and it is not worth knowing
    /// how far from the truth that is.
    #[cold]
    fn count_wrong(&mut self, at: u64, error: f64) {
        if error > self.worst {
            (self.worst, self.at) = (error, at);
        }
        self.wrongly_rounded += u64::from(error > Self::HALF);
    }

    /// With those of another tally, behind these.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let (worst, at) = if other.worst > self.worst {
            (other.worst, other.at)
        } else {
            (self.worst, self.at)
        };
        Self {
            inputs: self.inputs + other.inputs,
            worst,
            at,
            wrongly_rounded: self.wrongly_rounded + other.wrongly_rounded,
        }
    }
}

/// A function of one number at those whose bits are in a range, every `step`-th.
pub fn singles(
    range: Range<u64>,
    step: u64,
    f: impl Fn(f32) -> f32,
    truth: impl Fn(f64) -> f64,
) -> Tally {
    let mut tally = Tally::NONE;
    let mut at = range.start;
    while at < range.end {
        #[allow(clippy::cast_possible_truncation, reason = "the range is of 32 bits")]
        let x = f32::from_bits(at as u32);
        tally.count(at, f(x), truth(f64::from(x)));
        at += step;
    }
    tally
}

/// As [`singles`], for a function with `f(−x) = −f(x)`: a range of positive numbers stands for their
/// opposites, too, for which only the truth is not computed again.
pub fn odd(
    range: Range<u64>,
    step: u64,
    f: impl Fn(f32) -> f32,
    truth: impl Fn(f64) -> f64,
) -> Tally {
    symmetric(range, step, f, truth, -1.0)
}

/// As [`odd`], for a function with `f(−x) = f(x)`.
pub fn even(
    range: Range<u64>,
    step: u64,
    f: impl Fn(f32) -> f32,
    truth: impl Fn(f64) -> f64,
) -> Tally {
    symmetric(range, step, f, truth, 1.0)
}

fn symmetric(
    range: Range<u64>,
    step: u64,
    f: impl Fn(f32) -> f32,
    truth: impl Fn(f64) -> f64,
    sign: f64,
) -> Tally {
    let mut tally = Tally::NONE;
    let mut at = range.start;
    while at < range.end {
        #[allow(clippy::cast_possible_truncation, reason = "the range is of 31 bits")]
        let x = f32::from_bits(at as u32);
        let truth = truth(f64::from(x));
        tally.count(at, f(x), truth);
        tally.count(at | 1 << 31, f(-x), sign * truth);
        at += step;
    }
    tally
}

/// A function of two numbers at the pairs that [`hypot_arguments`] makes of a range.
pub fn pairs(
    range: Range<u64>,
    step: u64,
    f: impl Fn(f32, f32) -> f32,
    truth: impl Fn(f64, f64) -> f64,
) -> Tally {
    let mut tally = Tally::NONE;
    let mut at = range.start;
    while at < range.end {
        let (x, y) = hypot_arguments(at);
        tally.count(at, f(x, y), truth(f64::from(x), f64::from(y)));
        at += step;
    }
    tally
}
