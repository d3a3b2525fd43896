//! Reverse mode through many steps in little memory.

use calc_scalar::{Float, Number, Real};

use super::full::{TapeError, TapeFull};
use super::node::Node;
use super::run::Run;
use super::slice::SliceTape;
use super::tape::Tape;
use super::var::Var;

/// A state of `S` numbers that goes forward in steps, governed by `P` parameters: an integration in
/// time, an iteration, a recurrent network.
pub trait Recurrence<const S: usize, const P: usize, F: Float = f64> {
    /// The state after step number `k` (from 0), from the state before it.
    fn step<R: Real<F>>(&self, k: u32, state: [R; S], parameters: [R; P]) -> [R; S];
}

/// Room for one state, to begin again from.
#[derive(Clone, Copy, Debug)]
pub struct Checkpoint<T, const S: usize> {
    state: [T; S],
    /// How many steps lead to it.
    at: u32,
}

impl<T: Number, const S: usize> Checkpoint<T, S> {
    /// Empty room.
    #[must_use]
    #[inline]
    pub const fn new() -> Self {
        Self {
            state: [T::ZERO; S],
            at: 0,
        }
    }
}

impl<T: Number, const S: usize> Default for Checkpoint<T, S> {
    fn default() -> Self {
        Self::new()
    }
}

/// What [`Tape::backpropagate`] finds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backpropagated<T, const S: usize, const P: usize> {
    /// The state at the end.
    pub end: [T; S],
    /// The gradient with respect to the state at the beginning.
    pub by_state: [T; S],
    /// The gradient with respect to the parameters.
    pub by_parameters: [T; P],
    /// How many steps were taken on plain numbers; each step was taken once more on the tape.
    pub advances: u32,
}

impl<T: Number, const CAP: usize> Tape<T, CAP>
where
    for<'v> Var<'v, T>: Real<T::Literal>,
{
    /// The gradient of `L(sₙ)` through `n` steps `sₖ₊₁ = step(k, sₖ, p)`, in the memory of one step and
    /// of the checkpoints.
    ///
    /// The tape holds one step at a time. States in between are kept in `checkpoints` where there is room
    /// and computed again where there is not, by the schedule that computes the fewest: `advances` is
    /// [`fewest_advances`]. `by_end` is given the state at the end and says the gradient of `L` there.
    ///
    /// With `c` checkpoints and at most `r` repetitions of a step, `n` may be `(c + r)!/(c!·r!)`: eight
    /// checkpoints serve a thousand steps with five repetitions. If the number of steps is not known
    /// beforehand, count them in a plain run.
    ///
    /// # Errors
    ///
    /// [`TapeError::Full`] when a step takes more operations than the tape has room for,
    /// [`TapeError::NoCheckpoint`] when there is room for no state at all.
    ///
    /// # Examples
    ///
    /// A pendulum: how does its angle after a thousand steps depend on where and how it starts, and on its
    /// length?
    ///
    /// ```
    /// use calc_multi::{Checkpoint, Recurrence, Tape};
    /// use calc_scalar::Real;
    ///
    /// struct Pendulum;
    ///
    /// impl Recurrence<2, 1> for Pendulum {
    ///     fn step<R: Real>(&self, _: u32, [angle, speed]: [R; 2], [length]: [R; 1]) -> [R; 2] {
    ///         let speed = speed - 0.01 * 9.81 * angle.sin() / length;
    ///         [angle + 0.01 * speed, speed]
    ///     }
    /// }
    ///
    /// let mut tape = Tape::<f64, 8>::new();
    /// let mut checkpoints = [Checkpoint::new(); 8];
    /// let run = tape.backpropagate(
    ///     &Pendulum,
    ///     1000,
    ///     [0.5, 0.0],
    ///     [1.0],
    ///     &mut checkpoints,
    ///     |_| [1.0, 0.0],
    /// )?;
    /// let angle = |length| {
    ///     let step = |state, k| Pendulum.step(k, state, [length]);
    ///     (0..1000).fold([0.5, 0.0], step)[0]
    /// };
    /// assert_eq!(run.end[0], angle(1.0));
    /// let slope = (angle(1.0 + 1e-6) - angle(1.0 - 1e-6)) / 2e-6;
    /// assert!((run.by_parameters[0] - slope).abs() < 1e-6);
    /// assert_eq!(run.advances, 4285);
    /// # Ok::<(), calc_multi::TapeError>(())
    /// ```
    ///
    /// # References
    ///
    /// A. Griewank and A. Walther, *Algorithm 799: Revolve*, ACM Transactions on Mathematical Software 26
    /// (2000).
    pub fn backpropagate<const S: usize, const P: usize>(
        &mut self,
        recurrence: &impl Recurrence<S, P, T::Literal>,
        steps: u32,
        state: [T; S],
        parameters: [T; P],
        checkpoints: &mut [Checkpoint<T, S>],
        by_end: impl FnOnce([T; S]) -> [T; S],
    ) -> Result<Backpropagated<T, S, P>, TapeError> {
        let mut tape = self.as_slice_tape();
        tape.backpropagate(recurrence, steps, state, parameters, checkpoints, by_end)
    }
}

