//! Softmax, and the cross-entropy of one choice among several.

use calc_scalar::{Float, Number};

use super::Loss;
use crate::init::count;

/// `e^(zᵢ)/∑ⱼ e^(zⱼ)`: answers of a network as probabilities of the classes; they add up to 1.
///
/// # Accuracy
///
/// The largest answer is subtracted first, so nothing overflows.
///
/// # Edge cases
///
/// NaN or `+∞` among the answers makes probabilities NaN.
///
/// # Examples
///
/// ```
/// use calc_nn::loss::softmax;
///
/// assert_eq!(softmax(&[0.0, 0.0, 0.0, 0.0]), [0.25; 4]);
/// assert_eq!(softmax(&[1000.0, 0.0]), [1.0, 0.0]);
/// ```
#[must_use]
#[inline]
pub fn softmax<T: Number, const N: usize>(answer: &[T; N]) -> [T; N] {
    let shifted = Shifted::new(answer);
    shifted.exponentials.map(|e| e / shifted.total())
}

/// `−∑ yᵢ ln softmax(z)ᵢ`: the surprise at the class that was right; slope `softmax(z) − y`.
///
/// The network answers with logits, one per class. The target is the number of the class (a `usize`,
/// counted from 0), or one probability per class.
///
/// # Accuracy
///
/// Softmax and logarithm are taken together. Nothing overflows, and the loss and the slope keep their
/// digits also where the answer is right and sure, and both are tiny.
///
/// # Edge cases
///
/// A class that does not exist gives NaN, value and slope; so do a share below 0, and NaN or `+∞` among
/// the answers. Shares need not add up to 1: with twice the sum an example counts twice.
///
/// # Examples
///
/// ```
/// use calc_nn::loss::{Loss, SoftmaxCrossEntropy};
///
/// let (loss, slope) = SoftmaxCrossEntropy.value_and_slope(&[0.0, 0.0], &1);
/// assert_eq!(loss, core::f64::consts::LN_2);
/// assert_eq!(slope, [0.5, -0.5]);
/// assert_eq!(SoftmaxCrossEntropy.value(&[0.0, 0.0], &[0.0, 1.0]), loss);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SoftmaxCrossEntropy;

impl<T: Number, const N: usize> Loss<[T; N], [T::Literal; N]> for SoftmaxCrossEntropy {
    #[inline]
    fn value(self, answer: &[T; N], target: &[T::Literal; N]) -> T {
        Shifted::new(answer).surprise(answer, &target.map(share))
    }

    #[inline]
    fn value_and_slope(self, answer: &[T; N], target: &[T::Literal; N]) -> (T, [T; N]) {
        let (shifted, target) = (Shifted::new(answer), target.map(share));
        (shifted.surprise(answer, &target), shifted.slopes(&target))
    }
}

impl<T: Number, const N: usize> Loss<[T; N], usize> for SoftmaxCrossEntropy {
    #[inline]
    fn value(self, answer: &[T; N], &class: &usize) -> T {
        Shifted::new(answer).surprise_at(answer, class)
    }

    #[inline]
    fn value_and_slope(self, answer: &[T; N], &class: &usize) -> (T, [T; N]) {
        let shifted = Shifted::new(answer);
        let value = shifted.surprise_at(answer, class);
        (value, shifted.slopes_at(class))
    }

    #[inline]
    fn value_and_slope_all<const M: usize>(
        self,
        answers: [&[T; N]; M],
        targets: [&usize; M],
    ) -> ([T; M], [[T; N]; M]) {
        side_by_side(answers, targets)
    }
}

impl SoftmaxCrossEntropy {
    /// The same with targets that are never quite sure; see [`SmoothedCrossEntropy`].
    #[must_use]
    pub const fn smoothing(self, smoothing: f64) -> SmoothedCrossEntropy {
        SmoothedCrossEntropy { smoothing }
    }
}

