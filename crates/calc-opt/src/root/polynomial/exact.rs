//! Sums, products and polynomials with their rounding errors.

/// `a + b` rounded, and what the rounding has taken away (Knuth).
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let of_b = sum - a;
    (sum, (a - (sum - of_b)) + (b - of_b))
}

/// `a·b` rounded, and what the rounding has taken away (Dekker); for factors that are not huge or tiny.
pub(super) fn two_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    let ((a_high, a_low), (b_high, b_low)) = (split(a), split(b));
    let rest = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low;
    (product, rest)
}

/// The upper and the lower half of the digits (Veltkamp).
fn split(x: f64) -> (f64, f64) {
    // 2²⁷ + 1.
    let factor = 134_217_729.0;
    let scaled = factor * x;
    let high = scaled - (scaled - x);
    (high, x - high)
}

/// `∑ cₖ·xᵏ` as if computed with twice the digits, and `∑ |cₖ|·|x|ᵏ`.
///
/// S. Graillat, P. Langlois and N. Louvet, *Algorithms for Accurate, Validated and Fast Polynomial
/// Evaluation*, Japan Journal of Industrial and Applied Mathematics 26, 2009, 191–214.
pub(super) fn horner(coefficients: &[f64], x: f64) -> (f64, f64) {
    let size = x.abs();
    let (mut value, mut rest, mut sum) = (0.0, 0.0, 0.0);
    for &c in coefficients.iter().rev() {
        let (product, of_product) = two_product(value, x);
        let (next, of_sum) = two_sum(product, c);
        value = next;
        rest = rest * x + (of_product + of_sum);
        sum = sum * size + c.abs();
    }
    (value + rest, sum)
}

/// `b² − 4ac`, to the last digit or two, and `b² + 4|ac|`.
pub(super) fn discriminant(a: f64, b: f64, c: f64) -> (f64, f64) {
    let (square, of_square) = two_product(b, b);
    let (product, of_product) = two_product(4.0 * a, c);
    let difference = (square - product) + (of_square - of_product);
    (difference, square + product.abs())
}

#[cfg(test)]
mod tests {
    use calc_scalar::Real;

    use super::*;

    #[test]
    fn a_product_and_its_rest_are_the_whole() {
        // (1 + 2⁻³⁰)² = 1 + 2⁻²⁹ + 2⁻⁶⁰.
        let x = 1.0 + Real::powi(2.0_f64, -30);
        assert_eq!(
            two_product(x, x),
            (1.0 + Real::powi(2.0_f64, -29), Real::powi(2.0_f64, -60))
        );
    }

    #[test]
    fn near_a_multiple_root_the_value_has_its_digits() {
        // (x − 1)⁵ at 1 + 2⁻¹⁰ is 2⁻⁵⁰; plain Horner has no digit of it right.
        let c = [-1.0, 5.0, -10.0, 10.0, -5.0, 1.0];
        let (value, sum) = horner(&c, 1.0 + Real::powi(2.0_f64, -10));
        assert!(
            (value / Real::powi(2.0_f64, -50) - 1.0).abs() < 1e-14,
            "{value:e}"
        );
        assert!(sum > 31.9 && sum < 33.0);
    }

    #[test]
    fn a_discriminant_of_one_unit_in_the_last_place_is_not_lost() {
        // Kahan's example: b² and ac agree in all digits that a float has.
        let (a, b, c) = (94_906_265.625, 2.0 * 94_906_267.0, 94_906_268.375);
        let (d, _) = discriminant(a, b, c);
        assert_eq!(d, 4.0 * 1.890_625);
    }
}
