//! Many variables, some of them at a time: gradients in chunks, and in the caller's memory.

use core::{array, fmt};

use calc_scalar::{Dual, Number};

/// How many slopes a number carries at a time, where nobody says otherwise.
///
/// Measured: of 4, 8, 12 and 16 the fastest for Rosenbrock's function of 16 and 32 variables. Where
/// elementary functions take most of the time, 16 is faster: each is evaluated once per run.
pub const CHUNK: usize = 8;

/// `C` variables at a time, for [`gradient_chunked`].
///
/// # Examples
///
/// ```
/// use calc_multi::{Chunk, gradient_chunked};
///
/// let slopes = gradient_chunked(|x| x[0] * x[1] * x[2], [2.0, 3.0, 5.0], Chunk::<2>);
/// assert_eq!(slopes, [15.0, 10.0, 6.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chunk<const C: usize>;

impl Chunk<CHUNK> {
    /// The recommended size, [`CHUNK`].
    pub const DEFAULT: Self = Self;
}

/// `∇f(x)`, `C` variables at a time: [`gradient`](crate::gradient()) for many variables.
///
/// `f` is run `⌈N/C⌉` times, on numbers with `C` slopes. They stay in registers where numbers with `N`
/// slopes do not: from some sixteen variables on this is faster, as long as `f` is mostly arithmetic. An
/// elementary function is evaluated once per run. A [`Tape`](crate::Tape) runs `f` once and needs
/// memory for each operation.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝ`, to be run several times; the result has the shape of `x`. A size of 0 counts as no
/// variable at all: the result is 0.
///
/// # Edge cases
///
/// As for [`gradient`](crate::gradient()), with the same bits in the result.
///
/// # Examples
///
/// ```
/// use calc_multi::{Chunk, gradient_chunked};
/// use calc_scalar::Real;
///
/// fn sum_of_squares<R: Real, const N: usize>(x: [R; N]) -> R {
///     x.iter().map(|x| x.powi(2)).sum()
/// }
///
/// assert_eq!(gradient_chunked(sum_of_squares, [3.0; 100], Chunk::DEFAULT), [6.0; 100]);
/// ```
#[must_use]
#[inline]
pub fn gradient_chunked<T: Number, const N: usize, const C: usize>(
    f: impl Fn([Dual<T, C>; N]) -> Dual<T, C>,
    x: [T; N],
    chunk: Chunk<C>,
) -> [T; N] {
    value_and_gradient_chunked(f, x, chunk).1
}

/// `(f(x), ∇f(x))`, `C` variables at a time, for the price of [`gradient_chunked`].
///
/// # Examples
///
/// ```
/// use calc_multi::{Chunk, value_and_gradient_chunked};
///
/// let f = |[x, y]: [_; 2]| x * y;
/// assert_eq!(value_and_gradient_chunked(f, [2.0, 3.0], Chunk::<1>), (6.0, [3.0, 2.0]));
/// ```
#[must_use]
#[inline]
pub fn value_and_gradient_chunked<T: Number, const N: usize, const C: usize>(
    f: impl Fn([Dual<T, C>; N]) -> Dual<T, C>,
    x: [T; N],
    _: Chunk<C>,
) -> (T, [T; N]) {
    let mut work = x.map(Dual::lift);
    let mut gradient = [T::ZERO; N];
    let value = sweep(|x: &mut [Dual<T, C>; N]| f(*x), &mut work, &mut gradient);
    (value, gradient)
}

/// `∇f(x)` into the caller's memory, for a number of variables that is known at run time; gives `f(x)`.
///
/// `f` is run `⌈N/C⌉` times, on numbers with `C` slopes; `C` is the size of the numbers in `work`, and
/// [`CHUNK`] a good one. Nothing is allocated: `work` holds the numbers on which `f` is run.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝ`; `x`, `work` and `out` of length `N`.
///
/// # Edge cases
///
/// As for [`gradient`](crate::gradient()).
///
/// # Errors
///
/// [`LengthMismatch`] if `work` or `out` has another length than `x`; nothing is written then.
///
/// # Examples
///
/// ```
/// use calc_multi::{CHUNK, gradient_into};
/// use calc_scalar::{Dual, Real};
///
/// fn sum_of_squares<R: Real>(x: &[R]) -> R {
///     x.iter().map(|x| x.powi(2)).sum()
/// }
///
/// let x = [1.0, 2.0, 3.0];
/// let mut work = [Dual::<f64, CHUNK>::lift(0.0); 3];
/// let mut slopes = [0.0; 3];
/// assert_eq!(gradient_into(sum_of_squares, &x, &mut work, &mut slopes)?, 14.0);
/// assert_eq!(slopes, [2.0, 4.0, 6.0]);
/// # Ok::<(), calc_multi::LengthMismatch>(())
/// ```
pub fn gradient_into<T: Number, const C: usize>(
    f: impl Fn(&[Dual<T, C>]) -> Dual<T, C>,
    x: &[T],
    work: &mut [Dual<T, C>],
    out: &mut [T],
) -> Result<T, LengthMismatch> {
    LengthMismatch::check("work", work.len(), x.len())?;
    LengthMismatch::check("out", out.len(), x.len())?;
    for (number, &value) in work.iter_mut().zip(x) {
        *number = Dual::lift(value);
    }
    Ok(sweep(|x: &mut [Dual<T, C>]| f(x), work, out))
}

