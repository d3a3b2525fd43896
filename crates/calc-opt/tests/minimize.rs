//! Descent: the steps of the course, closed forms, true counts, and what happens when it goes wrong.

#![allow(clippy::float_cmp, reason = "exact values are asserted on purpose")]

use core::cell::Cell;
use core::ops::ControlFlow;

use calc_multi::gradient;
use calc_opt::minimize::{
    Descent, Limits, Options, Step, gradient_descent, gradient_descent_observed, record,
    with_gradient, with_rule, with_rule_observed,
};
use calc_opt::rule::{Adam, Momentum, Rule, Sgd};
use calc_opt::{Stopped, minimize};
use calc_scalar::{Dual, Real};
use proptest::prelude::*;

fn rosenbrock<R: Real>([x, y]: [R; 2]) -> R {
    100.0 * (y - x.powi(2)).powi(2) + (1.0 - x).powi(2)
}

#[test]
fn the_descent_of_the_course_takes_its_twenty_steps() {
    let mut steps = [Step::blank(); 21];
    let minimum = gradient_descent_observed(
        |[x]| x.powi(2),
        [5.0_f64],
        Options::new(0.1).max_iterations(20),
        record(&mut steps),
    );
    for (step, expected) in steps[1..].iter().zip([4.0, 3.2, 2.56, 2.048, 1.6384]) {
        assert!((step.x[0] - expected).abs() <= 1e-15, "{step:?}");
    }
    assert_eq!(format!("{:.6}", minimum.x[0]), "0.057646");
    assert_eq!(format!("{:.6}", minimum.value), "0.003323");
    // The slope that made step 20 is the one felt at step 19.
    assert_eq!(format!("{:.6}", steps[19].gradient_norm()), "0.144115");
    assert_eq!(
        (minimum.iterations, minimum.evaluations, minimum.stopped),
        (20, 21, Stopped::OutOfIterations)
    );
    assert_eq!(steps[20].iteration, 20);
}

#[test]
fn a_small_gradient_ends_the_descent_and_holds_at_the_point_returned() {
    let minimum = gradient_descent(
        |[x, y]| (x - 1.0).powi(2) + 4.0 * (y + 2.0).powi(2),
        [5.0_f64, 5.0],
        Options::new(0.1).gradient_tolerance(1e-6),
    );
    assert_eq!(minimum.stopped, Stopped::GradientSmall);
    let slope = gradient(
        |[x, y]| (x - 1.0).powi(2) + 4.0 * (y + 2.0).powi(2),
        minimum.x,
    );
    assert_eq!(Real::hypot(slope[0], slope[1]), minimum.gradient_norm);
    assert!(minimum.gradient_norm <= 1e-6);
}

#[test]
fn a_rate_too_large_runs_away_and_returns_the_best_point() {
    let short = gradient_descent(|[x]| x.powi(2), [5.0], Options::new(1.1).max_iterations(50));
    assert_eq!(short.stopped, Stopped::OutOfIterations);
    assert_eq!((short.x, short.value), ([5.0], 25.0));
    let long = gradient_descent(
        |[x]| x.powi(2),
        [5.0],
        Options::new(1.1).max_iterations(10_000),
    );
    assert_eq!(long.stopped, Stopped::NotFinite);
    assert_eq!(
        (long.x, long.value, long.gradient_norm),
        ([5.0], 25.0, 10.0)
    );
    assert!(!long.stopped.is_solution());
}

#[test]
fn leaving_the_domain_stops_with_the_best_point() {
    // The first step leads to x < 0, where ln is not defined.
    let minimum = gradient_descent(|[x]| x - x.ln(), [3.0_f64], Options::new(6.0));
    assert_eq!((minimum.stopped, minimum.x), (Stopped::NotFinite, [3.0]));
    assert_eq!((minimum.evaluations, minimum.iterations), (2, 1));
    let nowhere = gradient_descent(|[x]| x.ln(), [-1.0_f64], Options::new(0.1));
    assert_eq!((nowhere.stopped, nowhere.x), (Stopped::NotFinite, [-1.0]));
    assert!(nowhere.value.is_nan() && nowhere.evaluations == 1);
    let below = gradient_descent(
        |[x]| -x.powi(2),
        [1.0],
        Options::new(1.0).max_iterations(2000),
    );
    assert_eq!(below.stopped, Stopped::NotFinite);
}

