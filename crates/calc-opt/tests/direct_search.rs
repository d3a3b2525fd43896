//! Minimisers without a gradient: Moré, Garbow and Hillstrom's problems beside SciPy's counts, and input
//! that is not nice.

#![allow(clippy::float_cmp, reason = "tests assert exact values on purpose")]

mod collections {
    #[macro_use]
    pub(crate) mod mgh;
    pub(crate) mod random;
}

use core::cell::Cell;
use core::ops::ControlFlow;

use calc_multi::{Diagonals, Size};
use calc_opt::Stopped;
use calc_opt::minimize::{
    Limits, Minimizer, Minimum, NelderMead, Powell, nelder_mead, observed, powell, run, try_run,
};
use calc_scalar::{Float, Real};
use collections::mgh::Problem;
use collections::random::Random;
use proptest::prelude::*;

/// The share of the way down that may be missing (Moré and Wild's test).
const SHARE: f64 = 1e-8;

struct Outcome {
    name: &'static str,
    hit: Option<u32>,
    runs: u32,
    value: f64,
    solved: bool,
}

fn outcome<P: Problem<N>, const N: usize>(
    mut search: impl Minimizer<f64, N, Question = [f64; N], Answer = f64>,
) -> Outcome {
    let first = P::value(P::START);
    let enough = P::LOWEST + SHARE * (first - P::LOWEST);
    let (mut runs, mut hit) = (0, None);
    while let Some(x) = search.next() {
        let value = P::value(x);
        runs += 1;
        if value <= enough {
            hit = hit.or(Some(runs));
        }
        search.tell(value);
    }
    let minimum = search.minimum();
    assert_eq!(minimum.evaluations, runs, "{}", P::NAME);
    assert_eq!(minimum.gradient_evaluations, 0);
    assert_eq!(P::value(minimum.x), minimum.value, "{}", P::NAME);
    Outcome {
        name: P::NAME,
        hit,
        runs,
        value: minimum.value,
        solved: minimum.stopped.is_solution(),
    }
}

fn limits() -> Limits<f64> {
    Limits::new().max_iterations(20_000).max_evaluations(20_000)
}

fn by_nelder_mead<P: Problem<N>, const N: usize, const D: usize>() -> Outcome
where
    Size<N>: Diagonals<D>,
{
    outcome::<P, N>(NelderMead::new(P::START, limits()))
}

fn by_powell<P: Problem<N>, const N: usize, const D: usize>() -> Outcome
where
    Size<N>: Diagonals<D>,
{
    outcome::<P, N>(Powell::new(P::START, limits()))
}

/// The runs that SciPy's methods take, by problem: those of Nelder and Mead, and of Powell.
fn scipys(name: &str) -> [Option<u32>; 2] {
    let line = include_str!("data/direct_search.txt")
        .lines()
        .find(|line| line.split(';').next() == Some(name));
    let mut counts = line.expect("a line").split(';').skip(1);
    [(); 2].map(|()| counts.next().expect("two counts").trim().parse().ok())
}

/// How many are solved by us and by SciPy's method, and the runs of both on those that both solve.
fn beside_scipy(outcomes: &[Outcome], method: usize) -> ([usize; 2], [u32; 2]) {
    let (mut solved, mut runs) = ([0; 2], [0; 2]);
    for o in outcomes {
        let both = [o.hit, scipys(o.name)[method]];
        for (solved, hit) in solved.iter_mut().zip(both) {
            *solved += usize::from(hit.is_some());
        }
        if let [Some(ours), Some(theirs)] = both {
            runs = [runs[0] + ours, runs[1] + theirs];
        }
    }
    (solved, runs)
}

