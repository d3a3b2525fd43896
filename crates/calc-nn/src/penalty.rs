//! Penalties on the size of parameters.

use calc_scalar::Number;
use calc_scalar::rules::{Abs, Unary};

/// `λ₁·∑ │wᵢ│ + ½·λ₂·∑ wᵢ²`: what large parameters cost, to be added to a loss; slope
/// `λ₁·sign wᵢ + λ₂·wᵢ`.
///
/// The first part (lasso) makes parameters that help little exactly as small as they can be, the second
/// (ridge) makes all of them smaller in proportion; both together are the elastic net. The second is what
/// PyTorch's rules call `weight_decay`; for the decay of AdamW, which is not a penalty, see
/// [`calc_opt::rule::Decoupled`].
///
/// Give it to [`Trainer::penalty`](crate::Trainer::penalty), or add its slopes in a loop of your own. It
/// applies to all parameters that it is given; a part of them, say without biases, is a slice.
///
/// # Examples
///
/// ```
/// use calc_nn::Penalty;
///
/// let penalty = Penalty::l2(0.5);
/// assert_eq!(penalty.value(&[2.0, -1.0]), 1.25); // ½·½·(4 + 1)
///
/// let mut gradient = [10.0, 10.0];
/// penalty.add_slopes(&[2.0, -1.0], &mut gradient);
/// assert_eq!(gradient, [11.0, 9.5]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Penalty {
    /// `λ₁`, on the absolute values.
    pub l1: f64,
    /// `λ₂`, on half of the squares.
    pub l2: f64,
}

impl Penalty {
    /// No penalty.
    pub const NONE: Self = Self { l1: 0.0, l2: 0.0 };

    /// `λ·∑ │wᵢ│`.
    #[must_use]
    pub const fn l1(strength: f64) -> Self {
        Self {
            l1: strength,
            l2: 0.0,
        }
    }

    /// `½·λ·∑ wᵢ²`.
    #[must_use]
    pub const fn l2(strength: f64) -> Self {
        Self {
            l1: 0.0,
            l2: strength,
        }
    }

    /// The penalty for these parameters.
    #[must_use]
    pub fn value<T: Number>(self, parameters: &[T]) -> T {
        let (mut sizes, mut squares) = (T::ZERO, T::ZERO);
        for &w in parameters {
            sizes += w.abs();
            squares += w * w;
        }
        sizes * T::literal(self.l1) + squares * T::literal(0.5 * self.l2)
    }

    /// Adds the slopes of the penalty to a gradient.
    ///
    /// # Edge cases
    ///
    /// The slope of `│w│` at 0 is 0. Without strength nothing is added, whatever the parameters are.
    pub fn add_slopes<T: Number>(self, parameters: &[T], gradient: &mut [T]) {
        // Two loops: the usual one multiplies and adds, and no more.
        if self.l1 != 0.0 {
            for (slope, &w) in gradient.iter_mut().zip(parameters) {
                *slope += Abs.rule(w).1 * T::literal(self.l1);
            }
        }
        if self.l2 != 0.0 {
            for (slope, &w) in gradient.iter_mut().zip(parameters) {
                *slope += w * T::literal(self.l2);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use calc_multi::gradient;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against dual numbers.
        #[test]
        fn the_slopes_are_those_of_the_value(
            w in prop::array::uniform5(-3.0..3.0_f64),
            l1 in 0.0..2.0_f64,
            l2 in 0.0..2.0_f64,
        ) {
            for penalty in [Penalty { l1, l2 }, Penalty::l1(l1), Penalty::l2(l2), Penalty::NONE] {
                let exact = gradient(|w| penalty.value(&w), w);
                let mut found = [0.0; 5];
                penalty.add_slopes(&w, &mut found);
                for (found, exact) in found.iter().zip(exact) {
                    prop_assert!((found - exact).abs() < 1e-14, "{found} {exact}");
                }
            }
        }
    }

    #[test]
    fn at_zero_nothing_is_pulled_anywhere() {
        let mut slopes = [0.0];
        Penalty { l1: 1.0, l2: 1.0 }.add_slopes(&[0.0], &mut slopes);
        assert_eq!(slopes, [0.0]);
    }

    #[test]
    fn no_penalty_leaves_gradients_alone() {
        let mut slopes = [1.0, f64::NAN];
        Penalty::NONE.add_slopes(&[f64::INFINITY, 1.0], &mut slopes);
        assert_eq!(slopes[0], 1.0);
    }
}
