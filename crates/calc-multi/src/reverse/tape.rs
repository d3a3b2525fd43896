//! A tape of fixed capacity, and the gradients it gives.

use core::array;
use core::fmt;

use calc_scalar::Number;

use super::node::{Record, Storage};
use super::var::Var;

/// The largest capacity: the places 0 to 65 534 have names of 16 bits, the last name means nowhere.
const MOST: usize = 65_535;

/// Room for `CAP` recorded operations: reverse-mode derivatives without an allocator.
///
/// One run of `f` on [`Var`] numbers writes down every operation with its slopes; one sweep back over
/// the record gives all partial derivatives at once. The price is a few plain runs of `f`, whatever
/// the number of variables is, plus the memory: this is backpropagation.
///
/// Variables count as operations. Constants and operations on constants alone take no room, nor do
/// signs, constant factors and constant terms: `a·u + b` costs nothing.
///
/// # Memory
///
/// A recorded operation takes 24 bytes (`f64`) or 12 (`f32`), and its adjoint 8 or 4: all in all a
/// tape occupies 32 or 16 bytes per operation of its capacity. It holds everything itself: put it
/// where there is room, on the stack, in a `static` behind a cell, in a field. `CAP` is at most
/// 65 535, checked when the program is compiled.
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
    storage: Storage<T, CAP>,
    adjoints: [T; CAP],
}

impl<T: Number, const CAP: usize> Tape<T, CAP> {
    /// An empty tape.
    #[inline]
    pub const fn new() -> Self {
        const {
            assert!(CAP <= MOST, "a tape holds at most 65535 operations");
        }
        Self {
            storage: Storage::EMPTY,
            adjoints: [T::ZERO; CAP],
        }
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
        let record: &Record<T> = &self.storage;
        record.taken()
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
        self.value_and_gradient(f, x).map(|(_, slopes)| slopes)
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
        let mut run = self.run(|x| [f(x)], x)?;
        let [y] = run.outputs;
        Ok((y.value(), run.sweep([T::ONE])))
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
        Ok(self.run(f, x)?.sweep(w))
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
        let mut run = self.run(f, x)?;
        Ok(array::from_fn(|i| {
            run.sweep(array::from_fn(|j| if i == j { T::ONE } else { T::ZERO }))
        }))
    }

    /// Runs `f` on a cleared tape.
    #[inline]
    fn run<'t, const N: usize, const M: usize>(
        &'t mut self,
        f: impl FnOnce([Var<'t, T>; N]) -> [Var<'t, T>; M],
        x: [T; N],
    ) -> Result<Run<'t, T, M>, TapeFull> {
        let record: &'t Record<T> = &self.storage;
        record.clear();
        let outputs = f(x.map(|value| Var::variable(record, value)));
        let needed = record.taken();
        // Within the room exactly when the slice exists.
        match self.adjoints.get_mut(..needed) {
            Some(adjoints) => Ok(Run {
                record,
                adjoints,
                outputs,
            }),
            None => Err(TapeFull {
                capacity: CAP,
                needed,
            }),
        }
    }
}

/// A recorded run.
struct Run<'t, T: Number, const M: usize> {
    record: &'t Record<T>,
    adjoints: &'t mut [T],
    outputs: [Var<'t, T>; M],
}

impl<T: Number, const M: usize> Run<'_, T, M> {
    /// The gradient of the outputs weighted by `w`.
    fn sweep<const N: usize>(&mut self, w: [T; M]) -> [T; N] {
        self.adjoints.fill(T::ZERO);
        for (y, weight) in self.outputs.iter().zip(w) {
            y.seed(self.record, self.adjoints, weight);
        }
        self.record.sweep(self.adjoints, N);
        let mut slopes = [T::ZERO; N];
        for (slope, &adjoint) in slopes.iter_mut().zip(self.adjoints.iter()) {
            *slope = adjoint;
        }
        slopes
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

/// A function took more operations than its [`Tape`] has room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TapeFull {
    /// How many operations the tape holds.
    pub capacity: usize,
    /// How many the function took, at this point.
    pub needed: usize,
}

impl fmt::Display for TapeFull {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the function takes {} operations and the tape holds {}: use a Tape::<_, {0}>",
            self.needed, self.capacity
        )?;
        if self.needed > MOST {
            f.write_str(
                ", which is more than a tape can hold; split the function or use `gradient`",
            )?;
        }
        Ok(())
    }
}

impl core::error::Error for TapeFull {}

#[cfg(test)]
mod tests {
    use core::mem::size_of;
    use std::string::ToString;

    use calc_scalar::{Dual, Real};
    use proptest::prelude::*;