#[test]
fn nelder_mead_solves_more_than_scipys_in_fewer_runs() {
    let outcomes = each_mgh!(by_nelder_mead);
    for o in &outcomes {
        // Its function falls only towards infinity, on the way that the simplex takes.
        let claimed = o.name != "Box, three-dimensional";
        assert_eq!(o.solved, claimed, "{}: {:e}", o.name, o.value);
        assert!(o.runs < 6000, "{} {}", o.name, o.runs);
    }
    let (solved, [ours, theirs]) = beside_scipy(&outcomes, 0);
    assert_eq!(solved, [16, 15]);
    assert!(ours < theirs, "{ours} {theirs}");
    // The two others end there, which is no claim, and in a minimum that is not the lowest.
    for o in outcomes.iter().filter(|o| o.hit.is_none()) {
        let known = ["Box, three-dimensional", "Biggs EXP6"].contains(&o.name);
        assert!(known, "{}: {:e}", o.name, o.value);
    }
}

#[test]
fn powell_solves_all_eighteen_in_fewer_runs_than_scipys() {
    let outcomes = each_mgh!(by_powell);
    for o in &outcomes {
        assert!(o.hit.is_some() && o.solved, "{}: {:e}", o.name, o.value);
    }
    let (solved, [ours, theirs]) = beside_scipy(&outcomes, 1);
    assert_eq!(solved, [18, 16]);
    assert!(5 * ours < 3 * theirs, "{ours} {theirs}");
}

// McKinnon's function, in the coordinates of the simplex that it leads astray: `p = u·a + v·b`.
//
// K. I. M. McKinnon, *Convergence of the Nelder-Mead Simplex Method to a Nonstationary Point*, SIAM Journal
// on Optimization 9(1), 1998, 148–158: `τ = 2`, `θ = 6`, `φ = 60`.
fn mckinnon([u, v]: [f64; 2]) -> f64 {
    let root = Real::sqrt(33.0);
    let (long, short) = ((1.0 + root) / 8.0, (1.0 - root) / 8.0);
    let (x, y) = (u + long * v, u + short * v);
    let steep = if x <= 0.0 { 360.0 } else { 6.0 };
    steep * x * x + y + y * y
}

#[test]
fn the_simplex_that_shrinks_to_no_minimum_is_put_up_again() {
    let mut search = NelderMead::new([0.0, 0.0], limits()).edges([1.0, 1.0]);
    let mut stuck = false;
    while let Some(x) = search.next() {
        if let Some(step) = search.tell(mckinnon(x)) {
            // On the way it is as small as a hair around the origin, where the slope is 1.
            stuck |= step.rate < 1e-6 && step.value == 0.0;
        }
    }
    let minimum = search.minimum();
    assert!(stuck, "the counterexample does not lead astray");
    assert!((minimum.value + 0.25).abs() < 1e-10, "{minimum:?}");
}

/// Both methods in one precision.
fn each<T: Float, const N: usize>(f: impl Fn([T; N]) -> T, x0: [T; N]) -> [Minimum<T, N>; 2] {
    let count = Cell::new(0);
    let counted = |x: [T; N]| {
        count.set(count.get() + 1);
        assert!(x.iter().all(|x| x.is_finite()), "{x:?}");
        f(x)
    };
    let limits = Limits::new().max_iterations(3000).max_evaluations(10_000);
    [
        nelder_mead(counted, x0, limits),
        powell(counted, x0, limits),
    ]
    .map(|minimum| {
        assert!(minimum.x.iter().all(|x| x.is_finite()), "{minimum:?}");
        assert!(minimum.gradient_norm.not_a_number());
        // Never worse than the start.
        let start = f(x0);
        assert!(
            minimum.value <= start || start.not_a_number(),
            "{minimum:?}"
        );
        minimum
    })
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
    a_start_without_a_value_is_said
    nan_and_infinity_are_walls
    a_constant_is_a_plateau
    what_falls_for_ever_is_no_solution
    minus_infinity_is_unbounded
    what_is_flat_towards_infinity_is_no_minimum
    steps_that_are_short_too_early_are_no_end
    the_start_may_be_the_minimum
    the_scale_does_not_matter
    a_domain_with_one_side_is_kept
    the_budgets_are_kept
    one_variable_or_none
}

