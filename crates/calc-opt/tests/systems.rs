//! Systems of equations: MINPACK's 55 runs beside SciPy's, and what must not be claimed.

#![allow(clippy::float_cmp, reason = "exact values are asserted on purpose")]

#[macro_use]
mod collections {
    #[macro_use]
    pub(crate) mod minpack_systems;
}

use core::cell::Cell;

use calc_multi::value_and_jacobian;
use calc_opt::Stopped;
use calc_opt::root::system::{
    self, Dogleg, Newton, QuasiNewton, Search, Solution, SystemError, Tolerance,
};
use calc_scalar::{Dual, Real};
use collections::minpack_systems::System;
use proptest::prelude::*;

type Outcome<const N: usize> = Result<Solution<f64, N>, SystemError<f64, N>>;

/// What a run of the collection shows.
#[derive(Debug)]
struct Run {
    name: String,
    claimed: bool,
    /// `‖f‖` at the point returned, computed again.
    norm: f64,
    evaluations: u32,
}

/// Rosenbrock's function far out is the largest of what is left.
const ZERO: f64 = 1e-11;

impl Run {
    fn solved(&self) -> bool {
        self.norm <= ZERO
    }
}

fn best<const N: usize>(outcome: &Outcome<N>) -> Solution<f64, N> {
    match outcome {
        Ok(solution) => *solution,
        Err(error) => error.best(),
    }
}

fn length<const N: usize>(v: [f64; N]) -> f64 {
    v.iter().fold(0.0, |sum, &v| Real::hypot(sum, v))
}

/// A run; the counts reported must be those made, and the residuals those of the point.
fn run<P: System<N>, const N: usize>(factor: f64, outcome: Outcome<N>, runs: u32) -> Run {
    let end = best(&outcome);
    assert_eq!(end.evaluations, runs, "{} {N} {factor}", P::NAME);
    assert_eq!(end.values, P::residuals(end.x));
    assert_eq!(outcome.is_ok(), end.stopped.is_solution());
    Run {
        name: format!("{} {N} × {factor}", P::NAME),
        claimed: outcome.is_ok(),
        norm: length(end.values),
        evaluations: runs,
    }
}

fn by_derivatives<P: System<N>, const N: usize>(
    factor: f64,
    solve: impl FnOnce(&mut dyn FnMut([Dual<f64, N>; N]) -> [Dual<f64, N>; N], [f64; N]) -> Outcome<N>,
) -> Run {
    let mut runs = 0;
    let mut counted = |x| {
        runs += 1;
        P::residuals(x)
    };
    let outcome = solve(&mut counted, P::start_times(factor));
    run::<P, N>(factor, outcome, runs)
}

fn by_values<P: System<N>, const N: usize>(
    factor: f64,
    solve: impl FnOnce(&mut dyn FnMut([f64; N]) -> [f64; N], [f64; N]) -> Outcome<N>,
) -> Run {
    let mut runs = 0;
    let mut counted = |x| {
        runs += 1;
        P::residuals(x)
    };
    let outcome = solve(&mut counted, P::start_times(factor));
    run::<P, N>(factor, outcome, runs)
}

fn recommended<P: System<N>, const N: usize>(factor: f64) -> Run {
    by_derivatives::<P, N>(factor, |f, x0| calc_opt::root::system(f, x0))
}

fn dogleg<P: System<N>, const N: usize>(factor: f64) -> Run {
    by_derivatives::<P, N>(factor, |f, x0| {
        let mut search = Dogleg::new(x0);
        while let Some(x) = search.next() {
            let (values, jacobian) = value_and_jacobian(&mut *f, x);
            search.tell(values, jacobian);
        }
        search.result()
    })
}

fn newton<P: System<N>, const N: usize>(factor: f64) -> Run {
    by_derivatives::<P, N>(factor, |f, x0| system::newton(f, x0))
}

fn powell_hybrid<P: System<N>, const N: usize>(factor: f64) -> Run {
    by_values::<P, N>(factor, |f, x0| system::powell_hybrid(f, x0))
}

fn broyden<P: System<N>, const N: usize>(factor: f64) -> Run {
    by_values::<P, N>(factor, |f, x0| system::broyden(f, x0))
}

/// Runs solved, roots claimed, evaluations in all. Nothing is claimed that is not true.
fn count(runs: &[Run]) -> (usize, usize, u32) {
    assert_eq!(runs.len(), 55);
    for run in runs {
        assert!(run.solved() || !run.claimed, "{run:?}");
    }
    let solved = runs.iter().filter(|r| r.solved()).count();
    let claimed = runs.iter().filter(|r| r.claimed).count();
    (solved, claimed, runs.iter().map(|r| r.evaluations).sum())
}

