//! The record of one run: which operation took what from where.

use core::cell::Cell;
use core::fmt;

use calc_scalar::{Number, strong};

/// The most nodes of a tape: the places 0 to 65 534 have names of 16 bits, the last name means nowhere.
pub(crate) const MOST: usize = 65_535;

/// No operand: what a node's place is called where there is none.
pub(crate) const NOWHERE: u16 = u16::MAX;

/// The second operand of a node whose operands stand in the nodes below it, as many as the first says.
///
/// It is the name of the last place there is, which cannot be an operand: no node follows it.
const MANY: u16 = u16::MAX - 1;

/// One place of a tape: an operation with its slopes with respect to its operands, and where those
/// stand.
///
/// What memory of one's own for a [`SliceTape`](crate::SliceTape) is made of; nothing else can be done
/// with it. Without an allocator a number of them is `[const { Node::new() }; 100]`.
///
/// # Memory
///
/// 24 bytes over `f64`, 12 over `f32`: two slopes and two names of 16 bits. An operation of `k > 2`
/// operands takes `1 + ⌈k/2⌉` places.
pub struct Node<T> {
    slopes: Cell<[T; 2]>,
    /// The first operand in the lower half, the second in the upper one.
    operands: Cell<u32>,
}

impl<T: Number> Node<T> {
    /// An empty place.
    #[must_use]
    #[inline]
    pub const fn new() -> Self {
        Self {
            slopes: Cell::new([T::ZERO; 2]),
            operands: Cell::new(u32::MAX),
        }
    }

    #[inline]
    pub(crate) fn set(&self, slopes: [T; 2], operands: [u16; 2]) {
        let [first, second] = operands;
        self.slopes.set(slopes);
        self.operands
            .set(u32::from(first) | u32::from(second) << 16);
    }

    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "the two halves")]
    fn operands(&self) -> [u16; 2] {
        let both = self.operands.get();
        [both as u16, (both >> 16) as u16]
    }
}

impl<T: Number> Clone for Node<T> {
    fn clone(&self) -> Self {
        Self {
            slopes: self.slopes.clone(),
            operands: self.operands.clone(),
        }
    }
}

impl<T: Number> Default for Node<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Number> fmt::Debug for Node<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Node")
            .field("slopes", &self.slopes.get())
            .field("operands", &self.operands())
            .finish()
    }
}

// The nodes of a run are a slice behind a shared reference: numbers on the tape are `Copy` and write to
// it. Variables have no operands; the first of them, without which there is nothing to record, counts
// the places taken, also beyond the room there is.

/// Forgets all nodes and begins again with these many variables.
#[inline]
pub(crate) fn begin<T: Number>(room: &[Node<T>], variables: usize) {
    if let Some(first) = room.first() {
        first
            .operands
            .set(u32::try_from(variables).unwrap_or(u32::MAX));
    }
}

/// How many places the run took.
#[inline]
pub(crate) fn taken<T: Number>(room: &[Node<T>]) -> usize {
    let count = room.first().map_or(0, |first| first.operands.get());
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// Adds a node and returns its place; where there is no room left it is only counted, and where there is
/// no room at all, as for constants, nothing happens.
#[inline(always)]
pub(crate) fn push<T: Number>(room: &[Node<T>], slopes: [T; 2], operands: [u16; 2]) -> u16 {
    let Some(first) = room.first() else {
        return NOWHERE;
    };
    let place = first.operands.get();
    first.operands.set(place.saturating_add(1));
    if let Some(node) = usize::try_from(place)
        .ok()
        .and_then(|place| room.get(place))
    {
        node.set(slopes, operands);
    }
    // Room ends below NOWHERE; a place beyond is not looked at, since the run fails.
    u16::try_from(place).unwrap_or(NOWHERE)
}

/// Adds the node of an operation whose operands are in the last `parts` nodes.
#[inline]
pub(crate) fn push_many<T: Number>(room: &[Node<T>], parts: usize) -> u16 {
    // More parts than have a name do not fit on the tape: the run fails.
    let parts = u16::try_from(parts).unwrap_or(MANY);
    push(room, [T::ZERO; 2], [parts, MANY])
}

/// Adds an operation of many operands, given in pairs with their slopes, the last pair first.
///
/// As [`push`] for each of them, with one look at the room.
#[inline]
pub(crate) fn push_pairs<T: Number>(
    room: &[Node<T>],
    parts: u16,
    last_first: impl Iterator<Item = ([T; 2], [u16; 2])>,
) -> u16 {
    let Some(first) = room.first() else {
        return NOWHERE;
    };
    let begin = first.operands.get();
    let end = begin.saturating_add(u32::from(parts)).saturating_add(1);
    first.operands.set(end);
    let bounds = usize::try_from(begin).ok().zip(usize::try_from(end).ok());
    let added = bounds.and_then(|(begin, end)| room.get(begin..end));
    if let Some([nodes @ .., whole]) = added {
        whole.set([T::ZERO; 2], [parts, MANY]);
        for (node, (slopes, operands)) in nodes.iter().rev().zip(last_first) {
            node.set(slopes, operands);
        }
    }
    u16::try_from(end.saturating_sub(1)).unwrap_or(NOWHERE)
}

/// Passes the adjoints of all nodes on to their operands, the last node first.
///
/// `adjoints` holds one number per node that takes part; the first `variables` nodes have no operands.
///
/// A product of an adjoint and a slope may need care: zero against infinity is zero. It has got it if
/// the sweep is `CAREFUL`. If it is not, an infinity or NaN arises wherever care was needed, and lasts to
/// the adjoint of a variable, since every other node has an operand: then look there, and sweep again.
#[inline]
pub(crate) fn sweep<T: Number, const CAREFUL: bool>(
    room: &[Node<T>],
    adjoints: &mut [T],
    variables: usize,
) {
    let pass = |earlier: &mut [T], operand: u16, adjoint: T, slope: T| {
        let total = earlier.get_mut(usize::from(operand));
        let found = total.is_some();
        if let Some(total) = total {
            *total += if CAREFUL {
                strong::product(adjoint, slope)
            } else {
                adjoint * slope
            };
        }
        found
    };
    let mut rest = adjoints;
    let mut nodes = room.get(variables..rest.len()).unwrap_or(&[]).iter();
    while let Some(node) = nodes.next_back() {
        let Some((&mut adjoint, mut earlier)) = rest.split_last_mut() else {
            return;
        };
        let [by_first, by_second] = node.slopes.get();
        let [first, second] = node.operands();
        if !pass(earlier, second, adjoint, by_second) && second == MANY {
            let parts = usize::from(first);
            let below = earlier.len().saturating_sub(parts);
            earlier = earlier.get_mut(..below).unwrap_or_default();
            for part in nodes.by_ref().rev().take(parts) {
                let [by_first, by_second] = part.slopes.get();
                let [first, second] = part.operands();
                pass(earlier, first, adjoint, by_first);
                pass(earlier, second, adjoint, by_second);
            }
        } else {
            pass(earlier, first, adjoint, by_first);
        }
        rest = earlier;
    }
}