impl<T: Number> SliceTape<'_, T>
where
    for<'v> Var<'v, T>: Real<T::Literal>,
{
    /// As [`Tape::backpropagate`].
    ///
    /// # Errors
    ///
    /// [`TapeError`], as there.
    pub fn backpropagate<const S: usize, const P: usize>(
        &mut self,
        recurrence: &impl Recurrence<S, P, T::Literal>,
        steps: u32,
        state: [T; S],
        parameters: [T; P],
        checkpoints: &mut [Checkpoint<T, S>],
        by_end: impl FnOnce([T; S]) -> [T; S],
    ) -> Result<Backpropagated<T, S, P>, TapeError> {
        let (room, adjoints) = self.memory();
        let slots = u32::try_from(checkpoints.len()).unwrap_or(u32::MAX);
        let Some(start) = checkpoints.first_mut() else {
            return Err(TapeError::NoCheckpoint);
        };
        *start = Checkpoint { state, at: 0 };
        let mut result = Backpropagated {
            end: state,
            by_state: [T::ZERO; S],
            by_parameters: [T::ZERO; P],
            advances: 0,
        };
        let mut by_end = Some(by_end);
        let mut used = 1_usize;
        let mut end = steps;
        while end > 0 {
            let Some(&Checkpoint { mut state, mut at }) = checkpoints.get(used - 1) else {
                break;
            };
            // On the way to the last step, states are left where the schedule wants them.
            while at + 1 < end {
                let free = slots.saturating_sub(u32::try_from(used).unwrap_or(u32::MAX));
                let stride = if free == 0 {
                    end - 1 - at
                } else {
                    stride(end - at, free + 1)
                };
                for _ in 0..stride {
                    state = recurrence.step(at, state, parameters);
                    at += 1;
                }
                result.advances = result.advances.saturating_add(stride);
                if let Some(slot) = checkpoints.get_mut(used)
                    && free > 0
                {
                    *slot = Checkpoint { state, at };
                    used += 1;
                }
            }
            // The last step goes on the tape.
            let (mut run, outputs) = taped(room, adjoints, recurrence, at, state, parameters)?;
            if let Some(by_end) = by_end.take() {
                result.end = outputs.map(Var::value);
                result.by_state = by_end(result.end);
            }
            let slopes = run.sweep(outputs.into_iter().zip(result.by_state));
            let (by_state, by_parameters) = slopes.split_at_checked(S).unwrap_or_default();
            for (to, &slope) in result.by_state.iter_mut().zip(by_state) {
                *to = slope;
            }
            for (total, &slope) in result.by_parameters.iter_mut().zip(by_parameters) {
                *total += slope;
            }
            end = at;
            // A state that nothing follows any more makes room; the first one stays.
            let spent = checkpoints.get(used - 1).is_some_and(|top| top.at == end);
            if spent && used > 1 {
                used -= 1;
            }
        }
        if let Some(by_end) = by_end {
            result.by_state = by_end(state);
        }
        Ok(result)
    }
}

