//! Recurrences of Taylor coefficients: each from those before, at first without care.

use crate::jet::{Jet, whole};
use crate::real::Number;
use crate::strong;

/// The chain rule `y′ = s·x′`, coefficient by coefficient: `k·yₖ = ∑ⱼ₌₁..ₖ j·xⱼ·sₖ₋ⱼ` for `k = 1, 2, …`.
///
/// A recurrence is written once over this trait. It is run with [`Plain`] first, or with [`Straight`]
/// along a straight line, and once more, aside, with [`Careful`] where that has not only finite numbers,
/// which is next to never.
pub(crate) trait ChainRule<T, const N: usize> {
    /// The rule for a function of `x`.
    fn of(x: Jet<T, N>) -> Self;

    /// `k·yₖ` for the next `k`, from the coefficient `sₖ₋₁`.
    fn next(&mut self, s: T) -> T;
}

/// The chain rule as it stands.
pub(crate) struct Plain<T, const N: usize> {
    /// `x₁, 2x₂, 3x₃, …`
    speeds: [T; N],
    /// What is known of the sums for the next `k`, the one after, and so on. Each takes its latest term
    /// last: all others are there before that one is known.
    sums: [T; N],
}

impl<T: Number, const N: usize> ChainRule<T, N> for Plain<T, N> {
    #[inline]
    fn of(x: Jet<T, N>) -> Self {
        let mut speeds = [T::ZERO; N];
        let above = x.coefficients.iter().skip(1);
        for (j, (speed, &x)) in speeds.iter_mut().zip(above).enumerate() {
            *speed = x * whole::<T>(j + 1);
        }
        Self {
            speeds,
            sums: [T::ZERO; N],
        }
    }

    #[inline]
    fn next(&mut self, s: T) -> T {
        grow(&mut self.sums, &self.speeds, |speed| speed * s)
    }
}

/// The chain rule along a straight line, where each sum has one term: of the variable itself, of which
/// the compiler often knows that it is straight, and of `a·t + b`.
pub(crate) struct Straight<T> {
    speed: T,
}

impl<T: Number, const N: usize> ChainRule<T, N> for Straight<T> {
    #[inline]
    fn of(x: Jet<T, N>) -> Self {
        Self {
            speed: x.coefficient(1),
        }
    }

    #[inline]
    fn next(&mut self, s: T) -> T {
        // A sum, so that no zero has a sign that it has not along a bent line.
        T::ZERO + self.speed * s
    }
}

/// Whether recurrences over `x` run along a [`Straight`] line; of few coefficients it is not worth it.
#[inline]
pub(crate) fn runs_straight<T: Number, const N: usize>(x: &Jet<T, N>) -> bool {
    N > 4 && x.is_straight()
}

/// The chain rule with strong zeros, in each sum that is not finite without.
pub(crate) struct Careful<T, const N: usize> {
    plain: Plain<T, N>,
    /// `(xⱼ, j)`
    coefficients: [(T, T); N],
    sums: [T; N],
}

impl<T: Number, const N: usize> ChainRule<T, N> for Careful<T, N> {
    fn of(x: Jet<T, N>) -> Self {
        Self {
            plain: Plain::of(x),
            coefficients: core::array::from_fn(|i| (x.coefficient(i + 1), whole(i + 1))),
            sums: [T::ZERO; N],
        }
    }

    fn next(&mut self, s: T) -> T {
        let term = |(x, j)| strong::product(x, s) * j;
        let careful = grow(&mut self.sums, &self.coefficients, term);
        let plain = self.plain.next(s);
        // Then no product was zero times infinity, nor did one overflow.
        if plain.is_finite() { plain } else { careful }
    }
}

