//! The error bounds of estimated derivatives hold where a formula cancels: its rounding errors are a saw,
//! whose teeth have slopes of their own, and they are far above the rounding of its values.
//!
//! The constants of the search were chosen with two lists of formulas in view. The third was written when they
//! were fixed, and has to stand by itself.
//! The truth is the power series of each formula, which cancels nothing.

use calc_scalar::difference::Options;
use calc_scalar::{Float, Number, Real, derivatives};

/// A formula as one would type it, and the coefficients of its power series.
struct Formula<T> {
    name: &'static str,
    naive: fn(T) -> T,
    exact: fn(Jet) -> Jet,
    /// Where the formula cancels.
    centre: f64,
    coefficient: fn(usize) -> f64,
}

type Jet = calc_scalar::Jet<f64, 5>;

macro_rules! formulas {
    ($list:ident: $($name:ident near $centre:literal |$x:ident| $body:expr, |$k:ident| $term:expr;)*) => {
        mod $list {
            use super::*;
            $(fn $name<R: Number>($x: R) -> R { $body })*

            pub(super) fn all<T: Float>() -> Vec<Formula<T>> {
                vec![$(Formula {
                    name: stringify!($name),
                    naive: $name::<T>,
                    exact: $name::<Jet>,
                    centre: $centre,
                    coefficient: |$k| $term,
                }),*]
            }
        }
    };
}

formulas! { tuned:
    one_minus_cosine near 0.0 |x| (one::<R>() - x.cos()) / (x * x), |k| -cosine(k + 2);
    exponential near 0.0 |x| (x.exp() - one::<R>()) / x, |k| inverse_factorial(k + 1);
    logarithm near 0.0 |x| (one::<R>() + x).ln() / x, |k| sign(k) / (k + 1) as f64;
    exponential_rest near 0.0 |x| (x.exp() - one::<R>() - x) / (x * x), |k| inverse_factorial(k + 2);
    sine_rest near 0.0 |x| (x - x.sin()) / (x * x * x), |k| -sine(k + 3);
    sine_undivided near 0.0 |x| x - x.sin(), |k| if k > 1 { -sine(k) } else { 0.0 };
    exponential_undivided near 0.0
        |x| x.exp() - one::<R>() - x, |k| if k > 1 { inverse_factorial(k) } else { 0.0 };
    root_minus_one near 0.0 |x| ((one::<R>() + x).sqrt() - one::<R>()) / x, |k| root(k + 1);
    root_elsewhere near 1.0 |x| (x.sqrt() - one::<R>()) / (x - one::<R>()), |k| root(k + 1);
}

formulas! { held_out:
    sine_and_cosine near 0.0
        |x| (x * x.cos() - x.sin()) / (x * x * x), |k| cosine(k + 2) - sine(k + 3);
    hyperbolic_sine near 0.0 |x| (x.exp() - (-x).exp()) / x, |k| 2.0 * even(k) * inverse_factorial(k + 1);
    circle near 0.0
        |x| (one::<R>() - (one::<R>() - x * x).sqrt()) / (x * x),
        |k| -even(k) * sign(k / 2 + 1) * root(k / 2 + 1);
    logarithm_rest near 0.0
        |x| ((one::<R>() + x).ln() - x) / (x * x), |k| -sign(k) / (k + 2) as f64;
    reciprocal near 0.0 |x| ((one::<R>() - x).recip() - one::<R>()) / x, |k| if k < 900 { 1.0 } else { 0.0 };
    cube near 0.0
        |x| ((one::<R>() + x).powi(3) - one::<R>()) / x, |k| [3.0, 3.0, 1.0].get(k).copied().unwrap_or(0.0);
    two_cosines near 0.0
        |x| (x.cos() - (x + x).cos()) / (x * x),
        |k| cosine(k + 2) * (1.0 - Real::exp2((k + 2) as f64));
    arc_tangent_rest near 0.0
        |x| (x - x.atan()) / (x * x * x), |k| even(k) * sign(k / 2) / (k + 3) as f64;
    arc_tangent_undivided near 0.0
        |x| x - x.atan(), |k| if k < 3 { 0.0 } else { even(k + 1) * sign(k / 2 + 1) / k as f64 };
    two_logarithms near 0.0
        |x| ((one::<R>() + x).ln() - (one::<R>() - x).ln()) / x, |k| 2.0 * even(k) / (k + 1) as f64;
    square_elsewhere near 1.0
        |x| (x * x - one::<R>()) / (x - one::<R>()), |k| [2.0, 1.0].get(k).copied().unwrap_or(0.0);
    power_elsewhere near 2.0
        |x| (x.powi(4) - k16::<R>()) / (x - one::<R>() - one::<R>()),
        |k| [32.0, 24.0, 8.0, 1.0].get(k).copied().unwrap_or(0.0);
}

