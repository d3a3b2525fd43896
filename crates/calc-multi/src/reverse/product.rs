//! Products of many factors, recorded as one operation.

use calc_scalar::Number;
use calc_scalar::strong::{self, is_ordinary};

use super::node::{self, NOWHERE, Node};
use super::var::Var;

/// The most operands of a recorded product: the result so far, and the factors that follow.
const MOST: usize = 16;

/// The operands of a product that is being recorded, side by side: a factor as a whole would go through
/// memory in other pieces than it comes in, and be waited for.
struct Operands<T> {
    values: [T; MOST],
    /// The product of all before each, times the slope of this one with respect to its node.
    slopes: [T; MOST],
    indices: [u16; MOST],
}

impl<T: Number> Var<'_, T> {
    /// Many factors at a time are, with the result so far, one operation; of numbers with slopes one at a time,
    /// since operands are made before it is known how many there are, and that would be felt.
    #[inline]
    pub(crate) fn recorded_product(mut factors: impl Iterator<Item = Self>) -> Self {
        let Some(mut product) = factors.next() else {
            return Self::ONE_CONSTANT;
        };
        if size_of::<T>() != size_of::<T::Literal>() {
            return factors.fold(product, |product, factor| product * factor);
        }
        let mut operands = Operands {
            values: [T::ONE; MOST],
            slopes: [T::ONE; MOST],
            indices: [NOWHERE; MOST],
        };
        loop {
            let Operands {
                values: [value, values @ ..],
                slopes: [slope, slopes @ ..],
                indices: [index, indices @ ..],
            } = &mut operands;
            let mut before = product.value;
            *value = before;
            *slope = T::constant(product.factor);
            *index = product.index;
            let mut found = 1_u16;
            let mut apart = None;
            for ((value, slope), index) in values.iter_mut().zip(slopes).zip(indices) {
                let Some(factor) = factors.next() else { break };
                let after = before * factor.value;
                // Where something is constant, zero or infinite, a product of two takes care.
                if !(factor.stands_beside(&product) & is_ordinary(after)) {
                    apart = Some(factor);
                    break;
                }
                *value = factor.value;
                *slope = before * factor.factor;
                *index = factor.index;
                before = after;
                found += 1;
            }
            if found > 1 {
                let index = operands.record(product.room, found);
                product = Self::at(product.room, index, before);
            }
            match apart {
                Some(factor) => [product] = strong::aside([product, factor], |[u, v]| [u * v]),
                None if usize::from(found) < MOST => return product,
                None => {}
            }
        }
    }
}

impl<T: Number> Operands<T> {
    /// The place of the product of the first `count` operands.
    #[inline]
    fn record(&mut self, room: &[Node<T>], count: u16) -> u16 {
        let length = usize::from(count);
        // The other half of the last pair, where there is one.
        if let (Some(value), Some(index)) =
            (self.values.get_mut(length), self.indices.get_mut(length))
        {
            *value = T::ONE;
            *index = NOWHERE;
        }
        let Self {
            values,
            slopes,
            indices,
        } = &*self;
        if length < 4 {
            // A chain of products of two takes no more places.
            let [mut by_product, ..] = *slopes;
            let [mut place, ..] = *indices;
            let factors = values.iter().zip(slopes).zip(indices);
            for ((&value, &slope), &index) in factors.take(length).skip(1) {
                place = node::push(room, [by_product * value, slope], [place, index]);
                by_product = T::ONE;
            }
            return place;
        }
        let parts = count.div_ceil(2);
        let half = usize::from(parts);
        let values = values.as_chunks().0.get(..half).unwrap_or_default();
        let slopes = slopes.as_chunks().0.get(..half).unwrap_or_default();
        let indices = indices.as_chunks().0.get(..half).unwrap_or_default();
        let mut after = T::ONE;
        let pairs = values.iter().zip(slopes).zip(indices).rev();
        let pairs = pairs.map(|((&[u, v], &[by_u, by_v]), &indices)| {
            let after_u = after * v;
            let slopes = [by_u * after_u, by_v * after];
            after = after_u * u;
            (slopes, indices)
        });
        node::push_pairs(room, parts, pairs)
    }
}
