//! The 154 problems of Alefeld, Potra and Shi: how many runs of `f` each bracketing method takes.

mod collections {
    pub(crate) mod aps;
}

use calc_opt::root::{
    Adaptive, Bisection, BitBisection, BracketedNewton, Brent, Chandrupatla, FalsePosition, Itp,
    Method, ModAb, Ridders, Root, RootError, Search, Toms748, Weight,
};
use calc_scalar::{Dual, Real, value_and_derivative};
use collections::aps::{Problem, problems};

/// The absolute width asked for; the relative one is the usual `4ε`.
const X_ABS: f64 = 1e-15;

/// The runs of `f` in all and at worst; every root is checked against the table.
fn count(solve: impl Fn(&Problem, &mut u32) -> Result<Root<f64>, RootError<f64>>) -> (u32, u32) {
    count_within(X_ABS, solve)
}

fn count_within(
    x_abs: f64,
    solve: impl Fn(&Problem, &mut u32) -> Result<Root<f64>, RootError<f64>>,
) -> (u32, u32) {
    let (mut total, mut worst) = (0, 0);
    for problem in problems() {
        let mut runs = 0;
        let root = solve(&problem, &mut runs);
        let root = root.unwrap_or_else(|error| panic!("{}: {error}", problem.id));
        assert_eq!(root.evaluations, runs, "{}", problem.id);
        // Number 13 underflows to zero for |x| < 0.037: there, any zero is right.
        let off = (root.x - problem.root).abs();
        // The n-th root of number 12 has a condition of n ≤ 33, the rest are well conditioned.
        let ulps = if problem.function == 12 { 64.0 } else { 16.0 };
        let near = off <= 2.0 * x_abs + ulps * f64::EPSILON * root.x.abs();
        assert!(
            near || root.value == 0.0 && problem.function == 13,
            "{}: {root:?}",
            problem.id
        );
        total += runs;
        worst = worst.max(runs);
    }
    (total, worst)
}

fn count_method<M: Method<f64> + Copy>(method: M) -> (u32, u32) {
    count_to(X_ABS, |_| method)
}

/// To another width, by a method that may depend on the ends.
fn count_to<M: Method<f64>>(x_abs: f64, method: impl Fn([f64; 2]) -> M) -> (u32, u32) {
    count_within(x_abs, |problem, runs| {
        let [a, b] = problem.ends;
        let mut search = Search::new(a, b, method(problem.ends)).x_abs(x_abs);
        while let Some(x) = search.next() {
            *runs += 1;
            search.tell(problem.f(x));
        }
        search.result()
    })
}

/// The counts recorded here are upper bounds: less is welcome, more is a loss.
fn at_most((total, worst): (u32, u32), (most, longest): (u32, u32)) {
    assert!(
        total <= most && worst <= longest,
        "{total} runs, worst {worst}"
    );
}

#[test]
fn the_table_is_complete_and_its_roots_are_roots() {
    let problems = problems();
    assert_eq!(problems.len(), 154);
    for problem in &problems {
        // The sign changes within a relative 1e-12 of the root (number 13 is flat there).
        let d = 1e-12 * problem.root.abs().max(1e-3);
        let (low, high) = (problem.f(problem.root - d), problem.f(problem.root + d));
        assert!(low * high < 0.0 || problem.function == 13, "{}", problem.id);
    }
}

#[test]
fn bisection_takes_as_many_runs_as_in_scipy() {
    // SciPy 1.17.1 `bisect`: 8929, worst 66.
    at_most(count_method(Bisection), (8911, 66));
}

#[test]
fn bisection_by_bits_takes_at_most_as_many_steps_as_a_float_has_bits() {
    at_most(count_method(BitBisection), (8500, 66));
}

#[test]
fn brent_takes_as_many_runs_as_in_scipy() {
    // SciPy 1.17.1 `brentq`: 2966, worst 40.
    at_most(count_method(Brent::new()), (2974, 41));
}

