//! Roots of polynomials: all real ones, with their multiplicity, and the complex ones.
//!
//! A polynomial `c₀ + c₁·x + c₂·x² + …` is the array of its coefficients `[c₀, c₁, c₂, …]`, the constant
//! first, as in a [`Jet`](calc_scalar::Jet).
//!
//! ```
//! use calc_opt::root::polynomial::real_roots;
//!
//! // (x − 1)²·(x + 2) = x³ − 3x + 2
//! let roots = real_roots([2.0, -3.0, 0.0, 1.0])?;
//! assert_eq!((roots[0].x, roots[0].multiplicity), (-2.0, 1));
//! assert_eq!((roots[1].x, roots[1].multiplicity), (1.0, 2));
//! # Ok::<(), calc_opt::root::polynomial::PolynomialError<f64>>(())
//! ```

mod complex;
mod exact;
mod interlace;

use core::fmt;
use core::ops::Deref;

use calc_scalar::{Float, Real};
use heapless::Vec;

use complex::above_axis;
use exact::{discriminant, horner};
use interlace::within;

/// A real root.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RealRoot<T> {
    /// Where.
    pub x: T,
    /// How often: 2 where the polynomial only touches zero, 3 where it is flat and crosses.
    pub multiplicity: u32,
}

/// The real roots of a polynomial with `N` coefficients, in ascending order; derefs to their slice.
#[derive(Clone, Debug, PartialEq)]
pub struct RealRoots<T, const N: usize> {
    roots: Vec<RealRoot<T>, N>,
    /// The degree: the place of the last coefficient that is not zero.
    pub degree: usize,
}

/// What is no polynomial with roots.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum PolynomialError<T> {
    /// All coefficients are zero, so every number is a root.
    Zero,
    /// A coefficient is NaN or infinite.
    NotFinite {
        /// The power it belongs to.
        power: usize,
        /// The coefficient.
        coefficient: T,
    },
    /// The coefficients differ by more than floats can, in any unit of `x`.
    Range,
}

/// `c₀ + c₁·x + … = 0`: all real roots of a polynomial of any degree, in ascending order.
///
/// A quadratic polynomial is solved by its discriminant, computed exactly. For others the roots of the
/// highest derivative are found first, then those of the next one, down to the polynomial itself: it has
/// at most one root between two neighbouring roots of its derivative. Each is narrowed down as by
/// [`find`](super::find), on values with twice the digits; those outside of a circle are those of the
/// polynomial of `1/x`, so nothing overflows. That takes about `5N²` short evaluations, and `N²` numbers
/// are never stored: no matrix, no complex number. For `f32` all this is done in `f64`.
///
/// # Accuracy
///
/// Roots are counted as one multiple root where a change of each coefficient by `ε` of itself could make
/// them so: with rounded coefficients a double root is either two roots or none, and this says what was
/// meant ([`real_roots_with`] takes them as exact). Where several neighbouring turning points are zero to within that,
/// all is one root, which counts as often as they make it. Others are roots of the polynomial as it was given, to
/// about `2ε·|x|`, also where neighbours are close and an eigenvalue routine has lost half of the digits.
///
/// # Edge cases
///
/// Leading zeros lower the degree, trailing ones make a root at 0. A constant has no roots. A root beyond
/// the largest float is left out.
///
/// # Errors
///
/// [`PolynomialError`] when all coefficients are zero, or one is not finite.
///
/// # Examples
///
/// ```
/// use calc_opt::root::polynomial::real_roots;
///
/// // A tiny leading coefficient: the usual formula subtracts equal numbers.
/// let roots = real_roots([1.0, 1.0, 1e-17])?;
/// assert_eq!((roots[0].x, roots[1].x), (-1e17, -1.0));
///
/// assert!(real_roots([1.0, 0.0, 0.0, 0.0, 1.0])?.is_empty()); // x⁴ + 1
/// # Ok::<(), calc_opt::root::polynomial::PolynomialError<f64>>(())
/// ```
///
/// # References
///
/// W. Kahan, *On the Cost of Floating-Point Computation Without Extra-Precise Arithmetic*, 2004 (the
/// discriminant). S. Graillat, P. Langlois and N. Louvet, *Algorithms for Accurate, Validated and Fast
/// Polynomial Evaluation*, Japan Journal of Industrial and Applied Mathematics 26, 2009, 191–214.
pub fn real_roots<T: Float, const N: usize>(
    coefficients: [T; N],
) -> Result<RealRoots<T, N>, PolynomialError<T>> {
    real_roots_with(coefficients, T::EPSILON)
}

