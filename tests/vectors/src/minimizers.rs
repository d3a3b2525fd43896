//! The minimisers of `calc-opt`, in `f32`: along lines, in one variable, step by step.

use core::ops::ControlFlow;

use calc_multi::{
    try_value_gradient_and_hessian_vector_product, value_and_gradient, value_gradient_and_hessian,
    value_gradient_and_hessian_vector_product,
};
use calc_opt::minimize::direction::{
    BarzilaiBorwein, Bfgs, ConjugateGradient, Direction, Formula, Lbfgs, Steepest,
};
use calc_opt::minimize::line_search::{
    Backtracking, FirstTrial, HagerZhang, Line, LineSearch, MoreThuente, StrongWolfe,
};
use calc_opt::minimize::{
    Limits, LineDescent, Minimizer, Minimum, NelderMead, NewtonCg, Powell, Step, TrustRegion,
    barzilai_borwein, bfgs, conjugate_gradient, dogleg, lbfgs, nelder_mead, newton_cg, observed,
    polyak, powell, run, steepest_descent, try_run,
};
use calc_opt::minimize_scalar::{
    self, Brent, Downhill, Golden, Method, Quartic, Search, SlopeSearch,
};
use calc_opt::{NotAnInterval, StationaryKind, StationarySearch, stationary_point};
use calc_scalar::{Dual, Real, value_and_derivative};

use crate::functions::{beale, wave};
use crate::out::{Bits, Out};

type T = f32;

const TWO: [[T; 2]; 3] = [[1.2, -0.7], [0.0, 0.0], [2.9, T::NAN]];
const ENDS: [[T; 2]; 4] = [[0.0, 4.0], [-3.0, 3.0], [1.0, 1.0], [5.0, T::NAN]];

pub(crate) fn all(out: &mut Out<'_>) {
    along_lines(out);
    by_curvature(out);
    machines(out);
    searches(out);
    by_values(out);
    of_one_variable(out);
    step_by_step(out);
}

fn limits() -> Limits<T> {
    Limits::new()
        .max_iterations(30)
        .max_evaluations(60)
        .gradient_tolerance(1e-4)
        .gradient_relative(1e-6)
        .x_tolerance(1e-7, 1e-7)
        .f_tolerance(1e-9, 1e-9)
}

fn along_lines(out: &mut Out<'_>) {
    out.case("calc_opt::minimize::bfgs", &TWO, |x| {
        bfgs(beale, x, limits())
    });
    out.case("calc_opt::minimize::lbfgs", &TWO, |x| {
        lbfgs(beale, x, limits())
    });
    out.case("calc_opt::minimize::conjugate_gradient", &TWO, |x| {
        conjugate_gradient(beale, x, limits())
    });
    out.case("calc_opt::minimize::steepest_descent", &TWO, |x| {
        steepest_descent(beale, x, limits())
    });
    out.case("calc_opt::minimize::barzilai_borwein", &TWO, |x| {
        barzilai_borwein(beale, x, limits())
    });
    out.case("calc_opt::minimize::polyak", &TWO, |x| {
        polyak(beale, x, 0.0, limits())
    });
}

/// By second derivatives.
fn by_curvature(out: &mut Out<'_>) {
    out.case("calc_opt::minimize::dogleg", &TWO, |x| {
        dogleg(beale, x, limits())
    });
    out.case("calc_opt::minimize::newton_cg", &TWO, |x| {
        newton_cg(beale, x, limits())
    });
    out.case(
        "calc_multi::try_value_gradient_and_hessian_vector_product",
        &TWO,
        |x: [T; 2]| {
            let some = |x: [Dual<Dual<T>, 2>; 2]| Some(beale(x)).filter(|y| y.value.value < 9.0);
            try_value_gradient_and_hessian_vector_product(some, x, [1.0, -0.5])
        },
    );
    out.case("calc_opt::minimize::NewtonCg", &TWO, |x: [T; 2]| {
        let mut search = NewtonCg::new(x, limits());
        while let Some((x, v)) = search.next() {
            let (value, gradient, product) = value_gradient_and_hessian_vector_product(beale, x, v);
            if let Some(step) = search.tell(value, gradient, product)
                && step.iteration == 3
            {
                Minimizer::stop(&mut search);
            }
        }
        search.minimum()
    });
}

