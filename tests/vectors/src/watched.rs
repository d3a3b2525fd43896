//! Searches of one variable that may fail, that are watched, and what their reports answer.

use core::ops::ControlFlow;

use calc_opt::minimize_scalar::{self, Downhill, Quartic};
use calc_opt::root::{
    self, Brent, Expansion, Householder, Machine, Newton, Observed, Search, Secant, SlopeSearch,
    Steffensen, Step, observed, record, run, try_run,
};
use calc_opt::{NotAnInterval, Report, least_squares, minimize};
use calc_scalar::{Dual, Jet, Number, value_and_derivative};

use crate::functions::{beale, flat, k, wave};
use crate::out::{Bits, Out};

type T = f32;

const ENDS: [[T; 2]; 3] = [[-1.0, 3.0], [0.5, 0.6], [9.0, T::NAN]];

pub(crate) fn all(out: &mut Out<'_>) {
    fallible(out);
    steps(out);
    reports(out);
}

/// A function that refuses what lies far out.
fn near<R: Number>(x: R, f: fn(R) -> R) -> Result<R, T> {
    if x < k::<R>(8.0) { Ok(f(x)) } else { Err(8.0) }
}

fn fallible(out: &mut Out<'_>) {
    out.case("calc_opt::root::try_brent", &ENDS, |[a, b]: [T; 2]| {
        let f = |x: T| near(x, flat);
        (
            (root::try_bisection(f, a, b), root::try_brent(f, a, b)),
            (root::try_chandrupatla(f, a, b), root::try_itp(f, a, b)),
            (root::try_toms748(f, a, b), root::try_secant(f, a, b)),
            (root::try_steffensen(f, a), root::try_find_from(f, a, 0.5)),
        )
    });
    out.case("calc_opt::root::try_newton", &ENDS, |[a, b]: [T; 2]| {
        let f = |x: Dual<T>| near(x, flat);
        (
            (root::try_newton(f, a), root::try_newton_bracketed(f, a, b)),
            root::try_halley(|x: Jet<T, 3>| near(x, flat), a),
            root::try_householder(|x: Jet<T, 2>| near(x, flat), a),
            root::try_bracket(|x: T| near(x, flat), a, 0.5),
        )
    });
    out.case("calc_opt::root::system::try_newton", &ENDS, |x: [T; 2]| {
        let pair = |[x, y]: [T; 2]| {
            if x < 8.0 {
                Ok([x * x - y, y * y - x])
            } else {
                Err(x)
            }
        };
        let duals = |[x, y]: [Dual<T, 2>; 2]| Ok::<_, T>([x * x - y, y * y - x]);
        (
            root::system::try_newton(duals, x),
            root::system::try_broyden(pair, x),
            root::system::try_powell_hybrid(pair, x),
        )
    });
    out.case(
        "calc_opt::minimize_scalar::try_brent",
        &ENDS,
        |[a, b]: [T; 2]| {
            let f = |x: T| Ok::<_, NotAnInterval<T>>(wave(x));
            (
                minimize_scalar::try_brent(f, a, b),
                minimize_scalar::try_golden(f, a, b),
                minimize_scalar::try_with_derivative(
                    |x: Dual<T>| Ok::<_, NotAnInterval<T>>(wave(x)),
                    a,
                    b,
                ),
                (
                    minimize_scalar::try_bracket(f, a, 0.5),
                    minimize_scalar::try_find_from(f, a, 0.5),
                ),
            )
        },
    );
}

/// Three steps of a machine, then a stop.
fn three<M: Machine<T>>(machine: M, answer: impl Fn(T) -> M::Answer) -> [Step<T>; 4] {
    let mut rows = [Step::blank(); 4];
    let mut left = 3;
    let stop = |_: &Step<T>| {
        left -= 1;
        if left > 0 {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    };
    {
        let mut watched: Observed<M, _> = observed(machine, record(&mut rows));
        let _ = run(observed(&mut watched, stop), answer);
    }
    rows
}

fn steps(out: &mut Out<'_>) {
    out.case("calc_opt::root::Machine, lent", &ENDS, |[a, b]: [T; 2]| {
        let mut search = Search::new(a, b, Brent::new());
        let stopped = run(
            observed(&mut search, |_: &Step<T>| ControlFlow::Break(())),
            flat,
        );
        (stopped, search.result())
    });
    out.case("calc_opt::root::observed", &ENDS, |[a, b]: [T; 2]| {
        let slopes = |x: T| value_and_derivative(flat, x);
        (
            (
                three(Search::new(a, b, Brent::new()), flat),
                three(SlopeSearch::new(a, b), slopes),
                three(Expansion::new(a, 0.5), flat),
            ),
            (
                three(Newton::new(a), slopes),
                three(Secant::new(a, b), flat),
                three(Steffensen::new(a), flat),
                three(Householder::<T, 3>::new(a), |x| flat(Jet::variable(x))),
            ),
            (
                three(Downhill::new(a, 0.5), wave),
                minimize_scalar::Search::new(a, b, Quartic::new()).map(|s| three(s, wave)),
                minimize_scalar::SlopeSearch::new(a, b)
                    .map(|s| three(s, |x| value_and_derivative(wave, x))),
            ),
        )
    });
    out.case("calc_opt::root::try_run", &ENDS, |[a, b]: [T; 2]| {
        let mut search = Search::new(a, b, Brent::new());
        let mut left = 4;
        let broken = try_run(&mut search, |x: T| {
            left -= 1;
            if left > 0 { Ok(flat(x)) } else { Err(x) }
        });
        let told = search.evaluations();
        search.stop();
        let mut machines = (SlopeSearch::new(a, b), Householder::<T, 2>::new(a));
        machines.0.tell(flat(a), 1.0);
        machines.0.stop();
        machines.1.tell(flat(Jet::variable(a)));
        machines.1.stop();
        let again = (Machine::next(&mut search), search.report());
        (
            (broken, told, again),
            (
                machines.0.evaluations(),
                machines.0.next(),
                machines.0.result(),
            ),
            (machines.1.next(), machines.1.result()),
        )
    });
}

/// All answers of a report.
fn answers<R: Report<T>>(report: &R) -> impl Bits + use<R>
where
    R::Point: Bits,
{
    (
        (report.x(), report.value(), report.bracket()),
        report.counts(),
        (report.stopped(), report.is_solution()),
    )
}

fn reports(out: &mut Out<'_>) {
    out.case("calc_opt::Report", &ENDS, |[a, b]: [T; 2]| {
        let fit = least_squares::levenberg_marquardt(
            |[x, y]| [x * x - y, y - 1.0, x],
            [a, 0.5],
            least_squares::Settings::new().max_evaluations(5),
        );
        let limits = minimize::Limits::new().max_iterations(5);
        (
            answers(&root::find(flat, a, b)),
            answers(&root::system::newton(
                |[x, y]| [x * x - y, y * y - x],
                [a, b],
            )),
            (
                answers(&minimize::bfgs(beale, [a, 0.5], limits)),
                answers(&fit),
            ),
            minimize_scalar::find(wave, a, b).map(|minimum| answers(&minimum)),
        )
    });
}
