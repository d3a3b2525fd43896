//! Laws that hold at every point: one number type against another, and the rules of differentiation.

mod common;

use calc_scalar::{Dual, Jet, Number, Real, derivative, difference, second_derivative};
use common::{BINARY, STEPS, UNARY, binary, ulps, unary};
use proptest::prelude::*;

/// The slope of a dual against the first coefficient of a jet: the same rule, at times in another
/// order of operations.
const DUAL_AND_JET: u64 = 4;

/// Two routes to a second derivative, relative to its terms.
const SECOND: f64 = 1e-13;

/// Dual against complex step: both exact, with different cancellation inside the complex functions.
const COMPLEX: f64 = 1e-13;

fn any_name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(UNARY.into_iter().chain(STEPS).collect::<Vec<_>>())
}

/// Functions without kinks or steps.
fn smooth_name() -> impl Strategy<Value = &'static str> {
    let kinked = ["abs", "relu", "clamp", "fract"];
    prop::sample::select(
        UNARY
            .into_iter()
            .filter(|n| !kinked.contains(n))
            .collect::<Vec<_>>(),
    )
}

/// Every float there is: all signs, sizes, NaNs and infinities are as likely as their bits.
fn any_float() -> impl Strategy<Value = f64> {
    any::<u64>().prop_map(f64::from_bits)
}

fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}

/// Whether two numbers agree to `relative` of `scale`, or are both not finite.
fn close(a: f64, b: f64, scale: f64, relative: f64) -> bool {
    if a.is_finite() && b.is_finite() {
        (a - b).abs() <= relative * scale.abs().max(b.abs()) + f64::MIN_POSITIVE
    } else {
        same(a, b)
    }
}