/// By parts put together.
fn descent<D: Direction<T, 2>, L: LineSearch<T>>(
    direction: D,
    search: L,
    x: [T; 2],
) -> Minimum<T, 2> {
    run(LineDescent::new(x, direction, search, limits()), |x| {
        value_and_gradient(beale, x)
    })
}

fn machines(out: &mut Out<'_>) {
    out.case("calc_opt::minimize::LineDescent", &TWO, |x: [T; 2]| {
        (
            descent(Bfgs::default(), HagerZhang::default(), x),
            descent(
                Lbfgs::<T, 2, 3>::default(),
                StrongWolfe::default().c2(0.5),
                x,
            ),
            descent(Steepest::default(), MoreThuente::default(), x),
            descent(BarzilaiBorwein::default(), FirstTrial::default(), x),
        )
    });
    out.case(
        "calc_opt::minimize::direction::Formula",
        &TWO,
        |x: [T; 2]| {
            let with =
                |formula| descent(ConjugateGradient::new(formula), Backtracking::default(), x);
            (with(Formula::FletcherReeves), with(Formula::HagerZhang))
        },
    );
    out.case("calc_opt::minimize::direction::Bfgs", &TWO, |x: [T; 2]| {
        let mut search = LineDescent::new(x, Bfgs::new(), MoreThuente::new(), limits());
        let mut steps = 0_u32;
        while let Some(x) = search.next() {
            let (value, gradient) = value_and_gradient(beale, x);
            if search.tell(value, gradient).is_some() {
                steps += 1;
            }
            if steps == 4 {
                search.stop();
            }
        }
        (
            search.minimum(),
            search.direction.inverse_hessian().copied(),
        )
    });
    out.case("calc_opt::minimize::TrustRegion", &TWO, |x: [T; 2]| {
        let mut search = TrustRegion::new(x, limits());
        let watched = observed(&mut search, |step| {
            if step.iteration < 3 {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
        let minimum = run(watched, |x| value_gradient_and_hessian(beale, x));
        let refused = try_run(TrustRegion::new(x, limits()), |x: [T; 2]| {
            let [a, _] = x;
            if a > 2.0 {
                Err(a)
            } else {
                Ok(value_gradient_and_hessian(beale, x))
            }
        });
        let nested = observed(
            observed(
                LineDescent::new(x, Bfgs::new(), MoreThuente::new(), limits()),
                |_| ControlFlow::Continue(()),
            ),
            |_| ControlFlow::Break(()),
        );
        let first_step = run(nested, |x| value_and_gradient(beale, x));
        let mut stopped = TrustRegion::new(x, limits());
        stopped.stop();
        (
            (minimum, first_step),
            refused,
            stopped.next(),
            stopped.minimum(),
        )
    });
}

/// A search along the line from `x` down a wave.
fn along<L: LineSearch<T>>(mut search: L, x: T) -> (Option<T>, bool) {
    let (value, slope) = value_and_derivative(wave, x);
    let down = -Real::signum(slope);
    search.begin(Line::new(value, slope * down, 1.0));
    let mut last = None;
    for _ in 0..20 {
        let Some(step) = search.next() else { break };
        let (value, slope) = value_and_derivative(wave, x + down * step);
        search.tell(value, slope * down);
        last = Some(step);
    }
    (last, search.is_found())
}

fn searches(out: &mut Out<'_>) {
    let starts = [[1.0, 0.9], [2.0, 0.1], [-1.5, 0.5]];
    out.case(
        "calc_opt::minimize::line_search",
        &starts,
        |[x, c2]: [T; 2]| {
            (
                (along(Backtracking::new(), x), along(FirstTrial::new(), x)),
                along(HagerZhang::new(), x),
                along(MoreThuente::new().c2(c2), x),
                along(StrongWolfe::new().c2(c2), x),
            )
        },
    );
}

/// From values alone.
fn by_values(out: &mut Out<'_>) {
    out.case("calc_opt::minimize::nelder_mead", &TWO, |x: [T; 2]| {
        (nelder_mead(beale, x, limits()), powell(beale, x, limits()))
    });
    out.case("calc_opt::minimize::NelderMead", &TWO, |x: [T; 2]| {
        let simplex = NelderMead::new(x, limits()).edges([0.1, 0.2]);
        let directions = Powell::new(x, limits()).steps([0.1, 0.2]);
        let enough = |step: &Step<T, 2>| match step.iteration {
            0..5 => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        };
        (
            run(observed(simplex, enough), beale),
            run(observed(directions, enough), beale),
        )
    });
    out.case("calc_opt::minimize::Powell", &TWO, |x: [T; 2]| {
        let (mut simplex, mut directions) =
            (NelderMead::new(x, limits()), Powell::new(x, limits()));
        for _ in 0..6 {
            if let (Some(a), Some(b)) = (simplex.next(), directions.next()) {
                simplex.tell(beale(a));
                directions.tell(beale(b));
            }
        }
        simplex.stop();
        directions.stop();
        (simplex.minimum(), directions.minimum())
    });
    out.case("calc_opt::stationary_point", &TWO, |x: [T; 2]| {
        let found = stationary_point(beale, x, limits());
        let mut search = StationarySearch::new(x, limits());
        while let Some(x) = search.next() {
            let (value, gradient, hessian) = value_gradient_and_hessian(beale, x);
            search.tell(value, gradient, hessian);
        }
        search.stop();
        let kind = StationaryKind::of(&found.eigenvalues, 1e-3);
        (
            (found.x, found.value, found.gradient_norm, found.eigenvalues),
            (found.kind as u32, kind as u32, search.point().x),
        )
    });
}

fn of_one_variable(out: &mut Out<'_>) {
    out.case(
        "calc_opt::minimize_scalar::find",
        &ENDS,
        |[a, b]: [T; 2]| {
            (
                minimize_scalar::find(wave, a, b),
                minimize_scalar::golden(wave, a, b),
                minimize_scalar::brent(wave, a, b),
                minimize_scalar::with_derivative(wave, a, b),
            )
        },
    );
    out.case(
        "calc_opt::minimize_scalar::try_find",
        &ENDS,
        |[a, b]: [T; 2]| minimize_scalar::try_find::<T, NotAnInterval<T>>(|x| Ok(wave(x)), a, b),
    );
    out.case(
        "calc_opt::minimize_scalar::find_from",
        &ENDS,
        |[a, b]: [T; 2]| {
            (
                minimize_scalar::find_from(wave, a, 0.5),
                minimize_scalar::bracket(wave, b, 0.5),
                minimize_scalar::find_from(|x: T| -x, a, 0.5),
            )
        },
    );
}

/// A search by one of the methods.
fn stepwise<M: Method<T>>(method: M, [a, b]: [T; 2]) -> impl Bits {
    Search::new(a, b, method).map(|search| {
        let mut search = search
            .x_abs(1e-3)
            .x_rel(1e-3)
            .f_rel(1e-5)
            .max_evaluations(20);
        while let Some(x) = search.next() {
            search.tell(wave(x));
        }
        search.minimum()
    })
}

fn step_by_step(out: &mut Out<'_>) {
    out.case("calc_opt::minimize_scalar::Search", &ENDS, |x: [T; 2]| {
        (
            stepwise(Quartic::default(), x),
            stepwise(Brent::default(), x),
            stepwise(Golden, x),
        )
    });
    out.case(
        "calc_opt::minimize_scalar::SlopeSearch",
        &ENDS,
        |[a, b]: [T; 2]| {
            SlopeSearch::new(a, b).map(|search| {
                let mut search = search.x_abs(1e-4).x_rel(1e-4).max_evaluations(12);
                while let Some(x) = search.next() {
                    let (value, slope) = value_and_derivative(wave, x);
                    search.tell(value, slope);
                }
                search.minimum()
            })
        },
    );
    out.case(
        "calc_opt::minimize_scalar::Downhill",
        &ENDS,
        |[a, b]: [T; 2]| {
            let start = calc_opt::root::Point {
                x: a,
                value: wave(a),
            };
            let mut way = Downhill::from_known(start, Real::sin(b));
            while let Some(x) = way.next() {
                way.tell(wave(x));
            }
            let evaluations = way.evaluations();
            let between = way.bracket().map(|[low, best, high]| {
                Search::between(low, best, high, Quartic::new()).map(|search| {
                    let mut search = search.max_evaluations(6);
                    while let Some(x) = search.next() {
                        search.tell(wave(x));
                    }
                    search.minimum()
                })
            });
            (evaluations, between)
        },
    );
}