/// `J(x)` into the caller's memory, row by row.
///
/// `f` is run `⌈N/C⌉` times, on numbers with `C` slopes, and writes its outputs where it is told.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝᴹ`; `x` and `work` of length `N`, `outputs` of length `M`, `out` of length `M·N`: row `i`
/// is the gradient of output `i`. The values remain in `outputs`.
///
/// # Edge cases
///
/// As for [`gradient`](crate::gradient()).
///
/// # Errors
///
/// [`LengthMismatch`] if `work` has another length than `x`, or `out` another than `M·N`; nothing is
/// written then.
///
/// # Examples
///
/// ```
/// use calc_multi::jacobian_into;
/// use calc_scalar::Dual;
///
/// let mut work = [Dual::<f64, 2>::lift(0.0); 2];
/// let mut outputs = [Dual::lift(0.0); 3];
/// let mut out = [0.0; 6];
/// jacobian_into(
///     |x, y| {
///         y[0] = x[0] * x[1];
///         y[1] = x[0] + x[1];
///         y[2] = x[0] * 5.0;
///     },
///     &[2.0, 3.0],
///     &mut work,
///     &mut outputs,
///     &mut out,
/// )?;
/// assert_eq!(out, [3.0, 2.0, 1.0, 1.0, 5.0, 0.0]);
/// assert_eq!(outputs.map(|y| y.value), [6.0, 5.0, 10.0]);
/// # Ok::<(), calc_multi::LengthMismatch>(())
/// ```
pub fn jacobian_into<T: Number, const C: usize>(
    f: impl Fn(&[Dual<T, C>], &mut [Dual<T, C>]),
    x: &[T],
    work: &mut [Dual<T, C>],
    outputs: &mut [Dual<T, C>],
    out: &mut [T],
) -> Result<(), LengthMismatch> {
    let n = x.len();
    LengthMismatch::check("work", work.len(), n)?;
    LengthMismatch::check("out", out.len(), n.saturating_mul(outputs.len()))?;
    for (number, &value) in work.iter_mut().zip(x) {
        *number = Dual::lift(value);
    }
    if n == 0 {
        f(work, outputs);
    }
    for first in (0..n).step_by(C.max(1)) {
        seed(work, first);
        f(work, outputs);
        unseed(work, first);
        for (row, y) in out.chunks_mut(n.max(1)).zip(outputs.iter()) {
            for (slot, &slope) in row.iter_mut().skip(first).zip(&y.partials) {
                *slot = slope;
            }
        }
    }
    Ok(())
}