/// `−∑ ((1 − ε)·yᵢ + ε/N)·ln softmax(z)ᵢ`: [`SoftmaxCrossEntropy`] whose targets give a share `ε` to all
/// classes alike.
///
/// The best answers are then finite, so that the network does not become surer and surer of what it has
/// learnt already. Made by [`SoftmaxCrossEntropy::smoothing`]; targets as there.
///
/// # Edge cases
///
/// As for [`SoftmaxCrossEntropy`]; an `ε` that is not in `[0, 1]` gives NaN.
///
/// # Examples
///
/// ```
/// use calc_nn::loss::{Loss, SoftmaxCrossEntropy};
///
/// let smoothed = SoftmaxCrossEntropy.smoothing(0.1);
/// let by_hand = SoftmaxCrossEntropy.value(&[1.0_f64, -2.0], &[0.95, 0.05]);
/// assert!((smoothed.value(&[1.0, -2.0], &0) - by_hand).abs() < 1e-15);
/// ```
///
/// # References
///
/// C. Szegedy, V. Vanhoucke, S. Ioffe, J. Shlens and Z. Wojna, *Rethinking the Inception Architecture
/// for Computer Vision*, CVPR 2016, section 7.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SmoothedCrossEntropy {
    /// `ε`: the share that all classes have alike; 0.1 is usual.
    pub smoothing: f64,
}

impl SmoothedCrossEntropy {
    /// `(1 − ε)·y + ε/N`.
    #[inline]
    fn smoothed<F: Float, const N: usize>(self, target: &[F; N]) -> [F; N] {
        let share = if (0.0..=1.0).contains(&self.smoothing) {
            F::from_f64(self.smoothing)
        } else {
            F::NAN
        };
        let each = share / count(N);
        target.map(|y| self::share(y) * (F::ONE - share) + each)
    }
}

impl<T: Number, const N: usize> Loss<[T; N], [T::Literal; N]> for SmoothedCrossEntropy {
    #[inline]
    fn value(self, answer: &[T; N], target: &[T::Literal; N]) -> T {
        SoftmaxCrossEntropy.value(answer, &self.smoothed(target))
    }

    #[inline]
    fn value_and_slope(self, answer: &[T; N], target: &[T::Literal; N]) -> (T, [T; N]) {
        SoftmaxCrossEntropy.value_and_slope(answer, &self.smoothed(target))
    }
}

impl<T: Number, const N: usize> Loss<[T; N], usize> for SmoothedCrossEntropy {
    #[inline]
    fn value(self, answer: &[T; N], &class: &usize) -> T {
        self.value(answer, &one_hot::<T::Literal, N>(class))
    }

    #[inline]
    fn value_and_slope(self, answer: &[T; N], &class: &usize) -> (T, [T; N]) {
        self.value_and_slope(answer, &one_hot::<T::Literal, N>(class))
    }
}

/// A target, if it is not below 0; else NaN.
#[inline]
fn share<F: Float>(y: F) -> F {
    if y >= F::ZERO { y } else { F::NAN }
}

/// The target that is 1 at `class` and 0 elsewhere; NaN where there is no such class.
#[inline]
fn one_hot<F: Float, const N: usize>(class: usize) -> [F; N] {
    let mut target = [if class < N { F::ZERO } else { F::NAN }; N];
    if let Some(right) = target.get_mut(class) {
        *right = F::ONE;
    }
    target
}

/// Exponentials relative to the largest: `eᵢ = e^(zᵢ − z_top)`, where `e_top = 1`.
struct Shifted<T, const N: usize> {
    exponentials: [T; N],
    /// Which answer is the largest.
    top: usize,
    /// The largest answer.
    shift: T,
    /// `∑ eᵢ` without `e_top`: the sum that loses nothing where it is small.
    rest: T,
}

