//! One-dimensional minimisation: published minima, counts beside SciPy's, and input that is not nice.

#![allow(clippy::float_cmp, reason = "tests assert exact values on purpose")]

use core::cell::Cell;
use core::f64::consts::{LN_2, PI};

use calc_opt::minimize_scalar::{
    Brent, Downhill, Golden, Method, Minimum, Quartic, Search, SlopeSearch, bracket, brent, find,
    find_from, golden, try_find, with_derivative,
};
use calc_opt::root::Point;
use calc_opt::{NotAnInterval, Stopped};
use calc_scalar::{Dual, Float, Real};
use proptest::prelude::*;

/// Brent's function with a minimum between any two neighbouring squares of 1 … 20.
///
/// R. P. Brent, *Algorithms for Minimization Without Derivatives*, Prentice-Hall 1973, chapter 5.
fn poles<R: Real>(x: R) -> R {
    let mut sum = R::constant(0.0);
    for i in 1..=20_u8 {
        let i = f64::from(i);
        sum += ((2.0 * i - 5.0) / (x - i * i)).powi(2);
    }
    sum
}

/// Its minima, from `data/make_minimisers.py`.
fn minimisers() -> Vec<f64> {
    include_str!("data/brent_minimisers.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.trim().parse().expect("a number"))
        .collect()
}

/// Runs in all and the largest relative error, over the nineteen.
fn nineteen(minimum: impl Fn(f64, f64) -> Minimum<f64>) -> (u32, f64) {
    let (mut runs, mut worst) = (0, 0.0_f64);
    for (i, at) in (1..=19_u8).zip(minimisers()) {
        let [a, b] = [i, i + 1].map(|i| Real::powi(f64::from(i), 2));
        let minimum = minimum(a, b);
        assert!(
            minimum.stopped.is_solution() && !minimum.at_end,
            "{minimum:?}"
        );
        assert!(minimum.bracket.0 <= minimum.x && minimum.x <= minimum.bracket.1);
        runs += minimum.evaluations;
        worst = worst.max((minimum.x / at - 1.0).abs());
    }
    (runs, worst)
}

fn searched<M: Method<f64>>(a: f64, b: f64, method: M) -> Minimum<f64> {
    // The tolerance of SciPy's `minimize_scalar(method="bounded", options={"xatol": 1e-8})`.
    let mut search = Search::new(a, b, method).unwrap().x_abs(1e-8 / 3.0);
    let runs = Cell::new(0);
    while let Some(x) = search.next() {
        runs.set(runs.get() + 1);
        search.tell(poles(x));
    }
    assert_eq!(search.minimum().evaluations, runs.get());
    search.minimum()
}

#[test]
fn brents_nineteen_minima_take_no_more_runs_than_in_scipy() {
    // SciPy 1.17.1: bounded 183, golden 725, Chandrupatla's find_minimum 257.
    let (runs, worst) = nineteen(|a, b| searched(a, b, Brent::new()));
    assert!(runs <= 183 && worst < 1e-8, "{runs} {worst:e}");
    let (runs, worst) = nineteen(|a, b| searched(a, b, Quartic::new()));
    assert!(runs <= 176 && worst < 2e-8, "{runs} {worst:e}");
    let (runs, worst) = nineteen(|a, b| searched(a, b, Golden));
    assert!(runs <= 725 && worst < 2e-8, "{runs} {worst:e}");
}

#[test]
fn with_the_slope_the_nineteen_are_known_to_the_last_digit() {
    let (runs, worst) = nineteen(|a, b| with_derivative(poles, a, b).unwrap());
    assert!(runs <= 165 && worst <= 1e-15, "{runs} {worst:e}");
}

/// Name, function, interval, minimum.
type Case = (&'static str, fn(f64) -> f64, f64, f64, f64);

/// Functions of every day with one minimum, their intervals, and the minima where they are known.
#[rustfmt::skip]
fn everyday() -> Vec<Case> {
    vec![
        ("parabola", |x| Real::powi(x - 0.3, 2), -1.0, 1.0, 0.3),
        ("parabola above zero", |x| Real::powi(x - 0.3, 2) + 1.0, -1.0, 2.0, 0.3),
        ("cosh", |x| Real::cosh(x - 0.5), -2.0, 5.0, 0.5),
        ("exponential and line", |x| Real::exp(x) - 2.0 * x, -5.0, 5.0, LN_2),
        ("x ln x", |x| x * Real::ln(x), 0.0, 3.0, Real::exp(-1.0_f64)),
        ("sine", |x| -Real::sin(x), 0.0, 4.0, PI / 2.0),
        ("Runge", |x| -1.0 / (1.0 + 100.0 * Real::powi(x - 0.2, 2)), -1.0, 1.0, 0.2),
        ("x and 1/x", |x| x + 1.0 / x, 0.0, 10.0, 1.0),
        ("gamma density", |x| -x * Real::exp(-x), 0.0, 8.0, 1.0),
        ("ln Γ", |x| Real::lgamma(x), 0.0, 6.0, 1.461_632_144_968_362_3),
        ("ln cosh", |x| Real::ln(Real::cosh(x - 1.0)), -4.0, 4.0, 1.0),
        ("steep", |x| Real::exp(10.0 * x) - x, -1.0, 1.0, -(Real::ln(10.0_f64)) / 10.0),
        ("wide", |x| Real::powi(x - 3.0, 2) + Real::powi(x - 3.0, 4), -100.0, 1000.0, 3.0),
        ("Lennard-Jones", |x| 4.0 * (Real::powi(x, -12) - Real::powi(x, -6)), 0.8, 3.0, Real::powf(2.0_f64, 1.0 / 6.0)),
        ("softplus", |x| Real::softplus(x) - 0.25 * x, -6.0, 6.0, -(Real::ln(3.0_f64))),
        ("bell", |x| -Real::exp(-(x - 0.1) * (x - 0.1)), -5.0, 9.0, 0.1),
        ("square root", |x| Real::sqrt(1.0 + (x - 2.0) * (x - 2.0)), -5.0, 8.0, 2.0),
        ("to the fifth", |x| Real::powi(x, 5) - 80.0 * x, 0.0, 4.0, 2.0),
        ("two logarithms", |x| -(Real::ln(x)) - 3.0 * Real::ln(1.0 - x), 0.0, 1.0, 0.25),
    ]
}

/// Runs in all; every minimum must be found.
fn all_everyday(minimum: impl Fn(&dyn Fn(f64) -> f64, f64, f64) -> Minimum<f64>) -> u32 {
    let mut runs = 0;
    for (name, f, a, b, at) in everyday() {
        let count = Cell::new(0);
        let counted = |x| {
            count.set(count.get() + 1);
            f(x)
        };
        let minimum = minimum(&counted, a, b);
        assert_eq!(minimum.evaluations, count.get(), "{name}");
        assert!(minimum.stopped.is_solution(), "{name}: {minimum:?}");
        assert!(
            (minimum.x - at).abs() < 1e-6 * at.abs(),
            "{name}: {minimum:?}"
        );
        runs += minimum.evaluations;
    }
    runs
}

#[test]
fn on_functions_of_every_day_the_quartic_takes_a_twelfth_less_than_the_parabola() {
    let by_brent = all_everyday(|f, a, b| brent(f, a, b).unwrap());
    let by_quartic = all_everyday(|f, a, b| find(f, a, b).unwrap());
    let by_golden = all_everyday(|f, a, b| golden(f, a, b).unwrap());
    assert!(12 * by_quartic <= 11 * by_brent, "{by_quartic} {by_brent}");
    assert!(by_brent < by_golden / 2, "{by_brent} {by_golden}");
}

/// Every method in one precision, on one function that is given with its slope.
fn each<T: Float>(f: impl Fn(T) -> (T, T), a: T, b: T) -> [Minimum<T>; 4] {
    let value = |x: T| f(x).0;
    let mut search = SlopeSearch::new(a, b).unwrap();
    while let Some(x) = search.next() {
        let (value, slope) = f(x);
        search.tell(value, slope);
    }
    let minima = [
        find(value, a, b).unwrap(),
        brent(value, a, b).unwrap(),
        golden(value, a, b).unwrap(),
        search.minimum(),
    ];
    for minimum in minima {
        assert!(
            a.min(b) <= minimum.x && minimum.x <= a.max(b),
            "{minimum:?}"
        );
        let budget = if size_of::<T>() == 4 { 75 } else { 150 };
        assert!(minimum.evaluations <= budget, "{minimum:?}");
        assert!(minimum.stopped != Stopped::OutOfEvaluations, "{minimum:?}");
    }
    minima
}

macro_rules! in_both_precisions {
    ($($name:ident)*) => {
        mod single {
            $(#[test] fn $name() { super::matrix::$name::<f32>(); })*
        }
        mod double {
            $(#[test] fn $name() { super::matrix::$name::<f64>(); })*
        }
    };
}

in_both_precisions! {
    a_minimum_at_an_end_is_named
    ends_may_be_swapped
    a_point_or_infinity_is_no_interval
    nan_everywhere_is_not_finite
    a_hole_of_nan_is_gone_around
    a_small_domain_is_found
    minus_infinity_is_unbounded
    poles_at_the_ends_do_no_harm
    a_constant_is_a_plateau
    a_kink_is_found
    the_scale_does_not_matter
    the_widest_interval_ends
    a_start_at_a_maximum_is_left
    the_budget_is_kept
}

mod matrix {
    use super::*;

    fn c<T: Float>(x: f64) -> T {
        T::literal(x)
    }

    /// `2·√ε` of the unit: what values can tell.
    fn loose<T: Float>() -> T {
        c::<T>(4.0) * T::EPSILON.sqrt()
    }

    pub(super) fn a_minimum_at_an_end_is_named<T: Float>() {
        for (slope, end) in [(1.0, -2.0), (-1.0, 3.0)] {
            for minimum in each(|x: T| (x * c(slope), c(slope)), c(-2.0), c(3.0)) {
                assert_eq!(minimum.x, c(end), "{minimum:?}");
                assert!(
                    minimum.at_end && minimum.stopped.is_solution(),
                    "{minimum:?}"
                );
            }
        }
    }

    pub(super) fn ends_may_be_swapped<T: Float>() {
        let f = |x: T| ((x - c(1.0)).powi(2), c::<T>(2.0) * (x - c(1.0)));
        for (there, back) in each(f, c(-3.0), c(2.5))
            .iter()
            .zip(each(f, c(2.5), c(-3.0)))
        {
            assert_eq!(*there, back);
            assert!((back.x - c(1.0)).magnitude() < loose(), "{back:?}");
        }
    }

    pub(super) fn a_point_or_infinity_is_no_interval<T: Float>() {
        for (a, b) in [
            (1.0, 1.0),
            (0.0, f64::INFINITY),
            (f64::NAN, 1.0),
            (0.0, f64::NAN),
        ] {
            let (a, b) = (c::<T>(a), c::<T>(b));
            assert!(matches!(find(|x| x, a, b), Err(NotAnInterval { .. })));
            assert!(matches!(brent(|x| x, a, b), Err(NotAnInterval { .. })));
            assert!(matches!(golden(|x| x, a, b), Err(NotAnInterval { .. })));
            assert!(matches!(
                with_derivative(|x| x, a, b),
                Err(NotAnInterval { .. })
            ));
        }
    }

    pub(super) fn nan_everywhere_is_not_finite<T: Float>() {
        for value in [T::NAN, T::INFINITY] {
            for minimum in each(|_| (value, value), c(0.0), c(1.0)) {
                assert_eq!(minimum.stopped, Stopped::NotFinite);
                assert!(minimum.evaluations <= 32, "{minimum:?}");
            }
        }
    }

    pub(super) fn a_hole_of_nan_is_gone_around<T: Float>() {
        // Holes on the slope, away from the minimum at 1.
        for hole in [-2.0, 0.0, 2.0, 2.5] {
            let f = |x: T| {
                let value = (x - c(1.0)).powi(2);
                let there = (x - c(hole)).magnitude() < c(0.3);
                (
                    if there { T::NAN } else { value },
                    c::<T>(2.0) * (x - c(1.0)),
                )
            };
            for minimum in each(f, c(-3.0), c(4.0)) {
                // A hole may hide the side with the minimum, but no point in it is returned.
                assert!(minimum.value.is_finite(), "{minimum:?}");
                assert!(minimum.bracket.0 <= minimum.x && minimum.x <= minimum.bracket.1);
            }
        }
    }

    pub(super) fn a_small_domain_is_found<T: Float>() {
        // −ln(x − 0.90) − ln(0.95 − x), defined on a twentieth of the interval.
        let f = |x: T| {
            let (left, right) = (x - c(0.90), c::<T>(0.95) - x);
            (-left.ln() - right.ln(), right.recip() - left.recip())
        };
        for minimum in each(f, c(0.0), c(1.0)) {
            assert!((minimum.x - c(0.925)).magnitude() < loose(), "{minimum:?}");
            assert!(minimum.stopped.is_solution());
        }
    }

    pub(super) fn minus_infinity_is_unbounded<T: Float>() {
        let f = |x: T| (if x > c(0.2) { T::NEG_INFINITY } else { -x }, -T::ONE);
        for minimum in each(f, c(-1.0), c(1.0)) {
            assert_eq!(minimum.stopped, Stopped::Unbounded, "{minimum:?}");
        }
    }

    pub(super) fn poles_at_the_ends_do_no_harm<T: Float>() {
        let f = |x: T| {
            let y = T::ONE - x;
            (x.recip() + y.recip(), y.powi(-2) - x.powi(-2))
        };
        for minimum in each(f, c(0.0), c(1.0)) {
            assert!((minimum.x - c(0.5)).magnitude() < loose(), "{minimum:?}");
            assert!(minimum.stopped.is_solution() && !minimum.at_end);
        }
    }

    pub(super) fn a_constant_is_a_plateau<T: Float>() {
        for value in [0.0, 3.0, -1e30] {
            for minimum in each(|_| (c::<T>(value), T::ZERO), c(-1.0), c(2.0)) {
                assert_eq!(minimum.stopped, Stopped::Plateau, "{minimum:?}");
                assert!(minimum.evaluations <= 5);
            }
        }
    }

    pub(super) fn a_kink_is_found<T: Float>() {
        let f = |x: T| ((x - c(0.3)).magnitude(), (x - c(0.3)).signum());
        for minimum in each(f, c(-1.0), c(2.0)) {
            assert!((minimum.x - c(0.3)).magnitude() < loose(), "{minimum:?}");
            assert!(minimum.stopped.is_solution(), "{minimum:?}");
        }
    }

    pub(super) fn the_scale_does_not_matter<T: Float>() {
        let sizes = if size_of::<T>() == 4 {
            [1e-12, 1e12]
        } else {
            [1e-140, 1e140]
        };
        for size in sizes {
            let unit = c::<T>(size);
            let f = |x: T| {
                let y = x / unit - c(0.3);
                (y * y, c::<T>(2.0) * y / unit)
            };
            for minimum in each(f, -unit, unit) {
                assert!(
                    (minimum.x / unit - c(0.3)).magnitude() < loose(),
                    "{minimum:?}"
                );
                assert!(minimum.stopped.is_solution(), "{minimum:?}");
            }
            let f = |x: T| {
                let y = x - c(0.3);
                (y * y * unit, c::<T>(2.0) * y * unit)
            };
            for minimum in each(f, c(-1.0), c(1.0)) {
                assert!((minimum.x - c(0.3)).magnitude() < loose(), "{minimum:?}");
                assert!(minimum.stopped.is_solution(), "{minimum:?}");
            }
        }
    }

    pub(super) fn the_widest_interval_ends<T: Float>() {
        let far = T::MAX;
        for minimum in each(
            |x: T| ((x - c(1.0)).magnitude(), (x - c(1.0)).signum()),
            -far,
            far,
        ) {
            assert!(
                minimum.value <= c::<T>(8.0) * T::EPSILON * T::MAX,
                "{minimum:?}"
            );
        }
    }

    pub(super) fn a_start_at_a_maximum_is_left<T: Float>() {
        // The slope is zero in the middle, where the search with slopes begins.
        for minimum in each(|x: T| (-(x * x), -(x + x)), c(-1.0), c(1.0)) {
            assert_eq!(minimum.value, c(-1.0), "{minimum:?}");
            assert!(minimum.at_end);
        }
    }

    pub(super) fn the_budget_is_kept<T: Float>() {
        let mut search = Search::new(c::<T>(-1.0), c(1.0), Quartic::new())
            .unwrap()
            .max_evaluations(4);
        while let Some(x) = search.next() {
            search.tell(x * x);
        }
        let minimum = search.minimum();
        assert_eq!(
            (minimum.evaluations, minimum.stopped),
            (4, Stopped::OutOfEvaluations)
        );
        search.tell(c(-5.0));
        assert_eq!(search.minimum(), minimum);

        let mut search = SlopeSearch::new(c::<T>(-1.0), c(1.5))
            .unwrap()
            .max_evaluations(3);
        while let Some(x) = search.next() {
            search.tell(x.exp() - x, x.exp() - c(1.0));
        }
        assert_eq!(search.minimum().stopped, Stopped::OutOfEvaluations);
    }
}

#[test]
fn an_adversary_cannot_make_a_search_longer_than_the_budget_says() {
    // Values that alternate, fall by little, or hang together with nothing.
    let falls: [fn(f64, u32) -> f64; 4] = [
        |x, n| Real::powf(x.abs(), 0.01) + f64::from(n % 2) * 1e-3,
        |_, n| -f64::from(n),
        |_, n| f64::from(n.wrapping_mul(2_654_435_761) >> 8),
        |x, _| if x > 1e-300 { x } else { 1.0 },
    ];
    for fall in falls {
        let mut search = Search::new(-1.0, 3.0, Brent::new()).unwrap();
        let mut n = 0;
        while let Some(x) = search.next() {
            search.tell(fall(x, n));
            n += 1;
        }
        assert!(search.minimum().stopped != Stopped::OutOfEvaluations, "{n}");
    }
}

#[test]
fn a_wrong_step_of_the_method_is_replaced() {
    #[derive(Clone, Copy)]
    struct Wrong(f64);
    impl Method<f64> for Wrong {
        fn propose(&mut self, _: &calc_opt::minimize_scalar::Bracket<f64>, _: f64) -> f64 {
            self.0
        }
    }
    for x in [f64::NAN, f64::INFINITY, -7.0, 3.0] {
        let mut search = Search::new(-1.0, 3.0, Wrong(x)).unwrap();
        while let Some(x) = search.next() {
            search.tell(Real::powi(x - 1.0, 2));
        }
        assert!((search.minimum().x - 1.0).abs() < 1e-7);
    }
}

#[test]
fn values_that_differ_by_rounding_only_end_the_search_early() {
    // A million below the parabola leaves seven digits less.
    let minimum = find(|x: f64| 1e6 + Real::powi(x - 1.0, 2), -3.0, 2.0).unwrap();
    assert_eq!(minimum.stopped, Stopped::ReductionSmall);
    assert!((minimum.x - 1.0).abs() < 1e-4, "{minimum:?}");
    let flat = find(|x: f64| 1.0 + Real::powi(x - 1.0, 6), -1.0, 4.0).unwrap();
    assert!(
        flat.stopped == Stopped::ReductionSmall && flat.evaluations < 40,
        "{flat:?}"
    );
}

#[test]
fn from_a_start_the_bracket_is_found_in_either_direction() {
    for at in [-1e6, -3.0, 0.05, 40.0, 1e9] {
        let count = Cell::new(0);
        let f = |x: f64| {
            count.set(count.get() + 1);
            (x - at) * (x - at)
        };
        let minimum = find_from(f, 0.0, 1.0);
        assert!((minimum.x / at - 1.0).abs() < 1e-6, "{at}: {minimum:?}");
        assert_eq!(minimum.evaluations, count.get());
        assert!(minimum.evaluations < 40, "{minimum:?}");
    }
}

#[test]
fn downhill_for_ever_is_unbounded_and_a_bad_start_is_said() {
    assert_eq!(find_from(|x: f64| -x, 0.0, 1.0).stopped, Stopped::Unbounded);
    assert_eq!(find_from(|x: f32| x, 0.0, 1.0).stopped, Stopped::Unbounded);
    assert_eq!(
        find_from(|_: f64| f64::NAN, 0.0, 1.0).stopped,
        Stopped::NotFinite
    );
    assert_eq!(
        find_from(|x: f64| x * x, f64::NAN, 1.0).stopped,
        Stopped::NoProgress
    );
    assert_eq!(
        find_from(|x: f64| x * x, 1.0, 0.0).stopped,
        Stopped::NoProgress
    );
    assert_eq!(
        find_from(|x: f64| x * x, 1e30, 1.0).stopped,
        Stopped::NoProgress
    );
    // The logarithm's domain ends at 0: a bracket, and no NaN.
    let minimum = find_from(|x: f64| x - Real::ln(x), 3.0, 5.0);
    assert!((minimum.x - 1.0).abs() < 1e-7);
}

#[test]
fn a_known_start_is_not_run_again() {
    let f = |x: f64| Real::powi(x - 2.0, 2);
    let mut way = Downhill::from_known(
        Point {
            x: 0.0,
            value: f(0.0),
        },
        0.1,
    );
    let mut runs = 0;
    while let Some(x) = way.next() {
        runs += 1;
        way.tell(f(x));
    }
    let [low, best, high] = way.bracket().unwrap();
    assert_eq!(way.evaluations(), runs);
    assert!(low.x < best.x && best.x < high.x && best.value <= low.value.min(high.value));
    let search = Search::between(high, best, low, Golden);
    assert!(search.is_err(), "the points are not in order");
}

proptest! {
    #[test]
    fn a_parabola_is_solved_wherever_it_is(at in -50.0..50.0_f64, width in 0.1..100.0_f64, share in 0.02..0.98_f64) {
        let (a, b) = (at - share * width, at + (1.0 - share) * width);
        let f = |x: f64| 3.0 * Real::powi(x - at, 2) + 1.0;
        let minimum = find(f, a, b).unwrap();
        // One part in 10⁸ of a value of 1 is a distance of 1e-8.
        prop_assert!((minimum.x - at).abs() < 1e-7 * at.abs().max(1.0), "{minimum:?}");
        prop_assert!(minimum.stopped.is_solution() && minimum.evaluations <= 30, "{minimum:?}");
        let [low, best, high] = bracket(f, a, width / 100.0).unwrap();
        prop_assert!(low.x <= at && at <= high.x && best.value <= low.value.min(high.value));
    }

    #[test]
    fn the_slope_tells_all_digits(at in -50.0..50.0_f64, width in 0.1..100.0_f64, share in 0.02..0.98_f64) {
        let (a, b) = (at - share * width, at + (1.0 - share) * width);
        let f = |x: Dual<f64>| Real::powi(x - at, 2) * (1.0 + 0.1 * Real::powi(x - at, 2)) + 1.0;
        let minimum = with_derivative(f, a, b).unwrap();
        prop_assert!((minimum.x - at).abs() <= 4.0 * f64::EPSILON * at.abs(), "{minimum:?}");
        prop_assert!(minimum.stopped.is_solution() && minimum.evaluations <= 40, "{minimum:?}");
    }

    #[test]
    fn the_minimum_returned_is_the_lowest_value_seen(shift in -3.0..3.0_f64) {
        let lowest = Cell::new(f64::INFINITY);
        let f = |x: f64| {
            let value = Real::sin(5.0 * x + shift) + 0.1 * x * x;
            lowest.set(lowest.get().min(value));
            value
        };
        let minimum = find(f, -4.0, 5.0).unwrap();
        prop_assert_eq!(minimum.value, lowest.get());
    }
}

#[test]
fn an_error_of_the_function_comes_through() {
    #[derive(Debug, PartialEq)]
    enum Trouble {
        Sensor,
        Interval,
    }
    impl From<NotAnInterval<f64>> for Trouble {
        fn from(_: NotAnInterval<f64>) -> Self {
            Self::Interval
        }
    }
    let fails = |x: f64| {
        if x > 0.0 {
            Err(Trouble::Sensor)
        } else {
            Ok(-x)
        }
    };
    assert_eq!(try_find(fails, -1.0, 1.0).unwrap_err(), Trouble::Sensor);
    assert_eq!(try_find(fails, 1.0, 1.0).unwrap_err(), Trouble::Interval);
    assert!(try_find(fails, -2.0, -1.0).is_ok());
}

#[test]
fn beside_a_large_constant_the_slopes_lead_to_the_end() {
    let falls = with_derivative(|x: Dual| 1e15 - x.exp(), 0.0, 1.0).unwrap();
    assert_eq!((falls.x, falls.at_end), (1.0, true));
    let rises = with_derivative(|x: Dual<f32>| -(x - 1_879_654.3).powi(2), 0.0, 1.0);
    let rises = rises.unwrap();
    assert_eq!((rises.x, rises.at_end), (0.0, true));
}