formulas! { fresh:
    hyperbolic_cosine near 0.0 |x| (x.cosh() - one::<R>()) / (x * x), |k| even(k) * inverse_factorial(k + 2);
    entropy near 0.0
        |x| ((one::<R>() + x) * (one::<R>() + x).ln() - x) / (x * x),
        |k| sign(k) / ((k + 1) * (k + 2)) as f64;
    cubic_root near 0.0 |x| ((one::<R>() + x).cbrt() - one::<R>()) / x, |k| power(1.0 / 3.0, k + 1);
    cosine_over_x near 0.0 |x| (one::<R>() - x.cos()) / x, |k| -cosine(k + 1) * even(k + 1);
    two_roots near 0.0
        |x| ((one::<R>() + x).sqrt() - (one::<R>() - x).sqrt()) / x, |k| 2.0 * even(k) * root(k + 1);
    two_reciprocals near 0.0
        |x| x.recip() - (x * (one::<R>() + x)).recip(), |k| if k < 900 { sign(k) } else { 0.0 };
    tenth_power near 0.0
        |x| ((one::<R>() + x).powi(10) - one::<R>() - (R::literal(10.0)) * x) / (x * x), |k| power(10.0, k + 2);
    exponential_product near 0.0
        |x| (x.exp() * (one::<R>() - x) - one::<R>()) / (x * x),
        |k| -((k + 1) as f64) * inverse_factorial(k + 2);
    hyperbolic_area near 0.0
        |x| (x - x.asinh()) / (x * x * x), |k| -even(k) * power(-0.5, k / 2 + 1) / (k + 3) as f64;
    logarithm_elsewhere near 1.0 |x| x.ln() / (x - one::<R>()), |k| sign(k) / (k + 1) as f64;
    sine_of_square near 0.0
        |x| ((x * x).sin() - x * x) / (x * x * x), |k| if k % 4 == 3 { sine((k + 3) / 2) } else { 0.0 };
}

fn one<R: Number>() -> R {
    R::literal(1.0)
}

fn k16<R: Number>() -> R {
    R::literal(16.0)
}

/// `(−1)ᵏ`.
fn sign(k: usize) -> f64 {
    if k.is_multiple_of(2) { 1.0 } else { -1.0 }
}

/// 1 for even `k`, else 0.
fn even(k: usize) -> f64 {
    f64::midpoint(1.0, sign(k))
}

/// `1/k!`, the coefficients of `eˣ`.
fn inverse_factorial(k: usize) -> f64 {
    (1..=k).fold(1.0, |product, i| product / i as f64)
}

/// The coefficients of `cos x`.
fn cosine(k: usize) -> f64 {
    even(k) * sign(k / 2) * inverse_factorial(k)
}

/// The coefficients of `sin x`.
fn sine(k: usize) -> f64 {
    even(k + 1) * sign(k / 2) * inverse_factorial(k)
}

/// The coefficients of `√(1 + x)`.
fn root(k: usize) -> f64 {
    power(0.5, k)
}

/// The coefficients of `(1 + x)ᵃ`.
fn power(a: f64, k: usize) -> f64 {
    (0..k).map(|j| (a - j as f64) / (j + 1) as f64).product()
}

impl<T: Float> Formula<T> {
    /// `f⁽ᵐ⁾(x)`: by the series, and where that converges slowly, nothing cancels.
    fn truth(&self, x: f64, order: usize) -> f64 {
        let t = x - self.centre;
        if t.abs() > 0.25 {
            return derivatives::<f64, 5>(self.exact, x)[order];
        }
        (order..60).rev().fold(0.0, |sum, k| {
            let falling: f64 = (k + 1 - order..=k).map(|i| i as f64).product();
            sum * t + (self.coefficient)(k) * falling
        })
    }
}

