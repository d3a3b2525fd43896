//! Searches that prove: all roots, all critical points, the least and the greatest value.

#![allow(clippy::float_cmp, reason = "tests assert exact values on purpose")]

use core::f64::consts::{E, PI};

use calc_opt::root::polynomial::real_roots_with;
use calc_opt::root::{self, AllRoots};
use calc_opt::{
    Completeness, CriticalKind, NotAnInterval, Proof, certified_critical_points, critical_points,
    try_certified_critical_points, try_certified_critical_points_within, try_critical_points,
};
use calc_scalar::{Interval, Real};
use proptest::prelude::*;

/// `J₀(x)` by forty terms of its series.
fn bessel<R: Real>(x: R) -> R {
    let square = x * x / -4.0;
    let (mut term, mut sum) = (R::constant(1.0), R::constant(1.0));
    for k in 1..=40_u16 {
        term = term * square / f64::from(k * k);
        sum += term;
    }
    sum
}

/// `∑ cₖ·xᵏ`.
fn polynomial<R: Real>(c: &[f64], x: R) -> R {
    c.iter().rev().fold(R::constant(0.0), |sum, &c| sum * x + c)
}

/// Two lines with a jump between them.
fn branch<R: Real>(x: R) -> R {
    if x < 1.0 { x - 0.5 } else { x - 2.0 }
}

/// Certified roots, all of them unique, one around each of `expected`.
fn assert_exactly<const CAP: usize>(found: &AllRoots<f64, CAP>, expected: &[f64], width: f64) {
    assert_eq!(
        found.completeness,
        Completeness::Certified,
        "{:?}",
        &found[..]
    );
    assert_eq!(found.len(), expected.len(), "{:?}", &found[..]);
    for (root, &x) in found.iter().zip(expected) {
        assert_eq!(root.proof, Proof::Unique);
        // The expected root is rounded itself.
        let near = Interval::new(root.low, root.high).widened(1);
        assert!(near.contains(x), "{root}: {x:e}");
        assert!(root.low <= root.x && root.x <= root.high);
        assert!(root.high - root.low <= width * x.abs(), "{root}");
    }
}

#[test]
fn the_sine_has_its_zeros_at_the_multiples_of_pi() {
    let found = root::all::<64, f64>(|x| x.sin(), 1.0, 100.0).unwrap();
    let expected: Vec<_> = (1..=31).map(|k| f64::from(k) * PI).collect();
    assert_exactly(&found, &expected, 1e-14);
    assert!(found.evaluations < 31 * 25, "{}", found.evaluations);
}

#[test]
fn a_thousand_roots_are_found_in_a_caller_sized_list() {
    let found = root::all::<1001, f64>(|x| (x * PI).sin(), 0.5, 1000.5).unwrap();
    assert_eq!(
        (found.len(), found.completeness),
        (1000, Completeness::Certified)
    );
    let small = root::all::<10, f64>(|x| (x * PI).sin(), 0.5, 1000.5).unwrap();
    assert_eq!(small.completeness, Completeness::Truncated { found: 1000 });
    assert_eq!(small.len(), 10);
}

#[test]
fn closed_forms_are_enclosed() {
    let found = root::all::<8, f64>(|x| x.powi(3) - 2.0, -3.0, 3.0).unwrap();
    assert_exactly(&found, &[Real::cbrt(2.0)], 1e-15);
    let found = root::all::<8, f64>(|x| x.ln() - 1.0, 0.1, 10.0).unwrap();
    assert_exactly(&found, &[E], 1e-15);
    // Lambert's W(1), to all digits that a float has.
    let found = root::all::<8, f64>(|x| x * x.exp() - 1.0, -3.0, 3.0).unwrap();
    assert_exactly(&found, &[0.567_143_290_409_783_8], 1e-15);
    // The first zeros of J₀, by its series: mpmath.besseljzero(0, k).
    let found = root::all::<8, f64>(|x| bessel(x), 0.0, 9.0).unwrap();
    assert_exactly(
        &found,
        &[
            2.404_825_557_695_773,
            5.520_078_110_286_311,
            8.653_727_912_911_013,
        ],
        1e-11,
    );
}