/// Written by `data/make_systems.py` with SciPy 1.17.1: `root(method="hybr")`, which is MINPACK.
const SCIPY: &str = include_str!("data/systems.csv");

#[test]
fn of_minpacks_55_runs_the_recommended_method_solves_50_and_claims_none_falsely() {
    let runs = each_minpack_system!(recommended);
    let (solved, claimed, evaluations) = count(&runs);
    // From a hundred times the start it is chance which valley Chebyquad's iterates end in.
    assert_eq!((solved, claimed), (50, 47));
    assert!(evaluations <= 4233, "{evaluations}");
    // What is solved and not claimed has a singular Jacobian at the root.
    for run in &runs {
        let singular = run.name.starts_with("Powell, singular");
        assert_eq!(run.solved() && !run.claimed, singular, "{run:?}");
    }
    // Second route: wherever SciPy arrives, so do we, and seldom later.
    let (mut fewer, mut more) = (0, 0);
    for (run, row) in runs.iter().zip(SCIPY.lines().skip(1)) {
        let columns: Vec<_> = row.split(',').collect();
        let norm: f64 = columns[7].parse().unwrap();
        assert!(run.solved() || norm > 1e-6, "{run:?} {row}");
        if columns[6] == "True" {
            let theirs: u32 = columns[8].parse().unwrap();
            fewer += u32::from(run.evaluations < theirs);
            more += u32::from(run.evaluations > theirs);
        }
    }
    assert!(fewer >= 35 && more <= 7, "{fewer} {more}");
}

#[test]
fn the_other_methods_solve_what_scipy_solves_in_number_and_claim_none_falsely() {
    // SciPy: 43 successes without Jacobian, 42 with it; 46 and 45 if a small ‖f‖ counts.
    let (solved, claimed, evaluations) = count(&each_minpack_system!(dogleg));
    assert!(solved >= 47 && claimed >= 44, "{solved} {claimed}");
    assert!(evaluations <= 2570, "{evaluations}");
    let (solved, claimed, _) = count(&each_minpack_system!(newton));
    assert!(solved >= 46 && claimed >= 43, "{solved} {claimed}");
    let (solved, claimed, _) = count(&each_minpack_system!(powell_hybrid));
    assert!(solved >= 44 && claimed >= 41, "{solved} {claimed}");
    let (solved, claimed, _) = count(&each_minpack_system!(broyden));
    assert!(solved >= 48 && claimed >= 45, "{solved} {claimed}");
}

#[test]
fn a_count_sees_a_false_claim() {
    let claim = |norm| Run {
        name: String::new(),
        claimed: true,
        norm,
        evaluations: 1,
    };
    let runs = |norm| (0..55).map(|_| claim(norm)).collect::<Vec<_>>();
    assert_eq!(count(&runs(0.0)).0, 55);
    assert!(std::panic::catch_unwind(|| count(&runs(1e-3))).is_err());
}

/// Every method on a system written once.
fn each<const N: usize>(
    f: impl Fn([Dual<f64, N>; N]) -> [Dual<f64, N>; N],
    x0: [f64; N],
    check: impl Fn(&str, Outcome<N>),
) {
    let plain = |x: [f64; N]| f(x.map(Dual::lift)).map(|y| y.value);
    let runs = Cell::new(0);
    let counted = |x| {
        runs.set(runs.get() + 1);
        f(x)
    };
    let counted_plain = |x| {
        runs.set(runs.get() + 1);
        plain(x)
    };
    let outcomes = [
        ("system", calc_opt::root::system(counted, x0), runs.take()),
        ("newton", system::newton(counted, x0), runs.take()),
        (
            "powell",
            system::powell_hybrid(counted_plain, x0),
            runs.take(),
        ),
        ("broyden", system::broyden(counted_plain, x0), runs.take()),
    ];
    for (name, outcome, runs) in outcomes {
        let end = best(&outcome);
        assert_eq!(end.evaluations, runs, "{name}");
        let mut both = end.x.iter().zip(x0);
        assert!(
            both.all(|(x, x0)| x.is_finite() || !x0.is_finite()),
            "{name}: {end:?}"
        );
        check(name, outcome);
    }
}

fn finds<const N: usize>(
    f: impl Fn([Dual<f64, N>; N]) -> [Dual<f64, N>; N],
    x0: [f64; N],
    root: [f64; N],
    off: f64,
) {
    each(f, x0, |name, outcome| {
        let x = outcome.unwrap_or_else(|e| panic!("{name}: {e}")).x;
        for (x, root) in x.iter().zip(root) {
            assert!((x - root).abs() <= off, "{name}: {x} {root}");
        }
    });
}

