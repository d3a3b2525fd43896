//! Seventy-five places where automatic differentiation is known to go wrong, and the conventions at
//! kinks.

#![allow(clippy::float_cmp, reason = "zeros and infinities are meant exactly")]

mod common;

use calc_scalar::{Dual, Jet, Real, derivative, derivatives, second_derivative};
use common::ulps;

/// Written by `data/make_truth.py`.
const EDGES: &str = include_str!("data/edges.txt");

/// The largest distance of a value or slope from the truth; `libm`'s own functions take one of them.
const ULPS: u64 = 2;

/// `xˣ·(ln x + 1)` at 0.5 subtracts 0.69 from 1, which triples the relative error.
const ULPS_OF_SELF_POWER: u64 = 8;

/// The formula with this name.
fn formula<R: Real>(name: &str, x: R) -> R {
    let k = R::constant;
    match name {
        "x.powf(0.5)" => x.powf(0.5),
        "x.powf(0)" => x.powf(0.0),
        "x.powf(1)" => x.powf(1.0),
        "x.powf(2)" => x.powf(2.0),
        "x.powf(3)" => x.powf(3.0),
        "0.pow(x)" => k(0.0).pow(x),
        "x.pow(x)" => x.pow(x),
        "x.powi(0)" => x.powi(0),
        "x.powi(1)" => x.powi(1),
        "x.powi(2)" => x.powi(2),
        "x.powi(-1)" => x.powi(-1),
        "x.powi(-3)" => x.powi(-3),
        "x.powi(MIN)" => x.powi(i32::MIN),
        "x.sqrt()" => x.sqrt(),
        "0.sqrt() + x" => k(0.0).sqrt() + x,
        "0.ln().exp() + x" => k(0.0).ln().exp() + x,
        "x.cbrt()" => x.cbrt(),
        "x.abs()" => x.abs(),
        "x.relu()" => x.relu(),
        "x.tanh()" => x.tanh(),
        "x.sinh()" => x.sinh(),
        "x.exp_m1()" => x.exp_m1(),
        "x.ln_1p()" => x.ln_1p(),
        "x.asin()" => x.asin(),
        "x.acosh()" => x.acosh(),
        "x.atanh()" => x.atanh(),
        "x.asinh()" => x.asinh(),
        "x.atan()" => x.atan(),
        "1e200 / x" => 1e200 / x,
        "1e-200 / x" => 1e-200 / x,
        "x.atan2(1e200)" => x.atan2(k(1e200)),
        "x.atan2(1e-200)" => x.atan2(k(1e-200)),
        "1.atan2(x)" => k(1.0).atan2(x),
        "x.atan2(-1)" => x.atan2(k(-1.0)),
        "x.atan2(0)" => x.atan2(k(0.0)),
        "x.hypot(1e200)" => x.hypot(k(1e200)),
        "x.hypot(3)" => x.hypot(k(3.0)),
        "x.hypot(0)" => x.hypot(k(0.0)),
        "x.logistic()" => x.logistic(),
        "x.max(1)" => x.max(k(1.0)),
        "x.max(x)" => x.max(x),
        "x.max(2)" => x.max(k(2.0)),
        "2.max(x)" => k(2.0).max(x),
        "x.min(2)" => x.min(k(2.0)),
        "x.max(nan)" => x.max(k(f64::NAN)),
        "nan.min(x)" => k(f64::NAN).min(x),
        "x.ln()" => x.ln(),
        "x.log2()" => x.log2(),
        "x.log10()" => x.log10(),
        "x.exp2()" => x.exp2(),
        "x.fract()" => x.fract(),
        "x.floor()" => x.floor(),
        "x.acos()" => x.acos(),
        "x.tan()" => x.tan(),
        _ => panic!("no formula {name}"),
    }
}

/// The lines on which the number type is off, with what it found.
fn failures(evaluate: impl Fn(&str, f64) -> (f64, f64)) -> Vec<String> {
    let mut failures = Vec::new();
    for line in EDGES.lines().filter(|line| !line.starts_with('#')) {
        let [name, x, value, slope] = line.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("four columns: {line}");
        };
        let [x, value, slope] = [x, value, slope].map(|n| n.parse::<f64>().expect("a number"));
        let found = evaluate(name, x);
        let allowed = if name == "x.pow(x)" {
            ULPS_OF_SELF_POWER
        } else {
            ULPS
        };
        if ulps(found.0, value) > ULPS || ulps(found.1, slope) > allowed {
            failures.push(format!("{line}: found {found:?}"));
        }
    }
    failures
}

