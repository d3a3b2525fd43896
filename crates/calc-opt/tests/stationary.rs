//! Stationary points of several variables: published ones, closed forms, and kinds that cannot be told.

#![allow(clippy::float_cmp, reason = "tests assert exact values on purpose")]

use core::cell::Cell;

use calc_multi::linalg::symmetric_eigenvalues;
use calc_multi::{gradient, hessian};
use calc_opt::minimize::Limits;
use calc_opt::{
    Report, StationaryKind, StationarySearch, Stopped, stationary_point, try_stationary_point,
};
use calc_scalar::Real;
use proptest::prelude::*;

/// D. M. Himmelblau, *Applied Nonlinear Programming*, McGraw-Hill 1972: four minima, four saddles, one
/// maximum.
fn himmelblau<R: Real>([x, y]: [R; 2]) -> R {
    (x.powi(2) + y - 11.0).powi(2) + (x + y.powi(2) - 7.0).powi(2)
}

#[test]
fn all_nine_of_himmelblaus_are_found_from_nearby_with_their_kinds() {
    use StationaryKind::{Maximum, Minimum, Saddle};
    let published = [
        ([3.0, 2.0], Minimum),
        ([-2.805_118, 3.131_313], Minimum),
        ([-3.779_310, -3.283_186], Minimum),
        ([3.584_428, -1.848_127], Minimum),
        ([-0.270_845, -0.923_039], Maximum),
        ([0.086_678, 2.884_255], Saddle),
        ([-3.073_026, -0.081_353], Saddle),
        ([-0.127_961, -1.953_715], Saddle),
        ([3.385_154, 0.073_852], Saddle),
    ];
    for (x, kind) in published {
        let start = [x[0] + 0.1, x[1] - 0.07];
        let point = stationary_point(himmelblau, start, Limits::new());
        assert_eq!(
            (point.kind, point.stopped),
            (kind, Stopped::GradientSmall),
            "{point:?}"
        );
        for (a, b) in point.x.iter().zip(x) {
            assert!((a - b).abs() < 2e-6, "{point:?}");
        }
        assert!(
            point.gradient_norm < 1e-12 && point.evaluations <= 8,
            "{point:?}"
        );
        // Another route to both.
        let slope = gradient(himmelblau, point.x);
        assert!(slope.iter().all(|g| g.abs() < 1e-12));
        let eigenvalues = symmetric_eigenvalues(hessian(himmelblau, point.x));
        for (a, b) in point.eigenvalues.iter().zip(eigenvalues) {
            assert!((a - b).abs() < 1e-10);
        }
    }
}

#[test]
fn it_answers_what_every_report_does() {
    let point = stationary_point(himmelblau, [3.1, 2.1], Limits::new());
    let counts = point.counts();
    assert_eq!((point.x(), point.value()), (point.x, point.value));
    assert_eq!(counts.gradient_evaluations, point.evaluations);
    assert_eq!(counts.hessian_evaluations, point.evaluations);
    assert!(point.is_solution() && point.bracket().is_none());
}

#[test]
fn what_fails_or_is_stopped_ends_the_search() {
    let fails = |[x, y]: [_; 2]| {
        if y > 2.0 {
            Ok(himmelblau([x, y]))
        } else {
            Err("below")
        }
    };
    let failed = try_stationary_point(fails, [3.1, 2.1], Limits::new());
    assert_eq!(failed.unwrap_err(), "below");
    let mut search = StationarySearch::new([3.0], Limits::new());
    let [x] = search.next().unwrap();
    search.tell(x * x, [2.0 * x], [[2.0]]);
    search.stop();
    assert_eq!(search.next(), None);
    let point = search.point();
    assert_eq!((point.x, point.stopped), ([3.0], Stopped::ByObserver));
    assert_eq!(point.kind, StationaryKind::Undecided);
}

#[test]
fn every_run_is_counted() {
    let runs = Cell::new(0);
    let f = |x| {
        runs.set(runs.get() + 1);
        himmelblau(x)
    };
    let point = stationary_point(f, [1.0, 1.0], Limits::new());
    assert_eq!(point.evaluations, runs.get());
    assert!(point.stopped.is_solution() && point.iterations < point.evaluations);
}