    use super::super::node::Node;
    use super::*;
    use crate::zoo::{self, assert_close};
    use crate::{gradient, hessian_vector_product, jacobian};

    /// Every kind of operation, with literals on both sides, constants and unused results.
    fn all_operations<R: Real>([x, y, z]: [R; 3]) -> R {
        let (s, c) = (0.5 * x).sin_cos();
        let unused = (y - y).sqrt();
        let q = (1.0 - x / 3.0) / (y.exp() + 2.0) - 3.0 / (z * z + 1.0);
        let constant = R::constant(2.0).sqrt() * R::constant(3.0);
        let mut sum = (q * s - c).tanh() * y.logistic() - -(z.powi(3) * 0.1) - constant;
        sum += x.hypot(R::constant(2.0)) + constant * z.atan2(y) + R::constant(1.5).pow(x);
        sum *= 0.0 * unused.primal() + 1.5;
        sum /= (x * y).max(y) + 4.0 - constant * 0.1;
        sum - [x, y, z].into_iter().product::<R>().abs() * constant
    }

    proptest! {
        #[test]
        fn reverse_is_forward(x in prop::array::uniform3(0.1..3.0_f64)) {
            let mut tape = Tape::<f64, 64>::new();
            let (value, slopes) = tape.value_and_gradient(all_operations, x).unwrap();
            prop_assert_eq!(value.to_bits(), all_operations(x).to_bits());
            assert_close(&slopes, &gradient(all_operations, x), 16.0);
        }

        #[test]
        fn sweeps_give_the_rows_of_the_jacobian(
            x in prop::array::uniform3(-2.0..2.0_f64),
            w in prop::array::uniform2(-2.0..2.0_f64),
        ) {
            let mut tape = Tape::<f64, 32>::new();
            let rows = tape.jacobian(zoo::spiral, x).unwrap();
            let forward = jacobian(zoo::spiral, x);
            assert_close(rows.as_flattened(), forward.as_flattened(), 16.0);
            let pulled_back = tape.vjp(zoo::spiral, x, w).unwrap();
            assert_close(&pulled_back, &crate::vjp(zoo::spiral, x, w), 16.0);
        }

        #[test]
        fn a_tape_over_duals_multiplies_the_hessian(
            x in prop::array::uniform4(-2.0..2.0_f64),
            v in prop::array::uniform4(-2.0..2.0_f64),
        ) {
            let moving: [Dual; 4] =
                array::from_fn(|i| Dual { value: x[i], partials: [v[i]] });
            let mut tape = Tape::<Dual, 64>::new();
            let slopes = tape.gradient(zoo::rosenbrock, moving).unwrap();
            assert_close(&slopes.map(|g| g.value), &gradient(zoo::rosenbrock, x), 32.0);
            let product = hessian_vector_product(zoo::rosenbrock, x, v);
            assert_close(&slopes.map(Dual::slope), &product, 32.0);
        }
    }

    #[test]
    fn reverse_gradients_are_those_found_on_paper() {
        let mut tape = Tape::<f64, 64>::new();
        for x in zoo::points() {
            let pairs = [
                (
                    tape.gradient(zoo::rosenbrock, x),
                    zoo::rosenbrock_gradient(x),
                ),
                (
                    tape.gradient(zoo::himmelblau, x),
                    zoo::himmelblau_gradient(x),
                ),
                (tape.gradient(zoo::beale, x), zoo::beale_gradient(x)),
                (tape.gradient(zoo::wave, x), zoo::wave_gradient(x)),
            ];
            for (actual, expected) in pairs {
                assert_close(&actual.unwrap(), &expected, 64.0);
            }
        }
        assert_eq!(tape.gradient(zoo::saddle, [1.0, 1.0]), Ok([5.0, 5.0]));
    }

    #[test]
    fn a_full_tape_says_what_is_needed_and_can_be_used_again() {
        let mut enough = Tape::<f64, 64>::new();
        let expected = enough.gradient(zoo::rosenbrock, [1.5, 2.0, 0.5, -1.0]);
        let needed = enough.used();
        assert!(needed > 20 && expected.is_ok());

        let mut small = Tape::<f64, 20>::new();
        let full = small.gradient(zoo::rosenbrock, [1.5, 2.0, 0.5, -1.0]);
        let error = TapeFull {
            capacity: 20,
            needed,
        };
        assert_eq!(full, Err(error));
        assert!(
            error
                .to_string()
                .contains(&std::format!("Tape::<_, {needed}>"))
        );
        assert_eq!(small.gradient(zoo::saddle, [1.0, 1.0]), Ok([5.0, 5.0]));

        let more_variables_than_room = Tape::<f64, 2>::new().gradient(|[x, y, _]| x * y, [1.0; 3]);
        assert_eq!(
            more_variables_than_room,
            Err(TapeFull {
                capacity: 2,
                needed: 4
            })
        );
    }