/// [`real_roots`] of a polynomial whose coefficients are each known up to the share `uncertainty` of
/// themselves; 0 if they are exact, which is also what a negative share or NaN means.
///
/// # Errors
///
/// As for [`real_roots`].
///
/// # Examples
///
/// ```
/// use calc_opt::root::polynomial::{real_roots, real_roots_with};
///
/// // x² − 0.2x + 0.01 = (x − 0.1)², were it not for rounding.
/// let coefficients = [0.01, -0.2, 1.0];
/// assert_eq!(real_roots(coefficients)?[0].multiplicity, 2);
/// assert_ne!(real_roots_with(coefficients, 0.0)?.len(), 1);
/// # Ok::<(), calc_opt::root::polynomial::PolynomialError<f64>>(())
/// ```
pub fn real_roots_with<T: Float, const N: usize>(
    coefficients: [T; N],
    uncertainty: T,
) -> Result<RealRoots<T, N>, PolynomialError<T>> {
    let p = prepared(coefficients)?;
    let mut roots: Vec<RealRoot<T>, N> = Vec::new();
    let mut add = |x: f64, multiplicity: u32| {
        let x = T::from_f64(x);
        if x.is_finite() {
            let mut carried = RealRoot { x, multiplicity };
            for root in &mut roots {
                if carried.x < root.x {
                    core::mem::swap(root, &mut carried);
                }
            }
            // There are no more roots than the degree, which is below N.
            let _ = roots.push(carried);
        }
    };
    nonzero_roots(
        &p.terms,
        p.degree,
        if uncertainty > T::ZERO {
            uncertainty.to_f64()
        } else {
            0.0
        },
        |y, multiplicity| add(times_power(y, p.unit), multiplicity),
    );
    if let Ok(multiplicity @ 1..) = u32::try_from(p.zeros) {
        add(0.0, multiplicity);
    }
    Ok(RealRoots {
        roots,
        degree: p.zeros + p.degree,
    })
}

/// All roots of a polynomial, the real ones and the others: as many as the degree.
///
/// The real roots first, in ascending order and as often as they count, as [`real_roots`] finds them; then
/// the pairs `re ± im·i`, that above the axis first. The pairs are found all at once, by Newton's steps on
/// the polynomial divided by the distances from all other roots (Aberth and Ehrlich), about `10·N²` steps
/// in all.
///
/// # Accuracy
///
/// A pair is a pair exactly. Where the polynomial is no larger than its rounding error, a step ends: the
/// error is some `ε·∑ |cₖ|·|z|ᵏ / |p′(z)|`, and that of a pair that counts twice about `√ε`.
///
/// # Errors
///
/// As for [`real_roots`].
///
/// # Examples
///
/// ```
/// use calc_opt::root::polynomial::complex_roots;
///
/// // (x² + 4)·(x − 1)
/// let roots = complex_roots([-4.0, 4.0, -1.0, 1.0_f64])?;
/// assert_eq!((roots[0].re, roots[0].im), (1.0, 0.0));
/// assert!(roots[1].re.abs() < 1e-15 && (roots[1].im - 2.0).abs() < 1e-15);
/// assert_eq!(roots[2].im, -roots[1].im);
/// # Ok::<(), calc_opt::root::polynomial::PolynomialError<f64>>(())
/// ```
///
/// # References
///
/// O. Aberth, *Iteration Methods for Finding All Zeros of a Polynomial Simultaneously*, Mathematics of
/// Computation 27, 1973, 339–344. D. A. Bini, *Numerical Computation of Polynomial Zeros by Means of
/// Aberth's Method*, Numerical Algorithms 13, 1996, 179–200 (where to start).
pub fn complex_roots<T: Float, const N: usize>(
    coefficients: [T; N],
) -> Result<ComplexRoots<T, N>, PolynomialError<T>> {
    let p = prepared(coefficients)?;
    let mut real: Vec<RealRoot<f64>, N> = Vec::new();
    nonzero_roots(
        &p.terms,
        p.degree,
        T::EPSILON.to_f64(),
        |x, multiplicity| {
            // There are no more roots than the degree, which is below N.
            let _ = real.push(RealRoot { x, multiplicity });
        },
    );
    let mut roots: Vec<ComplexRoot<T>, N> = Vec::new();
    let mut add = |re: f64, im: f64| {
        let [re, im] = [re, im].map(|part| T::from_f64(times_power(part, p.unit)));
        if re.is_finite() && im.is_finite() {
            let mut carried = ComplexRoot { re, im };
            for root in &mut roots {
                if root.im.is_zero() && carried.im.is_zero() && carried.re < root.re {
                    core::mem::swap(root, &mut carried);
                }
            }
            let _ = roots.push(carried);
        }
    };
    for _ in 0..p.zeros {
        add(0.0, 0.0);
    }
    for root in &real {
        for _ in 0..root.multiplicity {
            add(root.x, 0.0);
        }
    }
    for pair in &above_axis(&p.terms, p.degree, &real) {
        add(pair.re, pair.im);
        add(pair.re, -pair.im);
    }
    Ok(ComplexRoots { roots })
}

