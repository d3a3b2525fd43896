//! Layer normalisation.

use calc_scalar::{Float, Number};

use crate::dense::size;
use crate::health::{LayerHealth, keep_larger, of_units};
use crate::init::{Initialiser, count};
use crate::layer::{Layer, split, split_mut};
use crate::random::Random;
use crate::shape::Shape;
use crate::width::{Units, Zero};

/// `yᵢ = gᵢ·(xᵢ − mean)/√(variance + ε) + bᵢ`: brings the `N` numbers of one example to mean 0 and
/// variance 1, then to a learnt scale and place. `ε = 10⁻⁵`.
///
/// Each example is treated by itself: nothing depends on the batch, and training and use do the same.
///
/// # Shapes and units
///
/// `N` numbers in, `N` numbers out. The parameters are the gains `g`, then the biases `b`; training
/// starts from 1 and 0. The variance is that of the `N` numbers themselves, a mean of `N` squares.
///
/// # Accuracy
///
/// The mean is subtracted before anything is squared, so a large common part of the inputs costs no
/// more digits than their own rounding.
///
/// # Edge cases
///
/// Inputs that are all equal give the biases. A spread above 10¹⁵⁴ (10¹⁹ in single precision) overflows
/// when it is squared, and gives the biases, too; one that is no finite number itself gives NaN.
///
/// # Examples
///
/// ```
/// use calc_nn::{LayerNorm, Network};
///
/// type Net = Network<LayerNorm<4>>;
/// let parameters = [1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0];
/// let y = Net::forward(&parameters, &[102.0, 104.0, 106.0, 108.0_f64]);
/// let expected = [-1.342, -0.447, 0.447, 1.342]; // ∓3/√5, ∓1/√5
/// assert!(y.iter().zip(expected).all(|(y, e)| (y - e).abs() < 1e-3));
/// ```
///
/// # References
///
/// J. L. Ba, J. R. Kiros and G. E. Hinton, *Layer Normalization*, arXiv:1607.06450.
#[derive(Clone, Copy, Debug)]
pub struct LayerNorm<const N: usize>;

/// What a [`LayerNorm`] keeps for its backward pass.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct LayerNormTrace<T, const N: usize> {
    /// The answers.
    pub output: [T; N],
    /// The inputs at mean 0 and variance 1.
    pub normalised: [T; N],
    /// `1/√(variance + ε)`.
    pub scale: T,
}

impl<T: Number, const N: usize> Zero for LayerNormTrace<T, N> {
    const ZERO: Self = Self {
        output: [T::ZERO; N],
        normalised: [T::ZERO; N],
        scale: T::ZERO,
    };
}

impl<const N: usize> LayerNorm<N> {
    /// Keeps the root away from 0; PyTorch's default.
    pub(crate) const EPSILON: f64 = 1e-5;

    /// `(x − mean)/√(variance + ε)`, and the factor.
    #[inline]
    fn normalise<T: Number>(x: &[T; N]) -> ([T; N], T) {
        let n = count::<T::Literal>(N);
        // Relative to the first number the sum is exact where all are equal, and small where they are
        // close to each other.
        let first = x.first().copied().unwrap_or(T::ZERO);
        let mut centred = x.map(|x| x - first);
        let mut sum = T::ZERO;
        for &x in &centred {
            sum += x;
        }
        let mean = sum / n;
        let mut squares = T::ZERO;
        for x in &mut centred {
            *x -= mean;
            squares += *x * *x;
        }
        let scale = (squares / n + T::literal(Self::EPSILON)).sqrt().recip();
        (centred.map(|x| x * scale), scale)
    }
}

/// `g ⊙ x̂ + b`.
#[inline]
fn scaled<T: Number, const N: usize>(parameters: &[T], normalised: &[T; N]) -> [T; N] {
    let (gains, biases) = split(parameters, N);
    let mut output = [T::ZERO; N];
    for (y, &bias) in output.iter_mut().zip(biases) {
        *y = bias;
    }
    for ((y, &x), &gain) in output.iter_mut().zip(normalised).zip(gains) {
        *y += x * gain;
    }
    output
}

