//! Second-order dual numbers: a value that carries its gradient and its Hessian along.

use core::array;
use core::ops::{Add, Div, Mul, Neg, Sub};

use calc_scalar::rules::{Binary, Unary};
use calc_scalar::{Dual, Jet, Number, Real, impl_number};

use crate::strong::strong;

/// `v + ∑ gᵢεᵢ + ½∑ hᵢⱼεᵢεⱼ`: a value, its `N` first and its `N²` second derivatives.
///
/// Every operation applies its rule of differentiation twice over, so one run of a function gives its
/// Hessian. It takes `1 + N + N²` floats where nested duals take `(1 + N)²`, evaluates each
/// elementary function once, and its Hessian is symmetric to the last bit.
///
/// # Edge cases
///
/// A zero derivative stays zero whatever it is multiplied by, as in [`Dual`].
///
/// # References
///
/// A. Griewank and A. Walther, *Evaluating Derivatives*, 2nd ed., SIAM 2008, chapter 13.
#[derive(Clone, Copy, Debug)]
pub struct Dual2<T = f64, const N: usize = 1> {
    /// The value.
    pub value: T,
    /// The first derivatives with respect to the `N` variables.
    pub gradient: [T; N],
    /// The second derivatives; symmetric.
    pub hessian: [[T; N]; N],
}

impl<T: Number, const N: usize> Dual2<T, N> {
    /// The constant `value`: all derivatives are zero.
    #[inline]
    pub const fn lift(value: T) -> Self {
        Self {
            value,
            gradient: [T::ZERO; N],
            hessian: [[T::ZERO; N]; N],
        }
    }

    /// Variable number `i` at `value`: slope 1 in slot `i`, everything else 0.
    #[must_use]
    #[inline]
    pub fn variable_at(value: T, i: usize) -> Self {
        Self {
            value,
            gradient: array::from_fn(|j| if i == j { T::ONE } else { T::ZERO }),
            hessian: [[T::ZERO; N]; N],
        }
    }

    /// Whether the first derivatives are all finite, so that products of them need no care.
    #[inline]
    fn has_finite_slopes(&self) -> bool {
        self.gradient.iter().all(|g| g.is_finite())
    }

    /// All derivatives mapped by a linear function.
    #[inline]
    fn linear(self, value: T, f: impl Fn(T) -> T) -> Self {
        Self {
            value,
            gradient: self.gradient.map(&f),
            hessian: self.hessian.map(|row| row.map(&f)),
        }
    }

    /// All derivatives of two numbers combined by a linear function.
    #[inline]
    fn linear2(mut self, other: &Self, value: T, f: impl Fn(T, T) -> T) -> Self {
        self.value = value;
        for (a, &b) in self.gradient.iter_mut().zip(&other.gradient) {
            *a = f(*a, b);
        }
        for (row, other) in self.hessian.iter_mut().zip(&other.hessian) {
            for (a, &b) in row.iter_mut().zip(other) {
                *a = f(*a, b);
            }
        }
        self
    }

    /// Chain rule, twice: `(f∘u)″ = f′·u″ + f″·u′u′ᵀ`.
    #[inline]
    fn chain(mut self, value: T, slope: T, curvature: T) -> Self {
        let usual = slope.is_finite() && curvature.is_finite() && self.has_finite_slopes();
        let gradient = self.gradient;
        self.value = value;
        for (row, &gi) in self.hessian.iter_mut().zip(&gradient) {
            for (h, &gj) in row.iter_mut().zip(&gradient) {
                // gᵢgⱼ first: the same product for (i, j) and (j, i).
                *h = if usual {
                    *h * slope + gi * gj * curvature
                } else {
                    strong(*h, slope) + strong(strong(gi, gj), curvature)
                };
            }
        }
        for g in &mut self.gradient {
            *g = if usual { *g * slope } else { strong(*g, slope) };
        }
        self
    }
}

impl<T: Number, const N: usize> Neg for Dual2<T, N> {
    type Output = Self;

    #[inline]
    fn neg(self) -> Self {
        self.linear(-self.value, |d| -d)
    }
}

impl<T: Number, const N: usize> Add for Dual2<T, N> {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        self.linear2(&other, self.value + other.value, |a, b| a + b)
    }
}

impl<T: Number, const N: usize> Sub for Dual2<T, N> {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        self.linear2(&other, self.value - other.value, |a, b| a - b)
    }
}

impl<T: Number, const N: usize> Mul for Dual2<T, N> {
    type Output = Self;

