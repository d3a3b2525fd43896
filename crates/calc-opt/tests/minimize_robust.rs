//! Every minimiser with a gradient on functions that are made to break one: no hang, no NaN, no wrong success.

use calc_multi::value_and_gradient;
use calc_opt::Stopped;
use calc_opt::minimize::direction::{
    BarzilaiBorwein, Bfgs, ConjugateGradient, Formula, Lbfgs, Lbfgsb, Polyak, Steepest,
};
use calc_opt::minimize::line_search::{
    Backtracking, FirstTrial, HagerZhang, MoreThuente, StrongWolfe,
};
use calc_opt::minimize::{Limits, LineDescent, Minimizer, Minimum};
use calc_scalar::{Dual, Real};

/// What the answer has to be.
#[derive(Clone, Copy, Debug)]
enum Expected<T> {
    /// A solution near this point.
    At([T; 2]),
    /// Anything but a success: there is no minimum, or it cannot be reached from here.
    NoSuccess,
    /// A success only where the gradient really is small; the point is not asked for.
    Honest,
}

/// Drives a machine and checks what holds for every one of them on every function.
macro_rules! checked {
    ($T:ident, $name:expr, $machine:expr, $f:expr, $start:expr, $expected:expr) => {{
        let mut machine: LineDescent<$T, 2, _, _> = $machine;
        let mut runs = 0_u32;
        while let Some(x) = machine.next() {
            assert!(
                runs == 0 || x.iter().all(|c| c.is_finite()),
                "{}: asked at {x:?}",
                $name
            );
            let (value, gradient) = value_and_gradient($f, x);
            runs += 1;
            assert!(runs < 30_000, "{}: no end", $name);
            Minimizer::tell(&mut machine, (value, gradient));
        }
        let minimum: Minimum<$T, 2> = machine.minimum();
        assert_eq!(
            (minimum.evaluations, minimum.gradient_evaluations),
            (runs, runs),
            "{}",
            $name
        );
        let (at_start, _) = value_and_gradient($f, $start);
        if at_start.is_finite() {
            assert!(
                minimum.value <= at_start && minimum.x.iter().all(|c| c.is_finite()),
                "{}: {minimum:?}",
                $name
            );
            let (value, _) = value_and_gradient($f, minimum.x);
            assert_eq!(
                value.to_bits(),
                minimum.value.to_bits(),
                "{}: {minimum:?}",
                $name
            );
        } else {
            assert_eq!(
                (minimum.stopped, runs),
                (Stopped::NotFinite, 1),
                "{}: {minimum:?}",
                $name
            );
        }
        if minimum.stopped.is_solution() {
            assert!(minimum.gradient_norm.is_finite(), "{}: {minimum:?}", $name);
        }
        let expected: Expected<$T> = $expected;
        match expected {
            Expected::At(point) => {
                let size = point[0].abs().max(point[1].abs());
                let size = if size > 0.0 { size } else { 1.0 };
                let near = minimum
                    .x
                    .iter()
                    .zip(point)
                    .all(|(x, p)| (x - p).abs() <= 1e-2 * size);
                assert!(
                    minimum.stopped.is_solution() && near,
                    "{}: {minimum:?}",
                    $name
                );
            }
            Expected::NoSuccess => {
                assert!(!minimum.stopped.is_solution(), "{}: {minimum:?}", $name)
            }
            Expected::Honest => {}
        }
        minimum
    }};
}

/// Runs every method on a function.
macro_rules! every_method {
    ($T:ident, $name:literal, $limits:expr, $f:expr, $start:expr, $expected:expr) => {{
        let start: [$T; 2] = $start;
        let f = $f;
        let limits: Limits<$T> = $limits;
        let free = Lbfgsb::<$T, 2, 5>::new([$T::NEG_INFINITY; 2], [$T::INFINITY; 2]);
        every_method!(@ $T, $name, limits, f, start, $expected,
            "BFGS, Moré–Thuente": Bfgs::new(), MoreThuente::new();
            "BFGS, strong Wolfe": Bfgs::new(), StrongWolfe::new();
            "BFGS, Hager–Zhang": Bfgs::new(), HagerZhang::new();
            "BFGS, backtracking": Bfgs::new(), Backtracking::new();
            "L-BFGS": Lbfgs::<$T, 2, 5>::new(), MoreThuente::new();
            "L-BFGS-B": free, MoreThuente::new();
            "CG, PR+": ConjugateGradient::new(Formula::PolakRibierePlus), MoreThuente::new().c2(0.1);
            "CG, FR": ConjugateGradient::new(Formula::FletcherReeves), StrongWolfe::new().c2(0.1);
            "CG, HZ": ConjugateGradient::new(Formula::HagerZhang), HagerZhang::new();
            "Barzilai–Borwein": BarzilaiBorwein::new(), Backtracking::new();
            "Armijo": Steepest::new(), Backtracking::new();
        );
    }};
    (@ $T:ident, $name:literal, $limits:expr, $f:expr, $start:expr, $expected:expr,
     $($method:literal: $direction:expr, $search:expr;)*) => {$(
        let descent = LineDescent::new($start, $direction, $search, $limits);
        let minimum = checked!($T, concat!($name, " by ", $method), descent, $f, $start, $expected);
        assert!(minimum.iterations <= $limits.max_iterations);
    )*};
}

