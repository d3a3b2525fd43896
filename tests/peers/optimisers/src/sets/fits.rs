//! Sums of squares.

use std::marker::PhantomData;

use calc_scalar::Dual;

use crate::collections::minpack_fits::Fit;
use crate::collections::{self, nist as reference};
use crate::problem::{Problem, Verdict};

/// `x` as dual numbers, each with its own direction.
pub(super) fn variables<const N: usize>(x: &[f64]) -> [Dual<f64, N>; N] {
    core::array::from_fn(|i| Dual::variable_at(x[i], i))
}

/// A data set of NIST from one of its starts.
struct Nist {
    set: reference::Set,
    start: usize,
}

impl Nist {
    fn slopes<const N: usize>(&self, x: &[f64], out: &mut [f64]) {
        let x = variables::<N>(x);
        for (i, row) in out.chunks_exact_mut(N).enumerate() {
            row.copy_from_slice(&self.set.residual(&x, i).partials);
        }
    }
}

impl Problem for Nist {
    fn name(&self) -> String {
        format!("{} from start {}", self.set.name, self.start + 1)
    }

    fn size(&self) -> usize {
        self.set.values.len()
    }

    fn outputs(&self) -> usize {
        self.set.observations.len()
    }

    fn start(&self) -> Vec<f64> {
        self.set.starts[self.start].clone()
    }

    fn values(&self, x: &[f64], out: &mut [f64]) {
        for (i, out) in out.iter_mut().enumerate() {
            *out = self.set.residual(x, i);
        }
    }

    fn jacobian(&self, x: &[f64], out: &mut [f64]) {
        match self.size() {
            2 => self.slopes::<2>(x, out),
            3 => self.slopes::<3>(x, out),
            4 => self.slopes::<4>(x, out),
            5 => self.slopes::<5>(x, out),
            6 => self.slopes::<6>(x, out),
            7 => self.slopes::<7>(x, out),
            8 => self.slopes::<8>(x, out),
            9 => self.slopes::<9>(x, out),
            other => panic!("{other} parameters"),
        }
    }

    /// Six of the eleven certified digits of every parameter.
    fn judge(&self, x: &[f64], claimed: bool, _: bool) -> Verdict {
        match reference::digits(x, &self.set.values) {
            8.0.. => Verdict::Exact,
            6.0.. => Verdict::Right,
            ..4.0 if claimed => Verdict::Wrong,
            _ => Verdict::Failed,
        }
    }

    fn budget(&self) -> u32 {
        5000
    }
}

pub(super) fn nist() -> Vec<Box<dyn Problem>> {
    let sets = [0, 1].map(|start| {
        reference::sets()
            .into_iter()
            .map(move |set| Nist { set, start })
    });
    let [first, second] = sets;
    let both = first
        .zip(second)
        .flat_map(|(first, second)| [first, second]);
    both.map(|problem| Box::new(problem) as Box<dyn Problem>)
        .collect()
}

/// A run of MINPACK's test driver.
struct Minpack<P, const N: usize> {
    problem: PhantomData<P>,
    m: usize,
    factor: f64,
    /// Where MINPACK ends.
    norm: f64,
}

impl<P: Fit<N>, const N: usize> Problem for Minpack<P, N> {
    fn name(&self) -> String {
        format!("{} {N} {} × {}", P::NAME, self.m, self.factor)
    }

    fn size(&self) -> usize {
        N
    }

    fn outputs(&self) -> usize {
        self.m
    }

    fn start(&self) -> Vec<f64> {
        P::start_times(self.factor).to_vec()
    }

    fn values(&self, x: &[f64], out: &mut [f64]) {
        let mut out = out.iter_mut();
        let x: [f64; N] = x.try_into().expect("as many numbers as unknowns");
        P::residuals(x, self.m, |r| *out.next().expect("as many as said") = r);
    }

    fn jacobian(&self, x: &[f64], out: &mut [f64]) {
        let mut rows = out.chunks_exact_mut(N);
        P::residuals(variables::<N>(x), self.m, |r| {
            let row = rows.next().expect("as many as said");
            row.copy_from_slice(&r.partials);
        });
    }

    /// As low as MINPACK to seven digits.
    fn judge(&self, x: &[f64], claimed: bool, _: bool) -> Verdict {
        let mut values = vec![0.0; self.m];
        self.values(x, &mut values);
        let norm = values.iter().map(|v| v * v).sum::<f64>().sqrt();
        let as_low = |other: f64| norm <= other * (1.0 + 1e-7) + 1e-12;
        match claimed {
            _ if as_low(self.norm) => Verdict::Right,
            // A minimum of 1 beside the root.
            _ if P::NAME == "Brown, almost linear" && as_low(1.0) => Verdict::Elsewhere,
            true => Verdict::Wrong,
            false => Verdict::Failed,
        }
    }
}

fn boxed<P: Fit<N> + 'static, const N: usize>(
    m: usize,
    factor: f64,
) -> Box<dyn Fn(f64) -> Box<dyn Problem>> {
    Box::new(move |norm| {
        Box::new(Minpack::<P, N> {
            problem: PhantomData,
            m,
            factor,
            norm,
        })
    })
}

pub(super) fn minpack() -> Vec<Box<dyn Problem>> {
    let ends = include_str!("../../../../../crates/calc-opt/tests/data/minpack.csv");
    let norms = ends.lines().skip(1).map(|row| row.split(',').nth(4));
    let problems = each_minpack_fit!(boxed);
    problems
        .iter()
        .zip(norms)
        .map(|(with, norm)| with(norm.and_then(|norm| norm.parse().ok()).expect("a number")))
        .collect()
}
