//! Which operation sits on a kink, and the exact slopes on both sides of it.
#![allow(clippy::float_cmp, reason = "one-sided slopes are exact")]

use calc_scalar::{Kinks, Number, Real, derivative, kinks, kinks_within};

/// Runs a body on germs and on floats: the slopes found, and those of secants to both sides.
macro_rules! case {
    (|$x:ident| $body:expr, $at:expr) => {{
        fn f<R: Real>($x: R) -> R {
            $body
        }
        let at: f64 = $at;
        let found: Kinks = kinks(|x| f(x), at);
        assert_eq!(found.value, f(at));
        // The secants, from the limits: an independent route through plain floats.
        let h = 2e-6_f64;
        let far = |s: f64| f(at + s * h);
        let near = |s: f64| f(at + s * h / 2.0);
        let [left, right] = [-1.0, 1.0].map(|s| (far(s) - near(s)) / (s * h / 2.0));
        for (found, secant) in [(found.left.slope, left), (found.right.slope, right)] {
            if found.is_finite() {
                assert!((found - secant).abs() < 1e-4, "{found} against {secant}");
            }
        }
        for (found, s) in [(found.left.value, -1.0), (found.right.value, 1.0)] {
            assert!((found - far(s)).abs() < 2e-2, "{found} against {}", far(s));
        }
        found
    }};
}

fn names(found: &Kinks) -> Vec<&'static str> {
    found.iter().map(|kink| kink.operation).collect()
}

#[test]
fn the_absolute_value_has_slopes_of_minus_one_and_one() {
    let found = case!(|x| x.abs(), 0.0);
    assert_eq!((found.left.slope, found.right.slope), (-1.0, 1.0));
    assert_eq!(names(&found), ["abs"]);
    let kink = found.iter().next().unwrap();
    assert_eq!((kink.left, kink.right, kink.jump), (-1.0, 1.0, 0.0));
    assert!(!found.is_smooth());
    let beside = case!(|x| x.abs(), 0.5);
    assert!(beside.is_smooth() && beside.total() == 0);
}

#[test]
fn chains_and_nests_of_kinks_are_followed_exactly() {
    let chain = case!(
        |x| (2.0 * (x - 1.0).relu() - 3.0 * (1.0 - x).relu()).relu(),
        1.0
    );
    assert_eq!((chain.left.slope, chain.right.slope), (0.0, 2.0));
    assert_eq!(names(&chain), ["relu", "relu", "relu"]);
    for (x, slopes) in [(-1.0, (-1.0, 1.0)), (0.0, (1.0, -1.0)), (1.0, (-1.0, 1.0))] {
        let nest = case!(|x| (x.abs() - 1.0).abs(), x);
        assert_eq!((nest.left.slope, nest.right.slope), slopes, "at {x}");
        assert_eq!(names(&nest), ["abs"]);
    }
}

#[test]
fn a_tie_goes_to_whom_the_next_moment_belongs() {
    for (x, slopes) in [(0.0, (0.0, 1.0)), (1.0, (1.0, 2.0))] {
        let found = case!(|x| x.max(x.powi(2)), x);
        let slopes = if x == 0.0 { (slopes.0, 1.0) } else { slopes };
        assert_eq!((found.left.slope, found.right.slope), slopes, "at {x}");
        assert_eq!(names(&found), ["max"]);
    }
    let lower = case!(|x| x.min(x.powi(2)), 0.0);
    assert_eq!((lower.left.slope, lower.right.slope), (1.0, 0.0));
    // The tie is broken in the second order only, and then both slopes are the same.
    let touching = case!(|x| x.powi(2).max(x.powi(3)), 0.0);
    assert!(touching.is_smooth() && touching.total() == 1);
    let bounds = case!(|x| (3.0 * x).clamp(0.0, 1.0), 0.0);
    assert_eq!((bounds.left.slope, bounds.right.slope), (0.0, 3.0));
    assert_eq!(names(&bounds), ["max"]);
}

#[test]
fn kinks_that_cancel_leave_a_smooth_function() {
    for found in [
        case!(|x| x * x.abs(), 0.0),
        case!(|x| x.relu() - (-x).relu(), 0.0),
        case!(|x| x.max(-x) - x.abs(), 0.0),
        case!(|x| x.abs().powi(2), 0.0),
    ] {
        assert!(found.is_smooth(), "{found}");
        assert!(found.total() > 0);
    }
}

#[test]
fn jumps_have_a_value_and_a_slope_on_each_side() {
    let floor = case!(|x| x.floor() * x, 2.0);
    assert_eq!((floor.left.value, floor.right.value), (2.0, 4.0));
    assert_eq!((floor.left.slope, floor.right.slope), (1.0, 2.0));
    assert_eq!(floor.iter().next().unwrap().jump, 1.0);
    let square = case!(|x| x.powi(2).floor() + x, 0.0);
    assert!(square.is_smooth(), "{square}");
    let sides = |found: Kinks| (found.left.value, found.right.value);
    assert_eq!(sides(case!(|x| x.ceil(), 2.0)), (2.0, 3.0));
    assert_eq!(sides(case!(|x| (-x).ceil(), 2.0)), (-1.0, -2.0));
    assert_eq!(sides(case!(|x| x.round(), 2.5)), (2.0, 3.0));
    assert_eq!(sides(case!(|x| x.round(), -0.5)), (-1.0, 0.0));
    assert_eq!(sides(case!(|x| x.trunc(), -1.0)), (-1.0, 0.0));
    assert_eq!(sides(case!(|x| x.trunc(), 0.0)), (0.0, 0.0));
    assert_eq!(sides(case!(|x| x.fract(), 3.0)), (1.0, 0.0));
    assert_eq!(sides(case!(|x| x.signum(), 0.0)), (-1.0, 1.0));
    assert_eq!(sides(case!(|x| x.powi(2).signum(), 0.0)), (1.0, 1.0));
    assert_eq!(
        sides(case!(|x| x.rem_euclid(R::constant(2.0)), 4.0)),
        (2.0, 0.0)
    );
    assert_eq!(
        sides(case!(|x| x.fmod(R::constant(2.0)), -4.0)),
        (0.0, -2.0)
    );
    assert_eq!(
        sides(case!(|x| R::constant(3.0).copysign(x), 0.0)),
        (-3.0, 3.0)
    );
    assert_eq!(sides(case!(|x| x.atan2(R::constant(-1.0)), 0.0)), {
        let pi = core::f64::consts::PI;
        (-pi, pi)
    });
}

