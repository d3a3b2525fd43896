//! The dense layer: every output sees every input.

use core::fmt::Debug;
use core::marker::PhantomData;

use calc_scalar::{Float, Number};

use crate::activation::{Activation, Identity};
use crate::health::{LayerHealth, keep_larger, of_units};
use crate::init::Initialiser;
use crate::layer::{Layer, split, split_mut};
use crate::random::Random;
use crate::shape::Shape;
use crate::width::{Units, Zero};

mod together;

/// `a = φ(xW + b)`: a dense layer from `IN` numbers to `OUT`, with activation `A`.
///
/// Without an activation it is [`Identity`]; with [`NoBias`] as the last parameter there is no `b`.
///
/// # Shapes and units
///
/// The parameters are the weights, row by row, then the biases: weight `W[i][j]` leads from input `i`
/// to output `j` and is parameter number `i·OUT + j`. There are `IN·OUT + OUT` of them, or `IN·OUT`
/// without bias. (Other libraries store the transpose; here the numbers that meet in one step of the
/// inner loop are neighbours.)
///
/// There may be no inputs, but not no outputs:
///
/// ```compile_fail,E0080
/// # use calc_nn::{Dense, Network};
/// Network::<Dense<2, 0>>::forward(&[], &[1.0, 2.0]);
/// ```
///
/// # Accuracy
///
/// Output `j` is added up in the order `b[j] + x[0]·W[0][j] + x[1]·W[1][j] + …`, with each product and
/// each sum rounded: the same bits on every target, however the loop is vectorised.
///
/// # Examples
///
/// ```
/// use calc_nn::activation::Relu;
/// use calc_nn::{Dense, Network, NoBias};
///
/// type Layer = Network<Dense<2, 3, Relu>>;
/// let parameters = [
///     1.0, 2.0, 3.0, // from the first input
///     10.0, 20.0, -30.0, // from the second
///     0.5, 0.0, 0.0, // biases
/// ];
/// assert_eq!(Layer::PARAMETERS, parameters.len());
/// assert_eq!(Layer::forward(&parameters, &[1.0, 2.0]), [21.5, 42.0, 0.0]);
///
/// type Neuron = Network<Dense<2, 1, Relu, NoBias>>;
/// assert_eq!(Neuron::PARAMETERS, 2);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Dense<const IN: usize, const OUT: usize, A = Identity, B = WithBias>(
    PhantomData<(A, B)>,
);

/// Whether a layer adds a bias to each of its outputs.
pub trait Bias: Copy + Debug {
    /// Whether it does.
    const PRESENT: bool;
}

/// The layer adds a bias to each of its outputs.
#[derive(Clone, Copy, Debug)]
pub struct WithBias;

impl Bias for WithBias {
    const PRESENT: bool = true;
}

/// The layer has no bias: an input of zeros gives `φ(0)`.
#[derive(Clone, Copy, Debug)]
pub struct NoBias;

impl Bias for NoBias {
    const PRESENT: bool = false;
}

/// What a [`Dense`] layer keeps for its backward pass.
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
pub struct DenseTrace<T, const OUT: usize> {
    /// The answers `φ(z)`.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub output: [T; OUT],
    /// The slopes `φ′(z)`.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub slopes: [T; OUT],
}

impl<T: Number, const OUT: usize> Zero for DenseTrace<T, OUT> {
    const ZERO: Self = Self {
        output: [T::ZERO; OUT],
        slopes: [T::ZERO; OUT],
    };
}

impl<T: Number, const OUT: usize> DenseTrace<T, OUT> {
    /// From `z` in the place of the answers to `φ(z)` and `φ′(z)`.
    #[inline]
    fn activate<A: Activation>(&mut self) {
        for (output, slope) in self.output.iter_mut().zip(&mut self.slopes) {
            (*output, *slope) = A::value_and_slope(*output);
        }
    }
}

impl<const IN: usize, const OUT: usize, A, B> Dense<IN, OUT, A, B> {
    /// How many of the parameters are weights; the biases follow them.
    const WEIGHTS: usize = {
        assert!(OUT > 0, "a layer needs at least one output");
        IN * OUT
    };

