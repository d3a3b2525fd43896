//! A small generator of random numbers whose bits are the same on every target.

use calc_scalar::{Float, Real};

/// The generator `xoshiro128++`: 16 bytes of state, 32-bit integer operations only.
///
/// Period 2¹²⁸ − 1. Not for secrets. The four words of the state come from the seed by `SplitMix64`,
/// as its authors recommend.
///
/// # Examples
///
/// ```
/// use calc_nn::Random;
///
/// let mut random = Random::new(7);
/// let same = Random::new(7).next_u32();
/// assert_eq!(random.next_u32(), same);
///
/// let u: f64 = random.uniform();
/// assert!((0.0..1.0).contains(&u));
/// ```
///
/// # References
///
/// D. Blackman and S. Vigna, *Scrambled Linear Pseudorandom Number Generators*, ACM Transactions on
/// Mathematical Software 47(4), 2021, 36.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Random {
    state: [u32; 4],
}

impl Random {
    /// The generator with the given seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        let (seed, first) = split_mix(seed);
        let (_, second) = split_mix(seed);
        // Four words of two: low half, high half. Never all zero: SplitMix64 is a bijection, so that
        // two results in a row are different.
        Self {
            state: [low(first), high(first), low(second), high(second)],
        }
    }

    /// Another generator, seeded by the next 64 bits of this one.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_nn::Random;
    ///
    /// let mut random = Random::new(7);
    /// let (mut a, mut b) = (random.split(), random.split());
    /// assert_ne!(a.next_u32(), b.next_u32());
    /// ```
    #[must_use]
    pub const fn split(&mut self) -> Self {
        let (low, high) = (self.next_u32(), self.next_u32());
        Self::new(low as u64 | (high as u64) << 32)
    }

    /// The next 32 random bits.
    pub const fn next_u32(&mut self) -> u32 {
        let [s0, s1, s2, s3] = self.state;
        let result = s0.wrapping_add(s3).rotate_left(7).wrapping_add(s0);
        let s2 = s2 ^ s0;
        let s3 = s3 ^ s1;
        self.state = [s0 ^ s3, s1 ^ s2, s2 ^ (s1 << 9), s3.rotate_left(11)];
        result
    }

    /// A whole number in `[0, bound)`, each as likely as any other; 0 where `bound` is 0.
    ///
    /// As many random bits as the largest number has are drawn until they are one: less than two times on
    /// average, without a division.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_nn::Random;
    ///
    /// let mut random = Random::new(1);
    /// let mut dice = [0; 6];
    /// for _ in 0..6000 {
    ///     dice[random.below(6) as usize] += 1;
    /// }
    /// assert!(dice.iter().all(|n| (880..1120).contains(n)));
    /// ```
    #[must_use]
    pub const fn below(&mut self, bound: u32) -> u32 {
        if bound < 2 {
            return 0;
        }
        // The high bits are the better ones.
        let unused = (bound - 1).leading_zeros();
        loop {
            let number = self.next_u32() >> unused;
            if number < bound {
                return number;
            }
        }
    }

    /// A number in `[0, 1)`, a multiple of 2⁻²⁴: exact, and the same in single and double precision.
    pub fn uniform<T: Float>(&mut self) -> T {
        const STEP: f64 = 1.0 / 16_777_216.0; // 2⁻²⁴
        // Both exact in either precision; single precision needs no routine of double.
        T::literal(f64::from(self.next_u32() >> 8)) * T::literal(STEP)
    }

    /// A number in `[−limit, limit)`.
    pub fn symmetric<T: Float>(&mut self, limit: T) -> T {
        let u: T = self.uniform();
        (u + u - T::ONE) * limit
    }

    /// A number from the normal distribution of mean 0 and variance 1.
    ///
    /// By the polar method, always in double precision, so that single precision sees the same numbers,
    /// rounded: 1.27 pairs of [`uniform`](Random::uniform) numbers on average, one logarithm, one root.
    ///
    /// # Accuracy
    ///
    /// The tails end at 7.98, beyond which one number in 7·10¹⁴ would lie.
    ///
    /// # References
    ///
    /// G. Marsaglia and T. A. Bray, *A Convenient Method for Generating Normal Variables*, SIAM Review
    /// 6(3), 1964, 260–264.
    pub fn normal<T: Float>(&mut self) -> T {
        loop {
            let (x, y): (f64, f64) = (self.symmetric(1.0), self.symmetric(1.0));
            // Exact: x and y are multiples of 2⁻²³.
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                return T::literal(x * Real::sqrt(-2.0 * Real::ln(square) / square));
            }
        }
    }

    /// `true` in `share` of 2³² cases, `false` in the others: no rounding, the same on every target.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_nn::Random;
    ///
    /// let mut random = Random::new(1);
    /// assert!(!random.happens(0));
    /// let coins = (0..1000).filter(|_| random.happens(1 << 31)).count();
    /// assert!(450 < coins && coins < 550);
    /// ```
    #[must_use]
    pub const fn happens(&mut self, share: u32) -> bool {
        self.next_u32() < share
    }
}

/// The next state of `SplitMix64`, and its output.
const fn split_mix(state: u64) -> (u64, u64) {
    let state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (state, z ^ (z >> 31))
}

