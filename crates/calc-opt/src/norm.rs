//! Lengths of vectors: one square root, and no overflow on the way.

use calc_scalar::Float;

/// `‖v‖₂ = √(∑ vᵢ²)`: the length of a vector.
///
/// A sum of squares and its root where all of that is in range, and else the same of components that a power
/// of two brought there, which rounds nothing: lengths scale exactly. NaN if a component is NaN, else
/// infinite if one is.
pub(crate) fn norm<T: Float, const N: usize>(v: &[T; N]) -> T {
    let squares = squares(v);
    if is_in_range(squares) {
        squares.sqrt()
    } else {
        scaled(v, squares > T::ONE)
    }
}

/// `√(a² + b²)`, as [`norm`].
pub(crate) fn norm_of_two<T: Float>(a: T, b: T) -> T {
    norm(&[a, b])
}

/// `‖D·v‖₂` for the diagonal `d` of `D`, as [`norm`].
pub(crate) fn weighted_norm<T: Float, const N: usize>(v: &[T; N], d: &[T; N]) -> T {
    let mut scaled = *v;
    for (v, &d) in scaled.iter_mut().zip(d) {
        *v *= d;
    }
    norm(&scaled)
}

/// Below this a sum of squares may have lost squares that underflowed.
fn least<T: Float>() -> T {
    T::MIN_POSITIVE / T::EPSILON
}

/// Whether a sum of squares is exact but for rounding: not where it is NaN.
pub(crate) fn is_in_range<T: Float>(squares: T) -> bool {
    squares >= least() && squares <= T::MAX
}

fn squares<T: Float, const N: usize>(v: &[T; N]) -> T {
    let mut sum = T::ZERO;
    for &v in v {
        sum += v * v;
    }
    sum
}

/// The length of a vector whose squares are too large or too small.
#[cold]
#[inline(never)]
fn scaled<T: Float, const N: usize>(v: &[T; N], large: bool) -> T {
    let (down, up) = (least::<T>(), T::ONE / least());
    let (there, back) = if large { (down, up) } else { (up, down) };
    let mut v = *v;
    for v in &mut v {
        *v *= there;
    }
    squares(&v).sqrt() * back
}

#[cfg(test)]
mod tests {
    use calc_scalar::Real;
    use proptest::prelude::*;

    use super::*;

    /// The components divided by the largest one, as it is often done.
    fn by_the_largest<T: Float, const N: usize>(v: &[T; N]) -> T {
        let most = v.iter().fold(T::ZERO, |most, v| most.max(v.magnitude()));
        let squares: T = v.iter().map(|&v| v / most * (v / most)).sum();
        most * squares.sqrt()
    }

    proptest! {
        #[test]
        fn a_length_is_that_of_hypot_and_of_components_that_were_scaled(
            v in proptest::array::uniform4(-1.0..1.0_f64),
            e in -300_i32..300,
        ) {
            let size = Real::powi(10.0, e);
            let w = v.map(|v| v * size);
            let tolerance = 8.0 * f64::EPSILON;
            let hypot = w.iter().fold(0.0, |sum: f64, &v| Real::hypot(sum, v));
            for other in [by_the_largest(&w), hypot] {
                prop_assert!((norm(&w) / other - 1.0).abs() <= tolerance, "{w:?}");
            }
        }

        #[test]
        fn a_length_is_right_in_single_precision(
            v in proptest::array::uniform3(-1.0..1.0_f32),
            e in -36_i32..37,
        ) {
            let size = Real::powi(10.0_f32, e);
            let w = v.map(|v| v * size);
            let wide = w.map(f64::from);
            let exact = wide.iter().map(|v| v * v).sum::<f64>().sqrt();
            prop_assume!(exact > 1e-36);
            let off = f64::from(norm(&w)) / exact - 1.0;
            prop_assert!(off.abs() <= 3.0 * f64::from(f32::EPSILON), "{w:?}");
        }
    }

    #[test]
    fn lengths_scale_exactly_by_powers_of_two_from_end_to_end() {
        let v = [0.3, -1.7, 0.9];
        for e in -1000..1000 {
            let size = Real::powi(2.0, e);
            assert_eq!(norm(&v.map(|v| v * size)), norm(&v) * size, "{e}");
        }
        for e in -120..120 {
            let size = Real::powi(2.0_f32, e);
            let v = v.map(f32::from_f64);
            assert_eq!(norm(&v.map(|v| v * size)), norm(&v) * size, "{e}");
        }
    }

    #[test]
    fn nothing_is_lost_at_the_ends_of_the_range() {
        for size in [1e200, 1e-200] {
            assert!((norm(&[3.0 * size, 4.0 * size]) / size / 5.0 - 1.0).abs() < 1e-15);
        }
        for size in [1e30_f32, 1e-30] {
            assert!((norm(&[3.0 * size, 4.0 * size]) / size / 5.0 - 1.0).abs() < 3e-7);
        }
        assert_eq!(norm(&[3.0 * 5e-324, 4.0 * 5e-324]), 5.0 * 5e-324);
        assert_eq!(norm_of_two(f64::MAX, 1.0), f64::MAX);
        assert_eq!(norm(&[0.0, 0.0]), 0.0);
        assert_eq!(norm::<f64, 0>(&[]), 0.0);
        assert_eq!(norm(&[f64::NEG_INFINITY, 1.0]), f64::INFINITY);
        assert!(norm(&[f64::INFINITY, f64::NAN]).is_nan());
        // A sum of squares alone would be none of these.
        assert_eq!(squares(&[3e200, 4e200]), f64::INFINITY);
        assert_eq!(squares(&[3e-200, 4e-200]), 0.0);
    }

    #[test]
    fn a_weighted_length_is_that_of_the_products() {
        assert_eq!(weighted_norm(&[1.5, 1e150], &[2.0, 4e-150]), 5.0);
    }
}
