//! The order in which examples are seen: straight, or shuffled without storing anything.

use crate::random::Random;

/// The numbers `0, 1, …, n − 1`, each once.
///
/// Shuffled, number `k` of `0, 1, …, 2ᵇ − 1` (the next power of two) is mapped to another one by steps
/// that can be undone, so that no two meet; what is `n` or more is skipped. Multiplication by an odd
/// number mixes the bits upwards, a shift mixes them downwards.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order {
    length: usize,
    next: usize,
    /// The bits in use: `2ᵇ − 1`.
    mask: usize,
    /// By how much bits are shifted down: half of `b`, rounded up.
    shift: u32,
    keys: [usize; ROUNDS * 2],
}

/// After three rounds every bit depends on every other.
const ROUNDS: usize = 3;

impl Order {
    /// In order, or in an order that `random` decides.
    pub(crate) fn new(length: usize, random: Option<&mut Random>) -> Self {
        match random {
            Some(random) => Self::shuffled(length, random),
            None => Self::straight(length),
        }
    }

    /// In order.
    const fn straight(length: usize) -> Self {
        Self {
            length,
            next: 0,
            mask: usize::MAX,
            shift: 0,
            keys: [0; ROUNDS * 2],
        }
    }

    /// In an order that `random` decides.
    fn shuffled(length: usize, random: &mut Random) -> Self {
        let bits = usize::BITS - length.saturating_sub(1).leading_zeros();
        Self {
            length,
            next: 0,
            mask: usize::MAX.checked_shr(usize::BITS - bits).unwrap_or(0),
            shift: bits.div_ceil(2).max(1),
            // The highest bits are the best; they must reach the low ones, which are used.
            keys: [(); ROUNDS * 2].map(|()| {
                let key = random.next_u32();
                usize::try_from(key ^ (key >> 16)).unwrap_or(usize::MAX)
            }),
        }
    }

    /// One to one on the numbers up to `mask`.
    fn mix(&self, mut k: usize) -> usize {
        if self.shift == 0 {
            return k;
        }
        for [factor, term] in self.keys.as_chunks::<2>().0 {
            k = k.wrapping_mul(factor | 1).wrapping_add(*term) & self.mask;
            k ^= k.checked_shr(self.shift).unwrap_or(0);
        }
        k
    }
}

impl Iterator for Order {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        while self.next < self.length || (self.shift > 0 && self.next <= self.mask) {
            let k = self.mix(self.next);
            self.next = self.next.saturating_add(1);
            if k < self.length {
                return Some(k);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::vec;
    use std::vec::Vec;

    use super::*;

    #[test]
    fn every_number_comes_exactly_once() {
        let mut random = Random::new(1);
        for n in 0..300 {
            let mut seen: Vec<_> = Order::shuffled(n, &mut random).collect();
            seen.sort_unstable();
            assert!(seen.into_iter().eq(0..n), "{n}");
            assert!(Order::straight(n).eq(0..n));
        }
    }

    #[test]
    fn four_examples_come_in_all_orders() {
        let mut random = Random::new(2);
        let orders: BTreeSet<Vec<_>> = (0..2000)
            .map(|_| Order::shuffled(4, &mut random).collect())
            .collect();
        assert_eq!(orders.len(), 24);
    }

    /// Place against number, over 2000 shuffles of 50: each of the 2500 cells expects 40.
    #[test]
    fn no_number_prefers_a_place() {
        const N: usize = 50;
        let mut random = Random::new(3);
        let mut counts = vec![0_u32; N * N];
        for _ in 0..2000 {
            for (place, number) in Order::shuffled(N, &mut random).enumerate() {
                counts[place * N + number] += 1;
            }
        }
        let chi_squared: f64 = counts
            .iter()
            .map(|&c| (f64::from(c) - 40.0) * (f64::from(c) - 40.0) / 40.0)
            .sum();
        // 49² = 2401 degrees of freedom: mean 2401, standard deviation √(2·2401) = 69.
        assert!(
            (2401.0 - 5.0 * 69.0..2401.0 + 5.0 * 69.0).contains(&chi_squared),
            "{chi_squared}"
        );
    }

    /// Neighbours in the data should not stay neighbours: over shuffles of 64, a successor follows
    /// with probability 1/64 per place.
    #[test]
    fn neighbours_are_torn_apart() {
        let mut random = Random::new(4);
        let mut together = 0_u32;
        for _ in 0..1000 {
            let order: Vec<_> = Order::shuffled(64, &mut random).collect();
            together +=
                u32::try_from(order.windows(2).filter(|w| w[0] + 1 == w[1]).count()).unwrap();
        }
        // Expected 63·1000/64 ≈ 984.
        assert!((700..1400).contains(&together), "{together}");
    }
}