#[allow(clippy::cast_possible_truncation, reason = "the low half is asked for")]
const fn low(x: u64) -> u32 {
    x as u32
}

const fn high(x: u64) -> u32 {
    low(x >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first outputs from the state 1, 2, 3, 4, computed with the authors' C program.
    #[test]
    fn the_bits_are_those_of_the_reference_program() {
        let mut random = Random {
            state: [1, 2, 3, 4],
        };
        let expected = [
            641,
            1_573_767,
            3_222_811_527,
            3_517_856_514,
            836_907_274,
            4_247_214_768,
            3_867_114_732,
            1_355_841_295,
            495_546_011,
            621_204_420,
        ];
        for bits in expected {
            assert_eq!(random.next_u32(), bits);
        }
    }

    /// `SplitMix64` from 1234567: 6457827717110365317, 3203168211198807973.
    #[test]
    fn the_seed_is_spread_by_split_mix() {
        let (state, first) = split_mix(1_234_567);
        let (_, second) = split_mix(state);
        assert_eq!(first, 6_457_827_717_110_365_317);
        assert_eq!(second, 3_203_168_211_198_807_973);
        let Random { state } = Random::new(1_234_567);
        let words = [
            u64::from(state[0]) | u64::from(state[1]) << 32,
            u64::from(state[2]) | u64::from(state[3]) << 32,
        ];
        assert_eq!(words, [first, second]);
    }

    /// Each of `bound` numbers comes up as often as the others (within five standard deviations), none
    /// beyond, for bounds at powers of two and between.
    #[test]
    fn whole_numbers_below_a_bound_are_equally_likely() {
        let mut random = Random::new(4);
        assert_eq!([random.below(0), random.below(1)], [0, 0]);
        for bound in [2_u32, 3, 5, 8, 9, 100] {
            let mut counts = std::vec![0.0; usize::try_from(bound).unwrap()];
            for _ in 0..1000 * bound {
                counts[usize::try_from(random.below(bound)).unwrap()] += 1.0;
            }
            let share = 1.0 - 1.0 / f64::from(bound);
            let deviation = Real::sqrt(1000.0 * share);
            let off = |&n: &f64| (n - 1000.0).abs() > 5.0 * deviation;
            assert!(!counts.iter().any(off), "{bound}: {counts:?}");
        }
        let large = (0..1000).map(|_| random.below(u32::MAX)).max();
        assert!(large > Some(u32::MAX / 2) && large < Some(u32::MAX));
    }

    #[test]
    fn uniform_numbers_have_the_right_mean_and_variance() {
        let mut random = Random::new(1);
        let n = 100_000;
        let (mut sum, mut squares) = (0.0, 0.0);
        for _ in 0..n {
            let u: f64 = random.uniform();
            assert!((0.0..1.0).contains(&u));
            sum += u - 0.5;
            squares += (u - 0.5) * (u - 0.5);
        }
        let n = f64::from(n);
        // Three standard deviations of the two means.
        assert!((sum / n).abs() < 3.0 * 0.289 / 316.0);
        assert!((squares / n - 1.0 / 12.0).abs() < 3.0 * 0.0745 / 316.0);
    }

    /// The share of numbers below each of a few bounds, against the distribution function Φ
    /// (Kolmogorov and Smirnov: at this number of draws a distance above 0.0043 comes up once in 200
    /// seeds), and the first four moments, within four standard deviations of theirs.
    #[test]
    fn normal_numbers_are_normal() {
        const N: u32 = 150_000;
        let mut random = Random::new(5);
        let (mut numbers, mut moments) = (std::vec::Vec::new(), [0.0; 4]);
        for _ in 0..N {
            let x: f64 = random.normal();
            numbers.push(x);
            for (k, moment) in (1..).zip(&mut moments) {
                *moment += Real::powi(x, k) / f64::from(N);
            }
        }
        numbers.sort_by(f64::total_cmp);
        let mut largest = 0.0_f64;
        for (below, x) in (0..).zip(&numbers) {
            let phi = 0.5 * Real::erfc(-x * core::f64::consts::FRAC_1_SQRT_2);
            largest = largest.max((phi - f64::from(below) / f64::from(N)).abs());
        }
        assert!(largest < 0.0043, "{largest}");
        // E xᵏ = 0, 1, 0, 3; Var xᵏ = 1, 2, 15, 96.
        let expected = [(0.0, 1.0), (1.0, 2.0), (0.0, 15.0), (3.0, 96.0)];
        for (moment, (mean, variance)) in moments.iter().zip(expected) {
            let deviation = Real::sqrt(variance / f64::from(N));
            assert!((moment - mean).abs() < 4.0 * deviation, "{moment} {mean}");
        }
    }

    #[test]
    fn single_precision_sees_the_same_normal_numbers_rounded() {
        let (mut a, mut b) = (Random::new(3), Random::new(3));
        for _ in 0..1000 {
            let (single, double): (f32, f64) = (a.normal(), b.normal());
            assert_eq!(single, f32::from_f64(double));
        }
    }

    #[test]
    fn both_precisions_see_the_same_numbers() {
        let (mut a, mut b) = (Random::new(3), Random::new(3));
        for _ in 0..1000 {
            let (single, double): (f32, f64) = (a.uniform(), b.uniform());
            assert_eq!(f64::from(single), double);
        }
    }
}
