//! An activation as a layer of its own.

use core::fmt::Debug;
use core::marker::PhantomData;

use calc_scalar::{Float, Number};

use crate::activation::Activation;
use crate::dense::DenseTrace;
use crate::health::{LayerHealth, keep_larger, of_units};
use crate::init::Initialiser;
use crate::layer::Layer;
use crate::random::Random;
use crate::shape::Shape;
use crate::width::Units;

/// `yᵢ = φ(xᵢ)`: an activation where there is no dense layer before it, as after a
/// [`LayerNorm`](crate::LayerNorm).
///
/// # Shapes and units
///
/// `N` numbers in, `N` numbers out, no parameters.
///
/// # Examples
///
/// ```
/// use calc_nn::activation::Relu;
/// use calc_nn::{Activate, Dense, LayerNorm, Network};
///
/// type Net = Network<(Dense<2, 8>, LayerNorm<8>, Activate<8, Relu>, Dense<8, 1>)>;
/// assert_eq!(Net::PARAMETERS, 24 + 16 + 9);
/// assert_eq!(Network::<Activate<2, Relu>>::forward(&[], &[-1.0, 2.0]), [0.0, 2.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Activate<const N: usize, A>(PhantomData<A>);

impl<const N: usize, A: Activation> Layer for Activate<N, A> {
    const PARAMETERS: usize = 0;
    const SHAPE: Shape = Shape::layer("Activate").size(N).word(A::NAME);

    type Input = Units<N>;
    type Output = Units<N>;
    type Trace<T: Number> = DenseTrace<T, N>;

    #[inline]
    fn forward<T: Number>(_: &[T], x: &[T; N]) -> [T; N] {
        x.map(A::value)
    }

    #[inline]
    fn record<T: Number>(_: &[T], x: &[T; N], trace: &mut DenseTrace<T, N>) {
        let kept = trace.output.iter_mut().zip(&mut trace.slopes);
        for (&x, (output, slope)) in x.iter().zip(kept) {
            (*output, *slope) = A::value_and_slope(x);
        }
    }

    #[inline]
    fn output<T: Number>(trace: &DenseTrace<T, N>) -> &[T; N] {
        &trace.output
    }

    #[inline]
    fn backward<T: Number>(
        _: &[T],
        _: &[T; N],
        trace: &DenseTrace<T, N>,
        slopes: &[T; N],
        _: &mut [T],
    ) -> [T; N] {
        let mut by_x = trace.slopes;
        for (by_x, &slope) in by_x.iter_mut().zip(slopes) {
            *by_x *= slope;
        }
        by_x
    }

    fn keep_largest<T: Float>(trace: &DenseTrace<T, N>, largest: &mut DenseTrace<T, N>) {
        keep_larger(&mut largest.output, &trace.output);
        keep_larger(&mut largest.slopes, &trace.slopes);
    }

    fn diagnose<T: Float>(
        _: &[T],
        _: &[T],
        largest: &DenseTrace<T, N>,
        tell: &mut impl FnMut(LayerHealth<T>),
    ) {
        tell(of_units(&largest.output, &largest.slopes, &[], &[]));
    }

    fn init<T: Float>(_: &mut [T], _: &impl Initialiser, _: &mut Random) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation::Relu;
    use crate::width::Zero;

    #[test]
    fn slopes_pass_where_the_unit_is_open() {
        let mut trace = DenseTrace::ZERO;
        Activate::<2, Relu>::record(&[], &[-1.0, 2.0], &mut trace);
        assert_eq!(trace.output, [0.0, 2.0]);
        let by_x = Activate::<2, Relu>::backward(&[], &[-1.0, 2.0], &trace, &[5.0, 7.0], &mut []);
        assert_eq!(by_x, [0.0, 7.0]);
    }
}
