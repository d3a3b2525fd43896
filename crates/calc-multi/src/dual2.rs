//! Second-order dual numbers: a value that carries its gradient and its Hessian along.

use core::array;
use core::ops::{Add, Div, Mul, MulAssign, Neg, Sub};

use calc_scalar::rules::{Binary, Unary};
use calc_scalar::strong::{self, is_ordinary};
use calc_scalar::{Dual, Number, impl_number, interval};

/// `v + ∑ gᵢεᵢ + ½∑ hᵢⱼεᵢεⱼ`: a value, its `N` first and its second derivatives, each of them once.
///
/// Every operation applies its rule of differentiation twice over, so one run of a function gives its
/// Hessian. Each elementary function is evaluated once.
///
/// # Shapes and units
///
/// A number takes `1 + N + N·D` floats with `D = ⌊N/2⌋ + 1`, which is `1 + N + N(N + 1)/2` for odd `N`
/// and `N/2` more for even `N`; nested duals would take `(1 + N)²`. `D` follows from `N`: nobody has to
/// write it but who writes the type of such a number. See [`Size`](crate::Size).
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
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "T: serde::Serialize",
        deserialize = "T: calc_scalar::Number + serde::Deserialize<'de>"
    ))
)]
pub struct Dual2<T = f64, const N: usize = 1, const D: usize = 1> {
    /// The value.
    pub value: T,
    /// The first derivatives with respect to the `N` variables.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub gradient: [T; N],
    /// The second derivatives by diagonals that wrap around: row `d` holds `h` at `(i, i + d mod N)`.
    /// All rows have the same length, so that loops over them need no remainder.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays::rows"))]
    diagonals: [[T; N]; D],
}

impl<T: Number, const N: usize, const D: usize> Dual2<T, N, D> {
    /// The constant `value`: all derivatives are zero.
    #[inline]
    pub const fn lift(value: T) -> Self {
        const {
            assert!(
                D == N / 2 + 1,
                "a second-order number of N variables has N/2 + 1 diagonals"
            );
        }
        Self {
            value,
            gradient: [T::ZERO; N],
            diagonals: [[T::ZERO; N]; D],
        }
    }

    /// Variable number `i` at `value`: slope 1 in slot `i`, everything else 0.
    #[must_use]
    #[inline]
    pub fn variable_at(value: T, i: usize) -> Self {
        let mut variable = Self::lift(value);
        variable.gradient = array::from_fn(|j| if i == j { T::ONE } else { T::ZERO });
        variable
    }

    /// The second derivatives: `Hᵢⱼ = ∂²/∂xᵢ∂xⱼ`, symmetric to the last bit.
    #[must_use]
    #[inline]
    pub fn hessian(self) -> [[T; N]; N] {
        let entry = |i: usize, d: usize| {
            let row = self.diagonals.get(d);
            row.and_then(|row| row.get(i)).copied()
        };
        array::from_fn(|i| {
            array::from_fn(|j| {
                let (low, high) = if i < j { (i, j) } else { (j, i) };
                // The shorter way around from one to the other.
                let (ahead, back) = (high - low, low + N - high);
                let entry = if ahead <= back {
                    entry(low, ahead)
                } else {
                    entry(high, back)
                };
                entry.unwrap_or(T::ZERO)
            })
        })
    }

    /// The second derivatives at `(i, i + d mod N)`.
    #[inline]
    fn diagonal(&self, d: usize) -> &[T; N] {
        self.diagonals.get(d).unwrap_or(&self.gradient)
    }

    /// Whether the compiler keeps the numbers of a formula in registers, if they are not given away; see
    /// [`strong::aside`]. Measured: with more variables that costs more than it saves.
    const IN_REGISTERS: bool = matches!(N, 1..=5);

    /// Whether the chain rule is called. Measured: so many numbers do not stay in registers, and a compiler that
    /// mixes several rules reads them from memory otherwise than they were written there, and has to wait. Where
    /// no care is taken, it does not.
    const CHAINED_ASIDE: bool = N == 6 && T::HAS_STRONG_ZEROS && cfg!(target_pointer_width = "64");