#[test]
fn lengths_and_roots_start_with_the_right_slope() {
    let length = case!(|x| (3.0 * x).hypot(4.0 * x), 0.0);
    assert_eq!((length.left.slope, length.right.slope), (-5.0, 5.0));
    let root = case!(|x| x.powi(2).sqrt(), 0.0);
    assert_eq!((root.left.slope, root.right.slope), (-1.0, 1.0));
    let vertical = case!(|x| x.cbrt(), 0.0);
    assert_eq!(vertical.left.slope, f64::INFINITY);
    assert_eq!(vertical.right.slope, f64::INFINITY);
    let cube = case!(|x| x.powi(3).cbrt(), 0.0);
    assert_eq!((cube.left.slope, cube.right.slope), (1.0, 1.0));
    let cusp = case!(|x| x.powi(2).cbrt(), 0.0);
    assert_eq!(cusp.right.slope, f64::INFINITY);
    assert_eq!(cusp.left.slope, f64::NEG_INFINITY);
    let found: Kinks = kinks(|x| x.sqrt(), 0.0_f64);
    assert!(found.left.slope.is_nan() && found.right.slope == f64::INFINITY);
    let flat = case!(|x| x.powi(2).powf(1.5), 0.0);
    assert!(flat.is_smooth(), "{flat}");
}

#[test]
fn soft_units_with_a_bend_and_without() {
    let leaky = case!(|x| x.leaky_relu(0.1), 0.0);
    assert_eq!((leaky.left.slope, leaky.right.slope), (0.1, 1.0));
    let bent = case!(|x| x.elu(0.5), 0.0);
    assert_eq!((bent.left.slope, bent.right.slope), (0.5, 1.0));
    let smooth = case!(|x| x.elu(1.0), 0.0);
    assert!(smooth.is_smooth() && smooth.total() == 0);
}

/// Beside kinks, and for smooth functions, both sides are the derivative.
#[test]
fn away_from_kinks_both_slopes_are_the_exact_derivative() {
    fn f<R: Real>(x: R) -> R {
        (x.sin() * x.exp()).abs() + x.max(1.5 - x).sqrt() + (x / (1.0 + x * x)).tanh()
    }
    for k in -20..20 {
        let x = f64::from(k) * 0.37 + 0.05;
        let found: Kinks = kinks(|x| f(x), x);
        let exact = derivative(f, x);
        for slope in [found.left.slope, found.right.slope] {
            assert!((slope - exact).abs() <= 1e-14 * (1.0 + exact.abs()), "{x}");
        }
        assert_eq!(found.total(), 0, "{x}");
    }
}

#[test]
fn the_tolerance_widens_what_is_reported_and_nothing_else() {
    let exact: Kinks = kinks(|x| (2.0 * x).relu(), 1e-4_f64);
    let near: Kinks = kinks_within(|x| (2.0 * x).relu(), 1e-4_f64, 1e-3);
    let far: Kinks = kinks_within(|x| (2.0 * x).relu(), 1e-4_f64, 1e-5);
    assert_eq!([exact.total(), near.total(), far.total()], [0, 1, 0]);
    assert_eq!(near.iter().next().unwrap().argument, 2e-4);
    assert_eq!((near.left.slope, near.right.slope), (2.0, 2.0));
}

#[test]
fn what_does_not_fit_is_counted_and_constants_are_not_kinks() {
    let found: Kinks<f64, 2> = kinks(|x| x.abs() + x.relu() + (-x).relu() + x.signum(), 0.0);
    assert_eq!((found.total(), found.missed()), (4, 2));
    assert_eq!(found.iter().count(), 2);
    assert!(found.to_string().contains("and 2 more"), "{found}");
    let none: Kinks<f64, 0> = kinks(|x| x.abs(), 0.0);
    assert_eq!(none.missed(), 1);
    let constant: Kinks = kinks(|x| x + (x * 0.0).abs(), 0.0_f64);
    assert_eq!(constant.total(), 0);
}

/// As documented: comparisons look at the value only.
#[test]
fn a_branch_by_if_is_not_seen() {
    fn f<R: Number>(x: R) -> R {
        if x > R::ZERO { x } else { -x }
    }
    let found: Kinks = kinks(|x| f(x), 0.0_f64);
    assert!(found.is_smooth() && found.total() == 0);
    assert_eq!(found.right.slope, -1.0);
}

#[test]
fn single_precision_works_alike_and_the_report_can_be_read() {
    let found: Kinks<f32, 4> = kinks(|x| (x - 1.0).abs(), 1.0_f32);
    assert_eq!((found.left.slope, found.right.slope), (-1.0, 1.0));
    let text = found.to_string();
    assert_eq!(
        text,
        "one-sided slopes -1 and 1\noperation 0, abs of 0e0: slopes -1 and 1 beside 0"
    );
}