impl<T: Number, const N: usize> Shifted<T, N> {
    #[inline]
    fn new(answer: &[T; N]) -> Self {
        let mut shift = answer.first().copied().unwrap_or(T::ZERO);
        for &z in answer {
            if z > shift {
                shift = z;
            }
        }
        // The first that is as large; without a branch, which would be taken as if at random.
        let mut top = 0;
        for (i, &z) in answer.iter().enumerate().rev() {
            if z == shift {
                top = i;
            }
        }
        let (mut exponentials, rest) = T::exponentials(*answer, shift, top);
        // A constant, whatever z carries along: a sweep backwards would find the slope of z − z as the
        // difference of two numbers that are much larger than what the others have for z.
        let of_top = T::constant(if shift.primal().is_finite() {
            T::Literal::ONE
        } else {
            T::Literal::NAN
        });
        for (i, e) in exponentials.iter_mut().enumerate() {
            *e = if i == top { of_top } else { *e };
        }
        Self {
            exponentials,
            top,
            shift,
            rest,
        }
    }

    /// `∑ eᵢ`.
    #[inline]
    fn total(&self) -> T {
        T::ONE + self.rest
    }

    /// `∑ yᵢ·(ln ∑ eⱼ + z_top − zᵢ)`. All terms are positive.
    #[inline]
    fn surprise(&self, answer: &[T; N], target: &[T::Literal; N]) -> T {
        let log_total = self.rest.ln_1p();
        let mut sum = T::ZERO;
        for (&z, &y) in answer.iter().zip(target) {
            // An impossible class may have the answer −∞; its term is 0, not NaN.
            if y != T::Literal::ZERO {
                sum += (log_total + (self.shift - z)) * y;
            }
        }
        sum
    }

    /// The same for the target that is 1 at `class` and 0 elsewhere.
    #[inline]
    fn surprise_at(&self, answer: &[T; N], class: usize) -> T {
        match answer.get(class) {
            Some(&z) => self.rest.ln_1p() + (self.shift - z),
            None => T::constant(T::Literal::NAN),
        }
    }

    /// The [`slopes`](Self::slopes) for it.
    #[inline]
    fn slopes_at(&self, class: usize) -> [T; N] {
        let total = self.total();
        let of_class = match self.exponentials.get(class) {
            Some(_) if class == self.top => self.rest,
            Some(&e) => total - e,
            None => return [T::constant(T::Literal::NAN); N],
        };
        let mut slopes = self.exponentials;
        for (i, slope) in slopes.iter_mut().enumerate() {
            let above = if i == class {
                T::ZERO - of_class
            } else {
                *slope
            };
            *slope = above / total;
        }
        slopes
    }

    /// `(∑ⱼ yⱼ)·pᵢ − yᵢ = (eᵢ·(∑ⱼ yⱼ − yᵢ) − yᵢ·(∑ⱼ eⱼ − eᵢ))/∑ⱼ eⱼ`, whose differences are exact where
    /// they matter.
    #[inline]
    fn slopes(&self, target: &[T::Literal; N]) -> [T; N] {
        let mass: T::Literal = target.iter().copied().sum();
        let total = self.total();
        let mut slopes = self.exponentials;
        for (i, (slope, &y)) in slopes.iter_mut().zip(target).enumerate() {
            let e = *slope;
            let others = if i == self.top { self.rest } else { total - e };
            *slope = (e * (mass - y) - others * y) / total;
        }
        slopes
    }
}

