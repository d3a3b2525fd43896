//! Points near those of a table.

use calc_scalar::Float;

use crate::out::Bits;

/// A precision that cases are written for.
pub(crate) trait Precision: Float + Bits + Near {}

impl<T: Float + Bits + Near> Precision for T {}

/// An input, and others near it.
pub(crate) trait Near: Copy {
    /// How many others are tried.
    const NEAR: u32;

    /// The `k`-th of them; the input itself for 0. The arithmetic in it is the same everywhere.
    fn near(self, k: u32) -> Self;
}

impl Near for f64 {
    const NEAR: u32 = 24;

    /// Half to one and a half times the number, and up to a quarter more or less.
    #[inline(never)]
    fn near(self, k: u32) -> Self {
        if k == 0 {
            return self;
        }
        // Multiples of the golden ratio leave no gaps.
        let [a, b, c, d] = k.wrapping_mul(0x9e37_79b9).to_le_bytes();
        let factor = Self::from(u16::from_le_bytes([c, d])) / 65_536.0 + 0.5;
        let more = Self::from(u16::from_le_bytes([a, b])) / 131_072.0 - 0.25;
        self * factor + more
    }
}

impl Near for f32 {
    const NEAR: u32 = 24;

    #[inline(never)]
    fn near(self, k: u32) -> Self {
        #[allow(
            clippy::cast_possible_truncation,
            reason = "rounded to the precision asked for"
        )]
        let near = f64::from(self).near(k) as Self;
        if k == 0 { self } else { near }
    }
}

impl<T: Near, const N: usize> Near for [T; N] {
    const NEAR: u32 = T::NEAR;

    #[inline(never)]
    fn near(mut self, k: u32) -> Self {
        // The places go their own ways.
        let mut k = k;
        for x in &mut self {
            *x = x.near(k);
            if k > 0 {
                k += 977;
            }
        }
        self
    }
}

/// Numbers of something, and seeds: with a seed go hundreds of steps of training.
macro_rules! whole {
    ($($Type:ident $near:literal $from:expr;)*) => {$(
        impl Near for $Type {
            const NEAR: u32 = $near;

            fn near(self, k: u32) -> Self {
                self.wrapping_add($from(k))
            }
        }
    )*};
}

whole! {
    u32 8 core::convert::identity;
    usize 8 |k| k as usize;
    u64 4 u64::from;
}
