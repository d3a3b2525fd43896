//! Laws that hold at every point: one number type against another, and the rules of differentiation.

mod common;

use calc_scalar::{Dual, Jet, Number, Real, derivative, difference, second_derivative};
use common::{BINARY, STEPS, UNARY, binary, ulps, ulps_single, unary};
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

/// Odd and even functions, and functions that never fall.
const ODD: [&str; 14] = [
    "recip", "powi:3", "powi:7", "powi:-1", "cbrt", "sin", "tan", "asin", "atan", "sinh", "tanh",
    "asinh", "atanh", "erf",
];
const EVEN: [&str; 6] = ["powi:2", "powi:-20", "cos", "cosh", "abs", "sinc"];
const RISING: [&str; 24] = [
    "powi:3",
    "powf:2.5",
    "sqrt",
    "cbrt",
    "exp",
    "exp2",
    "exp_m1",
    "ln",
    "ln_1p",
    "asin",
    "atan",
    "sinh",
    "tanh",
    "asinh",
    "acosh",
    "atanh",
    "erf",
    "logistic",
    "softplus",
    "logit",
    "elu:1",
    "leaky_relu:0.01",
    "relu",
    "clamp",
];

/// Any float, or one of ordinary size.
fn some_float() -> impl Strategy<Value = f64> {
    prop_oneof![any_float(), -30.0_f64..30.0, -1.0_f64..1.0]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn odd_and_even_functions_are_so_to_the_last_bit(x in some_float()) {
        for (names, sign) in [(&ODD[..], -1.0), (&EVEN[..], 1.0)] {
            for name in names {
                let at = |x| -> Dual { unary(name, Dual::variable(x)) };
                let (left, right) = (at(-x), at(x));
                prop_assert!(same(left.value, sign * right.value), "{}", name);
                prop_assert!(same(left.slope(), -sign * right.slope()) || x == 0.0, "{}", name);
            }
        }
    }

    #[test]
    fn outside_its_domain_a_function_is_nan_with_its_slopes(x in any_float()) {
        type Domain = (&'static [&'static str], fn(f64) -> bool);
        let domains: [Domain; 5] = [
            (&["sqrt", "ln", "log2", "log10", "log:3", "powf:2.5", "powf:0.5"], |x| x >= 0.0),
            (&["ln_1p"], |x| x >= -1.0),
            (&["asin", "acos", "atanh"], |x| x.abs() <= 1.0),
            (&["acosh"], |x| x >= 1.0),
            (&["logit"], |x| (0.0..=1.0).contains(&x)),
        ];
        for (names, inside) in domains {
            for name in names {
                let y: Jet<f64, 3> = unary(name, Jet::variable(x));
                let slope = unary::<Dual>(name, Dual::variable(x)).slope();
                prop_assert_eq!(y.value().is_nan(), !inside(x), "{}", name);
                if !inside(x) {
                    prop_assert!(slope.is_nan() && y.coefficient(1).is_nan(), "{}", name);
                }
            }
        }
    }

    /// Up to the error bounds: a function whose last digit is off may fall by it.
    #[test]
    fn rising_functions_do_not_fall_and_have_no_negative_slope(a in some_float(), b in some_float()) {
        for name in RISING {
            let (low, high) = (unary(name, a.min(b)), unary(name, a.max(b)));
            let rises = low <= high || low.is_nan() || high.is_nan();
            prop_assert!(rises || ulps(low, high) <= 4, "{}: {} {}", name, low, high);
            let slope = derivative(|x| unary(name, x), a);
            prop_assert!(slope >= 0.0 || slope.is_nan(), "{}: {}", name, slope);
        }
    }

    /// Relations between functions, far from where terms cancel.
    #[test]
    fn functions_are_related_as_in_the_textbook(x in 0.05_f64..20.0) {
        let near = |a: f64, b: f64, relative: f64| (a - b).abs() <= relative * a.abs().max(b.abs());
        prop_assert!(near(x.logistic() + (-x).logistic(), 1.0, 4e-16));
        // The sum, not the difference: where x is small, both terms are near ln 2.
        prop_assert!(near(x.softplus(), x + (-x).softplus(), 1e-15));
        prop_assert!(near(x.logistic().logit(), x, 1e-8));
        prop_assert!(near(Real::gelu(x) - Real::gelu(-x), x, 1e-15));
        prop_assert!(near(Real::silu(x) - Real::silu(-x), x, 1e-15));
        prop_assert!(near(Real::tgamma(x + 1.0), x * Real::tgamma(x), 1e-14));
        prop_assert!(near(Real::digamma(x + 1.0) - 1.0 / x, Real::digamma(x), 1e-14) || (x - 1.46).abs() < 0.2);
        prop_assert!(near(Real::ln(Real::tgamma(x)), Real::lgamma(x), 1e-13) || (x - 1.5).abs() < 0.7);
        let turn = Real::sinpi(x) * Real::sinpi(x) + Real::cospi(x) * Real::cospi(x);
        prop_assert!(near(turn, 1.0, 1e-15));
        prop_assert!(near(x.logaddexp(-x), x + (-2.0 * x).softplus(), 1e-15));
    }

    /// Single precision has code of its own; it is double precision, rounded.
    #[test]
    #[allow(clippy::cast_possible_truncation, reason = "rounds to single precision")]
    fn single_precision_is_double_precision_rounded(name in any_name(), x in -30.0_f32..30.0) {
        let single: Dual<f32> = unary(name, Dual::variable(x));
        let double: Dual = unary(name, Dual::variable(f64::from(x)));
        // Left of 0 lgamma is a difference of logarithms, whose digits cancel.
        let cancels = name == "lgamma" && x < 0.0;
        // Parameters that are no floats of single precision, and zeros of the slope.
        if !cancels && !name.contains("0.01") && double.slope().abs() > 0.2 && double.value.abs() > 0.2 {
            prop_assert!(ulps_single(single.value, double.value as f32) <= 5, "{:?} {:?}", single, double);
            prop_assert!(ulps_single(single.slope(), double.slope() as f32) <= 5, "{:?} {:?}", single, double);
        }
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
