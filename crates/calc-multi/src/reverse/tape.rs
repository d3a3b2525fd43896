//! A tape of fixed capacity, and the gradients it gives.

use core::fmt;

use calc_scalar::Number;

use super::full::TapeFull;
use super::node::{self, MOST, Node};
use super::run::{self, Recorded, common};
use super::slice::SliceTape;
use super::var::Var;

/// Room for `CAP` recorded operations: reverse-mode derivatives without an allocator.
///
/// One run of `f` on [`Var`] numbers writes down every operation with its slopes; one sweep back over
/// the record gives all partial derivatives at once. The price is a few plain runs of `f`, whatever
/// the number of variables is, plus the memory: this is backpropagation.
///
/// Variables count as operations. Constants and operations on constants alone take no room, nor do
/// signs, constant factors and constant terms: `a·u + b` costs nothing.
///
/// An operation of `k > 2` operands, such as [`Real::dot`](calc_scalar::Real::dot), takes `1 + ⌈k/2⌉`
/// places, every other one place; `product()` of an iterator of floats is one operation for every fifteen factors
/// after the first (of up to three factors, a chain of products). What is a short block of code from few numbers to one can
/// be recorded as one operation: [`Real::block`](calc_scalar::Real::block), [`Var::statement`].
///
/// # Memory
///
/// A recorded operation takes 24 bytes (`f64`) or 12 (`f32`), and its adjoint 8 or 4: all in all a
/// tape occupies 32 or 16 bytes per operation of its capacity, and nothing else. It holds everything
/// itself: put it where there is room, on the stack, in a `static` behind a cell, in a field; or use
/// memory of your own with a [`SliceTape`]. `CAP` is at most 65 535, checked when the program is
/// compiled.
///
/// ```compile_fail
/// # use calc_multi::Tape;
/// let too_large = Tape::<f64, 65_536>::new();
/// ```
///
/// # Edge cases
///
/// As for [`gradient`](crate::gradient()). An adjoint of zero contributes nothing even against an
/// infinite slope, so a result that is not used does not turn the gradient into NaN.
///
/// # Examples
///
/// ```
/// use calc_multi::Tape;
/// use calc_scalar::Real;
///
/// fn loss<R: Real, const N: usize>(w: [R; N]) -> R {
///     w.into_iter().map(|w| (w - 1.0).powi(2)).sum()
/// }
///
/// let mut tape = Tape::<f64, 64>::new();
/// assert_eq!(tape.gradient(loss, [3.0, 1.0, 0.5]), Ok([4.0, 0.0, -1.0]));
///
/// // The tape is empty again for the next function; closures may capture.
/// let k = 2.0;
/// assert_eq!(tape.gradient(|[x, y]| k * x * y, [3.0, 5.0]), Ok([10.0, 6.0]));
/// ```
///
/// Over dual numbers the same sweep gives the product of the Hessian with a vector:
///
/// ```
/// use calc_multi::Tape;
/// use calc_scalar::{Dual, Real};
///
/// let moving = |value, velocity| Dual { value, partials: [velocity] };
/// let mut tape = Tape::<Dual, 16>::new();
/// let slopes = tape.gradient(|[x, y]| x * y.powi(2), [moving(2.0, 1.0), moving(3.0, 10.0)])?;
/// assert_eq!(slopes.map(|g| g.value), [9.0, 12.0]);
/// assert_eq!(slopes.map(Dual::slope), [60.0, 46.0]); // [[0, 6], [6, 4]]·[1, 10]
/// # Ok::<(), calc_multi::TapeFull>(())
/// ```
///
/// # References
///
/// A. Griewank and A. Walther, *Evaluating Derivatives*, 2nd ed., SIAM 2008, chapters 3 and 4.
pub struct Tape<T, const CAP: usize> {
    nodes: [Node<T>; CAP],
    adjoints: [T; CAP],
}

impl<T: Number, const CAP: usize> Tape<T, CAP> {
    /// An empty tape.
    #[must_use]
    #[inline]
    pub const fn new() -> Self {
        const {
            assert!(CAP <= MOST, "a tape holds at most 65535 operations");
        }
        Self {
            nodes: [const { Node::new() }; CAP],
            adjoints: [T::ZERO; CAP],
        }
    }