    /// `xW + b`.
    #[inline]
    fn weighted_sums<T: Number>(parameters: &[T], x: &[T; IN], sums: &mut [T; OUT]) {
        let (weights, biases) = split(parameters, Self::WEIGHTS);
        start_at(biases, sums);
        let rows = weights.as_chunks::<OUT>().0;
        if OUT <= TILE {
            let mut registers = *sums;
            for (&x, row) in x.iter().zip(rows) {
                add_scaled(&mut registers, x, row);
            }
            *sums = registers;
        } else {
            let (start, rest) = add_tiles::<T, IN, OUT, TILE>(sums, 0, x, rows);
            let (start, rest) = add_tiles::<T, IN, OUT, 4>(rest, start, x, rows);
            add_tiles::<T, IN, OUT, 1>(rest, start, x, rows);
        }
    }
}

/// The biases, or zeros.
#[inline]
fn start_at<T: Number, const OUT: usize>(biases: &[T], sums: &mut [T; OUT]) {
    sums.fill(T::ZERO);
    for (sum, &bias) in sums.iter_mut().zip(biases) {
        *sum = bias;
    }
}

/// How many sums are kept in registers at once. Each sum has its order of terms whatever the tile.
const TILE: usize = if cfg!(any(target_arch = "x86_64", target_arch = "aarch64")) {
    32
} else {
    16
};

/// `sums[j] += ∑ᵢ x[i]·rows[i][start + j]`, `N` sums at a time; what is left to do.
#[inline]
fn add_tiles<'s, T: Number, const IN: usize, const OUT: usize, const N: usize>(
    sums: &'s mut [T],
    mut start: usize,
    x: &[T; IN],
    rows: &[[T; OUT]],
) -> (usize, &'s mut [T]) {
    let (tiles, rest) = sums.as_chunks_mut::<N>();
    for tile in tiles {
        let mut registers = *tile;
        for (&x, row) in x.iter().zip(rows) {
            if let Some(part) = row.get(start..).and_then(<[T]>::first_chunk) {
                add_scaled(&mut registers, x, part);
            }
        }
        *tile = registers;
        start = start.saturating_add(N);
    }
    (start, rest)
}

impl<const IN: usize, const OUT: usize, A: Activation, B: Bias> Layer for Dense<IN, OUT, A, B> {
    const PARAMETERS: usize = Self::WEIGHTS + if B::PRESENT { OUT } else { 0 };
    const SHAPE: Shape = Shape::layer("Dense")
        .size(IN)
        .size(OUT)
        .word(A::NAME)
        .word(if B::PRESENT { "bias" } else { "no bias" });

    type Input = Units<IN>;
    type Output = Units<OUT>;
    type Trace<T: Number> = DenseTrace<T, OUT>;

    #[inline]
    fn forward<T: Number>(parameters: &[T], x: &[T; IN]) -> [T; OUT] {
        let mut answer = [T::ZERO; OUT];
        Self::weighted_sums(parameters, x, &mut answer);
        for z in &mut answer {
            *z = A::value(*z);
        }
        answer
    }

    #[inline]
    fn record<T: Number>(parameters: &[T], x: &[T; IN], trace: &mut DenseTrace<T, OUT>) {
        Self::weighted_sums(parameters, x, &mut trace.output);
        trace.activate::<A>();
    }

    #[inline]
    fn record_all<T: Float, const M: usize>(
        parameters: &[T],
        x: [&[T; IN]; M],
        mut traces: [&mut DenseTrace<T, OUT>; M],
    ) {
        let (weights, biases) = split(parameters, Self::WEIGHTS);
        let rows = weights.as_chunks::<OUT>().0;
        for trace in &mut traces {
            start_at(biases, &mut trace.output);
        }
        together::add_weighted(traces.each_mut().map(|trace| &mut trace.output), &x, rows);
        for trace in traces {
            trace.activate::<A>();
        }
    }

    #[inline]
    fn output<T: Number>(trace: &DenseTrace<T, OUT>) -> &[T; OUT] {
        &trace.output
    }

    /// `z̄ = ā ⊙ φ′(z)`, `W̄ += xᵀz̄`, `b̄ += z̄`, `x̄ = z̄Wᵀ`.
    #[inline]
    fn backward<T: Number>(
        parameters: &[T],
        x: &[T; IN],
        trace: &DenseTrace<T, OUT>,
        slopes: &[T; OUT],
        gradient: &mut [T],
    ) -> [T; IN] {
        let by_sums = through(&trace.slopes, slopes);
        accumulate(x, &by_sums, gradient);
        by_inputs(parameters, &by_sums)
    }

