//! Difference formulas of any order and accuracy on evenly spaced points, and on points of your own.

use super::weights::weights;
use crate::float::Float;

/// A difference formula of some order and accuracy on evenly spaced points.
///
/// [`central`](Stencil::central) points lie on both sides of `x`, [`forward`](Stencil::forward) ones
/// from `x` on upwards, [`backward`](Stencil::backward) ones from `x` on downwards.
///
/// # Examples
///
/// ```
/// use calc_scalar::{Real, difference::Stencil};
///
/// // f″ with an error of h⁴: five points.
/// let stencil = Stencil::central(2, 4);
/// assert_eq!(stencil.points(), 5);
/// let bend = stencil.apply(Real::sin, 1.0, stencil.step(1.0_f64));
/// assert!((bend + 1.0_f64.sin()).abs() < 1e-10);
///
/// // f′ from values on the right only, exact for cubic polynomials.
/// let slope = Stencil::forward(1, 3).apply(|x: f64| x * x * x, 2.0, 0.5);
/// assert!((slope - 12.0).abs() < 1e-13);
/// ```
///
/// # References
///
/// B. Fornberg, "Generation of Finite Difference Formulas on Arbitrarily Spaced Grids", *Mathematics
/// of Computation* 51(184), 1988, pp. 699–706.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Stencil {
    order: u32,
    accuracy: u32,
    /// The offset of the first point, in steps.
    first: i32,
    points: u32,
}

/// More points than this have weights beyond the precision of a float.
const MAX_POINTS: u32 = 40;

/// Higher orders drown in noise.
const MAX_ORDER: usize = 16;

impl Stencil {
    /// Points on both sides: derivative of order `order`, truncation error of order `hᵃ` with
    /// `a = accuracy`, rounded up to an even number.
    #[must_use]
    pub const fn central(order: u32, accuracy: u32) -> Self {
        let accuracy = at_least_one(limited(accuracy));
        let accuracy = accuracy + accuracy % 2;
        let width = limited(order).div_ceil(2) + accuracy / 2 - (limited(order) > 0) as u32;
        Self {
            order,
            accuracy,
            first: -(width as i32),
            points: 2 * width + 1,
        }
    }

    /// Points from `x` on upwards: derivative of order `order`, truncation error of order `hᵃ` with
    /// `a = accuracy`.
    #[must_use]
    pub const fn forward(order: u32, accuracy: u32) -> Self {
        let accuracy = at_least_one(limited(accuracy));
        Self {
            order,
            accuracy,
            first: 0,
            points: limited(order) + accuracy,
        }
    }

    /// Points from `x` on downwards, else as [`forward`](Stencil::forward).
    #[must_use]
    pub const fn backward(order: u32, accuracy: u32) -> Self {
        let forward = Self::forward(order, accuracy);
        Self {
            first: 1 - forward.points as i32,
            ..forward
        }
    }

    /// On how many points the formula stands; those of weight 0 are not run.
    #[must_use]
    pub const fn points(&self) -> u32 {
        self.points
    }

    /// `ε^(1/(m + a))·max(|x|, 1)`, down to a power of two: the step that balances truncation against
    /// rounding for a function that changes on the scale of `max(|x|, 1)`.
    ///
    /// For `f64` and `f32` alike; NaN for an `x` that is not finite.
    #[must_use]
    pub fn step<T: Float>(&self, x: T) -> T {
        if !x.is_finite() {
            return T::NAN;
        }
        let power = f64::from(limited(self.order) + self.accuracy);
        let part = T::EPSILON.powf(T::literal(1.0 / power));
        (x.abs().max(T::ONE).power_of_two() * part).power_of_two()
    }

    /// `∑ wⱼ·f(x + j·h)/hᵐ`: the derivative by this formula with step `h`.
    ///
    /// # Accuracy
    ///
    /// Truncation `O(hᵃ)`, rounding about `∑|wⱼ|·ε·|f|/hᵐ`. The weights are correctly rounded up to
    /// about 20 points.
    ///
    /// # Edge cases
    ///
    /// NaN for an order above 16 or for more than 40 points.
    #[must_use]
    pub fn apply<T: Float>(&self, mut f: impl FnMut(T) -> T, x: T, h: T) -> T {
        let order = usize::try_from(self.order).unwrap_or(usize::MAX);
        if order > MAX_ORDER || self.points > MAX_POINTS {
            return T::NAN;
        }
        let mut sum = T::ZERO;
        for j in self.offsets() {
            let weight = self.weight(j, order);
            if weight != 0.0 {
                sum += T::from_f64(weight) * f(x + h * T::from_f64(f64::from(j)));
            }
        }
        for _ in 0..order {
            sum /= h;
        }
        sum
    }

    fn offsets(&self) -> impl Iterator<Item = i32> + use<> {
        (self.first..).zip(0..self.points).map(|(offset, _)| offset)
    }

    /// `m!·[tᵐ] ∏ᵢ≠ⱼ (t − i)/(j − i)`.
    fn weight(&self, j: i32, order: usize) -> f64 {
        let mut numerator = [0.0; MAX_ORDER + 1];
        numerator[0] = 1.0;
        let mut denominator = 1.0;
        for i in self.offsets().filter(|&i| i != j) {
            let mut below = 0.0;
            for c in numerator.iter_mut().take(order + 1) {
                let old = *c;
                *c = below - old * f64::from(i);
                below = old;
            }
            denominator *= f64::from(j - i);
        }
        let mut weight = numerator.get(order).copied().unwrap_or(0.0);
        let mut factor = 0.0;
        for _ in 0..order {
            factor += 1.0;
            weight *= factor;
        }
        weight / denominator
    }
}

