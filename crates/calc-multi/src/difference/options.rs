//! What is known about a black box of several variables.

use core::array;

use calc_scalar::Float;
use calc_scalar::difference::{self, Estimate};

use super::{Along, along_each, difference_of, natural, replaced, symmetric};

/// What you know about a function of several variables before you differentiate it by differences: its
/// noise, the box it may be run in, the scale of each coordinate, and the runs per derivative.
///
/// Everything is optional; see [`calc_scalar::difference::Options`].
///
/// # Examples
///
/// ```
/// use calc_multi::difference::Options;
///
/// // Only for positive concentrations, with three decimals.
/// let f = |[a, b]: [f64; 2]| {
///     assert!(a >= 0.0 && b >= 0.0);
///     (a * b * 1000.0).round() / 1000.0
/// };
/// let options = Options::new().domain([0.0; 2], [10.0; 2]).noise(0.0005);
/// let [along_a, along_b] = options.gradient(f, [0.0, 2.0]);
/// assert!((along_a.value - 2.0).abs() <= along_a.error && along_a.error < 0.1);
/// assert!(along_b.value.abs() <= along_b.error && along_b.error < 0.1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[must_use]
pub struct Options<T = f64, const N: usize = 1> {
    noise: Option<T>,
    domain: Option<[[T; N]; 2]>,
    scale: Option<[T; N]>,
    max_evaluations: u32,
}

impl<T: Float, const N: usize> Default for Options<T, N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Float, const N: usize> Options<T, N> {
    /// Nothing is known.
    pub const fn new() -> Self {
        Self {
            noise: None,
            domain: None,
            scale: None,
            max_evaluations: u32::MAX,
        }
    }

    /// Each value of `f` may be off by up to `±noise`, on top of its rounding.
    pub const fn noise(mut self, noise: T) -> Self {
        self.noise = Some(noise);
        self
    }

    /// `f` may only be run in the box from `low` to `high`; it never is outside.
    pub const fn domain(mut self, low: [T; N], high: [T; N]) -> Self {
        self.domain = Some([low, high]);
        self
    }

    /// `f` changes noticeably when coordinate `i` changes by `scaleᵢ`.
    pub const fn scale(mut self, scale: [T; N]) -> Self {
        self.scale = Some(scale);
        self
    }

    /// `f` is run at most `runs` times for each component (of a Hessian, twice that).
    pub const fn max_evaluations(mut self, runs: u32) -> Self {
        self.max_evaluations = runs;
        self
    }

    fn plain(&self) -> difference::Options<T> {
        let mut options = difference::Options::new().max_evaluations(self.max_evaluations);
        if let Some(noise) = self.noise {
            options = options.noise(noise);
        }
        options
    }

    /// Along coordinate `i`.
    pub(crate) fn along(&self, i: usize) -> difference::Options<T> {
        let mut options = self.plain();
        if let Some([low, high]) = self.domain
            && let (Some(&low), Some(&high)) = (low.get(i), high.get(i))
        {
            options = options.domain(low, high);
        }
        if let Some(&scale) = self.scale.as_ref().and_then(|scale| scale.get(i)) {
            options = options.scale(scale);
        }
        options
    }

    /// Along `x + t·v`.
    fn on_the_way(&self, x: [T; N], v: [T; N]) -> difference::Options<T> {
        let options = self.plain();
        let Some([low, high]) = self.domain else {
            return options;
        };
        let (mut from, mut to) = (-T::INFINITY, T::INFINITY);
        let ends = low.into_iter().zip(high);
        for ((x, v), (low, high)) in x.into_iter().zip(v).zip(ends) {
            if v.is_zero() {
                continue;
            }
            // A little less, so that rounding does not lead outside.
            let inside = T::ONE - T::literal(4.0) * T::EPSILON;
            let (a, b) = ((low - x) / v * inside, (high - x) / v * inside);
            from = from.max(a.min(b));
            to = to.min(a.max(b));
        }
        options.domain(from, to)
    }

    /// `f` at `x + t·v`, held in the box against rounding.
    fn at(&self, x: [T; N], v: [T; N], t: T) -> [T; N] {
        let mut direction = v.into_iter();
        let mut point = x.map(|x| x + t * direction.next().unwrap_or(T::ZERO));
        if let Some([low, high]) = self.domain {
            for ((x, low), high) in point.iter_mut().zip(low).zip(high) {
                *x = x.max(low).min(high);
            }
        }
        point
    }

