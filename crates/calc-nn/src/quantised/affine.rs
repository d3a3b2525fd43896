//! What a byte stands for.

use calc_scalar::Float;

/// `r = scale·(q − zero)`: the real number `r` that a byte `q` stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Affine {
    /// The distance between neighbours.
    pub scale: f32,
    /// The byte that stands for 0.
    pub zero: i8,
}

impl Affine {
    /// The one whose 256 bytes cover the numbers from `low ≤ 0` to `high ≥ 0`; 0 is hit exactly.
    #[allow(clippy::cast_possible_truncation, reason = "rounded on purpose")]
    pub(super) fn covering(low: f64, high: f64) -> Self {
        let step = ((high - low) / 255.0) as f32;
        // Nothing but zeros, or less than can be told apart: any scale will do.
        let scale = if step >= f32::MIN_POSITIVE { step } else { 1.0 };
        Self {
            scale,
            zero: round(-128.0 - low / f64::from(scale)).clamp(-128, 127) as i8,
        }
    }

    /// The byte that stands for the nearest number; what is outside is cut off, NaN is as −∞.
    #[must_use]
    #[inline]
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "rounding down to a byte is what is asked for"
    )]
    pub fn to_int8<T: Float>(self, r: T) -> i8 {
        let steps = r / T::from_f64(f64::from(self.scale));
        // From 0 to 255, and half a step, so that cutting off the fraction rounds to the nearest.
        let steps = steps + T::from_f64(f64::from(self.zero) + 128.5);
        ((steps.to_f64() as u8) ^ 0x80).cast_signed()
    }

    /// The number that a byte stands for.
    #[must_use]
    #[inline]
    pub fn of_int8<T: Float>(self, q: i8) -> T {
        let steps = i16::from(q) - i16::from(self.zero);
        T::from_f64(f64::from(steps)) * T::from_f64(f64::from(self.scale))
    }
}

/// The nearest whole number; half a step is rounded away from 0.
#[allow(
    clippy::cast_possible_truncation,
    reason = "what is too large is cut off"
)]
pub(super) fn round(x: f64) -> i32 {
    (if x < 0.0 { x - 0.5 } else { x + 0.5 }) as i32
}

/// `(m, k)` with `m/2ᵏ ≈ ratio`, to 31 bits: `m` from 2³⁰ up to 2³¹.
///
/// Beyond the range of `k` everything is 0, or cut off anyway.
#[allow(
    clippy::cast_possible_truncation,
    reason = "the range has been arranged"
)]
pub(super) fn multiplier(ratio: f64) -> (i32, u8) {
    const LEAST: f64 = 1_073_741_824.0; // 2³⁰
    let (mut m, mut k) = (ratio, 0_u8);
    while m < LEAST && k < 62 {
        m *= 2.0;
        k += 1;
    }
    if m < LEAST {
        return (0, k);
    }
    // Saturates at 2³¹ − 1.
    ((m + 0.5) as i32, k)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_stand_for_the_nearest_numbers() {
        let affine = Affine::covering(-1.0, 3.0);
        assert_eq!((affine.scale, affine.zero), (4.0 / 255.0, -64));
        assert_eq!(affine.to_int8(0.0), -64);
        assert_eq!(affine.of_int8::<f64>(-64), 0.0);
        assert_eq!((affine.to_int8(100.0), affine.to_int8(-100.0)), (127, -128));
        assert_eq!(affine.to_int8(f64::NAN), -128);
        assert_eq!(affine.to_int8(f32::INFINITY), 127);
        for k in -64..=191 {
            let r = f64::from(k) / 64.0;
            let error = affine.of_int8::<f64>(affine.to_int8(r)) - r;
            assert!(
                error.abs() <= f64::from(affine.scale) * 0.501,
                "{r} {error}"
            );
        }
    }

    #[test]
    fn what_is_all_zero_has_a_scale_all_the_same() {
        for (low, high) in [(0.0, 0.0), (0.0, 1e-50), (-1e-50, 0.0)] {
            let affine = Affine::covering(low, high);
            // Nothing stands for less than 0: relu of a layer that never answers stays relu.
            assert_eq!((affine.scale, affine.zero), (1.0, -128));
        }
        assert_eq!(Affine::covering(0.0, 255.0).zero, -128);
        assert_eq!(Affine::covering(-255.0, 0.0).zero, 127);
    }

    #[test]
    fn multipliers_are_right_to_31_bits() {
        for ratio in [1.0, 0.75, 1e-3, 123.456, 1e-8, 0.999_999_999_9] {
            let (m, k) = multiplier(ratio);
            let found = f64::from(m) / calc_scalar::Real::powi(2.0_f64, i32::from(k));
            assert!((found / ratio - 1.0).abs() < 1e-9, "{ratio} {found}");
            assert!(m >= (1 << 30) && k <= 62);
        }
        assert_eq!(multiplier(1e-12), (0, 62));
        assert_eq!(multiplier(1e30), (i32::MAX, 0));
    }
}
