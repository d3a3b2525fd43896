//! Each minimiser of several variables in its forms: function, loop, loop that may fail, watched.

#![allow(clippy::float_cmp, reason = "exact values are asserted on purpose")]

use core::cell::Cell;
use core::ops::ControlFlow;

use calc_multi::{
    try_value_gradient_and_hessian_vector_product, value_and_gradient, value_gradient_and_hessian,
    value_gradient_and_hessian_vector_product,
};
use calc_opt::Stopped;
use calc_opt::minimize;
use calc_opt::minimize::direction::{
    BarzilaiBorwein, Bfgs, ConjugateGradient, Formula, Lbfgs, Lbfgsb, Polyak, Steepest,
};
use calc_opt::minimize::line_search::{Backtracking, FirstTrial, MoreThuente};
use calc_opt::minimize::{
    Descent, Dogleg, Limits, LineDescent, Minimizer, Minimum, NelderMead, NewtonCg, Powell, Step,
    TrustRegion, observed, record, run, try_run,
};
use calc_opt::rule::Momentum;
use calc_scalar::Real;

const START: [f64; 2] = [-1.2, 1.0];

fn rosenbrock<R: Real>([x, y]: [R; 2]) -> R {
    100.0 * (y - x.powi(2)).powi(2) + (1.0 - x).powi(2)
}

fn limits() -> Limits<f64> {
    Limits::new().max_iterations(60).max_evaluations(400)
}

/// All forms of a search end at the same point, for the same reason, after as many runs.
fn forms<M: Minimizer<f64, 2> + Copy>(
    name: &str,
    plain: Minimum<f64, 2>,
    machine: M,
    evaluate: impl Fn(M::Question) -> M::Answer,
) {
    // Without gradients their length is NaN, which equals nothing.
    let same = |found: Minimum<f64, 2>| {
        assert_eq!(format!("{found:?}"), format!("{plain:?}"), "{name}");
    };
    same(run(machine, &evaluate));

    // An evaluation that fails every third time, told again each time.
    let runs = Cell::new(0_u32);
    let failing = |question| {
        runs.set(runs.get() + 1);
        if runs.get().is_multiple_of(3) {
            Err(runs.get())
        } else {
            Ok(evaluate(question))
        }
    };
    let mut resumed = machine;
    let mut failures = 0;
    let end = loop {
        match try_run(&mut resumed, failing) {
            Ok(minimum) => break minimum,
            Err(at) => {
                failures += 1;
                assert_eq!(at, 3 * failures, "{name}");
                assert_eq!(resumed.minimum().evaluations, 2 * failures, "{name}");
            }
        }
    };
    same(end);
    assert!(failures > 2, "{name}");

    // Watched, with the history.
    let mut history = [Step::blank(); 200];
    let watched = run(observed(machine, record(&mut history)), &evaluate);
    same(watched);
    let seen: Vec<_> = history
        .iter()
        .take_while(|step| step.value.is_finite())
        .collect();
    assert_eq!((seen[0].iteration, seen[0].x), (0, START), "{name}");
    assert!(seen.iter().any(|step| step.x == plain.x), "{name}");
    assert!(seen.len() > 2, "{name}");

    // Stopped by who watches.
    let mut left = 2;
    let stop = |_: &Step<f64, 2>| {
        left -= 1;
        if left == 0 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let stopped = run(observed(machine, stop), &evaluate);
    assert_eq!(stopped.stopped, Stopped::ByObserver, "{name}");
    assert!(stopped.evaluations < plain.evaluations, "{name}");
}

#[test]
fn function_loop_fallible_loop_and_watched_loop_of_each_minimiser_agree() {
    let slopes = |x| value_and_gradient(rosenbrock, x);
    let infinite = [f64::INFINITY; 2];
    macro_rules! along_lines {
        ($name:ident($($more:expr),*), $direction:expr, $search:expr) => {
            forms(
                stringify!($name),
                minimize::$name(rosenbrock, START $(, $more)*, limits()),
                LineDescent::new(START, $direction, $search, limits()),
                slopes,
            );
        };
    }
    along_lines!(bfgs(), Bfgs::new(), MoreThuente::new());
    along_lines!(lbfgs(), Lbfgs::<f64, 2, 10>::new(), MoreThuente::new());
    along_lines!(
        lbfgsb(infinite.map(|v| -v), infinite),
        Lbfgsb::<f64, 2, 10>::new(infinite.map(|v| -v), infinite),
        MoreThuente::new()
    );
    along_lines!(
        conjugate_gradient(),
        ConjugateGradient::new(Formula::PolakRibierePlus),
        MoreThuente::new().c2(0.1)
    );
    along_lines!(steepest_descent(), Steepest::new(), Backtracking::new());
    along_lines!(
        barzilai_borwein(),
        BarzilaiBorwein::new(),
        Backtracking::new()
    );
    along_lines!(polyak(0.0), Polyak::new(0.0), FirstTrial::new());

    let rule = Momentum::new(1e-3, 0.9);
    forms(
        "with_rule",
        minimize::with_rule(rosenbrock, START, rule, limits()),
        Descent::new(START, rule, limits()),
        slopes,
    );
    let curved = |x| value_gradient_and_hessian(rosenbrock, x);
    forms(
        "newton",
        minimize::newton(rosenbrock, START, limits()),
        TrustRegion::new(START, limits()),
        curved,
    );
    forms(
        "dogleg",
        minimize::dogleg(rosenbrock, START, limits()),
        TrustRegion::with(START, limits(), Dogleg),
        curved,
    );
    forms(
        "newton_cg",
        minimize::newton_cg(rosenbrock, START, limits()),
        NewtonCg::new(START, limits()),
        |(x, v)| value_gradient_and_hessian_vector_product(rosenbrock, x, v),
    );
    forms(
        "nelder_mead",
        minimize::nelder_mead(rosenbrock, START, limits()),
        NelderMead::new(START, limits()),
        rosenbrock,
    );
    forms(
        "powell",
        minimize::powell(rosenbrock, START, limits()),
        Powell::new(START, limits()),
        rosenbrock,
    );
}

#[test]
fn a_question_mark_in_the_function_ends_a_search_by_products_of_the_hessian() {
    fn ratio<R: Real>([x, y]: [R; 2]) -> Result<R, &'static str> {
        if y == 0.0 {
            return Err("division by zero");
        }
        Ok((x / y - 2.0).powi(2) + (y - 3.0).powi(2))
    }
    let search = |start| {
        try_run(NewtonCg::new(start, Limits::new()), |(x, v)| {
            try_value_gradient_and_hessian_vector_product(ratio, x, v)
        })
    };
    let minimum = search([1.0, 1.0]).expect("no division by zero");
    assert!((minimum.x[0] - 6.0).abs() < 1e-6 && (minimum.x[1] - 3.0).abs() < 1e-6);
    assert_eq!(search([1.0, 0.0]), Err("division by zero"));
}
