//! A tape over the caller's memory.

use core::fmt;

use calc_scalar::Number;

use super::full::{TapeError, TapeFull, check_length};
use super::node::{self, Node};
use super::run::{self, Recorded, Run, common};
use super::var::Var;
use super::variables::Variables;

/// A tape over memory of the caller: a [`Tape`](crate::Tape) whose capacity is known at run time only.
///
/// One operation takes a place of both slices; the shorter of the two counts, and at most 65 535 places.
/// What the memory held before does not matter. Methods that end in `_into` serve functions whose number
/// of variables is known at run time only: the function gets [`Variables`], the result goes into a slice
/// of the caller.
///
/// # Edge cases
///
/// As for [`Tape`](crate::Tape).
///
/// # Examples
///
/// ```
/// use calc_multi::{Node, SliceTape};
///
/// let mut nodes = vec![Node::new(); 100];
/// let mut adjoints = vec![0.0; 100];
/// let mut tape = SliceTape::over(&mut nodes, &mut adjoints);
/// assert_eq!(tape.gradient(|[x, y]| x * y, [3.0, 5.0])?, [5.0, 3.0]);
///
/// let mut slopes = [0.0; 4];
/// let value = tape.value_and_gradient_into(
///     |x| x.iter().product(),
///     &[1.0, 2.0, 3.0, 4.0],
///     &mut slopes,
/// )?;
/// assert_eq!((value, slopes), (24.0, [24.0, 12.0, 8.0, 6.0]));
/// # Ok::<(), calc_multi::TapeError>(())
/// ```
pub struct SliceTape<'b, T: Number = f64> {
    room: &'b [Node<T>],
    adjoints: &'b mut [T],
}

impl<'b, T: Number> SliceTape<'b, T> {
    /// A tape that uses this memory.
    #[must_use]
    #[inline]
    pub fn over(nodes: &'b mut [Node<T>], adjoints: &'b mut [T]) -> Self {
        let (room, adjoints) = common(nodes, adjoints);
        node::begin(room, 0);
        Self { room, adjoints }
    }

    /// How many operations there is room for.
    #[must_use]
    #[inline]
    pub fn capacity(&self) -> usize {
        self.room.len()
    }

    /// How many places the last run took, variables included.
    #[must_use]
    #[inline]
    pub fn used(&self) -> usize {
        node::taken(self.room)
    }

    /// As [`Tape::gradient`](crate::Tape::gradient).
    ///
    /// # Errors
    ///
    /// [`TapeFull`] when `f` takes more operations than there is room for; it says how many.
    #[inline]
    pub fn gradient<'t, const N: usize>(
        &'t mut self,
        f: impl FnOnce([Var<'t, T>; N]) -> Var<'t, T>,
        x: [T; N],
    ) -> Result<[T; N], TapeFull> {
        run::gradient(self.room, self.adjoints, f, x, |_, &slopes| slopes)
    }

    /// As [`Tape::value_and_gradient`](crate::Tape::value_and_gradient).
    ///
    /// # Errors
    ///
    /// [`TapeFull`], as for [`gradient`](SliceTape::gradient).
    #[inline]
    pub fn value_and_gradient<'t, const N: usize>(
        &'t mut self,
        f: impl FnOnce([Var<'t, T>; N]) -> Var<'t, T>,
        x: [T; N],
    ) -> Result<(T, [T; N]), TapeFull> {
        let with_value = |value, &slopes: &[T; N]| (value, slopes);
        run::gradient(self.room, self.adjoints, f, x, with_value)
    }

    /// As [`Tape::vjp`](crate::Tape::vjp).
    ///
    /// # Errors
    ///
    /// [`TapeFull`], as for [`gradient`](SliceTape::gradient).
    #[inline]
    pub fn vjp<'t, const N: usize, const M: usize>(
        &'t mut self,
        f: impl FnOnce([Var<'t, T>; N]) -> [Var<'t, T>; M],
        x: [T; N],
        w: [T; M],
    ) -> Result<[T; N], TapeFull> {
        Ok(self.record(f, x)?.vjp(w))
    }

    /// As [`Tape::jacobian`](crate::Tape::jacobian).
    ///
    /// # Errors
    ///
    /// [`TapeFull`], as for [`gradient`](SliceTape::gradient).
    #[inline]
    pub fn jacobian<'t, const N: usize, const M: usize>(
        &'t mut self,
        f: impl FnOnce([Var<'t, T>; N]) -> [Var<'t, T>; M],
        x: [T; N],
    ) -> Result<[[T; N]; M], TapeFull> {
        Ok(self.record(f, x)?.jacobian())
    }

    /// As [`Tape::record`](crate::Tape::record).
    ///
    /// # Errors
    ///
    /// [`TapeFull`], as for [`gradient`](SliceTape::gradient).
    #[inline]
    pub fn record<'t, const N: usize, const M: usize>(
        &'t mut self,
        f: impl FnOnce([Var<'t, T>; N]) -> [Var<'t, T>; M],
        x: [T; N],
    ) -> Result<Recorded<'t, T, N, M>, TapeFull> {
        Recorded::new(self.room, self.adjoints, f, x)
    }

    /// `∇f(x)` for any number of variables: all partial derivatives, in one run and one sweep.
    ///
    /// # Shapes and units
    ///
    /// `f: ℝⁿ → ℝ`; `slopes` has the length of `x`.
    ///
    /// # Errors
    ///
    /// [`TapeError::Full`] when `f` takes more operations than there is room for,
    /// [`TapeError::Length`] when `slopes` has another length than `x`; `slopes` is then as it was.
    #[inline]
    pub fn gradient_into<'t>(
        &'t mut self,
        f: impl FnOnce(Variables<'t, T>) -> Var<'t, T>,
        x: &'t [T],
        slopes: &mut [T],
    ) -> Result<(), TapeError> {
        self.value_and_gradient_into(f, x, slopes).map(drop)
    }

    /// `f(x)`, and `∇f(x)` into `slopes`, for the price of [`gradient_into`](SliceTape::gradient_into).
    ///
    /// # Errors
    ///
    /// [`TapeError`], as for [`gradient_into`](SliceTape::gradient_into).
    #[inline]
    pub fn value_and_gradient_into<'t>(
        &'t mut self,
        f: impl FnOnce(Variables<'t, T>) -> Var<'t, T>,
        x: &'t [T],
        slopes: &mut [T],
    ) -> Result<T, TapeError> {
        let [value] = self.vjp_into(|x| [f(x)], x, [T::ONE], slopes)?;
        Ok(value)
    }

    /// `f(x)`, and `wᵀ·J(x)` into `slopes`: the gradient of `w·f`, in one run and one sweep.
    ///
    /// # Shapes and units
    ///
    /// `f: ℝⁿ → ℝᴹ`, `w` in ℝᴹ; `slopes` has the length of `x`.
    ///
    /// # Errors
    ///
    /// [`TapeError`], as for [`gradient_into`](SliceTape::gradient_into).
    #[inline]
    pub fn vjp_into<'t, const M: usize>(
        &'t mut self,
        f: impl FnOnce(Variables<'t, T>) -> [Var<'t, T>; M],
        x: &'t [T],
        w: [T; M],
        slopes: &mut [T],
    ) -> Result<[T; M], TapeError> {
        check_length(x.len(), slopes.len())?;
        let (mut run, outputs) = self.run(f, x)?;
        slopes.copy_from_slice_of(run.sweep(outputs.into_iter().zip(w)));
        Ok(outputs.map(Var::value))
    }