    /// Whether the curvatures along the axes are all finite, of a result that was computed without care, and
    /// `factor` is not zero.
    ///
    /// An infinite or undefined factor of any kind shows there: along its axis a slope meets itself.
    /// Only a factor of zero can hide an infinite mixed derivative.
    #[inline]
    fn is_tame(&self, factor: T) -> bool {
        strong::all_plain_beside(self.diagonal(0), factor)
    }

    /// All derivatives mapped by a linear function.
    #[inline]
    fn linear(&self, value: T, f: impl Fn(T) -> T) -> Self {
        Self {
            value,
            gradient: array::from_fn(|i| f(at(&self.gradient, i))),
            diagonals: array::from_fn(|d| {
                let row = self.diagonal(d);
                array::from_fn(|i| f(at(row, i)))
            }),
        }
    }

    /// All derivatives of two numbers combined by a linear function.
    #[inline]
    fn linear2(&self, other: &Self, value: T, f: impl Fn(T, T) -> T) -> Self {
        Self {
            value,
            gradient: array::from_fn(|i| f(at(&self.gradient, i), at(&other.gradient, i))),
            diagonals: array::from_fn(|d| {
                let (a, b) = (self.diagonal(d), other.diagonal(d));
                array::from_fn(|i| f(at(a, i), at(b, i)))
            }),
        }
    }

    /// Chain rule, twice: `(f∘u)″ = f′·u″ + f″·u′u′ᵀ`.
    #[inline]
    fn chain(&self, value: T, slope: T, curvature: T) -> Self {
        if Self::CHAINED_ASIDE {
            self.chain_aside(value, slope, curvature)
        } else {
            self.chain_in_place(value, slope, curvature)
        }
    }

    #[inline(never)]
    fn chain_aside(&self, value: T, slope: T, curvature: T) -> Self {
        self.chain_in_place(value, slope, curvature)
    }

    #[inline]
    fn chain_in_place(&self, value: T, slope: T, curvature: T) -> Self {
        let y = self.chain_without_care(value, slope, curvature);
        if y.is_tame(slope) {
            y
        } else if !Self::IN_REGISTERS {
            self.chain_with_care(value, slope, curvature)
        } else {
            let [y] = strong::aside([*self], move |[u]| {
                [u.chain_with_care(value, slope, curvature)]
            });
            y
        }
    }

    #[inline]
    fn chain_without_care(&self, value: T, slope: T, curvature: T) -> Self {
        self.chain_with(value, |p| p * slope, |p, q| p * curvature * q)
    }

    /// The same with strong zeros, where the usual way gave something that is not finite.
    #[cold]
    fn chain_with_care(self, value: T, slope: T, curvature: T) -> Self {
        let fast = self.chain_without_care(value, slope, curvature);
        if fast.has_only_finite() {
            return fast;
        }
        self.chain_with(
            value,
            |p| strong::product(p, slope),
            |p, q| strong::product(strong::product(p, q), curvature),
        )
    }

    /// The chain rule over a linear function of each derivative and one of two slopes.
    ///
    /// One loop over all second derivatives, and not one over each diagonal: a compiler that takes these
    /// apart puts numbers of different diagonals into its vectors, and has to gather them.
    #[inline]
    fn chain_with(&self, value: T, straight: impl Fn(T) -> T, bent: impl Fn(T, T) -> T) -> Self {
        let mut y = Self::lift(value);
        y.gradient = self.gradient.map(&straight);
        let twice = [self.gradient; 2];
        let first = [self.gradient; D];
        let second: [[T; N]; D] = array::from_fn(|d| *rotated(&twice, d));
        let slopes = first.as_flattened().iter().zip(second.as_flattened());
        let curvatures = self.diagonals.as_flattened().iter().zip(slopes);
        for (y, (&h, (&i, &j))) in y.diagonals.as_flattened_mut().iter_mut().zip(curvatures) {
            *y = straight(h) + bent(i, j);
        }
        y
    }

