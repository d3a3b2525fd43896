//! Sums of many numbers.

use calc_scalar::Float;

/// `∑ xᵢ`, together with what rounding cut off: as if added up with twice the digits, and rounded once.
///
/// A plain sum in single precision stands still at 2²⁴ times what is added to it. Here each addition's
/// rounding error is found by six additions without a branch (Knuth's), and all are added up beside.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sum<T> {
    rounded: T,
    lost: T,
}

impl<T: Float> Sum<T> {
    pub(crate) const ZERO: Self = Self {
        rounded: T::ZERO,
        lost: T::ZERO,
    };

    #[inline]
    pub(crate) fn add(&mut self, x: T) {
        let sum = self.rounded + x;
        let of_x = sum - self.rounded;
        let of_sum = sum - of_x;
        self.lost += (self.rounded - of_sum) + (x - of_x);
        self.rounded = sum;
    }

    #[inline]
    pub(crate) fn value(self) -> T {
        // Where the sum is infinite, what it lost is no number.
        if self.lost.is_finite() {
            self.rounded + self.lost
        } else {
            self.rounded
        }
    }
}

#[cfg(test)]
mod tests {
    use core::iter::repeat_n;

    use proptest::prelude::*;

    use super::*;
    use crate::random::Random;

    fn sum<T: Float>(terms: impl IntoIterator<Item = T>) -> T {
        let mut sum = Sum::ZERO;
        terms.into_iter().for_each(|x| sum.add(x));
        sum.value()
    }

    #[test]
    fn twenty_million_ones_are_not_lost() {
        let n = 20_000_000;
        assert_eq!(sum(repeat_n(1.0_f32, n)), 2e7);
        // The negative control: the plain sum stands still at 2²⁴.
        assert_eq!(repeat_n(1.0_f32, n).sum::<f32>(), 16_777_216.0);
    }

    #[test]
    fn a_million_losses_are_added_up_to_the_last_digit() {
        let mut random = Random::new(1);
        let (mut exact, mut plain, mut careful) = (0.0_f64, 0.0_f32, Sum::ZERO);
        for _ in 0..1_000_000 {
            let loss: f32 = 0.3 + random.uniform::<f32>() / 8.0;
            exact += f64::from(loss);
            plain += loss;
            careful.add(loss);
        }
        let off = |found: f32| (f64::from(found) / exact - 1.0).abs();
        assert!(off(careful.value()) < 6e-8, "{}", off(careful.value()));
        assert!(off(plain) > 1e-5, "{}", off(plain));
    }

    #[test]
    fn large_numbers_may_cancel() {
        assert_eq!(sum([1.0, 1e100, 1.0, -1e100]), 2.0);
        assert_eq!(sum([1.0_f32, 1e30, 1.0, -1e30]), 2.0);
    }

    #[test]
    fn what_is_not_finite_stays() {
        assert_eq!(sum([1.0, f64::INFINITY, 2.0]), f64::INFINITY);
        assert_eq!(sum([f32::MAX, f32::MAX, 1.0]), f32::INFINITY);
        assert_eq!(sum([-f64::INFINITY, 2.0]), -f64::INFINITY);
        assert!(sum([1.0, f64::NAN, 2.0]).is_nan());
        assert!(sum([f32::INFINITY, -f32::INFINITY]).is_nan());
        assert_eq!(sum::<f32>([]), 0.0);
    }

    proptest! {
        #[test]
        fn it_is_the_sum_in_double_precision_rounded(
            terms in prop::collection::vec(-1e6..1e6_f32, 0..300),
        ) {
            let exact: f64 = terms.iter().map(|&x| f64::from(x)).sum();
            let size: f64 = terms.iter().map(|&x| f64::from(x.abs())).sum();
            // One rounding of the result, and the second order of those on the way.
            let bound = exact.abs() * 6e-8 + size * 300.0 * 4e-15;
            prop_assert!((f64::from(sum(terms)) - exact).abs() <= bound);
        }
    }
}
