//! Line searches and bounds beside SciPy's, run by `data/make_lines.py`; conditions that every search has to meet.

use core::f64::consts::{FRAC_PI_2, PI};

use calc_multi::linalg::solve;
use calc_multi::value_and_gradient;
use calc_opt::Stopped;
use calc_opt::least_squares::{self, Settings};
use calc_opt::minimize::direction::Lbfgsb;
use calc_opt::minimize::line_search::{
    Backtracking, FirstTrial, HagerZhang, Line, LineSearch, MoreThuente, StrongWolfe,
};
use calc_opt::minimize::{self, Limits, LineDescent, Minimum, lbfgsb, run};
use calc_scalar::{Dual, Real, value_and_derivative};
use proptest::prelude::*;

const STORED: &str = include_str!("data/lines.csv");

/// The rows of one kind, without the kind.
fn stored(kind: &str) -> impl Iterator<Item = &'static str> {
    STORED
        .lines()
        .filter_map(move |row| row.strip_prefix(kind)?.strip_prefix(','))
}

fn numbers(row: &str) -> Vec<f64> {
    row.split(' ')
        .map(|c| c.parse().expect("a number"))
        .collect()
}

/// The six functions of Moré and Thuente (1994), section 5.
fn more_thuente<R: Real>(number: u32, a: R) -> R {
    let gamma = |b: f64| Real::sqrt(1.0 + b * b) - b;
    let sixth = |b1: f64, b2: f64| {
        let left = ((1.0 - a).powi(2) + b2 * b2).sqrt();
        let right = (a.powi(2) + b1 * b1).sqrt();
        gamma(b1) * left + gamma(b2) * right
    };
    match number {
        1 => -a / (a.powi(2) + 2.0),
        2 => (a + 0.004).powi(5) - 2.0 * (a + 0.004).powi(4),
        3 => {
            let (beta, l) = (0.01, 39.0);
            let base = if a <= 1.0 - beta {
                1.0 - a
            } else if a >= 1.0 + beta {
                a - 1.0
            } else {
                (a - 1.0).powi(2) / (2.0 * beta) + beta / 2.0
            };
            base + 2.0 * (1.0 - beta) / (l * PI) * (l * FRAC_PI_2 * a).sin()
        }
        4 => sixth(1e-3, 1e-3),
        5 => sixth(0.01, 1e-3),
        _ => sixth(1e-3, 0.01),
    }
}

/// The constants that the paper uses with each of them.
fn constants(number: u32) -> (f64, f64) {
    match number {
        1 => (1e-3, 0.1),
        2 | 3 => (0.1, 0.1),
        _ => (1e-3, 1e-3),
    }
}

/// All factors tried on a line, and whether the last one was found.
fn tried(
    mut search: impl LineSearch<f64>,
    first: f64,
    mut phi: impl FnMut(f64) -> (f64, f64),
) -> (Vec<f64>, bool) {
    let (value, slope) = phi(0.0);
    search.begin(Line::new(value, slope, first));
    let mut factors = Vec::new();
    while let Some(factor) = search.next() {
        assert_eq!(search.next(), Some(factor), "asked again");
        factors.push(factor);
        assert!(factors.len() < 200);
        let (value, slope) = phi(factor);
        search.tell(value, slope);
    }
    (factors, search.is_found())
}

#[test]
fn moré_and_thuentes_search_tries_the_same_factors_as_scipys() {
    let mut rows = 0;
    for row in stored("search") {
        let mut fields = row.split(',');
        let number = fields.next().expect("function").parse().expect("a number");
        let first = fields.next().expect("first").parse().expect("a number");
        let theirs = numbers(fields.next().expect("factors"));
        let (c1, c2) = constants(number);
        let mut search = MoreThuente::new().c2(c2);
        search.c1 = c1;
        let (ours, found) = tried(search, first, |a| {
            value_and_derivative(|a| more_thuente(number, a), a)
        });
        assert!(found);
        assert_eq!(
            ours.len(),
            theirs.len(),
            "{number} {first}: {ours:?} {theirs:?}"
        );
        for (a, b) in ours.iter().zip(&theirs) {
            assert!(
                (a - b).abs() <= 1e-6 * b,
                "{number} {first}: {ours:?} {theirs:?}"
            );
        }
        rows += 1;
    }
    assert_eq!(rows, 24);
}