    /// `(uv)″` and the like: the derivatives of two numbers combined by a linear function, plus a
    /// function of the slopes `(uᵢ, vᵢ)` and `(uⱼ, vⱼ)`.
    #[inline]
    fn product_with(
        &self,
        other: &Self,
        value: T,
        straight: impl Fn(T, T) -> T,
        bent: impl Fn([T; 2], [T; 2]) -> T,
    ) -> Self {
        let (du, dv) = (&self.gradient, &other.gradient);
        let (twice_u, twice_v) = ([*du; 2], [*dv; 2]);
        Self {
            value,
            gradient: array::from_fn(|i| straight(at(du, i), at(dv, i))),
            diagonals: array::from_fn(|d| {
                let (hu, hv) = (self.diagonal(d), other.diagonal(d));
                let (uj, vj) = (rotated(&twice_u, d), rotated(&twice_v, d));
                array::from_fn(|i| {
                    straight(at(hu, i), at(hv, i))
                        + bent([at(du, i), at(dv, i)], [at(uj, i), at(vj, i)])
                })
            }),
        }
    }

    #[inline]
    fn product_without_care(&self, other: &Self) -> Self {
        let (u, v) = (self.value, other.value);
        self.product_with(
            other,
            u * v,
            |p, q| p * v + q * u,
            |[ui, vi], [uj, vj]| ui * vj + uj * vi,
        )
    }

    #[inline]
    fn quotient_without_care(&self, other: &Self) -> Self {
        let (q, v) = (self.value / other.value, other.value);
        let (du, dv) = (&self.gradient, &other.gradient);
        let slopes = array::from_fn(|i| (at(du, i) - q * at(dv, i)) / v);
        self.quotient_with(other, q, slopes, |h, hv, [qi, vi], [qj, vj]| {
            (h - q * hv - (qi * vj + qj * vi)) / v
        })
    }

    /// The product in place and in a function of its own: of many variables each copy would be felt, and
    /// the compiler would move numbers to and fro between this operation and the next.
    #[inline(never)]
    fn multiply(&mut self, other: &Self) {
        let values @ (u, v) = (self.value, other.value);
        let value = u * v;
        let (twice_u, twice_v) = ([self.gradient; 2], [other.gradient; 2]);
        let slopes = |d| {
            let (uj, vj) = (rotated(&twice_u, d), rotated(&twice_v, d));
            [rotated(&twice_u, 0), rotated(&twice_v, 0), uj, vj]
        };
        // See `is_tame`.
        let mut curvatures = *self.diagonal(0);
        product_row(&mut curvatures, other.diagonal(0), values, slopes(0));
        if !strong::all_plain_beside(&curvatures, value) {
            *self = self.product_with_care(*other);
            return;
        }
        let rows = self.diagonals.iter_mut().zip(&other.diagonals);
        for (d, (h, hv)) in rows.enumerate() {
            if d == 0 {
                *h = curvatures;
            } else {
                product_row(h, hv, values, slopes(d));
            }
        }
        for (p, &q) in self.gradient.iter_mut().zip(&other.gradient) {
            *p = *p * v + q * u;
        }
        self.value = value;
    }

    /// The product with strong zeros, where the usual way gave something that is not finite.
    #[cold]
    fn product_with_care(self, other: Self) -> Self {
        let fast = self.product_without_care(&other);
        if fast.has_only_finite() {
            return fast;
        }
        let value = fast.value;
        let u = strong::within(value, self.value);
        let v = strong::within(value, other.value);
        self.product_with(
            &other,
            value,
            |p, q| strong::product(p, v) + strong::product(q, u),
            |[ui, vi], [uj, vj]| strong::product(ui, vj) + strong::product(uj, vi),
        )
    }

