//! Second derivatives: reverse mode over dual numbers.

use core::array;

use calc_scalar::{Dual, Number};

use super::full::TapeFull;
use super::run::{Run, variables};
use super::tape::Tape;
use super::var::Var;

/// Value, gradient, and `K` products with the Hessian.
type SecondOrder<T, const N: usize, const K: usize> = (T, [T; N], [[T; N]; K]);

impl<T: Number, const K: usize, const CAP: usize> Tape<Dual<T, K>, CAP>
where
    Dual<T, K>: Number,
{
    /// `f(x)`, `∇f(x)` and `H(x)·vⱼ` for `K` directions: the Hessian times vectors, in one run and one
    /// sweep.
    ///
    /// Forward mode in the directions `v` over which reverse mode runs. Some times the price of a
    /// gradient, whatever the number of variables is.
    ///
    /// # Shapes and units
    ///
    /// `f: ℝᴺ → ℝ`; each `vⱼ` and each product has the shape of `x`.
    ///
    /// # Errors
    ///
    /// [`TapeFull`], as for [`gradient`](Tape::gradient).
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_multi::Tape;
    /// use calc_scalar::{Dual, Real};
    ///
    /// let mut tape = Tape::<Dual, 16>::new();
    /// let (value, slopes, [curved]) =
    ///     tape.hessian_vector_products(|[x, y]| x * y.powi(2), [2.0, 3.0], [[1.0, 10.0]])?;
    /// assert_eq!((value, slopes), (18.0, [9.0, 12.0]));
    /// assert_eq!(curved, [60.0, 46.0]); // [[0, 6], [6, 4]]·[1, 10]
    /// # Ok::<(), calc_multi::TapeFull>(())
    /// ```
    ///
    /// # References
    ///
    /// B. A. Pearlmutter, *Fast exact multiplication by the Hessian*, Neural Computation 6 (1994).
    #[inline]
    pub fn hessian_vector_products<'t, const N: usize>(
        &'t mut self,
        f: impl FnOnce([Var<'t, Dual<T, K>>; N]) -> Var<'t, Dual<T, K>>,
        x: [T; N],
        v: [[T; N]; K],
    ) -> Result<SecondOrder<T, N, K>, TapeFull> {
        let moving = |(value, velocity)| Dual {
            value,
            partials: velocity,
        };
        let mut pairs = x.into_iter().zip(transposed(&v)).map(moving);
        let x = array::from_fn(|_| pairs.next().unwrap_or(Dual::lift(T::ZERO)));
        let (y, slopes) = self.value_and_gradient(f, x)?;
        let products = transposed(&slopes.map(|slope| slope.partials));
        Ok((y.value, slopes.map(|slope| slope.value), products))
    }

    /// `Hᵢⱼ = ∂²f/∂xᵢ∂xⱼ(x)`: all second derivatives, `K` rows for one run and one sweep, `⌈N/K⌉` times.
    ///
    /// # Shapes and units
    ///
    /// `f: ℝᴺ → ℝ`; `N` rows of `N` columns.
    ///
    /// # Accuracy
    ///
    /// Entries across the diagonal are computed apart and may differ by rounding.
    ///
    /// # Errors
    ///
    /// [`TapeFull`], as for [`gradient`](Tape::gradient).
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_multi::Tape;
    /// use calc_scalar::{Dual, Real};
    ///
    /// let mut tape = Tape::<Dual<f64, 2>, 16>::new();
    /// let matrix = tape.hessian(|[x, y]| x * y.powi(2), [2.0, 3.0])?;
    /// assert_eq!(matrix, [[0.0, 6.0], [6.0, 4.0]]);
    /// # Ok::<(), calc_multi::TapeFull>(())
    /// ```
    #[inline]
    pub fn hessian<'t, const N: usize>(
        &'t mut self,
        f: impl Fn([Var<'t, Dual<T, K>>; N]) -> Var<'t, Dual<T, K>>,
        x: [T; N],
    ) -> Result<[[T; N]; N], TapeFull> {
        const {
            assert!(K > 0, "a Hessian needs duals with at least one slot");
        }
        let (room, adjoints) = self.parts();
        let mut matrix = [[T::ZERO; N]; N];
        for (chunk, rows) in matrix.chunks_mut(K).enumerate() {
            let mut place = 0..N;
            let x = x.map(|value| {
                let slot = place.next().unwrap_or(N).checked_sub(chunk * K);
                Dual::variable_at(value, slot.unwrap_or(K))
            });
            let (mut run, y) = Run::record(room, adjoints, N, |room| f(variables(room, x)))?;
            let slopes = run.sweep([(y, Dual::lift(T::ONE))].into_iter());
            for (column, slope) in slopes.iter().enumerate() {
                for (row, &partial) in rows.iter_mut().zip(&slope.partials) {
                    if let Some(entry) = row.get_mut(column) {
                        *entry = partial;
                    }
                }
            }
        }
        Ok(matrix)
    }
}

/// Columns as rows.
#[inline]
fn transposed<T: Number, const N: usize, const M: usize>(rows: &[[T; N]; M]) -> [[T; M]; N] {
    let mut columns = [[T::ZERO; M]; N];
    for (i, row) in rows.iter().enumerate() {
        for (column, &entry) in columns.iter_mut().zip(row) {
            if let Some(to) = column.get_mut(i) {
                *to = entry;
            }
        }
    }
    columns
}