/// A formula made of three functions and all operations.
fn formula<R: Number>([f, g, h]: [&str; 3], x: R) -> R {
    let inner = unary(f, x) * R::literal(0.75) - x / (x * x + R::ONE);
    unary(g, inner) + unary(h, x) / (inner + R::literal(3.0)) - x
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_formula_has_the_bits_of_the_plain_evaluation(
        names in [any_name(), any_name(), any_name()],
        x in prop_oneof![any_float(), -30.0_f64..30.0],
    ) {
        let plain = formula(names, x);
        let dual = formula::<Dual>(names, Dual::variable(x)).value;
        let wide = formula::<Dual<f64, 4>>(names, Dual::variable_at(x, 2)).value;
        let jet = formula::<Jet<f64, 4>>(names, Jet::variable(x)).value();
        let nested = formula::<Dual<Dual>>(names, Dual::variable(Dual::variable(x))).value.value;
        for value in [dual, wide, jet, nested] {
            prop_assert!(same(plain, value), "{plain:e} {value:e}");
        }
    }

    #[test]
    fn slopes_of_duals_and_jets_agree(name in any_name(), x in prop_oneof![any_float(), -30.0_f64..30.0]) {
        let dual: Dual = unary(name, Dual::variable(x));
        let jet: Jet<f64, 3> = unary(name, Jet::variable(x));
        let apart = ulps(dual.slope(), jet.coefficient(1));
        prop_assert!(apart <= DUAL_AND_JET, "{} {:e} {:e}", apart, dual.slope(), jet.coefficient(1));
    }

    #[test]
    fn slopes_of_two_arguments_agree(
        name in prop::sample::select(BINARY.to_vec()),
        x in prop_oneof![-1e3_f64..1e3, 1e-3_f64..1e3],
        y in prop_oneof![-1e3_f64..1e3, 1e-3_f64..5.0],
    ) {
        let dual: Dual<f64, 2> = binary(name, Dual::variable_at(x, 0), Dual::variable_at(y, 1));
        let by_x: Jet<f64, 3> = binary(name, Jet::variable(x), Jet::lift(y));
        let by_y: Jet<f64, 3> = binary(name, Jet::lift(x), Jet::variable(y));
        let jets = [by_x.coefficient(1), by_y.coefficient(1)];
        for (dual, jet) in dual.partials.into_iter().zip(jets) {
            prop_assert!(ulps(dual, jet) <= DUAL_AND_JET, "{dual:e} {jet:e}");
        }
    }

    #[test]
    fn second_derivatives_of_jets_and_nested_duals_agree(name in any_name(), x in -8.0_f64..8.0) {
        let jet = second_derivative(|x| unary(name, x), x);
        let nested: Dual<Dual> = unary(name, Dual::variable(Dual::variable(x)));
        let nested = nested.slope().slope();
        let scale = derivative(|x| unary(name, x), x) / (x.abs() + 0.1);
        prop_assert!(close(jet, nested, scale, SECOND), "{jet:e} {nested:e}");
    }

    #[test]
    fn second_derivatives_of_two_arguments_agree(
        name in prop::sample::select(BINARY.to_vec()),
        x in 0.2_f64..3.0,
        y in 0.2_f64..3.0,
    ) {
        // Along a line through (x, y): both arguments move.
        let jet = second_derivative(|t| binary(name, t + x, 2.0 * t + y), 0.0);
        let t = Dual::variable(Dual::variable(0.0));
        let nested: Dual<Dual> = binary(name, t + x, 2.0 * t + y);
        let nested = nested.slope().slope();
        let scale = binary(name, x, y) * 16.0 / (x * y).min(1.0);
        prop_assert!(close(jet, nested, scale, SECOND), "{jet:e} {nested:e}");
    }

    #[test]
    fn duals_agree_with_the_complex_step(name in smooth_name(), x in -8.0_f64..8.0) {
        let dual = derivative(|x| unary(name, x), x);
        let complex = difference::complex_step(|z| unary(name, z), x, 1e-20);
        let scale = 1.0 / (x.abs() + 0.1);
        prop_assert!(close(complex, dual, scale, COMPLEX) || dual.is_nan(), "{complex:e} {dual:e}");
        prop_assert_eq!(complex.is_nan(), dual.is_nan());
    }

    #[test]
    fn duals_agree_with_the_central_difference(name in smooth_name(), x in -4.0_f64..4.0) {
        let dual = derivative(|x| unary(name, x), x);
        let h = difference::step_central(x);
        let third = difference::central(|t| second_derivative(|x| unary(name, x), t), x, h);
        let rough = difference::central(|x| unary(name, x), x, h);
        if dual.is_finite() && third.is_finite() && third.abs() < 1e3 && rough.is_finite() {
            let size = unary(name, x).abs() + x.abs() * dual.abs();
            let bound = h * h * third.abs() + 8.0 * f64::EPSILON * size / h + 1e-10;
            prop_assert!((rough - dual).abs() <= bound, "{rough:e} {dual:e} {bound:e}");
        }
    }

    #[test]
    fn the_sum_product_quotient_and_chain_rules_hold(
        f in smooth_name(),
        g in smooth_name(),
        x in -3.0_f64..3.0,
    ) {
        let (u, v) = (unary(f, x), unary(g, x));
        let (du, dv) = (derivative(|x| unary(f, x), x), derivative(|x| unary(g, x), x));
        let found = derivative(|x| unary(f, x) + unary(g, x), x);
        prop_assert!(close(found, du + dv, du.abs() + dv.abs(), 1e-15));
        let found = derivative(|x| unary(f, x) * unary(g, x), x);
        let scale = (du * v).abs() + (dv * u).abs();
        prop_assert!(close(found, du * v + dv * u, scale, 4e-16) || !scale.is_finite());
        let found = derivative(|x| unary(f, x) / unary(g, x), x);
        let scale = (du / v).abs() + (dv * u / v / v).abs();
        prop_assert!(close(found, (du * v - dv * u) / (v * v), scale, 2e-15) || !scale.is_finite());
        let found = derivative(|x| unary(f, unary(g, x)), x);
        let outer = derivative(|x| unary(f, x), v);
        // A slope of zero stays zero, even where the other one is infinite or undefined.
        let stopped = found == 0.0 && (dv == 0.0 || outer == 0.0);
        prop_assert!(stopped || close(found, outer * dv, dv, 2e-15), "{} {}", found, outer * dv);
    }
}

/// Each comparison above can fail.
#[test]
fn the_comparisons_see_small_errors() {
    let truth = Real::cos(0.7_f64);
    assert!(ulps(truth * (1.0 + 6.0 * f64::EPSILON), truth) > DUAL_AND_JET);
    assert!(!close(truth * (1.0 + 2.0 * SECOND), truth, 0.0, SECOND));
    assert!(!close(truth * (1.0 + 2.0 * COMPLEX), truth, 0.0, COMPLEX));
    assert!(!close(f64::NAN, truth, 0.0, 1.0) && !close(truth, f64::INFINITY, 0.0, 1.0));
    assert!(close(truth, truth, 0.0, 0.0));
    let wrong = formula::<f64>(["sin", "cos", "exp"], 0.7) * (1.0 + f64::EPSILON);
    assert!(!same(
        wrong,
        formula::<Dual>(["sin", "cos", "exp"], Dual::variable(0.7)).value
    ));
}
