//! Functions of many operands, as chains of operations of two: for numbers that have no better way.

use crate::float::Float;
use crate::real::Real;

/// `u₁ + … + u_n`, from the first to the last.
#[inline]
pub fn total<F: Float, R: Real<F>>(terms: impl IntoIterator<Item = R>) -> R {
    // −0 is what a sum of floats starts from: it leaves the sign of a single −0 alone.
    let nothing = R::constant(-F::ZERO);
    terms.into_iter().fold(nothing, |sum, term| sum + term)
}

/// `√(u₁² + … + u_n²)`, without overflow; 0 with slopes 0 at the origin.
#[inline]
pub fn norm<F: Float, R: Real<F>>(terms: impl Iterator<Item = R> + Clone) -> R {
    let zero = R::constant(F::ZERO);
    if R::IS_SET {
        return terms.fold(zero, |sum, u| sum + u.powi(2)).sqrt();
    }
    let values = terms.clone().map(R::primal);
    let square = values.clone().fold(F::ZERO, |sum, u| sum + u * u);
    // Far from the lower end of the range, squares lose nothing.
    let safe = F::MIN_POSITIVE / (F::EPSILON * F::EPSILON);
    if square > safe && square <= F::MAX {
        return terms.fold(zero, |sum, u| sum + u * u).sqrt();
    }
    // One after the other they are beside their norm, so that also the slope of a short one is in range.
    let length = terms.clone().fold(zero, R::hypot);
    let largest = values.fold(F::ZERO, |most, u| most.max(u.magnitude()));
    if largest > F::MAX && !square.not_a_number() {
        // Infinite components are equally far.
        let infinite = terms.filter(|u| u.primal().magnitude() > F::MAX);
        let count = total(infinite.clone().map(|_| F::ONE));
        return total(infinite.map(|u| u.abs() / count.sqrt()));
    }
    if length.primal() > F::ZERO && length.primal() < F::MIN_POSITIVE {
        // Without its digits, and so are the lengths on the way.
        let unit = F::EPSILON * F::EPSILON;
        return terms.map(|u| u / unit).fold(zero, R::hypot) * unit;
    }
    if length.primal() <= F::MAX || square.not_a_number() {
        return length;
    }
    // The norm overflows and its slopes do not. A power of two changes no digit; it goes in two halves,
    // since its reciprocal is below the normal numbers.
    let unit = largest.power_of_two();
    let first = unit.sqrt().power_of_two();
    let second = unit / first;
    let scaled = terms.map(|u| u / first / second);
    scaled.fold(zero, |sum, u| sum + u * u).sqrt() * first * second
}

/// `ln(eᵘ¹ + … + eᵘⁿ)`, without overflow; slopes `softmax(u)`.
#[inline]
pub fn logsumexp<F: Float, R: Real<F>>(terms: impl Iterator<Item = R> + Clone) -> R {
    if R::IS_SET {
        return terms.fold(R::constant(-F::INFINITY), R::logaddexp);
    }
    let shift = largest(terms.clone());
    if shift.magnitude() <= F::MAX {
        total(terms.map(|u| (u - shift).exp())).ln() + shift
    } else if shift.not_a_number() {
        total(terms) * shift
    } else {
        shared(terms.filter(|u| u.primal() == shift)).unwrap_or(R::constant(shift))
    }
}

/// The mean of terms that are all the same infinity: each has an equal share of the slope.
fn shared<F: Float, R: Real<F>>(equal: impl Iterator<Item = R> + Clone) -> Option<R> {
    let count = equal.clone().fold(F::ZERO, |count, _| count + F::ONE);
    (count > F::ZERO).then(|| total(equal.map(|u| u / count)))
}