/// A number of points no formula needs more of.
const fn limited(n: u32) -> u32 {
    if n > MAX_POINTS { MAX_POINTS } else { n }
}

const fn at_least_one(n: u32) -> u32 {
    if n == 0 { 1 } else { n }
}

/// `∑ wⱼ·f(x + oⱼ·h)/hᵐ` with `m = order`: a derivative from points at offsets `o` of your own, in
/// units of `h`.
///
/// `N` runs of `f` at most: where a weight is 0, `f` is not run. Exact for polynomials of degree below
/// `N`; see [`weights`](super::weights()).
///
/// # Examples
///
/// ```
/// use calc_scalar::difference;
///
/// // Three unevenly spaced points, one of them at x.
/// let slope = difference::on_offsets(|x: f64| x * x, 3.0, 0.5, [-1.0, 0.0, 2.0], 1);
/// assert!((slope - 6.0).abs() < 1e-14);
/// ```
#[must_use]
pub fn on_offsets<T: Float, const N: usize>(
    mut f: impl FnMut(T) -> T,
    x: T,
    h: T,
    offsets: [T; N],
    order: usize,
) -> T {
    let weights = weights(offsets, T::ZERO, order);
    let mut sum = T::ZERO;
    for (offset, weight) in offsets.into_iter().zip(weights) {
        if !weight.is_zero() {
            sum += weight * f(x + offset * h);
        }
    }
    for _ in 0..order.min(N) {
        sum /= h;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::real::Real;
    use crate::taylor::derivatives;
    use std::vec::Vec;

    fn weights_of(stencil: Stencil) -> Vec<f64> {
        let order = usize::try_from(stencil.order).unwrap_or(0);
        stencil
            .offsets()
            .map(|j| stencil.weight(j, order))
            .collect()
    }

    /// Fornberg 1988, tables 1 and 3.
    #[test]
    fn the_weights_are_those_of_the_published_tables() {
        let central = [
            1.0 / 90.0,
            -3.0 / 20.0,
            1.5,
            -49.0 / 18.0,
            1.5,
            -3.0 / 20.0,
            1.0 / 90.0,
        ];
        assert_eq!(weights_of(Stencil::central(2, 6)), central);
        assert_eq!(weights_of(Stencil::central(1, 2)), [-0.5, 0.0, 0.5]);
        let fourth = [-1.0 / 6.0, 2.0, -6.5, 28.0 / 3.0, -6.5, 2.0, -1.0 / 6.0];
        assert_eq!(weights_of(Stencil::central(4, 4)), fourth);
        assert_eq!(weights_of(Stencil::forward(2, 2)), [2.0, -5.0, 4.0, -1.0]);
        let back = [-0.25, 4.0 / 3.0, -3.0, 4.0, -25.0 / 12.0];
        assert_eq!(weights_of(Stencil::backward(1, 4)), back.map(|w: f64| -w));
        assert_eq!(weights_of(Stencil::central(0, 2)), [0.0, 1.0, 0.0]);
    }

    #[test]
    fn each_formula_has_the_order_it_promises() {
        fn f<R: Real>(x: R) -> R {
            (x * 0.7).exp()
        }
        let exact: [f64; 6] = derivatives(f, 0.4);
        let kinds = [Stencil::central, Stencil::forward, Stencil::backward];
        for (k, kind) in kinds.into_iter().enumerate() {
            for order in 1..=5_u32 {
                for accuracy in [2_u32, 4] {
                    let stencil = kind(order, accuracy);
                    let truth = exact[order as usize];
                    let error = |h: f64| (stencil.apply(f::<f64>, 0.4, h) - truth).abs();
                    let h = if k == 0 { 0.5 } else { 0.25 };
                    let found = Real::log2(error(h) / error(h / 2.0));
                    let off = (found - f64::from(accuracy)).abs();
                    assert!(off < 0.5, "{stencil:?}: order {found}");
                }
            }
        }
    }

    #[test]
    fn the_step_suits_the_formula_in_both_precisions() {
        for (stencil, digits) in [
            (Stencil::forward(1, 1), 1e-7),
            (Stencil::central(1, 2), 1e-9),
            (Stencil::central(1, 6), 1e-12),
            (Stencil::central(2, 2), 1e-7),
            (Stencil::central(4, 4), 1e-6),
        ] {
            let order = stencil.order as usize;
            let exact: [f64; 5] = derivatives(|x| x.exp(), 0.3);
            let h = stencil.step(0.3_f64);
            assert!((stencil.apply(Real::exp, 0.3, h) - exact[order]).abs() < digits);
            let single: f32 = stencil.apply(|x: f32| Real::exp(x), 0.3, stencil.step(0.3_f32));
            let off = (f64::from(single) - exact[order]).abs();
            assert!(off < 4.0 * Real::sqrt(digits), "{stencil:?}: {off}");
        }
        assert!(Stencil::central(1, 2).step(f64::NAN).is_nan());
    }

    #[test]
    fn points_of_weight_zero_are_not_run_and_absurd_formulas_are_nan() {
        let mut runs = 0;
        let slope = Stencil::central(1, 4).apply(
            |x: f64| {
                runs += 1;
                x
            },
            1.0,
            0.5,
        );
        assert!((slope - 1.0).abs() < 1e-15 && runs == 4);
        assert!(
            Stencil::central(17, 2)
                .apply(Real::exp, 0.0_f64, 0.1)
                .is_nan()
        );
        assert!(
            Stencil::forward(2, u32::MAX)
                .apply(Real::exp, 0.0_f64, 0.1)
                .is_nan()
        );
        assert_eq!(on_offsets(Real::exp, 0.0_f64, 0.1, [0.0], 1), 0.0);
    }
}
