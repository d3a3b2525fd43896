//! Critical points against closed forms, and against kinds decided on paper.

#![allow(clippy::float_cmp, reason = "tests assert exact values on purpose")]

use core::cell::Cell;
use core::f64::consts::PI;

use calc_opt::{Completeness, CriticalKind, CriticalPoints, critical_points};
use calc_scalar::{Jet, Real, derivative};
use proptest::prelude::*;

fn course<R: Real>(x: R) -> R {
    x.powi(4) - 4.0 * x.powi(3) + 4.0 * x.powi(2) + 1.0
}

#[test]
fn the_quartic_of_the_course_has_exactly_three() {
    let points = critical_points::<8>(course, -0.5, 3.0).unwrap();
    let found: Vec<_> = points
        .iter()
        .map(|p| (p.x, p.value, p.second_derivative, p.kind))
        .collect();
    assert_eq!(
        found,
        [
            (0.0, 1.0, 8.0, CriticalKind::Minimum),
            (1.0, 2.0, -4.0, CriticalKind::Maximum),
            (2.0, 1.0, 8.0, CriticalKind::Minimum),
        ]
    );
    assert!(matches!(
        points.completeness,
        Completeness::Sampled {
            parts: 512,
            undefined: 0,
            ..
        }
    ));
}

#[test]
fn swapped_ends_give_the_same_points() {
    let points = critical_points::<8>(course, 3.0, -0.5).unwrap();
    assert_eq!(
        points.iter().map(|p| p.x).collect::<Vec<_>>(),
        [0.0, 1.0, 2.0]
    );
}

#[test]
fn the_first_derivative_that_does_not_vanish_decides_the_kind() {
    let kind = |points: CriticalPoints<f64, 4>| {
        assert_eq!(points.len(), 1);
        assert!(points[0].x.abs() < 1e-8, "{:?}", points[0]);
        points[0].kind
    };
    assert_eq!(
        kind(critical_points(|x| x.powi(2), -1.0, 1.3).unwrap()),
        CriticalKind::Minimum
    );
    assert_eq!(
        kind(critical_points(|x| -x.powi(2), -1.0, 1.3).unwrap()),
        CriticalKind::Maximum
    );
    assert_eq!(
        kind(critical_points(|x| x.powi(3), -1.0, 1.3).unwrap()),
        CriticalKind::Inflection
    );
    assert_eq!(
        kind(critical_points(|x| x.powi(4), -1.0, 1.3).unwrap()),
        CriticalKind::Minimum
    );
    assert_eq!(
        kind(critical_points(|x| -x.powi(4), -1.0, 1.3).unwrap()),
        CriticalKind::Maximum
    );
    assert_eq!(
        kind(critical_points(|x| x.powi(5), -1.0, 1.3).unwrap()),
        CriticalKind::Inflection
    );
    assert_eq!(
        kind(critical_points(|x| x.powi(6), -1.0, 1.3).unwrap()),
        CriticalKind::Minimum
    );
    assert_eq!(
        kind(critical_points(|x| x.powi(7), -1.0, 1.3).unwrap()),
        CriticalKind::Inflection
    );
    let beyond = critical_points(|x| x.powi(9), -1.0, 1.3).unwrap();
    assert_eq!(kind(beyond), CriticalKind::Undecided);
}

#[test]
fn a_small_curvature_is_not_taken_for_none() {
    let points = critical_points::<4>(|x| x.powi(4) - 1e-6 * x.powi(2), -0.1, 0.1003).unwrap();
    let kinds: Vec<_> = points.iter().map(|p| p.kind).collect();
    assert_eq!(
        kinds,
        [
            CriticalKind::Minimum,
            CriticalKind::Maximum,
            CriticalKind::Minimum
        ]
    );
    let far = |x: Jet<f64, 8>| {
        let y = x - 100.0;
        y.powi(4) - 1e-6 * y.powi(2)
    };
    let points = critical_points::<4>(far, 99.9, 100.1003).unwrap();
    let kinds: Vec<_> = points.iter().map(|p| p.kind).collect();
    assert_eq!(
        kinds,
        [
            CriticalKind::Minimum,
            CriticalKind::Maximum,
            CriticalKind::Minimum
        ]
    );
}

#[test]
fn a_multiplied_out_power_keeps_its_kind() {
    // (x − 1)³ and (x − 1)⁴, multiplied out so that rounding blurs the zero of the slope.
    let cube =
        critical_points::<4>(|x| x.powi(3) - 3.0 * x.powi(2) + 3.0 * x - 1.0, -0.3, 2.0).unwrap();
    assert_eq!(cube.len(), 1, "{cube:?}");
    assert!((cube[0].x - 1.0).abs() < 1e-7);
    assert_eq!(cube[0].kind, CriticalKind::Inflection);
    let fourth = critical_points::<4>(
        |x| x.powi(4) - 4.0 * x.powi(3) + 6.0 * x.powi(2) - 4.0 * x + 1.0,
        -0.3,
        2.0,
    )
    .unwrap();
    assert_eq!(fourth.len(), 1, "{fourth:?}");
    assert!((fourth[0].x - 1.0).abs() < 1e-4);
    assert_eq!(fourth[0].kind, CriticalKind::Minimum);
}

#[test]
fn the_waves_of_the_sine_are_found_one_by_one() {
    let points = critical_points::<16>(|x| x.sin(), 0.0, 20.0).unwrap();
    assert_eq!(points.len(), 6);
    for (k, point) in (0_u32..).zip(&points) {
        let expected = (f64::from(k) + 0.5) * PI;
        assert!((point.x - expected).abs() <= 4e-15, "{point:?}");
        let kind = if k % 2 == 0 {
            CriticalKind::Maximum
        } else {
            CriticalKind::Minimum
        };
        assert_eq!(point.kind, kind);
    }
}

