//! Where training starts: seeded weights, of a size that keeps signals alive.
//!
//! The weights of a layer must differ, or its units stay equal for ever; and they must have the right
//! size, or the signal fades or saturates from layer to layer. The bits depend on the seed alone, on
//! every target.
//!
//! | initialiser       | weights                                             | good for                       |
//! |-------------------|-----------------------------------------------------|--------------------------------|
//! | [`Glorot`]        | uniform in `±√(6/(fan_in + fan_out))`               | tanh, sigmoid, the last layer  |
//! | [`GlorotNormal`]  | normal, variance `2/(fan_in + fan_out)`             | the same                       |
//! | [`He`]            | uniform in `±√(6/fan_in)`                           | relu and its relatives         |
//! | [`HeNormal`]      | normal, variance `2/fan_in`                         | the same                       |
//! | [`LeCun`]         | uniform in `±√(3/fan_in)`                           | layers without a bend, softsign |
//! | [`LeCunNormal`]   | normal, variance `1/fan_in`                         | [`Selu`](crate::activation::Selu) |
//! | [`Orthogonal`]    | rows or columns at right angles, of equal length    | deep networks                  |
//! | [`Uniform`]       | uniform in `±limit`                                 | when you know better           |
//! | [`Normal`]        | normal, of a given deviation                        | when you know better           |
//! | [`Zeros`]         | 0                                                   | a single layer; showing why not |
//!
//! Biases start at 0. Uniform and normal weights of one name have the same variance.

mod orthogonal;
mod scaled;

use calc_scalar::Float;

use crate::random::Random;

pub use orthogonal::Orthogonal;
pub use scaled::{Glorot, GlorotNormal, He, HeNormal, LeCun, LeCunNormal};

/// A way to choose the first weights of a layer.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an initialiser",
    label = "expected a value such as `Glorot` or `He` from `calc_nn::init`"
)]
pub trait Initialiser {
    /// Sets `weights`, which lead from `fan_in` inputs to `fan_out` outputs.
    fn fill<T: Float>(&self, weights: &mut [T], fan_in: usize, fan_out: usize, random: &mut Random);
}

/// All weights 0. The units of a hidden layer then stay equal to each other, whatever the training.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Zeros;

impl Initialiser for Zeros {
    fn fill<T: Float>(&self, weights: &mut [T], _: usize, _: usize, _: &mut Random) {
        weights.fill(T::ZERO);
    }
}

/// Uniform in `[−limit, limit)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uniform {
    /// The largest size of a weight.
    pub limit: f64,
}

impl Initialiser for Uniform {
    fn fill<T: Float>(&self, weights: &mut [T], _: usize, _: usize, random: &mut Random) {
        uniform(weights, T::literal(self.limit), random);
    }
}

/// Normal, of mean 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Normal {
    /// The standard deviation: the usual size of a weight.
    pub deviation: f64,
}

impl Initialiser for Normal {
    fn fill<T: Float>(&self, weights: &mut [T], _: usize, _: usize, random: &mut Random) {
        normal(weights, self.deviation, random);
    }
}

fn uniform<T: Float>(weights: &mut [T], limit: T, random: &mut Random) {
    for weight in weights {
        *weight = random.symmetric(limit);
    }
}

fn normal<T: Float>(weights: &mut [T], deviation: f64, random: &mut Random) {
    for weight in weights {
        *weight = T::literal(random.normal::<f64>() * deviation);
    }
}

/// `n` as a number.
pub(crate) fn count<T: Float>(n: usize) -> T {
    T::literal(f64::from(u32::try_from(n).unwrap_or(u32::MAX)))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn filled(how: &impl Initialiser) -> [f64; 4000] {
        let mut weights = [9.0; 4000];
        how.fill(&mut weights, 50, 80, &mut Random::new(1));
        weights
    }

    /// The mean of the squares, and the largest size.
    pub(crate) fn variance_and_largest(weights: &[f64; 4000]) -> (f64, f64) {
        let squares: f64 = weights.iter().map(|w| w * w).sum();
        let largest = weights.iter().fold(0.0, |m: f64, w| m.max(w.abs()));
        (squares / 4000.0, largest)
    }

    #[test]
    fn weights_have_the_size_that_was_asked_for() {
        // A uniform variable in `±a` has variance `a²/3`.
        let (variance, largest) = variance_and_largest(&filled(&Uniform { limit: 0.3 }));
        assert!((variance / 0.03 - 1.0).abs() < 0.05, "{variance}");
        assert!(largest <= 0.3);
        let (variance, largest) = variance_and_largest(&filled(&Normal { deviation: 0.3 }));
        assert!((variance / 0.09 - 1.0).abs() < 0.05, "{variance}");
        assert!((0.9..1.8).contains(&largest), "{largest}");
        assert_eq!(filled(&Zeros), [0.0; 4000]);
    }
}
