//! Angles less whole quarter turns: `x = q·π/2 + r` with `|r| ≤ π/4`, and `r` as a sum of two numbers.

use super::SIGN;

/// From here on angles are reduced by integers. 1024 quarter turns have ten bits, and so each part of
/// `π/2` may have fourteen.
pub(super) const FAR: u32 = 0x4480_0000;

/// Added to a number below 2²², it leaves a whole number in the last bits.
const SHIFT: f32 = 12_582_912.0;

/// `π/2` in four parts: what ends at 2⁻¹³, at 2⁻²⁴ and at 2⁻³⁸, and the rest.
const PARTS: [f32; 4] = [1.570_678_7, 1.175_999_64e-4, 1.589_069_1e-8, 2.563_344e-12];

/// An angle without its whole quarter turns.
#[derive(Clone, Copy)]
pub(super) struct Turned {
    /// How many there were; only the last two bits count.
    pub(super) quarters: u32,
    /// The rest, rounded,
    pub(super) high: f32,
    /// and what that leaves out.
    pub(super) low: f32,
}

/// For `|x| < 1024`, by the method of Cody and Waite. The first two differences are exact: all their
/// bits are between 2⁻¹ and 2⁻²⁴. The third is rounded, and `low` holds what is lost.
#[inline(always)]
pub(super) fn near(x: f32) -> Turned {
    let shifted = x * core::f32::consts::FRAC_2_PI + SHIFT;
    let q = shifted - SHIFT;
    let exact = (x - q * PARTS[0]) - q * PARTS[1];
    let third = q * PARTS[2];
    let high = exact - third;
    Turned {
        quarters: shifted.to_bits(),
        high,
        low: ((exact - high) - third) - q * PARTS[3],
    }
}

/// The first 224 binary digits of `2/π`, after 32 zeros.
const FRAC_2_PI: [u32; 8] = [
    0,
    0xa2f9_836e,
    0x4e44_1529,
    0xfc27_57d1,
    0xf534_ddc0,
    0xdb62_9599,
    0x3c43_9041,
    0xfe51_63ab,
];

/// For finite `|x| ≥ 1024`, by the method of Payne and Hanek: of the product of the 24 bits of `x` and
/// `2/π` only the 64 bits behind that of 4 are computed; the bits before it are whole turns.
pub(super) fn far(x: f32) -> Turned {
    let bits = x.to_bits();
    let mantissa = u64::from(bits & 0x007f_ffff | 0x0080_0000);
    // x = mantissa·2^(exponent − 150), and the first bit taken is worth 2.
    let start = ((bits >> 23) & 0xff).saturating_sub(120);
    let words = FRAC_2_PI.get((start / 32) as usize..);
    let Some(&[a, b, c, d]) = words.and_then(|words| words.first_chunk()) else {
        return Turned {
            quarters: 0,
            high: 0.0,
            low: 0.0,
        };
    };
    let window = |a: u32, b: u32| {
        (((u64::from(a) << 32 | u64::from(b)) << (start % 32)) >> 32) & 0xffff_ffff
    };
    let turns = ((mantissa * window(a, b)) << 32)
        .wrapping_add(mantissa * window(b, c))
        .wrapping_add((mantissa * window(c, d)) >> 32);

    // Two bits of whole quarters; behind them the rest, as a number with sign between −½ and ½.
    let rest = (turns << 2).cast_signed();
    let quarters = (turns >> 62) as u32 + u32::from(rest < 0);
    let size = rest.unsigned_abs();

    /// `π/2` in units of 2⁻³¹.
    const FRAC_PI_2: u64 = 0xc90f_daa2;
    // In units of 2⁻⁶³, and then with the first bit in front.
    let angle = (size >> 32) * FRAC_PI_2 + (((size & 0xffff_ffff) * FRAC_PI_2) >> 32);
    let zeros = angle.leading_zeros() & 63;
    let digits = angle << zeros;
    // Of 24 bits each, so that the conversions are exact.
    let first = (digits >> 40) as u32 as f32;
    let second = ((digits >> 16) & 0x00ff_ffff) as u32 as f32;
    let negative = (bits >> 31) ^ u32::from(rest < 0);
    let unit = f32::from_bits((104 - zeros) << 23 | negative << 31);
    let (first, second) = (first * unit, second * (unit * f32::from_bits(0x3380_0000)));
    let high = first + second;
    Turned {
        quarters: if bits & SIGN == 0 {
            quarters
        } else {
            quarters.wrapping_neg()
        },
        high,
        low: second - (high - first),
    }
}
