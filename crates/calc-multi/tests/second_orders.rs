//! Second derivatives near the ends of the range: by packed second-order numbers, by nested duals, by
//! jets, and in closed form.

#![allow(
    clippy::float_cmp,
    reason = "infinities and reciprocals are meant exactly"
)]

use calc_multi::{hessian, value_gradient_and_hessian};
use calc_scalar::{Dual, Ieee, Real, derivative, second_derivative};

/// The three routes at `x`: jet, nested duals, packed number.
fn routes(
    x: f64,
    by_jet: impl Fn(calc_scalar::Jet<f64, 3>) -> calc_scalar::Jet<f64, 3>,
    nested: impl Fn(Dual<Dual>) -> Dual<Dual>,
    packed: impl Fn(calc_multi::Dual2<f64, 1, 1>) -> calc_multi::Dual2<f64, 1, 1>,
) -> [f64; 3] {
    [
        second_derivative(by_jet, x),
        derivative(|x: Dual| derivative(&nested, x), x),
        hessian(|[x]: [_; 1]| packed(x), [x])[0][0],
    ]
}

/// Where the truth is a normal number the routes meet it; where it overflows they are infinite.
fn all_are(name: &str, x: f64, got: [f64; 3], truth: f64) {
    for (route, got) in ["jet", "nested", "packed"].into_iter().zip(got) {
        let close = if truth.is_infinite() {
            got.is_infinite() && got.signum() == truth.signum()
        } else if truth.abs() < f64::MIN_POSITIVE {
            got.abs() <= f64::MIN_POSITIVE
        } else {
            (got / truth - 1.0).abs() < 1e-12
        };
        assert!(close, "{name} at {x:e} by {route}: {got:e}, not {truth:e}");
    }
}

const SIZES: [f64; 13] = [
    1e-300, 1e-250, 1e-200, 1e-150, 1e-120, 1e-80, 1.0, 1e80, 1e120, 1e150, 1e200, 1e250, 1e300,
];

/// `p(p − 1)·xᵖ⁻²`, through the logarithm so that nothing overflows on the way.
fn closed_form(x: f64, p: f64) -> f64 {
    let factor = p * (p - 1.0);
    factor.signum() * Real::exp2((p - 2.0) * Real::log2(x) + Real::log2(factor.abs()))
}

#[test]
fn powers_with_a_fraction_have_their_second_derivative_at_every_size() {
    for x in SIZES {
        for p in [0.5, 1.5, 2.5, 1.0 / 3.0, -0.5, -1.5, 0.1, 3.7, -2.2] {
            let truth = closed_form(x, p);
            let got = routes(x, |x| x.powf(p), |x| x.powf(p), |x| x.powf(p));
            all_are(&format!("x^{p}"), x, got, truth);
        }
    }
}

/// `p(p − 1)·xᵖ⁻²` is in the range where `(p − 1)·xᵖ⁻²` is not.
#[test]
fn powers_with_a_tiny_exponent_have_their_second_derivative_near_zero() {
    for x in [1e-150, 1e-155, 1e-160, 3e-163] {
        for p in [
            1e-20,
            -1e-20,
            1e-14,
            -3e-18,
            Real::exp2(-50.0),
            -Real::exp2(-52.0),
        ] {
            // The power itself is 1 to the last digits but some.
            let truth = p * (p - 1.0) / x * Real::powf(x, p) / x;
            let got = routes(x, |x| x.powf(p), |x| x.powf(p), |x| x.powf(p));
            all_are(&format!("x^{p}"), x, got, truth);
            let two = hessian(|[x, y]| x.pow(y), [x, p])[0][0];
            all_are(&format!("x^y, y = {p}"), x, [two; 3], truth);
        }
    }
}

#[test]
fn whole_powers_have_their_second_derivative_at_every_size() {
    for x in SIZES {
        for p in [-9, -8, -4, -3, -2, -1, 2, 3, 4, 5, 7, 8, 9, 11] {
            let truth = closed_form(x, f64::from(p));
            let got = routes(x, |x| x.powi(p), |x| x.powi(p), |x| x.powi(p));
            all_are(&format!("x^{p}"), x, got, truth);
        }
    }
}

#[test]
fn powers_of_two_numbers_have_their_second_derivative_along_the_base_at_every_size() {
    for x in SIZES {
        for p in [0.5, 1.5, 3.0, -1.5, -2.0] {
            let truth = closed_form(x, p);
            let packed = hessian(|[x, y]: [_; 2]| x.pow(y), [x, p])[0][0];
            let nested = derivative(
                |x: Dual| derivative(|x: Dual<Dual>| x.pow(Dual::lift(Dual::lift(p))), x),
                x,
            );
            all_are(&format!("x^y, y = {p}"), x, [truth, nested, packed], truth);
        }
    }
}

