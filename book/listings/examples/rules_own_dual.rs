//! A dual number of your own: sum, product and chain rule in a few lines.

// ANCHOR: listing
use calc_scalar::Real;
use core::ops::{Add, Mul};

/// `value + slope·ε`, with `ε² = 0`.
#[derive(Clone, Copy)]
struct Dual {
    value: f64,
    slope: f64,
}

impl Add for Dual {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            value: self.value + other.value,
            slope: self.slope + other.slope,
        }
    }
}

impl Mul for Dual {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        Self {
            value: self.value * other.value,
            slope: self.slope * other.value + self.value * other.slope,
        }
    }
}

impl Dual {
    fn sin(self) -> Self {
        Self {
            value: Real::sin(self.value),
            slope: Real::cos(self.value) * self.slope,
        }
    }
}

fn main() {
    let x = Dual {
        value: 1.5,
        slope: 1.0, // the slope of x itself
    };
    let y = x * (x * x).sin() + x;
    println!("value = {:.10}", y.value);
    println!("slope = {:.10}", y.slope);
}
// ANCHOR_END: listing
