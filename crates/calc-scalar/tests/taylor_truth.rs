//! Taylor coefficients up to order 20 against Cauchy's integral in high precision.

#![allow(clippy::float_cmp, reason = "infinite coefficients are equal or wrong")]

mod common;

use calc_scalar::{Number, Real, derivatives, taylor};

/// Written by `data/make_truth.py`.
const TRUTH: &str = include_str!("data/taylor.txt");

/// The largest relative error of a coefficient: recurrences of length 20 with some cancellation.
const RELATIVE: f64 = 1e-12;

fn polynomial<R: Real + Number<Literal = f64>>(name: &str, x: R) -> R {
    match name {
        "exp_sin" => x.sin().exp(),
        "tanh_5" => x.tanh(),
        "powf" => x.powf(2.5),
        "runge" => 1.0 / (1.0 + 25.0 * x * x),
        "sinh_cosh" => x.sinh() * x.cosh(),
        "ratio" => x.sin() / (1.0 + x.exp()),
        "square_at_0" => x.powi(2),
        "cube_at_0" => x.powf(3.0),
        "hypot_curve" => x.exp().hypot(x),
        "atan2_curve" => x.sin().atan2(x.exp()),
        "pow_curve" => (2.0 + x.sin()).pow(x),
        "logaddexp_curve" => (x * x).logaddexp(1.0 - x),
        "xlogy_curve" => x.sin().xlogy(2.0 + x),
        "sinc_curve" => (x * x).sinc(),
        "lgamma_curve" => x.exp().lgamma(),
        "digamma_curve" => x.exp().digamma(),
        "gelu_curve" => (x * x).gelu(),
        _ => common::unary(name, x),
    }
}

/// The coefficients that are off, with the largest relative error of all.
fn failures(evaluate: impl Fn(&str, f64) -> [f64; 21]) -> (Vec<String>, f64) {
    let mut failures = Vec::new();
    let mut worst = 0.0_f64;
    for line in TRUTH.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split(' ');
        let name = words.next().expect("a name");
        let mut numbers = words.map(|n| n.parse::<f64>().expect("a number"));
        let x = numbers.next().expect("a point");
        let found = evaluate(name, x);
        let truth: Vec<f64> = numbers.collect();
        assert_eq!(truth.len(), found.len());
        for (k, (found, truth)) in found.iter().zip(truth).enumerate() {
            let error = if *found == truth {
                0.0
            } else {
                (found - truth).abs() / if truth == 0.0 { 1.0 } else { truth.abs() }
            };
            worst = worst.max(error);
            if error.is_nan() || error > RELATIVE {
                failures.push(format!(
                    "{name} at {x} c{k}: {found:e} instead of {truth:e}, {error:e}"
                ));
            }
        }
    }
    (failures, worst)
}

#[test]
fn taylor_coefficients_are_right_to_order_twenty() {
    let (failures, worst) = failures(|name, x| taylor(|x| polynomial(name, x), x));
    assert!(failures.is_empty(), "{failures:#?}");
    assert!(worst < RELATIVE);
}

#[test]
fn derivatives_are_the_coefficients_times_factorials() {
    let (failures, _) = failures(|name, x| {
        let mut factorial = 1.0;
        let mut k = 0.0;
        derivatives(|x| polynomial(name, x), x).map(|d: f64| {
            let c = d / factorial;
            k += 1.0;
            factorial *= k;
            c
        })
    });
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn the_check_of_taylor_coefficients_sees_the_twelfth_digit() {
    for k in [0, 7, 20] {
        let (failures, _) = failures(|name, x| {
            let mut c = taylor(|x| polynomial(name, x), x);
            c[k] *= 1.0 + 3e-12;
            c
        });
        assert!(failures.len() >= 14, "order {k}: {}", failures.len());
    }
}