/// Whether a factor meets Armijo's condition, and how the slopes compare.
fn conditions(number: u32, factor: f64) -> (bool, f64, f64) {
    let phi = |a| value_and_derivative(|a| more_thuente(number, a), a);
    let ((f0, d0), (f, d)) = (phi(0.0), phi(factor));
    (f <= f0 + 1e-4 * factor * d0, d, d0)
}

#[test]
fn every_search_meets_its_conditions_from_near_and_far() {
    for number in 1..=6 {
        for first in [1e-3, 0.1, 1.0, 10.0, 1e3] {
            let phi = |a| value_and_derivative(|a| more_thuente(number, a), a);
            let (factors, found) = tried(Backtracking::new(), first, phi);
            let (armijo, ..) = conditions(number, factors[factors.len() - 1]);
            assert!(
                found && armijo && factors.is_sorted_by(|a, b| a > b),
                "{number} {first}"
            );

            for c2 in [0.9, 0.1] {
                for (factors, found) in [
                    tried(StrongWolfe::new().c2(c2), first, phi),
                    tried(MoreThuente::new().c2(c2), first, phi),
                ] {
                    let (armijo, d, d0) = conditions(number, factors[factors.len() - 1]);
                    assert!(found && armijo, "{number} {first} {factors:?}");
                    assert!(d.abs() <= c2 * d0.abs(), "{number} {first} {factors:?}");
                    assert!(factors.len() <= 16, "{number} {first} {factors:?}");
                }
            }

            let (factors, found) = tried(HagerZhang::new(), first, phi);
            let (_, d, d0) = conditions(number, factors[factors.len() - 1]);
            let last = factors[factors.len() - 1];
            let (before, after) = (phi(0.0).0, phi(last).0);
            let wolfe = after <= before + 0.1 * last * d0;
            let nearly = after <= before && d <= -0.8 * d0;
            assert!(
                found && (wolfe || nearly) && d >= 0.9 * d0,
                "{number} {first} {factors:?}"
            );
            assert!(factors.len() <= 20, "{number} {first} {factors:?}");
        }
    }
}

/// A line that is no way down is not searched.
#[test]
fn a_slope_that_does_not_fall_is_refused() {
    for slope in [0.0, 1.0, f64::NAN] {
        let phi = |_| (1.0, slope);
        assert_eq!(tried(Backtracking::new(), 1.0, phi), (vec![], false));
        assert_eq!(tried(StrongWolfe::new(), 1.0, phi), (vec![], false));
        assert_eq!(tried(MoreThuente::new(), 1.0, phi), (vec![], false));
        assert_eq!(tried(HagerZhang::new(), 1.0, phi), (vec![], false));
        assert_eq!(tried(FirstTrial::new(), 1.0, phi), (vec![], false));
    }
}

/// Where the function ends at `edge`, each search finds a factor before it.
#[test]
fn nothing_is_found_beyond_the_edge_of_the_domain() {
    for edge in [1e-6, 0.3, 0.999, 7.0] {
        // Falls towards the edge all the way, steeper and steeper.
        let phi = |a: f64| {
            if a < edge {
                (
                    -Real::sqrt(a / edge) - a / edge,
                    -0.5 / Real::sqrt(a * edge) - 1.0 / edge,
                )
            } else {
                (f64::NAN, f64::NAN)
            }
        };
        let phi = |a: f64| if a > 0.0 { phi(a) } else { (0.0, -2.0 / edge) };
        for (factors, _) in [
            tried(Backtracking::new(), 1.0, phi),
            tried(StrongWolfe::new(), 1.0, phi),
            tried(MoreThuente::new(), 1.0, phi),
            tried(HagerZhang::new(), 1.0, phi),
            tried(FirstTrial::new(), 1.0, phi),
        ] {
            let inside = factors.iter().filter(|&&a| a < edge).count();
            assert!(inside > 0, "{edge}: {factors:?}");
            assert!(factors.len() <= 60, "{edge}: {factors:?}");
        }
    }
}