#[test]
fn duals_are_right_on_every_edge() {
    let failures = failures(|name, x| {
        let y: Dual = formula(name, Dual::variable(x));
        (y.value, y.slope())
    });
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn jets_are_right_on_every_edge() {
    let failures = failures(|name, x| {
        let y: Jet<f64, 2> = formula(name, Jet::variable(x));
        (y.value(), y.coefficient(1))
    });
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn longer_jets_and_wider_duals_are_right_on_every_edge() {
    let long = failures(|name, x| {
        let y: Jet<f64, 6> = formula(name, Jet::variable(x));
        (y.value(), y.coefficient(1))
    });
    assert!(long.is_empty(), "{long:#?}");
    let wide = failures(|name, x| {
        let y: Dual<f64, 3> = formula(name, Dual::variable_at(x, 1));
        assert!(
            y.partials[0] == 0.0 && y.partials[2] == 0.0,
            "{name} at {x}: {y:?}"
        );
        (y.value, y.partials[1])
    });
    assert!(wide.is_empty(), "{wide:#?}");
}

#[test]
fn the_edge_check_sees_a_wrong_value_and_a_wrong_slope() {
    let exact = |name: &str, x: f64| {
        let y: Dual = formula(name, Dual::variable(x));
        (y.value, y.slope())
    };
    let lines = failures(|_, _| (f64::INFINITY, 12_345.0)).len();
    assert_eq!(lines, EDGES.lines().count() - 1);
    let off = failures(|name, x| (exact(name, x).0, exact(name, x).1 * (1.0 + 1e-15)));
    assert!(off.len() > 20);
    let off = failures(|name, x| (exact(name, x).0 * (1.0 + 1e-15), exact(name, x).1));
    assert!(off.len() > 20);
}

/// `1/(1 + e⁻ˣ)` at −800 is `1/∞`, and its slope `0·∞`: the zero wins. `logistic` needs no such rule.
#[test]
fn the_slope_of_the_naive_sigmoid_underflows_to_zero() {
    let naive: Dual = 1.0 / (1.0 + (-Dual::variable(-800.0)).exp());
    assert_eq!((naive.value, naive.slope()), (0.0, 0.0));
    let right: Dual = Dual::variable(-800.0).logistic();
    assert_eq!((right.value, right.slope()), (0.0, 0.0));
}

/// At the ends of a domain an infinite slope meets a zero: `x·√x`, a branch not taken, a factor of 0.
/// Two zeros that hide each other's slope are the price.
#[test]
fn a_zero_stops_an_infinite_slope() {
    type F<R> = fn(R) -> R;
    fn cases<R: Real>() -> [(F<R>, f64); 7] {
        [
            (|x| x * x.sqrt(), 0.0),
            (|x| x.cbrt() * x, 0.0),
            (|x| x.sqrt().max(R::constant(1.0)), 0.0),
            (|x| (x.sqrt() - 1.0).relu(), 0.0),
            (|x| 0.0 * x.sqrt() + x, 1.0),
            (|x| (x - 1.0).asin() * x, -core::f64::consts::FRAC_PI_2),
            (|x| x.sqrt() * x.sqrt(), 0.0),
        ]
    }
    let duals = cases::<Dual>().map(|(f, slope)| (f(Dual::variable(0.0)).slope(), slope));
    let jets = cases::<Jet>().map(|(f, slope)| (f(Jet::variable(0.0)).coefficient(1), slope));
    for (k, (found, slope)) in duals.into_iter().chain(jets).enumerate() {
        assert_eq!(found, slope, "case {}", k % 7);
    }
}

/// Where the value is NaN a factor of zero does not hide it.
#[test]
fn outside_the_domain_a_zero_does_not_help() {
    for (x, f) in [
        (-1.0, (|x| (x + 1.0) * x.sqrt()) as fn(Dual) -> Dual),
        (0.0, |x| x * x.ln()),
        (-1.0, |x| 0.0 * x.ln()),
        (0.0, |x| x / x),
        (f64::INFINITY, |x| 0.0 * x),
        (f64::INFINITY, |x| x.fract()),
        (1.0, |x| x.rem_euclid(x - 1.0)),
    ] {
        let y = f(Dual::variable(x));
        assert!(y.value.is_nan() && y.slope().is_nan(), "{x}: {y:?}");
    }
}

/// The second derivative where the first is infinite, from the right, by jets and by nested duals.
#[test]
fn second_derivatives_at_vertical_tangents_and_poles_are_infinite() {
    type Case = (f64, fn(Jet) -> Jet, fn(Dual<Dual>) -> Dual<Dual>, f64);
    let inf = f64::INFINITY;
    let cases: [Case; 13] = [
        (0.0, |x| x.logit(), |x| x.logit(), -inf),
        (-0.0, |x| x.logit(), |x| x.logit(), -inf),
        (1.0, |x| x.logit(), |x| x.logit(), inf),
        (0.0, |x| x.xlogy(x), |x| x.xlogy(x), inf),
        (0.0, |x| x.sqrt(), |x| x.sqrt(), -inf),
        (0.0, |x| x.cbrt(), |x| x.cbrt(), -inf),
        (-0.0, |x| x.cbrt(), |x| x.cbrt(), -inf),
        (1.0, |x| x.asin(), |x| x.asin(), inf),
        (-1.0, |x| x.asin(), |x| x.asin(), -inf),
        (0.0, |x| x.powi(-2), |x| x.powi(-2), inf),
        (-0.0, |x| x.powi(-1), |x| x.powi(-1), -inf),
        (0.0, |x| x.powi(-9), |x| x.powi(-9), inf),
        (0.0, |x| x.ln(), |x| x.ln(), -inf),
    ];
    for (k, (x, jet, dual, expected)) in cases.into_iter().enumerate() {
        assert_eq!(second_derivative(jet, x), expected, "case {k}");
        let nested = dual(Dual::variable(Dual::variable(x)));
        assert_eq!(nested.slope().slope(), expected, "case {k}");
    }
}

/// `x·ln x` has slope `ln x + 1` and second derivative `1/x`, also where `1/x²` is no number.
#[test]
fn the_taylor_coefficients_of_x_ln_x_last_to_the_ends_of_the_range() {
    for x in [
        5e-324,
        1e-310,
        1e-200,
        1e-20,
        0.5,
        1e20,
        1e200,
        1e307,
        f64::MAX,
    ] {
        let [_, slope, second, _]: [f64; 4] = derivatives(|x| x.xlogy(x), x);
        assert_eq!(slope, Real::ln(x) + 1.0, "{x:e}");
        assert!(ulps(second, 1.0 / x) <= 2, "{x:e}: {second:e}");
    }
    let [value, slope]: [f64; 2] = derivatives(|x| x.xlogy(x), 0.0);
    assert_eq!((value, slope), (0.0, -f64::INFINITY));
    assert_eq!(slope, derivative(|x| x.xlogy(x), 0.0));
    // An ordinary point, by the product rule.
    let [a, b]: [[f64; 5]; 2] = [
        derivatives(|x| (x - 0.5).xlogy(x * x), 0.7),
        derivatives(|x| (x - 0.5) * (x * x).ln(), 0.7),
    ];
    assert!(
        a.iter()
            .zip(b)
            .all(|(a, b)| (a - b).abs() <= 1e-14 * b.abs()),
        "{a:?} {b:?}"
    );
}

/// Rounded, the exponent less 1 is −1, a whole number: then `xᵖ⁻¹` has values where `xᵖ` has none.
#[test]
fn a_tiny_exponent_has_no_slope_below_zero_and_an_infinite_one_at_either_zero() {
    for p in [1e-20, -1e-20, 4e-17] {
        for x in [-1.0, -1e-310, -3.5, -1e300] {
            let y: Dual = Dual::variable(x).powf(p);
            assert!(y.value.is_nan() && y.slope().is_nan(), "{x}^{p}: {y:?}");
            let y: Dual = Dual::variable(x).pow(Dual::lift(p));
            assert!(y.value.is_nan() && y.slope().is_nan(), "{x}^{p}: {y:?}");
        }
    }
    for zero in [0.0, -0.0] {
        let slope = derivative(|x| x.powf(1e-20), zero);
        assert_eq!(slope, f64::INFINITY, "{zero:?}");
    }
}

/// Powers, angles and powers of two where a value is infinite or a slope is, against their limits.
#[test]
fn slopes_far_out_are_their_limits() {
    let inf = f64::INFINITY;
    for (p, slope) in [(0.5, 0.0), (1.5, inf), (2.0, inf), (-0.5, 0.0), (-1.0, 0.0)] {
        assert_eq!(derivative(|x| x.powf(p), inf), slope, "x^{p}");
        assert_eq!(derivative(|x| x.pow(Dual::lift(p)), inf), slope, "x^{p}");
    }
    assert_eq!(derivative(|x| x.powi(3), inf), inf);
    for (y, x) in [(inf, 0.5), (-inf, 2.0), (0.5, inf), (1.0, -inf), (inf, inf)] {
        let by_y: [f64; 3] = derivatives(|y: Jet| y.atan2(Jet::lift(x)), y);
        let by_x: [f64; 3] = derivatives(|x: Jet| Jet::lift(y).atan2(x), x);
        let value = Real::atan2(y, x);
        assert_eq!((by_y, by_x), ([value, 0.0, 0.0], [value, 0.0, 0.0]));
        let dual: Dual<f64, 2> = Dual::variable_at(y, 0).atan2(Dual::variable_at(x, 1));
        assert_eq!(dual.partials, [0.0, 0.0]);
    }
    let [value, slope, second]: [f64; 3] = derivatives(|x: Jet| x.exp2(), 1024.25);
    assert_eq!(value, inf);
    assert!(ulps(slope, derivative(|x| x.exp2(), 1024.25)) <= 2);
    assert!(ulps(slope, Real::exp2(1023.25) * core::f64::consts::LN_2 * 2.0) <= 2);
    assert!(ulps(second, slope * core::f64::consts::LN_2) <= 4);
}

#[test]
fn the_slope_of_a_remainder_is_the_whole_quotient_where_a_difference_would_overflow() {
    let by_y = |x, y| derivative(|y| Dual::lift(x).rem_euclid(y), y);
    assert_eq!(by_y(-1.3e308_f64, 1.2e308), 2.0);
    assert_eq!(by_y(-1.3e308_f64, -1.2e308), -2.0);
    // And where it would round by more than half of the divisor.
    let quotient = derivative(|y| Dual::lift(-7.175_257_6e8_f32).fmod(y), -94.254_425_f32);
    assert_eq!(quotient, -7_612_647.0);
}

#[test]
fn a_negative_power_of_zero_falls_infinitely_fast_with_its_exponent_in_jets_too() {
    for exponent in [-0.5, -1.0, -2.5] {
        let [value, slope, _]: [f64; 3] = derivatives(|y: Jet| Jet::lift(0.0).pow(y), exponent);
        assert_eq!((value, slope), (f64::INFINITY, f64::NEG_INFINITY));
        assert_eq!(slope, derivative(|y| Dual::lift(0.0).pow(y), exponent));
    }
}

/// Exponents above 2²⁴, whose predecessors single precision does not have: an odd power of a negative base is negative.
#[test]
fn a_large_even_power_falls_left_of_zero_and_its_reciprocal_rises() {
    for (p, x, slope) in [
        (16_777_218.0_f32, -2.0_f32, f32::NEG_INFINITY),
        (33_554_432.0, -1e38, f32::NEG_INFINITY),
        (33_554_432.0, f32::NEG_INFINITY, f32::NEG_INFINITY),
        (33_554_432.0, 2.0, f32::INFINITY),
        (-16_777_216.0, -0.5, f32::INFINITY),
        (-33_554_432.0, -0.0, f32::INFINITY),
        (-33_554_432.0, 0.0, f32::NEG_INFINITY),
        (-33_554_432.0, -1.0, 33_554_432.0),
    ] {
        let found: Dual<f32> = Dual::variable(x).powf(p);
        assert_eq!(found.slope(), slope, "{x}^{p}");
        let found: Dual<f32> = Dual::variable(x).pow(Dual::lift(p));
        assert_eq!(found.slope(), slope, "{x}^{p}, two numbers");
        let found: Jet<f32, 3> = Jet::variable(x).powf(p);
        assert_eq!(found.coefficient(1), slope, "{x}^{p}, jet");
    }
}

#[test]
fn negative_powers_know_the_side_of_zero_in_jets_too() {
    for p in [-1.0, -2.0, -3.0, -40.0] {
        for zero in [0.0, -0.0] {
            let by_jet: [f64; 3] = derivatives(|x| x.powf(p), zero);
            let nested = Dual::variable(Dual::variable(zero)).powf(p);
            let expected = [
                nested.value.value,
                nested.slope().value,
                nested.slope().slope(),
            ];
            assert_eq!(by_jet, expected, "{zero:?}^{p}");
        }
    }
}

/// The limits: as far out as one coordinate is, the others do not count, and two are equally far.
#[test]
fn at_infinity_the_slopes_of_a_distance_are_its_direction() {
    let (inf, half) = (f64::INFINITY, core::f64::consts::FRAC_1_SQRT_2);
    for (x, y, by_x, by_y) in [
        (inf, 1.0, 1.0, 0.0),
        (-inf, 1e308, -1.0, 0.0),
        (0.0, -inf, 0.0, -1.0),
        (inf, inf, half, half),
        (inf, -inf, half, -half),
    ] {
        let slopes = |f: fn(Dual<f64, 2>, Dual<f64, 2>) -> Dual<f64, 2>| {
            f(Dual::variable_at(x, 0), Dual::variable_at(y, 1)).partials
        };
        let close = |[a, b]: [f64; 2]| ulps(a, by_x) <= 1 && ulps(b, by_y) <= 1;
        assert!(close(slopes(Real::hypot)), "hypot({x}, {y})");
        assert!(close(slopes(|x, y| Real::norm(&[x, y]))), "‖({x}, {y})‖");
        let jets = |f: fn(Jet, Jet) -> Jet| {
            let [_, a, c]: [f64; 3] = derivatives(|x| f(x, Jet::lift(y)), x);
            let [_, b, d]: [f64; 3] = derivatives(|y| f(Jet::lift(x), y), y);
            assert_eq!((c, d), (0.0, 0.0));
            [a, b]
        };
        assert!(close(jets(Real::hypot)), "jets of hypot({x}, {y})");
        assert!(
            close(jets(|x, y| Real::norm(&[x, y]))),
            "jets of ‖({x}, {y})‖"
        );
    }
    let three = derivative(|x| Real::norm(&[x, -x, Dual::lift(3.0), x]), inf);
    assert!(ulps(three, Real::sqrt(3.0)) <= 2, "{three}");
    for slope in [
        derivative(|x| x.hypot(Dual::lift(f64::NAN)), inf),
        derivative(|x| Real::norm(&[x, Dual::lift(f64::NAN)]), inf),
    ] {
        assert!(slope.is_nan());
    }
}

/// `−x⁻⁴` where `x⁻⁴/4!` has lost its digits to the end of the range and the slope has not.
#[test]
fn jets_of_polygamma_have_the_slope_of_duals_at_the_end_of_the_range() {
    for x in [3.0e9_f32, 4.0e9, 4.5e9] {
        for n in 1..5 {
            let [_, slope, _]: [f32; 3] = derivatives(|x| x.polygamma(n), x);
            assert_eq!(slope, derivative(|x| x.polygamma(n), x), "order {n} at {x}");
        }
    }
}

/// Second derivatives where the first is not finite, or not there.
#[test]
fn every_number_type_has_the_same_second_derivative_far_out_and_outside_the_domain() {
    type Case = (f64, fn(Jet) -> Jet, fn(Dual<Dual>) -> Dual<Dual>, f64);
    let inf = f64::INFINITY;
    let cases: [Case; 8] = [
        (inf, |x| x.powi(13), |x| x.powi(13), inf),
        (-inf, |x| x.powi(13), |x| x.powi(13), -inf),
        (inf, |x| x.powf(2.5), |x| x.powf(2.5), inf),
        (-inf, |x| x.powf(3.0), |x| x.powf(3.0), -inf),
        (inf, |x| x.powf(1.5), |x| x.powf(1.5), 0.0),
        (1e120, |x| x.atanh(), |x| x.atanh(), f64::NAN),
        (-inf, |x| x.atanh(), |x| x.atanh(), f64::NAN),
        (
            0.0,
            |y| Jet::lift(0.0).xlogy(y),
            |y| Dual::lift(Dual::lift(0.0)).xlogy(y),
            0.0,
        ),
    ];
    for (k, (x, jet, dual, expected)) in cases.into_iter().enumerate() {
        let nested = dual(Dual::variable(Dual::variable(x))).slope().slope();
        for found in [second_derivative(jet, x), nested] {
            let both_nan = found.is_nan() && expected.is_nan();
            assert!(both_nan || found == expected, "case {k} at {x}: {found}");
        }
    }
}

/// `∂²/∂x∂y xʸ = xʸ⁻¹·(1 + y·ln x)`, each variable in a layer of its own.
#[test]
fn an_exponent_that_is_constant_in_a_jet_and_moves_within_it_keeps_its_slope() {
    for (x, y) in [(1.3, 0.7), (0.3, 2.0), (7.0, -1.5), (2.0, 0.0)] {
        let mixed = Real::powf(x, y - 1.0) * (1.0 + y * Real::ln(x));
        let by_exponent = Real::powf(x, y) * Real::ln(x);
        let base: Jet<Dual, 4> = Jet::variable(Dual::lift(x));
        let power = base.pow(Jet::lift(Dual::variable(y)));
        let within = Jet::<Jet, 3>::variable(Jet::lift(x)).pow(Jet::lift(Jet::variable(y)));
        for (found, expected) in [
            (power.value().slope(), by_exponent),
            (power.coefficient(1).slope(), mixed),
            (within.value().coefficient(1), by_exponent),
            (within.coefficient(1).coefficient(1), mixed),
        ] {
            assert!(
                (found - expected).abs() <= 1e-14,
                "{x}^{y}: {found} {expected}"
            );
        }
    }
}