    /// This tape as one of run-time capacity; it serves functions of run-time many variables, too.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_multi::Tape;
    ///
    /// let mut tape = Tape::<f64, 16>::new();
    /// let x = vec![1.0, 2.0, 4.0];
    /// let mut slopes = vec![0.0; x.len()];
    /// tape.as_slice_tape().gradient_into(|x| x.iter().product(), &x, &mut slopes)?;
    /// assert_eq!(slopes, [8.0, 4.0, 2.0]);
    /// # Ok::<(), calc_multi::TapeError>(())
    /// ```
    #[inline]
    pub fn as_slice_tape(&mut self) -> SliceTape<'_, T> {
        SliceTape::over(&mut self.nodes, &mut self.adjoints)
    }

    /// How many operations the last run took, variables included: the capacity it needs.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_multi::Tape;
    ///
    /// let mut tape = Tape::<f64, 100>::new();
    /// tape.gradient(|[x, y]| 2.0 * x * y + 1.0, [3.0, 5.0])?;
    /// assert_eq!(tape.used(), 3); // x, y, xy; constant factors and terms are free
    /// # Ok::<(), calc_multi::TapeFull>(())
    /// ```
    #[must_use]
    #[inline]
    pub fn used(&self) -> usize {
        node::taken(&self.nodes)
    }

    /// `∇f(x)`: all partial derivatives of `f`, in one run and one sweep.
    ///
    /// # Shapes and units
    ///
    /// `f: ℝᴺ → ℝ`; the result has the shape of `x`.
    ///
    /// # Errors
    ///
    /// [`TapeFull`] when `f` takes more operations than the tape has room for; it says how many.
    /// The tape can be used again.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_multi::Tape;
    /// use calc_scalar::Real;
    ///
    /// let mut tape = Tape::<f64, 32>::new();
    /// let slopes = tape.gradient(|[x, y]| x.powi(2) + 3.0 * x * y + y.powi(2), [1.0, 1.0])?;
    /// assert_eq!(slopes, [5.0, 5.0]);
    /// # Ok::<(), calc_multi::TapeFull>(())
    /// ```
    #[inline]
    pub fn gradient<'t, const N: usize>(
        &'t mut self,
        f: impl FnOnce([Var<'t, T>; N]) -> Var<'t, T>,
        x: [T; N],
    ) -> Result<[T; N], TapeFull> {
        let (room, adjoints) = self.parts();
        run::gradient(room, adjoints, f, x, |_, &slopes| slopes)
    }

    /// `(f(x), ∇f(x))`: value and gradient together, for the price of [`gradient`](Tape::gradient).
    ///
    /// # Errors
    ///
    /// [`TapeFull`], as for [`gradient`](Tape::gradient).
    #[inline]
    pub fn value_and_gradient<'t, const N: usize>(
        &'t mut self,
        f: impl FnOnce([Var<'t, T>; N]) -> Var<'t, T>,
        x: [T; N],
    ) -> Result<(T, [T; N]), TapeFull> {
        let (room, adjoints) = self.parts();
        run::gradient(room, adjoints, f, x, |value, &slopes| (value, slopes))
    }

    /// `wᵀ·J(x)`: the gradient of `w·f`, in one run and one sweep.
    ///
    /// # Shapes and units
    ///
    /// `f: ℝᴺ → ℝᴹ`, `w` in ℝᴹ, the result in ℝᴺ.
    ///
    /// # Errors
    ///
    /// [`TapeFull`], as for [`gradient`](Tape::gradient).
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_multi::Tape;
    ///
    /// let mut tape = Tape::<f64, 16>::new();
    /// let pulled_back = tape.vjp(|[x, y]| [x * y, x + y], [2.0, 3.0], [10.0, 1.0]);
    /// assert_eq!(pulled_back, Ok([31.0, 21.0]));
    /// ```
    #[inline]
    pub fn vjp<'t, const N: usize, const M: usize>(
        &'t mut self,
        f: impl FnOnce([Var<'t, T>; N]) -> [Var<'t, T>; M],
        x: [T; N],
        w: [T; M],
    ) -> Result<[T; N], TapeFull> {
        Ok(self.record(f, x)?.vjp(w))
    }

    /// `Jᵢⱼ = ∂fᵢ/∂xⱼ(x)`: one run, and one sweep per output. For fewer outputs than inputs.
    ///
    /// # Shapes and units
    ///
    /// `f: ℝᴺ → ℝᴹ`; `M` rows of `N` columns.
    ///
    /// # Errors
    ///
    /// [`TapeFull`], as for [`gradient`](Tape::gradient).
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_multi::Tape;
    ///
    /// let mut tape = Tape::<f64, 16>::new();
    /// let matrix = tape.jacobian(|[x, y, z]| [x * y, y + z], [2.0, 3.0, 4.0]);
    /// assert_eq!(matrix, Ok([[3.0, 2.0, 0.0], [0.0, 1.0, 1.0]]));
    /// ```
    #[inline]
    pub fn jacobian<'t, const N: usize, const M: usize>(
        &'t mut self,
        f: impl FnOnce([Var<'t, T>; N]) -> [Var<'t, T>; M],
        x: [T; N],
    ) -> Result<[[T; N]; M], TapeFull> {
        Ok(self.record(f, x)?.jacobian())
    }

    /// Runs `f` and keeps the record: values, and derivatives of any of the outputs, one sweep each.
    ///
    /// # Shapes and units
    ///
    /// `f: ℝᴺ → ℝᴹ`.
    ///
    /// # Errors
    ///
    /// [`TapeFull`], as for [`gradient`](Tape::gradient).
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_multi::Tape;
    ///
    /// let mut tape = Tape::<f64, 16>::new();
    /// let mut run = tape.record(|[x, y]| [x * y, x / y], [6.0, 2.0])?;
    /// assert_eq!(run.values(), [12.0, 3.0]);
    /// assert_eq!(run.row(1), Some([0.5, -1.5]));
    /// // Weights may depend on what came out.
    /// let [product, ratio] = run.values();
    /// assert_eq!(run.vjp([product, ratio]), [25.5, 67.5]);
    /// # Ok::<(), calc_multi::TapeFull>(())
    /// ```
    #[inline]
    pub fn record<'t, const N: usize, const M: usize>(
        &'t mut self,
        f: impl FnOnce([Var<'t, T>; N]) -> [Var<'t, T>; M],
        x: [T; N],
    ) -> Result<Recorded<'t, T, N, M>, TapeFull> {
        let (room, adjoints) = self.parts();
        Recorded::new(room, adjoints, f, x)
    }

    /// The memory, for runs that follow each other.
    #[inline]
    pub(crate) fn parts(&mut self) -> (&[Node<T>], &mut [T]) {
        common(&mut self.nodes, &mut self.adjoints)
    }
}

impl<T: Number, const CAP: usize> Default for Tape<T, CAP> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Number, const CAP: usize> fmt::Debug for Tape<T, CAP> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tape")
            .field("capacity", &CAP)
            .field("used", &self.used())
            .finish()
    }
}
