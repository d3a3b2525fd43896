//! Systems of equations.

use std::marker::PhantomData;

use super::fits::variables;
use crate::collections;
use crate::collections::minpack_systems::System;
use crate::problem::{Problem, Verdict};

/// A run of MINPACK's test driver.
struct Equations<P, const N: usize> {
    system: PhantomData<P>,
    factor: f64,
}

impl<P: System<N>, const N: usize> Problem for Equations<P, N> {
    fn name(&self) -> String {
        format!("{} {N} × {}", P::NAME, self.factor)
    }

    fn size(&self) -> usize {
        N
    }

    fn outputs(&self) -> usize {
        N
    }

    fn start(&self) -> Vec<f64> {
        P::start_times(self.factor).to_vec()
    }

    fn values(&self, x: &[f64], out: &mut [f64]) {
        let x: [f64; N] = x.try_into().expect("as many numbers as unknowns");
        out.copy_from_slice(&P::residuals(x));
    }

    fn jacobian(&self, x: &[f64], out: &mut [f64]) {
        let values = P::residuals(variables::<N>(x));
        for (row, value) in out.chunks_exact_mut(N).zip(values) {
            row.copy_from_slice(&value.partials);
        }
    }

    /// The length of the values.
    fn judge(&self, x: &[f64], claimed: bool, _: bool) -> Verdict {
        let mut values = vec![0.0; N];
        self.values(x, &mut values);
        match values.iter().map(|v| v * v).sum::<f64>().sqrt() {
            ..=1e-11 => Verdict::Exact,
            ..=1e-8 => Verdict::Right,
            ..=1e-5 => Verdict::Failed,
            _ if claimed => Verdict::Wrong,
            _ => Verdict::Failed,
        }
    }

    fn budget(&self) -> u32 {
        10_000
    }
}

fn boxed<P: System<N> + 'static, const N: usize>(factor: f64) -> Box<dyn Problem> {
    Box::new(Equations::<P, N> {
        system: PhantomData,
        factor,
    })
}

pub(super) fn minpack() -> Vec<Box<dyn Problem>> {
    each_minpack_system!(boxed)
}