#[test]
fn where_there_is_no_root_none_is_claimed() {
    let none = |name: &str, outcome: Outcome<2>| assert!(outcome.is_err(), "{name}: {outcome:?}");
    // Two circles, two parallel lines, a parabola above zero, a pole, a function without a zero.
    let circles =
        |[x, y]: [Dual<f64, 2>; 2]| [x * x + y * y - 1.0, (x - 3.0).powi(2) + y * y - 1.0];
    each(circles, [1.0, 1.0], none);
    each(|[x, y]| [x + y - 1.0, x + y - 1.001], [0.0, 3.0], none);
    each(|[x, y]| [x * x + 1e-6, y - x], [1.0, 1.0], none);
    each(|[x, y]| [1.0 / (x - 0.3), y - x], [0.4, 1.0], none);
    each(|[x, y]| [x.exp() + 1e-9, y - x], [1.0, 1.0], none);
    // A jump across zero.
    each(
        |[x, y]| [if x > 0.3 { x + 1.0 } else { x - 1.0 }, y - x],
        [0.4, 1.0],
        none,
    );
}

#[test]
fn a_trial_that_is_not_finite_shortens_the_step() {
    // From here Newton's step leads to where the logarithm is not defined.
    finds(|[x, y]| [x.ln(), y - x * x], [4.0, 4.0], [1.0, 1.0], 1e-14);
    finds(
        |[x, y]| [x.sqrt() - 2.0, y - x],
        [300.0, 3.0],
        [4.0; 2],
        1e-13,
    );
}

#[test]
fn a_start_that_is_not_finite_is_an_error_after_one_run() {
    each(
        |[x, y]| [x.ln(), y],
        [-1.0, 1.0],
        |name, outcome| {
            let Err(SystemError::NotFinite { best }) = outcome else {
                panic!("{name}: {outcome:?}")
            };
            assert_eq!((best.evaluations, best.x), (1, [-1.0, 1.0]), "{name}");
        },
    );
    // The value is finite, the slope is not.
    let vertical = calc_opt::root::system(|[x]: [Dual; 1]| [x.sqrt() - 1.0], [0.0]);
    assert!(matches!(vertical, Err(SystemError::NotFinite { .. })));
}

#[test]
fn infinity_is_no_root() {
    for x0 in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
        each(
            |[x, y]| [x - 1.0, 1.0 / y],
            [1.0, x0],
            |name, outcome| {
                let Err(SystemError::NotFinite { best }) = outcome else {
                    panic!("{name} {x0}: {outcome:?}")
                };
                assert_eq!(best.evaluations, 1, "{name}");
            },
        );
    }
    // The first step leads beyond the largest number.
    each(
        |[x]| [(0.2 * x.ln() - 30.0).powi(2).recip()],
        [1e307],
        |name, outcome| {
            assert!(outcome.is_err(), "{name} {outcome:?}");
        },
    );
}

#[test]
fn a_short_step_of_the_others_does_not_hide_an_equation_in_small_units() {
    let near = |x: f64, root: f64| (x - root).abs() <= 1e-9 * root;
    // Each claimed a root where the first equation had none, or not yet.
    each(
        |[x, y]| [1e-16 * (x - 3.0), y - 2.0],
        [1.0, 2.0],
        |name, outcome| {
            assert!(
                outcome.is_err() || near(best(&outcome).x[0], 3.0),
                "{name} {outcome:?}"
            );
        },
    );
    for x0 in [-5.0, 0.0, 1.0, 30.0] {
        each(
            |[x, y]| [(-x).exp(), y - 1.0],
            [x0, 4.0],
            |name, outcome| {
                assert!(outcome.is_err(), "{name} {x0} {outcome:?}");
            },
        );
    }
    for x0 in [[2.9, 1.4], [-1e-7, 1.4], [1e-3, 2.0]] {
        each(
            |[x, y]| [1e-30 * (x * x - 9.0), y * y - 2.0],
            x0,
            |name, outcome| {
                let x = best(&outcome).x[0].abs();
                assert!(
                    outcome.is_err() || near(x, 3.0),
                    "{name} {x0:?} {outcome:?}"
                );
            },
        );
    }
}

#[test]
fn a_singular_jacobian_on_the_way_is_passed() {
    // At the start, and beside it.
    finds(
        |[x, y]| [x * x + y - 2.0, y * y - x],
        [0.5, -0.5],
        [1.0, 1.0],
        1e-14,
    );
    finds(
        |[x, y]| [x * x * x - 1.0, y - 2.0],
        [0.01, 0.0],
        [1.0, 2.0],
        1e-14,
    );
}

