//! The ITP method.

use calc_scalar::Float;

use super::bits::{self, rough_exp2, rough_log2};
use super::bracket::Bracket;
use super::search::Method;

/// Interpolates, truncates, projects: never more steps than bisection plus `n₀`, and superlinear on
/// smooth functions.
///
/// The regula falsi point is moved a little towards the middle, by `κ₁·w^κ₂`, and then drawn so close
/// to the middle that bisection's bound still holds.
///
/// The constants at first are those of the crate kurbo, where `κ₁ = 0.2/(b − a)`. The library roots-fortran
/// takes `κ₁ = 0.1` in the units of `x` and `κ₂ = 0.98·(1 + φ)`, which on the problems of Alefeld, Potra and
/// Shi saves a tenth of the runs: `kappa1 = 0.1·(b − a)^(κ₂ − 1)` here. With the constants of either this
/// method takes at most 2 % more runs than that library (`tests/aps.rs`). A power with another exponent than 1
/// is computed to eight digits: what it moves is a guess.
///
/// # References
///
/// I. F. D. Oliveira and R. H. C. Takahashi, *An Enhancement of the Bisection Method Average
/// Performance Preserving Minmax Optimality*, ACM Transactions on Mathematical Software 47(1), 2020,
/// article 5.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Itp<T> {
    /// `κ₁` in units of the first width to the power `1 − κ₂`, usually 0.2.
    pub kappa1: T,
    /// `κ₂`, usually 2; it is kept between 1 and 1 + φ, the golden ratio.
    pub kappa2: T,
    /// The steps `n₀` allowed beyond bisection's, usually 1.
    pub slack: T,
    /// The width bisection would have reached by now, times `2^n₀`; `None` before the first step.
    allowed: Option<T>,
    /// The first width.
    first: T,
}

impl<T: Float> Itp<T> {
    /// `κ₁ = 0.2`, `κ₂ = 2`, `n₀ = 1`.
    #[must_use]
    pub fn new() -> Self {
        Self {
            kappa1: T::literal(0.2),
            kappa2: T::literal(2.0),
            slack: T::ONE,
            allowed: None,
            first: T::ZERO,
        }
    }
}

impl<T: Float> Default for Itp<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Float> Method<T> for Itp<T> {
    fn propose(&mut self, bracket: &Bracket<T>, tolerance: T) -> T {
        let half = T::literal(0.5);
        let (a, b) = (bracket.newest, bracket.opposite);
        let width = (b.x - a.x).magnitude();
        let middle = bracket.middle();
        let allowed = if let Some(allowed) = self.allowed {
            allowed * half
        } else {
            self.first = width;
            // Bisection needs ⌈log₂(w/tolerance)⌉ steps: the widths it may have on the way are
            // tolerance·2ⁿ.
            let tolerance = tolerance.max(width * T::EPSILON);
            tolerance * bits::power_above(width / tolerance) * exp2(self.slack) * half
        };
        self.allowed = Some(allowed);

        // Interpolate.
        let falsi = (b.value * a.x - a.value * b.x) / (b.value - a.value);
        // Truncate.
        let towards = T::ONE.copysign(middle - falsi);
        let shift = self.kappa1 * width * power(width / self.first, self.kappa2 - T::ONE);
        let truncated = if shift <= (middle - falsi).magnitude() {
            falsi + towards * shift
        } else {
            middle
        };
        // Project.
        let radius = (allowed - half * width).max(T::ZERO);
        if (truncated - middle).magnitude() <= radius {
            truncated
        } else {
            middle - towards * radius
        }
    }
}

/// So many steps beyond bisection's are no bound.
const NO_BOUND: f64 = 100.0;

/// `2ʸ`, exact for the usual 1.
fn exp2<T: Float>(y: T) -> T {
    if y > T::literal(NO_BOUND) {
        T::INFINITY
    } else if (y - T::ONE).is_zero() {
        T::literal(2.0)
    } else {
        rough_exp2(y)
    }
}

/// `xʸ` of a share `x`, exact for the usual 1.
fn power<T: Float>(x: T, y: T) -> T {
    if (y - T::ONE).is_zero() {
        x
    } else {
        rough_exp2(y * rough_log2(x))
    }
}