#[test]
fn a_point_that_stands_still_is_a_stall_and_not_a_solution() {
    let minimum = gradient_descent(|[x]| x, [1e20_f64], Options::new(0.1));
    assert_eq!(
        (minimum.stopped, minimum.iterations),
        (Stopped::NoProgress, 1)
    );
    // A rule with a memory may still gather speed.
    let limits = Limits::new().max_iterations(300);
    let minimum = with_rule(|[x]| x, [1e20_f64], Momentum::new(2e3, 0.99), limits);
    assert_eq!(minimum.stopped, Stopped::OutOfIterations);
    assert!(minimum.x[0] < 1e20);
}

#[test]
fn the_observer_can_stop_and_its_step_is_the_last() {
    let mut seen = 0;
    let minimum = with_rule_observed(
        rosenbrock,
        [-1.2, 1.0],
        Adam::new(0.1),
        Limits::new(),
        |step| {
            seen += 1;
            if step.iteration == 7 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        },
    );
    assert_eq!(minimum.stopped, Stopped::ByObserver);
    assert_eq!((seen, minimum.evaluations, minimum.iterations), (8, 8, 7));
}

#[test]
fn a_short_buffer_keeps_the_first_steps() {
    let mut rows = [Step::blank(); 3];
    let limits = Limits::new().max_iterations(10);
    let minimum = with_rule_observed(
        |[x]| x.powi(2),
        [5.0],
        Sgd::new(0.1),
        limits,
        record(&mut rows),
    );
    assert_eq!(rows.map(|row| row.iteration), [0, 1, 2]);
    assert_eq!(minimum.iterations, 10);
}

#[test]
fn every_run_of_f_is_counted() {
    let runs = Cell::new(0);
    let counted = |x: [Dual<f64, 2>; 2]| {
        runs.set(runs.get() + 1);
        rosenbrock(x)
    };
    let minimum = with_rule(
        &counted,
        [-1.2, 1.0],
        Momentum::new(1e-3, 0.9),
        Limits::new(),
    );
    assert_eq!(minimum.evaluations, runs.replace(0));
    let minimum = gradient_descent(counted, [-1.2, 1.0], Options::new(1e-3).max_iterations(77));
    assert_eq!((minimum.evaluations, runs.get()), (78, 78));
}

#[test]
fn autodiff_and_a_gradient_by_hand_walk_the_same_way() {
    let by_hand = |[x, y]: [f64; 2]| {
        let bend = y - x * x;
        let value = 100.0 * bend * bend + (1.0 - x) * (1.0 - x);
        (value, [-400.0 * x * bend - 2.0 * (1.0 - x), 200.0 * bend])
    };
    let limits = Limits::new().max_iterations(200);
    let rule = Momentum::new(1e-3, 0.9);
    let exact = with_rule(rosenbrock, [-1.2, 1.0], rule, limits);
    let hand = with_gradient(by_hand, [-1.2, 1.0], rule, limits, |_| {
        ControlFlow::Continue(())
    });
    assert!((exact.x[0] - hand.x[0]).abs() < 1e-9 && (exact.value - hand.value).abs() < 1e-9);
}

#[test]
fn the_machine_asks_and_is_told() {
    let mut descent = Descent::new([5.0], Sgd::new(0.1), Limits::new().max_iterations(2));
    assert_eq!(descent.next(), Some([5.0]));
    assert_eq!(descent.next(), Some([5.0]), "asked again");
    descent.tell(25.0, [10.0]);
    descent.tell(-1.0, [0.0]); // no question was open
    assert_eq!(descent.next(), Some([4.0]));
    // The rate may be changed on the way.
    descent.rule.rate = 0.5;
    descent.tell(16.0, [8.0]);
    assert_eq!(descent.next(), Some([0.0]));
    descent.tell(0.0, [0.0]);
    assert_eq!(descent.next(), None);
    assert_eq!(descent.minimum().stopped, Stopped::GradientSmall);
}

#[test]
fn single_precision_descends() {
    let minimum = gradient_descent(
        |[x, y]| x.powi(2) + y.powi(2),
        [3.0_f32, -4.0],
        Options::new(0.25),
    );
    assert_eq!(minimum.stopped, Stopped::GradientSmall);
    assert!(minimum.value < 1e-6);
}

