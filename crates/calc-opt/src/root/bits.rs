//! Halving an interval by the number of floats in it, instead of by its length.

use calc_scalar::Float;

/// The float halfway between `a` and `b` when the floats are counted; 32 or 64 halvings reach two
/// neighbours from any interval.
pub(crate) fn midpoint<T: Float>(a: T, b: T) -> T {
    let (a, b) = (key(a), key(b));
    // The floor of the mean, without overflow.
    float((a & b) + ((a ^ b) >> 1))
}

/// Whether the type is `f32`.
const fn single<T: Float>() -> bool {
    size_of::<T>() == size_of::<f32>()
}

/// The place of `x` in the order of all floats: −1, 0, 1 are the floats around zero.
fn key<T: Float>(x: T) -> i64 {
    if single::<T>() {
        let bits = f32::from_f64(x.to_f64()).to_bits().cast_signed();
        i64::from(if bits < 0 { i32::MIN - bits } else { bits })
    } else {
        let bits = x.to_f64().to_bits().cast_signed();
        if bits < 0 { i64::MIN - bits } else { bits }
    }
}

/// The inverse of [`key`].
fn float<T: Float>(key: i64) -> T {
    if single::<T>() {
        let magnitude = u32::try_from(key.unsigned_abs()).unwrap_or(u32::MAX);
        let x = f32::from_bits(magnitude).to_f64();
        T::from_f64(if key < 0 { -x } else { x })
    } else {
        let x = f64::from_bits(key.unsigned_abs());
        T::from_f64(if key < 0 { -x } else { x })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Halvings until the two neighbours of `root` are left.
    fn halvings<T: Float>(mut a: T, mut b: T, root: T) -> u32 {
        for n in 0..200 {
            let middle = midpoint(a, b);
            if !(a < middle && middle < b) {
                return n;
            }
            if middle < root {
                a = middle;
            } else {
                b = middle;
            }
        }
        200
    }

    #[test]
    fn no_interval_needs_more_halvings_than_a_float_has_bits() {
        for root in [1e-310, 0.0, -3.0, 1e308, f64::MIN_POSITIVE, -1e-5] {
            assert!(halvings(-f64::MAX, f64::MAX, root) <= 64, "{root}");
        }
        for root in [1e-40_f32, 0.0, -3.0, 1e38] {
            assert!(halvings(-f32::MAX, f32::MAX, root) <= 32, "{root}");
        }
    }

    #[test]
    fn key_and_float_undo_each_other() {
        for x in [0.0, 1.0, -1.0, 5e-324, -5e-324, f64::MAX, -f64::MAX, 0.1] {
            assert_eq!(float::<f64>(key(x)), x);
        }
        for x in [0.0_f32, 1.0, -1.0, 1e-45, -1e-45, f32::MAX, -f32::MAX, 0.1] {
            assert_eq!(float::<f32>(key(x)), x);
        }
    }
}
