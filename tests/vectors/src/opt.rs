//! The functions of `calc-opt`, in both precisions.

use core::ops::ControlFlow;

use calc_multi::gradient;
use calc_opt::least_squares::{self, GaussNewton, LevenbergMarquardt, Loss, Settings};
use calc_opt::minimize::{
    Descent, Limits, Options, Step, gradient_descent, gradient_descent_observed, newton, record,
    with_gradient, with_rule, with_rule_observed,
};
use calc_opt::root::{
    self, Adaptive, Bisection, BitBisection, BracketedNewton, Brent, Chandrupatla, Expansion,
    FalsePosition, Itp, Method, ModAb, Newton, Ridders, Search, Secant, Steffensen, Toms748,
    Weight,
};
use calc_opt::rule::{Adam, Momentum, Nesterov, Sgd};
use calc_opt::{CriticalPoints, Stopped, critical_points, try_critical_points};
use calc_scalar::{Float, Real as _, value_and_derivative};

use crate::functions::{beale, cubic, flat, wave};
use crate::out::{Bits, Out};

/// A search by one of the methods, step by step, on a short budget.
fn stepwise<T: Float + Bits, M: Method<T>>(method: M, [a, b]: [T; 2]) -> impl Bits {
    let mut search = Search::new(a, b, method)
        .x_abs(T::literal(1e-9))
        .x_rel(T::literal(1e-5))
        .max_evaluations(40);
    while let Some(x) = search.next() {
        search.tell(flat(x));
    }
    search.result()
}

