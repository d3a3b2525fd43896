//! Softmax as a layer.

use calc_scalar::{Float, Number};

use crate::init::Initialiser;
use crate::layer::Layer;
use crate::loss::softmax;
use crate::random::Random;
use crate::shape::Shape;
use crate::width::Units;

/// `pᵢ = e^(xᵢ)/∑ⱼ e^(xⱼ)`: shares that add up to 1, as a layer without parameters.
///
/// For classes, leave it out: [`SoftmaxCrossEntropy`](crate::loss::SoftmaxCrossEntropy) takes the answers
/// before it, and the two together keep digits that they lose one after the other. It is for networks
/// whose answers are shares, and inside of a network for a choice among units.
///
/// # Shapes and units
///
/// `N` numbers in, `N` numbers out, no parameters. The slopes are `∂L/∂xᵢ = pᵢ·(sᵢ − ∑ⱼ pⱼsⱼ)`.
///
/// # Examples
///
/// ```
/// use calc_nn::{Dense, Network, Softmax};
///
/// type Net = Network<(Dense<1, 2>, Softmax<2>)>;
/// let [yes, no] = Net::forward(&[1.0, -1.0, 0.0, 0.0], &[3.0_f64]);
/// assert!(yes > 0.99 && (yes + no - 1.0).abs() < 1e-15);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Softmax<const N: usize>;

impl<const N: usize> Layer for Softmax<N> {
    const PARAMETERS: usize = 0;
    const SHAPE: Shape = Shape::layer("Softmax").size(N);

    type Input = Units<N>;
    type Output = Units<N>;
    type Trace<T: Number> = [T; N];

    #[inline]
    fn forward<T: Number>(_: &[T], x: &[T; N]) -> [T; N] {
        softmax(x)
    }

    #[inline]
    fn record<T: Number>(_: &[T], x: &[T; N], trace: &mut [T; N]) {
        *trace = softmax(x);
    }

    #[inline]
    fn output<T: Number>(trace: &[T; N]) -> &[T; N] {
        trace
    }

    #[inline]
    fn backward<T: Number>(
        _: &[T],
        _: &[T; N],
        trace: &[T; N],
        slopes: &[T; N],
        _: &mut [T],
    ) -> [T; N] {
        let mut mean = T::ZERO;
        for (&p, &slope) in trace.iter().zip(slopes) {
            mean += p * slope;
        }
        let mut by_x = *trace;
        for (p, &slope) in by_x.iter_mut().zip(slopes) {
            *p *= slope - mean;
        }
        by_x
    }

    fn init<T: Float>(_: &mut [T], _: &impl Initialiser, _: &mut Random) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `∂pᵢ/∂xⱼ = pᵢ·(δᵢⱼ − pⱼ)`, on paper: two equal shares have slopes ±¼.
    #[test]
    fn slopes_are_those_found_on_paper() {
        let mut trace = [0.0; 2];
        Softmax::record(&[], &[7.0, 7.0], &mut trace);
        assert_eq!(Softmax::<2>::output(&trace), &[0.5, 0.5]);
        let by_x = Softmax::backward(&[], &[7.0, 7.0], &trace, &[1.0, 0.0], &mut []);
        assert_eq!(by_x, [0.25, -0.25]);
    }

    #[test]
    fn large_numbers_do_not_overflow() {
        let mut trace = [0.0; 3];
        Softmax::record(&[], &[1e300, -1e300, 800.0], &mut trace);
        assert_eq!(trace, [1.0, 0.0, 0.0]);
        let by_x = Softmax::backward(
            &[],
            &[1e300, -1e300, 800.0],
            &trace,
            &[1.0, 2.0, 3.0],
            &mut [],
        );
        assert_eq!(by_x, [0.0; 3]);
    }
}