#[test]
fn no_root_is_a_proof_too() {
    for (a, b) in [(-5.0, 5.0), (5.0, -5.0)] {
        let none = root::all::<4, f64>(|x| x.exp() - x, a, b).unwrap();
        assert_eq!(
            (none.len(), none.completeness),
            (0, Completeness::Certified)
        );
    }
    // The naive range of x² − 2x + 1.0001 contains zero; cutting decides.
    let none = root::all::<4, f64>(|x| x * x - 2.0 * x + 1.0001, -9.0, 9.0).unwrap();
    assert_eq!(
        (none.len(), none.completeness),
        (0, Completeness::Certified)
    );
}

#[test]
fn a_root_at_an_end_or_where_the_interval_is_cut_is_found_once() {
    let f = |a, b| root::all::<8, f64>(|x| x * (x - 1.0) * (x + 1.0), a, b).unwrap();
    assert_exactly(&f(-4.0, 4.0), &[-1.0, 0.0, 1.0], 1e-15);
    assert_exactly(&f(-2.0, 2.0), &[-1.0, 0.0, 1.0], 1e-15);
    assert_exactly(&f(-1.0, 1.0), &[-1.0, 0.0, 1.0], 1e-15);
    assert_exactly(&f(0.0, 8.0), &[0.0, 1.0], 1e-15);
    assert_exactly(&f(0.0, 1.0), &[0.0, 1.0], 1e-15);
    assert_exactly(&f(1.0, 9.0), &[1.0], 1e-15);
}

#[test]
fn a_double_root_stays_undecided_and_a_triple_one_exists() {
    for at in [1.0, 0.1, -3.7] {
        let double = root::all::<8, f64>(|x| (x - at).powi(2), -9.0, 9.0).unwrap();
        assert_eq!(
            double.completeness,
            Completeness::Undecided { intervals: 1 }
        );
        assert!(double[0].low <= at && at <= double[0].high, "{}", double[0]);
        assert_eq!(double[0].proof, Proof::Undecided);
        let triple = root::all::<8, f64>(|x| (x - at).powi(3), -9.0, 9.0).unwrap();
        assert_eq!(
            triple.completeness,
            Completeness::Undecided { intervals: 1 }
        );
        assert!(triple[0].low <= at && at <= triple[0].high);
        assert_eq!(triple[0].proof, Proof::Exists, "{}", triple[0]);
    }
    // Expanded, rounding decides over a wider stretch; it is one interval all the same.
    let wide = root::all::<8, f64>(|x| x * x - 2.0 * x + 1.0, -9.0, 9.0).unwrap();
    assert_eq!(wide.len(), 1, "{:?}", &wide[..]);
    assert!(
        wide[0].high - wide[0].low < 1e-6 && wide.evaluations < 2000,
        "{wide:?}"
    );
}

#[test]
fn two_close_roots_are_told_apart() {
    let gap = 1e-7;
    let found = root::all::<8, f64>(|x| (x - 1.0) * (x - 1.0 - gap), -9.0, 9.0).unwrap();
    assert_exactly(&found, &[1.0, 1.0 + gap], 1e-15);
}

#[test]
fn a_pole_or_a_jump_is_never_a_proved_root() {
    let pole = root::all::<8, f64>(|x| (x - 0.3).recip(), -1.0, 1.0).unwrap();
    assert!(
        pole.iter().all(|r| r.proof == Proof::Undecided),
        "{:?}",
        &pole[..]
    );
    assert!(pole.iter().any(|r| r.low <= 0.3 && 0.3 <= r.high));
    assert_eq!(pole.proved().count(), 0);
    let tangent = root::all::<8, f64>(|x| x.tan(), 1.0, 4.0).unwrap();
    assert_eq!(tangent.proved().count(), 1);
    let jump = root::all::<8, f64>(|x| (x - 0.3).signum() + 0.5, -1.0, 1.0).unwrap();
    assert_eq!(jump.proved().count(), 0, "{:?}", &jump[..]);
    assert!(!jump.is_empty());
}

