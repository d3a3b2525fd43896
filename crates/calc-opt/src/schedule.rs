//! Schedules: the learning rate as a function of the step.
//!
//! A schedule is a plain function; hand its value to [`Rule::set_rate`](crate::rule::Rule::set_rate)
//! before the step.
//!
//! ```
//! use calc_opt::rule::{Rule, Sgd};
//! use calc_opt::schedule;
//!
//! let mut rule = Sgd::new(0.1);
//! let mut x = [5.0];
//! for step in 0..100 {
//!     rule.rate = schedule::cosine(0.1, 0.0, 100, step);
//!     let gradient = [2.0 * x[0]];
//!     rule.update(&mut x, &gradient);
//! }
//! assert!(x[0] < 1e-3_f64);
//! ```

use core::f64::consts::PI;

use calc_scalar::Float;

mod plateau;

pub use plateau::Plateau;

/// `η`: the same rate at every step.
#[must_use]
pub const fn constant<T: Float>(rate: T, _step: u32) -> T {
    rate
}

/// `η·γ^⌊t/n⌋`: the rate is multiplied by `factor` after every `every` steps.
///
/// # Edge cases
///
/// `every = 0` counts as 1.
///
/// # Examples
///
/// ```
/// use calc_opt::schedule::step_decay;
///
/// assert_eq!(step_decay(0.8, 0.5, 10, 9), 0.8);
/// assert_eq!(step_decay(0.8, 0.5, 10, 20), 0.2);
/// ```
#[must_use]
pub fn step_decay<T: Float>(rate: T, factor: T, every: u32, step: u32) -> T {
    rate * factor.powi(whole(step / every.max(1)))
}

/// `η·γᵗ`: the rate is multiplied by `factor` after every step.
///
/// # Examples
///
/// ```
/// assert_eq!(calc_opt::schedule::exponential(0.8, 0.5, 2), 0.2);
/// ```
#[must_use]
pub fn exponential<T: Float>(rate: T, factor: T, step: u32) -> T {
    rate * factor.powi(whole(step))
}

/// `η_end + ½(η_start − η_end)·(1 + cos(π·t/n))`: half a cosine from `start` down to `end` in `steps`
/// steps, then `end`.
///
/// # Examples
///
/// ```
/// use calc_opt::schedule::cosine;
///
/// assert_eq!(cosine(0.1, 0.0, 100, 0), 0.1);
/// assert!((cosine(0.1, 0.0, 100, 50) - 0.05_f64).abs() < 1e-15);
/// assert_eq!(cosine(0.1, 0.0, 100, 100), 0.0);
/// ```
///
/// # References
///
/// I. Loshchilov and F. Hutter, *SGDR: Stochastic Gradient Descent with Warm Restarts*, ICLR 2017,
/// arXiv:1608.03983, equation 5.
#[must_use]
pub fn cosine<T: Float>(start: T, end: T, steps: u32, step: u32) -> T {
    if step >= steps {
        return end;
    }
    let angle = T::literal(PI * (f64::from(step) / f64::from(steps)));
    end + (start - end) * T::literal(0.5) * (T::ONE + angle.cos())
}

/// `η_end + (η_start − η_end)·(1 − t/n)ᵖ`: from `start` to `end` in `steps` steps, then `end`; a straight
/// line for `power = 1`.
///
/// # Examples
///
/// ```
/// use calc_opt::schedule::polynomial;
///
/// assert_eq!(polynomial(0.1, 0.0, 1.0, 100, 50), 0.05);
/// assert_eq!(polynomial(0.1, 0.0, 2.0, 100, 50), 0.025);
/// assert_eq!(polynomial(0.1, 0.0, 2.0, 100, 100), 0.0);
/// ```
#[must_use]
pub fn polynomial<T: Float>(start: T, end: T, power: T, steps: u32, step: u32) -> T {
    if step >= steps {
        return end;
    }
    let rest = T::literal(1.0 - f64::from(step) / f64::from(steps));
    (start - end) * rest.powf(power) + end
}

/// A straight line from `start` to `peak` in `steps` steps, then another schedule from its step 0 on.
///
/// # Examples
///
/// ```
/// use calc_opt::schedule::{cosine, warm_up};
///
/// let rate = |step| warm_up(0.0, 0.1, 10, step, |step| cosine(0.1, 0.0, 90, step));
/// assert_eq!([0, 5, 10, 55, 100].map(rate), [0.0, 0.05, 0.1, cosine(0.1, 0.0, 90, 45), 0.0]);
/// ```
///
/// # References
///
/// P. Goyal et al., *Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour*, 2017,
/// arXiv:1706.02677, section 2.2.
#[must_use]
pub fn warm_up<T: Float>(
    start: T,
    peak: T,
    steps: u32,
    step: u32,
    then: impl FnOnce(u32) -> T,
) -> T {
    match step.checked_sub(steps) {
        Some(rest) => then(rest),
        None => polynomial(start, peak, T::ONE, steps, step),
    }
}

/// Half a cosine up from `start` to `peak` in `up` steps, half a cosine down to `end` until step `steps`,
/// then `end`.
///
/// Usual are `start = peak/25`, `end = peak/250 000` and `up` three tenths of `steps`.
///
/// # Examples
///
/// ```
/// use calc_opt::schedule::one_cycle;
///
/// let rate = |step| one_cycle(0.004, 0.1, 4e-7, 30, 100, step);
/// assert!((rate(0) - 0.004_f64).abs() < 1e-16);
/// assert_eq!((rate(30), rate(100)), (0.1, 4e-7));
/// ```
///
/// # References
///
/// L. N. Smith and N. Topin, *Super-Convergence: Very Fast Training of Neural Networks Using Large
/// Learning Rates*, 2018, arXiv:1708.07120.
#[must_use]
pub fn one_cycle<T: Float>(start: T, peak: T, end: T, up: u32, steps: u32, step: u32) -> T {
    match step.checked_sub(up) {
        Some(rest) => cosine(peak, end, steps.saturating_sub(up), rest),
        None => cosine(start, peak, up, step),
    }
}

/// [`cosine`] from `start` to `end` again and again: the first time in `first` steps, each further time in
/// `factor` times as many.
///
/// # Edge cases
///
/// `first = 0` and `factor = 0` count as 1.
///
/// # Examples
///
/// ```
/// use calc_opt::schedule::{cosine, restarts};
///
/// let rate = |step| restarts(0.1, 0.0, 10, 2, step);
/// assert_eq!((rate(0), rate(10), rate(30)), (0.1, 0.1, 0.1)); // cycles of 10, 20, 40
/// assert_eq!(rate(20), cosine(0.1, 0.0, 20, 10));
/// ```
///
/// # References
///
/// I. Loshchilov and F. Hutter, *SGDR: Stochastic Gradient Descent with Warm Restarts*, ICLR 2017,
/// arXiv:1608.03983, section 3.
#[must_use]
pub fn restarts<T: Float>(start: T, end: T, first: u32, factor: u32, step: u32) -> T {
    let (mut length, mut rest) = (first.max(1), step);
    if factor <= 1 {
        // Whole cycles leave nothing behind: no loop over all of them.
        rest -= rest / length * length;
    }
    while let Some(beyond) = rest.checked_sub(length) {
        rest = beyond;
        length = length.saturating_mul(factor.max(1));
    }
    cosine(start, end, length, rest)
}

fn whole(step: u32) -> i32 {
    i32::try_from(step).unwrap_or(i32::MAX)
}
