//! Every minimiser of several variables, and that of one with the slope: what it may never say or do.

use calc_multi::{
    value_and_gradient, value_gradient_and_hessian, value_gradient_and_hessian_vector_product,
};
use calc_opt::Stopped;
use calc_opt::minimize::direction::{Bfgs, Lbfgsb, Polyak, Steepest};
use calc_opt::minimize::line_search::{Backtracking, FirstTrial, HagerZhang, MoreThuente};
use calc_opt::minimize::{
    Descent, Dogleg, Limits, LineDescent, Minimizer, Minimum, NelderMead, NewtonCg, Powell,
    TrustRegion, nelder_mead, newton, powell,
};
use calc_opt::minimize_scalar::{SlopeSearch, with_derivative};
use calc_opt::rule::{Adam, Sgd};
use calc_scalar::{Dual, Float, Real};
use proptest::prelude::*;

/// Runs a machine, and checks its count of runs and that its answer is a point that it has asked for.
fn driven<T: Float, const N: usize, Q: Copy, A>(
    name: &'static str,
    mut machine: impl Minimizer<T, N, Question = Q, Answer = A>,
    mut answer: impl FnMut(Q) -> A,
) -> (&'static str, Minimum<T, N>) {
    let mut runs = 0;
    while let Some(question) = machine.next() {
        runs += 1;
        machine.tell(answer(question));
    }
    let minimum = machine.minimum();
    assert_eq!(minimum.evaluations, runs, "{name}");
    (name, minimum)
}

/// The minima of `f`, generic in its numbers, by all methods.
macro_rules! by_all {
    ($f:expr, $start:expr, $limits:expr) => {{
        let (start, limits): ([f64; 2], Limits<f64>) = ($start, $limits);
        let slope = |x: [f64; 2]| value_and_gradient($f, x);
        let bend = |x: [f64; 2]| value_gradient_and_hessian($f, x);
        let product = |(x, v)| value_gradient_and_hessian_vector_product($f, x, v);
        let free = Lbfgsb::<f64, 2, 5>::new([f64::NEG_INFINITY; 2], [f64::INFINITY; 2]);
        let lines = (MoreThuente::new(), HagerZhang::new(), Backtracking::new());
        macro_rules! line {
            ($direction:expr, $search:expr) => {
                LineDescent::new(start, $direction, $search, limits)
            };
        }
        [
            driven("BFGS", line!(Bfgs::new(), lines.0), slope),
            driven("BFGS, Hager and Zhang", line!(Bfgs::new(), lines.1), slope),
            driven("L-BFGS-B", line!(free, lines.0), slope),
            driven("steepest", line!(Steepest::new(), lines.2), slope),
            driven("Polyak", line!(Polyak::new(-1e3), FirstTrial::new()), slope),
            driven("Newton", TrustRegion::new(start, limits), bend),
            driven("dogleg", TrustRegion::with(start, limits, Dogleg), bend),
            driven("Newton by CG", NewtonCg::new(start, limits), product),
            driven(
                "fixed rate",
                Descent::new(start, Sgd::new(0.01), limits),
                slope,
            ),
            driven(
                "large rate",
                Descent::new(start, Sgd::new(1.0), limits),
                slope,
            ),
            driven("Adam", Descent::new(start, Adam::new(0.1), limits), slope),
            driven("Nelder and Mead", NelderMead::new(start, limits), $f),
            driven("Powell", Powell::new(start, limits), $f),
        ]
    }};
}

/// What no method may do with `f` from a start at which it is finite.
fn is_honest(
    f: impl Fn([f64; 2]) -> f64,
    slope: impl Fn([f64; 2]) -> f64,
    start: [f64; 2],
    limits: &Limits<f64>,
    minima: &[(&str, Minimum<f64, 2>)],
) {
    for (name, minimum) in minima {
        let said = || format!("{name} from {start:?}: {minimum:?}");
        let solved = minimum.stopped.is_solution();
        assert!(minimum.evaluations <= limits.max_evaluations, "{}", said());
        // Newton's method shows the step that is one too many.
        assert!(
            minimum.iterations <= limits.max_iterations + 1,
            "{}",
            said()
        );
        assert!(minimum.x.iter().all(|x| x.is_finite()), "{}", said());
        assert_eq!(
            f(minimum.x).to_bits(),
            minimum.value.to_bits(),
            "{}",
            said()
        );
        // A fixed step may climb to a place where the gradient is small.
        let fixed = ["fixed rate", "large rate", "Adam"].contains(name);
        let rounding = 16.0 * f64::EPSILON * f(start).abs();
        assert!(
            minimum.value <= f(start) + rounding || (fixed && solved),
            "{}",
            said()
        );
        if solved && minimum.gradient_norm.is_nan() {
            for (i, way) in [(0, 1.0), (0, -1.0), (1, 1.0), (1, -1.0)] {
                for far in [1e-2, 1e-4, 1e-6] {
                    let mut x = minimum.x;
                    x[i] += far * way;
                    let size = 1e-8 * (far + minimum.value.abs()) + 1e-12 * f(start).abs();
                    assert!(f(x) >= minimum.value - size, "{} {x:?}", said());
                }
            }
        } else if solved {
            assert!(
                slope(minimum.x) <= 1.01 * limits.gradient_tolerance,
                "{}",
                said()
            );
        }
    }
}

