//! Searches of one variable: one loop, one observer, one step for all of them; the same questions for every
//! report.

use core::ops::ControlFlow;

use calc_opt::least_squares::{self, Settings};
use calc_opt::minimize_scalar::{self, Downhill, Golden, Quartic};
use calc_opt::root::{
    self, Adaptive, Bisection, Brent, Chandrupatla, Expansion, FalsePosition, Householder, Itp,
    Machine, ModAb, Newton, Ridders, RootError, Search, Secant, SlopeSearch, Steffensen, Step,
    Toms748, Weight, observed, record, run, try_run,
};
use calc_opt::{Counts, Report, Stopped, minimize};
use calc_scalar::{Dual, Jet, Real, value_and_derivative};

fn f<R: Real>(x: R) -> R {
    x.exp() - 2.0 * x - 1.5
}

/// Runs a machine three times: to the end, watched, and stopped after four evaluations.
fn watch<M: Machine<f64> + Copy>(
    machine: M,
    answer: impl Fn(f64) -> M::Answer,
    same: impl Fn(&M::Report, &M::Report) -> bool,
    stopped: impl Fn(&M::Report) -> (Stopped, u32),
) {
    let plain = run(machine, &answer);
    let mut rows = [Step::blank(); 200];
    let watched = run(observed(machine, record(&mut rows)), &answer);
    assert!(same(&plain, &watched));

    let mut asked = Vec::new();
    let failing = try_run(machine, |x| {
        asked.push(x);
        Ok::<_, ()>(answer(x))
    });
    assert!(same(&plain, &failing.unwrap()));
    for (i, (row, &x)) in rows.iter().zip(&asked).enumerate() {
        assert_eq!((row.evaluations as usize, row.x), (i + 1, x));
        assert!(row.bracket.0 <= row.bracket.1, "{row:?}");
    }
    assert_eq!(rows[asked.len()], Step::blank());

    let mut left = 3;
    let early = run(
        observed(machine, |_| {
            left -= 1;
            if left == 0 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        }),
        &answer,
    );
    assert_eq!(stopped(&early), (Stopped::ByObserver, 3));
    // The first error ends it, and it goes on where it was.
    let mut machine = machine;
    let mut good = 2;
    let result = try_run(&mut machine, |x| {
        good -= 1;
        if good < 0 {
            Err("no answer")
        } else {
            Ok(answer(x))
        }
    });
    assert!(matches!(result, Err("no answer")));
    assert!(same(&plain, &run(&mut machine, &answer)));
}

/// A machine that looks for a root.
fn watch_root<M>(machine: M, answer: impl Fn(f64) -> M::Answer)
where
    M: Machine<f64, Report = Result<root::Root<f64>, RootError<f64>>> + Copy,
{
    watch(
        machine,
        answer,
        |a, b| a == b && a.is_ok(),
        |report| {
            assert!(
                matches!(report, Err(RootError::ByObserver { .. })),
                "{report:?}"
            );
            assert!(!report.is_solution() && report.value().is_finite());
            (report.stopped(), report.counts().evaluations)
        },
    );
}

#[test]
fn every_search_for_a_root_is_watched_stopped_and_resumed() {
    let [a, b] = [1.0, 3.0];
    watch_root(Search::new(a, b, Adaptive::new()), f);
    watch_root(Search::new(a, b, Bisection), f);
    watch_root(Search::new(a, b, Brent::new()), f);
    watch_root(Search::new(a, b, Chandrupatla), f);
    watch_root(Search::new(a, b, FalsePosition::new(Weight::Pegasus)), f);
    watch_root(Search::new(a, b, Itp::new()), f);
    watch_root(Search::new(a, b, ModAb::new()), f);
    watch_root(Search::new(a, b, Ridders::new()), f);
    watch_root(Search::new(a, b, Toms748::new()), f);
    watch_root(Secant::new(a, b), f);
    watch_root(Steffensen::new(2.0), f);
    watch_root(SlopeSearch::new(a, b), |x| value_and_derivative(f, x));
    watch_root(Newton::new(b), |x| value_and_derivative(f, x));
    watch_root(Householder::<f64, 2>::new(b), |x| f(Jet::variable(x)));
}