    /// The quotient with strong zeros, where the usual way gave something that is not finite.
    #[cold]
    fn quotient_with_care(self, other: Self) -> Self {
        let fast = self.quotient_without_care(&other);
        if fast.has_only_finite() {
            return fast;
        }
        let q = fast.value;
        let v = strong::within(q, other.value);
        let (du, dv) = (&self.gradient, &other.gradient);
        let slopes =
            array::from_fn(|i| strong::quotient(at(du, i) - strong::product(at(dv, i), q), v));
        self.quotient_with(&other, q, slopes, |h, hv, [qi, vi], [qj, vj]| {
            let cross = strong::product(qi, vj) + strong::product(qj, vi);
            strong::quotient(h - strong::product(hv, q) - cross, v)
        })
    }

    /// The quotient of known value and slopes, over a function for the second derivatives that also
    /// sees the slopes `(qᵢ, vᵢ)` and `(qⱼ, vⱼ)`.
    #[inline]
    fn quotient_with(
        &self,
        other: &Self,
        value: T,
        slopes: [T; N],
        bent: impl Fn(T, T, [T; 2], [T; 2]) -> T,
    ) -> Self {
        let (dq, dv) = (&slopes, &other.gradient);
        let (twice_q, twice_v) = ([*dq; 2], [*dv; 2]);
        Self {
            value,
            gradient: slopes,
            diagonals: array::from_fn(|d| {
                let (hu, hv) = (self.diagonal(d), other.diagonal(d));
                let (qj, vj) = (rotated(&twice_q, d), rotated(&twice_v, d));
                array::from_fn(|i| {
                    let (i_th, j_th) = ([at(dq, i), at(dv, i)], [at(qj, i), at(vj, i)]);
                    bent(at(hu, i), at(hv, i), i_th, j_th)
                })
            }),
        }
    }
}

/// One diagonal of the second derivatives of a product.
#[inline]
fn product_row<T: Number, const N: usize>(
    h: &mut [T; N],
    hv: &[T; N],
    (u, v): (T, T),
    [ui, vi, uj, vj]: [&[T; N]; 4],
) {
    let first = ui.iter().zip(vi);
    let second = uj.iter().zip(vj);
    let slopes = first.zip(second);
    for ((h, &hv), ((&ui, &vi), (&uj, &vj))) in h.iter_mut().zip(hv).zip(slopes) {
        *h = (*h * v + hv * u) + (ui * vj + uj * vi);
    }
}

/// Entry `i`.
#[inline]
fn at<T: Number, const N: usize>(entries: &[T; N], i: usize) -> T {
    entries.get(i).copied().unwrap_or(T::ZERO)
}

/// The vector that is written twice in `twice`, rotated to the left by `d`.
#[inline]
fn rotated<T, const N: usize>(twice: &[[T; N]; 2], d: usize) -> &[T; N] {
    let [plain, _] = twice;
    let rest = twice.as_flattened().get(d..);
    rest.and_then(<[T]>::first_chunk).unwrap_or(plain)
}

impl<T: Number, const N: usize, const D: usize> Neg for Dual2<T, N, D> {
    type Output = Self;

    #[inline]
    fn neg(self) -> Self {
        self.linear(-self.value, |d| -d)
    }
}

impl<T: Number, const N: usize, const D: usize> Add for Dual2<T, N, D> {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        self.linear2(&other, self.value + other.value, |a, b| a + b)
    }
}

impl<T: Number, const N: usize, const D: usize> Sub for Dual2<T, N, D> {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        self.linear2(&other, self.value - other.value, |a, b| a - b)
    }
}

impl<T: Number, const N: usize, const D: usize> Mul for Dual2<T, N, D> {
    type Output = Self;