/// The functions of the property tests.
macro_rules! functions {
    ($($name:ident([$x:ident, $y:ident]) = $value:expr;)*) => {
        $(fn $name<R: Real>([$x, $y]: [R; 2]) -> R {
            $value
        })*

        proptest! {
            #![proptest_config(ProptestConfig::with_cases(48))]

            #[test]
            fn no_method_goes_up_or_claims_what_is_none(
                near in prop::array::uniform2(-4.0..4.0_f64),
                zoom in 0..5_i32,
            ) {
                let start = near.map(|x| x * Real::powi(10.0_f64, zoom - 3));
                let limits = Limits::new().max_iterations(200).max_evaluations(400);
                $(if $name(start).is_finite() {
                    let slope = |x: [f64; 2]| {
                        let (_, [a, b]): (f64, [f64; 2]) = value_and_gradient($name, x);
                        Real::hypot(a, b)
                    };
                    is_honest($name, slope, start, &limits, &by_all!($name, start, limits));
                })*
            }
        }
    };
}

functions! {
    himmelblau([x, y]) = (x * x + y - 11.0).powi(2) + (x + y * y - 7.0).powi(2);
    rosenbrock([x, y]) = 100.0 * (y - x * x).powi(2) + (1.0 - x).powi(2);
    steep([x, y]) = (x * x).exp() + 1000.0 * (y - 2.0).powi(4) + (x - y).powi(2);
    quartic([x, y]) = (x - y).powi(4) + (x + y - 1.0).powi(4);
    falls([x, y]) = x.powi(3) - 3.0 * x + y * y;
    saddle([x, y]) = x * x * y * y - x * y + x;
    bell([x, y]) = 1.0 - (-(x * x + y * y)).exp();
    waves([x, y]) = (3.0 * x).sin() + (5.0 * y).cos() + 0.05 * (x * x + y * y);
    flat([x, y]) = 1.0 + (-x).exp() + y * y;
    barrier([x, y]) = x - x.ln() + y * y;
    pole([x, y]) = 1.0 / x + x + y * y;
    logarithm([x, y]) = x.abs().ln() + y * y;
    huge([x, y]) = 1e100 * ((x - 1.0).powi(2) + (x * y).powi(2));
    high([x, y]) = 1e8 + (x - 1.0).powi(2) + (x * y - 2.0).powi(2);
}

#[test]
fn a_start_that_is_no_point_is_said_though_the_value_there_is_finite() {
    fn bump<R: Real>([x, y]: [R; 2]) -> R {
        1.0 / (1.0 + x * x) + 1.0 / (1.0 + y * y)
    }
    fn step<R: Real>([x, y]: [R; 2]) -> R {
        x.tanh() + y * y
    }
    fn constant<R: Real>(_: [R; 2]) -> R {
        R::constant(3.0)
    }
    for bad in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
        for start in [[bad, 0.5], [bad, bad]] {
            let limits = Limits::new();
            let minima = [
                by_all!(bump, start, limits),
                by_all!(step, start, limits),
                by_all!(constant, start, limits),
            ];
            for (name, minimum) in minima.into_iter().flatten() {
                assert_eq!(
                    (minimum.stopped, minimum.evaluations),
                    (Stopped::NotFinite, 1),
                    "{name}: {minimum:?}"
                );
            }
        }
    }
}

