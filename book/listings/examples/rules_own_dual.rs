//! A dual number of your own: sum, product and chain rule in a few lines.

// ANCHOR: listing
use calc_scalar::Real;
use core::ops::{Add, Mul};

/// `a + b·ε`, with `ε² = 0`: a value and a slope.
#[derive(Clone, Copy)]
struct Dual(f64, f64);

impl Add for Dual {
    type Output = Self;

    fn add(self, Self(c, d): Self) -> Self {
        let Self(a, b) = self;
        Self(a + c, b + d)
    }
}

impl Mul for Dual {
    type Output = Self;

    fn mul(self, Self(c, d): Self) -> Self {
        let Self(a, b) = self;
        Self(a * c, b * c + a * d)
    }
}

impl Dual {
    fn sin(self) -> Self {
        let Self(a, b) = self;
        Self(Real::sin(a), Real::cos(a) * b)
    }
}

fn main() {
    let x = Dual(1.5, 1.0); // the slope of x itself is 1
    let Dual(value, slope) = x * (x * x).sin() + x;
    println!("value = {value:.10}");
    println!("slope = {slope:.10}");
}
// ANCHOR_END: listing