/// Value and slope for several examples, operation by operation those of [`Shifted`]. The lanes of a vector
/// are the examples.
#[inline(never)]
fn side_by_side<T: Number, const N: usize, const M: usize>(
    answers: [&[T; N]; M],
    classes: [&usize; M],
) -> ([T; M], [[T; N]; M]) {
    let mut lanes = [[T::ZERO; M]; N];
    for (i, lanes) in lanes.iter_mut().enumerate() {
        for (to, from) in lanes.iter_mut().zip(answers) {
            *to = from.get(i).copied().unwrap_or(T::ZERO);
        }
    }
    // As wide as a number in single precision.
    let number = |i: usize| u32::try_from(i).unwrap_or(u32::MAX);
    let class = classes.map(|&class| number(class));
    let nan = T::constant(T::Literal::NAN);

    let mut shift = lanes.first().copied().unwrap_or([nan; M]);
    let mut right = [nan; M];
    for (i, z) in lanes.iter().enumerate() {
        for (shift, &z) in shift.iter_mut().zip(z) {
            *shift = if z > *shift { z } else { *shift };
        }
        for ((right, &z), &class) in right.iter_mut().zip(z).zip(&class) {
            *right = if class == number(i) { z } else { *right };
        }
    }
    let mut top = [0; M];
    for (i, z) in lanes.iter().enumerate().rev() {
        for ((top, &z), &shift) in top.iter_mut().zip(z).zip(&shift) {
            *top = if z == shift { number(i) } else { *top };
        }
    }

    for z in &mut lanes {
        for (z, &shift) in z.iter_mut().zip(&shift) {
            *z -= shift;
        }
        *z = T::exp_each(*z);
    }
    let mut rest = [T::ZERO; M];
    for (i, e) in lanes.iter().enumerate() {
        for ((rest, &e), &top) in rest.iter_mut().zip(e).zip(&top) {
            *rest += if top == number(i) { T::ZERO } else { e };
        }
    }
    let total = rest.map(|rest| T::ONE + rest);
    let of_top = shift.map(|shift| {
        T::constant(if shift.primal().is_finite() {
            T::Literal::ONE
        } else {
            T::Literal::NAN
        })
    });
    for (i, e) in lanes.iter_mut().enumerate() {
        let mut others = rest;
        for ((others, &total), (&e, &top)) in others.iter_mut().zip(&total).zip(e.iter().zip(&top))
        {
            *others = if top == number(i) { *others } else { total - e };
        }
        for ((e, &of_top), &top) in e.iter_mut().zip(&of_top).zip(&top) {
            *e = if top == number(i) { of_top } else { *e };
        }
        for ((e, &others), &class) in e.iter_mut().zip(&others).zip(&class) {
            *e = if class == number(i) {
                T::ZERO - others
            } else {
                *e
            };
        }
        for (e, &total) in e.iter_mut().zip(&total) {
            *e /= total;
        }
    }

    let mut slopes = [[T::ZERO; N]; M];
    for (m, slopes) in slopes.iter_mut().enumerate() {
        for (slope, lanes) in slopes.iter_mut().zip(&lanes) {
            *slope = lanes.get(m).copied().unwrap_or(T::ZERO);
        }
    }
    for (slopes, &class) in slopes.iter_mut().zip(classes) {
        if class >= N {
            *slopes = [nan; N];
        }
    }
    let mut values = rest.map(T::ln_1p);
    for (value, (&shift, &right)) in values.iter_mut().zip(shift.iter().zip(&right)) {
        *value += shift - right;
    }
    (values, slopes)
}

#[cfg(test)]
mod tests {
    use calc_scalar::Real;

    use super::*;

    /// `ln(1 + e⁻⁴⁰) = 4.248354255291589e-18 = 1/(1 + e⁴⁰)`, from mpmath.
    #[test]
    fn sure_and_right_answers_keep_their_digits() {
        let tiny = 4.248_354_255_291_589e-18;
        let (value, slope) = SoftmaxCrossEntropy.value_and_slope(&[0.0, 40.0], &1);
        assert!((value / tiny - 1.0_f64).abs() < 1e-15);
        assert!((slope[0] / tiny - 1.0).abs() < 1e-15);
        assert!((slope[1] / tiny + 1.0).abs() < 1e-15);
    }

    #[test]
    fn large_answers_do_not_overflow() {
        let (value, slope) = SoftmaxCrossEntropy.value_and_slope(&[1000.0_f32, -1000.0, 0.0], &1);
        assert_eq!(value, 2000.0);
        assert_eq!(slope, [1.0, -1.0, 0.0]);
        let impossible = SoftmaxCrossEntropy.value(&[f64::NEG_INFINITY, 0.0], &[0.0, 1.0]);
        assert_eq!(impossible, 0.0);
    }

    #[test]
    fn a_class_that_does_not_exist_is_not_a_number() {
        let (value, slope) = SoftmaxCrossEntropy.value_and_slope(&[1.0_f64, 2.0], &2);
        assert!(value.is_nan() && slope.iter().all(|s| s.is_nan()));
        assert!(softmax(&[f64::NAN, 1.0]).iter().all(|p| p.is_nan()));
        assert!(softmax(&[1.0, f64::NAN]).iter().all(|p| p.is_nan()));
    }