#[test]
fn every_search_for_a_minimum_is_watched_stopped_and_resumed() {
    let stopped = |m: &minimize_scalar::Minimum<f64>| (m.stopped, m.evaluations);
    let same = |a: &minimize_scalar::Minimum<f64>, b: &minimize_scalar::Minimum<f64>| a == b;
    let search = |method| minimize_scalar::Search::new(-1.0, 3.0, method).unwrap();
    watch(search(Quartic::new()), f, same, stopped);
    let golden = minimize_scalar::Search::new(-1.0, 3.0, Golden).unwrap();
    watch(golden, f, same, stopped);
    let brent = minimize_scalar::Search::new(-1.0, 3.0, minimize_scalar::Brent::new()).unwrap();
    watch(brent, f, same, stopped);
    let slopes = minimize_scalar::SlopeSearch::new(-1.0, 3.0).unwrap();
    watch(slopes, |x| value_and_derivative(f, x), same, stopped);
}

#[test]
fn the_ways_to_a_bracket_are_watched_stopped_and_resumed() {
    watch(
        Expansion::new(9.0, 0.1),
        |x| x * x * x - 2.0,
        |a, b| a == b && a.is_ok(),
        |report| {
            let best = report.unwrap_err().best();
            (best.stopped, best.evaluations)
        },
    );
    watch(
        Downhill::new(9.0, 0.1),
        |x| x * x,
        |a, b| a == b && a.is_ok(),
        |report| {
            let best = report.unwrap_err();
            (best.stopped, best.evaluations)
        },
    );
}

#[test]
fn a_stop_after_the_end_changes_nothing() {
    let mut search = Search::new(1.0, 3.0, Brent::new());
    let root = run(&mut search, f).unwrap();
    search.stop();
    assert_eq!(search.result(), Ok(root));
    assert_eq!(Machine::tell(&mut search, 1.0), None);
}

#[test]
fn the_bracket_of_the_last_step_is_that_of_the_report() {
    let mut last = Step::blank();
    let search = observed(Search::new(1.0, 3.0, Adaptive::new()), |step| {
        last = *step;
        ControlFlow::Continue(())
    });
    let root = run(search, f).unwrap();
    assert_eq!(last.bracket, root.bracket);
}

/// The error of the functions below.
#[derive(Debug, PartialEq)]
enum Trouble {
    Silent,
    Interval,
}

impl From<calc_opt::NotAnInterval<f64>> for Trouble {
    fn from(_: calc_opt::NotAnInterval<f64>) -> Self {
        Self::Interval
    }
}