/// `∂²/∂x∂y xʸ = xʸ⁻¹·(1 + y·ln x)`, which is `1/x` at exponent 0.
#[test]
fn the_mixed_derivative_of_a_power_is_right_at_exponent_zero() {
    for x in [1e-8, 0.3, 1.0, 7.0, 1e200] {
        let [[fxx, fxy], [fyx, fyy]] = hessian(|[x, y]| x.pow(y), [x, 0.0]);
        let ln = Real::ln(x);
        assert_eq!((fxx, fxy, fyx), (0.0, 1.0 / x, 1.0 / x), "at {x:e}");
        assert!((fyy - ln * ln).abs() <= 1e-15 * fyy, "at {x:e}: {fyy}");
        let nested: Dual<Dual<f64, 2>, 2> = Dual::variable_at(Dual::variable_at(x, 0), 0)
            .pow(Dual::variable_at(Dual::variable_at(0.0, 1), 1));
        let [by_x, by_y] = nested.partials.map(|p| p.partials);
        assert_eq!((by_x[1], by_y[0]), (1.0 / x, 1.0 / x), "at {x:e}");
    }
}

/// `x·ln x` falls vertically at 0, whatever number carries the slope.
#[test]
fn x_ln_x_has_the_same_slope_at_zero_with_second_order_numbers() {
    let (value, [slope], _) = value_gradient_and_hessian(|[x]| x.xlogy(x), [0.0]);
    assert_eq!((value, slope), (0.0, -f64::INFINITY));
    assert_eq!(slope, derivative(|x| x.xlogy(x), 0.0));
}

/// `k/(c·x)`, whose rule in `c·x` leaves the range long before the derivatives in `x` do.
#[test]
fn reciprocals_of_scaled_arguments_have_their_second_derivative_at_every_size() {
    for (k, c, x) in [
        (1.0, 1e200, 1e-80),
        (1.0, 1e-200, 1e40),
        (3.0, 1e300, 1e-150),
        (1.0, 1e100, 1.3e7),
        (-7.0, -1e-100, 3e-70),
    ] {
        let truth = k / c / x / x / x * 2.0;
        let [[ieee]] = hessian(|[x]| k / (c * x), [Ieee(x)]);
        all_are("over Ieee", x, [ieee.0; 3], truth);
        let got = routes(x, |x| k / (c * x), |x| k / (c * x), |x| k / (c * x));
        all_are(&format!("{k:e}/({c:e}·x)"), x, got, truth);
        let [slope, other] = hessian(|[x, y]| k / (c * x * y), [x, 1.0])[0];
        all_are("with a second variable", x, [slope; 3], truth);
        all_are("mixed", x, [other; 3], k / c / x / x);
        let [slope, ..] = hessian(|[x, _, _, _, _, _, _]| k / (c * x), [x; 7])[0];
        all_are("of many variables", x, [slope; 3], truth);
    }
}

/// `y²/h³`, `−xy/h³` and `x²/h³`: none of them is a difference.
#[test]
fn every_entry_of_the_hessian_of_a_distance_has_its_digits() {
    for (x, y) in [
        (0.5, 750.0),
        (-1e-8, 3.0),
        (2.0, 1.3e20),
        (1e-90, -1e-10),
        (3e-120, 4e-120),
        (1e-300, 7e-308),
        (4e-311, 1e-310),
        (1.2e308, -1.5e308),
        (f64::MAX, 1e300),
    ] {
        let h = Real::hypot(x * 0.25, y * 0.25);
        let ([sin, cos], h) = ([y / h / 4.0, x / h / 4.0], h * 4.0);
        for (a, b, truth) in [(x, y, sin * sin / h), (y, x, cos * cos / h)] {
            let [[along, mixed], _] = hessian(|[x, y]| x.hypot(y), [a, b]);
            let nested = derivative(
                |x: Dual| derivative(|x: Dual<Dual>| x.hypot(Dual::lift(Dual::lift(b))), x),
                a,
            );
            let jet = second_derivative(|x| x.hypot(calc_scalar::Jet::lift(b)), a);
            all_are(&format!("hypot(x, {b:e})"), a, [jet, nested, along], truth);
            all_are("mixed", a, [mixed; 3], -(sin * cos) / h);
        }
    }
    let nan = hessian(|[x, y]| x.hypot(y), [f64::NAN, f64::INFINITY]);
    assert!(nan.as_flattened().iter().all(|h| h.is_nan()));
}
