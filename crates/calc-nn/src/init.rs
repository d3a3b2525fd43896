//! Where training starts: seeded weights, of a size that keeps signals alive.
//!
//! The weights of a layer must differ, or its units stay equal for ever; and they must have the right
//! size, or the signal fades or saturates from layer to layer. The bits depend on the seed alone, on
//! every target.
//!
//! | initialiser | weights uniform in          | good for                       |
//! |-------------|-----------------------------|--------------------------------|
//! | [`Glorot`]  | `±√(6/(fan_in + fan_out))`  | tanh, sigmoid, the last layer  |
//! | [`He`]      | `±√(6/fan_in)`              | relu and its relatives         |
//! | [`Uniform`] | `±limit`                    | when you know better           |
//! | [`Zeros`]   | 0                           | a single layer; showing why not |
//!
//! Biases start at 0.

use calc_scalar::Float;

use crate::random::Random;

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

/// Uniform in `±√(6/(fan_in + fan_out))`: signals keep their variance on the way forward and back.
///
/// # References
///
/// X. Glorot and Y. Bengio, *Understanding the difficulty of training deep feedforward neural
/// networks*, AISTATS 2010, equation 16.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glorot;

impl Initialiser for Glorot {
    fn fill<T: Float>(
        &self,
        weights: &mut [T],
        fan_in: usize,
        fan_out: usize,
        random: &mut Random,
    ) {
        uniform(weights, six_over(fan_in.saturating_add(fan_out)), random);
    }
}

/// Uniform in `±√(6/fan_in)`: the same for relu, which lets half of the variance through.
///
/// # References
///
/// K. He, X. Zhang, S. Ren and J. Sun, *Delving Deep into Rectifiers: Surpassing Human-Level
/// Performance on `ImageNet` Classification*, ICCV 2015, equation 10.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct He;

impl Initialiser for He {
    fn fill<T: Float>(&self, weights: &mut [T], fan_in: usize, _: usize, random: &mut Random) {
        uniform(weights, six_over(fan_in), random);
    }
}

fn uniform<T: Float>(weights: &mut [T], limit: T, random: &mut Random) {
    for weight in weights {
        *weight = random.symmetric(limit);
    }
}

/// `√(6/n)`.
fn six_over<T: Float>(n: usize) -> T {
    (T::literal(6.0) / count(n)).sqrt()
}

/// `n` as a number.
pub(crate) fn count<T: Float>(n: usize) -> T {
    T::literal(f64::from(u32::try_from(n).unwrap_or(u32::MAX)))
}

#[cfg(test)]
mod tests {
    use calc_scalar::Real;

    use super::*;

    fn filled(how: &impl Initialiser) -> [f64; 4000] {
        let mut weights = [9.0; 4000];
        how.fill(&mut weights, 50, 80, &mut Random::new(1));
        weights
    }

    /// A uniform variable in `±a` has variance `a²/3`.
    fn variance_and_largest(weights: &[f64; 4000]) -> (f64, f64) {
        let squares: f64 = weights.iter().map(|w| w * w).sum();
        let largest = weights.iter().fold(0.0, |m: f64, w| m.max(w.abs()));
        (squares / 4000.0, largest)
    }

    #[test]
    fn weights_have_the_variance_of_their_paper() {
        let (variance, largest) = variance_and_largest(&filled(&Glorot));
        assert!(
            (variance * (50.0 + 80.0) / 2.0 - 1.0).abs() < 0.05,
            "{variance}"
        );
        assert!(largest <= Real::sqrt(6.0 / 130.0));
        let (variance, largest) = variance_and_largest(&filled(&He));
        assert!((variance * 50.0 / 2.0 - 1.0).abs() < 0.05, "{variance}");
        assert!(largest <= Real::sqrt(6.0 / 50.0));
        let (variance, largest) = variance_and_largest(&filled(&Uniform { limit: 0.3 }));
        assert!((variance / 0.03 - 1.0).abs() < 0.05, "{variance}");
        assert!(largest <= 0.3);
        assert_eq!(filled(&Zeros), [0.0; 4000]);
    }
}
