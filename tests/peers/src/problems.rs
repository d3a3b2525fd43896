//! The functions that are differentiated, each three times: over `Real`, as ours are written; over
//! [`Peer`], for the others; and the derivative by hand, with the same elementary functions as ours.

#![cfg_attr(
    not(feature = "others"),
    allow(dead_code, reason = "what only the other libraries are given")
)]

pub mod ackley;
pub mod logistic;
pub mod network;
pub mod rastrigin;
pub mod rosenbrock;
pub mod scalar;
pub mod speelpenning;
pub mod spherical;
pub mod taylor;

use core::ops::{Add, Div, Mul, Neg, Sub};

/// What the functions need of a number of another library.
///
/// Constants stand on the right, the cheapest way in all of them.
pub trait Peer:
    Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    fn plus(self, c: f64) -> Self;
    fn times(self, c: f64) -> Self;
    fn sin(self) -> Self;
    fn cos(self) -> Self;
    fn exp(self) -> Self;
    fn ln(self) -> Self;
    fn sqrt(self) -> Self;
    fn tanh(self) -> Self;
    fn square(self) -> Self {
        self * self
    }
}

/// A function of `N` variables.
pub trait Function<const N: usize> {
    fn at<P: Peer>(&self, x: &[P; N]) -> P;
}

/// `M` functions of `N` variables.
pub trait Map<const N: usize, const M: usize> {
    fn at<P: Peer>(&self, x: &[P; N]) -> [P; M];
}

/// The sum of at least one term.
pub fn sum<P: Peer>(terms: impl IntoIterator<Item = P>) -> P {
    let sum = terms.into_iter().reduce(|sum, term| sum + term);
    sum.expect("at least one term")
}

/// A point that is nowhere special: no coordinate is zero, one, or equal to another.
pub fn point<const N: usize>() -> [f64; N] {
    core::array::from_fn(|i| {
        let k = i as f64;
        if i % 2 == 0 {
            -1.2 + 0.011 * k
        } else {
            0.9 - 0.007 * k
        }
    })
}
