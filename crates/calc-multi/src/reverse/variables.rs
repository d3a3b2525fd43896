//! The variables of a run whose number is known at run time only.

use calc_scalar::Number;

use super::node::Node;
use super::var::Var;

/// The variables `x₁, …, x_n` of a function on a [`SliceTape`](crate::SliceTape).
///
/// Nothing is stored: each variable is made when it is asked for. Code that wants a slice fills one
/// of its own with [`write_to`](Variables::write_to).
///
/// # Examples
///
/// ```
/// use calc_multi::{Node, SliceTape, Var, Variables};
/// use calc_scalar::Real;
///
/// fn squares<R: Real>(x: impl Iterator<Item = R>) -> R {
///     x.map(|x| x * x).sum()
/// }
///
/// let (mut nodes, mut adjoints) = (vec![Node::new(); 16], vec![0.0; 16]);
/// let mut tape = SliceTape::over(&mut nodes, &mut adjoints);
/// let mut slopes = vec![0.0; 3];
/// tape.gradient_into(|x| squares(x.iter()), &[1.0, 2.0, 3.0], &mut slopes)?;
/// assert_eq!(slopes, [2.0, 4.0, 6.0]);
///
/// // As a slice.
/// fn norm<'t>(x: Variables<'t>) -> Var<'t> {
///     let mut memory = [Var::constant(0.0); 8];
///     Real::norm(x.write_to(&mut memory).unwrap_or_default())
/// }
/// tape.gradient_into(norm, &[2.0, 3.0, 6.0], &mut slopes)?;
/// assert_eq!(slopes, [2.0 / 7.0, 3.0 / 7.0, 6.0 / 7.0]);
/// # Ok::<(), calc_multi::TapeError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Variables<'t, T: Number = f64> {
    room: &'t [Node<T>],
    values: &'t [T],
}

impl<'t, T: Number> Variables<'t, T> {
    #[inline]
    pub(crate) fn new(room: &'t [Node<T>], values: &'t [T]) -> Self {
        Self { room, values }
    }

    /// How many there are.
    #[must_use]
    #[inline]
    pub fn len(self) -> usize {
        self.values.len()
    }

    /// Whether there is none.
    #[must_use]
    #[inline]
    pub fn is_empty(self) -> bool {
        self.values.is_empty()
    }

    /// Variable number `i`, from 0; `None` beyond the last.
    #[must_use]
    #[inline]
    pub fn get(self, i: usize) -> Option<Var<'t, T>> {
        let &value = self.values.get(i)?;
        Some(Var::variable(self.room, i, value))
    }

    /// All of them, in order.
    #[must_use]
    #[inline]
    pub fn iter(
        self,
    ) -> impl DoubleEndedIterator<Item = Var<'t, T>> + ExactSizeIterator + Clone + use<'t, T> {
        let Self { room, values } = self;
        let numbered = values.iter().enumerate();
        numbered.map(move |(i, &value)| Var::variable(room, i, value))
    }

    /// Writes them to the front of `memory` and returns that part; `None` if it is too small.
    #[must_use]
    #[inline]
    pub fn write_to<'m>(self, memory: &'m mut [Var<'t, T>]) -> Option<&'m mut [Var<'t, T>]> {
        let memory = memory.get_mut(..self.len())?;
        for (to, x) in memory.iter_mut().zip(self.iter()) {
            *to = x;
        }
        Some(memory)
    }
}