/// `H(x)` into the caller's memory, row by row; gives `f(x)`.
///
/// `f` is run about `½(N/C)²` times, on duals of duals that give a block of `C×C` second derivatives.
/// Such a number takes `(1 + C)²` floats, so `C` should be small: 4, say. Up to some ten variables [`hessian`](crate::hessian()) is faster.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝ`; `x` and `work` of length `N`, `out` of length `N²`. Symmetric to the last bit.
///
/// # Edge cases
///
/// As for [`hessian`](crate::hessian()).
///
/// # Errors
///
/// [`LengthMismatch`] if `work` has another length than `x`, or `out` another than `N²`; nothing is
/// written then.
///
/// # Examples
///
/// ```
/// use calc_multi::hessian_into;
/// use calc_scalar::{Dual, Number};
///
/// let mut work = [Dual::<Dual<f64, 2>, 2>::ZERO; 3];
/// let mut out = [0.0; 9];
/// let value = hessian_into(|x| x[0] * x[1] * x[2], &[2.0, 3.0, 5.0], &mut work, &mut out)?;
/// assert_eq!(value, 30.0);
/// assert_eq!(out, [0.0, 5.0, 3.0, 5.0, 0.0, 2.0, 3.0, 2.0, 0.0]);
/// # Ok::<(), calc_multi::LengthMismatch>(())
/// ```
pub fn hessian_into<T: Number, const C: usize>(
    f: impl Fn(&[Dual<Dual<T, C>, C>]) -> Dual<Dual<T, C>, C>,
    x: &[T],
    work: &mut [Dual<Dual<T, C>, C>],
    out: &mut [T],
) -> Result<T, LengthMismatch> {
    let n = x.len();
    LengthMismatch::check("work", work.len(), n)?;
    LengthMismatch::check("out", out.len(), n.saturating_mul(n))?;
    let one_at = |i: usize, first: usize, k: usize| if first + k == i { T::ONE } else { T::ZERO };
    let mut run = |above: usize, left: usize| {
        for (i, (number, &value)) in work.iter_mut().zip(x).enumerate() {
            *number = Dual {
                value: Dual {
                    value,
                    partials: array::from_fn(|k| one_at(i, left, k)),
                },
                partials: array::from_fn(|k| Dual::lift(one_at(i, above, k))),
            };
        }
        f(work)
    };
    let mut value = None;
    for above in (0..n).step_by(C.max(1)) {
        for left in (0..=above).step_by(C.max(1)) {
            let y = run(above, left);
            value = Some(y.value.value);
            for (i, row) in (above..n).zip(&y.partials) {
                for (j, &h) in (left..n).zip(&row.partials) {
                    // In a block on the diagonal the lower half is enough.
                    if j <= i {
                        for at in [i * n + j, j * n + i] {
                            if let Some(slot) = out.get_mut(at) {
                                *slot = h;
                            }
                        }
                    }
                }
            }
        }
    }
    Ok(value.unwrap_or_else(|| run(0, 0).value.value))
}

/// One run per chunk: the slopes into `out`, the value back.
#[inline]
fn sweep<T: Number, const C: usize, X: AsMut<[Dual<T, C>]> + ?Sized>(
    f: impl Fn(&mut X) -> Dual<T, C>,
    x: &mut X,
    out: &mut [T],
) -> T {
    let mut value = None;
    for (chunk, slots) in out.chunks_mut(C.max(1)).enumerate() {
        seed(x.as_mut(), chunk * C);
        let y = f(x);
        unseed(x.as_mut(), chunk * C);
        for (slot, &slope) in slots.iter_mut().zip(&y.partials) {
            *slot = slope;
        }
        value = Some(y.value);
    }
    value.unwrap_or_else(|| f(x).value)
}

/// Makes variables of the numbers from `first` on, as many as have a slot.
#[inline]
fn seed<T: Number, const C: usize>(x: &mut [Dual<T, C>], first: usize) {
    for (k, number) in x.iter_mut().skip(first).take(C).enumerate() {
        *number = Dual::variable_at(number.value, k);
    }
}

/// Makes constants of them again.
#[inline]
fn unseed<T: Number, const C: usize>(x: &mut [Dual<T, C>], first: usize) {
    for number in x.iter_mut().skip(first).take(C) {
        *number = Dual::lift(number.value);
    }
}

/// A slice has another length than the shapes ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LengthMismatch {
    /// The name of the argument.
    pub argument: &'static str,
    /// Its length.
    pub length: usize,
    /// The length it should have.
    pub expected: usize,
}

impl LengthMismatch {
    /// An error unless the two lengths are the same.
    fn check(argument: &'static str, length: usize, expected: usize) -> Result<(), Self> {
        if length == expected {
            Ok(())
        } else {
            Err(Self {
                argument,
                length,
                expected,
            })
        }
    }
}

impl fmt::Display for LengthMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the slice `{}` has length {} and needs length {}: give it one entry per variable, \
             or per derivative where it takes a matrix",
            self.argument, self.length, self.expected
        )
    }
}

impl core::error::Error for LengthMismatch {}

#[cfg(test)]
mod tests {
    use std::string::ToString;
    use std::vec;

    use calc_scalar::Real;
    use proptest::prelude::*;

    use super::*;
    use crate::{gradient, hessian, jacobian, value_and_gradient};

    fn f<R: Real>(x: &[R]) -> R {
        let pairs = x.iter().zip(x.iter().skip(1));
        pairs
            .map(|(&a, &b)| (a * b).sin() + (b - a * a).powi(2))
            .sum()
    }