#[test]
fn each_function_that_may_fail_agrees_with_the_one_that_may_not() {
    let good = |x: f64| Ok::<_, Trouble>(f(x));
    let bad = |_: f64| Err::<f64, _>(Trouble::Silent);
    macro_rules! agree {
        ($($try_it:path, $it:path, ($($x:expr),*);)*) => {$(
            assert_eq!($try_it(good, $($x),*).unwrap(), $it(f, $($x),*));
            assert_eq!($try_it(bad, $($x),*).unwrap_err(), Trouble::Silent);
        )*};
    }
    agree! {
        root::try_find, root::find, (1.0, 3.0);
        root::try_bisection, root::bisection, (1.0, 3.0);
        root::try_brent, root::brent, (1.0, 3.0);
        root::try_chandrupatla, root::chandrupatla, (1.0, 3.0);
        root::try_itp, root::itp, (1.0, 3.0);
        root::try_toms748, root::toms748, (1.0, 3.0);
        root::try_secant, root::secant, (1.0, 3.0);
        root::try_steffensen, root::steffensen, (2.0);
        root::try_bracket, root::bracket, (3.0, 0.1);
        root::try_find_from, root::find_from, (3.0, 0.1);
        minimize_scalar::try_bracket, minimize_scalar::bracket, (3.0, 0.1);
        minimize_scalar::try_find_from, minimize_scalar::find_from, (3.0, 0.1);
    }
    macro_rules! agree_on_minima {
        ($($try_it:path, $it:path;)*) => {$(
            assert_eq!($try_it(good, -1.0, 3.0).unwrap(), $it(f, -1.0, 3.0).unwrap());
            assert_eq!($try_it(bad, -1.0, 3.0).unwrap_err(), Trouble::Silent);
            assert_eq!($try_it(good, 1.0, 1.0).unwrap_err(), Trouble::Interval);
        )*};
    }
    agree_on_minima! {
        minimize_scalar::try_find, minimize_scalar::find;
        minimize_scalar::try_brent, minimize_scalar::brent;
        minimize_scalar::try_golden, minimize_scalar::golden;
    }
    let good = |x: Dual<f64>| Ok::<_, Trouble>(f(x));
    let bad = |_: Dual<f64>| Err::<Dual<f64>, _>(Trouble::Silent);
    assert_eq!(root::try_newton(good, 2.0).unwrap(), root::newton(f, 2.0));
    assert_eq!(root::try_newton(bad, 2.0), Err(Trouble::Silent));
    let bracketed = root::newton_bracketed(f, 1.0, 3.0);
    assert_eq!(
        root::try_newton_bracketed(good, 1.0, 3.0).unwrap(),
        bracketed
    );
    assert_eq!(
        root::try_newton_bracketed(bad, 1.0, 3.0),
        Err(Trouble::Silent)
    );
    let minimum = minimize_scalar::with_derivative(f, -1.0, 3.0).unwrap();
    assert_eq!(
        minimize_scalar::try_with_derivative(good, -1.0, 3.0),
        Ok(minimum)
    );
    assert_eq!(
        minimize_scalar::try_with_derivative(bad, -1.0, 3.0),
        Err(Trouble::Silent)
    );
    let good = |x: Jet<f64, 3>| Ok::<_, Trouble>(f(x));
    assert_eq!(root::try_halley(good, 2.0).unwrap(), root::halley(f, 2.0));
    let bad = |_: Jet<f64, 4>| Err::<Jet<f64, 4>, _>(Trouble::Silent);
    assert_eq!(root::try_householder(bad, 2.0), Err(Trouble::Silent));

    let pair = |[x, y]: [f64; 2]| [x * x - y, y * y - x];
    let good = |x: [f64; 2]| Ok::<_, Trouble>(pair(x));
    let bad = |_: [f64; 2]| Err::<[f64; 2], _>(Trouble::Silent);
    let at = [2.0, 3.0];
    let broyden = root::system::broyden(pair, at);
    assert_eq!(root::system::try_broyden(good, at).unwrap(), broyden);
    assert_eq!(root::system::try_broyden(bad, at), Err(Trouble::Silent));
    let powell = root::system::powell_hybrid(pair, at);
    assert_eq!(root::system::try_powell_hybrid(good, at).unwrap(), powell);
    assert_eq!(
        root::system::try_powell_hybrid(bad, at),
        Err(Trouble::Silent)
    );
    let pair = |[x, y]: [Dual<f64, 2>; 2]| [x * x - y, y * y - x];
    let newton = root::system::newton(pair, at);
    assert_eq!(
        root::system::try_newton(|x| Ok::<_, ()>(pair(x)), at).unwrap(),
        newton
    );
    let bad = |_: [Dual<f64, 2>; 2]| Err::<[Dual<f64, 2>; 2], _>(Trouble::Silent);
    assert_eq!(root::system::try_newton(bad, at), Err(Trouble::Silent));
}

/// Point, value, bracket, counts, reason, and whether it is a solution.
type Answers<X, T> = (X, T, Option<(T, T)>, Counts, Stopped, bool);

