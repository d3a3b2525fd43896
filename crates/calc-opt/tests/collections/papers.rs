//! Equations of papers on methods between two ends, as they are collected in the tests of roots-fortran: those of
//! Gottlieb and Thompson, Chandrupatla (1997), Popovski (1982), Zhang, Stage, and of the papers on a three-point
//! secant method and on blends of bisection and false position.
//!
//! When they were first run, the recommended method took 862 runs on them, Chandrupatla's 1449 and Brent's 1719. They
//! were then looked at, with all other collections, to see that shorter rules are no worse.

use core::f64::consts::LN_2;

use calc_scalar::Real;

/// One equation with its bracket.
pub(crate) type Problem = (fn(f64) -> f64, (f64, f64));

/// `∑ cₖxᵏ`, the highest power first.
fn polynomial<const N: usize>(c: [f64; N], x: f64) -> f64 {
    c.into_iter().fold(0.0, |sum, c| sum * x + c)
}

/// `x·exp(−1/x²)`, which vanishes around 0.
fn hole(x: f64) -> f64 {
    if x.abs() < 3.8e-4 {
        0.0
    } else {
        x * Real::exp(-1.0 / (x * x))
    }
}

/// The flash of a mixture, in Chandrupatla's paper.
fn vapour(x: f64) -> f64 {
    let (share, rest) = (0.614_89, 1.0 - 0.614_89);
    let falls = Real::exp(-x);
    -(3062.0 * rest * falls) / (share + rest * falls) - 1013.0 + 1628.0 / x
}

fn barrier(x: f64) -> f64 {
    Real::exp(x) - 2.0 - 0.01 / (x * x) + 2e-6 / (x * x * x)
}

/// `√` on both sides of 2/3, less a tenth.
fn bent(x: f64) -> f64 {
    let off = 2.0 / 3.0 - x;
    off.abs().sqrt().copysign(off) - 0.1
}

fn popovski_3(x: f64) -> f64 {
    polynomial([1.0, 0.0, -27.0, -54.0, -10.0], x)
}

fn popovski_4(x: f64) -> f64 {
    polynomial([1.0, -20.0, 133.0, -330.0, 236.0], x)
}

fn popovski_9(x: f64) -> f64 {
    polynomial([1.0, 0.0, -6.0, -8.0, -3.0], x) * Real::powi(x, 4) - 1.0
}

fn popovski_root(x: f64) -> f64 {
    polynomial([1.0, -13.0, 47.0, -36.0], x) - x.sqrt()
}

fn popovski_exp(x: f64) -> f64 {
    10.0 * Real::exp(1.0 - x) * (x - 1.0) - 1.0
}

fn popovski_power(x: f64) -> f64 {
    polynomial([1.0, -10.0, 23.0], x) - Real::powf(x, 0.4)
}

fn popovski_sin(x: f64) -> f64 {
    polynomial([0.04, -0.4, 0.5], x) - Real::sin(x)
}