#[test]
fn branches_and_domains_are_watched() {
    // A branch within the interval: the part that no branch holds for alone stays undecided.
    let found = root::all::<8, f64>(|x| branch(x), 0.0, 3.0).unwrap();
    let proved: Vec<_> = found.proved().map(|r| r.x).collect();
    assert_eq!(proved, [0.5, 2.0]);
    assert!(
        found
            .iter()
            .any(|r| r.proof == Proof::Undecided && r.low <= 1.0 && 1.0 <= r.high)
    );
    // Defined on a part of the interval only.
    let found = root::all::<8, f64>(|x| x.ln(), -2.0, 3.0).unwrap();
    assert_exactly(&found, &[1.0], 1e-15);
    let found = root::all::<8, f64>(|x| x.sqrt() - 1.0, -2.0, 3.0).unwrap();
    assert_exactly(&found, &[1.0], 1e-15);
    let nowhere = root::all::<8, f64>(|x| (x - 9.0).sqrt(), -2.0, 3.0).unwrap();
    assert_eq!(
        (nowhere.len(), nowhere.completeness),
        (0, Completeness::Certified)
    );
}

#[test]
fn scales_and_single_precision() {
    for unit in [1e-150, 1e-9, 1e9, 1e150] {
        let found = root::all::<8, f64>(|x| (x / unit).powi(2) - 2.0, -9.0 * unit, 9.0 * unit);
        let x = Real::sqrt(2.0) * unit;
        assert_exactly(&found.unwrap(), &[-x, x], 1e-15);
    }
    let found = root::all::<8, f32>(|x| x.powi(2) - 2.0, -9.0, 9.0).unwrap();
    assert_eq!(
        (found.len(), found.completeness),
        (2, Completeness::Certified)
    );
    let square = |x: f32| f64::from(x) * f64::from(x);
    assert!(square(found[1].low) <= 2.0 && 2.0 <= square(found[1].high));
    let wide = root::all::<8, f64>(|x| x - 1.0, -1e300, 1e300).unwrap();
    assert_exactly(&wide, &[1.0], 1e-15);
}

#[test]
fn what_is_no_interval_is_said() {
    for (a, b) in [(1.0, 1.0), (f64::NAN, 1.0), (0.0, f64::INFINITY)] {
        assert!(matches!(
            root::all::<4, f64>(|x| x, a, b),
            Err(NotAnInterval { .. })
        ));
        let points = certified_critical_points::<4, f64>(|x| x, a, b);
        assert!(matches!(points, Err(NotAnInterval { .. })));
    }
}

#[test]
fn a_function_that_is_zero_everywhere_ends() {
    let zero = root::all::<8, f64>(|x| 0.0 * x, -1.0, 1.0).unwrap();
    assert_eq!(zero.completeness, Completeness::Undecided { intervals: 1 });
    assert_eq!((zero[0].low, zero[0].high), (-1.0, 1.0));
    assert!(zero.evaluations < 100, "{}", zero.evaluations);
}

#[test]
fn critical_points_have_their_kinds_and_the_extremes_their_values() {
    let points = certified_critical_points::<16, f64>(|x| x.sin() + x / 2.0, 0.0, 12.0).unwrap();
    assert_eq!(points.completeness, Completeness::Certified);
    let kinds: Vec<_> = points.iter().map(|p| p.kind).collect();
    use CriticalKind::{Maximum, Minimum};
    assert_eq!(kinds, [Maximum, Minimum, Maximum, Minimum]);
    // cos x = −½ at 2π/3, 4π/3, …
    let expected = [2.0, 4.0, 8.0, 10.0].map(|k: f64| k * PI / 3.0);
    for (point, x) in points.iter().zip(expected) {
        assert!(point.enclosure.interval().widened(2).contains(x));
        assert!(point.value.widened(2).contains(Real::sin(x) + x / 2.0));
        assert!(point.second_derivative.widened(2).contains(-Real::sin(x)));
    }
    assert!(
        points.least.contains(0.0) && points.least.width() == 0.0,
        "{}",
        points.least
    );
    let top = Real::sin(12.0) + 6.0;
    assert!(
        points.greatest.widened(2).contains(top),
        "{}",
        points.greatest
    );
    assert!(points.greatest.width() < 1e-13);
}