    /// See [`gradient`](super::gradient).
    #[must_use]
    pub fn gradient(&self, mut f: impl FnMut([T; N]) -> T, x: [T; N]) -> [Estimate<T>; N] {
        along_each(x, |i, at| {
            let along: Along<'_, T> = &mut |t| f(replaced(x, i, t));
            self.along(i).derivative(along, at)
        })
    }

    /// See [`jacobian`](super::jacobian).
    #[must_use]
    pub fn jacobian<const M: usize>(
        &self,
        mut f: impl FnMut([T; N]) -> [T; M],
        x: [T; N],
    ) -> [[Estimate<T>; N]; M] {
        array::from_fn(|row| {
            let component = |x| f(x).get(row).copied().unwrap_or(<T as Float>::NAN);
            self.gradient(component, x)
        })
    }

    /// See [`directional_derivative`](super::directional_derivative).
    #[must_use]
    pub fn directional_derivative(
        &self,
        mut f: impl FnMut([T; N]) -> T,
        x: [T; N],
        v: [T; N],
    ) -> Estimate<T> {
        let along: Along<'_, T> = &mut |t| f(self.at(x, v, t));
        self.on_the_way(x, v).derivative(along, T::ZERO)
    }

    /// `vᵀ∇²f(x)·v`.
    fn bend(&self, mut f: impl FnMut([T; N]) -> T, x: [T; N], v: [T; N]) -> Estimate<T> {
        let along: Along<'_, T> = &mut |t| f(self.at(x, v, t));
        self.on_the_way(x, v).nth_derivative(along, T::ZERO, 2)
    }

    /// `uᵀ∇²f(x)·v`, by the bends along the sum and the difference.
    fn mixed(
        &self,
        mut f: impl FnMut([T; N]) -> T,
        x: [T; N],
        u: [T; N],
        v: [T; N],
    ) -> Estimate<T> {
        let mut other = v.into_iter();
        let sum = u.map(|u| u + other.next().unwrap_or(T::ZERO));
        let mut other = v.into_iter();
        let gap = u.map(|u| u - other.next().unwrap_or(T::ZERO));
        let plus = self.bend(&mut f, x, sum);
        let minus = self.bend(&mut f, x, gap);
        if plus.error.is_finite() && minus.error.is_finite() {
            return difference_of(plus, minus, T::literal(4.0));
        }
        // In a corner of the box one diagonal leads outside: 2·uᵀHv = ±((u ± v)ᵀH(u ± v) − uᵀHu − vᵀHv).
        let alone = total_of(self.bend(&mut f, x, u), self.bend(&mut f, x, v));
        let two = T::literal(2.0);
        if plus.error.is_finite() {
            difference_of(plus, alone, two)
        } else {
            difference_of(minus, alone, -two)
        }
    }

    /// Coordinate `i` alone, as long as the coordinate changes.
    fn axis(&self, x: [T; N], i: usize) -> ([T; N], T) {
        let known = self.scale.as_ref().and_then(|scale| scale.get(i)).copied();
        let size = known.unwrap_or_else(|| x.get(i).copied().map_or(T::ONE, natural));
        (replaced([T::ZERO; N], i, size), size)
    }

    /// See [`hessian`](super::hessian).
    #[must_use]
    pub fn hessian(&self, mut f: impl FnMut([T; N]) -> T, x: [T; N]) -> [[Estimate<T>; N]; N] {
        symmetric(|i, j| {
            if i == j {
                let at = x.get(i).copied().unwrap_or(T::ZERO);
                let along: Along<'_, T> = &mut |t| f(replaced(x, i, t));
                return self.along(i).nth_derivative(along, at, 2);
            }
            let ((u, by_u), (v, by_v)) = (self.axis(x, i), self.axis(x, j));
            scaled(self.mixed(&mut f, x, u, v), by_u * by_v)
        })
    }

    /// See [`hessian_vector_product`](super::hessian_vector_product).
    #[must_use]
    pub fn hessian_vector_product(
        &self,
        mut f: impl FnMut([T; N]) -> T,
        x: [T; N],
        v: [T; N],
    ) -> [Estimate<T>; N] {
        array::from_fn(|i| {
            let (u, by_u) = self.axis(x, i);
            scaled(self.mixed(&mut f, x, u, v), by_u)
        })
    }
}

/// The sum of two estimates.
fn total_of<T: Float>(a: Estimate<T>, b: Estimate<T>) -> Estimate<T> {
    let negative = Estimate {
        value: -b.value,
        ..b
    };
    difference_of(a, negative, T::ONE)
}

/// The estimate divided by a number.
fn scaled<T: Float>(found: Estimate<T>, by: T) -> Estimate<T> {
    Estimate {
        value: found.value / by,
        error: found.error / by.abs(),
        ..found
    }
}