#[test]
fn the_recommended_method_takes_fewer_runs_than_any_of_the_classics() {
    at_most(count_method(Adaptive::new()), (1442, 12));
}

#[test]
fn chandrupatla_takes_as_many_runs_as_in_scipy() {
    // SciPy 1.17.1 `elementwise.find_root`: 2898, worst 40.
    at_most(count_method(Chandrupatla), (2896, 40));
}

#[test]
fn toms748_takes_as_many_runs_as_elsewhere() {
    // root1d 0.4.1: 2860, worst 38; roots-fortran: 2855, worst 38; basin 3.2: 3220, worst 50.
    at_most(count_method(Toms748::new()), (2858, 38));
    // With one interpolation per round, SciPy 1.17.1 `toms748(k=1)`: 2868, worst 37.
    let single = Toms748::new().interpolations(1);
    at_most(count_method(single), (2907, 37));
}

#[test]
fn itp_takes_as_many_runs_as_elsewhere() {
    // With the constants of kurbo 0.13, which are the defaults here, to within twice the width that is
    // asked for, as there: 3341 at 1e-7, 3812 at 1e-10; at 1e-15 it does not end on 7 of the problems.
    at_most(count_to(2e-7, |_| Itp::new()), (3409, 39));
    at_most(count_to(2e-10, |_| Itp::new()), (3701, 49));
    at_most(count_method(Itp::new()), (4422, 59));
    // roots-fortran takes 3453, 3827 and 4170 runs at 1e-7, 1e-10 and 1e-15 with κ₁ = 0.1 and
    // κ₂ = 0.98·(1 + φ) in the units of x, and so much slack that nothing is projected.
    let constants = |slack| {
        move |[a, b]: [f64; 2]| {
            let mut itp = Itp::new();
            itp.kappa2 = 0.98 * 2.618_033_988_749_895;
            itp.kappa1 = 0.1 * Real::powf((b - a).abs(), itp.kappa2 - 1.0);
            itp.slack = slack;
            itp
        }
    };
    at_most(count_to(1e-7, constants(1.0)), (3387, 40));
    at_most(count_to(1e-10, constants(1.0)), (3698, 50));
    at_most(count_to(X_ABS, constants(1.0)), (4028, 55));
    at_most(count_to(X_ABS, constants(2000.0)), (3540, 50));
}

#[test]
fn newton_in_a_bracket_takes_fewer_runs_than_any() {
    let counts = count(|problem, runs| {
        let [a, b] = problem.ends;
        let mut search = Search::new(a, b, BracketedNewton::new()).x_abs(X_ABS);
        while let Some(x) = search.next() {
            *runs += 1;
            let (value, slope) = value_and_derivative(|x: Dual| problem.f(x), x);
            search.method.slope = slope;
            search.tell(value);
        }
        search.result()
    });
    at_most(counts, (2270, 39));
}

#[test]
fn ridders_takes_as_many_runs_as_in_scipy() {
    // SciPy 1.17.1 `ridder`: 3242, worst 36.
    at_most(count_method(Ridders::new()), (3220, 36));
}

#[test]
fn false_position_takes_fewer_runs_than_elsewhere() {
    // roots-fortran: Illinois 4901, Pegasus 5688, Anderson and Björck 12599; the halvings that guard
    // the machine's bound help them here.
    at_most(count_method(FalsePosition::new(Weight::Half)), (3891, 116));
    at_most(
        count_method(FalsePosition::new(Weight::Pegasus)),
        (3703, 114),
    );
    let anderson_bjorck = FalsePosition::new(Weight::AndersonBjorck);
    at_most(count_method(anderson_bjorck), (3622, 118));
}

#[test]
fn modab_takes_as_many_runs_as_elsewhere() {
    // roots-fortran: 2993, worst 43.
    at_most(count_method(ModAb::new()), (2992, 42));
}
