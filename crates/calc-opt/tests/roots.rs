//! Roots: two routes to the same number, counts that are true, and no wrong answer where it is hard.

#![allow(clippy::float_cmp, reason = "exact values are asserted on purpose")]

use core::cell::Cell;

use calc_opt::Stopped;
use calc_opt::root::{
    self, Bisection, BitBisection, Brent, Chandrupatla, FalsePosition, Itp, Method, ModAb, Newton,
    Ridders, Root, RootError, Search, SignChange, Toms748, Weight,
};
use calc_scalar::{Dual, Float, Jet, Real};
use proptest::prelude::*;

type Outcome<T> = Result<Root<T>, RootError<T>>;
type Solver<T> = fn(&mut dyn FnMut(T) -> T, T, T) -> Outcome<T>;

fn by<T: Float, M: Method<T>>(f: &mut dyn FnMut(T) -> T, a: T, b: T, method: M) -> Outcome<T> {
    let mut search = Search::new(a, b, method);
    while let Some(x) = search.next() {
        search.tell(f(x));
    }
    search.result()
}

/// Every method that needs values alone.
fn solvers<T: Float>() -> [(&'static str, Solver<T>); 11] {
    [
        ("find", |f, a, b| root::find(f, a, b)),
        ("bisection", |f, a, b| by(f, a, b, Bisection)),
        ("brent", |f, a, b| by(f, a, b, Brent::new())),
        ("chandrupatla", |f, a, b| by(f, a, b, Chandrupatla)),
        ("toms748", |f, a, b| by(f, a, b, Toms748::new())),
        ("itp", |f, a, b| by(f, a, b, Itp::new())),
        ("bits", |f, a, b| by(f, a, b, BitBisection)),
        ("ridders", |f, a, b| by(f, a, b, Ridders::new())),
        ("modab", |f, a, b| by(f, a, b, ModAb::new())),
        ("illinois", |f, a, b| {
            by(f, a, b, FalsePosition::new(Weight::Half))
        }),
        ("pegasus", |f, a, b| {
            by(f, a, b, FalsePosition::new(Weight::Pegasus))
        }),
    ]
}

/// Runs every method on `f`; the count reported must be the count made.
fn each<T: Float>(f: impl Fn(T) -> T, a: T, b: T, check: impl Fn(&'static str, Outcome<T>, u32)) {
    for (name, solve) in solvers() {
        let runs = Cell::new(0);
        let mut counted = |x| {
            runs.set(runs.get() + 1);
            f(x)
        };
        let outcome = solve(&mut counted, a, b);
        let told = match outcome {
            Ok(root) => root.evaluations,
            Err(error) => error.best().evaluations,
        };
        assert_eq!(told, runs.get(), "{name}");
        check(name, outcome, runs.get());
    }
}

/// All methods find `expected` to a few ulps, within the guaranteed number of runs.
fn finds<T: Float>(f: impl Fn(T) -> T, a: T, b: T, expected: T, off: T, bound: u32) {
    each(f, a, b, |name, outcome, runs| {
        let root = outcome.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!((root.x - expected).magnitude() <= off, "{name}: {root:?}");
        assert!(
            root.stopped.is_solution() && runs <= bound,
            "{name}: {root:?}"
        );
        assert_eq!(root.sign_change, SignChange::Root, "{name}: {root:?}");
    });
}

fn line<T: Float>(x: T, at: f64) -> T {
    x - T::literal(at)
}

#[test]
fn a_simple_root_is_found_from_either_order_of_the_ends() {
    let f = |x: f64| Real::cos(x) - x;
    finds(f, 0.0, 1.0, 0.739_085_133_215_160_6, 4e-16, 66);
    finds(f, 1.0, 0.0, 0.739_085_133_215_160_6, 4e-16, 66);
}

#[test]
fn a_root_at_an_end_takes_at_most_two_runs() {
    finds(|x| line(x, 0.0), 0.0, 1.0, 0.0, 0.0, 1);
    finds(|x| line(x, 1.0), 0.0, 1.0, 1.0, 0.0, 2);
}

#[test]
fn tiny_and_huge_values_do_not_matter() {
    finds(|x| 1e-200 * (x - 0.3), 0.0, 1.0, 0.3, 1e-15, 66);
    finds(|x| 1e300 * (x - 0.3), 0.0, 1.0, 0.3, 1e-15, 66);
    finds(|x| f64::MIN_POSITIVE * (x - 0.3), 0.0, 1.0, 0.3, 1e-15, 66);
}

#[test]
fn tiny_and_huge_arguments_do_not_matter() {
    finds(|x| line(x, 0.3), -1e308, 1e308, 0.3, 1e-15, 130);
    finds(|x| x - 1e-310, -1.0, 1.0, 1e-310, 0.0, 130);
    finds(|x: f64| 1e-3 * x + 1e-20, -1e308, 1e300, -1e-17, 1e-32, 130);
    finds(|x: f32| x - 1e-40, -1e38, 1e38, 1e-40, 0.0, 66);
}

#[test]
fn a_flat_root_is_found_as_far_as_the_values_allow() {
    finds(|x| Real::powi(x - 0.3, 19), 0.0, 1.0, 0.3, 1e-15, 130);
    // Beyond 1e-17 the values underflow to zero, and every such x is a root.
    finds(|x| Real::powi(x - 0.3, 19), -7.0, 1.0, 0.3, 1e-15, 130);
}

#[test]
fn an_interval_may_be_infinite() {
    let infinity = f64::INFINITY;
    finds(|x| line(x, 0.3), -infinity, infinity, 0.3, 1e-15, 130);
    finds(|x| line(x, 1e5), 1.0, infinity, 1e5, 1e-10, 130);
    // At the largest number ∞ − ∞, nearer it is a number.
    finds(
        |x: f64| x * x * 7.0 - x * x * x,
        1.0,
        infinity,
        7.0,
        1e-14,
        130,
    );
    // It tends to zero, which is no root.
    let decay = |x: f64| (x - 2.0) * Real::exp(-x);
    finds(decay, 0.0, infinity, 2.0, 1e-15, 130);
    finds(|x: f32| x - 3.0, f32::NEG_INFINITY, 5.0, 3.0, 1e-6, 66);
}

#[test]
fn a_bracket_is_found_from_a_guess() {
    for (f, x0, step, expected) in [
        (
            (|x| Real::exp(x) - 1e6) as fn(f64) -> f64,
            0.0,
            1.0,
            Real::ln(1e6),
        ),
        (|x| Real::ln(x) + 3.0, 1.0, 0.1, Real::exp(-3.0)),
        (|x| x + 1e6, 0.0, 1.0, -1e6),
        (|x| x - 2.0, 2.0, 1.0, 2.0),
    ] {
        let mut runs = 0;
        let root = root::find_from(
            |x| {
                runs += 1;
                f(x)
            },
            x0,
            step,
        )
        .unwrap();
        assert!(
            (root.x - expected).abs() <= 1e-14 * expected.abs(),
            "{root:?}"
        );
        assert_eq!(root.evaluations, runs);
        let (low, high) = root::bracket(f, x0, step).unwrap();
        assert!(low.value * high.value <= 0.0 && low.x <= expected && expected <= high.x);
    }
}

#[test]
fn no_bracket_is_an_error_with_the_best_point() {
    let none = root::bracket(|x: f64| x * x + 1.0, 3.0, 0.5).unwrap_err();
    assert!(matches!(none, RootError::NoSignChange { .. }), "{none}");
    assert!(none.best().evaluations <= 66);
    let nowhere = root::bracket(|_| f64::NAN, 3.0, 0.5).unwrap_err();
    assert!(matches!(nowhere, RootError::NotFinite { .. }), "{nowhere}");
    for (x0, step) in [(f64::NAN, 1.0), (0.0, 0.0), (0.0, f64::INFINITY)] {
        let bad = root::bracket(|x| x, x0, step).unwrap_err();
        assert!(matches!(bad, RootError::BadInterval { .. }), "{bad}");
    }
}

#[test]
fn methods_of_higher_order_need_fewer_runs() {
    let f = |x: f64| Real::exp(x) - 2.0;
    let expected = core::f64::consts::LN_2;
    let runs = [
        root::newton(|x| x.exp() - 2.0, 2.0_f64).unwrap(),
        root::halley(|x| x.exp() - 2.0, 2.0_f64).unwrap(),
        root::householder(|x: Jet<f64, 4>| x.exp() - 2.0, 2.0).unwrap(),
        root::householder(|x: Jet<f64, 8>| x.exp() - 2.0, 2.0).unwrap(),
    ]
    .map(|root| {
        assert!((root.x - expected).abs() < 2e-16, "{root:?}");
        root.evaluations
    });
    assert!(runs.is_sorted_by(|a, b| a >= b), "{runs:?}");
    assert!(runs[3] < runs[0], "{runs:?}");
    let steffensen = root::steffensen(f, 1.0).unwrap();
    assert!((steffensen.x - expected).abs() < 2e-16, "{steffensen:?}");
    assert!(steffensen.evaluations <= 16, "{steffensen:?}");
}

#[test]
fn householder_with_two_coefficients_is_newton() {
    let newton = root::newton(|x| x.sin() - 0.4, 1.2_f64).unwrap();
    let same = root::householder(|x: Jet<f64, 2>| x.sin() - 0.4, 1.2).unwrap();
    assert_eq!(newton.evaluations, same.evaluations);
    assert!((newton.x - same.x).abs() <= f64::EPSILON);
}

#[test]
fn an_infinity_counts_as_a_sign() {
    let ln = |x: f64| Real::ln(x) + 1.0;
    finds(ln, 0.0, 1.0, Real::exp(-1.0), 1e-15, 130);
    finds(
        |x: f64| Real::exp(x) - 1e300,
        0.0,
        1e4,
        Real::ln(1e300),
        1e-12,
        130,
    );
}

#[test]
fn the_same_sign_at_both_ends_is_an_error_with_both_values() {
    each(
        |x| x * x + 1.0,
        -1.0,
        2.0_f64,
        |name, outcome, runs| {
            let Err(RootError::NoSignChange {
                at_low,
                at_high,
                best,
            }) = outcome
            else {
                panic!("{name}: {outcome:?}")
            };
            assert_eq!((at_low, at_high, runs), (2.0, 5.0, 2));
            assert_eq!((best.x, best.value, best.bracket), (-1.0, 2.0, (-1.0, 2.0)));
            let text = outcome.unwrap_err().to_string();
            assert!(text.contains("f(-1.0) = 2.0 and f(2.0) = 5.0"), "{text}");
        },
    );
}

#[test]
fn a_pole_is_not_a_root() {
    for (a, b) in [
        (0.0, 1.0),
        (-1e6, 1e3),
        (0.3 - 1e-9, 1.0),
        (-5.0, 0.300_000_1),
    ] {
        each(
            |x| 1.0 / (x - 0.3),
            a,
            b,
            |name, outcome, runs| {
                let Err(RootError::Pole { best }) = outcome else {
                    panic!("{name} on [{a}, {b}]: {outcome:?}")
                };
                assert_eq!(best.sign_change, SignChange::Pole);
                assert!(
                    runs <= 130 && (best.x - 0.3).abs() < 1e-15,
                    "{name}: {best:?}"
                );
            },
        );
    }
    // At 0 the floats go down to where 1/x overflows, on both sides or on one.
    for (a, b) in [(-1.0, 2.0), (-1.0, 1.0), (-1e-300, 3.0), (-5.0, 1e-310)] {
        each(
            |x| 1.0 / x,
            a,
            b,
            |name, outcome, _| {
                assert!(
                    matches!(outcome, Err(RootError::Pole { .. })),
                    "{name} of 1/x on [{a}, {b}]: {outcome:?}"
                );
            },
        );
        each(
            |x| 1.0 / (x * x * x),
            a,
            b,
            |name, outcome, _| {
                assert!(
                    matches!(outcome, Err(RootError::Pole { .. })),
                    "{name} of 1/x³ on [{a}, {b}]: {outcome:?}"
                );
            },
        );
    }
    each(Real::tan, 1.0, 2.0_f64, |name, outcome, _| {
        assert!(
            matches!(outcome, Err(RootError::Pole { .. })),
            "{name}: {outcome:?}"
        );
    });
    each(
        |x| Real::powi(x - 0.3, -3),
        0.0,
        1.0_f64,
        |name, outcome, _| {
            assert!(
                matches!(outcome, Err(RootError::Pole { .. })),
                "{name}: {outcome:?}"
            );
        },
    );
    each(
        |x: f32| 1.0 / (x - 0.3),
        0.0,
        1.0,
        |name, outcome, runs| {
            assert!(
                matches!(outcome, Err(RootError::Pole { .. })),
                "{name}: {outcome:?}"
            );
            assert!(runs <= 66);
        },
    );
}

#[test]
fn a_jump_is_told_from_a_root() {
    let sign = |x: f64| if x < 0.3 { -1.0 } else { 1.0 };
    let sloped = |x: f64| if x < 0.3 { x - 2.0 } else { x + 2.0 };
    each(sign, 0.0, 1.0, |name, outcome, _| {
        assert_eq!(outcome.unwrap().sign_change, SignChange::Jump, "{name}");
    });
    each(sloped, 0.0, 1.0, |name, outcome, _| {
        assert_eq!(outcome.unwrap().sign_change, SignChange::Jump, "{name}");
    });
    for jump in [0.1, 0.147, 0.5] {
        for (a, b) in [(-1.0, 2.0), (2.0, -1.0), (-1.0, 3.0), (-7.0, 90.0)] {
            each(
                |x: f64| x.floor() + jump,
                a,
                b,
                |name, outcome, _| {
                    let outcome = outcome.unwrap();
                    assert_eq!(outcome.sign_change, SignChange::Jump, "{name}: {outcome:?}");
                },
            );
        }
    }
}

#[test]
fn a_steep_root_is_not_taken_for_a_jump() {
    finds(|x| Real::cbrt(x - 0.3), 0.0, 1.0, 0.3, 1e-15, 130);
    finds(|x| Real::tanh(1e12 * (x - 0.3)), 0.0, 1.0, 0.3, 1e-15, 130);
}

#[test]
fn nan_is_an_error_that_names_its_place() {
    for (a, b, at) in [(-1.0, 4.0, -1.0), (4.0, -1.0, -1.0)] {
        each(
            |x: f64| Real::sqrt(x) - 1.5,
            a,
            b,
            |name, outcome, _| {
                let Err(RootError::NotFinite { x, .. }) = outcome else {
                    panic!("{name}: {outcome:?}")
                };
                assert_eq!(x, at, "{name}");
            },
        );
    }
    let hole = |x: f64| {
        if (x - 0.5).abs() < 0.3 {
            f64::NAN
        } else {
            x - 0.4
        }
    };
    each(hole, 0.0, 1.0, |name, outcome, runs| {
        let Err(RootError::NotFinite { x, best }) = outcome else {
            panic!("{name}: {outcome:?}")
        };
        // Counting floats, [0, 1] is halved ten times before a point is above 0.2.
        assert!(hole(x).is_nan() && runs <= 14, "{name}");
        assert!(
            best.value.abs() <= 0.6 && best.stopped == Stopped::NotFinite,
            "{name}"
        );
    });
}

#[test]
fn ends_that_make_no_interval_are_refused_before_any_run() {
    for (a, b) in [
        (1.0, 1.0),
        (f64::NAN, 1.0),
        (0.0, f64::NAN),
        (f64::INFINITY, f64::INFINITY),
    ] {
        each(
            |x| x,
            a,
            b,
            |name, outcome, runs| {
                assert!(
                    matches!(outcome, Err(RootError::BadInterval { .. })),
                    "{name}"
                );
                assert_eq!(runs, 0);
            },
        );
    }
}

#[test]
fn a_small_value_is_not_taken_for_a_root() {
    // |f(31)| = 31·e⁻³¹·40 ≈ 4e-11: searches that stop on small values answer 31.
    finds(|x| -40.0 * x * Real::exp(-x), -9.0, 31.0, 0.0, 1e-300, 130);
}

#[test]
fn the_budget_is_kept_and_the_best_point_is_inside_the_error() {
    let mut search = Search::new(0.0, 2.0, Bisection).max_evaluations(5);
    while let Some(x) = search.next() {
        search.tell(x * x - 2.0);
    }
    let Err(RootError::OutOfEvaluations { best }) = search.result() else {
        panic!("{:?}", search.result())
    };
    assert_eq!(
        (best.evaluations, best.stopped),
        (5, Stopped::OutOfEvaluations)
    );
    let (low, high) = best.bracket;
    assert!(low * low < 2.0 && high * high > 2.0 && high - low == 0.25);
}

#[test]
fn the_bracket_is_as_narrow_as_asked() {
    let mut search = Search::new(0.0, 2.0, Chandrupatla).x_abs(1e-3).x_rel(0.0);
    while let Some(x) = search.next() {
        search.tell(x * x - 2.0);
    }
    let root = search.result().unwrap();
    let (low, high) = root.bracket;
    assert!(high - low <= 1e-3 && low * low < 2.0 && high * high > 2.0);
    assert!(root.evaluations < 10, "{root:?}");
}

#[test]
fn newton_from_a_point_says_where_it_cannot_go_on() {
    let square_plus_one = |x: Dual| x * x + 1.0;
    assert!(matches!(
        root::newton(square_plus_one, 0.0),
        Err(RootError::Flat { .. })
    ));
    assert!(root::newton(square_plus_one, 0.7).is_err());
    assert!(root::newton(|x| 1.0 / (x - 0.3), 0.4_f64).is_err());
    assert!(matches!(
        root::newton(|x| x.ln(), -1.0_f64),
        Err(RootError::NotFinite { x: -1.0, .. })
    ));
    // Undamped, this runs away from |x₀| > 1.39.
    let root = root::newton(|x| x.atan(), 20.0_f64).unwrap();
    assert!(root.x.abs() < 1e-15);
}

#[test]
fn a_root_at_a_start_of_the_secant_method_ends_it() {
    assert_eq!(
        root::secant(|x| x - 1.0, 1.0, 3.0_f64).unwrap().evaluations,
        1
    );
    assert_eq!(
        root::secant(|x| x - 1.0, 3.0, 5.0_f64).unwrap().evaluations,
        3
    );
}

#[test]
fn open_methods_count_their_runs() {
    let runs = Cell::new(0);
    let root = root::newton(
        |x: Dual| {
            runs.set(runs.get() + 1);
            x.powi(3) - 2.0
        },
        10.0,
    );
    assert_eq!(root.unwrap().evaluations, runs.get());
    runs.set(0);
    let root = root::secant(
        |x: f64| {
            runs.set(runs.get() + 1);
            x * x * x - 2.0
        },
        10.0,
        9.0,
    );
    assert_eq!(root.unwrap().evaluations, runs.get());
    let newton = Newton::new(1.0_f64);
    assert!(newton.result().is_err(), "nothing was asked yet");
}

proptest! {
    /// Second route: bisection, which knows nothing but signs.
    #[test]
    fn every_method_agrees_with_bisection(p in -3.0..3.0_f64, q in 0.01..5.0_f64, k in 0.1..4.0_f64) {
        let f = |x: f64| Real::tanh(k * (x - p)) + 0.1 * (x - p) * q;
        let expected = root::bisection(f, -20.0, 21.0).unwrap().x;
        for (name, solve) in solvers() {
            let root = solve(&mut { f }, -20.0, 21.0).unwrap();
            prop_assert!((root.x - expected).abs() <= 4e-15, "{}: {:?}", name, root);
        }
        let newton = root::newton_bracketed(
            |x| (k * (x - p)).tanh() + 0.1 * (x - p) * q, -20.0, 21.0).unwrap();
        prop_assert!((newton.x - expected).abs() <= 4e-15, "{:?}", newton);
    }

    /// For any sign pattern at all the search ends within the promised number of runs.
    #[test]
    fn no_function_takes_more_runs_than_promised(seed in any::<u64>(), size in -300..300_i32) {
        // Values of wild size and, inside, of random sign.
        let wild = move |x: f64| {
            let mut hash = x.to_bits() ^ seed;
            hash = hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (hash >> 29);
            let exponent = i32::try_from(hash % 600).unwrap() - 300;
            let sign = if x <= -1.0 || (x < 1e9 && hash & 1024 == 0) { -1.0 } else { 1.0 };
            sign * Real::powi(10.0_f64, exponent / 2 + size / 2)
        };
        for (name, solve) in solvers() {
            let mut runs = 0;
            let _ = solve(&mut |x| { runs += 1; wild(x) }, -1.0, 1e9);
            prop_assert!(runs <= 130, "{}: {}", name, runs);
        }
        for (name, solve) in solvers::<f32>() {
            let mut runs = 0;
            let narrow = |y: f64| f32::from_f64(y.clamp(-1e38, 1e38));
            let _ = solve(&mut |x| { runs += 1; narrow(wild(x.to_f64())) }, -1.0, 1e9);
            prop_assert!(runs <= 66, "{}: {}", name, runs);
        }
    }
}

#[test]
fn an_error_prints_numbers_of_every_size_and_no_point_it_does_not_have() {
    let pole = root::find(|x| 1.0 / x, -1.0, 2.0).unwrap_err().to_string();
    assert!(pole.len() < 120, "{pole}");
    let nowhere = root::find(|_| f64::NAN, 0.0, 1.0).unwrap_err().to_string();
    assert!(!nowhere.contains("NaN"), "{nowhere}");
}

#[test]
fn the_secant_method_needs_two_points() {
    for (a, b) in [(1.0, 1.0), (f64::NAN, 1.0), (1.0, f64::INFINITY)] {
        let mut runs = 0;
        let found = root::secant(
            |x| {
                runs += 1;
                x - 2.0
            },
            a,
            b,
        );
        assert!(
            matches!(found, Err(RootError::BadInterval { .. })),
            "{found:?}"
        );
        assert_eq!(runs, 0);
    }
}

#[test]
fn newtons_method_keeps_the_root_that_rounding_does_not_let_it_claim() {
    // Kepler's equation for e = 0.999 near perihelion: a small difference of large terms.
    fn kepler<R: Real>(anomaly: R) -> R {
        anomaly - 0.999 * anomaly.sin() - 1e-4
    }
    let exact = root::find(kepler::<f64>, 0.0, 1.0).unwrap().x;
    let best = match root::newton(kepler, 1e-4) {
        Ok(root) => root.x,
        Err(error) => error.best().x,
    };
    assert!((best / exact - 1.0).abs() < 1e-12);
    let mut newton = Newton::new(1e-4_f64).x_rel(1e-12);
    while let Some(x) = newton.next() {
        newton.tell(kepler(x), 1.0 - 0.999 * Real::cos(x));
    }
    let root = newton.result().unwrap();
    assert!(
        (root.x / exact - 1.0).abs() < 1e-12 && root.evaluations < 20,
        "{root:?}"
    );
}