/// `ḡ += s ⊙ x̂` and `b̄ += s`.
#[inline]
fn accumulate<T: Number, const N: usize>(normalised: &[T; N], slopes: &[T; N], gradient: &mut [T]) {
    let (by_gains, by_biases) = split_mut(gradient, N);
    for ((by_gain, &x), &slope) in by_gains.iter_mut().zip(normalised).zip(slopes) {
        *by_gain += x * slope;
    }
    for (by_bias, &slope) in by_biases.iter_mut().zip(slopes) {
        *by_bias += slope;
    }
}

/// `x̄ᵢ = (tᵢ − mean t − x̂ᵢ·mean(t ⊙ x̂))/√(variance + ε)` with `t = g ⊙ s`.
#[inline]
fn by_inputs<T: Number, const N: usize>(
    parameters: &[T],
    trace: &LayerNormTrace<T, N>,
    slopes: &[T; N],
) -> [T; N] {
    let (gains, _) = split(parameters, N);
    let n = count::<T::Literal>(N);
    let mut by_x = [T::ZERO; N];
    let (mut sum, mut along) = (T::ZERO, T::ZERO);
    let terms = by_x
        .iter_mut()
        .zip(gains)
        .zip(slopes)
        .zip(&trace.normalised);
    for (((t, &gain), &slope), &x) in terms {
        *t = gain * slope;
        sum += *t;
        along += *t * x;
    }
    let (mean, along) = (sum / n, along / n);
    for (t, &x) in by_x.iter_mut().zip(&trace.normalised) {
        *t = (*t - mean - x * along) * trace.scale;
    }
    by_x
}

impl<const N: usize> Layer for LayerNorm<N> {
    const PARAMETERS: usize = 2 * N;
    const SHAPE: Shape = Shape::layer("LayerNorm").size(N);

    type Input = Units<N>;
    type Output = Units<N>;
    type Trace<T: Number> = LayerNormTrace<T, N>;

    #[inline]
    fn forward<T: Number>(parameters: &[T], x: &[T; N]) -> [T; N] {
        scaled(parameters, &Self::normalise(x).0)
    }

    #[inline]
    fn record<T: Number>(parameters: &[T], x: &[T; N], trace: &mut LayerNormTrace<T, N>) {
        (trace.normalised, trace.scale) = Self::normalise(x);
        trace.output = scaled(parameters, &trace.normalised);
    }

    #[inline]
    fn output<T: Number>(trace: &LayerNormTrace<T, N>) -> &[T; N] {
        &trace.output
    }

    #[inline]
    fn backward<T: Number>(
        parameters: &[T],
        _: &[T; N],
        trace: &LayerNormTrace<T, N>,
        slopes: &[T; N],
        gradient: &mut [T],
    ) -> [T; N] {
        accumulate(&trace.normalised, slopes, gradient);
        by_inputs(parameters, trace, slopes)
    }

    #[inline]
    fn backward_first<T: Number>(
        _: &[T],
        _: &[T; N],
        trace: &LayerNormTrace<T, N>,
        slopes: &[T; N],
        gradient: &mut [T],
    ) {
        accumulate(&trace.normalised, slopes, gradient);
    }

    /// Keeps the slopes in the place of the inputs at mean 0 and variance 1, which
    /// [`descend`](Layer::descend) computes again: that is cheaper than room for both.
    #[inline]
    fn aim<T: Float>(
        parameters: &[T],
        x: &[T; N],
        trace: &mut LayerNormTrace<T, N>,
        slopes: &[T; N],
        reach: &mut T,
    ) -> [T; N] {
        let by_x = by_inputs(parameters, trace, slopes);
        Self::aim_first(parameters, x, trace, slopes, reach);
        by_x
    }

    #[inline]
    fn aim_first<T: Float>(
        _: &[T],
        _: &[T; N],
        trace: &mut LayerNormTrace<T, N>,
        slopes: &[T; N],
        reach: &mut T,
    ) {
        *reach += size(T::ONE, &trace.normalised) * size(T::ZERO, slopes);
        trace.normalised = *slopes;
    }

    #[inline]
    fn descend<T: Float>(parameters: &mut [T], x: &[T; N], trace: &LayerNormTrace<T, N>) {
        accumulate(&Self::normalise(x).0, &trace.normalised, parameters);
    }

    fn keep_largest<T: Float>(trace: &LayerNormTrace<T, N>, largest: &mut LayerNormTrace<T, N>) {
        keep_larger(&mut largest.output, &trace.output);
    }

