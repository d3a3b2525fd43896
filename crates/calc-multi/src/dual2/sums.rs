//! Products of many second-order numbers.

use core::iter::Product;

use calc_scalar::{Number, strong};

use super::Dual2;

impl<T: Number, const N: usize, const D: usize> Product for Dual2<T, N, D> {
    #[inline]
    fn product<I: Iterator<Item = Self>>(mut factors: I) -> Self {
        let Some(mut product) = factors.next() else {
            return Self::ONE_CONSTANT;
        };
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
            product = Self::product_of([product, b, c, d]);
        }
        factors.for_each(|factor| product *= factor);
        product
    }
}

impl<T: Number, const N: usize, const D: usize> Dual2<T, N, D> {
    /// One look at the end: what needs care on the way there is zero, infinite or NaN there, too.
    #[inline]
    fn product_of<const K: usize>(factors: [Self; K]) -> Self {
        let fast = factors
            .iter()
            .copied()
            .reduce(|u, v| u.product_without_care(&v));
        let y = fast.unwrap_or(Self::ONE_CONSTANT);
        if y.is_tame(y.value) {
            y
        } else {
            let [y] = strong::aside(factors, |factors| {
                let product = factors.into_iter().reduce(|u, v| u * v);
                [product.unwrap_or(Self::ONE_CONSTANT)]
            });
            y
        }
    }
}
