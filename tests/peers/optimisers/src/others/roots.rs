//! Roots of one unknown.

use std::convert::Infallible;

use ::argmin::core::{Executor, State};
use ::argmin::solver::brent::BrentRoot;
use ::basin::root as basin;
use calc_optimiser_peers::{Counted, End, SETS, run};

use super::argmin::{One, end};

/// The absolute width; where a relative one can be given, it is `4ε`.
const X_ABS: f64 = 1e-15;
const X_REL: f64 = 4.0 * f64::EPSILON;

type Solve = fn(&Counted<'_>, f64, f64) -> End;

/// basin's methods have the same settings.
macro_rules! basin {
    ($Method:ident) => {
        |f, a, b| {
            let method = basin::$Method::new(a.min(b), a.max(b))
                .with_absolute_position_tolerance(X_ABS)
                .with_relative_position_tolerance(X_REL)
                .with_max_iter(1000);
            let found = method.solve(|x| Ok::<f64, Infallible>(f.at(x))).ok()?;
            Some((vec![found.root()], found.converged()))
        }
    };
}

pub fn all() {
    let routes: [(&str, Solve); 10] = [
        ("argmin 0.11.0 BrentRoot", argmin),
        ("basin 3.2.0 BrentRoot", basin!(BrentRoot)),
        ("basin 3.2.0 Toms748Root", basin!(Toms748Root)),
        ("basin 3.2.0 SecantRoot", basin!(SecantRoot)),
        ("basin 3.2.0 BisectionRoot", basin!(BisectionRoot)),
        ("kurbo 0.13.1 solve_itp", kurbo),
        ("numeris 0.6.0 brent", numeris),
        ("roots 0.0.8 brent", |f, a, b| {
            vorot(roots::find_root_brent(
                a,
                b,
                |x| f.at(x),
                &mut narrow(f, a, b),
            ))
        }),
        ("roots 0.0.8 regula_falsi", |f, a, b| {
            vorot(roots::find_root_regula_falsi(
                a,
                b,
                |x| f.at(x),
                &mut narrow(f, a, b),
            ))
        }),
        ("roots 0.0.8 inverse_quadratic", |f, a, b| {
            vorot(roots::find_root_inverse_quadratic(
                a,
                b,
                |x| f.at(x),
                &mut narrow(f, a, b),
            ))
        }),
    ];
    for set in SETS.iter().filter(|set| set.name.starts_with("roots")) {
        for (route, solve) in &routes {
            run(set.name, route, |f| {
                let [a, b] = f.problem().start()[..] else {
                    return None;
                };
                solve(f, a, b)
            });
        }
    }
}

/// The width for a library that takes an absolute one alone: as wide as the two together are at the root, which a
/// plain bisection has found before, uncounted. Narrower than the neighbours of the root it would never be.
fn width(f: &Counted<'_>, a: f64, b: f64) -> f64 {
    let value = |x: f64| {
        let mut out = [0.0];
        f.problem().values(&[x], &mut out);
        out[0]
    };
    let (mut low, mut high) = (a, b);
    let sign = value(low) > 0.0;
    for _ in 0..1100 {
        let middle = low + 0.5 * (high - low);
        let side = if (value(middle) > 0.0) == sign {
            &mut low
        } else {
            &mut high
        };
        *side = middle;
    }
    X_ABS + X_REL * low.abs()
}

fn argmin(f: &Counted<'_>, a: f64, b: f64) -> End {
    let search = Executor::new(One(f), BrentRoot::new(a, b, X_ABS));
    let found = search.configure(|state| state.max_iters(1000)).run().ok()?;
    end(found.state(), found.state().get_param().map(|x| vec![*x]))
}

/// With the settings that its documentation recommends.
fn kurbo(f: &Counted<'_>, a: f64, b: f64) -> End {
    let (ya, yb) = (f.at(a), f.at(b));
    // It takes an f that rises.
    let sign = if ya > yb { -1.0 } else { 1.0 };
    let k1 = 0.2 / (b - a);
    let x = kurbo::common::solve_itp(
        |x| sign * f.at(x),
        a,
        b,
        width(f, a, b),
        1,
        k1,
        sign * ya,
        sign * yb,
    );
    Some((vec![x], x.is_finite()))
}

fn numeris(f: &Counted<'_>, a: f64, b: f64) -> End {
    let settings = numeris::optim::RootSettings {
        x_tol: width(f, a, b),
        f_tol: 0.0,
        max_iter: 1000,
    };
    let found = numeris::optim::brent(|x| f.at(x), a, b, &settings);
    found.ok().map(|found| (vec![found.x], true))
}

/// One tolerance for the width and for the value.
fn narrow(f: &Counted<'_>, a: f64, b: f64) -> roots::SimpleConvergency<f64> {
    roots::SimpleConvergency {
        eps: width(f, a, b),
        max_iter: 1000,
    }
}

fn vorot(found: Result<f64, roots::SearchError>) -> End {
    found.ok().map(|x| (vec![x], true))
}
