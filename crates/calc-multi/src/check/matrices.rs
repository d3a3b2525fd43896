//! Checks of Jacobians and Hessians written by hand.

use core::{array, fmt};

use calc_scalar::{Check, Float, Verdict};

use super::{compare, further, gravest};
use crate::difference::{along_each, replaced};

/// Whether `j(x)` is the Jacobian of `f` at `x`: compares each entry with differences of `f`.
///
/// `j` is run once, `f` about `30·M·N` times. The report names the wrong entries.
///
/// # Examples
///
/// ```
/// use calc_multi::check_jacobian;
///
/// let f = |[x, y]: [f64; 2]| [x * y, x - y * y];
/// let check = check_jacobian(f, |[x, y]| [[y, x], [1.0, 2.0 * y]], [0.7, -1.3]);
/// let ((row, column), entry) = check.worst().unwrap();
/// assert_eq!((row, column), (1, 1));
/// assert!((entry.measured.value - 2.6).abs() < 1e-9);
/// ```
#[must_use]
pub fn check_jacobian<T: Float, const N: usize, const M: usize>(
    mut f: impl FnMut([T; N]) -> [T; M],
    j: impl FnOnce([T; N]) -> [[T; N]; M],
    x: [T; N],
) -> MatrixCheck<T, N, M> {
    let mut rows = j(x).into_iter();
    MatrixCheck {
        entries: array::from_fn(|row| {
            let mut claims = rows.next().unwrap_or([<T as Float>::NAN; N]).into_iter();
            along_each(x, |i, at| {
                let claimed = claims.next().unwrap_or(<T as Float>::NAN);
                let mut component = |t| {
                    let values = f(replaced(x, i, t));
                    values.get(row).copied().unwrap_or(<T as Float>::NAN)
                };
                compare(&mut component, claimed, at)
            })
        }),
    }
}

/// Whether `h(x)` is the Hessian whose gradient `g` is known: compares each entry with differences of
/// `g`.
///
/// `h` is run once, `g` about `30·N²` times. First [`check_gradient`](crate::check_gradient) `g` itself.
/// Entries that are wrong on one side of the diagonal only are found, too.
///
/// # Examples
///
/// ```
/// use calc_multi::check_hessian;
///
/// let g = |[x, y]: [f64; 2]| [2.0 * x * y, x * x];
/// let check = check_hessian(g, |[x, y]| [[2.0 * y, 2.0 * x], [2.0 * x, 0.0]], [0.7, -1.3]);
/// assert!(check.agrees());
/// ```
#[must_use]
pub fn check_hessian<T: Float, const N: usize>(
    g: impl FnMut([T; N]) -> [T; N],
    h: impl FnOnce([T; N]) -> [[T; N]; N],
    x: [T; N],
) -> MatrixCheck<T, N, N> {
    check_jacobian(g, h, x)
}

/// What [`check_jacobian`] or [`check_hessian`] found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MatrixCheck<T = f64, const N: usize = 1, const M: usize = 1> {
    /// One comparison per entry, row by row.
    pub entries: [[Check<T>; N]; M],
}

impl<T: Float, const N: usize, const M: usize> MatrixCheck<T, N, M> {
    /// Whether every entry agrees.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.verdict() == Verdict::Agrees
    }

    /// As for a gradient: the gravest verdict of all entries.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        gravest(self.entries.iter().flatten().map(|check| check.verdict))
    }

    /// The entries that are wrong, with row and column.
    pub fn wrong(&self) -> impl Iterator<Item = ((usize, usize), &Check<T>)> {
        self.all()
            .filter(|(_, check)| check.verdict == Verdict::Differs)
    }

    /// The wrong entry that is furthest off, if any is wrong.
    #[must_use]
    pub fn worst(&self) -> Option<((usize, usize), &Check<T>)> {
        self.wrong().reduce(|worst, next| {
            if further(next.1, worst.1) {
                next
            } else {
                worst
            }
        })
    }

    fn all(&self) -> impl Iterator<Item = ((usize, usize), &Check<T>)> {
        let rows = self.entries.iter().enumerate();
        rows.flat_map(|(i, row)| row.iter().enumerate().map(move |(j, c)| ((i, j), c)))
    }
}

impl<T: Float, const N: usize, const M: usize> fmt::Display for MatrixCheck<T, N, M> {
    /// One line per entry that is not right, or one line that says that all agree.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.agrees() {
            return write!(out, "the matrix agrees in all {M}·{N} entries");
        }
        let mut separator = "";
        for ((i, j), check) in self.all() {
            if !check.agrees() {
                write!(out, "{separator}row {i}, column {j}, {check}")?;
                separator = "\n";
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use super::*;
    use crate::{hessian, jacobian, zoo};

    #[test]
    fn exact_matrices_agree_and_wrong_entries_are_named() {
        let x = [0.7, -1.3];
        let gradient = |x| crate::gradient(zoo::wave, x);
        let right = check_hessian(gradient, |x| hessian(zoo::wave, x), x);
        assert!(right.agrees(), "{right}");
        // The measure of two by two entries, one of them off by a millionth.
        let mistaken = check_hessian(
            gradient,
            |x| {
                let mut h = hessian(zoo::wave, x);
                h[0][1] *= 1.0 + 1e-6;
                h
            },
            x,
        );
        assert!(mistaken.wrong().map(|(place, _)| place).eq([(0, 1)]));
        let (_, entry) = mistaken.worst().unwrap();
        let orders: f64 = entry.orders_of_magnitude();
        assert!((orders + 6.0).abs() < 0.1);
        assert!(mistaken.to_string().starts_with("row 0, column 1, at"));
        let f = |[x, y]: [f64; 2]| [x * y, x + y, x * x - y];
        let claim = |x| jacobian(|[x, y]| [x * y, x + y, x * x - y], x);
        assert!(check_jacobian(f, claim, x).agrees());
        let swapped = check_jacobian(f, |x| claim(x).map(|[a, b]| [b, a]), x);
        assert!(
            swapped
                .wrong()
                .map(|(place, _)| place.0)
                .all(|row| row != 1)
        );
        assert_eq!(swapped.wrong().count(), 4);
    }
}