    fn g<R: Real>(x: &[R], y: &mut [R]) {
        for (k, y) in y.iter_mut().enumerate() {
            *y = x
                .iter()
                .map(|&x| x.powi(i32::try_from(k).unwrap() + 1))
                .sum::<R>()
                .sin();
        }
    }

    proptest! {
        #[test]
        fn whatever_the_chunk_the_bits_are_those_of_the_gradient(x in prop::array::uniform7(-2.0..2.0_f64)) {
            let expected = value_and_gradient(|x: [_; 7]| f(&x), x);
            prop_assert_eq!(value_and_gradient_chunked(|x| f(&x), x, Chunk::<1>), expected);
            prop_assert_eq!(value_and_gradient_chunked(|x| f(&x), x, Chunk::<3>), expected);
            prop_assert_eq!(value_and_gradient_chunked(|x| f(&x), x, Chunk::<7>), expected);
            prop_assert_eq!(value_and_gradient_chunked(|x| f(&x), x, Chunk::DEFAULT), expected);

            let mut work = vec![Dual::<f64, 4>::lift(0.0); 7];
            let mut slopes = vec![0.0; 7];
            let value = gradient_into(f, &x, &mut work, &mut slopes);
            prop_assert_eq!(value, Ok(expected.0));
            prop_assert_eq!(slopes, expected.1);
        }

        #[test]
        fn the_matrices_are_those_of_the_array_forms(x in prop::array::uniform7(-1.0..1.0_f64)) {
            let mut work = vec![Dual::<f64, 3>::lift(0.0); 7];
            let mut outputs = vec![Dual::lift(0.0); 2];
            let mut out = vec![0.0; 14];
            jacobian_into(g, &x, &mut work, &mut outputs, &mut out).unwrap();
            let expected = jacobian(
                |x: [_; 7]| {
                    let mut y = [Dual::lift(0.0); 2];
                    g(&x, &mut y);
                    y
                },
                x,
            );
            prop_assert_eq!(&out[..], expected.as_flattened());

            let mut work = vec![Dual::<Dual<f64, 3>, 3>::ZERO; 7];
            let mut out = vec![0.0; 49];
            let value = hessian_into(f, &x, &mut work, &mut out).unwrap();
            prop_assert_eq!(value, f(&x));
            let expected = hessian(|x: [_; 7]| f(&x), x);
            crate::zoo::assert_close(&out, expected.as_flattened(), 32.0);
        }
    }

    #[test]
    fn lengths_that_do_not_fit_are_named_and_nothing_is_written() {
        let mut work = [Dual::<f64, 2>::lift(0.0); 3];
        let mut out = [7.0; 2];
        let error = gradient_into(f, &[1.0, 2.0, 3.0], &mut work, &mut out).unwrap_err();
        let expected = LengthMismatch {
            argument: "out",
            length: 2,
            expected: 3,
        };
        assert_eq!(error, expected);
        assert!(
            error
                .to_string()
                .contains("`out` has length 2 and needs length 3")
        );
        let error = gradient_into(f, &[1.0, 2.0], &mut work, &mut out).unwrap_err();
        assert_eq!((error.argument, error.expected), ("work", 2));
        assert_eq!(out, [7.0; 2]);
        let mut outputs = [Dual::lift(0.0); 2];
        let error = jacobian_into(g, &[1.0; 3], &mut work, &mut outputs, &mut out).unwrap_err();
        assert_eq!((error.argument, error.expected), ("out", 6));
        let mut work = [Dual::<Dual<f64, 2>, 2>::ZERO; 2];
        let error = hessian_into(f, &[1.0; 2], &mut work, &mut out).unwrap_err();
        assert_eq!((error.argument, error.expected), ("out", 4));
    }

    #[test]
    fn functions_of_no_variables_have_their_value() {
        let nothing: &mut [Dual<f64, 2>] = &mut [];
        assert_eq!(
            gradient_into(|_| Dual::lift(3.0), &[], nothing, &mut []),
            Ok(3.0)
        );
        let nothing: &mut [Dual<Dual<f64, 2>, 2>] = &mut [];
        let three = Dual {
            value: Dual::lift(3.0),
            partials: [Dual::lift(0.0); 2],
        };
        assert_eq!(hessian_into(|_| three, &[], nothing, &mut []), Ok(3.0));
        let (value, slopes) = value_and_gradient_chunked(|_| Dual::lift(3.0), [], Chunk::<2>);
        assert_eq!((value, slopes), (3.0, gradient(|_| Dual::lift(3.0), [])));
    }
}