/// Asks every report the same questions.
fn ask<T, R: Report<T>>(report: &R) -> Answers<R::Point, T> {
    (
        report.x(),
        report.value(),
        report.bracket(),
        report.counts(),
        report.stopped(),
        report.is_solution(),
    )
}

#[test]
fn roots_systems_minima_and_fits_answer_the_same_questions() {
    let root = root::newton_bracketed(f, 1.0, 3.0).unwrap();
    let (x, value, bracket, counts, stopped, solved) = ask(&root);
    assert_eq!((x, value, bracket), (root.x, f(x), Some(root.bracket)));
    assert_eq!(counts.gradient_evaluations, root.evaluations);
    assert!(solved && stopped.is_solution());
    assert_eq!(root::find(f, 1.0, 3.0).counts().gradient_evaluations, 0);
    assert_eq!(root::secant(f, 1.0, 3.0).counts().gradient_evaluations, 0);
    assert_eq!(root::steffensen(f, 2.0).counts().gradient_evaluations, 0);
    let halley = root::halley(f, 3.0).counts();
    assert_eq!(halley.hessian_evaluations, halley.evaluations);
    assert_eq!(halley.gradient_evaluations, halley.evaluations);

    let circle = |[x, y]: [Dual<f64, 2>; 2]| [x * x + y * y - 2.0, x - y];
    let solution = root::system(circle, [3.0, 0.5]).unwrap();
    let (x, value, bracket, counts, _, solved) = ask(&solution);
    assert_eq!((x, value, bracket), (solution.x, solution.value, None));
    assert!(solved && value < 1e-14 && counts.gradient_evaluations == solution.evaluations);

    let minimum = minimize_scalar::with_derivative(f, -1.0, 3.0).unwrap();
    let (x, value, bracket, counts, _, solved) = ask(&minimum);
    assert_eq!(
        (x, value, bracket),
        (minimum.x, f(x), Some(minimum.bracket))
    );
    assert!(solved && counts.gradient_evaluations == minimum.evaluations);
    assert_eq!(counts.hessian_evaluations, 0);

    let bowl = |[x, y]: [_; 2]| (x - 1.0) * (x - 1.0) + 2.0 * y * y;
    let minimum = minimize::bfgs(bowl, [3.0, 1.0_f64], minimize::Limits::new());
    let (x, value, bracket, counts, stopped, solved) = ask(&minimum);
    assert_eq!((x, value, bracket), (minimum.x, minimum.value, None));
    assert_eq!(counts.evaluations, minimum.evaluations);
    assert_eq!(solved, stopped.is_solution());

    let line = |[a, b]: [Dual<f64, 2>; 2]| [a - 1.0, a + b - 3.0, a + 2.0 * b - 4.0];
    let fit = least_squares::levenberg_marquardt(line, [0.0, 0.0], Settings::new());
    let (x, value, _, counts, _, solved) = ask(&fit);
    assert_eq!((x, value), (fit.x, fit.value));
    assert!(solved && counts.gradient_evaluations == fit.evaluations);
}

#[test]
fn an_error_answers_them_too_and_is_no_solution() {
    let failed = root::find(|x| x * x + 1.0, -1.0, 2.0_f64);
    let (x, value, bracket, counts, _, solved) = ask(&failed);
    assert_eq!((x, value, bracket), (-1.0, 2.0, Some((-1.0, 2.0))));
    assert!(!solved && counts.evaluations == 2);

    // A pole is bracketed as narrowly as a root, and is none.
    let pole = root::find(|x| 1.0 / (x - 0.3), 0.0, 1.0_f64);
    assert!(pole.stopped().is_solution() && !pole.is_solution());

    let nowhere = root::find(f, 1.0, 1.0);
    assert_eq!(nowhere.stopped(), Stopped::BadInterval);
    assert_eq!(nowhere.counts(), Counts::default());
    assert!(nowhere.value().is_nan());

    let stuck = root::system(|[x, y]| [x * x + 1.0, y], [1.0, 1.0_f64]);
    assert!(!stuck.is_solution() && stuck.counts().evaluations > 0);
}
