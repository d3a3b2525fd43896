//! The functions of `calc-opt`, in both precisions.

use core::ops::ControlFlow;

use calc_multi::gradient;
use calc_opt::minimize::{
    Descent, Limits, Options, Step, gradient_descent, gradient_descent_observed, record,
    with_gradient, with_rule, with_rule_observed,
};
use calc_opt::root::{
    self, Bisection, BracketedNewton, Brent, Chandrupatla, Itp, Method, Newton, Search, Secant,
    Toms748,
};
use calc_opt::rule::{AdaGrad, Adam, AdamW, Momentum, Nesterov, RmsProp, Rule, Sgd};
use calc_opt::{CriticalPoints, Stopped, critical_points, schedule};
use calc_scalar::{Float, value_and_derivative};

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

/// Three steps by one of the rules, and a change of the rate.
fn stepped<T: Float, R: Rule<T, 2>>(mut rule: R, x0: [T; 2]) -> ([T; 2], T) {
    let mut x = x0;
    for _ in 0..3 {
        let [a, b] = x;
        rule.update(&mut x, &[a + b * T::literal(0.5), b - a]);
        let rate = rule.rate() * T::literal(0.75);
        rule.set_rate(rate);
    }
    rule.begin();
    rule.apply(0, &mut x, &x0);
    (x, rule.rate())
}

macro_rules! in_precision {
    ($T:ident) => {
        pub(crate) fn $T(out: &mut Out<'_>) {
            type T = $T;
            const ENDS: [[T; 2]; 5] = [[0.0, 4.0], [-3.0, 3.0], [2.0, 2.2], [3.0, 5.0], [1.0, 1.0]];
            const STARTS: [T; 4] = [2.0, 0.1, -4.0, T::INFINITY];
            const TWO: [[T; 2]; 3] = [[1.2, -0.7], [0.0, 0.0], [2.9, 0.4]];

            out.case("calc_opt::root::find", &ENDS, |[a, b]: [T; 2]| {
                root::find(cubic, a, b)
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

            out.case("calc_opt::rule::Sgd", &TWO, |x: [T; 2]| {
                stepped(Sgd::new(0.1), x)
            });
            out.case("calc_opt::rule::Momentum", &TWO, |x: [T; 2]| {
                stepped(Momentum::new(0.1, 0.9), x)
            });
            out.case("calc_opt::rule::Nesterov", &TWO, |x: [T; 2]| {
                stepped(Nesterov::new(0.1, 0.9), x)
            });
            out.case("calc_opt::rule::AdaGrad", &TWO, |x: [T; 2]| {
                stepped(AdaGrad::new(0.1).epsilon(1e-6), x)
            });
            out.case("calc_opt::rule::RmsProp", &TWO, |x: [T; 2]| {
                stepped(RmsProp::new(0.1).decay(0.9).epsilon(1e-6), x)
            });
            out.case("calc_opt::rule::Adam", &TWO, |x: [T; 2]| {
                stepped(Adam::new(0.1).betas(0.8, 0.99).epsilon(1e-6), x)
            });
            out.case("calc_opt::rule::AdamW", &TWO, |x: [T; 2]| {
                stepped(AdamW::new(0.1, 0.01).betas(0.8, 0.99).epsilon(1e-6), x)
            });

            out.case("calc_opt::schedule::constant", &[0_u32, 7], |step| {
                schedule::constant::<T>(0.1, step)
            });
            out.case("calc_opt::schedule::step_decay", &[0_u32, 7, 30], |step| {
                schedule::step_decay::<T>(0.1, 0.5, 7, step)
            });
            out.case("calc_opt::schedule::exponential", &[0_u32, 7, 30], |step| {
                schedule::exponential::<T>(0.1, 0.9, step)
            });
            out.case("calc_opt::schedule::cosine", &[0_u32, 7, 30], |step| {
                schedule::cosine::<T>(0.1, 0.01, 20, step)
            });
        }
    };
}

in_precision!(f64);
in_precision!(f32);

/// What exists in one precision, or in none.
pub(crate) fn common(out: &mut Out<'_>) {
    out.case(
        "calc_opt::critical_points",
        &[[-3.0, 9.0], [1.0, 1.0]],
        |[a, b]: [f64; 2]| critical_points::<4>(wave, a, b),
    );
    out.case("calc_opt::Stopped::is_solution", &[0_u32, 1], |i| {
        if i == 0 {
            Stopped::StepSmall.is_solution()
        } else {
            Stopped::NotFinite.is_solution()
        }
    });
}
