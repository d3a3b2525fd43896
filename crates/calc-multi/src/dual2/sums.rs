//! Sums and products of many second-order numbers.

use core::iter::{Product, Sum};

use calc_scalar::{Number, strong};

use super::Dual2;

impl<T: Number, const N: usize, const D: usize> Dual2<T, N, D> {
    /// Whether terms are added in place. Measured: fewer slopes stay in registers, and of more a copy costs as
    /// much.
    const IN_PLACE: bool = matches!(N, 5..=8) && cfg!(target_pointer_width = "64");

    /// The product of few, with one look at the end: what needs care on the way there is zero, infinite or
    /// NaN there, too.
    #[inline]
    fn product_of<const K: usize>(factors: [Self; K]) -> Self {
        let with_care = || {
            let [y] = strong::aside(factors, |factors| {
                let product = factors.into_iter().reduce(|u, v| u * v);
                [product.unwrap_or(Self::ONE_CONSTANT)]
            });
            y
        };
        // Measured: with a branch here a compiler combines better what follows.
        if N == 4
            && let [u, v, rest @ ..] = factors.as_slice()
        {
            let mut y = u.product_without_care(v);
            if y.value == T::ZERO {
                return with_care();
            }
            for v in rest {
                y = y.product_without_care(v);
            }
            return if y.is_tame(y.value) { y } else { with_care() };
        }
        let product = factors.iter().copied();
        let product = product.reduce(|u, v| u.product_without_care(&v));
        let y = product.unwrap_or(Self::ONE_CONSTANT);
        if y.is_tame(y.value) { y } else { with_care() }
    }
}

/// Terms are added to −0, which leaves the sign of a single −0 alone.
impl<T: Number, const N: usize, const D: usize> Sum for Dual2<T, N, D> {
    #[inline]
    fn sum<I: Iterator<Item = Self>>(mut terms: I) -> Self {
        let start = Self::lift(T::constant(-T::Literal::ZERO));
        if !Self::IN_PLACE {
            return terms.fold(start, |sum, term| sum + term);
        }
        let mut sum = terms.next().map_or(start, |first| start + first);
        terms.for_each(|term| {
            sum.value += term.value;
            let slopes = sum.gradient.iter_mut().zip(&term.gradient);
            slopes.for_each(|(p, &q)| *p += q);
            let curvatures = sum.diagonals.as_flattened_mut().iter_mut();
            let curvatures = curvatures.zip(term.diagonals.as_flattened());
            curvatures.for_each(|(h, &k)| *h += k);
        });
        sum
    }
}

impl<T: Number, const N: usize, const D: usize> Product for Dual2<T, N, D> {
    #[inline]
    fn product<I: Iterator<Item = Self>>(mut factors: I) -> Self {
        let Some(mut product) = factors.next() else {
            return Self::ONE_CONSTANT;
        };
        // Written one by one: a compiler that has a loop keeps the numbers in memory.
        if Self::IN_REGISTERS && cfg!(target_pointer_width = "64") {
            let Some(b) = factors.next() else {
                return product;
            };
            let Some(c) = factors.next() else {
                return product * b;
            };
            let Some(d) = factors.next() else {
                return Self::product_of([product, b, c]);
            };
            let e = if N == 5 { factors.next() } else { None };
            product = match e {
                Some(e) => Self::product_of([product, b, c, d, e]),
                None => Self::product_of([product, b, c, d]),
            };
        }
        factors.for_each(|factor| product *= factor);
        product
    }
}