/// A function of two variables, and its name.
type Named = (&'static str, fn([f64; 2]) -> f64);

/// Functions that fall to −∞ at a pole, in the first variable or all around a point.
fn poles() -> [Named; 8] {
    [
        ("ln|x|", |[x, y]| Real::ln(x.abs()) + y * y),
        ("ln x", |[x, y]| Real::ln(x) + y * y),
        ("x + 1/x", |[x, y]| x + 1.0 / x + y * y),
        ("x²/(x − 1)", |[x, y]| x * x / (x - 1.0) + y * y),
        ("−1/x²", |[x, y]| -1.0 / (x * x) + y * y),
        ("−1/√|x|", |[x, y]| -1.0 / Real::sqrt(x.abs()) + y * y),
        ("tan x", |[x, y]| Real::tan(x) + y * y),
        ("ln(x² + y²)", |[x, y]| Real::ln(x * x + y * y)),
    ]
}

#[test]
fn no_minimum_is_claimed_beside_a_pole() {
    for (name, f) in poles() {
        let grid = [-2.75, -0.9, -0.3, 0.04, 0.25, 1.0, 1.3, 4.0];
        for start in grid.into_iter().flat_map(|x| [[x, 1.0], [x, -0.6]]) {
            let limits = Limits::new().max_iterations(400);
            let minima = [nelder_mead(f, start, limits), powell(f, start, limits)];
            for minimum in minima {
                // x + 1/x and x²/(x − 1) have a minimum on one side.
                let real = minimum.value > 0.0 && name.contains("/");
                assert!(
                    !minimum.stopped.is_solution() || real,
                    "{name} from {start:?}: {minimum:?}"
                );
            }
        }
    }
}

#[test]
fn a_region_of_trust_goes_down_from_where_the_curvatures_are_far_apart() {
    // At the start the curvatures are 10¹⁰¹ and 10⁶.
    fn steep<R: Real>([x, y]: [R; 2]) -> R {
        (x * x).exp() + 1000.0 * (y - 2.0).powi(4) + (x - y).powi(2)
    }
    let start = [15.049, 20.218];
    let mut last = steep(start);
    for steps in [1, 10, 100, 1000] {
        let minimum = newton(steep, start, Limits::new().max_iterations(steps));
        assert!(minimum.value < last, "{minimum:?}");
        last = minimum.value;
    }
    let minimum = newton(steep, start, Limits::new());
    assert!(
        minimum.stopped.is_solution() && minimum.evaluations < 300,
        "{minimum:?}"
    );
}

#[test]
fn with_the_slope_no_minimum_is_claimed_at_a_pole_and_none_is_refused_at_a_kink() {
    macro_rules! poles {
        ($float:ty) => {{
            let functions: [fn(Dual<$float>) -> Dual<$float>; 4] = [
                |x| (x - 0.3).abs().ln(),
                |x| -(x - 0.3).abs().recip(),
                |x| -(x - 0.3).powi(2).recip(),
                |x| -(x - 0.3).abs().sqrt().recip(),
            ];
            for i in 0..200_u8 {
                let share = <$float>::from(i) / 200.0;
                let (a, b) = (-1.0 - share, 1.0 + 0.7 * share);
                for f in functions {
                    let found = with_derivative(f, a, b).unwrap();
                    assert!(!found.stopped.is_solution(), "{found:?}");
                }
                let kink = with_derivative(|x: Dual<$float>| (x - 0.3).abs(), a, b).unwrap();
                assert!(
                    kink.stopped.is_solution() && (kink.x - 0.3).abs() < 1e-6,
                    "{kink:?}"
                );
            }
        }};
    }
    poles!(f32);
    poles!(f64);
    let mut wide = SlopeSearch::new(-1.0, 1.0).unwrap().x_abs(0.1);
    while let Some(x) = wide.next() {
        wide.tell((x - 0.3_f64).abs(), (x - 0.3_f64).signum());
    }
    assert!(wide.minimum().stopped.is_solution());
}

#[test]
fn the_unit_of_the_values_does_not_change_the_way_of_powells_method() {
    fn in_unit<T: Float>(unit: f64, near: f64) {
        let valley = |[x, y]: [T; 2]| {
            let (bend, rest) = (y - x * x, T::ONE - x);
            T::literal(unit) * (T::literal(100.0) * bend * bend + rest * rest)
        };
        let start = [-1.2, 1.0].map(T::literal);
        let found = powell(valley, start, Limits::new());
        let is_near = (found.x[0] - T::ONE).magnitude() < T::literal(near);
        assert!(
            found.stopped.is_solution() && is_near,
            "{unit:e}: {found:?}"
        );
        assert!(found.evaluations <= 320, "{unit:e}: {found:?}");
    }
    for unit in [1e-300, 1e-150, 1.0, 1e150, 1e300] {
        in_unit::<f64>(unit, 1e-8);
    }
    for unit in [1e-34, 1e-18, 1.0, 1e19, 1e30] {
        in_unit::<f32>(unit, 1e-4);
    }
}