mod matrix {
    use super::*;

    fn c<T: Float>(x: f64) -> T {
        T::literal(x)
    }

    /// What values can tell.
    fn loose<T: Float>() -> T {
        c::<T>(10.0) * T::EPSILON.sqrt()
    }

    fn bowl<T: Float>([x, y]: [T; 2]) -> T {
        let (x, y) = (x - c(1.0), y + c(2.0));
        x * x + c::<T>(3.0) * y * y + x * y
    }

    pub(super) fn a_start_without_a_value_is_said<T: Float>() {
        for value in [T::NAN, T::INFINITY] {
            for minimum in each(|_| value, [c(1.0), c(2.0)]) {
                assert_eq!(
                    (minimum.stopped, minimum.evaluations),
                    (Stopped::NotFinite, 1)
                );
            }
        }
    }

    pub(super) fn nan_and_infinity_are_walls<T: Float>() {
        for wall in [T::NAN, T::INFINITY] {
            let f = |[x, y]: [T; 2]| {
                if x < c(0.5) || x * x + y * y > c(30.0) {
                    wall
                } else {
                    bowl([x, y])
                }
            };
            for minimum in each(f, [c(3.0), c(1.0)]) {
                assert!(minimum.stopped.is_solution(), "{minimum:?}");
                assert!((minimum.x[0] - c(1.0)).magnitude() < loose(), "{minimum:?}");
                assert!((minimum.x[1] + c(2.0)).magnitude() < loose(), "{minimum:?}");
            }
        }
    }

    pub(super) fn a_constant_is_a_plateau<T: Float>() {
        for value in [0.0, 5.0, -1e30] {
            for minimum in each(|_| c::<T>(value), [c(1.0), c(0.0), c(-3.0)]) {
                assert_eq!(minimum.stopped, Stopped::Plateau, "{minimum:?}");
                assert!(!minimum.stopped.is_solution());
            }
        }
    }

    pub(super) fn what_falls_for_ever_is_no_solution<T: Float>() {
        for minimum in each(|[x, y]: [T; 2]| x + y, [c(1.0), c(1.0)]) {
            assert!(!minimum.stopped.is_solution(), "{minimum:?}");
        }
    }

    pub(super) fn what_is_flat_towards_infinity_is_no_minimum<T: Float>() {
        let f = |[x, y]: [T; 2]| T::ONE + (-x).exp() + y * y;
        for minimum in each(f, [c(1.0), c(1.0)]) {
            assert!(!minimum.stopped.is_solution(), "{minimum:?}");
        }
    }

    pub(super) fn steps_that_are_short_too_early_are_no_end<T: Float>() {
        // Without the last look the simplex of single precision ends half way down.
        let f = |[x, y]: [T; 2]| (x - c(3.0)).powi(2) + (y - c(1.0)).powi(2);
        let limits = Limits::new();
        let hair = c::<T>(1e-4);
        let caught = [
            run(
                NelderMead::new([c(1.0), c(1.0)], limits).edges([hair; 2]),
                f,
            ),
            run(Powell::new([c(1.0), c(1.0)], limits).steps([hair; 2]), f),
        ];
        for minimum in caught {
            assert!(minimum.stopped.is_solution(), "{minimum:?}");
            assert!((minimum.x[0] - c(3.0)).magnitude() < c(1e-2), "{minimum:?}");
        }
    }

    pub(super) fn minus_infinity_is_unbounded<T: Float>() {
        let f = |[x, y]: [T; 2]| {
            if x < c(-1.0) {
                T::NEG_INFINITY
            } else {
                x + y * y
            }
        };
        for minimum in each(f, [c(1.0), c(1.0)]) {
            assert_eq!(minimum.stopped, Stopped::Unbounded, "{minimum:?}");
        }
    }