macro_rules! in_precision {
    ($T:ident $roots:ident $minima:ident) => {
        /// Roots.
        pub(crate) fn $roots(out: &mut Out<'_>) {
            type T = $T;
            const ENDS: [[T; 2]; 5] = [[0.0, 4.0], [-3.0, 3.0], [2.0, 2.2], [3.0, 5.0], [1.0, 1.0]];
            const STARTS: [T; 4] = [2.0, 0.1, -4.0, T::INFINITY];

            out.case("calc_opt::root::find", &ENDS, |[a, b]: [T; 2]| {
                root::find(cubic, a, b)
            });
            out.case("calc_opt::root::try_find", &ENDS, |[a, b]: [T; 2]| {
                root::try_find(|x: T| if x < 4.5 { Ok(cubic(x)) } else { Err(x) }, a, b)
            });
            out.case("calc_opt::root::bisection", &ENDS, |[a, b]: [T; 2]| {
                root::bisection(cubic, a, b)
            });
            out.case("calc_opt::root::brent", &ENDS, |[a, b]: [T; 2]| {
                root::brent(cubic, a, b)
            });
            out.case("calc_opt::root::chandrupatla", &ENDS, |[a, b]: [T; 2]| {
                root::chandrupatla(cubic, a, b)
            });
            out.case("calc_opt::root::itp", &ENDS, |[a, b]: [T; 2]| {
                root::itp(cubic, a, b)
            });
            out.case("calc_opt::root::toms748", &ENDS, |[a, b]: [T; 2]| {
                root::toms748(cubic, a, b)
            });
            out.case(
                "calc_opt::root::newton_bracketed",
                &ENDS,
                |[a, b]: [T; 2]| root::newton_bracketed(cubic, a, b),
            );
            out.case("calc_opt::root::newton", &STARTS, |x: T| {
                root::newton(cubic, x)
            });
            out.case("calc_opt::root::secant", &ENDS, |[a, b]: [T; 2]| {
                root::secant(cubic, a, b)
            });

            out.case("calc_opt::root::Bisection", &ENDS, |x: [T; 2]| {
                stepwise(Bisection, x)
            });
            out.case("calc_opt::root::Brent", &ENDS, |x: [T; 2]| {
                stepwise(Brent::default(), x)
            });
            out.case("calc_opt::root::Chandrupatla", &ENDS, |x: [T; 2]| {
                stepwise(Chandrupatla, x)
            });
            out.case("calc_opt::root::Itp", &ENDS, |x: [T; 2]| {
                stepwise(Itp::default(), x)
            });
            out.case("calc_opt::root::Toms748", &ENDS, |x: [T; 2]| {
                (
                    stepwise(Toms748::default(), x),
                    stepwise(Toms748::new().interpolations(3), x),
                )
            });
            out.case("calc_opt::root::BracketedNewton", &ENDS, |x: [T; 2]| {
                stepwise(BracketedNewton::default(), x)
            });
            out.case("calc_opt::root::Newton", &STARTS, |x: T| {
                let mut newton = Newton::new(x).x_abs(1e-6).x_rel(1e-4).max_evaluations(30);
                while let Some(x) = newton.next() {
                    let (value, slope) = value_and_derivative(flat, x);
                    newton.tell(value, slope);
                }
                newton.result()
            });
            out.case("calc_opt::root::Secant", &ENDS, |[a, b]: [T; 2]| {
                let mut secant = Secant::new(a, b);
                while let Some(x) = secant.next() {
                    secant.tell(flat(x));
                }
                secant.result()
            });
            out.case(
                "calc_opt::root::RootError::best",
                &ENDS,
                |[a, b]: [T; 2]| root::find(|x: T| x * x + 1.0, a, b).map_err(|error| error.best()),
            );

            out.case("calc_opt::root::halley", &STARTS, |x: T| {
                root::halley(cubic, x)
            });
            out.case("calc_opt::root::householder", &STARTS, |x: T| {
                root::householder::<T, 4>(cubic, x)
            });
            out.case("calc_opt::root::steffensen", &STARTS, |x: T| {
                root::steffensen(flat, x)
            });
            out.case("calc_opt::root::Steffensen", &STARTS, |x: T| {
                let mut search = Steffensen::new(x);
                while let Some(x) = search.next() {
                    search.tell(flat(x));
                }
                search.result()
            });
            out.case("calc_opt::root::bracket", &STARTS, |x: T| {
                root::bracket(cubic, x, 0.5)
            });
            out.case("calc_opt::root::find_from", &STARTS, |x: T| {
                root::find_from(cubic, x, 0.5)
            });
            out.case("calc_opt::root::Expansion", &STARTS, |x: T| {
                let mut search = Expansion::new(x, 0.1).max_evaluations(20);
                while let Some(x) = search.next() {
                    search.tell(flat(x));
                }
                let found = search.result();
                let between = found
                    .as_ref()
                    .ok()
                    .map(|&(a, b)| Search::between(a, b, Bisection).result());
                (found, between, search.evaluations())
            });
            out.case("calc_opt::root::BitBisection", &ENDS, |x: [T; 2]| {
                stepwise(BitBisection, x)
            });
            out.case("calc_opt::root::Ridders", &ENDS, |x: [T; 2]| {
                stepwise(Ridders::default(), x)
            });
            out.case("calc_opt::root::ModAb", &ENDS, |x: [T; 2]| {
                stepwise(ModAb::default(), x)
            });
            out.case("calc_opt::root::Adaptive", &ENDS, |x: [T; 2]| {
                stepwise(Adaptive::default(), x)
            });
            out.case("calc_opt::root::FalsePosition", &ENDS, |x: [T; 2]| {
                (
                    stepwise(FalsePosition::new(Weight::Half), x),
                    stepwise(FalsePosition::new(Weight::Pegasus), x),
                    stepwise(FalsePosition::new(Weight::AndersonBjorck), x),
                )
            });
        }

        /// Critical points, minima and fits.
        pub(crate) fn $minima(out: &mut Out<'_>) {
            type T = $T;
            const ENDS: [[T; 2]; 5] = [[0.0, 4.0], [-3.0, 3.0], [2.0, 2.2], [3.0, 5.0], [1.0, 1.0]];
            const TWO: [[T; 2]; 3] = [[1.2, -0.7], [0.0, 0.0], [2.9, 0.4]];

            out.case(
                "calc_opt::CriticalPoints::search",
                &ENDS,
                |[a, b]: [T; 2]| {
                    CriticalPoints::<T, 6>::search(wave, a, b, 12).map(|found| (found.len(), found))
                },
            );

            out.case("calc_opt::minimize::gradient_descent", &TWO, |x: [T; 2]| {
                let options = Options::new(0.01)
                    .max_iterations(50)
                    .gradient_tolerance(0.1);
                gradient_descent(beale, x, options)
            });
            out.case(
                "calc_opt::minimize::gradient_descent_observed",
                &TWO,
                |x: [T; 2]| {
                    let mut longest: T = 0.0;
                    let end = gradient_descent_observed(beale, x, Options::new(0.02), |step| {
                        longest = longest.max(step.gradient_norm());
                        if step.iteration < 9 {
                            ControlFlow::Continue(())
                        } else {
                            ControlFlow::Break(())
                        }
                    });
                    (end, longest)
                },
            );
            out.case("calc_opt::minimize::with_rule", &TWO, |x: [T; 2]| {
                let limits = Limits::default()
                    .max_iterations(40)
                    .gradient_tolerance(0.01);
                with_rule(beale, x, Momentum::new(0.01, 0.8), limits)
            });
            out.case(
                "calc_opt::minimize::with_rule_observed",
                &TWO,
                |x: [T; 2]| {
                    let mut history = [Step::<T, 2>::blank(); 3];
                    let limits = Limits::new().max_iterations(12);
                    let end =
                        with_rule_observed(beale, x, Adam::new(0.1), limits, record(&mut history));
                    (end, history)
                },
            );
            out.case("calc_opt::minimize::with_gradient", &TWO, |x: [T; 2]| {
                with_gradient(
                    |x| (beale(x), gradient(beale, x)),
                    x,
                    Sgd::new(0.01),
                    Limits::new().max_iterations(20),
                    |_| ControlFlow::Continue(()),
                )
            });
            out.case("calc_opt::minimize::Descent", &TWO, |x: [T; 2]| {
                let mut descent = Descent::new(x, Nesterov::new(0.01, 0.5), Limits::new());
                while let Some(x) = descent.next() {
                    let step = descent.tell(beale(x), gradient(beale, x));
                    if step.iteration == 5 {
                        descent.stop();
                    }
                }
                descent.minimum()
            });

            out.case("calc_opt::minimize::newton", &TWO, |x: [T; 2]| {
                newton(beale, x, Limits::new().max_iterations(12))
            });

            out.case("calc_opt::least_squares::fit", &TWO, |x: [T; 2]| {
                let rows: [(T, T); 4] = [(0.0, 2.0), (1.0, 1.2), (2.0, 0.8), (3.0, 0.45)];
                let fit = least_squares::fit(
                    |[a, b], i| {
                        let (t, y) = rows.get(i).copied().unwrap_or_default();
                        a * (b * -t).exp() - y
                    },
                    rows.len(),
                    x,
                    Settings::new().max_evaluations(30),
                );
                let spread = (
                    fit.residual_norm(),
                    fit.residual_variance(),
                    fit.standard_errors(),
                );
                (
                    (fit.x, fit.value, fit.covariance),
                    spread,
                    fit.evaluations,
                    fit.stopped,
                )
            });
            out.case(
                "calc_opt::least_squares::levenberg_marquardt",
                &TWO,
                |x: [T; 2]| {
                    let settings = Settings::default()
                        .f_rel(1e-5)
                        .x_rel(1e-5)
                        .g_cos(1e-5)
                        .loss(Loss::Squared)
                        .bounds([-5.0, -5.0], [5.0, 0.9]);
                    let fit = least_squares::levenberg_marquardt(
                        |[x, y]| [(y - x * x) * 10.0, -x + 1.0, y.sin()],
                        x,
                        settings,
                    );
                    let mut ended = LevenbergMarquardt::new(x, settings);
                    ended.stop();
                    (
                        (fit.x, fit.value, fit.gradient, fit.iterations),
                        ended.fit().stopped,
                    )
                },
            );
            out.case(
                "calc_opt::least_squares::gauss_newton",
                &TWO,
                |x: [T; 2]| {
                    let fit = least_squares::gauss_newton(
                        |[x, y]| [(y - x * x) * 10.0, -x + 1.0, y.sin()],
                        x,
                        Settings::new().max_evaluations(12),
                    );
                    let mut ended = GaussNewton::new(x, Settings::new());
                    ended.stop();
                    (
                        (fit.x, fit.value, fit.gradient, fit.evaluations),
                        ended.fit().stopped,
                    )
                },
            );
        }
    };
}

in_precision!(f64 roots_f64 minima_f64);
in_precision!(f32 roots_f32 minima_f32);

/// What exists in one precision, or in none.
pub(crate) fn common(out: &mut Out<'_>) {
    out.slow(
        "calc_opt::critical_points",
        &[[-3.0, 9.0], [1.0, 1.0]],
        |[a, b]: [f64; 2]| critical_points::<4>(wave, a, b),
    );
    out.slow(
        "calc_opt::try_critical_points",
        &[[-3.0, 9.0], [1.0, 1.0]],
        |[a, b]: [f64; 2]| {
            let until = |end: f64| {
                move |x: calc_scalar::Jet<f64, 8>| {
                    if x.value() > end {
                        Err(end)
                    } else {
                        Ok(wave(x))
                    }
                }
            };
            (
                try_critical_points::<4, f64>(until(9.0), a, b),
                try_critical_points::<4, f64>(until(5.0), a, b),
                CriticalPoints::<f64, 4>::try_search(until(9.0), a, b, 16),
            )
        },
    );
    out.case("calc_opt::Stopped::is_solution", &[0_u32, 1], |i| {
        if i == 0 {
            Stopped::StepSmall.is_solution()
        } else {
            Stopped::NotFinite.is_solution()
        }
    });
}