macro_rules! matrix {
    ($T:ident, $module:ident, $tiny:literal, $huge:literal) => {
        mod $module {
            use super::*;

            type D = Dual<$T, 2>;

            fn limits() -> Limits<$T> {
                Limits::new().max_iterations(2000).max_evaluations(20_000)
            }

            #[test]
            fn flat_functions_end_at_once() {
                every_method!(
                    $T,
                    "constant",
                    limits(),
                    |_: [D; 2]| D::constant(3.0),
                    [1.0, 2.0],
                    Expected::At([1.0, 2.0])
                );
                every_method!(
                    $T,
                    "flat in y",
                    limits(),
                    |[x, _]: [D; 2]| (x - 1.0).powi(2),
                    [5.0, 2.0],
                    Expected::At([1.0, 2.0])
                );
            }

            #[test]
            fn the_start_may_be_the_minimum() {
                every_method!(
                    $T,
                    "start at the minimum",
                    limits(),
                    |[x, y]: [D; 2]| (x - 1.0).powi(2) + (y - 2.0).powi(2),
                    [1.0, 2.0],
                    Expected::At([1.0, 2.0])
                );
            }

            #[test]
            fn a_start_that_is_not_finite_is_said_to_be() {
                every_method!(
                    $T,
                    "NaN everywhere",
                    limits(),
                    |[x, _]: [D; 2]| x * $T::NAN,
                    [1.0, 2.0],
                    Expected::NoSuccess
                );
                every_method!(
                    $T,
                    "infinite at the start",
                    limits(),
                    |[x, y]: [D; 2]| 1.0 / x + y,
                    [0.0, 2.0],
                    Expected::NoSuccess
                );
                every_method!(
                    $T,
                    "outside the domain",
                    limits(),
                    |[x, y]: [D; 2]| x - x.ln() + y * y,
                    [-1.0, 2.0],
                    Expected::NoSuccess
                );
                every_method!(
                    $T,
                    "NaN start",
                    limits(),
                    |[x, y]: [D; 2]| x * x + y * y,
                    [$T::NAN, 2.0],
                    Expected::NoSuccess
                );
            }

            #[test]
            fn regions_that_are_not_finite_are_left_out() {
                // NaN for x > 2; the minimum is inside.
                every_method!(
                    $T,
                    "NaN region",
                    limits(),
                    |[x, y]: [D; 2]| (2.0 - x).sqrt() * 0.0
                        + (x - 1.0).powi(2)
                        + 3.0 * (y + 1.0).powi(2),
                    [-30.0, 4.0],
                    Expected::At([1.0, -1.0])
                );
                // A barrier on one side.
                every_method!(
                    $T,
                    "barrier",
                    limits(),
                    |[x, y]: [D; 2]| x - x.ln() + y * y,
                    [1e-3, 5.0],
                    Expected::At([1.0, 0.0])
                );
                every_method!(
                    $T,
                    "barrier far away",
                    limits(),
                    |[x, y]: [D; 2]| x - x.ln() + y * y,
                    [300.0, -5.0],
                    Expected::At([1.0, 0.0])
                );
                every_method!(
                    $T,
                    "two barriers",
                    limits(),
                    |[x, y]: [D; 2]| -x.ln() - (1.0 - x).ln() + (y - x).powi(2),
                    [0.01, 0.0],
                    Expected::At([0.5, 0.5])
                );
                // +∞ beyond a wall.
                every_method!(
                    $T,
                    "wall",
                    limits(),
                    |[x, y]: [D; 2]| if x > 3.0 {
                        D::constant($T::INFINITY)
                    } else {
                        (x - 1.0).powi(2) + (y + 1.0).powi(2)
                    },
                    [-50.0, 1.0],
                    Expected::At([1.0, -1.0])
                );
                // A pole between the start and a lower place; a step may well jump over it.
                every_method!(
                    $T,
                    "pole",
                    limits(),
                    |[x, y]: [D; 2]| 1.0 / x + x + y * y,
                    [0.1, 3.0],
                    Expected::Honest
                );
            }

            #[test]
            fn nothing_is_found_where_there_is_nothing() {
                every_method!(
                    $T,
                    "linear",
                    limits(),
                    |[x, y]: [D; 2]| x - 2.0 * y,
                    [1.0, 1.0],
                    Expected::NoSuccess
                );
                every_method!(
                    $T,
                    "falls like a parabola",
                    limits(),
                    |[x, y]: [D; 2]| y * y - x * x,
                    [1.0, 1.0],
                    Expected::NoSuccess
                );
                every_method!(
                    $T,
                    "falls like a cubic",
                    limits(),
                    |[x, y]: [D; 2]| x.powi(3) + y * y,
                    [1.0, 1.0],
                    Expected::Honest
                );
                every_method!(
                    $T,
                    "falls to −∞ at a pole",
                    limits(),
                    |[x, y]: [D; 2]| x.ln() + y * y,
                    [1.0, 1.0],
                    Expected::NoSuccess
                );
                // The gradient at the kink never vanishes.
                every_method!(
                    $T,
                    "kink",
                    limits(),
                    |[x, y]: [D; 2]| x.abs() + 2.0 * y.abs(),
                    [1.0, 0.7],
                    Expected::Honest
                );
            }

            #[test]
            fn the_scale_of_the_variables_does_not_matter() {
                for scale in [$tiny, 1e-3, 1e3, $huge] {
                    let relative = limits().gradient_tolerance(0.0).gradient_relative(1e-4);
                    every_method!(
                        $T,
                        "scaled variables",
                        relative,
                        |[x, y]: [D; 2]| (x / scale - 1.0).powi(2)
                            + (y / scale + x / scale).powi(2),
                        [3.0 * scale, 2.0 * scale],
                        Expected::At([scale, -scale])
                    );
                }
            }

            #[test]
            fn the_scale_of_the_values_does_not_matter() {
                for scale in [$tiny, 1e-3, 1e3, $huge] {
                    let relative = limits().gradient_tolerance(0.0).gradient_relative(1e-4);
                    every_method!(
                        $T,
                        "scaled values",
                        relative,
                        |[x, y]: [D; 2]| scale * ((x - 1.0).powi(2) + (y + x).powi(2)),
                        [3.0, 2.0],
                        Expected::At([1.0, -1.0])
                    );
                }
            }

            #[test]
            fn plateaus_are_no_minima() {
                // A bell: from far out its slope is small but not zero.
                every_method!(
                    $T,
                    "bell",
                    limits().gradient_tolerance(1e-6),
                    |[x, y]: [D; 2]| 1.0 - (-(x * x + y * y)).exp(),
                    [1.2, 1.1],
                    Expected::At([0.0, 0.0])
                );
                every_method!(
                    $T,
                    "steep, then flat",
                    limits(),
                    |[x, y]: [D; 2]| (1e3 * x).tanh() * 1e3 + y * y,
                    [0.001, 1.0],
                    Expected::Honest
                );
            }

            #[test]
            fn a_tolerance_of_zero_ends_all_the_same() {
                every_method!(
                    $T,
                    "zero tolerance",
                    limits().gradient_tolerance(0.0),
                    |[x, y]: [D; 2]| (x - 1.0).exp() + (1.0 - x).exp() + (y - 0.3).powi(4) + y,
                    [3.0, 2.0],
                    Expected::Honest
                );
            }
        }
    };
}