/// The equations.
pub(crate) const PROBLEMS: [Problem; 89] = [
    (|x| Real::cos(x) - x * x * x, (0.0, 4.0)),
    (|x| 3.0 * Real::sin(x) - 2.0, (0.0, 1.0)),
    (|x| x * Real::exp(x) - 1.0, (-1.0, 1.0)),
    (|x| 11.0 * Real::powi(x, 11) - 1.0, (0.1, 0.9)),
    (
        |x| Real::exp(polynomial([1.0, 7.0, -30.0], x)) - 1.0,
        (2.8, 3.1),
    ),
    (|x| 1.0 / x - Real::sin(x) + 1.0, (-1.3, -0.5)),
    (|x| polynomial([1.0, 0.0, -2.0, -5.0], x), (2.0, 3.0)),
    (|x| 1.0 / x - 1.0, (0.5, 2.0)),
    (|x| polynomial([1.0, -5.0, 12.0, -8.0], x), (-10.0, 10.0)),
    (
        |x| polynomial([1.0, -61.0, 1368.0, -13_548.0, 54_256.0, -42_016.0], x),
        (0.0, 10.0),
    ),
    (
        |x| polynomial([1.0, -61.0, 1360.2, -13_306.2, 52_056.01, -40_050.01], x),
        (0.0, 10.0),
    ),
    (|x| Real::powi(x - 1.0, 5), (0.0, 10.0)),
    (|x| Real::atan(x), (-2.0, 3.0)),
    (|x| Real::exp(x) - 2.0 * x - 1.0, (LN_2, 3.0)),
    (
        |x| 3.0 * x * Real::sin(20.0 * x) * Real::cos(x) + x - 2.0,
        (0.0, 0.7),
    ),
    (
        |x| 3.0 * x * x * Real::sin(20.0 * x) + Real::cos(2.0 * x),
        (-0.7, 0.4),
    ),
    (|x| (20.0 * x - 1.0) / (19.0 * x), (0.01, 1.0)),
    (
        |x| {
            Real::sin(10.0 * x) + Real::sin(2.0 * x) + Real::atan(x / 3.0) * x * x + Real::exp(x)
                - 1.0
        },
        (-10.0, 5.0),
    ),
    (|x| 1.0 - 1.0 / (x * x), (0.5, 1.51)),
    (|x| 1.0 - 1.0 / (x * x), (1e-12, 1e12)),
    (|x| Real::powi(x - 3.0, 3), (0.0, 5.0)),
    (|x| Real::powi(x - 3.0, 3), (-1e10, 1e10)),
    (|x| 6.0 * Real::powi(x - 2.0, 5), (0.0, 5.0)),
    (|x| 6.0 * Real::powi(x - 2.0, 5), (-1e10, 1e10)),
    (|x| Real::powi(x, 9), (-1.0, 4.0)),
    (|x| Real::powi(x, 9), (-10.0, 100.0)),
    (|x| Real::powi(x, 19), (-1.0, 4.0)),
    (|x| Real::powi(x, 19), (-10.0, 100.0)),
    (hole, (-1.0, 4.0)),
    (hole, (-10.0, 100.0)),
    (vapour, (2e-4, 2.0)),
    (vapour, (2e-4, 81.0)),
    (barrier, (2e-4, 1.0)),
    (barrier, (2e-4, 81.0)),
    (|x| polynomial([1.0, 4.0, 0.0, -10.0], x), (0.0, 1.5)),
    (|x| Real::powi(Real::sin(x), 2) - x * x + 1.0, (-2.0, -1.0)),
    (|x| Real::powi(x - 1.0, 6) - 1.0, (1.0, 2.1)),
    (
        |x| Real::sin(x) * Real::exp(x) + Real::ln(x * x + 1.0),
        (-0.9, -0.1),
    ),
    (
        |x| Real::exp(polynomial([1.0, 7.0, -30.0], x)) - 1.0,
        (1.0, 3.1),
    ),
    (|x| x - 3.0 * Real::ln(x), (1.0, 2.1)),
    (|x| x * x - 1.0, (0.1001, 10.0001)),
    (
        |x| x * x - 1.003_827_389_4 + Real::sin(x / 1e4),
        (0.0001, 10.0001),
    ),
    (|x| x, (-2.0001, 1.0001)),
    (|x| x, (-0.0001, 1.0001)),
    (|x| (x - 1.0) * x * x - 1.0, (0.0, 5.0)),
    (|x| polynomial([1.0, -3.0, -9.0, -6.0], x), (0.0, 8.0)),
    (popovski_3, (-5.0, -3.0)),
    (popovski_3, (-3.0, -2.0)),
    (popovski_3, (-2.0, 0.0)),
    (popovski_3, (0.0, 9.0)),
    (popovski_4, (0.0, 2.0)),
    (popovski_4, (2.0, 4.0)),
    (popovski_4, (4.0, 8.0)),
    (popovski_4, (8.0, 9.0)),
    (|x| (x - 1.0) * Real::powi(x, 6) - 1.0, (0.0, 3.0)),
    (popovski_9, (-5.0, 0.0)),
    (popovski_9, (0.0, 5.0)),
    (popovski_root, (0.0, 2.0)),
    (popovski_root, (2.0, 6.0)),
    (popovski_root, (6.0, 8.0)),
    (popovski_exp, (0.0, 2.0)),
    (popovski_exp, (2.0, 5.0)),
    (|x| Real::exp(x) + x - 20.0, (2.0, 3.0)),
    (|x| Real::exp(x) + x - 5.0, (0.0, 2.0)),
    (popovski_power, (0.0, 6.0)),
    (popovski_power, (6.0, 8.0)),
    (popovski_sin, (0.0, 1.0)),
    (popovski_sin, (1.0, 5.0)),
    (popovski_sin, (5.0, 7.0)),
    (popovski_sin, (7.0, 10.0)),
    (|x| Real::cos(x) + x, (-10.0, 10.0)),
    (|x| 1.0 - 0.75 * x, (-10.0, 10.0)),
    (bent, (-10.0, 10.0)),
    (
        |x| polynomial([1.0, 0.0, 0.001, 0.0], x - 7.0 / 9.0),
        (-10.0, 10.0),
    ),
    (|x| x * x - 3.0, (1.0, 2.0)),
    (|x| x * x - 5.0, (2.0, 7.0)),
    (|x| x * x - 10.0, (3.0, 7.0)),
    (|x| x * x - x - 2.0, (1.0, 4.0)),
    (|x| x * x + 2.0 * x - 7.0, (1.0, 3.0)),
    (|x| x * x * x - 2.0, (0.0, 2.0)),
    (|x| x * Real::exp(x) - 7.0, (0.0, 2.0)),
    (|x| x - Real::cos(x), (0.0, 1.0)),
    (|x| x * Real::sin(x) - 1.0, (0.0, 2.0)),
    (|x| x * Real::cos(x) + 1.0, (-2.0, 4.0)),
    (|x| Real::powi(x, 10) - 1.0, (0.0, 1.3)),
    (|x| x * x + Real::exp(x / 2.0) - 5.0, (1.0, 2.0)),
    (|x| Real::sin(x) * Real::sinh(x) + 1.0, (3.0, 4.0)),
    (|x| Real::exp(x) - 3.0 * x - 2.0, (2.0, 3.0)),
    (|x| Real::sin(x) - x * x, (0.5, 1.0)),
];