#[test]
fn the_sampled_search_finds_what_is_proved() {
    let sampled = critical_points::<32>(|x| (x.powi(2)).sin() + x / 3.0, -4.0, 4.0).unwrap();
    let proved =
        certified_critical_points::<32, f64>(|x| (x.powi(2)).sin() + x / 3.0, -4.0, 4.0).unwrap();
    assert_eq!(proved.completeness, Completeness::Certified);
    assert_eq!(sampled.len(), proved.len());
    for (s, p) in sampled.iter().zip(&proved) {
        assert!(
            p.enclosure.interval().widened(4).contains(s.x),
            "{s:?} {p:?}"
        );
        assert_eq!(s.kind, p.kind);
    }
}

#[test]
fn a_flat_minimum_is_proved_by_the_signs_around_it() {
    let points = certified_critical_points::<8, f64>(|x| (x - 1.0).powi(4), -2.0, 3.0).unwrap();
    assert_eq!(points.len(), 1);
    assert_eq!(points[0].enclosure.proof, Proof::Exists);
    assert_eq!(points[0].kind, CriticalKind::Minimum);
    assert!(points.least.contains(0.0) && points.least.width() < 1e-10);
    let points = certified_critical_points::<8, f64>(|x| (x - 1.0).powi(3), -2.0, 3.0).unwrap();
    assert_eq!(points[0].kind, CriticalKind::Undecided);
}

#[test]
fn kinks_poles_and_domains_do_not_make_the_bounds_wrong() {
    let kink = certified_critical_points::<8, f64>(|x| (x - 0.3).abs(), -1.0, 1.0).unwrap();
    assert!(kink.least.contains(0.0), "{}", kink.least);
    assert!(
        kink.iter()
            .any(|p| p.enclosure.low <= 0.3 && 0.3 <= p.enclosure.high)
    );
    assert!(kink.greatest.contains(1.3));
    let pole = certified_critical_points::<8, f64>(|x| x.recip(), -1.0, 2.0).unwrap();
    assert!(pole.least.lower() == f64::NEG_INFINITY && pole.greatest.upper() == f64::INFINITY);
    // ln has no least value on [−1, 2]: what is outside of the domain is not looked at.
    let domain = certified_critical_points::<8, f64>(|x| x.ln(), -1.0, 2.0).unwrap();
    assert_eq!(domain.least.lower(), f64::NEG_INFINITY);
    assert!(domain.greatest.contains(Real::ln(2.0)));
}

#[test]
fn with_too_little_room_nothing_wrong_is_said_of_the_extremes() {
    let points = certified_critical_points::<2, f64>(|x| (3.0 * x).sin(), 0.0, 9.0).unwrap();
    assert!(matches!(
        points.completeness,
        Completeness::Truncated { found: 9 }
    ));
    assert!(points.least.contains(-1.0) && points.greatest.contains(1.0));
}

/// `y`, or an error after so many runs.
fn for_some_runs<T, E>(runs: &mut u32, error: E, y: T) -> Result<T, E> {
    match runs.checked_sub(1) {
        Some(left) => {
            *runs = left;
            Ok(y)
        }
        None => Err(error),
    }
}

