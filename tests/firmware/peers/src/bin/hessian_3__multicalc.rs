//! The Hessian of Rosenbrock's valley, 3 variables: its upper triangle.

#![no_std]
#![no_main]

use core::hint::black_box;

use multicalc::scalar::{Numeric, ScalarFnN};
use multicalc::{AutoDiffMulti, Hessian, c};

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
    let hessian = Hessian::<AutoDiffMulti<f32>>::default();
    match hessian.evaluate(&Valley, &black_box([-1.2_f32, 1.0, 0.5])) {
        Ok(h) => [
            h[(0, 0)],
            h[(0, 1)],
            h[(0, 2)],
            h[(1, 1)],
            h[(1, 2)],
            h[(2, 2)],
        ],
        Err(_) => [f32::NAN; 6],
    }
});