type Bounds<const N: usize> = [(f64, f64); N];
const FREE: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);

fn rosenbrock<R: Real>([x, y]: [R; 2]) -> R {
    100.0 * (y - x.powi(2)).powi(2) + (1.0 - x).powi(2)
}

fn wood<R: Real>([a, b, c, d]: [R; 4]) -> R {
    100.0 * (b - a.powi(2)).powi(2)
        + (1.0 - a).powi(2)
        + 90.0 * (d - c.powi(2)).powi(2)
        + (1.0 - c).powi(2)
        + 10.0 * (b + d - 2.0).powi(2)
        + 0.1 * (b - d).powi(2)
}

fn brown_dennis<R: Real>([a, b, c, d]: [R; 4]) -> R {
    let mut sum = R::constant(0.0);
    for k in 1..=20 {
        let t = f64::from(k) / 5.0;
        let first = a + t * b - Real::exp(t);
        let second = c + Real::sin(t) * d - Real::cos(t);
        sum += (first.powi(2) + second.powi(2)).powi(2);
    }
    sum
}

fn watson<R: Real>(x: [R; 6]) -> R {
    let mut sum = x[0].powi(2) + (x[1] - x[0].powi(2) - 1.0).powi(2);
    for k in 1..=29 {
        let t = f64::from(k) / 29.0;
        let (mut slope, mut value, mut power) = (R::constant(0.0), R::constant(0.0), 1.0);
        for j in 0..6 {
            value += power * x[j];
            if j < 5 {
                slope += (j as f64 + 1.0) * power * x[j + 1];
            }
            power *= t;
        }
        sum += (slope - value.powi(2) - 1.0).powi(2);
    }
    sum
}

fn driver<R: Real>(x: [R; 25]) -> R {
    let chain = x
        .windows(2)
        .map(|w| (w[1] - w[0].powi(2)).powi(2))
        .sum::<R>();
    4.0 * (0.25 * (x[0] - 1.0).powi(2) + chain)
}

/// Minimises, checks that `f` was only run between the bounds and that no way down is left, and compares with
/// SciPy. Returns the runs of both.
fn beside<const N: usize>(
    name: &str,
    f: impl Fn([Dual<f64, N>; N]) -> Dual<f64, N>,
    start: [f64; N],
    bounds: Bounds<N>,
) -> (u32, u32) {
    let (low, high) = (bounds.map(|b| b.0), bounds.map(|b| b.1));
    let direction = Lbfgsb::<f64, N, 10>::new(low, high);
    let limits = Limits::new().gradient_tolerance(1e-9);
    let descent = LineDescent::new(start, direction, MoreThuente::new(), limits);
    let mut runs = 0;
    let found: Minimum<f64, N> = run(descent, |x| {
        runs += 1;
        assert!(
            x.iter()
                .zip(bounds)
                .all(|(&x, (low, high))| low <= x && x <= high)
        );
        value_and_gradient(&f, x)
    });
    assert_eq!(found.evaluations, runs, "{name}");
    assert!(found.stopped.is_solution(), "{name}: {found:?}");
    let (_, gradient) = value_and_gradient(&f, found.x);
    for ((&x, g), (low, high)) in found.x.iter().zip(gradient).zip(bounds) {
        let way_down = (g > 1e-7 && x > low) || (g < -1e-7 && x < high);
        // Against a bound it may push.
        let almost = (x - low).min(high - x) <= 1e-9;
        assert!(!way_down || almost, "{name}: {found:?} {gradient:?}");
    }
    let row = stored("bounded")
        .find_map(|row| row.strip_prefix(&format!("\"{name}\",")))
        .expect("stored");
    let mut fields = row.split(',');
    let theirs: u32 = fields.next().expect("runs").parse().expect("a number");
    let value: f64 = fields.next().expect("value").parse().expect("a number");
    let point = numbers(fields.next().expect("point"));
    assert!(
        (found.value - value).abs() <= 1e-12 + 1e-12 * value.abs(),
        "{name}: {found:?} {value:e}"
    );
    if name == "driver 1" {
        // Its last coordinates hardly count.
        return (runs, theirs);
    }
    for (ours, theirs) in found.x.iter().zip(&point) {
        assert!(
            (ours - theirs).abs() <= 1e-5 * theirs.abs().max(1.0),
            "{name}: {found:?} {point:?}"
        );
    }
    (runs, theirs)
}