#[test]
fn ends_count_and_flat_stretches_count_once() {
    let points = critical_points::<4>(|x| x.powi(2), 0.0, 1.0).unwrap();
    assert_eq!(
        (points.len(), points[0].x, points[0].kind),
        (1, 0.0, CriticalKind::Minimum)
    );
    let points = critical_points::<4>(|x| (x - 1.0).powi(2), 0.0, 1.0).unwrap();
    assert_eq!((points.len(), points[0].x), (1, 1.0));
    let points = critical_points::<4>(|x| x * 0.0 + 3.0, 0.0, 1.0).unwrap();
    assert_eq!((points.len(), points[0].kind), (1, CriticalKind::Undecided));
}

#[test]
fn poles_and_jumps_of_the_slope_are_not_critical_points() {
    assert!(
        critical_points::<4>(|x| 1.0 / (x - 0.3), 0.0, 1.0)
            .unwrap()
            .is_empty()
    );
    assert!(
        critical_points::<4>(|x| (x - 0.3).abs().sqrt(), 0.0, 1.0)
            .unwrap()
            .is_empty()
    );
    assert!(
        critical_points::<4>(|x| (x - 0.3).abs(), 0.0, 1.0)
            .unwrap()
            .is_empty()
    );
    let log = critical_points::<4>(|x| x.ln() - x, -1.0, 2.0).unwrap();
    assert_eq!(log.len(), 1);
    assert!((log[0].x - 1.0).abs() <= 1e-15);
    assert!(matches!(
        log.completeness,
        Completeness::Sampled {
            undefined: 170..=172,
            ..
        }
    ));
}

#[test]
fn a_full_buffer_is_told_and_keeps_the_first() {
    let points = critical_points::<2>(course, -0.5, 3.0).unwrap();
    assert_eq!(points.completeness, Completeness::Truncated { found: 3 });
    assert_eq!(points.iter().map(|p| p.x).collect::<Vec<_>>(), [0.0, 1.0]);
}

#[test]
fn a_bad_interval_is_named() {
    for (a, b) in [(1.0, 1.0), (f64::NAN, 1.0), (0.0, f64::INFINITY)] {
        let error = critical_points::<2>(course, a, b).unwrap_err();
        assert!(error.to_string().contains("is not an interval"), "{error}");
    }
}

#[test]
fn every_run_of_f_is_counted() {
    let runs = Cell::new(0);
    let counted = |x: Jet<f64, 8>| {
        runs.set(runs.get() + 1);
        course(x)
    };
    let points = critical_points::<8>(counted, -0.5, 3.0).unwrap();
    assert_eq!(points.evaluations, runs.get());
    assert!(points.evaluations <= 513 + 3 * 20, "{}", points.evaluations);
}

#[test]
fn single_precision_finds_the_same_points() {
    let f = |x: Jet<f32, 8>| x.powi(4) - 4.0 * x.powi(3) + 4.0 * x.powi(2) + 1.0;
    let points = CriticalPoints::<f32, 8>::search(f, -0.5, 3.0, 128).unwrap();
    assert_eq!(
        points.iter().map(|p| p.x).collect::<Vec<_>>(),
        [0.0, 1.0, 2.0]
    );
}

proptest! {
    /// `∫ (x − p)(x − q)` has its critical points at `p` and `q`: a maximum, then a minimum.
    #[test]
    fn a_cubic_has_the_two_points_it_was_made_of(p in -2.0..-0.1_f64, q in 0.1..2.0_f64) {
        let points = critical_points::<4>(
            |x| x.powi(3) / 3.0 - (p + q) / 2.0 * x.powi(2) + p * q * x,
            -2.5,
            2.5,
        )
        .unwrap();
        prop_assert_eq!(points.len(), 2);
        prop_assert!((points[0].x - p).abs() <= 1e-14 && (points[1].x - q).abs() <= 1e-14);
        prop_assert_eq!((points[0].kind, points[1].kind), (CriticalKind::Maximum, CriticalKind::Minimum));
    }

    /// Second route: the slope by dual numbers is zero there, up to rounding.
    #[test]
    fn the_slope_is_zero_at_every_point_found(a in 0.5..3.0_f64, b in -2.0..2.0_f64) {
        let points = critical_points::<32>(|x| (a * x).sin() + b * (x * x * 0.1).cos(), -4.0, 4.0)
            .unwrap();
        for point in &points {
            let slope = derivative(|x| (a * x).sin() + b * (x * x * 0.1).cos(), point.x);
            prop_assert!(slope.abs() <= 1e-13, "{:?}: {}", point, slope);
        }
    }
}

/// A number of parts that single precision cannot count to, ends whose distance overflows, one part.
#[test]
fn every_number_of_parts_reaches_the_end_of_the_interval() {
    let bowl = |x: Jet<f32, 8>| (x - 0.9).powi(2);
    let parts = (1 << 24) + 8;
    let seen = Cell::new(0.0_f32);
    let watched = |x: Jet<f32, 8>| {
        seen.set(seen.get().max(x.value()));
        x
    };
    let points = CriticalPoints::<f32, 2>::search(watched, 0.0, 1.0, parts).unwrap();
    assert_eq!((points.len(), seen.get()), (0, 1.0));
    let points = CriticalPoints::<f32, 2>::search(bowl, 0.0, 1.0, 0).unwrap();
    assert_eq!(points.len(), 1);
    let wide = critical_points::<2>(|x| (x * 1e-200).powi(2), -f64::MAX, f64::MAX);
    assert!(wide.is_ok());
    assert!(critical_points::<2>(|x| x, 0.0, f64::INFINITY).is_err());
}