    pub(super) fn the_start_may_be_the_minimum<T: Float>() {
        for minimum in each(bowl, [c::<T>(1.0), c(-2.0)]) {
            assert!(minimum.stopped.is_solution(), "{minimum:?}");
            assert_eq!(minimum.value, T::ZERO);
        }
    }

    pub(super) fn the_scale_does_not_matter<T: Float>() {
        let units = if size_of::<T>() == 4 {
            [1e-8, 1e8]
        } else {
            [1e-70, 1e70]
        };
        for unit in units.map(c::<T>) {
            let f = |[x, y]: [T; 2]| bowl([x / unit, y / unit]);
            for minimum in each(f, [c::<T>(3.0) * unit, c::<T>(-1.0) * unit]) {
                assert!(minimum.stopped.is_solution(), "{minimum:?}");
                assert!(
                    (minimum.x[0] / unit - c(1.0)).magnitude() < loose(),
                    "{minimum:?}"
                );
            }
            let f = |x: [T; 2]| bowl(x) * unit;
            for minimum in each(f, [c(3.0), c(-1.0)]) {
                assert!(minimum.stopped.is_solution(), "{minimum:?}");
                assert!((minimum.x[0] - c(1.0)).magnitude() < loose(), "{minimum:?}");
            }
        }
    }

    pub(super) fn a_domain_with_one_side_is_kept<T: Float>() {
        // x + y − ln x − 2 ln y, defined for positive numbers only.
        let f = |[x, y]: [T; 2]| x + y - x.ln() - c::<T>(2.0) * y.ln();
        for minimum in each(f, [c(0.01), c(30.0)]) {
            assert!(minimum.stopped.is_solution(), "{minimum:?}");
            assert!((minimum.x[0] - c(1.0)).magnitude() < loose(), "{minimum:?}");
            assert!((minimum.x[1] - c(2.0)).magnitude() < loose(), "{minimum:?}");
        }
    }

    pub(super) fn the_budgets_are_kept<T: Float>() {
        let evaluations = Limits::new().max_evaluations(17);
        let iterations = Limits::new().max_iterations(3);
        let start = [c::<T>(30.0), c(-11.0)];
        for minimum in [
            nelder_mead(bowl, start, evaluations),
            powell(bowl, start, evaluations),
        ] {
            assert_eq!(
                (minimum.stopped, minimum.evaluations),
                (Stopped::OutOfEvaluations, 17)
            );
            assert!(minimum.value < bowl(start));
        }
        let minimum = nelder_mead(bowl, start, iterations);
        assert_eq!(
            (minimum.stopped, minimum.iterations),
            (Stopped::OutOfIterations, 3)
        );
    }

    pub(super) fn one_variable_or_none<T: Float>() {
        for minimum in each(|[x]: [T; 1]| (x - c(0.3)).powi(2), [c(5.0)]) {
            assert!((minimum.x[0] - c(0.3)).magnitude() < loose(), "{minimum:?}");
        }
        for minimum in each(|[]: [T; 0]| c(2.0), []) {
            assert_eq!(minimum.value, c(2.0));
        }
    }
}

#[test]
fn a_round_in_long_steps_along_directions_that_are_alike_is_no_end() {
    // A round along the axes in the steps of the start ends where it began, 10⁻⁵ of the way from the minimum.
    let cases = [
        (
            [-0.87, 2.38, 1.73],
            [-4.83, 2.39, 0.62],
            [1.86, 2.74, 2.49],
            -0.01,
        ),
        (
            [4.52, -1.21, -4.15],
            [-4.71, -1.2, 0.84],
            [2.59, 1.9, 2.48],
            -0.02,
        ),
    ];
    for (at, start, bend, twist) in cases {
        let f = |x: [f64; 3]| {
            let [a, b, c] = [0, 1, 2].map(|i| bend[i] * (x[i] - at[i]));
            a * a + b * b + c * c + 2.0 * twist * a * b
        };
        let minimum = powell(f, start, Limits::new());
        assert!(minimum.stopped.is_solution(), "{minimum:?}");
        for (x, a) in minimum.x.iter().zip(at) {
            assert!((x - a).abs() < 1e-6, "{minimum:?} {at:?}");
        }
    }
}

