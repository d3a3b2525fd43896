//! Activations that let `z` through a gate which `z` itself opens: `z·g(z)`.

use calc_scalar::Number;
use calc_scalar::rules::{self, Unary};

use super::{Activation, HardSigmoid, from_table};

from_table!(
    /// `z·σ(z)`, also called swish; slope `σ(z)·(1 + z·σ(−z))`.
    ///
    /// # References
    ///
    /// S. Elfwing, E. Uchibe and K. Doya, *Sigmoid-weighted linear units for neural network function
    /// approximation in reinforcement learning*, Neural Networks 107, 2018, 3–11.
    Silu = rules::Silu
);

from_table!(
    /// `z·Φ(z)` with the distribution function `Φ` of the normal distribution; slope `Φ(z) + z·φ(z)`.
    ///
    /// This is the exact one. For weights that were trained with the approximation by a hyperbolic
    /// tangent take [`GeluTanh`].
    ///
    /// # References
    ///
    /// D. Hendrycks and K. Gimpel, *Gaussian Error Linear Units (GELUs)*, arXiv:1606.08415.
    Gelu = rules::Gelu
);

/// `½z·(1 + tanh(√(2/π)·(z + 0.044715z³)))`, which is near [`Gelu`]; slope `σ(u) + z·u′·σ(u)·σ(−u)`
/// with `u = √(8/π)·(z + 0.044715z³)`.
///
/// Computed as `z·σ(u)`, which is the same and does not cancel where `z` is negative.
///
/// # References
///
/// D. Hendrycks and K. Gimpel, *Gaussian Error Linear Units (GELUs)*, arXiv:1606.08415.
#[derive(Clone, Copy, Debug)]
pub struct GeluTanh;

impl GeluTanh {
    /// `√(8/π)`
    const SCALE: f64 = 1.595_769_121_605_730_8;
    const CUBE: f64 = 0.044_715;
    /// From here on the gate is open or closed in double precision: `e^(−u(22)) < 2⁻¹⁰⁷⁵`.
    const END: f64 = 22.0;

    /// `u`.
    #[inline]
    fn argument<T: Number>(z: T) -> T {
        z * (z * z * T::literal(Self::CUBE) + T::ONE) * T::literal(Self::SCALE)
    }
}

impl Activation for GeluTanh {
    const NAME: &'static str = "GeluTanh";

    #[inline]
    fn value<T: Number>(z: T) -> T {
        match far(z, Self::END) {
            Some((value, _)) => value,
            None => z * Self::argument(z).logistic(),
        }
    }

    #[inline]
    fn value_and_slope<T: Number>(z: T) -> (T, T) {
        if let Some(limit) = far(z, Self::END) {
            return limit;
        }
        let (gate, rise) = rules::Logistic.rule(Self::argument(z));
        let inner = z * z * T::literal(3.0 * Self::CUBE) + T::ONE;
        (z * gate, gate + z * inner * rise * T::literal(Self::SCALE))
    }
}

/// `z·tanh(ln(1 + eᶻ))`; slope `t + z·t′` with `t = tanh(ln(1 + eᶻ))`.
///
/// With `w = eᶻ` the gate is the fraction `t = w(w + 2)/(w(w + 2) + 2)`: one exponential, nothing that
/// cancels.
///
/// # References
///
/// D. Misra, *Mish: A Self Regularized Non-Monotonic Activation Function*, BMVC 2020.
#[derive(Clone, Copy, Debug)]
pub struct Mish;

impl Mish {
    /// From here on `z·eᶻ` is below the smallest number, and `e⁻²ᶻ` far below the precision.
    const END: f64 = 760.0;
}

impl Activation for Mish {
    const NAME: &'static str = "Mish";

    #[inline]
    fn value<T: Number>(z: T) -> T {
        match far(z, Self::END) {
            Some((value, _)) => value,
            None => {
                let (above, below, _) = fraction(z);
                z * (above / below)
            }
        }
    }

    #[inline]
    fn value_and_slope<T: Number>(z: T) -> (T, T) {
        if let Some(limit) = far(z, Self::END) {
            return limit;
        }
        let (above, below, rise) = fraction(z);
        let gate = above / below;
        (z * gate, gate + z * (rise / below / below))
    }
}

/// `t = above/below` and `t′ = rise/below²`, all of ordinary size, from the exponential of `−|z|`.
#[inline]
fn fraction<T: Number>(z: T) -> (T, T, T) {
    let two = T::literal(2.0);
    if z >= T::ZERO {
        // Above and below times e⁻²ᶻ.
        let small = (-z).exp();
        let above = small * two + T::ONE;
        let squared = small * small;
        let rise = squared * (small + T::ONE) * T::literal(4.0);
        (above, squared * two + above, rise)
    } else {
        let w = z.exp();
        let above = w * (w + two);
        let rise = w * (w + T::ONE) * T::literal(4.0);
        (above, above + two, rise)
    }
}

/// `z·(z/6 + ½)` between −3 and 3, 0 and `z` beyond; slope `z/3 + ½` between, 0 and 1 beyond and at both.
///
/// # References
///
/// A. Howard et al., *Searching for `MobileNetV3`*, ICCV 2019.
#[derive(Clone, Copy, Debug)]
pub struct HardSwish;

impl Activation for HardSwish {
    const NAME: &'static str = "HardSwish";

    #[inline]
    fn value<T: Number>(z: T) -> T {
        Self::value_and_slope(z).0
    }

    #[inline]
    fn value_and_slope<T: Number>(z: T) -> (T, T) {
        if let Some(limit) = far(z, 3.0) {
            return limit;
        }
        let slope = z / T::literal(3.0) + T::literal(0.5);
        (z * HardSigmoid::value(z), slope)
    }
}

/// Where the gate is fully open or closed, at `|z| ≥ end`: `(z, 1)` or `(0, 0)`.
///
/// There the formula would multiply infinity by zero.
#[inline]
fn far<T: Number>(z: T, end: f64) -> Option<(T, T)> {
    if z >= T::literal(end) {
        Some((z, T::ONE))
    } else if z <= T::literal(-end) {
        Some((T::ZERO, T::ZERO))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_overflows_far_out() {
        fn ends<A: Activation>() {
            for far in [800.0, 1e300, f64::MAX, f64::INFINITY] {
                assert_eq!(A::value_and_slope(far), (far, 1.0));
                assert_eq!(A::value_and_slope(-far), (0.0, 0.0));
            }
            for far in [800.0, 1e30, f32::MAX, f32::INFINITY] {
                assert_eq!(A::value_and_slope(far), (far, 1.0));
                assert_eq!(A::value_and_slope(-far), (0.0, 0.0));
            }
        }
        ends::<Silu>();
        ends::<Gelu>();
        ends::<GeluTanh>();
        ends::<Mish>();
        ends::<HardSwish>();
    }

    /// The exact gelu and its approximation differ by less than 5·10⁻⁴ everywhere.
    #[test]
    fn the_approximation_is_near_gelu() {
        for k in -800..800 {
            let z = f64::from(k) / 100.0;
            assert!((Gelu::value(z) - GeluTanh::value(z)).abs() < 5e-4, "{z}");
        }
        assert_ne!(Gelu::value(1.0), GeluTanh::value(1.0));
    }
}
