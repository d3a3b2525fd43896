//! How wrong a result is.

/// The distance of `found` from `truth` in ulps of `f32`, where an ulp is the distance of the floats in
/// the binade of the truth; infinite if one is not a number and the other is, or if a zero has the
/// wrong sign. Beyond the largest number its ulps go on: infinity counts as 2¹²⁸, where rounding
/// would put it.
#[must_use]
pub fn error_in_ulps(found: f32, truth: f64) -> f64 {
    if truth.is_nan() || found.is_nan() {
        return right_if(truth.is_nan() && found.is_nan());
    }
    if truth == 0.0 {
        return right_if(found == 0.0 && found.is_sign_negative() == truth.is_sign_negative());
    }
    #[allow(
        clippy::cast_possible_truncation,
        reason = "rounding to single precision is what is compared with"
    )]
    let rounded = truth as f32;
    if rounded.is_infinite() && found.is_infinite() {
        return right_if(rounded.is_sign_negative() == found.is_sign_negative());
    }
    if truth.is_infinite() {
        return f64::INFINITY;
    }
    let found = if found.is_infinite() {
        BEYOND.copysign(f64::from(found))
    } else {
        f64::from(found)
    };
    // The exponent of the truth, but no less and no more than floats have; and what makes 1 of an ulp.
    let exponent = (truth.abs().to_bits() >> 52).clamp(1023 - 126, 1023 + 127);
    let per_ulp = f64::from_bits((2 * 1023 + 23 - exponent) << 52);
    (found - truth).abs() * per_ulp
}

/// 2¹²⁸.
const BEYOND: f64 = 2.0 * (1_u128 << 127) as f64;

const fn right_if(right: bool) -> f64 {
    if right { 0.0 } else { f64::INFINITY }
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "exact: sums of few powers of two")]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_one_ulp_apart() {
        for x in [1.5_f32, 1.999, 3e-5, 7e30, 1e-40, f32::MAX] {
            let below = x.next_down();
            assert_eq!(error_in_ulps(x, f64::from(x)), 0.0);
            assert_eq!(error_in_ulps(-below, -f64::from(below)), 0.0);
            assert_eq!(error_in_ulps(below, f64::from(x)), 1.0);
            assert_eq!(
                error_in_ulps(x, (f64::from(x) + f64::from(below)) / 2.0),
                0.5
            );
        }
        // Below a power of two the floats are closer.
        assert_eq!(error_in_ulps(1.0_f32.next_down(), 1.0), 0.5);
    }

    #[test]
    fn what_has_no_distance_is_right_or_wrong() {
        assert_eq!(error_in_ulps(f32::NAN, f64::NAN), 0.0);
        assert_eq!(error_in_ulps(1.0, f64::NAN), f64::INFINITY);
        assert_eq!(error_in_ulps(f32::NAN, 1.0), f64::INFINITY);
        assert_eq!(error_in_ulps(0.0, -0.0), f64::INFINITY);
        assert_eq!(error_in_ulps(-0.0, -0.0), 0.0);
        assert_eq!(error_in_ulps(f32::INFINITY, 1e300), 0.0);
        assert_eq!(error_in_ulps(f32::INFINITY, -1e300), f64::INFINITY);
        assert_eq!(error_in_ulps(f32::MAX, f64::INFINITY), f64::INFINITY);
        assert_eq!(error_in_ulps(f32::INFINITY, f64::from(f32::MAX)), 1.0);
        assert_eq!(error_in_ulps(f32::MAX, BEYOND), 1.0);
    }
}
