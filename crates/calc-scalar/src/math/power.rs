//! Powers in single precision.

/// `xʸ` by `libm`, which takes some powers of numbers just below 1 for too large or too small.
///
/// Beyond `|y| = 2²⁷` it looks at nothing but the distance to 1: that of 9 to 12 steps of 2⁻²⁴ is enough for
/// it, while `ln x·y` may be as little as 72.
#[inline]
pub(crate) fn powf(x: f32, y: f32) -> f32 {
    /// `2²⁷`
    const LARGE: u32 = 0x4d00_0000;
    /// `1 − 13·2⁻²⁴`
    const NEAR: u32 = 0x3f7f_fff3;
    /// `1 − 8·2⁻²⁴`
    const NEARER: u32 = 0x3f7f_fff8;
    if y.abs().to_bits() > LARGE && (NEAR..NEARER).contains(&x.abs().to_bits()) {
        let root = libm::powf(x, 0.5 * y);
        return root * root;
    }
    libm::powf(x, y)
}