    #[test]
    fn a_share_below_0_is_not_a_number() {
        for y in [-1.0, -1e-300, f64::NEG_INFINITY, f64::NAN] {
            for loss in [0.0, 0.1].map(|smoothing| SoftmaxCrossEntropy.smoothing(smoothing)) {
                let (value, slope) = loss.value_and_slope(&[1.0_f64, 2.0], &[y, 1.0]);
                assert!(value.is_nan() && slope.iter().all(|s| s.is_nan()), "{y}");
            }
            let (value, slope) = SoftmaxCrossEntropy.value_and_slope(&[1.0_f64, 2.0], &[y, 1.0]);
            assert!(value.is_nan() && slope.iter().all(|s| s.is_nan()), "{y}");
        }
        // Shares count as often as they say.
        let once = SoftmaxCrossEntropy.value(&[1.0_f64, 2.0], &[0.5, 0.5]);
        assert_eq!(
            SoftmaxCrossEntropy.value(&[1.0, 2.0], &[1.0, 1.0]),
            2.0 * once
        );
    }

    #[test]
    fn smoothing_that_is_no_share_is_not_a_number() {
        for smoothing in [-0.1, 1.1, f64::NAN] {
            let loss = SoftmaxCrossEntropy.smoothing(smoothing);
            assert!(loss.value(&[1.0_f64, 2.0], &1).is_nan(), "{smoothing}");
        }
        let loss = SoftmaxCrossEntropy.smoothing(0.0);
        let (value, slope) = loss.value_and_slope(&[1.0_f64, 2.0], &1);
        assert_eq!(
            (value, slope),
            SoftmaxCrossEntropy.value_and_slope(&[1.0, 2.0], &1)
        );
        let missing = SoftmaxCrossEntropy
            .smoothing(0.1)
            .value(&[1.0_f64, 2.0], &2);
        assert!(missing.is_nan());
    }

    /// Softmax with two classes is the sigmoid of the difference.
    #[test]
    fn two_classes_are_a_sigmoid() {
        let [p, q] = softmax(&[0.3, 1.1]);
        assert!((p - Real::logistic(0.3 - 1.1_f64)).abs() < 1e-15);
        assert!((p + q - 1.0).abs() < 1e-15);
    }

    /// Bit for bit, and where something is not a number: ties, infinities, NaN, classes that do not exist.
    #[test]
    fn side_by_side_examples_have_the_bits_of_one_after_the_other() {
        fn compare<T: Float>() {
            let mut random = crate::random::Random::new(3);
            let mut special = 0;
            for round in 0..500 {
                let mut number = || -> T {
                    let odd = [
                        0.0,
                        1.0,
                        -200.0,
                        1e30,
                        f64::INFINITY,
                        -f64::INFINITY,
                        f64::NAN,
                    ];
                    match random.below(40) as usize {
                        i if i < odd.len() && round % 2 == 1 => T::from_f64(odd[i]),
                        _ => random.symmetric(T::from_f64(8.0)),
                    }
                };
                let answers = [(); 8].map(|()| [(); 5].map(|()| number()));
                let classes: [usize; 8] = core::array::from_fn(|m| (m + round) % 6);
                let (values, slopes) =
                    SoftmaxCrossEntropy.value_and_slope_all(answers.each_ref(), classes.each_ref());
                for m in 0..8 {
                    let (value, slope) =
                        SoftmaxCrossEntropy.value_and_slope(&answers[m], &classes[m]);
                    let found = [values[m]].into_iter().chain(slopes[m]);
                    for (found, expected) in found.zip([value].into_iter().chain(slope)) {
                        let [found, expected] = [found, expected].map(T::to_f64);
                        let same = found.to_bits() == expected.to_bits();
                        let neither = found.is_nan() && expected.is_nan();
                        assert!(same || neither, "{found:?} {expected:?}: {:?}", answers[m]);
                        special += u32::from(neither);
                    }
                }
            }
            assert!(special > 1000, "{special}");
        }
        compare::<f32>();
        compare::<f64>();
    }
}
