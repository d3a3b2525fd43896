//! What a network looks like, as one number that a file can carry.

/// The shape of a layer or of a network: which layers, in which order, of which sizes, with which
/// activations. Its [`hash`](Shape::hash) stands in saved files, so that parameters are never read
/// into a network they do not belong to.
///
/// Shapes are put together at compile time. How layers are grouped does not matter:
/// `(A, (B, C))` and `((A, B), C)` are one network and have one shape.
///
/// # Examples
///
/// ```
/// use calc_nn::activation::{Relu, Tanh};
/// use calc_nn::{Dense, Layer};
///
/// type A = Dense<2, 8, Tanh>;
/// type B = Dense<8, 8, Tanh>;
/// type C = Dense<8, 1>;
/// assert_eq!(<(A, (B, C))>::SHAPE, <((A, B), C)>::SHAPE);
/// assert_eq!(<(A, B, C)>::SHAPE, A::SHAPE.then(B::SHAPE).then(C::SHAPE));
/// assert_ne!(A::SHAPE, Dense::<2, 8, Relu>::SHAPE);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Shape {
    /// The map `h ↦ h·power + hash`, modulo 2⁶⁴: one after the other, such maps are a map again, and
    /// only their order matters.
    hash: u64,
    power: u64,
}

impl Shape {
    /// The shape of a layer that changes nothing that a file would have to know.
    pub const NOTHING: Self = Self { hash: 0, power: 1 };

    /// The shape of a layer of the given kind, to be refined with [`size`](Shape::size) and
    /// [`word`](Shape::word).
    #[must_use]
    pub const fn layer(kind: &str) -> Self {
        Self::NOTHING.word(kind)
    }

    /// The same with a size: a number of inputs, of outputs, of groups.
    #[must_use]
    pub const fn size(self, n: usize) -> Self {
        self.token(n as u64 ^ SIZE)
    }

    /// The same with a word: an activation, "no bias".
    #[must_use]
    pub const fn word(self, word: &str) -> Self {
        // FNV-1a, 64 bits.
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        let mut bytes = word.as_bytes();
        while let [first, rest @ ..] = bytes {
            hash = (hash ^ *first as u64).wrapping_mul(0x0000_0100_0000_01b3);
            bytes = rest;
        }
        self.token(hash)
    }

    /// This shape, and then `next`.
    #[must_use]
    pub const fn then(self, next: Self) -> Self {
        Self {
            hash: self.hash.wrapping_mul(next.power).wrapping_add(next.hash),
            power: self.power.wrapping_mul(next.power),
        }
    }

    /// 64 bits that are different for different shapes, as far as 64 bits can be.
    #[must_use]
    pub const fn hash(self) -> u64 {
        self.hash
    }

    const fn token(self, token: u64) -> Self {
        self.then(Self {
            hash: mix(token),
            power: POWER,
        })
    }
}

/// Keeps sizes and words apart.
const SIZE: u64 = 0x5349_5a45_0000_0000; // "SIZE"

/// Odd, so that multiplying loses nothing; the multiplier of Knuth's generator MMIX.
const POWER: u64 = 6_364_136_223_846_793_005;

/// The last steps of `SplitMix64`: one to one, and every bit of the result depends on every bit of `z`.
const fn mix(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::activation::{Identity, LeakyRelu, Relu, Sigmoid, Silu, Softplus, Tanh};
    use crate::{Dense, Layer, NoBias, WithBias};

    #[test]
    fn different_networks_have_different_shapes() {
        let mut seen = BTreeSet::new();
        let mut distinct = |shape: Shape| assert!(seen.insert(shape.hash()), "{shape:?}");
        distinct(Dense::<2, 3>::SHAPE);
        distinct(Dense::<3, 2>::SHAPE);
        distinct(Dense::<2, 3, Identity, NoBias>::SHAPE);
        distinct(<(Dense<2, 3>, Dense<3, 2>)>::SHAPE);
        distinct(<(Dense<3, 2>, Dense<2, 3>)>::SHAPE);
        distinct(<(Dense<2, 2>, Dense<2, 2>)>::SHAPE);
        distinct(<(Dense<2, 2>, Dense<2, 2>, Dense<2, 2>)>::SHAPE);
        distinct(<(Dense<2, 2, Tanh>, Dense<2, 2>)>::SHAPE);
        distinct(<(Dense<2, 2>, Dense<2, 2, Tanh>)>::SHAPE);
        distinct(Dense::<2, 2, Tanh>::SHAPE);
        distinct(Dense::<2, 2, Relu>::SHAPE);
        distinct(Dense::<2, 2, LeakyRelu>::SHAPE);
        distinct(Dense::<2, 2, Sigmoid>::SHAPE);
        distinct(Dense::<2, 2, Softplus>::SHAPE);
        distinct(Dense::<2, 2, Silu>::SHAPE);
        distinct(Shape::NOTHING);
    }

    #[test]
    fn what_is_left_out_by_default_is_what_stands_there() {
        assert_eq!(
            Dense::<2, 3>::SHAPE,
            Dense::<2, 3, Identity, WithBias>::SHAPE
        );
    }

    #[test]
    fn grouping_does_not_matter_and_nothing_changes_nothing() {
        let [a, b, c] = ["a", "b", "c"].map(Shape::layer);
        assert_eq!(a.then(b).then(c), a.then(b.then(c)));
        assert_eq!(a.then(Shape::NOTHING), a);
        assert_eq!(Shape::NOTHING.then(a), a);
        assert_ne!(a.then(b), b.then(a));
    }

    /// Files carry the hash: it must never change. Computed by a few lines of Python as well.
    #[test]
    fn the_hash_is_pinned() {
        let found = <(Dense<2, 4, Tanh>, Dense<4, 1>)>::SHAPE.hash();
        assert_eq!(found, 0x219a_9d23_1215_bf1d, "{found:#018x}");
    }
}