    #[inline]
    fn backward_first<T: Number>(
        _: &[T],
        x: &[T; IN],
        trace: &DenseTrace<T, OUT>,
        slopes: &[T; OUT],
        gradient: &mut [T],
    ) {
        accumulate(x, &through(&trace.slopes, slopes), gradient);
    }

    #[inline]
    fn backward_all<T: Float, const M: usize>(
        parameters: &[T],
        x: [&[T; IN]; M],
        traces: [&DenseTrace<T, OUT>; M],
        slopes: [&[T; OUT]; M],
        gradient: &mut [T],
    ) -> [[T; IN]; M] {
        let by_sums = accumulate_all(&x, traces, slopes, gradient);
        let (weights, _) = split(parameters, Self::WEIGHTS);
        together::by_inputs(weights.as_chunks::<OUT>().0, &by_sums)
    }

    #[inline]
    fn backward_first_all<T: Float, const M: usize>(
        _: &[T],
        x: [&[T; IN]; M],
        traces: [&DenseTrace<T, OUT>; M],
        slopes: [&[T; OUT]; M],
        gradient: &mut [T],
    ) {
        accumulate_all(&x, traces, slopes, gradient);
    }

    /// Keeps `z̄` in the place of `φ′(z)`.
    #[inline]
    fn aim<T: Float>(
        parameters: &[T],
        x: &[T; IN],
        trace: &mut DenseTrace<T, OUT>,
        slopes: &[T; OUT],
        reach: &mut T,
    ) -> [T; IN] {
        Self::aim_first(parameters, x, trace, slopes, reach);
        by_inputs(parameters, &trace.slopes)
    }

    #[inline]
    fn aim_first<T: Float>(
        _: &[T],
        x: &[T; IN],
        trace: &mut DenseTrace<T, OUT>,
        slopes: &[T; OUT],
        reach: &mut T,
    ) {
        let mut total = T::ZERO;
        for (slope, &above) in trace.slopes.iter_mut().zip(slopes) {
            *slope *= above;
            total += slope.magnitude();
        }
        *reach += size(T::ONE, x) * total;
    }

    #[inline]
    fn descend<T: Float>(parameters: &mut [T], x: &[T; IN], trace: &DenseTrace<T, OUT>) {
        accumulate(x, &trace.slopes, parameters);
    }

    fn keep_largest<T: Float>(trace: &DenseTrace<T, OUT>, largest: &mut DenseTrace<T, OUT>) {
        keep_larger(&mut largest.output, &trace.output);
        keep_larger(&mut largest.slopes, &trace.slopes);
    }

    fn diagnose<T: Float>(
        parameters: &[T],
        gradient: &[T],
        largest: &DenseTrace<T, OUT>,
        tell: &mut impl FnMut(LayerHealth<T>),
    ) {
        tell(of_units(
            &largest.output,
            &largest.slopes,
            parameters,
            gradient,
        ));
    }

    fn init<T: Float>(parameters: &mut [T], how: &impl Initialiser, random: &mut Random) {
        let (weights, biases) = split_mut(parameters, Self::WEIGHTS);
        how.fill(weights, IN, OUT, random);
        biases.fill(T::ZERO);
    }
}

/// Back through the activation: `z̄ = ā ⊙ φ′(z)`.
#[inline]
fn through<T: Number, const OUT: usize>(own: &[T; OUT], from_above: &[T; OUT]) -> [T; OUT] {
    let mut by_sums = *own;
    for (slope, &above) in by_sums.iter_mut().zip(from_above) {
        *slope *= above;
    }
    by_sums
}

/// `start + ∑ │xᵢ│`: not finite if one of them is not.
#[inline]
pub(crate) fn size<T: Float>(start: T, x: &[T]) -> T {
    let mut sum = start;
    for &x in x {
        sum += x.magnitude();
    }
    sum
}

/// `x̄ = z̄Wᵀ`.
#[inline]
fn by_inputs<T: Number, const IN: usize, const OUT: usize>(
    parameters: &[T],
    by_sums: &[T; OUT],
) -> [T; IN] {
    let (weights, _) = split(parameters, <Dense<IN, OUT>>::WEIGHTS);
    let mut by_x = [T::ZERO; IN];
    for (by_x, row) in by_x.iter_mut().zip(weights.as_chunks::<OUT>().0) {
        *by_x = dot(row, by_sums);
    }
    by_x
}

