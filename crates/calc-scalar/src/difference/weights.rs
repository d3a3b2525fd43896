//! Finite-difference weights for any nodes.

use crate::real::Number;

/// `f⁽ᵐ⁾(at) ≈ ∑ wⱼ·f(nodesⱼ)`: the weights `w` of a difference formula of order `m = order` on the
/// given nodes.
///
/// They are the `m`-th derivatives of the Lagrange polynomials at `at`, so the formula is exact for
/// every polynomial of degree below `N`. Needs `O(N³)` operations and no run of any function.
///
/// # Shapes and units
///
/// `N` nodes in any order, all different; `N` weights in the unit of `1/xᵐ`. Order 0 interpolates.
///
/// # Accuracy
///
/// Numerator and denominator are multiplied out separately: for nodes that are small whole numbers
/// each weight is correctly rounded.
///
/// # Edge cases
///
/// From order `N` on all weights are 0: `N` values know nothing about that derivative. Two equal
/// nodes give weights that are infinite or NaN.
///
/// # Examples
///
/// ```
/// use calc_scalar::difference;
///
/// let central = difference::weights([-1.0, 0.0, 1.0], 0.0, 1);
/// assert_eq!(central, [-0.5, 0.0, 0.5]);
///
/// let curvature = difference::weights([-1.0, 0.0, 1.0], 0.0, 2);
/// assert_eq!(curvature, [1.0, -2.0, 1.0]);
/// ```
///
/// # References
///
/// B. Fornberg, "Generation of Finite Difference Formulas on Arbitrarily Spaced Grids", *Mathematics
/// of Computation* 51(184), 1988, pp. 699–706.
#[must_use]
pub fn weights<T: Number, const N: usize>(nodes: [T; N], at: T, order: usize) -> [T; N] {
    core::array::from_fn(|j| {
        let mut numerator = [T::ZERO; N];
        if let Some(constant) = numerator.first_mut() {
            *constant = T::ONE;
        }
        let mut denominator = T::ONE;
        // ℓⱼ(at + t) = ∏ᵢ≠ⱼ ((at − xᵢ) + t)/(xⱼ − xᵢ)
        let own = nodes.get(j).copied().unwrap_or(T::ZERO);
        for (i, &node) in nodes.iter().enumerate() {
            if i != j {
                multiply_by_linear(&mut numerator, at - node);
                denominator *= own - node;
            }
        }
        let coefficient = numerator.get(order).copied().unwrap_or(T::ZERO);
        // w = m!·[tᵐ] ℓⱼ(at + t)
        let mut weight = coefficient;
        let mut factor = T::ZERO;
        for _ in 0..order.min(N) {
            factor += T::ONE;
            weight *= factor;
        }
        weight / denominator
    })
}

macro_rules! constant_weights {
    ($name:ident, $F:ident, $doc:literal) => {
        /// `f⁽ᵐ⁾(at) ≈ ∑ wⱼ·f(nodesⱼ)`: [`weights`](weights()) that can be computed at compile time,
        #[doc = $doc]
        ///
        /// The same bits as the generic form.
        ///
        /// # Examples
        ///
        /// ```
        #[doc = concat!("use calc_scalar::difference::", stringify!($name), ";")]
        ///
        #[doc = concat!("const CURVATURE: [", stringify!($F), "; 3] = ", stringify!($name), "([-1.0, 0.0, 1.0], 0.0, 2);")]
        /// assert_eq!(CURVATURE, [1.0, -2.0, 1.0]);
        /// ```
        #[must_use]
        pub const fn $name<const N: usize>(nodes: [$F; N], at: $F, order: usize) -> [$F; N] {
            let mut weights = [0.0; N];
            let mut j = 0;
            while j < N {
                let mut numerator = [0.0; N];
                numerator[0] = 1.0;
                let mut denominator = 1.0;
                let mut i = 0;
                while i < N {
                    if i != j {
                        let d = at - nodes[i];
                        let mut below = 0.0;
                        let mut k = 0;
                        while k < N {
                            let old = numerator[k];
                            numerator[k] = old * d + below;
                            below = old;
                            k += 1;
                        }
                        denominator *= nodes[j] - nodes[i];
                    }
                    i += 1;
                }
                let mut weight = if order < N { numerator[order] } else { 0.0 };
                let mut factor = 0.0;
                let mut k = 0;
                while k < order && k < N {
                    factor += 1.0;
                    weight *= factor;
                    k += 1;
                }
                weights[j] = weight / denominator;
                j += 1;
            }
            weights
        }
    };
}

