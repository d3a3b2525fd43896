//! Differences of functions of slices: any number of variables, in memory of the caller.

use core::fmt;

use calc_scalar::Float;
use calc_scalar::difference::{Estimate, derivative, nth_derivative};

use super::{Along, difference_of, natural};

/// A slice is not as long as it has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LengthMismatch {
    /// Which slice.
    pub what: &'static str,
    /// How long it has to be.
    pub expected: usize,
    /// How long it is.
    pub found: usize,
}

impl fmt::Display for LengthMismatch {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            what,
            expected,
            found,
        } = self;
        write!(
            out,
            "`{what}` has {found} entries and needs {expected}: one for each variable or result"
        )
    }
}

impl core::error::Error for LengthMismatch {}

/// Checks the length of a slice.
pub(crate) fn expect(
    what: &'static str,
    found: usize,
    expected: usize,
) -> Result<(), LengthMismatch> {
    if found == expected {
        Ok(())
    } else {
        Err(LengthMismatch {
            what,
            expected,
            found,
        })
    }
}

/// `∇f(x) ± error` into `out`: [`gradient`](super::gradient) for slices.
///
/// `scratch` holds the points at which `f` is run.
///
/// # Errors
///
/// [`LengthMismatch`] unless `scratch` and `out` are as long as `x`.
///
/// # Examples
///
/// ```
/// use calc_multi::difference;
/// use calc_scalar::difference::Estimate;
///
/// let x = [1.0_f64, 2.0, 3.0];
/// let (mut scratch, mut out) = ([0.0; 3], [Estimate { value: 0.0, error: 0.0, step: 0.0, evaluations: 0 }; 3]);
/// difference::gradient_into(|x| x.iter().map(|x| x * x).sum(), &x, &mut scratch, &mut out)?;
/// assert!((out[2].value - 6.0).abs() <= out[2].error);
/// # Ok::<(), difference::LengthMismatch>(())
/// ```
pub fn gradient_into<T: Float>(
    mut f: impl FnMut(&[T]) -> T,
    x: &[T],
    scratch: &mut [T],
    out: &mut [Estimate<T>],
) -> Result<(), LengthMismatch> {
    expect("scratch", scratch.len(), x.len())?;
    expect("out", out.len(), x.len())?;
    for (i, (&at, out)) in x.iter().zip(out).enumerate() {
        let along: Along<'_, T> = &mut |t| f(moved(x, scratch, &[(i, t)]));
        *out = derivative(along, at);
    }
    Ok(())
}

/// `∂fᵢ/∂xⱼ(x) ± error` into `out`, row by row: [`jacobian`](super::jacobian) for slices.
///
/// `f` writes its results into its second argument. `values` has room for them, `scratch` for the
/// points.
///
/// # Errors
///
/// [`LengthMismatch`] unless `scratch` is as long as `x`, and `out` as long as the product of the
/// lengths of `values` and `x`.
pub fn jacobian_into<T: Float>(
    mut f: impl FnMut(&[T], &mut [T]),
    x: &[T],
    scratch: &mut [T],
    values: &mut [T],
    out: &mut [Estimate<T>],
) -> Result<(), LengthMismatch> {
    expect("scratch", scratch.len(), x.len())?;
    expect("out", out.len(), values.len().saturating_mul(x.len()))?;
    if x.is_empty() {
        return Ok(());
    }
    for (row, out) in out.chunks_mut(x.len()).enumerate() {
        for (i, (&at, out)) in x.iter().zip(out).enumerate() {
            let component: Along<'_, T> = &mut |t| {
                f(moved(x, scratch, &[(i, t)]), values);
                values.get(row).copied().unwrap_or(<T as Float>::NAN)
            };
            *out = derivative(component, at);
        }
    }
    Ok(())
}

/// `∂²f/∂xᵢ∂xⱼ(x) ± error` into `out`, row by row: [`hessian`](super::hessian) for slices.
///
/// # Errors
///
/// [`LengthMismatch`] unless `scratch` is as long as `x`, and `out` as long as its square.
pub fn hessian_into<T: Float>(
    mut f: impl FnMut(&[T]) -> T,
    x: &[T],
    scratch: &mut [T],
    out: &mut [Estimate<T>],
) -> Result<(), LengthMismatch> {
    let n = x.len();
    expect("scratch", scratch.len(), n)?;
    expect("out", out.len(), n.saturating_mul(n))?;
    for (i, &at) in x.iter().enumerate() {
        for (j, &other) in x.iter().enumerate().skip(i) {
            let found = if i == j {
                let along: Along<'_, T> = &mut |t| f(moved(x, scratch, &[(i, t)]));
                nth_derivative(along, at, 2)
            } else {
                let (a, b) = (natural(at), natural(other));
                let mut bend = |b: T| {
                    let along: Along<'_, T> =
                        &mut |t| f(moved(x, scratch, &[(i, at + t * a), (j, other + t * b)]));
                    nth_derivative(along, T::ZERO, 2)
                };
                let (plus, minus) = (bend(b), bend(-b));
                difference_of(plus, minus, T::literal(4.0) * a * b)
            };
            for place in [i * n + j, j * n + i] {
                if let Some(slot) = out.get_mut(place) {
                    *slot = found;
                }
            }
        }
    }
    Ok(())
}

/// The point `x` in `scratch`, with some coordinates replaced.
fn moved<'s, T: Float>(x: &[T], scratch: &'s mut [T], replaced: &[(usize, T)]) -> &'s [T] {
    for (slot, &x) in scratch.iter_mut().zip(x) {
        *slot = x;
    }
    for &(i, t) in replaced {
        if let Some(slot) = scratch.get_mut(i) {
            *slot = t;
        }
    }
    scratch
}
