//! Every minimiser on functions that fall without end: it stops, well within its budget, and never calls the point
//! a minimum.

use calc_multi::{value_and_gradient, value_gradient_and_hessian};
use calc_opt::Stopped;
use calc_opt::minimize::direction::{
    BarzilaiBorwein, Bfgs, ConjugateGradient, Formula, Lbfgs, Lbfgsb, Steepest,
};
use calc_opt::minimize::line_search::{Backtracking, HagerZhang, MoreThuente, StrongWolfe};
use calc_opt::minimize::{
    Dogleg, Limits, LineDescent, Minimum, Options, TrustRegion, gradient_descent, nelder_mead,
    newton_cg, powell, run,
};

/// Where the searches start.
const START: [f64; 2] = [1.0, 0.7];

/// The minimum by every method, with its name.
macro_rules! by_all {
    ($T:ident, $f:path) => {{
        let start = START.map(<$T as calc_scalar::Float>::from_f64);
        let limits = Limits::new();
        let free = Lbfgsb::<$T, 2, 5>::new([$T::NEG_INFINITY; 2], [$T::INFINITY; 2]);
        macro_rules! by_line {
            ($direction:expr, $search:expr) => {
                run(LineDescent::new(start, $direction, $search, limits), |x| {
                    value_and_gradient($f, x)
                })
            };
        }
        let region = |search| run(search, |x| value_gradient_and_hessian($f, x));
        let hager_zhang = ConjugateGradient::new(Formula::HagerZhang);
        let value = |x: [$T; 2]| $f(x);
        [
            ("BFGS", by_line!(Bfgs::new(), MoreThuente::new())),
            ("BFGS, Wolfe", by_line!(Bfgs::new(), StrongWolfe::new())),
            (
                "BFGS, backtracking",
                by_line!(Bfgs::new(), Backtracking::new()),
            ),
            (
                "L-BFGS",
                by_line!(Lbfgs::<$T, 2, 5>::new(), MoreThuente::new()),
            ),
            ("L-BFGS-B", by_line!(free, MoreThuente::new())),
            ("CG", by_line!(hager_zhang, HagerZhang::new())),
            (
                "Barzilai and Borwein",
                by_line!(BarzilaiBorwein::new(), Backtracking::new()),
            ),
            ("steepest", by_line!(Steepest::new(), Backtracking::new())),
            (
                "gradient descent",
                gradient_descent($f, start, Options::new(0.1)),
            ),
            ("Newton", region(TrustRegion::new(start, limits))),
            ("dogleg", {
                let search = TrustRegion::with(start, limits, Dogleg);
                run(search, |x| value_gradient_and_hessian($f, x))
            }),
            ("Newton by CG", newton_cg($f, start, limits)),
            ("Nelder and Mead", nelder_mead(value, start, limits)),
            ("Powell", powell(value, start, limits)),
        ]
    }};
}

/// The functions over the literals of one precision.
macro_rules! functions {
    ($module:ident, $T:ident) => {
        mod $module {
            use calc_scalar::Real;

            pub(super) fn plane<R: Real<$T>>([x, y]: [R; 2]) -> R {
                x + 2.0 * y
            }
            pub(super) fn hill<R: Real<$T>>([x, y]: [R; 2]) -> R {
                -x.powi(2) - 2.0 * y.powi(2)
            }
            pub(super) fn saddle<R: Real<$T>>([x, y]: [R; 2]) -> R {
                x.powi(2) - y.powi(2)
            }
            pub(super) fn valley<R: Real<$T>>([x, y]: [R; 2]) -> R {
                x + y.powi(2)
            }
            pub(super) fn cliff<R: Real<$T>>([x, y]: [R; 2]) -> R {
                y.powi(2) - x.exp()
            }
        }
    };
}

functions!(double, f64);
functions!(single, f32);

fn is_honest<T: core::fmt::Debug>(function: &str, minima: &[(&str, Minimum<T, 2>)]) {
    for (method, minimum) in minima {
        assert!(
            !minimum.stopped.is_solution() && minimum.evaluations <= 10_000,
            "{method}, {function}: {minimum:?}"
        );
    }
}

/// Those that say of a function that it falls without end, and the most runs they take to see it.
fn see_it<T>(minima: &[(&str, Minimum<T, 2>)], methods: &[&str]) -> u32 {
    let seen = minima.iter().filter(|(method, minimum)| {
        methods.contains(method) && minimum.stopped == Stopped::Unbounded
    });
    let runs: Vec<u32> = seen.map(|(_, minimum)| minimum.evaluations).collect();
    assert_eq!(runs.len(), methods.len());
    runs.into_iter().max().unwrap_or(0)
}

macro_rules! on_every_function {
    ($check:expr) => {
        on_every_function!(@ $check, plane hill saddle valley cliff)
    };
    (@ $check:expr, $($name:ident)*) => {$(
        $check(stringify!($name), &by_all!(f64, double::$name), &by_all!(f32, single::$name));
    )*};
}

#[test]
fn no_method_finds_a_minimum_where_there_is_none() {
    on_every_function!(|name, double: &[_], single: &[_]| {
        is_honest::<f64>(name, double);
        is_honest::<f32>(name, single);
    });
}

#[test]
fn regions_of_trust_see_that_a_function_falls_to_the_end_of_the_range() {
    let methods = ["Newton", "Newton by CG"];
    on_every_function!(|name, double: &[_], single: &[_]| {
        // The exponential is no parabola: the region only doubles.
        let most = if name == "cliff" { 600 } else { 510 };
        assert!(see_it::<f64>(double, &methods) <= most, "{name}");
        assert!(see_it::<f32>(single, &methods) <= 70, "{name}");
    });
}

#[test]
fn quasi_newton_methods_and_those_without_slopes_see_it_on_a_plane() {
    let methods = ["BFGS", "BFGS, Wolfe", "L-BFGS", "L-BFGS-B", "CG", "Powell"];
    assert!(see_it(&by_all!(f64, double::plane), &methods) <= 530);
    assert!(see_it(&by_all!(f32, single::plane), &methods) <= 70);
    assert!(see_it(&by_all!(f32, single::plane), &["Nelder and Mead"]) <= 360);
}

#[test]
fn a_value_of_minus_infinity_ends_the_search_where_it_is_met() {
    // The pole of 1 − 1/x² is the first trial.
    fn pole<R: calc_scalar::Real>([x]: [R; 1]) -> R {
        1.0 - 1.0 / x.powi(2)
    }
    let minimum = newton_cg(pole, [1.0], Limits::new());
    assert_eq!(
        (minimum.stopped, minimum.evaluations),
        (Stopped::Unbounded, 3)
    );
    assert_eq!((minimum.x, minimum.value), ([1.0], 0.0));
}
