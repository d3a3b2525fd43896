//! TEMPORARY.
#![allow(missing_docs, dead_code)]
use calc_scalar::Dual;
pub(crate) fn gradient<const N: usize>(
    f: impl FnOnce([Dual<f64, N>; N]) -> Dual<f64, N>,
    x: [f64; N],
) -> [f64; N] {
    f(core::array::from_fn(|i| Dual::variable_at(x[i], i))).partials
}
pub(crate) fn partial<const N: usize>(
    f: impl FnOnce([Dual<f64, N>; N]) -> Dual<f64, N>,
    x: [f64; N],
    i: usize,
) -> f64 {
    gradient(f, x)[i]
}
pub(crate) mod difference {
    pub(crate) fn forward(f: impl Fn(f64) -> f64, x: f64, h: f64) -> f64 {
        (f(x + h) - f(x)) / h
    }
    pub(crate) fn central(f: impl Fn(f64) -> f64, x: f64, h: f64) -> f64 {
        (f(x + h) - f(x - h)) / (2.0 * h)
    }
}
