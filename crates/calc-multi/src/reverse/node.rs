//! The record of one run: which operation took what from where.

use core::cell::Cell;

use calc_scalar::{Number, strong};

/// No operand: what a node's place is called where there is none.
pub(crate) const NOWHERE: u16 = u16::MAX;

/// One operation: its slopes with respect to its operands, and where those stand on the tape.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<T> {
    slopes: [T; 2],
    operands: [u16; 2],
}

impl<T: Number> Node<T> {
    /// A node without operands: a variable of the function.
    pub(crate) const VARIABLE: Self = Self {
        slopes: [T::ZERO; 2],
        operands: [NOWHERE; 2],
    };
}

/// The nodes of a run, behind shared references: numbers on the tape are `Copy` and write to it.
pub(crate) struct Nodes<A: ?Sized> {
    /// How many nodes the run took, also beyond the room there is.
    taken: Cell<usize>,
    room: A,
}

/// Room for `CAP` nodes.
pub(crate) type Storage<T, const CAP: usize> = Nodes<[Cell<Node<T>>; CAP]>;

/// Any number of nodes: what a [`Storage`] looks like from outside, so that numbers do not carry its
/// capacity in their type.
pub(crate) type Record<T> = Nodes<[Cell<Node<T>>]>;

impl<T: Number, const CAP: usize> Storage<T, CAP> {
    /// No nodes yet.
    pub(crate) const fn empty() -> Self {
        Self {
            taken: Cell::new(0),
            room: [const { Cell::new(Node::VARIABLE) }; CAP],
        }
    }
}

impl<T: Number> Record<T> {
    /// Forgets all nodes.
    #[inline]
    pub(crate) fn clear(&self) {
        self.taken.set(0);
    }

    /// How many nodes the run took.
    #[inline]
    pub(crate) fn taken(&self) -> usize {
        self.taken.get()
    }

    /// Adds a node and returns its place; where there is no room left it is only counted.
    #[inline]
    pub(crate) fn push(&self, slopes: [T; 2], operands: [u16; 2]) -> u16 {
        let place = self.taken.get();
        self.taken.set(place.saturating_add(1));
        if let Some(node) = self.room.get(place) {
            node.set(Node { slopes, operands });
        }
        // Room ends below NOWHERE; a place beyond is not looked at, since the run fails.
        u16::try_from(place).unwrap_or(NOWHERE)
    }

    /// Passes the adjoints of all nodes on to their operands, the last node first.
    ///
    /// `adjoints` holds one number per node that takes part; the first `variables` nodes have no
    /// operands.
    #[inline]
    pub(crate) fn sweep(&self, adjoints: &mut [T], variables: usize) {
        let mut rest = adjoints;
        let nodes = self.room.get(variables..rest.len()).unwrap_or(&[]);
        for node in nodes.iter().rev() {
            let Some((&mut adjoint, earlier)) = rest.split_last_mut() else {
                return;
            };
            let Node { slopes, operands } = node.get();
            let [first, second] = operands.map(usize::from);
            if let Some(total) = earlier.get_mut(first) {
                *total += strong::product(adjoint, slopes[0]);
            }
            if let Some(total) = earlier.get_mut(second) {
                *total += strong::product(adjoint, slopes[1]);
            }
            rest = earlier;
        }
    }
}