    /// Product rule, twice: `(uv)″ = u″v + v″u + u′v′ᵀ + v′u′ᵀ`.
    #[inline]
    fn mul(mut self, other: Self) -> Self {
        if !Self::IN_REGISTERS {
            self.multiply(&other);
            return self;
        }
        let y = self.product_without_care(&other);
        if y.is_tame(y.value) {
            y
        } else {
            let [y] = strong::aside([self, other], |[u, v]| [u.product_with_care(v)]);
            y
        }
    }
}

impl<T: Number, const N: usize, const D: usize> MulAssign for Dual2<T, N, D> {
    #[inline]
    fn mul_assign(&mut self, other: Self) {
        if Self::IN_REGISTERS {
            *self = *self * other;
        } else {
            self.multiply(&other);
        }
    }
}

impl<T: Number, const N: usize, const D: usize> Div for Dual2<T, N, D> {
    type Output = Self;

    /// From `q·v = u`: `q′ = (u′ − q·v′)/v` and `q″ = (u″ − q·v″ − q′v′ᵀ − v′q′ᵀ)/v`.
    #[inline]
    fn div(self, other: Self) -> Self {
        let y = self.quotient_without_care(&other);
        if y.is_tame(y.value) {
            y
        } else if !Self::IN_REGISTERS {
            self.quotient_with_care(other)
        } else {
            let [y] = strong::aside([self, other], |[u, v]| [u.quotient_with_care(v)]);
            y
        }
    }
}

/// The inherent methods that `impl_number!` builds on.
#[doc(hidden)]
impl<T: Number, const N: usize, const D: usize> Dual2<T, N, D> {
    pub const ZERO_CONSTANT: Self = Self::lift(T::ZERO);
    pub const ONE_CONSTANT: Self = Self::lift(T::ONE);

    #[inline]
    fn from_literal(v: T::Literal) -> Self {
        Self::lift(T::constant(v))
    }

    #[inline]
    fn to_value(self) -> T {
        self.value
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

    #[inline]
    fn apply<R: Unary>(self, rule: R) -> Self
    where
        Dual<T>: Number<Literal = T::Literal>,
    {
        // The rule on a number that carries one slope: its slope then carries its own.
        let (value, slope) = Dual::variable(self.value).value_and_slope(rule);
        self.chain(value.value, slope.value, slope.slope())
    }

    fn expand_rule<R: Unary>(self, rule: R, coefficients: &mut [Self]) {
        interval::expand2(self.value, rule, coefficients, |value, slope, curvature| {
            self.chain(value, slope, curvature)
        });
    }

    /// Chain rule in two arguments, with the five derivatives of the rule run on dual numbers.
    #[inline]
    fn apply2<R: Binary>(self, other: Self, rule: R) -> Self
    where
        Dual<T, 2>: Number<Literal = T::Literal>,
        Self: Number<Literal = T::Literal>,
    {
        if T::IS_SET {
            let value = self.value.binary(other.value, rule);
            return Self {
                value,
                ..rule.compose(self, other)
            };
        }
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
    fn has_only_zeros(&self) -> bool {
        self.value.is_zero()
            && self.gradient.iter().all(|d| d.is_zero())
            && self.diagonals.as_flattened().iter().all(|d| d.is_zero())
    }

    #[inline]
    fn has_only_finite(&self) -> bool {
        self.value.is_finite()
            && self.gradient.iter().all(|d| d.is_finite())
            && self.diagonals.as_flattened().iter().all(|d| d.is_finite())
    }
}

impl_number!(impl<T, const N: usize, const D: usize> for Dual2<T, N, D> {});
impl_number!(@compare [], T, [const N: usize const D: usize], Dual2<T, N, D>);
impl_number!(@compare_literals f32, [], T, [const N: usize const D: usize], Dual2<T, N, D>);
impl_number!(@compare_literals f64, [], T, [const N: usize const D: usize], Dual2<T, N, D>);
#[cfg(feature = "num-traits")]
calc_scalar::impl_num_traits!(impl<T, const N: usize, const D: usize> for Dual2<T, N, D>);

mod reciprocal;
mod sums;
#[cfg(test)]
mod tests;