#[test]
fn bounded_minima_are_those_of_scipy_in_as_many_runs() {
    let to_ten: [(f64, f64); 4] = [(-10.0, 10.0); 4];
    let up = |low| (low, f64::INFINITY);
    let hs45 = core::array::from_fn(|i| (0.0, i as f64 + 1.0));
    let alternating = core::array::from_fn(|i| {
        if i % 2 == 0 {
            (1.0, 100.0)
        } else {
            (-100.0, 100.0)
        }
    });
    let runs = [
        beside("HS1", rosenbrock, [-2.0, 1.0], [FREE, up(-1.5)]),
        beside(
            "HS3",
            |[x, y]| y + 1e-5 * (y - x).powi(2),
            [10.0, 1.0],
            [FREE, up(0.0)],
        ),
        beside(
            "HS4",
            |[x, y]| (x + 1.0).powi(3) / 3.0 + y,
            [1.125, 0.125],
            [up(1.0), up(0.0)],
        ),
        beside(
            "HS5",
            |[x, y]| (x + y).sin() + (x - y).powi(2) - 1.5 * x + 2.5 * y + 1.0,
            [0.0, 0.0],
            [(-1.5, 4.0), (-3.0, 3.0)],
        ),
        beside("HS38", wood, [-3.0, -1.0, -3.0, -1.0], to_ten),
        beside(
            "HS45",
            |x: [Dual<f64, 5>; 5]| 2.0 - x[0] * x[1] * x[2] * x[3] * x[4] / 120.0,
            [2.0; 5],
            hs45,
        ),
        beside(
            "Rosenbrock, bound above",
            rosenbrock,
            [-1.2, 1.0],
            [(-2.0, 0.5), FREE],
        ),
        beside(
            "Brown and Dennis, bounds",
            brown_dennis,
            [25.0, 5.0, -5.0, -1.0],
            [(-10.0, 100.0), (-15.0, 15.0), up(0.0), (-20.0, 0.2)],
        ),
        beside(
            "Watson, bounds",
            watson,
            [0.0; 6],
            [
                (-0.015, 10.0),
                (-10.0, 0.9),
                (-10.0, 10.0),
                (-10.0, 10.0),
                (-10.0, 1.25),
                (-10.0, 10.0),
            ],
        ),
        beside("driver 1", driver, [3.0; 25], alternating),
    ];
    // Wood's function from far away is a matter of luck: 116 and 35 runs here, 109 and 112 without bounds.
    assert!(runs[4].0 <= 120, "{runs:?}");
    let rest = || runs.iter().enumerate().filter(|&(i, _)| i != 4);
    let ours: u32 = rest().map(|(_, r)| r.0).sum();
    let theirs: u32 = rest().map(|(_, r)| r.1).sum();
    assert!(ours <= theirs, "{ours} {theirs} {runs:?}");
}

/// Hock and Schittkowski's number 2 has two minima; the book gives the lower one.
#[test]
fn a_bounded_minimum_is_a_local_one() {
    let limits = Limits::new();
    let low = [f64::NEG_INFINITY, 1.5];
    let found = lbfgsb(rosenbrock, [-2.0, 1.0], low, [f64::INFINITY; 2], limits);
    assert!(found.stopped.is_solution());
    let published = 0.050_426_187_9;
    let local = 4.941_229_317_989_185;
    let near = |value: f64| (found.value - value).abs() < 1e-9;
    assert!(near(published) || near(local), "{found:?}");
}