/// A root, real or not.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ComplexRoot<T> {
    /// The real part.
    pub re: T,
    /// The imaginary part; 0 for a real root.
    pub im: T,
}

/// All roots of a polynomial with `N` coefficients; derefs to their slice.
#[derive(Clone, Debug, PartialEq)]
pub struct ComplexRoots<T, const N: usize> {
    roots: Vec<ComplexRoot<T>, N>,
}

impl<T, const N: usize> Deref for ComplexRoots<T, N> {
    type Target = [ComplexRoot<T>];

    fn deref(&self) -> &Self::Target {
        &self.roots
    }
}

/// A polynomial of `x/2ᵘ` with neither end zero.
struct Prepared<const N: usize> {
    terms: [f64; N],
    degree: usize,
    unit: i32,
    /// How often 0 is a root, too.
    zeros: usize,
}

/// The polynomial without its zeros at both ends, in a unit in which its roots are around 1.
fn prepared<T: Float, const N: usize>(
    coefficients: [T; N],
) -> Result<Prepared<N>, PolynomialError<T>> {
    for (power, &coefficient) in coefficients.iter().enumerate() {
        if !coefficient.is_finite() {
            return Err(PolynomialError::NotFinite { power, coefficient });
        }
    }
    let coefficients = coefficients.map(Float::to_f64);
    let is_term = |c: &f64| *c != 0.0;
    let (Some(zeros), Some(degree)) = (
        coefficients.iter().position(is_term),
        coefficients.iter().rposition(is_term),
    ) else {
        return Err(PolynomialError::Zero);
    };
    let mut terms = [0.0; N];
    for (term, &c) in terms.iter_mut().zip(coefficients.iter().skip(zeros)) {
        *term = c;
    }
    let degree = degree - zeros;
    let (scaled, unit) = scaled(&terms, degree);
    let mut pairs = scaled.iter().zip(&terms);
    let lost = pairs.any(|(s, c)| *c != 0.0 && s.abs() < f64::MIN_POSITIVE / f64::EPSILON);
    if degree > 2 && lost {
        return Err(PolynomialError::Range);
    }
    Ok(Prepared {
        terms: scaled,
        degree,
        unit,
        zeros,
    })
}

/// The roots of a polynomial with neither end zero, shown to `add` in no order.
fn nonzero_roots<const N: usize>(
    coefficients: &[f64; N],
    degree: usize,
    uncertainty: f64,
    mut add: impl FnMut(f64, u32),
) {
    match (degree, coefficients.as_slice()) {
        (0, _) => {}
        (1, [c, b, ..]) => add(-*c / *b, 1),
        (2, [c, b, a, ..]) => quadratic([*c, *b, *a], uncertainty, add),
        _ => {
            let radius = circle(coefficients);
            for root in within(coefficients, degree, radius, uncertainty) {
                add(root.x, root.multiplicity);
            }
            let mut reversed = *coefficients;
            if let Some(terms) = reversed.get_mut(..=degree) {
                terms.reverse();
            }
            for root in within(&reversed, degree, 1.0 / radius, uncertainty) {
                add(1.0 / root.x, root.multiplicity);
            }
        }
    }
}