    /// `f(x)`, and `Jᵢⱼ = ∂fᵢ/∂xⱼ(x)` into `rows`: one run, and one sweep per output.
    ///
    /// # Shapes and units
    ///
    /// `f: ℝⁿ → ℝᴹ`; `rows` has `M·n` numbers, row after row.
    ///
    /// # Errors
    ///
    /// [`TapeError`], as for [`gradient_into`](SliceTape::gradient_into).
    #[inline]
    pub fn jacobian_into<'t, const M: usize>(
        &'t mut self,
        f: impl FnOnce(Variables<'t, T>) -> [Var<'t, T>; M],
        x: &'t [T],
        rows: &mut [T],
    ) -> Result<[T; M], TapeError> {
        check_length(M.saturating_mul(x.len()), rows.len())?;
        let (mut run, outputs) = self.run(f, x)?;
        // Rows without a column: there is nothing to write.
        let columns = x.len().max(1);
        for (row, output) in rows.chunks_exact_mut(columns).zip(outputs) {
            row.copy_from_slice_of(run.sweep([(output, T::ONE)].into_iter()));
        }
        Ok(outputs.map(Var::value))
    }

    /// The memory, for runs that follow each other.
    #[inline]
    pub(crate) fn memory(&mut self) -> (&[Node<T>], &mut [T]) {
        (self.room, self.adjoints)
    }

    #[inline]
    fn run<'t, O>(
        &'t mut self,
        f: impl FnOnce(Variables<'t, T>) -> O,
        x: &'t [T],
    ) -> Result<(Run<'t, 't, T>, O), TapeFull> {
        Run::record(self.room, self.adjoints, x.len(), |room| {
            f(Variables::new(room, x))
        })
    }
}

impl<T: Number> fmt::Debug for SliceTape<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SliceTape")
            .field("capacity", &self.capacity())
            .field("used", &self.used())
            .finish()
    }
}

/// Copies as far as both slices go: `copy_from_slice` without a way to panic.
pub(crate) trait CopyFromSliceOf<T> {
    fn copy_from_slice_of(&mut self, from: &[T]);
}

impl<T: Copy> CopyFromSliceOf<T> for [T] {
    #[inline]
    fn copy_from_slice_of(&mut self, from: &[T]) {
        for (to, &from) in self.iter_mut().zip(from) {
            *to = from;
        }
    }
}