/// The largest of the values; NaN if one is NaN, `−∞` if there is none.
#[inline]
pub fn largest<F: Float, R: Real<F>>(terms: impl Iterator<Item = R>) -> F {
    terms.map(R::primal).fold(-F::INFINITY, |most, u| {
        if u > most || u.not_a_number() {
            u
        } else {
            most
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dual, Jet, derivative, derivatives};

    #[test]
    fn sums_and_products_of_vectors_are_those_of_pencil_and_paper() {
        assert_eq!(f64::total(&[1.0, 2.0, 4.5]), 7.5);
        assert!(f64::total(&[]).is_sign_negative() && f64::total(&[-0.0]).is_sign_negative());
        assert_eq!(f64::dot(&[1.0, 2.0], &[3.0, -5.0]), -7.0);
        assert_eq!(f64::combination(&[1.0, 2.0], &[3.0, -5.0]), -7.0);
        assert!(f64::dot(&[1.0], &[3.0, -5.0]).is_nan());
        assert!(f64::combination(&[1.0, 0.0], &[3.0]).is_nan());
        let slope = derivative(|x| Real::dot(&[x, 2.0 * x], &[x, x * x]), 3.0_f64);
        assert_eq!(slope, 2.0 * 3.0 + 6.0 * 9.0);
    }

    #[test]
    fn the_norm_neither_overflows_nor_underflows() {
        for scale in [1.0, 1e-320, 1e-300, 1e-160, 1e154, 1e200, 1e308] {
            let (a, b) = (0.36 * scale, 0.48 * scale);
            let expected = a.hypot(b);
            let norm = f64::norm(&[a, 0.0, -b]);
            assert!(
                (norm - expected).abs() <= 2.0 * f64::EPSILON * expected + 5e-324,
                "{scale}: {norm}"
            );
            if scale > 1e-310 {
                let slope = derivative(|x| Real::norm(&[x, Dual::constant(b)]), a);
                assert!((slope - 0.6).abs() < 1e-14, "{scale}: {slope}");
            }
        }
        assert_eq!(f32::norm(&[3e30, 4e30]), 5e30);
        assert_eq!(f64::norm(&[]), 0.0);
        assert_eq!(f64::norm(&[1.0, f64::NEG_INFINITY]), f64::INFINITY);
        assert!(f64::norm(&[1.0, f64::NAN]).is_nan());
        for tiny in [5e-324, 1e-310, 1e-300] {
            let slope = derivative(|x| Real::norm(&[x, Dual::constant(0.0)]), tiny);
            assert!((slope - 1.0).abs() <= f64::EPSILON, "{tiny}: {slope}");
        }
        assert_eq!(derivative(|x| Real::norm(&[x, 2.0 * x]), 0.0_f64), 0.0);
        let [value, slope, second]: [f64; 3] =
            derivatives(|x| Real::norm(&[x, Jet::constant(4.0)]), 3.0);
        assert_eq!((value, slope), (5.0, 0.6));
        assert!((second - 16.0 / 125.0).abs() < 1e-16);
    }

    #[test]
    fn a_short_component_of_a_long_vector_has_its_slope() {
        for (long, short) in [(1e300, 1.0), (1e250, 1e-50), (3e-170, 1e-300)] {
            let other = Dual::constant(long);
            let slope = derivative(|x| Real::norm(&[other, x, other]), short);
            let expected = short / long / core::f64::consts::SQRT_2;
            assert!((slope / expected - 1.0).abs() < 1e-15, "{long}: {slope}");
        }
    }

    #[test]
    fn the_slopes_of_a_norm_without_digits_have_theirs() {
        for unit in [1e-322, 1e-320, 1e-312] {
            let [a, b, c] = [1.0, 1.5, 3.0].map(|u| u * unit);
            let slope = derivative(|x| Real::norm(&[Dual::lift(a), x, Dual::lift(c)]), b);
            let long = [a, b, c].map(|u| u * 1e300);
            let expected = long[1] / f64::norm(&long);
            assert!((slope - expected).abs() <= 4e-16, "{unit:e}: {slope}");
        }
    }

    #[test]
    fn the_logarithm_of_a_sum_of_exponentials_does_not_overflow() {
        assert_eq!(f64::logsumexp(&[]), f64::NEG_INFINITY);
        assert_eq!(
            f64::logsumexp(&[1000.0, 1000.0]),
            1000.0 + core::f64::consts::LN_2
        );
        assert_eq!(f64::logsumexp(&[-1000.0]), -1000.0);
        assert_eq!(f64::logsumexp(&[f64::INFINITY, 1.0]), f64::INFINITY);
        assert_eq!(f64::logsumexp(&[f64::NEG_INFINITY; 2]), f64::NEG_INFINITY);
        assert!(f64::logsumexp(&[f64::NAN, f64::INFINITY]).is_nan());
        let softmax = derivative(|x| Real::logsumexp(&[x, Dual::constant(0.0)]), 800.0_f64);
        assert_eq!(softmax, 1.0);
        let softmax = derivative(|x| Real::logsumexp(&[x, Dual::constant(0.0)]), 1.0_f64);
        assert!((softmax - 1.0.logistic()).abs() < 1e-15);
        assert!(derivative(|x| Real::logsumexp(&[x, x]), f64::NAN).is_nan());
        for infinite in [f64::INFINITY, f64::NEG_INFINITY] {
            let other = Dual::constant(infinite);
            let share = derivative(|x| Real::logsumexp(&[x, other, other, x]), infinite);
            assert_eq!(share, 0.5, "{infinite}");
        }
    }
}
