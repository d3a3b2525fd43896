//! Second-order dual numbers: a value that carries its gradient and its Hessian along.

use core::array;
use core::ops::{Add, Div, Mul, Neg, Sub};

use calc_scalar::rules::{Binary, Unary};
use calc_scalar::strong::{self, is_ordinary};
use calc_scalar::{Dual, Number, impl_number};

use crate::linalg::mirrored;

/// `v + ∑ gᵢεᵢ + ½∑ hᵢⱼεᵢεⱼ`: a value, its `N` first and its `N²` second derivatives.
///
/// Every operation applies its rule of differentiation twice over, so one run of a function gives its
/// Hessian. Each second derivative is computed once, for `i ≥ j`; each elementary function is
/// evaluated once. A number takes `1 + N + N²` floats where nested duals take `(1 + N)²`.
///
/// # Edge cases
///
/// A zero derivative stays zero whatever it is multiplied by, and zero wins against infinity, as in
/// [`Dual`].
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
    /// The second derivatives. Only the entries on and below the diagonal mean anything: the rest
    /// follows by symmetry and is not computed.
    lower: [[T; N]; N],
}

impl<T: Number, const N: usize> Dual2<T, N> {
    /// The constant `value`: all derivatives are zero.
    #[inline]
    pub const fn lift(value: T) -> Self {
        Self {
            value,
            gradient: [T::ZERO; N],
            lower: [[T::ZERO; N]; N],
        }
    }

    /// Variable number `i` at `value`: slope 1 in slot `i`, everything else 0.
    #[must_use]
    #[inline]
    pub fn variable_at(value: T, i: usize) -> Self {
        Self {
            value,
            gradient: array::from_fn(|j| if i == j { T::ONE } else { T::ZERO }),
            lower: [[T::ZERO; N]; N],
        }
    }

    /// Whether the first derivatives are all finite, so that products of them need no care.
    #[inline]
    fn has_finite_slopes(&self) -> bool {
        self.gradient.iter().all(|g| g.is_finite())
    }

    /// The second derivatives: `Hᵢⱼ = ∂²/∂xᵢ∂xⱼ`, symmetric to the last bit.
    #[must_use]
    #[inline]
    pub fn hessian(self) -> [[T; N]; N] {
        mirrored(self.lower)
    }

    /// All derivatives mapped by a linear function.
    #[inline]
    fn linear(mut self, value: T, f: impl Fn(T) -> T) -> Self {
        self.value = value;
        self.gradient = self.gradient.map(&f);
        for (i, row) in self.lower.iter_mut().enumerate() {
            for h in row.iter_mut().take(i + 1) {
                *h = f(*h);
            }
        }
        self
    }

    /// All derivatives of two numbers combined by a linear function.
    #[inline]
    fn linear2(mut self, other: &Self, value: T, f: impl Fn(T, T) -> T) -> Self {
        self.value = value;
        for (a, &b) in self.gradient.iter_mut().zip(&other.gradient) {
            *a = f(*a, b);
        }
        for (i, (row, other)) in self.lower.iter_mut().zip(&other.lower).enumerate() {
            for (a, &b) in row.iter_mut().zip(other).take(i + 1) {
                *a = f(*a, b);
            }
        }
        self
    }

    /// Chain rule, twice: `(f∘u)″ = f′·u″ + f″·u′u′ᵀ`.
    #[inline]
    fn chain(self, value: T, slope: T, curvature: T) -> Self {
        if is_ordinary(slope) && curvature.is_finite() && self.has_finite_slopes() {
            self.chain_with(value, |p| p * slope, |p, q| p * q * curvature)
        } else {
            self.chain_with(
                value,
                |p| strong::product(p, slope),
                |p, q| strong::product(strong::product(p, q), curvature),
            )
        }
    }

    /// The chain rule over a linear function of each derivative and one of two slopes.
    #[inline]
    fn chain_with(mut self, value: T, straight: impl Fn(T) -> T, bent: impl Fn(T, T) -> T) -> Self {
        self.value = value;
        for (i, (row, &gi)) in self.lower.iter_mut().zip(&self.gradient).enumerate() {
            for (h, &gj) in row.iter_mut().zip(&self.gradient).take(i + 1) {
                *h = straight(*h) + bent(gi, gj);
            }
        }
        self.gradient = self.gradient.map(straight);
        self
    }

