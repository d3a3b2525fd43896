//! The kind of a critical point, by the first derivative that does not vanish.

use core::fmt;

use calc_scalar::{Float, Jet};

use super::ORDER;

/// What a function does around a point where its slope is zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum CriticalKind {
    /// The lowest point around: the first non-vanishing derivative is of even order and positive.
    Minimum,
    /// The highest point around: the first non-vanishing derivative is of even order and negative.
    Maximum,
    /// Neither: the first non-vanishing derivative is of odd order.
    Inflection,
    /// All derivatives that were looked at vanish.
    Undecided,
}

impl fmt::Display for CriticalKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::Inflection => "inflection",
            Self::Undecided => "undecided",
        })
    }
}

/// The kind of the point at which `jet` was taken, where `f′` is known up to `noise`.
pub(super) fn of<T: Float>(jet: &Jet<T, ORDER>, noise: T) -> CriticalKind {
    let offset = location_error(jet, noise);
    for order in 2..ORDER {
        let coefficient = jet.coefficient(order);
        if coefficient.not_a_number() {
            return CriticalKind::Undecided;
        }
        if coefficient.magnitude() > T::literal(2.0) * moved(jet, order, offset) {
            return match (order % 2, coefficient > T::ZERO) {
                (0, true) => CriticalKind::Minimum,
                (0, false) => CriticalKind::Maximum,
                _ => CriticalKind::Inflection,
            };
        }
    }
    CriticalKind::Undecided
}

/// The rounding error of `f′` as computed at `x`: some ulps of the terms it may be made of.
///
/// The terms are those of the Taylor polynomial about 0, whose size is `∑ k·|cₖ|·(2|x|)ᵏ⁻¹`.
pub(super) fn slope_noise<T: Float>(x: T, jet: &Jet<T, ORDER>) -> T {
    let reach = x.magnitude() + x.magnitude();
    let mut power = T::ONE;
    let mut terms = T::ZERO;
    let mut order = T::ZERO;
    for &c in jet.coefficients.iter().skip(1) {
        order += T::ONE;
        terms += order * c.magnitude() * power;
        power *= reach;
    }
    T::literal(4.0) * T::EPSILON * terms
}

/// How far the true zero of `f′` may be from the computed one: the distance over which `f′`, by its
/// first term that rises, stays within its own rounding error.
fn location_error<T: Float>(jet: &Jet<T, ORDER>, noise: T) -> T {
    let noise = noise + jet.coefficient(1).magnitude();
    let mut nearest = T::INFINITY;
    let mut order = T::ONE;
    for &c in jet.coefficients.iter().skip(2) {
        order += T::ONE;
        if c != T::ZERO {
            let ratio = noise / (order * c.magnitude());
            let distance = if ratio == T::ZERO {
                T::ZERO
            } else {
                // The (order − 1)-th root.
                (ratio.ln() / (order - T::ONE)).exp()
            };
            nearest = nearest.min(distance);
        }
    }
    if nearest.is_finite() {
        nearest
    } else {
        T::ZERO
    }
}

/// What a step of `offset` would add to coefficient `order`: `∑ⱼ C(j, order)·|cⱼ|·offset^(j − order)`.
fn moved<T: Float>(jet: &Jet<T, ORDER>, order: usize, offset: T) -> T {
    let mut binomial = T::ONE;
    let mut power = T::ONE;
    let mut sum = T::ZERO;
    let mut above = T::literal(f64::from(u8::try_from(order).unwrap_or(u8::MAX)));
    let mut steps = T::ZERO;
    for &c in jet.coefficients.iter().skip(order + 1) {
        above += T::ONE;
        steps += T::ONE;
        binomial = binomial * above / steps;
        power *= offset;
        sum += binomial * c.magnitude() * power;
    }
    sum
}
