//! Minima of one variable and of several.

use std::marker::PhantomData;

use calc_multi::{Diagonals, Size, value_and_gradient, value_gradient_and_hessian};
use calc_scalar::{Real, derivative};

use crate::collections;
use crate::problem::{Problem, Verdict};

/// Brent's function with a minimum between any two neighbouring squares of 1 … 20.
struct Poles {
    number: u8,
    lowest: f64,
}

fn poles<R: Real>(x: R) -> R {
    let mut sum = R::constant(0.0);
    for i in 1..=20_u8 {
        let i = f64::from(i);
        sum += ((2.0 * i - 5.0) / (x - i * i)).powi(2);
    }
    sum
}

impl Problem for Poles {
    fn name(&self) -> String {
        self.number.to_string()
    }

    fn start(&self) -> Vec<f64> {
        let square = |i: u8| f64::from(i) * f64::from(i);
        vec![square(self.number), square(self.number + 1)]
    }

    fn values(&self, x: &[f64], out: &mut [f64]) {
        out[0] = poles(x[0]);
    }

    fn jacobian(&self, x: &[f64], out: &mut [f64]) {
        out[0] = derivative(poles, x[0]);
    }

    /// Values alone tell minima apart to `√ε`.
    fn judge(&self, x: &[f64], claimed: bool, _: bool) -> Verdict {
        let off = (x[0] / self.lowest - 1.0).abs();
        match claimed {
            _ if off <= 1e-12 => Verdict::Exact,
            _ if off <= 1e-7 => Verdict::Right,
            true => Verdict::Wrong,
            false => Verdict::Failed,
        }
    }

    fn budget(&self) -> u32 {
        1000
    }
}

pub(super) fn brent() -> Vec<Box<dyn Problem>> {
    let lines = include_str!("../../../../../crates/calc-opt/tests/data/brent_minimisers.txt");
    let lowest = lines.lines().filter(|line| !line.starts_with('#'));
    let lowest = lowest.map(|line| line.trim().parse().expect("a number"));
    let problems = (1..=19_u8).zip(lowest);
    problems
        .map(|(number, lowest)| Box::new(Poles { number, lowest }) as Box<dyn Problem>)
        .collect()
}

/// A problem of Moré, Garbow and Hillstrom.
struct Mgh<P, const N: usize, const D: usize>(PhantomData<P>);

/// The share of the way down that may be missing (Moré and Wild's test).
const SHARE: f64 = 1e-8;

fn point<const N: usize>(x: &[f64]) -> [f64; N] {
    x.try_into().expect("as many numbers as unknowns")
}

impl<P: collections::mgh::Problem<N>, const N: usize, const D: usize> Problem for Mgh<P, N, D>
where
    Size<N>: Diagonals<D>,
{
    fn name(&self) -> String {
        P::NAME.to_owned()
    }

    fn size(&self) -> usize {
        N
    }

    fn start(&self) -> Vec<f64> {
        P::START.to_vec()
    }

    fn values(&self, x: &[f64], out: &mut [f64]) {
        out[0] = P::value(point(x));
    }

    fn jacobian(&self, x: &[f64], out: &mut [f64]) {
        out.copy_from_slice(&value_and_gradient(P::value, point::<N>(x)).1);
    }

    fn hessian(&self, x: &[f64], out: &mut [f64]) {
        let (_, _, hessian) = value_gradient_and_hessian(P::value, point::<N>(x));
        out.copy_from_slice(hessian.as_flattened());
    }

    fn is_low(&self, values: &[f64]) -> bool {
        values[0] <= P::LOWEST + SHARE * (P::value(P::START) - P::LOWEST)
    }

    fn judge(&self, x: &[f64], claimed: bool, low: bool) -> Verdict {
        if low {
            return Verdict::Right;
        }
        // The one local minimum that is met on the way.
        let local =
            P::NAME == "Biggs EXP6" && (P::value(point(x)) / 5.655_65e-3 - 1.0).abs() < 1e-3;
        match claimed {
            _ if local => Verdict::Elsewhere,
            true => Verdict::Wrong,
            false => Verdict::Failed,
        }
    }
}

fn boxed<P, const N: usize, const D: usize>() -> Box<dyn Problem>
where
    P: collections::mgh::Problem<N> + 'static,
    Size<N>: Diagonals<D>,
{
    Box::new(Mgh::<P, N, D>(PhantomData))
}

pub(super) fn mgh() -> Vec<Box<dyn Problem>> {
    each_mgh!(boxed).into()
}