#[test]
fn a_root_with_a_singular_jacobian_is_found_to_what_is_asked() {
    let double = |[x, y]: [Dual<f64, 2>; 2]| [(x - 1.0).powi(2), y - x];
    let mut search = Search::new([3.0, 0.0]).tolerance(Tolerance::new::<2>().x_abs(1e-6));
    while let Some(x) = search.next() {
        let (values, jacobian) = value_and_jacobian(double, x);
        search.tell(values, jacobian);
    }
    let root = search.result().unwrap();
    assert_eq!(root.stopped, Stopped::StepSmall);
    assert!((root.x[0] - 1.0).abs() < 2e-6);
}

#[test]
fn units_do_not_matter() {
    // Powers of two change no digit: the second run is the first in other units.
    let f = |[x, y]: [Dual<f64, 2>; 2]| [x * x + y * y - 2.0, x.exp() + y.powi(3) - 2.0];
    let [big, small] = [Real::powi(2.0_f64, 40), Real::powi(2.0_f64, -30)];
    let plain = calc_opt::root::system(f, [2.0, 0.5]).unwrap();
    let scaled = |[x, y]: [Dual<f64, 2>; 2]| f([x / big, y / small]);
    let scaled = calc_opt::root::system(scaled, [2.0 * big, 0.5 * small]).unwrap();
    assert_eq!(scaled.x, [plain.x[0] * big, plain.x[1] * small]);
    assert_eq!(scaled.evaluations, plain.evaluations);
}

#[test]
fn values_of_every_size_are_borne() {
    for size in [1e-290, 1e-150, 1e150, 1e290] {
        let f = move |[x, y]: [Dual<f64, 2>; 2]| [size * (x * y - 1.0), size * (x - 4.0 * y)];
        finds(f, [3.0, 1.0], [2.0, 0.5], 1e-13);
    }
    let far = |[x, y]: [Dual<f64, 2>; 2]| [x / 1e200 - 2.0, y * 1e200 - 3.0];
    let root = calc_opt::root::system(far, [1.0, 1.0]).unwrap();
    assert!((root.x[0] / 2e200 - 1.0).abs() < 1e-14 && (root.x[1] / 3e-200 - 1.0).abs() < 1e-14);
}

#[test]
fn single_precision_ends_as_well() {
    let f = |[x, y]: [Dual<f32, 2>; 2]| [x * x + y * y - 2.0, y - x * x];
    let root = calc_opt::root::system(f, [2.0, 0.5]).unwrap();
    assert!((root.x[0] - 1.0).abs() < 3e-7 && (root.x[1] - 1.0).abs() < 3e-7);
    let plain = |[x, y]: [f32; 2]| [x * x + y * y - 2.0, y - x * x];
    for root in [
        system::powell_hybrid(plain, [2.0, 0.5]),
        system::broyden(plain, [2.0, 0.5]),
    ] {
        let root = root.unwrap();
        assert!((root.x[0] - 1.0).abs() < 3e-7, "{root:?}");
    }
    let none = |[x, y]: [Dual<f32, 2>; 2]| [x * x + 0.001, y - x];
    assert!(calc_opt::root::system(none, [1.0, 1.0]).is_err());
}

#[test]
fn the_budget_is_kept_and_the_best_point_is_inside_the_error() {
    let mut search = Search::new([-1.2, 1.0]).tolerance(Tolerance::new::<2>().max_evaluations(5));
    while let Some([x, y]) = search.next() {
        search.tell(
            [1.0 - x, 10.0 * (y - x * x)],
            [[-1.0, 0.0], [-20.0 * x, 10.0]],
        );
    }
    let Err(SystemError::OutOfEvaluations { best }) = search.result() else {
        panic!("{search:?}")
    };
    assert_eq!(best.evaluations, 5);
    assert!(best.value < 4.92);
    search.tell([0.0; 2], [[1.0, 0.0], [0.0, 1.0]]);
    assert!(search.result().is_err(), "told after the end");
    // Before the first question there is no root, and no number that looks like one.
    let untold = Newton::<f64, 2>::new([1.0; 2]);
    assert!(untold.result().unwrap_err().best().value.is_nan());
    assert!(QuasiNewton::powell([1.0_f64; 2]).result().is_err());
}

#[test]
fn errors_say_what_to_do() {
    let stuck = system::newton(|[x]: [Dual; 1]| [x * x + 1.0], [0.5]).unwrap_err();
    assert!(stuck.to_string().contains("start elsewhere"), "{stuck}");
}

