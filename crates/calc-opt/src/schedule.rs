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

fn whole(step: u32) -> i32 {
    i32::try_from(step).unwrap_or(i32::MAX)
}