#[test]
fn functions_that_may_fail_are_searched_alike_and_not_run_any_more_after_the_first_error() {
    let all = root::all::<8, f64>(|x| x.sin(), -4.0, 4.0).unwrap();
    let points = certified_critical_points::<8, f64>(|x| x.sin(), -4.0, 4.0).unwrap();
    let sampled = critical_points::<8>(|x| x.sin(), -4.0, 4.0).unwrap();
    for enough in [u32::MAX, 0, 1, 7, 30] {
        let mut runs = enough;
        let found =
            root::try_all::<8, f64, _>(|x| for_some_runs(&mut runs, "off", x.sin()), -4.0, 4.0);
        match found {
            Ok(found) => {
                let found = found.unwrap();
                assert_eq!(found[..], all[..]);
                assert_eq!(found.evaluations, all.evaluations);
                assert_eq!(found.evaluations, enough - runs);
            }
            Err(error) => assert!(error == "off" && runs == 0 && enough <= 30),
        }
        let mut runs = enough;
        let found = try_certified_critical_points::<8, f64, _>(
            |x| for_some_runs(&mut runs, "off", x.sin()),
            -4.0,
            4.0,
        );
        match found.map(Result::unwrap) {
            Ok(found) => {
                let both = [&found, &points].map(|p| (p.least, p.greatest, p.evaluations));
                assert_eq!(both[0], both[1]);
                assert_eq!(found.len(), points.len());
            }
            Err(error) => assert!(error == "off" && runs == 0 && enough <= 30),
        }
        let mut runs = enough;
        let found =
            try_critical_points::<8, _>(|x| for_some_runs(&mut runs, "off", x.sin()), -4.0, 4.0);
        match found.map(Result::unwrap) {
            Ok(found) => assert_eq!(found[..], sampled[..]),
            Err(error) => assert!(error == "off" && runs == 0 && enough <= 30),
        }
    }
    // What is wrong with the interval is inside, and no run is made.
    let mut runs = 0;
    let never = root::try_all::<8, f64, _>(|x| for_some_runs(&mut runs, "off", x), 1.0, 1.0);
    assert!(never.unwrap().is_err());
    let budget = root::try_all_within::<8, f64, _>(|x| Ok::<_, ()>(x.sin()), -4.0, 4.0, 5).unwrap();
    assert_ne!(budget.unwrap().completeness, Completeness::Certified);
    let budget =
        try_certified_critical_points_within::<8, f64, _>(|x| Ok::<_, ()>(x.sin()), -4.0, 4.0, 5);
    assert_ne!(
        budget.unwrap().unwrap().completeness,
        Completeness::Certified
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn polynomials_agree_with_their_own_solver(c in prop::array::uniform6(-2.0..2.0_f64)) {
        let exact = real_roots_with(c, 0.0).unwrap();
        let inside: Vec<_> = exact.iter().filter(|r| r.x.abs() < 7.9).collect();
        let found = root::all::<16, f64>(|x| polynomial(&c, x), -8.0, 8.0).unwrap();
        for root in &inside {
            let around = |r: &calc_opt::Enclosure<f64>| {
                Interval::new(r.low, r.high).widened(8).contains(root.x)
            };
            prop_assert!(found.iter().any(around), "{root:?} {:?}", &found[..]);
        }
        if found.completeness == Completeness::Certified {
            let all = exact.iter().filter(|r| r.x.abs() <= 8.0).count();
            prop_assert_eq!(found.len(), all);
        }
    }

    #[test]
    fn every_change_of_sign_is_in_the_list(k in 0.5..6.0_f64, shift in -1.0..1.0_f64, slope in -0.3..0.3_f64) {
        let f = |x: f64| Real::sin(k * x) + shift + slope * x;
        let found = root::all::<64, f64>(|x| (k * x).sin() + shift + slope * x, -5.0, 5.0).unwrap();
        for i in 0..2000_u32 {
            let x = f64::from(i) / 200.0 - 5.0;
            let y = f64::from(i + 1) / 200.0 - 5.0;
            if f(x) * f(y) < 0.0 {
                prop_assert!(found.iter().any(|r| r.high >= x && r.low <= y), "{x}");
            }
        }
        let points = certified_critical_points::<64, f64>(|x| (k * x).sin() + shift + slope * x, -5.0, 5.0).unwrap();
        for i in 0..=2000_u32 {
            let y = f(f64::from(i) / 200.0 - 5.0);
            prop_assert!(points.least.lower() <= y && y <= points.greatest.upper());
        }
    }
}