proptest! {
    /// Three routes to the root of a mildly curved system of which one root is known.
    #[test]
    fn every_method_finds_the_root_that_is_near(
        r in prop::array::uniform3(-5.0..5.0_f64),
        a in prop::array::uniform9(-0.2..0.2_f64),
        d in prop::array::uniform3(-0.3..0.3_f64),
    ) {
        let f = |x: [Dual<f64, 3>; 3]| {
            let u = [x[0] - r[0], x[1] - r[1], x[2] - r[2]];
            core::array::from_fn(|i| {
                u[i] + a[3 * i] * u[0] + a[3 * i + 1] * u[1] + a[3 * i + 2] * u[2]
                    + 0.1 * u[i] * u[(i + 1) % 3]
            })
        };
        finds(f, core::array::from_fn(|i| r[i] + d[i]), r, 1e-13);
    }
}

#[test]
fn a_search_that_is_stopped_says_so_and_keeps_the_best_point() {
    fn values([x, y]: [f64; 2]) -> ([f64; 2], [[f64; 2]; 2]) {
        ([x * x - y, y * y - x], [[2.0 * x, -1.0], [-1.0, 2.0 * y]])
    }
    macro_rules! stopped_after {
        ($runs:expr, $search:expr, $tell:expr) => {{
            let mut search = $search;
            for _ in 0..$runs {
                let x = search.next().unwrap();
                $tell(&mut search, x);
            }
            search.stop();
            assert!(search.next().is_none());
            search.stop();
            search.result().unwrap_err()
        }};
    }
    let start = [3.0, 2.0];
    let errors = [
        stopped_after!(1, Search::new(start), |s: &mut Search<_, 2>, x| {
            let (f, j) = values(x);
            s.tell(f, j);
        }),
        stopped_after!(1, Newton::new(start), |s: &mut Newton<_, 2>, x| {
            let (f, j) = values(x);
            s.tell(f, j);
        }),
        stopped_after!(1, Dogleg::new(start), |s: &mut Dogleg<_, 2>, x| {
            let (f, j) = values(x);
            s.tell(f, j);
        }),
        // Two more runs for its first Jacobian.
        stopped_after!(
            3,
            QuasiNewton::powell(start),
            |s: &mut QuasiNewton<_, 2, _>, x| {
                s.tell(values(x).0);
            }
        ),
    ];
    for error in errors {
        let best = error.best();
        assert!(matches!(error, SystemError::ByObserver { .. }), "{error}");
        assert_eq!((best.stopped, best.x), (Stopped::ByObserver, start));
    }
}

/// A heat exchanger by its logarithmic mean temperature difference: outlets `[hot, cold]` for capacities of both
/// streams and of the wall. The formula is 0/0 where both ends differ equally, and steep where they meet.
fn exchanger<R: Real>([hot, cold]: [R; 2], [of_hot, of_cold, wall]: [f64; 3]) -> [R; 2] {
    let (inlet, outlet) = (90.0 - cold, hot - 20.0);
    let mean = (inlet - outlet) / (inlet / outlet).ln();
    let heat = (90.0 - hot) * of_hot;
    [heat - (cold - 20.0) * of_cold, heat - mean * wall]
}

#[test]
fn a_steep_place_and_one_that_is_all_rounding_are_no_roots() {
    // Outlets by the formula for the number of transfer units.
    let cases = [
        (
            [2.1, 3.35, 2.5],
            [48.013_436_883_289_5, 46.319_935_088_087_2],
        ),
        ([2.0, 2.0, 2.0], [55.0, 55.0]),
        ([0.1, 5.0, 20.0], [20.0, 21.4]),
        (
            [2.0, 2.1, 50.0],
            [21.426_778_230_549_9, 85.307_830_256_619_1],
        ),
    ];
    let mut solved = 0;
    for (streams, outlets) in cases {
        for start in [[50.0, 50.0], [60.0, 40.0], [45.0, 60.0], [30.0, 70.0]] {
            let by_values = |x| exchanger(x, streams);
            let results = [
                calc_opt::root::system(|x| exchanger(x, streams), start),
                system::newton(|x| exchanger(x, streams), start),
                system::powell_hybrid(by_values, start),
                system::broyden(by_values, start),
            ];
            for root in results.into_iter().flatten() {
                solved += 1;
                for (x, exact) in root.x.into_iter().zip(outlets) {
                    assert!((x - exact).abs() <= 1e-6, "{streams:?} {start:?}: {root:?}");
                }
            }
        }
    }
    // Where the formula is harmless all of them find the root.
    assert!(solved >= 24, "{solved}");
}