    /// `(uv)″` and the like: the derivatives of two numbers combined by a linear function, plus a
    /// function of the slopes `(uᵢ, vᵢ)` and `(uⱼ, vⱼ)`.
    #[inline]
    fn product_with(
        mut self,
        other: &Self,
        value: T,
        straight: impl Fn(T, T) -> T,
        bent: impl Fn([T; 2], [T; 2]) -> T,
    ) -> Self {
        self.value = value;
        let (du, dv) = (self.gradient, other.gradient);
        let slopes = || du.into_iter().zip(dv);
        let rows = self.lower.iter_mut().zip(&other.lower);
        for (i, ((row, row_v), (ui, vi))) in rows.zip(slopes()).enumerate() {
            for ((h, &hv), (uj, vj)) in row.iter_mut().zip(row_v).zip(slopes()).take(i + 1) {
                *h = straight(*h, hv) + bent([ui, vi], [uj, vj]);
            }
        }
        for (g, &q) in self.gradient.iter_mut().zip(&other.gradient) {
            *g = straight(*g, q);
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
    fn mul(self, other: Self) -> Self {
        let (u, v) = (self.value, other.value);
        let value = u * v;
        if is_ordinary(value) && self.has_finite_slopes() && other.has_finite_slopes() {
            self.product_with(
                &other,
                value,
                |p, q| p * v + q * u,
                |[ui, vi], [uj, vj]| ui * vj + uj * vi,
            )
        } else {
            let (u, v) = (strong::within(value, u), strong::within(value, v));
            self.product_with(
                &other,
                value,
                |p, q| strong::product(p, v) + strong::product(q, u),
                |[ui, vi], [uj, vj]| strong::product(ui, vj) + strong::product(uj, vi),
            )
        }
    }
}

impl<T: Number, const N: usize> Div for Dual2<T, N> {
    type Output = Self;

    /// From `q·v = u`: `q′ = (u′ − q·v′)/v` and `q″ = (u″ − q·v″ − q′v′ᵀ − v′q′ᵀ)/v`.
    #[inline]
    fn div(mut self, other: Self) -> Self {
        let v = other.value;
        let q = self.value / v;
        let v = strong::within(q, v);
        let usual = is_ordinary(q) && other.has_finite_slopes();
        for (g, &p) in self.gradient.iter_mut().zip(&other.gradient) {
            *g = if usual {
                (*g - q * p) / v
            } else {
                strong::quotient(*g - strong::product(p, q), v)
            };
        }
        let (dq, dv) = (self.gradient, other.gradient);
        let usual = usual && self.has_finite_slopes();
        let slopes = || dq.into_iter().zip(dv);
        let rows = self.lower.iter_mut().zip(&other.lower);
        for (i, ((row, row_v), (qi, vi))) in rows.zip(slopes()).enumerate() {
            for ((h, &hv), (qj, vj)) in row.iter_mut().zip(row_v).zip(slopes()).take(i + 1) {
                *h = if usual {
                    (*h - q * hv - (qi * vj + qj * vi)) / v
                } else {
                    let cross = strong::product(qi, vj) + strong::product(qj, vi);
                    strong::quotient(*h - strong::product(hv, q) - cross, v)
                };
            }
        }
        self.value = q;
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
        if is_ordinary(k) {
            self.linear(self.value * k, |d| d * k)
        } else {
            let value = self.value * k;
            let k = strong::within(value, T::constant(k));
            self.linear(value, |d| strong::product(d, k))
        }
    }

    #[inline]
    fn unscale(self, k: T::Literal) -> Self {
        if is_ordinary(k) {
            self.linear(self.value / k, |d| d / k)
        } else {
            let value = self.value / k;
            let k = strong::within(value, T::constant(k));
            self.linear(value, |d| strong::quotient(d, k))
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
        Dual<T>: Number<Literal = T::Literal>,
    {
        // The rule on a number that carries one slope: its slope then carries its own.
        let (value, slope) = rule.rule(Dual::variable(self.value));
        self.chain(value.value, slope.value, slope.slope())
    }

    /// Chain rule in two arguments, with the five derivatives of the rule run on dual numbers.
    #[inline]
    fn apply2<R: Binary>(self, other: Self, rule: R) -> Self
    where
        Dual<T, 2>: Number<Literal = T::Literal>,
    {
        let x = Dual::variable_at(self.value, 0);
        let y = Dual::variable_at(other.value, 1);
        let (value, by_x, by_y) = rule.rule(x, y);
        let (fx, [fxx, fxy]) = (by_x.value, by_x.partials);
        let (fy, [_, fyy]) = (by_y.value, by_y.partials);
        self.product_with(
            &other,
            value.value,
            |p, q| strong::product(p, fx) + strong::product(q, fy),
            |[xi, yi], [xj, yj]| {
                let mixed = strong::product(xi, yj) + strong::product(xj, yi);
                strong::product(strong::product(xi, xj), fxx)
                    + strong::product(strong::product(yi, yj), fyy)
                    + strong::product(mixed, fxy)
            },
        )
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
            && self.hessian().as_flattened().iter().all(|d| d.is_zero())
    }

    #[inline]
    fn has_only_finite(self) -> bool {
        self.value.is_finite()
            && self.gradient.iter().all(|d| d.is_finite())
            && self.hessian().as_flattened().iter().all(|d| d.is_finite())
    }
}

impl_number!(impl<T, const N: usize> for Dual2<T, N>);

#[cfg(test)]
mod tests {
    use calc_scalar::{Real, second_derivative};
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
                |[x, y, z]| (((x * y).sin() + 2.0) / (z + x).sqrt()).pow(y + 2.0) * x.atan2(z * y) / (x + y),
                x,
            );
            for (i, j) in [(0, 1), (0, 2), (1, 2)] {
                prop_assert_eq!(h[i][j].to_bits(), h[j][i].to_bits());
                prop_assert!(h[i][j].is_finite());
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

    #[test]
    fn curvatures_are_right_far_out_and_at_edges() {
        let curvature = |f: fn(Dual2<f64, 1>) -> Dual2<f64, 1>, x| hessian(|[x]| f(x), [x])[0][0];
        assert_eq!(curvature(Real::tanh, 800.0), 0.0);
        assert_eq!(curvature(Real::logistic, -800.0), 0.0);
        assert_eq!(curvature(Real::abs, 0.0), 0.0);
        assert_eq!(curvature(|x| x.powi(2), 0.0), 2.0);
        assert_eq!(curvature(|x| x.powf(2.0), 0.0), 2.0);
        assert_eq!(curvature(Real::sqrt, 0.0), f64::NEG_INFINITY);
        assert_eq!(curvature(Real::ln, 0.0), f64::NEG_INFINITY);
        assert!(curvature(Real::ln, -1.0).is_nan());
        assert!(curvature(Real::atanh, 2.0).is_nan());
    }
}