proptest! {
    /// Closed form: on `½·a·x²` each step multiplies `x` by `1 − η·a`.
    #[test]
    fn a_parabola_shrinks_by_the_known_factor(a in 0.1..2.0_f64, rate in 0.01..0.9_f64, x0 in -9.0..9.0_f64) {
        let options = Options::new(rate).max_iterations(30).gradient_tolerance(0.0);
        let minimum = gradient_descent(|[x]| 0.5 * a * x.powi(2), [x0], options);
        let expected = x0 * Real::powi(1.0 - rate * a, 30);
        // The best point is the last one, as |1 − ηa| < 1.
        prop_assert!((minimum.x[0] - expected).abs() <= 1e-13 * x0.abs(), "{} {}", minimum.x[0], expected);
    }

    /// No start and no rate leads to a point that is worse than the start.
    #[test]
    fn the_point_returned_is_never_worse_than_the_start(
        x in -3.0..3.0_f64, y in -3.0..3.0_f64, exponent in -5..3_i32, which in 0..3_usize
    ) {
        let rate = Real::powi(10.0_f64, exponent);
        let limits = Limits::new().max_iterations(100);
        let start = rosenbrock([x, y]);
        let minimum = match which {
            0 => with_rule(rosenbrock, [x, y], Sgd::new(rate), limits),
            1 => with_rule(rosenbrock, [x, y], Momentum::new(rate, 0.9), limits),
            _ => with_rule(rosenbrock, [x, y], Adam::new(rate), limits),
        };
        prop_assert!(minimum.value <= start);
        prop_assert!(minimum.x.iter().all(|c| c.is_finite()) && minimum.gradient_norm.is_finite());
        prop_assert_eq!(rosenbrock(minimum.x), minimum.value);
    }
}

/// A rule of one's own needs nothing from the crate but the trait.
#[test]
fn a_rule_from_outside_drives_the_descent() {
    struct SignDescent(f64);

    impl<const P: usize> Rule<f64, P> for SignDescent {
        fn begin(&mut self) {
            self.0 *= 0.9;
        }

        fn apply(&mut self, _: usize, parameters: &mut [f64], gradient: &[f64]) {
            for (x, g) in parameters.iter_mut().zip(gradient) {
                *x -= self.0 * g.signum();
            }
        }

        fn rate(&self) -> f64 {
            self.0
        }

        fn set_rate(&mut self, rate: f64) {
            self.0 = rate;
        }
    }

    let minimum = with_rule(|[x]| x.powi(2), [2.0], SignDescent(1.0), Limits::new());
    assert!(minimum.x[0].abs() < 1e-6, "{minimum:?}");
}

#[test]
fn tolerances_mean_the_same_for_a_descent_and_for_newtons_method() {
    type D2 = calc_multi::Dual2<f64, 2, 2>;
    let start = [-1.2, 1.0];
    let first = norm(gradient(rosenbrock, start));
    let solve = |limits: Limits<f64>| {
        let by_newton = minimize::newton(|x: [D2; 2]| rosenbrock(x), start, limits);
        let by_rule = with_rule(rosenbrock, start, Sgd::new(1e-3), limits);
        [by_newton, by_rule]
    };
    let long = Limits::new().max_iterations(50_000);
    for minimum in solve(long.gradient_tolerance(0.0).gradient_relative(1e-4)) {
        assert_eq!(minimum.stopped, Stopped::GradientSmall);
        assert!(minimum.gradient_norm <= 1e-4 * first);
    }
    for minimum in solve(long.x_tolerance(1e-3, 0.0)) {
        assert_eq!(minimum.stopped, Stopped::StepSmall);
    }
    for minimum in solve(long.f_tolerance(1e-3, 1e-3)) {
        assert_eq!(minimum.stopped, Stopped::Plateau);
        assert!(!minimum.stopped.is_solution());
    }
    for minimum in solve(long.max_evaluations(4)) {
        assert_eq!(
            (
                minimum.stopped,
                minimum.evaluations,
                minimum.gradient_evaluations
            ),
            (Stopped::OutOfEvaluations, 4, 4)
        );
    }
    let [by_newton, by_rule] = solve(long);
    assert_eq!(by_newton.hessian_evaluations, by_newton.evaluations);
    assert_eq!(by_rule.hessian_evaluations, 0);
}

