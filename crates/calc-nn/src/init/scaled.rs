//! Weights whose variance follows from the number of inputs and outputs.

use calc_scalar::{Float, Real};

use super::{Initialiser, count, normal, uniform};
use crate::random::Random;

/// An initialiser of variance `gain/fan`: uniform in `±√(3·gain/fan)`, or normal.
macro_rules! scaled {
    ($(#[$doc:meta])* $Name:ident: $fill:ident, |$fan_in:pat_param, $fan_out:pat_param| $fan:expr, $gain:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $Name;

        impl Initialiser for $Name {
            fn fill<T: Float>(
                &self,
                weights: &mut [T],
                $fan_in: usize,
                $fan_out: usize,
                random: &mut Random,
            ) {
                let fan: usize = $fan;
                scaled!(@$fill weights, $gain, fan, random);
            }
        }
    };
    (@uniform $weights:ident, $gain:literal, $fan:ident, $random:ident) => {
        let limit = (T::literal(3.0 * $gain) / count($fan)).sqrt();
        uniform($weights, limit, $random);
    };
    (@normal $weights:ident, $gain:literal, $fan:ident, $random:ident) => {
        let deviation = Real::sqrt($gain / count::<f64>($fan));
        normal($weights, deviation, $random);
    };
}

scaled!(
    /// Uniform in `±√(6/(fan_in + fan_out))`: signals keep their variance on the way forward and back.
    ///
    /// # References
    ///
    /// X. Glorot and Y. Bengio, *Understanding the difficulty of training deep feedforward neural
    /// networks*, AISTATS 2010, equation 16.
    Glorot: uniform, |fan_in, fan_out| fan_in.saturating_add(fan_out), 2.0
);

scaled!(
    /// Normal of variance `2/(fan_in + fan_out)`: [`Glorot`] with another distribution.
    GlorotNormal: normal, |fan_in, fan_out| fan_in.saturating_add(fan_out), 2.0
);

scaled!(
    /// Uniform in `±√(6/fan_in)`: the same for relu, which lets half of the variance through.
    ///
    /// # References
    ///
    /// K. He, X. Zhang, S. Ren and J. Sun, *Delving Deep into Rectifiers: Surpassing Human-Level
    /// Performance on `ImageNet` Classification*, ICCV 2015, equation 10.
    He: uniform, |fan_in, _| fan_in, 2.0
);

scaled!(
    /// Normal of variance `2/fan_in`: [`He`] with the distribution of the paper.
    HeNormal: normal, |fan_in, _| fan_in, 2.0
);

scaled!(
    /// Uniform in `±√(3/fan_in)`: a sum of `fan_in` inputs of variance 1 has variance 1.
    ///
    /// # References
    ///
    /// Y. LeCun, L. Bottou, G. B. Orr and K.-R. Müller, *Efficient `BackProp`*, in *Neural Networks:
    /// Tricks of the Trade*, Springer 1998, section 4.6.
    LeCun: uniform, |fan_in, _| fan_in, 1.0
);

scaled!(
    /// Normal of variance `1/fan_in`: [`LeCun`] with another distribution, which
    /// [`Selu`](crate::activation::Selu) asks for.
    LeCunNormal: normal, |fan_in, _| fan_in, 1.0
);

#[cfg(test)]
mod tests {
    use super::super::tests::{filled, variance_and_largest};
    use super::*;

    #[test]
    fn weights_have_the_variance_of_their_paper() {
        fn assert_variance(how: &impl Initialiser, expected: f64) -> f64 {
            let (variance, largest) = variance_and_largest(&filled(how));
            // Of 4000 numbers; normal ones scatter by √(2/4000) = 0.022.
            assert!((variance / expected - 1.0).abs() < 0.06, "{variance}");
            largest
        }
        let (glorot, he, lecun) = (2.0 / 130.0, 2.0 / 50.0, 1.0 / 50.0);
        for (largest, variance) in [
            (assert_variance(&Glorot, glorot), glorot),
            (assert_variance(&He, he), he),
            (assert_variance(&LeCun, lecun), lecun),
        ] {
            let limit = Real::sqrt(3.0 * variance);
            assert!(largest <= limit && largest > 0.99 * limit);
        }
        for (largest, variance) in [
            (assert_variance(&GlorotNormal, glorot), glorot),
            (assert_variance(&HeNormal, he), he),
            (assert_variance(&LeCunNormal, lecun), lecun),
        ] {
            assert!(largest > 3.0 * Real::sqrt(variance));
        }
    }

    #[test]
    fn a_layer_without_inputs_has_no_weights_to_fill() {
        let mut nothing: [f64; 0] = [];
        HeNormal.fill(&mut nothing, 0, 3, &mut Random::new(1));
        LeCun.fill(&mut nothing, 0, 3, &mut Random::new(1));
    }
}