    /// No unit of it is dead: each answer is moved by its bias.
    fn diagnose<T: Float>(
        parameters: &[T],
        gradient: &[T],
        largest: &LayerNormTrace<T, N>,
        tell: &mut impl FnMut(LayerHealth<T>),
    ) {
        tell(of_units(&largest.output, &[], parameters, gradient));
    }

    fn init<T: Float>(parameters: &mut [T], _: &impl Initialiser, _: &mut Random) {
        let (gains, biases) = split_mut(parameters, N);
        gains.fill(T::ONE);
        biases.fill(T::ZERO);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers 1 and 3: mean 2, variance 1, so that `x̂ = ∓1/√(1 + ε)`.
    #[test]
    fn two_numbers_are_normalised_as_on_paper() {
        let parameters = [2.0, 3.0, 10.0, 20.0];
        let mut trace = LayerNormTrace::ZERO;
        LayerNorm::record(&parameters, &[1.0, 3.0], &mut trace);
        let unit = 1.0 / calc_scalar::Real::sqrt(1.0 + 1e-5_f64);
        assert_eq!(trace.scale, unit);
        assert_eq!(trace.normalised, [-unit, unit]);
        assert_eq!(trace.output, [10.0 - 2.0 * unit, 20.0 + 3.0 * unit]);
        assert_eq!(LayerNorm::forward(&parameters, &[1.0, 3.0]), trace.output);

        let mut gradient = [100.0; 4];
        LayerNorm::backward(&parameters, &[1.0, 3.0], &trace, &[1.0, 0.5], &mut gradient);
        assert_eq!(gradient, [100.0 - unit, 100.0 + 0.5 * unit, 101.0, 100.5]);
    }

    #[test]
    fn equal_and_huge_numbers_give_the_biases() {
        let parameters = [1.0, 1.0, 1.0, 5.0, 6.0, 7.0];
        for x in [0.1, 1e300, f64::MAX] {
            assert_eq!(LayerNorm::forward(&parameters, &[x; 3]), [5.0, 6.0, 7.0]);
        }
        let apart = LayerNorm::forward(&parameters, &[1e300, -1e300, 0.0]);
        assert_eq!(apart, [5.0, 6.0, 7.0]);
        assert_eq!(LayerNorm::forward(&[2.0, 0.5], &[3.0_f32]), [0.5]);
        let further = LayerNorm::forward(&parameters, &[f64::MAX, -f64::MAX, 0.0]);
        assert!(further.iter().all(|y| y.is_nan()), "{further:?}");
    }

    /// A common part of 10⁸ costs the 8 digits of its own rounding, and not 16.
    #[test]
    fn a_large_common_part_does_not_cancel() {
        let parameters = [1.0, 1.0, 1.0, 0.0, 0.0, 0.0];
        let near = LayerNorm::forward(&parameters, &[0.25, 0.5, 1.0]);
        let far = LayerNorm::forward(&parameters, &[1e8 + 0.25, 1e8 + 0.5, 1e8 + 1.0]);
        assert_eq!(near, far);
    }

    #[test]
    fn a_step_in_place_adds_the_gradient_to_the_parameters_themselves() {
        let before = [0.5, -1.0, 2.0, 0.25, 0.0, 1.0];
        let x = [1.0, 4.0, -2.0];
        let mut trace = LayerNormTrace::ZERO;
        LayerNorm::record(&before, &x, &mut trace);
        let slopes = [-0.5, 0.25, 2.0];
        let mut gradient = before;
        let expected = LayerNorm::backward(&before, &x, &trace, &slopes, &mut gradient);
        let (mut after, mut aimed, mut reach) = (before, trace, 0.0);
        let by_x = LayerNorm::aim(&before, &x, &mut aimed, &slopes, &mut reach);
        LayerNorm::descend(&mut after, &x, &aimed);
        assert_eq!((by_x, after), (expected, gradient));
        let moved = |(after, before): (&f64, f64)| (after - before).abs();
        let largest = after.iter().zip(before).map(moved).fold(0.0, f64::max);
        assert!(
            largest <= reach && reach < 20.0 * largest,
            "{largest} {reach}"
        );
        let mut first = trace;
        LayerNorm::aim_first(&before, &x, &mut first, &slopes, &mut reach);
        assert_eq!(first, aimed);
    }
}
