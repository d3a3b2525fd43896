//! The gradient of Rosenbrock's valley, 8 variables.

#![no_std]
#![no_main]

use core::hint::black_box;

use multicalc::scalar::{Numeric, ScalarFnN};
use multicalc::{c, partial};

/// Rosenbrock's valley.
struct Valley;

impl<const N: usize> ScalarFnN<N> for Valley {
    fn eval<S: Numeric>(&self, x: &[S; N]) -> S {
        let mut sum = S::ZERO;
        for (&a, &b) in x.iter().zip(x.iter().skip(1)) {
            let (short, off) = (c(1.0) - a, b - a * a);
            sum = sum + short * short + c(100.0) * (off * off);
        }
        sum
    }
}

calc_harness::compared!(|| {
    let x = black_box([-1.2_f32, 1.0, 0.5, 0.25, -0.75, 1.5, 0.1, 2.0]);
    core::array::from_fn::<f32, 8, _>(|i| partial(&Valley, i, &x).unwrap_or(f32::NAN))
});
