//! What is known about a black box before it is differentiated.

use super::estimate::Estimate;
use super::ladder;
use crate::float::Float;

/// What you know about a function before you differentiate it by differences: its noise, its domain,
/// its scale, and how often it may be run.
///
/// Everything is optional. Without options, [`derivative`](super::derivative()) and
/// [`nth_derivative`](super::nth_derivative) find out for themselves.
///
/// # Examples
///
/// ```
/// use calc_scalar::difference::Options;
///
/// // A tank that is empty below 0 and full above 1; asking outside is an error.
/// let level = |t: f64| {
///     assert!((0.0..=1.0).contains(&t));
///     t * t
/// };
/// let options = Options::new().domain(0.0, 1.0);
/// let slope = options.derivative(level, 1.0);
/// assert!((slope.value - 2.0).abs() <= slope.error && slope.error < 1e-9);
///
/// // A sensor with three decimals.
/// let sensor = |t: f64| (t.exp() * 1000.0).round() / 1000.0;
/// let slope = Options::new().noise(0.0005).derivative(sensor, 0.5);
/// assert!((slope.value - 0.5_f64.exp()).abs() <= slope.error && slope.error < 0.05);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[must_use]
pub struct Options<T = f64> {
    /// How far a value of `f` may be off, besides its rounding; `None`: it is measured.
    pub(super) noise: Option<T>,
    /// `f` is run at no point outside.
    pub(super) domain: Option<[T; 2]>,
    /// Over which distance `f` changes; `None`: it is searched for, from `|x|` on.
    pub(super) scale: Option<T>,
    /// How often `f` may be run.
    pub(super) max_evaluations: u32,
}

impl<T: Float> Default for Options<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Float> Options<T> {
    /// Nothing is known.
    pub const fn new() -> Self {
        Self {
            noise: None,
            domain: None,
            scale: None,
            max_evaluations: u32::MAX,
        }
    }

    /// Each value of `f` may be off by up to `±noise`, in the unit of `f`, on top of its rounding.
    ///
    /// Saves the runs that measure it. The bound is right if this is.
    pub const fn noise(mut self, noise: T) -> Self {
        self.noise = Some(noise);
        self
    }

    /// `f` may only be run on `[low, high]`; it never is outside.
    ///
    /// At an end, and close to one, only the points on the other side are used.
    pub const fn domain(mut self, low: T, high: T) -> Self {
        self.domain = Some([low, high]);
        self
    }

    /// `f` changes noticeably over the distance `scale`; the search begins at a quarter of it.
    pub const fn scale(mut self, scale: T) -> Self {
        self.scale = Some(scale);
        self
    }

    /// `f` is run at most `runs` times. The answer is the best one until then, and its error says how
    /// good that is; with fewer than 20 runs the noise is not measured and nothing is checked twice.
    pub const fn max_evaluations(mut self, runs: u32) -> Self {
        self.max_evaluations = runs;
        self
    }

    /// Where the domain ends.
    pub(crate) fn ends(&self) -> [T; 2] {
        self.domain.unwrap_or([-T::INFINITY, T::INFINITY])
    }

    /// `f′(x) ± error` under these options; see [`derivative`](super::derivative()).
    #[must_use]
    pub fn derivative(&self, f: impl FnMut(T) -> T, x: T) -> Estimate<T> {
        ladder::search(f, x, 1, self)
    }

    /// `f⁽ᵐ⁾(x) ± error` with `m = order` under these options; see
    /// [`nth_derivative`](super::nth_derivative).
    #[must_use]
    pub fn nth_derivative(&self, f: impl FnMut(T) -> T, x: T, order: u32) -> Estimate<T> {
        ladder::search(f, x, order, self)
    }
}