/// The roots of `a·x² + b·x + c`, shown to `add`.
fn quadratic([c, b, a]: [f64; 3], uncertainty: f64, mut add: impl FnMut(f64, u32)) {
    let (d, sum) = discriminant(a, b, c);
    if d.abs() <= 2.0 * uncertainty * sum {
        add(-0.5 * b / a, 2);
    } else if d > 0.0 {
        // The root that needs no difference; the other one by the product of both.
        let q = -0.5 * (b + Real::sqrt(d).copysign(b));
        add(q / a, 1);
        add(c / q, 1);
    }
}

/// The polynomial of `y = x/2ᵘ` with the largest coefficient between 1 and 2, and `u`: so that the roots
/// are around 1.
fn scaled<const N: usize>(coefficients: &[f64; N], degree: usize) -> ([f64; N], i32) {
    let constant = coefficients.first().map_or(0, |&c| exponent(c));
    let leading = coefficients.get(degree).map_or(0, |&c| exponent(c));
    let steps = i32::try_from(degree).unwrap_or(i32::MAX).max(1);
    // The geometric mean of the roots.
    let unit = (constant - leading).checked_div_euclid(steps).unwrap_or(0);
    (by_power(coefficients, unit), unit)
}

/// A circle around zero that no root is near to: of these, the one on which the polynomial is largest.
fn circle<const N: usize>(coefficients: &[f64; N]) -> f64 {
    const RADII: [f64; 13] = [
        1.0, 0.75, 1.5, 0.875, 1.25, 0.625, 1.75, 0.8125, 1.125, 0.6875, 1.375, 0.9375, 1.625,
    ];
    let (mut radius, mut farthest) = (1.0, -1.0);
    for r in RADII {
        let distance = |x: f64| {
            let (value, sum) = horner(coefficients, x);
            value.abs() / sum
        };
        let both = distance(r).min(distance(-r));
        if both > farthest {
            (radius, farthest) = (r, both);
        }
    }
    radius
}

/// `cₖ·2^(u·k − e)`, with the `e` that makes the largest of them about 1.
fn by_power<const N: usize>(coefficients: &[f64; N], unit: i32) -> [f64; N] {
    let mut largest = i32::MIN;
    let mut power = 0_i32;
    for &c in coefficients {
        if c != 0.0 {
            largest = largest.max(exponent(c).saturating_add(power));
        }
        power = power.saturating_add(unit);
    }
    let mut scaled = *coefficients;
    let mut power = 0_i32;
    for c in &mut scaled {
        *c = times_power(*c, power.saturating_sub(largest));
        power = power.saturating_add(unit);
    }
    scaled
}

/// The `e` with `2ᵉ ≤ |x| < 2ᵉ⁺¹`, for `x ≠ 0`.
fn exponent(x: f64) -> i32 {
    const SUBNORMAL: i32 = 54;
    let bits = |x: f64| ((x.to_bits() >> 52) & 0x7ff) as i32 - 1023;
    if x.abs() < f64::MIN_POSITIVE {
        bits(times_power(x, SUBNORMAL)) - SUBNORMAL
    } else {
        bits(x)
    }
}

/// `x·2ᵉ`, rounded once.
fn times_power(x: f64, exponent: i32) -> f64 {
    const STEP: i32 = 1000;
    let (mut x, mut left) = (x, exponent.clamp(-4000, 4000));
    while left >= STEP {
        x *= Real::powi(2.0, STEP);
        left -= STEP;
    }
    while left <= -STEP {
        x *= Real::powi(2.0, -STEP);
        left += STEP;
    }
    x * Real::powi(2.0, left)
}

impl<T, const N: usize> Deref for RealRoots<T, N> {
    type Target = [RealRoot<T>];

    fn deref(&self) -> &Self::Target {
        &self.roots
    }
}

impl<'a, T, const N: usize> IntoIterator for &'a RealRoots<T, N> {
    type Item = &'a RealRoot<T>;
    type IntoIter = core::slice::Iter<'a, RealRoot<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.roots.iter()
    }
}

impl<T: Float> fmt::Display for PolynomialError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Zero => f.write_str(
                "all coefficients are zero, so every number is a root: give one that is not zero",
            ),
            Self::NotFinite { power, coefficient } => write!(
                f,
                "the coefficient of x^{power} is {coefficient:?}: give finite numbers"
            ),
            Self::Range => f.write_str(
                "the coefficients differ by more than 290 powers of ten in any unit: leave out the smallest",
            ),
        }
    }
}

impl<T: Float> core::error::Error for PolynomialError<T> {}