/// `W̄ += xᵀz̄` and `b̄ += z̄`.
#[inline]
fn accumulate<T: Number, const IN: usize, const OUT: usize>(
    x: &[T; IN],
    by_sums: &[T; OUT],
    gradient: &mut [T],
) {
    let (by_weights, by_biases) = split_mut(gradient, <Dense<IN, OUT>>::WEIGHTS);
    let rows = by_weights.as_chunks_mut::<OUT>().0;
    if OUT <= TILE {
        for (&x, row) in x.iter().zip(rows) {
            add_scaled(row, x, by_sums);
        }
    } else {
        let (start, rest) = add_outer::<T, IN, OUT, TILE>(rows, 0, x, by_sums);
        let (start, rest) = add_outer::<T, IN, OUT, 4>(rows, start, x, rest);
        add_outer::<T, IN, OUT, 1>(rows, start, x, rest);
    }
    for (by_bias, &slope) in by_biases.iter_mut().zip(by_sums) {
        *by_bias += slope;
    }
}

/// The same for several examples, in their order; their `z̄`.
#[inline]
fn accumulate_all<T: Float, const IN: usize, const OUT: usize, const M: usize>(
    x: &[&[T; IN]; M],
    traces: [&DenseTrace<T, OUT>; M],
    slopes: [&[T; OUT]; M],
    gradient: &mut [T],
) -> [[T; OUT]; M] {
    let mut by_sums = traces.map(|trace| trace.slopes);
    for (own, above) in by_sums.iter_mut().zip(slopes) {
        *own = through(own, above);
    }
    let (by_weights, by_biases) = split_mut(gradient, <Dense<IN, OUT>>::WEIGHTS);
    together::add_outer(by_weights.as_chunks_mut::<OUT>().0, x, &by_sums);
    for by_sums in &by_sums {
        for (by_bias, &slope) in by_biases.iter_mut().zip(by_sums) {
            *by_bias += slope;
        }
    }
    by_sums
}

/// `rows[i][start + j] += x[i]·slopes[j]`, `N` columns at a time; the slopes that are left to do.
#[inline]
fn add_outer<'s, T: Number, const IN: usize, const OUT: usize, const N: usize>(
    rows: &mut [[T; OUT]],
    mut start: usize,
    x: &[T; IN],
    slopes: &'s [T],
) -> (usize, &'s [T]) {
    let (tiles, rest) = slopes.as_chunks::<N>();
    for tile in tiles {
        for (&x, row) in x.iter().zip(rows.iter_mut()) {
            if let Some(part) = row.get_mut(start..).and_then(<[T]>::first_chunk_mut) {
                add_scaled(part, x, tile);
            }
        }
        start = start.saturating_add(N);
    }
    (start, rest)
}

/// `sums += x·row`.
#[inline]
fn add_scaled<T: Number, const N: usize>(sums: &mut [T; N], x: T, row: &[T; N]) {
    for (sum, &w) in sums.iter_mut().zip(row) {
        *sum += x * w;
    }
}

