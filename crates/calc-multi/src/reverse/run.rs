//! One recorded run, and the sweeps over it.

use core::array;

use calc_scalar::{Number, strong};

use super::full::TapeFull;
use super::node::{self, MOST, Node};
use super::var::Var;

/// The common part of two memories that a tape can use.
#[inline]
pub(crate) fn common<'t, T>(
    nodes: &'t mut [Node<T>],
    adjoints: &'t mut [T],
) -> (&'t [Node<T>], &'t mut [T]) {
    let capacity = nodes.len().min(adjoints.len()).min(MOST);
    (
        nodes.get(..capacity).unwrap_or_default(),
        adjoints.get_mut(..capacity).unwrap_or_default(),
    )
}

/// A run of a function whose operations are on the tape.
#[derive(Debug)]
pub(crate) struct Run<'t, 'a, T: Number> {
    room: &'t [Node<T>],
    /// One for each place that was taken.
    adjoints: &'a mut [T],
    variables: usize,
}

impl<'t, 'a, T: Number> Run<'t, 'a, T> {
    /// Runs `f` on a cleared tape.
    #[inline]
    pub(crate) fn record<O>(
        room: &'t [Node<T>],
        adjoints: &'a mut [T],
        variables: usize,
        f: impl FnOnce(&'t [Node<T>]) -> O,
    ) -> Result<(Self, O), TapeFull> {
        let capacity = room.len();
        node::begin(room, variables);
        let outputs = f(room);
        // A tape without a single place cannot count.
        let needed = node::taken(room).max(variables);
        // Within the room exactly when the slice exists.
        match adjoints.get_mut(..needed) {
            Some(adjoints) => {
                let run = Self {
                    room,
                    adjoints,
                    variables,
                };
                Ok((run, outputs))
            }
            None => Err(TapeFull { capacity, needed }),
        }
    }

    /// A run whose operations are on the tape already.
    #[inline]
    pub(crate) fn over(
        room: &'t [Node<T>],
        adjoints: &'a mut [T],
        taken: usize,
        variables: usize,
    ) -> Self {
        Self {
            room,
            adjoints: adjoints.get_mut(..taken).unwrap_or_default(),
            variables,
        }
    }

    /// The gradient of the sum of the outputs, each weighted by its seed.
    #[inline]
    pub(crate) fn sweep(&mut self, seeds: impl Iterator<Item = (Var<'t, T>, T)> + Clone) -> &[T] {
        self.once::<false>(seeds.clone());
        if !strong::all_plain(self.slopes()) {
            self.careful(seeds);
        }
        self.slopes()
    }

    /// The sweep with strong zeros, for gradients with something infinite in them.
    #[cold]
    #[inline(never)]
    fn careful(&mut self, seeds: impl Iterator<Item = (Var<'t, T>, T)>) {
        self.once::<true>(seeds);
    }

    #[inline]
    fn once<const CAREFUL: bool>(&mut self, seeds: impl Iterator<Item = (Var<'t, T>, T)>) {
        self.adjoints.fill(T::ZERO);
        for (output, weight) in seeds {
            output.seed(self.room, self.adjoints, weight);
        }
        node::sweep::<T, CAREFUL>(self.room, self.adjoints, self.variables);
    }

    #[inline]
    fn slopes(&self) -> &[T] {
        self.adjoints.get(..self.variables).unwrap_or_default()
    }
}

/// Runs `f`, sweeps once, and gives its value and its gradient to `give`.
///
/// What [`Recorded`] keeps for later sweeps would be a copy of all that is passed on.
#[inline]
pub(crate) fn gradient<'t, T: Number, O, const N: usize>(
    room: &'t [Node<T>],
    adjoints: &mut [T],
    f: impl FnOnce([Var<'t, T>; N]) -> Var<'t, T>,
    x: [T; N],
    give: impl FnOnce(T, &[T; N]) -> O,
) -> Result<O, TapeFull> {
    let (mut run, y) = Run::record(room, adjoints, N, |room| f(variables(room, x)))?;
    match run.sweep([(y, T::ONE)].into_iter()).first_chunk() {
        Some(slopes) => Ok(give(y.value(), slopes)),
        // There are as many slopes as variables, which have places of their own.
        None => Ok(give(y.value(), &[T::ZERO; N])),
    }
}

/// A function that has been run and recorded: its values, and derivatives of any of its outputs, one
/// sweep each, without running it again.
///
/// Made by [`Tape::record`](crate::Tape::record) and [`Program::evaluate`](crate::Program::evaluate).
#[derive(Debug)]
pub struct Recorded<'t, T: Number, const N: usize, const M: usize> {
    run: Run<'t, 't, T>,
    outputs: [Var<'t, T>; M],
}

impl<'t, T: Number, const N: usize, const M: usize> Recorded<'t, T, N, M> {
    #[inline]
    pub(crate) fn new(
        room: &'t [Node<T>],
        adjoints: &'t mut [T],
        f: impl FnOnce([Var<'t, T>; N]) -> [Var<'t, T>; M],
        x: [T; N],
    ) -> Result<Self, TapeFull> {
        let (run, outputs) = Run::record(room, adjoints, N, |room| f(variables(room, x)))?;
        Ok(Self { run, outputs })
    }

    #[inline]
    pub(crate) fn replayed(run: Run<'t, 't, T>, outputs: [Var<'t, T>; M]) -> Self {
        Self { run, outputs }
    }

    /// `f(x)`: what the function returned.
    #[must_use]
    #[inline]
    pub fn values(&self) -> [T; M] {
        self.outputs.map(Var::value)
    }

    /// `wᵀ·J(x)`: the gradient of `w·f`, in one sweep.
    #[must_use]
    #[inline]
    pub fn vjp(&mut self, w: [T; M]) -> [T; N] {
        let slopes = self.run.sweep(self.outputs.iter().copied().zip(w));
        // There are as many slopes as variables, which have places of their own.
        slopes.first_chunk().copied().unwrap_or([T::ZERO; N])
    }

    /// `∇fᵢ(x)`: row `i` of the Jacobian, in one sweep; `None` if there are not so many outputs.
    #[must_use]
    #[inline]
    pub fn row(&mut self, i: usize) -> Option<[T; N]> {
        (i < M).then(|| self.vjp(array::from_fn(|j| if i == j { T::ONE } else { T::ZERO })))
    }

    /// `Jᵢⱼ = ∂fᵢ/∂xⱼ(x)`, in one sweep per output.
    #[must_use]
    #[inline]
    pub fn jacobian(&mut self) -> [[T; N]; M] {
        array::from_fn(|i| self.row(i).unwrap_or([T::ZERO; N]))
    }
}

/// The variables of a run, at `x`.
#[inline]
pub(crate) fn variables<T: Number, const N: usize>(room: &[Node<T>], x: [T; N]) -> [Var<'_, T>; N] {
    let mut place = 0;
    x.map(|value| {
        let variable = Var::variable(room, place, value);
        place += 1;
        variable
    })
}