    /// Product rule, twice: `(uv)″ = u″v + v″u + u′v′ᵀ + v′u′ᵀ`.
    #[inline]
    fn mul(mut self, other: Self) -> Self {
        let (u, v) = (self.value, other.value);
        let (du, dv) = (self.gradient, other.gradient);
        self.value = u * v;
        let usual = self.value.is_finite() && self.has_finite_slopes() && other.has_finite_slopes();
        for (i, (row, row_v)) in self.hessian.iter_mut().zip(&other.hessian).enumerate() {
            let (ui, vi) = (at(&du, i), at(&dv, i));
            for (((h, &hv), &uj), &vj) in row.iter_mut().zip(row_v).zip(&du).zip(&dv) {
                *h = if usual {
                    (*h * v + hv * u) + (ui * vj + uj * vi)
                } else {
                    (strong(*h, v) + strong(hv, u)) + (strong(ui, vj) + strong(uj, vi))
                };
            }
        }
        for (g, &q) in self.gradient.iter_mut().zip(&dv) {
            *g = if usual {
                *g * v + q * u
            } else {
                strong(*g, v) + strong(q, u)
            };
        }
        self
    }
}

impl<T: Number, const N: usize> Div for Dual2<T, N> {
    type Output = Self;

    /// From `q·v = u`: `q′ = (u′ − q·v′)/v` and `q″ = (u″ − q·v″ − q′v′ᵀ − v′q′ᵀ)/v`.
    #[inline]
    fn div(mut self, other: Self) -> Self {
        let v = other.value;
        let q = self.value / v;
        let dv = other.gradient;
        self.value = q;
        let mut usual = q.is_finite() && v.is_finite() && other.has_finite_slopes();
        for (g, &p) in self.gradient.iter_mut().zip(&dv) {
            *g = if usual {
                (*g - q * p) / v
            } else {
                strong_quotient(*g - strong(p, q), v)
            };
        }
        let dq = self.gradient;
        usual = usual && self.has_finite_slopes();
        for (i, (row, row_v)) in self.hessian.iter_mut().zip(&other.hessian).enumerate() {
            let (qi, vi) = (at(&dq, i), at(&dv, i));
            for (((h, &hv), &qj), &vj) in row.iter_mut().zip(row_v).zip(&dq).zip(&dv) {
                *h = if usual {
                    (*h - q * hv - (qi * vj + qj * vi)) / v
                } else {
                    let cross = strong(qi, vj) + strong(qj, vi);
                    strong_quotient(*h - strong(hv, q) - cross, v)
                };
            }
        }
        self
    }
}

/// The inherent methods that `impl_number!` builds on.
#[doc(hidden)]
impl<T: Number, const N: usize> Dual2<T, N> {
    pub const ZERO_CONSTANT: Self = Self::lift(T::ZERO);
    pub const ONE_CONSTANT: Self = Self::lift(T::ONE);

    #[inline]
    fn from_literal(v: T::Literal) -> Self {
        Self::lift(T::constant(v))
    }

    #[inline]
    fn to_primal(self) -> T::Literal {
        self.value.primal()
    }

    #[inline]
    fn shift(mut self, k: T::Literal) -> Self {
        self.value += k;
        self
    }

    #[inline]
    fn scale(self, k: T::Literal) -> Self {
        if k.is_finite() {
            self.linear(self.value * k, |d| d * k)
        } else {
            self.linear(self.value * k, |d| strong(d, T::constant(k)))
        }
    }

    #[inline]
    fn unscale(self, k: T::Literal) -> Self {
        if k.is_zero() {
            self.linear(self.value / k, |d| strong_quotient(d, T::constant(k)))
        } else {
            self.linear(self.value / k, |d| d / k)
        }
    }

    /// `k/u = q`: `q′ = −q·u′/u`, `q″ = (2q′u′ᵀ + q·u″)/(−u)`; the rule of `1/x`, stretched.
    #[inline]
    fn divide_literal(self, k: T::Literal) -> Self {
        let u = self.value;
        let q = T::constant(k) / u;
        let slope = -(q / u);
        let curvature = -((slope + slope) / u);
        self.chain(q, slope, curvature)
    }

    #[inline]
    fn apply<R: Unary>(self, rule: R) -> Self
    where
        Jet<T, 3>: Real<T::Literal>,
    {
        let [value, slope, half] = rule.jet(Jet::variable(self.value)).coefficients;
        self.chain(value, slope, half + half)
    }