fn norm<const N: usize>(v: [f64; N]) -> f64 {
    v.iter().fold(0.0, |length, &c| Real::hypot(length, c))
}

#[test]
fn an_error_of_the_evaluation_ends_the_search_and_loses_nothing() {
    let mut runs = 0;
    let mut failing = |x: [f64; 2]| {
        runs += 1;
        if runs == 30 {
            Err("the sensor is silent")
        } else {
            Ok(calc_multi::value_and_gradient(rosenbrock, x))
        }
    };
    let mut descent = Descent::new(
        [-1.2, 1.0],
        Sgd::new(1e-3),
        Limits::new().max_iterations(60),
    );
    assert_eq!(
        minimize::try_run(&mut descent, &mut failing),
        Err("the sensor is silent")
    );
    let so_far = descent.minimum();
    assert_eq!(
        (so_far.evaluations, so_far.stopped),
        (29, Stopped::ByObserver)
    );
    // It goes on as if nothing had happened.
    let resumed = minimize::try_run(&mut descent, &mut failing).expect("it speaks again");
    let whole = with_rule(
        rosenbrock,
        [-1.2, 1.0],
        Sgd::new(1e-3),
        Limits::new().max_iterations(60),
    );
    assert_eq!(resumed, whole);
    assert_eq!(runs, whole.evaluations + 1);
}

#[test]
fn newton_shows_only_the_steps_that_it_took() {
    let f = |[x, y]: [calc_multi::Dual2<f64, 2, 2>; 2]| rosenbrock([x, y]);
    let mut shown = Vec::new();
    let search = minimize::TrustRegion::new([-1.2, 1.0], Limits::new());
    let watched = minimize::observed(search, |step| {
        shown.push((step.iteration, step.value));
        ControlFlow::Continue(())
    });
    let minimum = minimize::run(watched, |x| calc_multi::value_gradient_and_hessian(f, x));
    assert_eq!(shown.len(), minimum.iterations as usize + 1);
    assert!(
        shown
            .windows(2)
            .all(|w| w[1].0 == w[0].0 + 1 && w[1].1 < w[0].1)
    );
    assert!(
        minimum.evaluations > minimum.iterations + 1,
        "some trials failed"
    );
}

#[test]
fn newton_leaves_a_saddle_along_its_falling_axis() {
    // x² − y² + y⁴: a saddle at the origin, minima at (0, ±1/√2).
    let f = |[x, y]: [calc_multi::Dual2<f64, 2, 2>; 2]| x.powi(2) - y.powi(2) + y.powi(4);
    let minimum = minimize::newton(f, [1.0, 0.0], Limits::new());
    assert!(minimum.stopped.is_solution());
    // Exactly on the ridge the gradient has no part along y; the curvature has.
    assert!(
        (minimum.x[1].abs() - 0.5_f64.sqrt()).abs() < 1e-8,
        "{minimum:?}"
    );
}

#[test]
fn newton_shortens_a_step_that_leads_out_of_the_domain() {
    let f = |[x]: [calc_multi::Dual2<f64, 1, 1>; 1]| x - x.ln();
    let minimum = minimize::newton(f, [1e-3], Limits::new());
    assert!((minimum.x[0] - 1.0).abs() < 1e-8, "{minimum:?}");
    let outside = minimize::newton(f, [-1.0], Limits::new());
    assert_eq!(
        (outside.stopped, outside.evaluations),
        (Stopped::NotFinite, 1)
    );
}

#[test]
fn newton_works_in_single_precision_and_keeps_its_budget() {
    let f = |[x, y]: [calc_multi::Dual2<f32, 2, 2>; 2]| (x - 1.0).powi(2) + (y + 2.0).powi(4);
    let minimum = minimize::newton(f, [5.0, 5.0], Limits::new());
    assert!(
        (minimum.x[0] - 1.0).abs() < 1e-3 && (minimum.x[1] + 2.0).abs() < 0.1,
        "{minimum:?}"
    );
    let short = minimize::newton(f, [5.0, 5.0], Limits::new().max_iterations(3));
    assert_eq!(
        (short.stopped, short.evaluations),
        (Stopped::OutOfIterations, 4)
    );
}
