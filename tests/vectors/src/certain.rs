//! What `calc-scalar` says about whole intervals, and about kinks.

use calc_multi::Dual2;
use calc_multi::kinks as kinks_of_several;
use calc_multi::kinks_within as kinks_of_several_within;
use calc_scalar::interval::{Witness, expand_jet};
use calc_scalar::{
    Dual, Germ, Interval, Jet, Kinks, Number, Real as _, certified, kinks, kinks_within, rules,
};

use crate::functions::{k, wave};
use crate::out::Out;

type T = f64;

const ENDS: [[T; 2]; 3] = [[0.5, 0.75], [-1.0, 1.0], [3.0, 1e3]];

/// A function with a branch and kinks.
fn bent<R: Number>(x: R) -> R {
    let y = if x < k::<R>(0.6) { x } else { x * x };
    (y - k::<R>(0.25)).abs() + y.max(k::<R>(0.5) * x).relu() + x.floor() + wave(x)
}

pub(crate) fn all(out: &mut Out<'_>) {
    sets_f64(out);
    sets_f32(out);
    inner(out, rules::TanhSlope);
    inner(out, rules::LogisticSlope);
    inner(out, rules::SiluSlope);
    inner(out, rules::GeluSlope);
    inner(out, rules::SincSlope);
}

macro_rules! sets {
    ($sets:ident $T:ident $tiny:literal $huge:literal) => {
        fn $sets(out: &mut Out<'_>) {
            type T = $T;
            /// Ends of intervals, pairs of them.
            const PAIRS: [[[T; 2]; 2]; 5] = [
                [[0.5, 1.5], [1.0, 2.0]],
                [[-1.0, 2.0], [-0.25, 0.0]],
                [[0.0, 0.0], [-3.0, T::INFINITY]],
                [[2.0, 1.0], [$tiny, $huge]],
                [[T::NEG_INFINITY, -1.0], [0.3, 0.3]],
            ];
            const ENDS: [[T; 2]; 3] = [[0.5, 0.75], [-1.0, 1.0], [3.0, 1e3]];

            let interval = |[lo, hi]: [T; 2]| Interval::new(lo, hi);
            out.case("calc_scalar::Interval, measures", &PAIRS, |[x, _]| {
                let x = interval(x);
                (
                    (x.lower(), x.upper(), x.width(), x.midpoint()),
                    (x.magnitude(), x.mignitude()),
                    (x.is_empty(), x.is_point(), x.is_bounded()),
                    (x.bisect(), x.widened(3)),
                )
            });
            out.case("calc_scalar::Interval, sets", &PAIRS, |[x, y]| {
                let (x, y) = (interval(x), interval(y));
                (
                    (x.hull(y), x.intersect(y), x.quotients(y)),
                    (x.is_subset(y), x.is_interior(y)),
                    (x.contains(1.0), x.contains_inside(1.0)),
                    Interval::point(0.1).is_subset(x),
                )
            });
            out.case("calc_scalar::Interval, order", &PAIRS, |[x, y]| {
                let (x, y) = (interval(x), interval(y));
                (
                    (x < y, x <= y, x > y, x >= y),
                    (x < 1.0, x <= 1.0, x > 1.0, x >= 1.0),
                    (x == y, x == 1.0, x.partial_cmp(&y).is_some()),
                    (
                        [x, y].into_iter().sum::<Interval<T>>(),
                        [x, y].into_iter().product::<Interval<T>>(),
                    ),
                )
            });
            out.case("calc_scalar::interval::Witness", &PAIRS, |[x, y]| {
                let witness = Witness::new();
                let z = bent(witness.watch(interval(x))) / witness.watch(interval(y)).ln();
                (z.lower(), z.upper(), witness.decided(), witness.defined())
            });
            out.case("calc_scalar::interval::expand_jet", &ENDS, |x| {
                let mut coefficients = [Jet::lift(Interval::point(0.0)); 3];
                expand_jet(
                    Jet::<_, 3>::variable(interval(x)),
                    rules::Exp,
                    &mut coefficients,
                );
                coefficients
            });
        }
    };
}

sets!(sets_f64 f64 1e-300 1e300);
sets!(sets_f32 f32 1e-37 1e37);

/// A rule that is the slope of another, on a float, a jet and an interval.
fn inner<R: rules::Unary>(out: &mut Out<'_>, rule: R) {
    out.of::<f32, _, _>(R::NAME, &[0.3, -2.5, 0.0], |x: f32| {
        (x.unary(rule), Jet::<f32, 3>::variable(x).unary(rule))
    });
    out.of::<T, _, _>(R::NAME, &[0.3, -2.5, 0.0], |x: T| {
        let point = Interval::point(x);
        let twice = Dual::<Dual<Interval<T>>>::variable(Dual::variable(point)).unary(rule);
        let curved = Dual::<Dual2<Interval<T>, 2, 2>>::variable(Dual2::variable_at(point, 0));
        (
            (x.unary(rule), Jet::<T, 3>::variable(x).unary(rule)),
            Interval::new(x, x + 0.5).unary(rule),
            twice,
            curved.unary(rule).value.gradient,
        )
    });
}

/// One of two functions, of one type, so that what is certain is compiled once.
fn either<const N: usize>(
    bends: bool,
) -> impl for<'w> Fn(certified::Sample<'w, T, N>) -> certified::Sample<'w, T, N> {
    move |x| if bends { bent(x) } else { wave(x) }
}

pub(crate) fn bounds(out: &mut Out<'_>) {
    let options = certified::Options { pieces: 3 };
    out.slow("calc_scalar::certified::range", &ENDS, |[a, b]: [T; 2]| {
        let range = certified::range(either(false), a..=b);
        (
            range,
            range.is_certain(),
            certified::range_with(either(true), a..=b, options),
        )
    });
    out.slow(
        "calc_scalar::certified::derivative",
        &ENDS,
        |[a, b]: [T; 2]| {
            (
                certified::derivative(either(false), a..=b),
                certified::derivative_with(either(true), a..=b, options),
            )
        },
    );
    out.slow(
        "calc_scalar::certified::derivatives",
        &ENDS,
        |[a, b]: [T; 2]| {
            (
                certified::derivatives::<T, 3>(either(false), a..=b),
                certified::derivatives_with::<T, 3>(either(false), a..=b, options),
            )
        },
    );
}

pub(crate) fn places(out: &mut Out<'_>) {
    out.case("calc_scalar::kinks", &[0.25, 0.6, 2.0, -1.0], |x: T| {
        let found: Kinks<T, 2> = kinks(|x| bent(x), x);
        let near: Kinks<T, 4> = kinks_within(|x| bent(x), x, 0.3);
        (found, found.is_smooth(), near)
    });
    out.case("calc_multi::kinks", &ENDS, |x: [T; 2]| {
        let found: Kinks<T, 4> = kinks_of_several(|[x, y]| bent(x).hypot(y.abs()), x, [1.0, -1.0]);
        let near: Kinks<T, 4> =
            kinks_of_several_within(|[x, y]| bent(x).hypot(y.abs()), x, [1.0, -1.0], 0.3);
        (found, near)
    });
    out.case("calc_scalar::Germ::lift", &[0.5, -2.5, 0.0], |x: T| {
        let germ = Germ::lift(x);
        (germ.value(), germ.slope())
    });
}
