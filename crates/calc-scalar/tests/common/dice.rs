//! Numbers that look random and are the same on every computer.

/// Knuth's linear congruential generator.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// The next number from 0 up to but not including 1.
    pub(crate) fn unit(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}