    /// Chain rule in two arguments, with the five derivatives of the rule run on dual numbers.
    #[inline]
    fn apply2<R: Binary>(self, other: Self, rule: R) -> Self
    where
        Dual<T, 2>: Real<T::Literal>,
    {
        let x = Dual::variable_at(self.value, 0);
        let y = Dual::variable_at(other.value, 1);
        let (value, by_x, by_y) = rule.rule(x, y);
        let (fx, [fxx, fxy]) = (by_x.value, by_x.partials);
        let (fy, [_, fyy]) = (by_y.value, by_y.partials);
        let (dx, dy) = (self.gradient, other.gradient);
        let mut result = self;
        result.value = value.value;
        for (i, (row, row_y)) in result.hessian.iter_mut().zip(&other.hessian).enumerate() {
            let (xi, yi) = (at(&dx, i), at(&dy, i));
            for (((h, &hy), &xj), &yj) in row.iter_mut().zip(row_y).zip(&dx).zip(&dy) {
                let straight = strong(*h, fx) + strong(hy, fy);
                let mixed = strong(strong(xi, yj) + strong(xj, yi), fxy);
                let bent = strong(strong(xi, xj), fxx) + strong(strong(yi, yj), fyy);
                *h = straight + bent + mixed;
            }
        }
        for (g, &q) in result.gradient.iter_mut().zip(&dy) {
            *g = strong(*g, fx) + strong(q, fy);
        }
        result
    }

    #[inline]
    fn apply_sin_cos(self) -> (Self, Self) {
        let (sin, cos) = self.value.sin_cos();
        (self.chain(sin, cos, -sin), self.chain(cos, -sin, -cos))
    }

    #[inline]
    fn has_only_zeros(self) -> bool {
        self.value.is_zero()
            && self.gradient.iter().all(|d| d.is_zero())
            && self.hessian.as_flattened().iter().all(|d| d.is_zero())
    }

    #[inline]
    fn has_only_finite(self) -> bool {
        self.value.is_finite()
            && self.gradient.iter().all(|d| d.is_finite())
            && self.hessian.as_flattened().iter().all(|d| d.is_finite())
    }
}

impl_number!(impl<T, const N: usize> for Dual2<T, N>);

/// Component `i`, 0 beyond the last.
#[inline]
fn at<T: Number, const N: usize>(slopes: &[T; N], i: usize) -> T {
    slopes.get(i).copied().unwrap_or(T::ZERO)
}

/// `p/k`, where a derivative of zero stays zero.
#[inline]
fn strong_quotient<T: Number>(p: T, k: T) -> T {
    if p.is_zero() { T::ZERO } else { p / k }
}

#[cfg(test)]
mod tests {
    use calc_scalar::second_derivative;
    use proptest::prelude::*;

    use super::*;
    use crate::hessian;
    use crate::zoo::assert_close;

    /// Every function of two arguments against an equivalent formula of functions of one.
    #[test]
    fn functions_of_two_arguments_bend_as_their_formulas_do() {
        let x = [0.8, 1.7_f64];
        let pairs = [
            (
                hessian(|[x, y]| x.pow(y), x),
                hessian(|[x, y]| (y * x.ln()).exp(), x),
            ),
            (
                hessian(|[x, y]| x.hypot(y), x),
                hessian(|[x, y]| (x * x + y * y).sqrt(), x),
            ),
            (
                hessian(|[x, y]| y.atan2(x), x),
                hessian(|[x, y]| (y / x).atan(), x),
            ),
            (
                hessian(|[x, y]| (x * y).max(x), x),
                hessian(|[x, y]| x * y, x),
            ),
        ];
        for (actual, expected) in pairs {
            assert_close(actual.as_flattened(), expected.as_flattened(), 32.0);
        }
    }

    /// Second derivatives of one variable, against jets, on every kind of operation.
    fn all_operations<R: Real>(x: R) -> R {
        let (s, c) = (0.5 * x).sin_cos();
        let q = (1.0 - x / 3.0) / (x.exp() + 2.0) - 3.0 / (x * x + 1.0);
        (q * s - c).tanh() * x.logistic() - -(x.powi(3) * 0.1) + x.hypot(R::constant(2.0))
    }

    proptest! {
        #[test]
        fn one_variable_agrees_with_the_jet(x in -3.0..3.0_f64) {
            let [[curvature]] = hessian(|[x]| all_operations(x), [x]);
            assert_close(&[curvature], &[second_derivative(all_operations, x)], 32.0);
        }

        #[test]
        fn the_hessian_is_symmetric_to_the_last_bit(x in prop::array::uniform3(0.1..3.0_f64)) {
            let h = hessian(
                |[x, y, z]| ((x * y).sin() / (z + x).sqrt()).pow(y + 2.0) * x.atan2(z * y) / (x + y),
                x,
            );
            for i in 0..3 {
                for j in 0..3 {
                    prop_assert_eq!(h[i][j].to_bits(), h[j][i].to_bits());
                }
            }
        }
    }

    #[test]
    fn zero_derivatives_stay_zero_next_to_infinite_ones() {
        let h = hessian(|[x, y]| x.sqrt() * 2.0 + y * y, [0.0_f64, 3.0]);
        assert_eq!(h, [[f64::NEG_INFINITY, 0.0], [0.0, 2.0]]);
        let h = hessian(|[x, y]| (x * 0.0).sqrt() + y * y / 0.5, [1.0_f64, 3.0]);
        assert_eq!(h[1], [0.0, 4.0]);
    }
}
