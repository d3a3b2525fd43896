//! The gamma function and its relatives on intervals to the right of zero; left of it nothing is
//! claimed.

use super::exponential::{exp, libm_ln};
use super::powers::whole_power;
use super::range::{around, count, fill, monotone, nth};
use super::{Enclose, Interval};
use crate::float::Float;
use crate::rules::{Digamma, LGamma, Polygamma, TGamma, Term};

/// `x`, if all of it is to the right of zero; else nothing is claimed.
fn right<F: Float>(x: Interval<F>, c: &mut [Interval<F>]) -> bool {
    if x.lo > F::ZERO {
        return true;
    }
    c.fill(if x.is_empty() { x } else { Interval::ENTIRE });
    false
}

/// `B₂ₖ` for `k` from 1 to 8, as quotients of whole numbers.
const BERNOULLI: [[f64; 2]; 8] = [
    [1.0, 6.0],
    [-1.0, 30.0],
    [1.0, 42.0],
    [-1.0, 30.0],
    [5.0, 66.0],
    [-691.0, 2730.0],
    [7.0, 6.0],
    [-3617.0, 510.0],
];

/// A Bernoulli number.
fn bernoulli<F: Float>([above, below]: [f64; 2]) -> Interval<F> {
    Interval::point(F::from_f64(above)) / Interval::point(F::from_f64(below))
}

/// An alternating asymptotic series: the sum of all terms but the last, which bounds the error.
fn asymptotic<F: Float>(term: impl Fn(usize, Interval<F>) -> Interval<F>) -> Interval<F> {
    let mut sum = count(0);
    let mut last = count(0);
    for (k, &b) in BERNOULLI.iter().enumerate() {
        sum += last;
        last = term(k + 1, bernoulli(b));
    }
    sum + last.hull(count(0))
}

/// Where the asymptotic series are good: from 16 on, and further for higher derivatives.
fn far<F: Float>(s: usize) -> F {
    #[allow(clippy::cast_precision_loss, reason = "orders are far below 2⁵²")]
    F::from_f64(16.0 + s as f64)
}

/// `ζ(s, x) = ∑ 1/(x + n)ˢ` for `s ≥ 2` of one `x > 0`, by the formula of Euler and Maclaurin.
fn zeta<F: Float>(s: usize, x: Interval<F>) -> Interval<F> {
    let exponent = i64::try_from(s).unwrap_or(i64::MAX);
    let mut sum = count(0);
    let mut a = x;
    while a.lo < far(s) {
        sum += count(1) / whole_power(a, exponent);
        a += count(1);
    }
    if !a.is_bounded() {
        return Interval::new(F::ZERO, F::INFINITY);
    }
    let inverse = count(1) / a;
    // aˢ⁻¹·ζ: the integral, half of the first term, and the corrections.
    let head = count(1) / count(s - 1) + inverse * F::from_f64(0.5);
    let rest = asymptotic(|k, b| {
        // B₂ₖ/(2k)!·s(s + 1)⋯(s + 2k − 2)·a^(−2k)
        let mut factor = b / count(2 * k);
        for j in 0..2 * k - 1 {
            factor = factor * count(s + j) / count(j + 1);
        }
        factor * whole_power(inverse, i64::try_from(2 * k).unwrap_or(i64::MAX))
    });
    sum + (head + rest) * whole_power(inverse, exponent - 1)
}

/// The range of `ζ(s, x)`, which falls.
fn zeta_range<F: Float>(s: usize, x: Interval<F>) -> Interval<F> {
    monotone(x, |t| zeta(s, t))
}

/// `ψ(x)` of one `x > 0`.
fn digamma<F: Float>(x: Interval<F>) -> Interval<F> {
    let mut sum = count(0);
    let mut a = x;
    while a.lo < far(0) {
        sum += count(1) / a;
        a += count(1);
    }
    let inverse = count(1) / a;
    let series = asymptotic(|k, b| {
        b / count(2 * k) * whole_power(inverse, i64::try_from(2 * k).unwrap_or(i64::MAX))
    });
    libm_ln().rising(a) - inverse * F::from_f64(0.5) - series - sum
}

/// `ln Γ(x)` of one `x > 0`.
fn log_gamma<F: Float>(x: Interval<F>) -> Interval<F> {
    const HALF_LN_2_PI: f64 = 0.918_938_533_204_672_8;
    let half = F::from_f64(0.5);
    let mut product = count(1);
    let mut a = x;
    while a.lo < far(0) {
        product *= a;
        a += count(1);
    }
    if !a.is_bounded() {
        return Interval::new(F::ZERO, F::INFINITY);
    }
    let inverse = count(1) / a;
    let series = asymptotic(|k, b| {
        let power = whole_power(inverse, i64::try_from(2 * k - 1).unwrap_or(i64::MAX));
        b / count(2 * k * (2 * k - 1)) * power
    });
    let log = libm_ln().rising(a);
    (log - count(1)) * (a - half) - half + around(HALF_LN_2_PI) + series - libm_ln().rising(product)
}

/// The range of `ln Γ`, which has one minimum.
fn log_gamma_range<F: Float>(x: Interval<F>) -> Interval<F> {
    let place = around::<F>(1.461_632_144_968_362_3);
    let ends = monotone(x, log_gamma);
    if x.lo > place.hi || x.hi < place.lo {
        ends
    } else {
        ends.hull(Interval::point(around(-0.121_486_290_535_849_6).lo))
    }
}

/// `ψ⁽ᵏ⁾/k!`, negative for even `k > 0`.
fn term<F: Float>(k: usize, x: Interval<F>) -> Interval<F> {
    if k == 0 {
        monotone(x, digamma)
    } else if k.is_multiple_of(2) {
        -zeta_range(k + 1, x)
    } else {
        zeta_range(k + 1, x)
    }
}

impl Enclose for LGamma {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        if !right(x, c) {
            return false;
        }
        fill(c, &[log_gamma_range(x)], |k, _| term(k - 1, x) / count(k));
        true
    }
}

impl Enclose for Digamma {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        if !right(x, c) {
            return false;
        }
        fill(c, &[], |k, _| term(k, x));
        true
    }
}

impl Enclose for TGamma {
    /// `Γ′ = Γ·ψ`.
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        if !right(x, c) {
            return false;
        }
        fill(c, &[exp(log_gamma_range(x))], |k, before| {
            let mut sum = count(0);
            for j in 0..k {
                sum += term(j, x) * nth(before, k - 1 - j);
            }
            sum / count(k)
        });
        true
    }
}

impl Enclose for Polygamma {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        let defined = Term(self.0).enclose(x, c);
        let mut factorial = count(1);
        for k in 2..=self.0.min(MOST) {
            factorial *= count(usize::try_from(k).unwrap_or(1));
        }
        for c in c {
            *c *= factorial;
        }
        defined
    }
}

/// Beyond this order nothing is claimed: the factorials overflow.
const MOST: u32 = 100;

impl Enclose for Term {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        if !right(x, c) {
            return false;
        }
        if self.0 > MOST {
            c.fill(Interval::ENTIRE);
            return true;
        }
        let n = usize::try_from(self.0).unwrap_or(0);
        let mut binomial = count(1);
        for (k, c) in c.iter_mut().enumerate() {
            if k > 0 {
                binomial = binomial * count(n + k) / count(k);
            }
            *c = binomial * term(n + k, x);
        }
        true
    }
}