#[test]
fn where_an_eigenvalue_vanishes_the_kind_is_not_guessed() {
    let undecided = |point: calc_opt::StationaryPoint<f64, 2>| {
        assert_eq!(point.stopped, Stopped::GradientSmall, "{point:?}");
        assert_eq!(point.kind, StationaryKind::Undecided, "{point:?}");
    };
    for start in [[0.3, 0.5], [1e-5, 0.0], [0.0, 0.0], [-0.2, 1.0]] {
        undecided(stationary_point(
            |[x, y]| x.powi(4) + y.powi(2),
            start,
            Limits::new(),
        ));
        undecided(stationary_point(
            |[x, y]| x.powi(3) + y.powi(2),
            start,
            Limits::new(),
        ));
        undecided(stationary_point(
            |[x, y]| x * 0.0 + y.powi(2),
            start,
            Limits::new(),
        ));
    }
    // Up in one direction and down in another is a saddle, whatever the third one does.
    let point = stationary_point(
        |[x, y, z]| x.powi(2) - y.powi(2) + z.powi(4),
        [0.1, 0.1, 0.1],
        Limits::new(),
    );
    assert_eq!(point.kind, StationaryKind::Saddle);
}

#[test]
fn the_step_is_shortened_where_it_leads_out_of_the_domain() {
    // x − ln x from the far side: Newton's step goes below zero.
    let point = stationary_point(|[x]: [_; 1]| x - Real::ln(x), [9.0_f64], Limits::new());
    assert_eq!(point.kind, StationaryKind::Minimum, "{point:?}");
    assert!((point.x[0] - 1.0).abs() < 1e-8);
}

#[test]
fn there_may_be_none() {
    let point = stationary_point(|[x, y]| x.exp() + y, [0.0_f64, 0.0], Limits::new());
    assert!(!point.stopped.is_solution(), "{point:?}");
    assert_eq!(point.kind, StationaryKind::Undecided);
    let point = stationary_point(|[x]: [_; 1]| Real::ln(x), [-1.0_f64], Limits::new());
    assert_eq!((point.stopped, point.evaluations), (Stopped::NotFinite, 1));
    assert_eq!(point.kind, StationaryKind::Undecided);
    let few = Limits::new().max_iterations(2);
    let point = stationary_point(himmelblau, [40.0_f64, -70.0], few);
    assert_eq!(
        (point.stopped, point.iterations),
        (Stopped::OutOfIterations, 2)
    );
    let few = Limits::new().max_evaluations(3);
    let point = stationary_point(himmelblau, [40.0_f64, -70.0], few);
    assert_eq!(
        (point.stopped, point.evaluations),
        (Stopped::OutOfEvaluations, 3)
    );
}

#[test]
fn in_single_precision_and_in_any_unit() {
    let point = stationary_point(
        |[x, y]| (x.powi(2) - 1.0_f32).powi(2) + y.powi(2),
        [0.2_f32, 0.5],
        Limits::new(),
    );
    assert_eq!(point.kind, StationaryKind::Saddle, "{point:?}");
    for unit in [1e-60, 1e60] {
        let limits = Limits::new()
            .gradient_tolerance(0.0)
            .gradient_relative(1e-12);
        let f = |[x, y]: [calc_multi::Dual2<f64, 2, 2>; 2]| himmelblau([x / unit, y / unit]);
        let point = stationary_point(f, [3.1 * unit, 2.1 * unit], limits);
        assert_eq!(point.kind, StationaryKind::Minimum, "{point:?}");
        assert!((point.x[0] / unit - 3.0).abs() < 1e-12);
    }
}

#[test]
fn after_the_end_an_answer_changes_nothing() {
    let mut search = StationarySearch::new([1.0], Limits::new());
    while let Some([x]) = search.next() {
        search.tell(x * x, [2.0 * x], [[2.0]]);
    }
    let point = search.point();
    search.tell(f64::NAN, [1.0], [[1.0]]);
    assert_eq!(search.point(), point);
    assert_eq!((point.x, point.kind), ([0.0], StationaryKind::Minimum));
}

proptest! {
    #[test]
    fn a_parabola_is_solved_in_one_step_and_has_the_kind_of_its_eigenvalues(
        entries in prop::array::uniform6(-2.0..2.0_f64),
        at in prop::array::uniform3(-3.0..3.0_f64),
    ) {
        let [a, b, c, d, e, g] = entries;
        let matrix = [[a, b, c], [b, d, e], [c, e, g]];
        let eigenvalues = symmetric_eigenvalues(matrix);
        prop_assume!(eigenvalues.iter().all(|v| v.abs() > 0.05));
        let f = |x: [calc_multi::Dual2<f64, 3, 2>; 3]| {
            let mut sum = x[0] * 0.0;
            for i in 0..3 {
                for j in 0..3 {
                    sum += 0.5 * matrix[i][j] * (x[i] - at[i]) * (x[j] - at[j]);
                }
            }
            sum
        };
        let point = stationary_point(f, [0.0; 3], Limits::new());
        prop_assert!(point.stopped.is_solution() && point.iterations <= 2, "{point:?}");
        prop_assert_eq!(point.kind, StationaryKind::of(&eigenvalues, 0.01));
        for (x, a) in point.x.iter().zip(at) {
            prop_assert!((x - a).abs() < 1e-11, "{point:?}");
        }
    }
}