impl<T: Float> Formula<T> {
    /// Both signs and all magnitudes from 10⁻⁸ to 1, where at least two digits of the formula are right:
    /// with fewer nothing can be said of its derivative.
    fn points(&self) -> impl Iterator<Item = T> {
        (0..RUNS).filter_map(|i| {
            let t = Real::exp10(-8.0 * (i as f64 * 0.618_034).fract());
            let x = T::from_f64(self.centre + if i % 2 == 0 { t } else { -t });
            let truth = self.truth(x.to_f64(), 0);
            let off = (self.naive)(x).to_f64() - truth;
            (off.abs() <= 0.01 * truth.abs()).then_some(x)
        })
    }
}

impl<T: Float> Formula<T> {
    /// How far the formula is off around `x`, where it is worst.
    fn noise(&self, x: f64) -> f64 {
        (-8..=8).fold(0.0, |noise: f64, i| {
            let t = T::from_f64(self.centre + (x - self.centre) * (1.0 + 0.037 * f64::from(i)));
            noise.max(((self.naive)(t).to_f64() - self.truth(t.to_f64(), 0)).abs())
        })
    }
}

const RUNS: usize = 400;

fn all<T: Float>() -> Vec<Formula<T>> {
    let lists = [tuned::all(), held_out::all(), fresh::all()];
    lists.into_iter().flatten().collect()
}

/// Which share of the bounds is too small, with or without the noise stated.
fn missed<T: Float>(formulas: &[Formula<T>], order: u32, stated: bool) -> f64 {
    let (mut cases, mut missed) = (0, 0);
    for formula in formulas {
        for x in formula.points() {
            let mut options = Options::new();
            if stated {
                options = options.noise(T::from_f64(formula.noise(x.to_f64())));
            }
            let found = options.nth_derivative(formula.naive, x, order);
            let off = found.value.to_f64() - formula.truth(x.to_f64(), order as usize);
            missed += u32::from(off.abs() > found.error.to_f64());
            cases += 1;
        }
    }
    f64::from(missed) / f64::from(cases)
}

#[test]
fn the_bounds_of_formulas_that_cancel_hold_in_99_of_100_cases() {
    bounds_hold(&all::<f64>(), &all::<f32>());
}

#[test]
fn the_bounds_of_formulas_that_nothing_was_chosen_by_hold_in_99_of_100_cases() {
    bounds_hold(&fresh::all::<f64>(), &fresh::all::<f32>());
}

fn bounds_hold(double: &[Formula<f64>], single: &[Formula<f32>]) {
    for order in 1..=4 {
        let share = missed(double, order, false);
        assert!(share <= 0.01, "order {order}: {share} of f64");
        let share = missed(single, order, false);
        assert!(share <= 0.01, "order {order}: {share} of f32");
    }
}

/// A bound that is always huge would cover everything: half of all bounds are what the noise allows.
#[test]
fn the_bounds_of_formulas_that_cancel_are_in_proportion_to_their_noise() {
    let mut ratios = Vec::new();
    for formula in all::<f64>() {
        for x in formula.points() {
            let found = Options::new().derivative(formula.naive, x);
            let noise = formula
                .noise(x)
                .max(f64::EPSILON * formula.truth(x, 0).abs());
            ratios.push(found.error / (noise / x.abs()));
        }
    }
    ratios.sort_by(f64::total_cmp);
    let median = ratios[ratios.len() / 2];
    assert!(median < 200.0, "{median} times the noise");
}

#[test]
fn once_the_noise_is_stated_they_hold_in_99_of_100_cases_in_single_precision_in_98() {
    for order in 1..=4 {
        let share = missed(&all::<f64>(), order, true);
        assert!(share <= 0.01, "order {order}: {share} of f64");
        let share = missed(&all::<f32>(), order, true);
        assert!(share <= 0.02, "order {order}: {share} of f32");
    }
}

#[test]
fn a_formula_and_its_series_are_the_same_function() {
    for formula in tuned::all::<f64>().iter().chain(&held_out::all()) {
        for x in [0.125, -0.0625] {
            let x = formula.centre + x;
            let exact = derivatives::<f64, 5>(formula.exact, x);
            for (order, exact) in exact.into_iter().enumerate() {
                let series = formula.truth(x, order);
                assert!(
                    (series - exact).abs() < 1e-6 * series.abs().max(1.0),
                    "{}, order {order}: {series} {exact}",
                    formula.name
                );
            }
        }
    }
}
