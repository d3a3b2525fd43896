//! What a fit is given: tolerances, budget, bounds and loss.

use calc_scalar::Float;

use super::loss::Loss;

/// When a fit ends, where it may go, and how much outliers count.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "T: serde::Serialize",
        deserialize = "T: calc_scalar::Number + serde::Deserialize<'de>"
    ))
)]
pub struct Settings<T, const N: usize> {
    /// Ends when both the actual and the predicted relative reduction of the cost are not above this.
    pub f_rel: T,
    /// Ends when the radius of the region of trust is not above this share of `‖D·x‖`.
    pub x_rel: T,
    /// Ends when no column of the Jacobian forms an angle with the residuals whose cosine is above this.
    pub g_cos: T,
    /// The budget in runs of all residuals, at first 1000.
    pub max_evaluations: u32,
    /// The first radius of the region of trust in units of `‖D·x₀‖`, at first 1.
    pub first_radius: T,
    /// The lowest values allowed, at first `−∞`.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub low: [T; N],
    /// The highest values allowed, at first `+∞`.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub high: [T; N],
    /// The loss, at first plain squares.
    pub loss: Loss<T>,
}

impl<T: Float, const N: usize> Settings<T, N> {
    /// Tolerances near rounding, 1000 evaluations, no bounds, plain squares.
    #[must_use]
    pub fn new() -> Self {
        let few_ulps = T::literal(8.0) * T::EPSILON;
        Self {
            f_rel: few_ulps,
            x_rel: few_ulps,
            g_cos: T::ZERO,
            max_evaluations: 1000,
            first_radius: T::ONE,
            low: [-T::INFINITY; N],
            high: [T::INFINITY; N],
            loss: Loss::Squared,
        }
    }

    /// The same with another relative reduction.
    #[must_use]
    pub const fn f_rel(mut self, f_rel: T) -> Self {
        self.f_rel = f_rel;
        self
    }

    /// The same with another relative step.
    #[must_use]
    pub const fn x_rel(mut self, x_rel: T) -> Self {
        self.x_rel = x_rel;
        self
    }

    /// The same with another angle.
    #[must_use]
    pub const fn g_cos(mut self, g_cos: T) -> Self {
        self.g_cos = g_cos;
        self
    }

    /// The same with another budget.
    #[must_use]
    pub const fn max_evaluations(mut self, max_evaluations: u32) -> Self {
        self.max_evaluations = max_evaluations;
        self
    }

    /// The same with bounds, of each parameter in either order; an infinite one, or NaN, is none.
    #[must_use]
    pub const fn bounds(mut self, low: [T; N], high: [T; N]) -> Self {
        self.low = low;
        self.high = high;
        self
    }

    /// The same with another loss.
    #[must_use]
    pub const fn loss(mut self, loss: Loss<T>) -> Self {
        self.loss = loss;
        self
    }

    /// The same with the lower bound of each parameter first.
    pub(super) fn sorted(mut self) -> Self {
        for (low, high) in self.low.iter_mut().zip(&mut self.high) {
            if *low > *high {
                core::mem::swap(low, high);
            }
            // At infinity there is no point to be held by.
            if *low > T::MAX {
                *low = T::NEG_INFINITY;
            }
            if *high < -T::MAX {
                *high = T::INFINITY;
            }
        }
        self
    }

    /// The nearest point inside the bounds.
    pub(super) fn inside(&self, mut x: [T; N]) -> [T; N] {
        let bounds = self.low.iter().zip(&self.high);
        for (x, (&low, &high)) in x.iter_mut().zip(bounds) {
            if *x < low {
                *x = low;
            } else if *x > high {
                *x = high;
            }
        }
        x
    }

    /// Which variables lie on a bound that the cost pushes them against.
    pub(super) fn fixed(&self, x: &[T; N], gradient: &[T; N]) -> [bool; N] {
        let mut fixed = [false; N];
        let bounds = self.low.iter().zip(&self.high);
        for (fixed, ((&x, &g), (&low, &high))) in
            fixed.iter_mut().zip(x.iter().zip(gradient).zip(bounds))
        {
            *fixed = (x <= low && g > T::ZERO) || (x >= high && g < T::ZERO);
        }
        fixed
    }
}

impl<T: Float, const N: usize> Default for Settings<T, N> {
    fn default() -> Self {
        Self::new()
    }
}