#[test]
fn an_observer_sees_the_start_and_every_step_and_may_stop() {
    let bowl = |[x, y]: [f64; 2]| x * x + y * y;
    let seen = Cell::new(0);
    let watch = |step: &calc_opt::minimize::Step<f64, 2>| {
        seen.set(seen.get() + 1);
        if step.value < 1e-3 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let minimum = run(
        observed(NelderMead::new([1.0, 2.0], Limits::new()), watch),
        bowl,
    );
    assert_eq!(minimum.stopped, Stopped::ByObserver);
    assert_eq!(seen.get(), minimum.iterations + 1);
    assert!(minimum.value < 1e-3);
    let minimum = run(
        observed(Powell::new([1.0, 2.0], Limits::new()), watch),
        bowl,
    );
    assert_eq!(minimum.stopped, Stopped::ByObserver);
    assert!(minimum.value < 1e-3);
}

#[test]
fn a_search_goes_on_after_an_error_of_the_function() {
    let mut machine = Powell::new([1.0, 2.0], Limits::new());
    let mut runs = 0;
    let mut failing = |[x, y]: [f64; 2]| {
        runs += 1;
        if runs == 20 {
            Err("no answer")
        } else {
            Ok(x * x + y * y)
        }
    };
    assert_eq!(try_run(&mut machine, &mut failing), Err("no answer"));
    assert!(machine.minimum().value < 5.0);
    assert!(
        try_run(&mut machine, &mut failing)
            .unwrap()
            .stopped
            .is_solution()
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn parabolas_in_any_position_are_solved(
        at in prop::array::uniform3(-5.0..5.0_f64),
        start in prop::array::uniform3(-5.0..5.0_f64),
        bend in prop::array::uniform3(0.2..3.0_f64),
        twist in -0.9..0.9_f64,
    ) {
        let f = |x: [f64; 3]| {
            let [a, b, c] = [0, 1, 2].map(|i| bend[i] * (x[i] - at[i]));
            a * a + b * b + c * c + 2.0 * twist * a * b
        };
        let limits = Limits::new().max_iterations(5000);
        for minimum in [nelder_mead(f, start, limits), powell(f, start, limits)] {
            prop_assert!(minimum.stopped.is_solution(), "{minimum:?}");
            for (x, a) in minimum.x.iter().zip(at) {
                prop_assert!((x - a).abs() < 1e-5 * (1.0 + a.abs()), "{minimum:?} {at:?}");
            }
        }
    }
}

#[test]
fn a_simplex_whose_edges_show_above_the_noise_finds_the_minimum() {
    let mut random = Random(1);
    let mut measured = |[x, y]: [f64; 2]| {
        let noise = random.between(-0.005, 0.005);
        (x - 1.0) * (x - 1.0) + 3.0 * (y + 2.0) * (y + 2.0) + noise
    };
    let limits = Limits::new().x_tolerance(0.02, 0.0).f_tolerance(0.02, 0.0);
    let mut search = NelderMead::new([0.0, 0.0], limits).edges([0.5, 0.5]);
    while let Some(x) = search.next() {
        search.tell(measured(x));
    }
    let minimum = search.minimum();
    assert!(
        minimum.stopped.is_solution() && minimum.evaluations < 100,
        "{minimum:?}"
    );
    let [x, y] = minimum.x;
    assert!(
        (x - 1.0).abs() < 0.15 && (y + 2.0).abs() < 0.15,
        "{minimum:?}"
    );
}