#[test]
fn bounds_in_the_wrong_order_and_nan_are_understood() {
    let bowl = |[x, y]: [Dual<f64, 2>; 2]| (x - 5.0).powi(2) + (y + 5.0).powi(2);
    let found = lbfgsb(
        bowl,
        [0.0, 0.0],
        [1.0, f64::NAN],
        [-1.0, f64::NAN],
        Limits::new(),
    );
    assert!(found.stopped.is_solution());
    assert!(
        (found.x[0] - 1.0).abs() < 1e-15 && (found.x[1] + 5.0).abs() < 1e-7,
        "{found:?}"
    );
    // An infinite one is none, on whichever side.
    for (low, high) in [
        (f64::NAN, f64::NEG_INFINITY),
        (f64::INFINITY, f64::INFINITY),
    ] {
        let found = lbfgsb(bowl, [0.0, 0.0], [low; 2], [high; 2], Limits::new());
        assert!(
            found.stopped.is_solution() && (found.x[0] - 5.0).abs() < 1e-7,
            "{found:?}"
        );
        let settings = Settings::new().bounds([low], [high]);
        let fitted = least_squares::fit(|[a], _| a - 3.0, 2, [1.0], settings);
        assert!((fitted.x[0] - 3.0).abs() < 1e-12, "{fitted:?}");
    }
    // Both bounds equal: nothing to move.
    let fixed = lbfgsb(bowl, [0.0, 0.0], [2.0, 3.0], [2.0, 3.0], Limits::new());
    assert_eq!(
        (fixed.x.map(f64::to_bits), fixed.evaluations),
        ([2.0, 3.0].map(f64::to_bits), 1)
    );
    assert!(fixed.stopped.is_solution());
}

fn chain_of_cosh<R: Real>(x: [R; 20]) -> R {
    let links = x.windows(2).enumerate().map(|(i, w)| {
        let weight = 0.1 * (i as f64 + 1.0);
        (w[1] - w[0]).cosh() + weight * w[0].powi(2) - w[1] * w[0] / 40.0
    });
    links.sum()
}

fn chain_of_valleys<R: Real>(x: [R; 10]) -> R {
    let links = x.windows(2);
    links
        .map(|w| 100.0 * (w[1] - w[0].powi(2)).powi(2) + (1.0 - w[0]).powi(2))
        .sum()
}

/// Runs the free problems by a method: names, runs, values, whether it says to be done.
macro_rules! each_free {
    ($method:ident) => {{
        let limits = Limits::new().gradient_tolerance(1e-8).max_iterations(5000);
        let wood_start = [-3.0, -1.0, -3.0, -1.0];
        let pairs = core::array::from_fn(|i| if i % 2 == 0 { -1.2 } else { 1.0 });
        let rising = core::array::from_fn(|i| 1.0 + i as f64 / 10.0);
        [
            row(
                "Rosenbrock",
                &minimize::$method(rosenbrock, [-1.2, 1.0], limits),
            ),
            row("Wood", &minimize::$method(wood, wood_start, limits)),
            row("Watson", &minimize::$method(watson, [0.0; 6], limits)),
            row("driver 1", &minimize::$method(driver, [3.0; 25], limits)),
            row(
                "chain of cosh",
                &minimize::$method(chain_of_cosh, rising, limits),
            ),
            row(
                "Rosenbrock in ten",
                &minimize::$method(chain_of_valleys, pairs, limits),
            ),
        ]
    }};
}