    #[test]
    fn a_tape_of_exactly_the_size_needed_is_enough() {
        let mut tape = Tape::<f64, 4>::new();
        let slopes = tape.gradient(|[x, y]| x * y * x, [3.0, 5.0]);
        assert_eq!((slopes, tape.used()), (Ok([30.0, 9.0]), 4));
    }

    #[test]
    fn signs_constant_factors_and_constant_terms_take_no_room() {
        let mut tape = Tape::<f64, 3>::new();
        let slopes = tape.gradient(
            |[x, y]| 3.0 - (1.0 - (2.0 * x - 1.0) * (-y / 4.0)) * 0.5,
            [3.0, 5.0],
        );
        assert_eq!((slopes, tape.used()), (Ok([-1.25, -0.625]), 3));
        // A factor of zero is a strong zero, too.
        let slopes = tape.gradient(|[x, y]| (x * 0.0).sqrt() * 2.0 - y, [1.0, 5.0]);
        assert_eq!(
            slopes,
            Err(TapeFull {
                capacity: 3,
                needed: 4
            })
        );
        let mut tape = Tape::<f64, 4>::new();
        let slopes = tape.gradient(|[x, y]| (x * 0.0).sqrt() * 2.0 - y, [1.0, 5.0]);
        assert_eq!(slopes, Ok([0.0, -1.0]));
    }

    #[test]
    fn functions_longer_than_any_tape_are_counted_too() {
        let mut tape = Tape::<f32, 8>::new();
        let result = tape.gradient(|[x]| (0..70_000).fold(x, |y, _| y * y), [1.0]);
        let error = TapeFull {
            capacity: 8,
            needed: 70_001,
        };
        assert_eq!(result, Err(error));
        assert!(error.to_string().contains("more than a tape can hold"));
    }

    #[test]
    fn constants_take_no_room() {
        let mut tape = Tape::<f64, 8>::new();
        let slopes = tape.gradient(
            |[x]| {
                let c = Var::constant(3.0).exp().sin() * 2.0 - Var::constant(1.0) / 7.0;
                x + c + 1.0 - c
            },
            [0.5],
        );
        assert_eq!((slopes, tape.used()), (Ok([1.0]), 1));
        assert_eq!(
            tape.gradient(|[_, _]| Var::constant(3.0), [1.0, 2.0]),
            Ok([0.0, 0.0])
        );
    }

    #[test]
    fn the_memory_is_what_the_documentation_says() {
        assert_eq!(size_of::<Node<f64>>(), 24);
        assert_eq!(size_of::<Node<f32>>(), 12);
        let overhead = size_of::<usize>();
        assert_eq!(size_of::<Tape<f64, 100>>(), 3200 + overhead);
        assert_eq!(size_of::<Tape<f32, 100>>(), 1600 + overhead);
    }

    #[test]
    fn unused_singular_results_do_not_reach_the_gradient() {
        let mut tape = Tape::<f64, 16>::new();
        let slopes = tape.gradient(
            |[x, y]| {
                let singular = x.sqrt();
                0.0 * singular + y * 2.0
            },
            [0.0, 1.0],
        );
        assert_eq!(slopes, Ok([0.0, 2.0]));
        // Where it is used, it does.
        let slopes = tape.gradient(|[x, y]| x.sqrt() + y * 2.0, [0.0, 1.0]);
        assert_eq!(slopes, Ok([f64::INFINITY, 2.0]));
    }

    #[test]
    fn numbers_of_two_tapes_do_not_mix_silently() {
        let mut outer = Tape::<f64, 16>::new();
        let slopes = outer.gradient(
            |[x]| {
                let mut inner = Tape::<f64, 16>::new();
                let mixed = inner.gradient(|[y]| y * x, [2.0]);
                assert!(mixed.unwrap()[0].is_nan());
                x * 3.0
            },
            [1.0],
        );
        assert_eq!(slopes, Ok([3.0]));
    }

    #[test]
    fn single_precision_works_with_its_own_literals() {
        let k = 2.0_f32;
        let mut tape = Tape::<f32, 16>::new();
        let slopes = tape.gradient(|[x, y]| k * x * y + 1.0 / x - y / k, [1.0, 3.0]);
        assert_eq!(slopes, Ok([5.0, 1.5]));
    }

    #[test]
    fn tapes_can_be_made_at_compile_time() {
        const TAPE: Tape<f64, 4> = Tape::new();
        let mut tape = TAPE;
        assert_eq!(tape.gradient(|[x]| x * x, [3.0]), Ok([6.0]));
    }
}