/// One step on the tape; its variables are the state and the parameters.
fn taped<'t, 'a, T: Number, const S: usize, const P: usize>(
    room: &'t [Node<T>],
    adjoints: &'a mut [T],
    recurrence: &impl Recurrence<S, P, T::Literal>,
    at: u32,
    state: [T; S],
    parameters: [T; P],
) -> Result<(Run<'t, 'a, T>, [Var<'t, T>; S]), TapeFull>
where
    Var<'t, T>: Real<T::Literal>,
{
    Run::record(room, adjoints, S + P, |room| {
        let mut place = 0..S + P;
        let mut variable = |value| Var::variable(room, place.next().unwrap_or(S + P), value);
        let state = state.map(&mut variable);
        recurrence.step(at, state, parameters.map(variable))
    })
}

/// The fewest steps on plain numbers that go back through `steps` steps with `checkpoints` states kept,
/// the first one included: `r·n − (c + r)!/((c + 1)!·(r − 1)!)`, with the smallest `r` for which
/// `n ≤ (c + r)!/(c!·r!)`. `None` where there is no checkpoint, or no number for it.
///
/// # Examples
///
/// ```
/// use calc_multi::fewest_advances;
///
/// assert_eq!(fewest_advances(1000, 1), Some(1000 * 999 / 2)); // from the start every time
/// assert_eq!(fewest_advances(1000, 8), Some(4285));
/// assert_eq!(fewest_advances(1000, 1000), Some(999)); // everything is kept
/// ```
///
/// # References
///
/// A. Griewank and A. Walther, *Algorithm 799: Revolve*, ACM Transactions on Mathematical Software 26
/// (2000).
#[must_use]
pub fn fewest_advances(steps: u32, checkpoints: u32) -> Option<u64> {
    if checkpoints == 0 {
        return None;
    }
    if steps <= 1 {
        return Some(0);
    }
    let repetitions = repetitions(steps, checkpoints);
    let saved = reach(u64::from(checkpoints) + 1, repetitions - 1);
    (repetitions.checked_mul(u64::from(steps))?).checked_sub(saved)
}

/// How far the first of `checkpoints ≥ 2` states, which is there already, is from the second in the best
/// schedule for `steps ≥ 2` steps: at least one step, and not all.
fn stride(steps: u32, checkpoints: u32) -> u32 {
    let repetitions = repetitions(steps, checkpoints);
    let (steps, checkpoints) = (u64::from(steps), u64::from(checkpoints));
    let least = if repetitions < 2 {
        1
    } else {
        reach(checkpoints, repetitions - 2)
    };
    let behind = reach(checkpoints - 1, repetitions);
    let stride = steps.saturating_sub(behind).max(least).min(steps - 1);
    u32::try_from(stride).unwrap_or(u32::MAX)
}

/// The smallest `r ≥ 1` with which the checkpoints reach as far as the steps.
fn repetitions(steps: u32, checkpoints: u32) -> u64 {
    let (steps, checkpoints) = (u64::from(steps), u64::from(checkpoints));
    if checkpoints == 1 {
        return steps.saturating_sub(1).max(1);
    }
    let (mut repetitions, mut reach) = (1, checkpoints + 1);
    while reach < steps {
        repetitions += 1;
        // Below 2³² times below 2³³. A division that the compiler knows not to be by zero.
        let next = reach.saturating_mul(checkpoints + repetitions);
        reach = next.checked_div(repetitions).unwrap_or(next);
    }
    repetitions
}

/// `(c + r)!/(c!·r!)`, how many steps `c` checkpoints serve with `r` repetitions; stays at the largest
/// number there is.
fn reach(checkpoints: u64, repetitions: u64) -> u64 {
    let few = checkpoints.min(repetitions);
    let many = checkpoints.max(repetitions);
    let mut reach = 1_u64;
    for i in 1..=few {
        let Some(product) = reach.checked_mul(many + i) else {
            return u64::MAX;
        };
        reach = product.checked_div(i).unwrap_or(product);
    }
    reach
}