type Row = (&'static str, u32, f64, Stopped);

fn row<const N: usize>(name: &'static str, found: &Minimum<f64, N>) -> Row {
    (name, found.evaluations, found.value, found.stopped)
}

/// The runs in all, and those of SciPy's method of that name, which ends nowhere lower.
fn beside_scipy(method: &str, found: &[Row]) -> (u32, u32) {
    let mut sums = (0, 0);
    for &(name, runs, value, stopped) in found {
        let row = stored("free")
            .find_map(|row| row.strip_prefix(&format!("{method},\"{name}\",")))
            .expect("stored");
        let (theirs, lowest) = row.split_once(',').expect("two numbers");
        let lowest: f64 = lowest.parse().expect("a number");
        assert!(
            value <= lowest + 1e-9 * (1.0 + lowest),
            "{method} {name}: {value:e} {lowest:e} {stopped}"
        );
        sums.0 += runs;
        sums.1 += theirs.parse::<u32>().expect("a number");
    }
    sums
}

#[test]
fn free_minima_are_those_of_scipy_in_as_many_runs_or_fewer() {
    let by_bfgs = each_free!(bfgs);
    let (ours, theirs) = beside_scipy("BFGS", &by_bfgs);
    assert!(ours <= theirs, "BFGS: {ours} {theirs} {by_bfgs:?}");
    let by_lbfgs = each_free!(lbfgs);
    let (ours, theirs) = beside_scipy("L-BFGS-B", &by_lbfgs);
    // 396 and 385: the first step is another.
    assert!(
        100 * ours <= 105 * theirs,
        "L-BFGS: {ours} {theirs} {by_lbfgs:?}"
    );
    // On the chain of 25 neither gets to the end.
    let by_gradients = each_free!(conjugate_gradient).into_iter();
    let by_gradients: Vec<Row> = by_gradients.filter(|row| row.0 != "driver 1").collect();
    let (ours, theirs) = beside_scipy("CG", &by_gradients);
    assert!(ours <= theirs, "CG: {ours} {theirs} {by_gradients:?}");
}

/// `½xᵀAx − bᵀx` with `A = I + RᵀR`.
fn parabola<R: Real>(root: &[[f64; 4]; 4], b: [f64; 4], x: [R; 4]) -> R {
    let mut sum = R::constant(0.0);
    for (x, b) in x.into_iter().zip(b) {
        sum += 0.5 * x.powi(2) - b * x;
    }
    for row in root {
        let along = row.iter().zip(x).map(|(&r, x)| r * x).sum::<R>();
        sum += 0.5 * along.powi(2);
    }
    sum
}

proptest! {
    /// The minimum of a parabola is the solution of a linear system, by every method.
    #[test]
    fn a_parabola_is_a_linear_system(
        root in prop::array::uniform4(prop::array::uniform4(-2.0..2.0_f64)),
        b in prop::array::uniform4(-5.0..5.0_f64),
        start in prop::array::uniform4(-9.0..9.0_f64),
    ) {
        let a: [[f64; 4]; 4] = core::array::from_fn(|i| core::array::from_fn(|j| {
            let product: f64 = root.iter().map(|row| row[i] * row[j]).sum();
            product + if i == j { 1.0 } else { 0.0 }
        }));
        let expected = solve(a, b).expect("positive definite");
        let f = |x: [Dual<f64, 4>; 4]| parabola(&root, b, x);
        let limits = Limits::new().max_iterations(20_000);
        let free = [f64::INFINITY; 4];
        for minimum in [
            minimize::bfgs(f, start, limits),
            minimize::lbfgs(f, start, limits),
            lbfgsb(f, start, free.map(|c| -c), free, limits),
            minimize::conjugate_gradient(f, start, limits),
            minimize::barzilai_borwein(f, start, limits),
            minimize::steepest_descent(f, start, limits),
        ] {
            prop_assert!(minimum.stopped.is_solution() || minimum.stopped == Stopped::RoundingFloor, "{minimum:?}");
            for (x, e) in minimum.x.iter().zip(expected) {
                prop_assert!((x - e).abs() < 1e-6 * (1.0 + e.abs()), "{minimum:?} {expected:?}");
            }
        }
    }

    /// A bounded parabola has its minimum, coordinate by coordinate, at the nearest allowed point.
    #[test]
    fn a_bounded_parabola_has_a_closed_form(
        centre in prop::array::uniform5(-3.0..3.0_f64),
        weight in prop::array::uniform5(0.1..20.0_f64),
        low in prop::array::uniform5(-2.0..0.5_f64),
        width in prop::array::uniform5(0.0..2.0_f64),
        start in prop::array::uniform5(-5.0..5.0_f64),
    ) {
        let high = core::array::from_fn(|i| low[i] + width[i]);
        let f = |x: [Dual<f64, 5>; 5]| {
            let mut sum = Dual::constant(0.0);
            for i in 0..5 {
                sum += weight[i] * (x[i] - centre[i]).powi(2);
            }
            sum
        };
        let found = lbfgsb(f, start, low, high, Limits::new());
        prop_assert!(found.stopped.is_solution(), "{found:?}");
        for i in 0..5 {
            let expected = centre[i].clamp(low[i], high[i]);
            prop_assert!((found.x[i] - expected).abs() < 1e-6, "{found:?} {expected}");
        }
    }
}
