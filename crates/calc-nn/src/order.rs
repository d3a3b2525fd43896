//! The order in which examples are seen: straight, or shuffled in memory that does not grow with them.

use crate::random::Random;

/// The numbers `0, 1, …, n − 1`, each once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order {
    length: usize,
    /// The next place; an earlier one, to see the same numbers again.
    pub(crate) next: usize,
    way: Way,
}

/// How place `k` finds its number.
#[derive(Clone, Copy, Debug)]
enum Way {
    /// It is `k`.
    Straight,
    /// It was drawn: every order is as likely as any other.
    Drawn([u8; DRAWN]),
    /// It is computed: `k` among `0, 1, …, 2ᵇ − 1` (the next power of two) is mapped to another one by
    /// steps that can be undone, so that no two meet; what is `n` or more is skipped. Multiplication by an
    /// odd number mixes the bits upwards, a shift mixes them downwards.
    Mixed {
        /// The bits in use: `2ᵇ − 1`.
        mask: usize,
        /// By how much bits are shifted down: half of `b`, rounded up.
        shift: u32,
        keys: [usize; 2 * ROUNDS],
    },
}

/// How many examples are drawn at most: as many bytes as there are bytes of keys on 32 bits.
const DRAWN: usize = 64;

/// After three rounds every bit depends on every other; but which numbers are neighbours can still be told
/// from chance, at 64 examples easily, and after six rounds no longer.
const ROUNDS: usize = 8;

impl Order {
    /// In order, or in an order that `random` decides.
    pub(crate) fn new(length: usize, random: Option<&mut Random>) -> Self {
        let way = match random {
            None => Way::Straight,
            Some(random) if length <= DRAWN => Way::Drawn(drawn(length, random)),
            Some(random) => mixed(length, random),
        };
        Self {
            length,
            next: 0,
            way,
        }
    }
}

/// `0, 1, …, length − 1` in an order of which all are equally likely.
fn drawn(length: usize, random: &mut Random) -> [u8; DRAWN] {
    let mut table = [0; DRAWN];
    // Each number takes a place among those before it; who had that place goes to the end.
    for (last, (number, count)) in (0..length).zip((0_u8..).zip(1..)) {
        let place = usize::try_from(random.below(count)).unwrap_or(0);
        let moved = table.get(place).copied().unwrap_or(0);
        if let Some(end) = table.get_mut(last) {
            *end = moved;
        }
        if let Some(here) = table.get_mut(place) {
            *here = number;
        }
    }
    table
}

fn mixed(length: usize, random: &mut Random) -> Way {
    let bits = usize::BITS - length.saturating_sub(1).leading_zeros();
    Way::Mixed {
        mask: usize::MAX.checked_shr(usize::BITS - bits).unwrap_or(0),
        shift: bits.div_ceil(2).max(1),
        // The highest bits are the best; they must reach the low ones, which are used.
        keys: [(); 2 * ROUNDS].map(|()| {
            let key = random.next_u32();
            usize::try_from(key ^ (key >> 16)).unwrap_or(usize::MAX)
        }),
    }
}

/// One to one on the numbers up to `mask`.
fn mix(mut k: usize, mask: usize, shift: u32, keys: &[usize; 2 * ROUNDS]) -> usize {
    for [factor, term] in keys.as_chunks::<2>().0 {
        k = k.wrapping_mul(factor | 1).wrapping_add(*term) & mask;
        k ^= k.checked_shr(shift).unwrap_or(0);
    }
    k
}

