//! The complex roots of a polynomial with real coefficients: all pairs at once, beside the real ones.

use calc_scalar::Real;
use heapless::Vec;

use super::RealRoot;
use super::exact::discriminant;

/// A complex number.
#[derive(Clone, Copy)]
pub(super) struct Complex {
    pub(super) re: f64,
    pub(super) im: f64,
}

impl Complex {
    const ZERO: Self = Self { re: 0.0, im: 0.0 };

    fn real(re: f64) -> Self {
        Self { re, im: 0.0 }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            re: self.re + other.re,
            im: self.im + other.im,
        }
    }

    fn minus(self, other: Self) -> Self {
        Self {
            re: self.re - other.re,
            im: self.im - other.im,
        }
    }

    fn times(self, other: Self) -> Self {
        Self {
            re: self.re * other.re - self.im * other.im,
            im: self.re * other.im + self.im * other.re,
        }
    }

    fn conjugate(self) -> Self {
        Self {
            re: self.re,
            im: -self.im,
        }
    }

    pub(super) fn size(self) -> f64 {
        Real::hypot(self.re, self.im)
    }

    /// `1/z`, by Smith's formula.
    fn inverse(self) -> Self {
        if self.re.abs() >= self.im.abs() {
            let ratio = self.im / self.re;
            let scale = 1.0 / (self.re + self.im * ratio);
            Self {
                re: scale,
                im: -ratio * scale,
            }
        } else {
            let ratio = self.re / self.im;
            let scale = 1.0 / (self.re * ratio + self.im);
            Self {
                re: ratio * scale,
                im: -scale,
            }
        }
    }

    fn is_finite(self) -> bool {
        self.re.is_finite() && self.im.is_finite()
    }
}

/// Rounds over all pairs; most polynomials need ten.
const ROUNDS: u32 = 200;

/// The roots above the real axis, given the real ones.
///
/// Each step is Newton's on the polynomial divided by the distances from all other roots.
pub(super) fn above_axis<const N: usize>(
    coefficients: &[f64; N],
    degree: usize,
    real: &[RealRoot<f64>],
) -> Vec<Complex, N> {
    if let (2, true, [c, b, a, ..]) = (degree, real.is_empty(), coefficients.as_slice()) {
        let (d, _) = discriminant(*a, *b, *c);
        let re = -0.5 * b / a;
        let im = 0.5 * Real::sqrt(-d) / a.abs();
        let mut pair = Vec::new();
        // The degree is below N.
        let _ = pair.push(Complex { re, im });
        return pair;
    }
    let mut pairs = starts(coefficients, degree, real);
    let mut settled = [false; N];
    for _ in 0..ROUNDS {
        let mut moving = false;
        for i in 0..pairs.len() {
            let (Some(&z), Some(&done)) = (pairs.get(i), settled.get(i)) else {
                continue;
            };
            if done {
                continue;
            }
            let (newton, lost) = newton(coefficients, degree, z);
            let mut pull = z.minus(z.conjugate()).inverse();
            for root in real {
                let term = z.minus(Complex::real(root.x)).inverse();
                let times = f64::from(root.multiplicity);
                pull = pull.plus(Complex {
                    re: times * term.re,
                    im: times * term.im,
                });
            }
            for (j, &other) in pairs.iter().enumerate() {
                if j != i {
                    let both = [other, other.conjugate()].map(|o| z.minus(o).inverse());
                    pull = both.iter().fold(pull, |sum, &term| sum.plus(term));
                }
            }
            let step = newton.times(Complex::real(1.0).minus(newton.times(pull)).inverse());
            let small = step.size() <= 4.0 * f64::EPSILON * z.size();
            if let (Some(z), true) = (pairs.get_mut(i), step.is_finite()) {
                *z = z.minus(step);
                z.im = z.im.abs();
            }
            if let Some(settled) = settled.get_mut(i) {
                *settled = small || lost || !step.is_finite();
            }
            moving = true;
        }
        if !moving {
            break;
        }
    }
    pairs
}

/// `p/p′` at `z`, and whether `p` is there no more than its rounding error.
fn newton<const N: usize>(coefficients: &[f64; N], degree: usize, z: Complex) -> (Complex, bool) {
    let terms = coefficients.get(..=degree).unwrap_or(coefficients);
    let inside = z.size() <= 1.0;
    let at = if inside { z } else { z.inverse() };
    let (mut value, mut slope, mut sum) = (Complex::ZERO, Complex::ZERO, 0.0);
    let size = at.size();
    let mut take = |c: f64| {
        slope = slope.times(at).plus(value);
        value = value.times(at).plus(Complex::real(c));
        sum = sum * size + c.abs();
    };
    if inside {
        terms.iter().rev().for_each(|&c| take(c));
    } else {
        terms.iter().for_each(|&c| take(c));
    }
    let lost = value.size() <= 4.0 * f64::EPSILON * sum;
    let ratio = if inside {
        value.times(slope.inverse())
    } else {
        // p(z) = zⁿ·q(1/z), so p′/p = n/z − q′/(z²·q).
        let count = terms.iter().skip(1).fold(0.0, |count, _| count + 1.0);
        let first = at.times(Complex::real(count));
        let second = at.times(at).times(slope.times(value.inverse()));
        first.minus(second).inverse()
    };
    (ratio, lost)
}

/// Where to start: on circles as large as Newton's polygon of the coefficients says, but for the real roots.
fn starts<const N: usize>(
    coefficients: &[f64; N],
    degree: usize,
    real: &[RealRoot<f64>],
) -> Vec<Complex, N> {
    let logs = coefficients.map(|c| Real::ln(c.abs()));
    let mut radii: Vec<f64, N> = Vec::new();
    let mut from = 0;
    while from < degree {
        // The steepest way up is the next edge of the polygon.
        let here = logs.get(from).copied().unwrap_or(0.0);
        let (mut to, mut steepest, mut steps) = (degree, f64::NEG_INFINITY, 1.0);
        let mut way = 0.0;
        for (k, &log) in logs.iter().enumerate().take(degree + 1).skip(from + 1) {
            way += 1.0;
            let slope = (log - here) / way;
            if slope >= steepest {
                (to, steepest, steps) = (k, slope, way);
            }
        }
        let radius = Real::exp(-steepest);
        let mut left = steps;
        while left > 0.0 {
            // There are as many radii as the degree, which is below N.
            let _ = radii.push(radius);
            left -= 1.0;
        }
        from = to;
    }
    for root in real {
        for _ in 0..root.multiplicity {
            let mut nearest = (f64::INFINITY, 0);
            for (i, &radius) in radii.iter().enumerate() {
                let distance = (Real::ln(radius) - Real::ln(root.x.abs())).abs();
                if distance < nearest.0 {
                    nearest = (distance, i);
                }
            }
            if let Some(taken) = radii.get_mut(nearest.1) {
                *taken = f64::NAN;
            }
        }
    }
    let mut pairs = Vec::new();
    let mut angle = 0.5;
    let mut second = false;
    for &radius in radii.iter().filter(|radius| radius.is_finite()) {
        if second {
            // Angles that never repeat: a golden section of the half circle.
            angle += 0.618_033_988_749_895;
            if angle > 1.0 {
                angle -= 1.0;
            }
            let turn = core::f64::consts::PI * (0.05 + 0.9 * angle);
            let _ = pairs.push(Complex {
                re: radius * Real::cos(turn),
                im: radius * Real::sin(turn),
            });
        }
        second = !second;
    }
    pairs
}
