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
/// `N` numbers in, `N` numbers out, no parameters. The slopes are `∂L/∂xᵢ = pᵢ·∑ⱼ pⱼ·(sᵢ − sⱼ)`, in `N²`
/// products: no digit is lost beside a share of nearly 1.
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
        // pᵢ·Σⱼ pⱼ·(sᵢ − sⱼ), term by term: sᵢ − Σⱼ pⱼ·sⱼ would cancel where one share is nearly 1.
        let mut by_x = *trace;
        for (by_x, &slope) in by_x.iter_mut().zip(slopes) {
            let mut ahead = T::ZERO;
            for (&p, &other) in trace.iter().zip(slopes) {
                ahead += p * (slope - other);
            }
            *by_x *= ahead;
        }
        by_x
    }

    fn init<T: Float>(_: &mut [T], _: &impl Initialiser, _: &mut Random) {}
}

#[cfg(test)]
mod tests {
    use calc_scalar::Real;

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

    /// The share of the first is all but 1: its slope is a difference in the seventeenth digit.
    #[test]
    fn slopes_beside_a_share_of_nearly_one_keep_their_digits() {
        let slopes = [2.0 / 3.0, -2.0 / 3.0, 0.0];
        for z in [1.0_f64, 10.0, 20.0, 25.0, 36.0, 300.0] {
            let mut trace = [0.0; 3];
            Softmax::record(&[], &[z, -2.0, 0.0], &mut trace);
            let [by_first, ..] = Softmax::backward(&[], &[z, -2.0, 0.0], &trace, &slopes, &mut []);
            // Σ sᵢ·pᵢ with pᵢ = e^(xᵢ − z)/Σ e^(xⱼ − z), by z, on paper.
            let [second, third] = [Real::exp(-2.0 - z), Real::exp(-z)];
            let all = 1.0 + second + third;
            let expected = (4.0 / 3.0 * second + 2.0 / 3.0 * third) / (all * all);
            let wrong = (by_first - expected).abs() / expected;
            assert!(
                wrong < 1e-15 * z.max(4.0),
                "at {z}: {by_first}, not {expected}"
            );
        }
    }
}