impl Iterator for Order {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        loop {
            let k = self.next;
            let (end, number) = match &self.way {
                Way::Straight => (self.length, k),
                Way::Drawn(table) => (self.length, table.get(k).copied().map_or(0, usize::from)),
                Way::Mixed { mask, shift, keys } => {
                    (mask.saturating_add(1), mix(k, *mask, *shift, keys))
                }
            };
            if k >= end {
                return None;
            }
            self.next = k.saturating_add(1);
            if number < self.length {
                return Some(number);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::vec;
    use std::vec::Vec;

    use super::*;

    fn shuffled(length: usize, random: &mut Random) -> Vec<usize> {
        Order::new(length, Some(random)).collect()
    }

    /// How many standard deviations above or below its mean a sum over `cells`, each of them expected in
    /// proportion to its weight, of (found − expected)²/expected is. It has `freedom` degrees of freedom.
    fn deviations(cells: &[(u32, f64)], freedom: usize) -> f64 {
        let total: f64 = cells.iter().map(|&(found, _)| f64::from(found)).sum();
        let weights: f64 = cells.iter().map(|&(_, weight)| weight).sum();
        let chi_squared: f64 = cells
            .iter()
            .map(|&(found, weight)| {
                let expected = total * weight / weights;
                (f64::from(found) - expected) * (f64::from(found) - expected) / expected
            })
            .sum();
        let freedom = f64::from(u32::try_from(freedom).unwrap());
        (chi_squared - freedom) / calc_scalar::Real::sqrt(2.0 * freedom)
    }

    #[test]
    fn every_number_comes_exactly_once() {
        let mut random = Random::new(1);
        for n in 0..300 {
            let mut seen = shuffled(n, &mut random);
            seen.sort_unstable();
            assert!(seen.into_iter().eq(0..n), "{n}");
            assert!(Order::new(n, None).eq(0..n));
        }
    }

    /// The chi-squared test over all `n!` orders of 2 to 6 examples.
    fn orders(mut shuffle: impl FnMut(usize) -> Vec<usize>, n: usize) -> f64 {
        let factorial: usize = (1..=n).product();
        let mut counts = BTreeMap::<Vec<_>, u32>::new();
        for _ in 0..100 * factorial {
            *counts.entry(shuffle(n)).or_default() += 1;
        }
        let mut cells: Vec<_> = counts.into_values().map(|found| (found, 1.0)).collect();
        cells.resize(factorial, (0, 1.0));
        deviations(&cells, factorial - 1)
    }

    #[test]
    fn all_orders_of_few_examples_are_equally_likely() {
        let mut random = Random::new(2);
        for n in 2..=6 {
            let found = orders(|n| shuffled(n, &mut random), n);
            assert!(found.abs() < 4.0, "{n}: {found}");
        }
    }

    /// Negative control: each place exchanged with any other, a well-known mistake.
    #[test]
    fn a_biased_shuffle_is_noticed() {
        let mut random = Random::new(2);
        let mut biased = |n: usize| {
            let mut order: Vec<_> = (0..n).collect();
            for i in 0..n {
                let j = random.below(u32::try_from(n).unwrap());
                order.swap(i, usize::try_from(j).unwrap());
            }
            order
        };
        for n in 4..=6 {
            let found = orders(&mut biased, n);
            assert!(found > 8.0, "{n}: {found}");
        }
    }

    /// Place against number: each of the `n²` cells is as likely as any other.
    #[test]
    fn no_number_prefers_a_place() {
        for n in [50, 64, 65, 100] {
            let mut random = Random::new(3);
            let mut cells = vec![(0, 1.0); n * n];
            for _ in 0..4000 {
                for (place, number) in shuffled(n, &mut random).into_iter().enumerate() {
                    cells[place * n + number].0 += 1;
                }
            }
            let found = deviations(&cells, (n - 1) * (n - 1));
            assert!(found.abs() < 4.0, "{n}: {found}");
        }
    }

    /// How far one number is from the next: `d` in `n − │d│` of `n·(n − 1)` cases.
    #[test]
    fn neighbours_are_as_far_from_each_other_as_chance_has_it() {
        for n in [40, 64, 65, 100, 128, 200] {
            let mut random = Random::new(4);
            let weight = |i: usize| {
                let distance = u32::try_from(i.abs_diff(n)).unwrap();
                f64::from(u32::try_from(n).unwrap() - distance)
            };
            let mut cells: Vec<_> = (0..2 * n).map(|i| (0, weight(i))).collect();
            for _ in 0..10_000 {
                for pair in shuffled(n, &mut random).windows(2) {
                    cells[pair[1] + n - pair[0]].0 += 1;
                }
            }
            cells.retain(|&(_, weight)| weight > 0.0);
            cells.retain({
                // No number follows itself.
                let mut i = 0;
                move |_| {
                    i += 1;
                    i != n
                }
            });
            let found = deviations(&cells, cells.len() - 1);
            assert!(found.abs() < 5.0, "{n}: {found}");
        }
    }

    /// The first number and the one in the middle, as pairs: what a few bits of a computed order would
    /// show first.
    #[test]
    fn one_number_says_nothing_about_another() {
        for n in [33, 64, 65, 128] {
            let mut random = Random::new(5);
            let mut cells = vec![(0, 1.0); n * n];
            for _ in 0..20_000 {
                let order = shuffled(n, &mut random);
                cells[order[0] * n + order[n / 2]].0 += 1;
            }
            for i in 0..n {
                cells[i * n + i].1 = 0.0;
            }
            cells.retain(|&(_, weight)| weight > 0.0);
            let found = deviations(&cells, n * (n - 1) - 1);
            assert!(found.abs() < 4.0, "{n}: {found}");
        }
    }
}