/// `∑ aᵢ·bᵢ` in four interleaved sums and the rest, added in a fixed order: a compiler may vectorise
/// it without changing a bit.
#[inline]
fn dot<T: Number, const N: usize>(a: &[T; N], b: &[T; N]) -> T {
    let (a, a_rest) = a.as_chunks::<4>();
    let (b, b_rest) = b.as_chunks::<4>();
    let mut rest = a_rest.iter().zip(b_rest);
    let mut chunks = a.iter().zip(b);
    let mut sum = if let Some((a, b)) = chunks.next() {
        let mut lanes = *a;
        for (lane, &b) in lanes.iter_mut().zip(b) {
            *lane *= b;
        }
        for (a, b) in chunks {
            for ((lane, &a), &b) in lanes.iter_mut().zip(a).zip(b) {
                *lane += a * b;
            }
        }
        let [l0, l1, l2, l3] = lanes;
        (l0 + l2) + (l1 + l3)
    } else if let Some((&a, &b)) = rest.next() {
        a * b
    } else {
        T::ZERO
    };
    for (&a, &b) in rest {
        sum += a * b;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation::{Relu, Sigmoid};

    /// A neuron with a sigmoid, by hand: `∂/∂wᵢ = s·σ′(z)·xᵢ`, `∂/∂b = s·σ′(z)`, `∂/∂xᵢ = s·σ′(z)·wᵢ`.
    #[test]
    fn a_single_neuron_has_the_slopes_found_on_paper() {
        type Neuron = Dense<2, 1, Sigmoid>;
        let (parameters, x) = ([0.5, -0.25, 0.125], [2.0, 3.0]);
        let z = 0.125 + 0.5 * 2.0 - 0.25 * 3.0; // 0.375
        let sigma = 1.0 / (1.0 + calc_scalar::Real::exp(-z));
        let slope = sigma * (1.0 - sigma) * 4.0;

        let mut trace = DenseTrace::ZERO;
        Neuron::record(&parameters, &x, &mut trace);
        let mut gradient = [0.0; 3];
        let by_x = Neuron::backward(&parameters, &x, &trace, &[4.0], &mut gradient);

        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-15, "{a} {b}");
        close(trace.output[0], sigma);
        close(gradient[0], slope * 2.0);
        close(gradient[1], slope * 3.0);
        close(gradient[2], slope);
        close(by_x[0], slope * 0.5);
        close(by_x[1], slope * -0.25);
    }

    /// Two outputs, so that rows and columns cannot be mistaken for each other.
    #[test]
    fn weights_are_stored_input_by_input() {
        type Layer2x3 = Dense<2, 3, Relu, NoBias>;
        let parameters = [1.0, 2.0, 3.0, 4.0, 5.0, -6.0];
        let mut trace = DenseTrace::ZERO;
        Layer2x3::record(&parameters, &[1.0, 1.0], &mut trace);
        assert_eq!(trace.output, [5.0, 7.0, 0.0]);
        assert_eq!(Layer2x3::forward(&parameters, &[1.0, 1.0]), trace.output);

        let mut gradient = [100.0; 6]; // added to, not overwritten
        let by_x = Layer2x3::backward(
            &parameters,
            &[2.0, 3.0],
            &trace,
            &[1.0, 10.0, 9.0],
            &mut gradient,
        );
        assert_eq!(gradient, [102.0, 120.0, 100.0, 103.0, 130.0, 100.0]);
        assert_eq!(by_x, [21.0, 54.0]);

        let mut first = [100.0; 6];
        Layer2x3::backward_first(
            &parameters,
            &[2.0, 3.0],
            &trace,
            &[1.0, 10.0, 9.0],
            &mut first,
        );
        assert_eq!(first, gradient);
    }

    #[test]
    fn a_step_in_place_adds_the_gradient_to_the_parameters_themselves() {
        type Layer2x3 = Dense<2, 3, Relu>;
        let before = [1.0, 2.0, 3.0, 4.0, 5.0, -6.0, 0.5, 0.25, 0.125];
        let x = [2.0, 3.0];
        let mut trace = DenseTrace::ZERO;
        Layer2x3::record(&before, &x, &mut trace);
        let slopes = [-0.5, 0.25, 9.0];
        let mut gradient = [0.0; 9];
        let expected = Layer2x3::backward(&before, &x, &trace, &slopes, &mut gradient);

        let (mut after, mut aimed, mut reach) = (before, trace, 0.0);
        let by_x = Layer2x3::aim(&before, &x, &mut aimed, &slopes, &mut reach);
        Layer2x3::descend(&mut after, &x, &aimed);
        assert_eq!(by_x, expected); // by the weights as they were
        assert_eq!(reach, (1.0 + 2.0 + 3.0) * (0.5 + 0.25)); // the third unit is shut
        for ((after, before), step) in after.iter().zip(before).zip(gradient) {
            assert_eq!(*after, before + step);
        }
        let mut first = trace;
        Layer2x3::aim_first(&before, &x, &mut first, &slopes, &mut reach);
        assert_eq!(first, aimed);
    }

    #[test]
    fn missing_parameters_count_as_zeros() {
        assert_eq!(Dense::<2, 1>::forward(&[2.0], &[3.0, 4.0]), [6.0]);
        let nothing: [f64; 0] = [];
        assert_eq!(Dense::<2, 1>::forward(&nothing, &[3.0, 4.0]), [0.0]);
    }

    #[test]
    fn long_dot_products_are_right() {
        let a: [f64; 11] = core::array::from_fn(|i| f64::from(u8::try_from(i).unwrap()) + 1.0);
        // 1² + 2² + … + 11²
        assert_eq!(dot(&a, &a), 506.0);
    }
}