constant_weights!(weights_f64, f64, "in double precision.");
constant_weights!(weights_f32, f32, "in single precision.");

/// Multiplies the polynomial by `d + t`.
fn multiply_by_linear<T: Number>(polynomial: &mut [T], d: T) {
    let mut below = T::ZERO;
    for c in polynomial {
        let old = *c;
        *c = old * d + below;
        below = old;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::real::Real;

    /// Fornberg 1988, table 1: centred formulas on whole numbers.
    #[test]
    fn weights_are_those_of_the_published_table() {
        let five = [-2.0, -1.0, 0.0, 1.0, 2.0];
        let first = [1.0 / 12.0, -2.0 / 3.0, 0.0, 2.0 / 3.0, -1.0 / 12.0];
        let second = [-1.0 / 12.0, 4.0 / 3.0, -5.0 / 2.0, 4.0 / 3.0, -1.0 / 12.0];
        let third = [-0.5, 1.0, 0.0, -1.0, 0.5];
        let fourth = [1.0, -4.0, 6.0, -4.0, 1.0];
        assert_eq!(weights(five, 0.0, 1), first);
        assert_eq!(weights(five, 0.0, 2), second);
        assert_eq!(weights(five, 0.0, 3), third);
        assert_eq!(weights(five, 0.0, 4), fourth);
        assert_eq!(weights([0.0, 1.0, 2.0], 0.0, 1), [-1.5, 2.0, -0.5]);
        let half = weights([-0.5, 0.5, 1.5], 0.0, 0);
        assert_eq!(half, [0.375, 0.75, -0.125]);
    }

    #[test]
    fn weights_are_exact_for_polynomials_on_irregular_nodes() {
        let nodes = [-1.25, 0.5, 0.75, 2.0, 3.5];
        let at = 0.3_f64;
        for degree in 0..5 {
            for order in 0..5 {
                let w = weights(nodes, at, order);
                let found: f64 = w.iter().zip(nodes).map(|(w, x)| w * power(x, degree)).sum();
                let size: f64 = w
                    .iter()
                    .zip(nodes)
                    .map(|(w, x)| (w * power(x, degree)).abs())
                    .sum();
                let mut truth = 1.0;
                for k in 0..order {
                    truth *= f64::from(degree) - k as f64;
                }
                truth *= power(at, degree - i32::try_from(order).unwrap_or(0));
                let close = (found - truth).abs() <= 8.0 * f64::EPSILON * size;
                assert!(
                    close,
                    "x^{degree}, order {order}: {found} instead of {truth}"
                );
            }
        }
    }

    #[test]
    fn orders_that_the_nodes_cannot_know_get_weights_of_zero() {
        assert_eq!(weights([0.0, 1.0], 0.0, 2), [0.0, 0.0]);
        assert_eq!(weights([0.0_f32], 5.0, 0), [1.0]);
        assert_eq!(weights([0.0; 0], 0.0, 0), [0.0; 0]);
        assert!(weights([1.0, 1.0], 0.0, 1).iter().all(|w| !w.is_finite()));
    }

    #[test]
    fn weights_at_compile_time_have_the_bits_of_the_others() {
        const NODES: [f64; 6] = [-1.25, 0.5, 0.75, 2.0, 3.5, -0.3];
        const THIRD: [f64; 6] = weights_f64(NODES, 0.3, 3);
        assert_eq!(THIRD, weights(NODES, 0.3, 3));
        for order in 0..8 {
            assert_eq!(weights_f64(NODES, 0.3, order), weights(NODES, 0.3, order));
            let single = [0.0_f32, 1.0, 2.5, -0.75];
            assert_eq!(weights_f32(single, 0.1, order), weights(single, 0.1, order));
        }
        assert_eq!(weights_f64([0.0; 0], 0.0, 0), [0.0; 0]);
    }

    fn power(x: f64, n: i32) -> f64 {
        if n < 0 { 0.0 } else { Real::powi(x, n) }
    }
}
