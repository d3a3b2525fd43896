//! Floats without strong zeros: the same derivatives wherever no zero meets an infinity, and NaN there.

#![allow(
    clippy::float_cmp,
    reason = "the same operations give the same numbers"
)]

mod common;

use calc_scalar::{
    Dual, Ieee, Interval, Jet, Number, Real, derivative, derivatives, value_and_derivative,
};
use common::{BINARY, STEPS, UNARY, binary, unary};
use proptest::prelude::*;

/// A formula by a list of steps; each takes the last two results.
fn formula<R: Number>(steps: &[(usize, u8)], x: R) -> R {
    let (mut before, mut last) = (x, x * R::literal(0.5) + R::ONE);
    for &(function, operation) in steps {
        let names = UNARY.iter().chain(&STEPS);
        let next = match operation {
            0 => before + last,
            1 => before - last,
            2 => before * last,
            3 => before / last,
            4 => R::ONE / last,
            5 => binary(BINARY[function % BINARY.len()], before, last),
            6 => R::literal(-1.5) * last / R::literal(0.75),
            _ => unary(
                names
                    .clone()
                    .nth(function % names.count())
                    .unwrap_or(&"sin"),
                last,
            ),
        };
        (before, last) = (last, next);
    }
    last
}

fn steps() -> impl Strategy<Value = Vec<(usize, u8)>> {
    prop::collection::vec((0..1000_usize, 0..10_u8), 1..6)
}

/// All floats by their bits, the ends of the range, and ordinary ones.
fn point() -> impl Strategy<Value = f64> {
    let ends = [
        0.0,
        -0.0,
        1.0,
        -1.0,
        1e-300,
        1e300,
        f64::INFINITY,
        f64::NEG_INFINITY,
    ];
    prop_oneof![
        any::<u64>().prop_map(f64::from_bits),
        prop::sample::select(ends.to_vec()),
        -30.0_f64..30.0,
    ]
}

/// A value with derivatives, with strong zeros and without.
fn agree(careful: [f64; 2], ieee: [f64; 2]) -> Result<(), TestCaseError> {
    let [value, slope] = careful;
    let [same, plain] = ieee;
    prop_assert!(
        value.to_bits() == same.to_bits() || (value.is_nan() && same.is_nan()),
        "value {value:e} {same:e}"
    );
    if !value.is_nan() && !plain.is_nan() {
        prop_assert!(
            slope == plain,
            "slope {slope:e}, without care {plain:e}, value {value:e}"
        );
    }
    Ok(())
}

fn duals_agree<const N: usize>(steps: &[(usize, u8)], x: f64) -> Result<(), TestCaseError> {
    let careful = formula(steps, Dual::<f64, N>::variable_at(x, N - 1));
    let ieee = formula(steps, Dual::<Ieee, N>::variable_at(Ieee(x), N - 1));
    for (p, q) in careful.partials.into_iter().zip(ieee.partials) {
        agree([careful.value, p], [ieee.value.0, q.0])?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_derivative_that_is_a_number_is_the_one_with_strong_zeros(steps in steps(), x in point()) {
        duals_agree::<1>(&steps, x)?;
        duals_agree::<3>(&steps, x)?;
        duals_agree::<6>(&steps, x)?;
    }

    #[test]
    fn taylor_coefficients_that_are_all_plain_are_those_with_strong_zeros(steps in steps(), x in point()) {
        let careful = formula(&steps, Jet::<f64, 5>::variable(x));
        let ieee = formula(&steps, Jet::<Ieee, 5>::variable(Ieee(x)));
        let known: [f64; 5] = core::array::from_fn(|k| ieee.coefficient(k).0);
        if known.iter().all(|c| c.is_finite()) {
            for (k, c) in known.into_iter().enumerate() {
                agree([careful.value(), careful.coefficient(k)], [ieee.value().0, c])?;
            }
        }
    }

    #[test]
    fn where_all_is_ordinary_nothing_is_lost(name in prop::sample::select(UNARY.to_vec()), x in 0.1_f64..0.9) {
        let f = |x: Dual<Ieee>| unary(name, x) * x;
        let careful = derivative(|x| unary(name, x) * x, x);
        prop_assert!(derivative(f, Ieee(x)).0 == careful || careful.is_nan(), "{careful:e}");
    }
}

fn root_times_itself<R: Real>(x: R) -> R {
    x.sqrt() * x
}

#[test]
fn zero_times_infinity_is_nan() {
    assert_eq!(derivative(root_times_itself, 0.0), 0.0);
    assert!(derivative(root_times_itself, Ieee(0.0_f64)).0.is_nan());
    // What does not depend on the variable has slope 0, and 0 meets the infinite slope of a logarithm at 0.
    let constant = |x: Dual<Ieee>| Dual::lift(Ieee(0.0)).ln() + x;
    assert!(derivative(constant, Ieee(2.0)).0.is_nan());
}

#[test]
fn literals_comparisons_and_both_precisions_work_as_with_floats() {
    let f = |x: Dual<Ieee<f32>>| {
        if x > 1.0 {
            (2.0 * x - 1.0) / 4.0
        } else {
            1.0 / x
        }
    };
    assert_eq!(derivative(f, Ieee(3.0_f32)).0, 0.5);
    assert_eq!(derivative(f, Ieee(0.5_f32)).0, -4.0);
    let (value, slope) = value_and_derivative(|x| x.sin() * x, Ieee(0.7_f64));
    assert_eq!(
        (value.0, slope.0),
        value_and_derivative(|x| x.sin() * x, 0.7)
    );
    let ieee: [Ieee; 4] = derivatives(|x| x.exp() * x, Ieee(0.3));
    assert_eq!(ieee.map(|d| d.0), derivatives(|x| x.exp() * x, 0.3_f64));
}

#[test]
fn sets_are_enclosed_as_ever() {
    let slope = derivative(|x| x.abs(), Ieee(Interval::new(-1.0, 1.0))).0;
    assert_eq!((slope.lower(), slope.upper()), (-1.0, 1.0));
    let [_, _, bend] = derivatives(|x| x.sin(), Ieee(Interval::new(0.0, 1.0)));
    assert!(bend.0.lower() <= -0.84 && bend.0.upper() >= 0.0);
}