matrix!(f64, double, 1e-150, 1e150);
matrix!(f32, single, 1e-15, 1e15);

/// Polyak's step needs the lowest value; it is a machine like the others.
#[test]
fn polyaks_step_is_as_robust() {
    let limits = Limits::new().max_iterations(2000);
    let polyak =
        |start, lowest| LineDescent::new(start, Polyak::new(lowest), FirstTrial::new(), limits);
    let bowl = |[x, y]: [Dual<f64, 2>; 2]| x * x + 4.0 * y * y;
    let _ = checked!(
        f64,
        "bowl",
        polyak([3.0, 1.0], 0.0),
        bowl,
        [3.0, 1.0],
        Expected::At([0.0, 0.0])
    );
    let barrier = |[x, y]: [Dual<f64, 2>; 2]| x - x.ln() + y * y;
    let _ = checked!(
        f64,
        "barrier",
        polyak([0.01, 1.0], 1.0),
        barrier,
        [0.01, 1.0],
        Expected::At([1.0, 0.0])
    );
    // A lowest value that is too high, or far too low.
    let above = checked!(
        f64,
        "too high",
        polyak([3.0, 1.0], 5.0),
        bowl,
        [3.0, 1.0],
        Expected::NoSuccess
    );
    assert!(above.value <= 5.0 + 1e-6);
    let _ = checked!(
        f64,
        "too low",
        polyak([3.0, 1.0], -1e9),
        bowl,
        [3.0, 1.0],
        Expected::Honest
    );
    let _ = checked!(
        f64,
        "NaN",
        polyak([3.0, 1.0], f64::NAN),
        bowl,
        [3.0, 1.0],
        Expected::NoSuccess
    );
}