/// Adds a term to each sum and takes the first one out; the others move up.
///
/// As many steps every time, also where there is nothing left to add to: the compiler unrolls them.
#[inline]
fn grow<T: Number, S: Copy, const N: usize>(
    sums: &mut [T; N],
    factors: &[S; N],
    term: impl Fn(S) -> T,
) -> T {
    let grown = sums.iter().zip(factors);
    let mut grown = grown.map(|(&sum, &factor)| sum + term(factor));
    let first = grown.next().unwrap_or(T::ZERO);
    let mut rest = [T::ZERO; N];
    for (sum, grown) in rest.iter_mut().zip(grown) {
        *sum = grown;
    }
    *sums = rest;
    first
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jet::over;
    use crate::real::Real;

    fn sums<C: ChainRule<f64, 4>>(x: [f64; 4], s: [f64; 3]) -> [f64; 3] {
        let mut chain = C::of(Jet { coefficients: x });
        s.map(|s| chain.next(s))
    }

    #[test]
    fn the_sums_are_those_of_the_chain_rule() {
        let (x, s) = ([9.0, 2.0, 3.0, 5.0], [7.0, 11.0, 13.0]);
        let expected = [
            2.0 * 7.0,
            2.0 * 11.0 + 2.0 * 3.0 * 7.0,
            2.0 * 13.0 + 2.0 * 3.0 * 11.0 + 3.0 * 5.0 * 7.0,
        ];
        assert_eq!(sums::<Plain<f64, 4>>(x, s), expected);
        assert_eq!(sums::<Careful<f64, 4>>(x, s), expected);
    }

    #[test]
    fn along_a_straight_line_the_sums_are_those_of_the_chain_rule() {
        let (x, s) = ([9.0, 2.0, 0.0, 0.0], [7.0, 11.0, 13.0]);
        assert_eq!(sums::<Straight<f64>>(x, s), sums::<Plain<f64, 4>>(x, s));
        let bent = [9.0, 2.0, 0.0, 1.0];
        assert_ne!(
            sums::<Straight<f64>>(bent, s),
            sums::<Plain<f64, 4>>(bent, s)
        );
    }

    #[test]
    fn only_jets_of_more_than_four_coefficients_run_straight() {
        assert!(runs_straight(&Jet::<f64, 5>::variable(0.5)));
        assert!(!runs_straight(&Jet::<f64, 4>::variable(0.5)));
        let mut bent = Jet::<f64, 5>::variable(0.5);
        bent.coefficients[4] = 1e-300;
        assert!(!runs_straight(&bent));
    }

    /// The same functions of the variable, and of it and a last coefficient that no other one sees.
    #[test]
    fn straight_and_bent_jets_have_the_same_coefficients_but_for_the_last() {
        type J = Jet<f64, 9>;
        let straight = J::variable(0.7);
        let mut bent = straight;
        bent.coefficients[8] = 1.0;
        let functions: [fn(J) -> J; 5] = [Real::sin, Real::cos, Real::exp, Real::exp2, Real::tanh];
        for f in functions {
            let (a, b) = (f(straight).coefficients, f(bent).coefficients);
            assert_eq!(a[..8], b[..8]);
            assert_ne!(a[8], b[8]);
        }
    }

    #[test]
    fn no_coefficient_of_a_sine_at_zero_is_a_negative_zero() {
        let even = Real::sin(Jet::<f64, 9>::variable(0.0)).coefficients;
        for (k, zero) in even.iter().enumerate().step_by(2) {
            assert_eq!(zero.to_bits(), 0.0_f64.to_bits(), "coefficient {k}");
        }
    }

    #[test]
    fn with_care_a_zero_wins_against_infinity_and_without_it_does_not() {
        let (x, s) = ([9.0, 0.0, 3.0, 0.0], [7.0, f64::INFINITY, 13.0]);
        let plain = sums::<Plain<f64, 4>>(x, s);
        assert!(plain[1].is_nan() && !plain[2].is_finite());
        let careful = sums::<Careful<f64, 4>>(x, s);
        assert_eq!(careful, [0.0, 2.0 * 3.0 * 7.0, f64::INFINITY]);
    }

    #[test]
    fn a_share_is_the_quotient_up_to_two_units_and_encloses_it_over_intervals() {
        for k in 1..40 {
            let (share, quotient) = (over(5.5, k), 5.5 / whole::<f64>(k));
            assert!((share - quotient).abs() <= 2.0 * f64::EPSILON * quotient);
            let enclosed = over(crate::Interval::point(1.0), k);
            assert!(enclosed.contains(1.0 / whole::<f64>(k)));
            assert!(k.is_power_of_two() || !enclosed.is_point());
        }
    }

    #[test]
    fn with_care_what_overflows_on_the_way_is_taken_in_another_order() {
        let (x, s) = ([0.0, 0.0, 0.0, 1e308], [1e-10, 0.0, 0.0]);
        assert_eq!(sums::<Plain<f64, 4>>(x, s)[2], f64::INFINITY);
        assert_eq!(sums::<Careful<f64, 4>>(x, s)[2], 1e308 * 1e-10 * 3.0);
    }
}
