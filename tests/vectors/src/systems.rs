//! What `calc-opt` solves beyond one root and one minimum: systems, polynomials, all roots of an interval
//! with a proof, minima within bounds.

use calc_multi::value_and_jacobian;
use calc_opt::minimize::{Limits, lbfgsb};
use calc_opt::root::polynomial::{
    ComplexRoots, RealRoots, complex_roots, real_roots, real_roots_with,
};
use calc_opt::root::system::{
    Broyden, Dogleg, Newton, PowellHybrid, Search, Solution, SystemError, Tolerance, broyden,
    newton, powell_hybrid,
};
use calc_opt::root::{self, AllRoots};
use calc_opt::{
    CertifiedPoints, Enclosure, certified_critical_points, certified_critical_points_within,
    try_certified_critical_points, try_certified_critical_points_within,
};
use calc_scalar::{Number, certified};

use crate::functions::{beale, k, wave};
use crate::out::{Bits, Out};

type T = f32;
type Sample<'w, const N: usize> = certified::Sample<'w, T, N>;

const TWO: [[T; 2]; 3] = [[1.2, -0.7], [0.0, 0.0], [2.9, T::NAN]];

/// A circle and a wave that crosses it.
fn crossing<R: Number>([x, y]: [R; 2]) -> [R; 2] {
    [x * x + y * y - k::<R>(2.0), y - x.sin()]
}

impl<const N: usize> Bits for Solution<T, N> {
    fn put(&self, out: &mut Out<'_>) {
        (self.x, self.values, self.value, self.evaluations).put(out);
    }
}

impl<const N: usize> Bits for SystemError<T, N> {
    fn put(&self, out: &mut Out<'_>) {
        self.best().put(out);
    }
}

impl Bits for Enclosure<T> {
    fn put(&self, out: &mut Out<'_>) {
        self.interval().put(out);
    }
}

impl<const CAP: usize> Bits for AllRoots<T, CAP> {
    fn put(&self, out: &mut Out<'_>) {
        (self.len(), self.proved().count(), self.evaluations).put(out);
        self.iter().for_each(|root| root.put(out));
    }
}

impl<const CAP: usize> Bits for CertifiedPoints<T, CAP> {
    fn put(&self, out: &mut Out<'_>) {
        (self.len(), self.least, self.greatest, self.evaluations).put(out);
        for point in self.iter() {
            (
                point.enclosure,
                point.value,
                point.second_derivative,
                point.kind,
            )
                .put(out);
        }
    }
}

impl<const N: usize> Bits for RealRoots<T, N> {
    fn put(&self, out: &mut Out<'_>) {
        self.degree.put(out);
        self.iter()
            .for_each(|root| (root.x, root.multiplicity).put(out));
    }
}

impl<const N: usize> Bits for ComplexRoots<T, N> {
    fn put(&self, out: &mut Out<'_>) {
        self.iter().for_each(|root| (root.re, root.im).put(out));
    }
}

pub(crate) fn all(out: &mut Out<'_>) {
    systems(out);
    out.case(
        "calc_opt::root::polynomial::real_roots",
        &TWO,
        |[a, b]: [T; 2]| {
            (
                real_roots([a, b, -3.0, 1.0]).ok(),
                real_roots_with([1.0, -2.0, 1.0, b], 1e-3).ok(),
                complex_roots([a, b, -3.0, 1.0]).ok(),
            )
        },
    );
    out.slow("calc_opt::root::all", &TWO, |[_, b]: [T; 2]| {
        all_roots(move |x| wave(x) - b)
    });
    out.slow(
        "calc_opt::certified_critical_points",
        &TWO,
        |[a, _]: [T; 2]| all_points(|x| wave(x), -a),
    );
    out.case("calc_opt::root::try_all", &TWO, |[_, b]: [T; 2]| {
        try_all_roots(move |x| until(b, x, wave(x) - b))
    });
    out.slow(
        "calc_opt::try_certified_critical_points",
        &TWO,
        |[a, b]: [T; 2]| try_all_points(move |x| until(b, x, wave(x)), -a),
    );
    out.case("calc_opt::minimize::lbfgsb", &TWO, |x: [T; 2]| {
        let limits = Limits::new().max_iterations(30);
        lbfgsb(beale, x, [-2.0, -2.0], [2.5, 0.25], limits)
    });
}

/// `y`, or the error `b`, which is where `x` ends; where that is NaN there is none.
fn until<'w, const N: usize>(b: T, x: Sample<'w, N>, y: Sample<'w, N>) -> Result<Sample<'w, N>, T> {
    if x.value().upper() <= b {
        Err(b)
    } else {
        Ok(y)
    }
}

/// With and without a budget; the proof is compiled once.
fn all_roots(f: impl Copy + for<'w> Fn(Sample<'w, 2>) -> Sample<'w, 2>) -> impl Bits {
    (
        root::all::<4, T>(f, -3.0, 3.0),
        root::all_within::<4, T>(f, -3.0, 3.0, 20),
    )
}

fn try_all_roots(
    f: impl Copy + for<'w> Fn(Sample<'w, 2>) -> Result<Sample<'w, 2>, T>,
) -> impl Bits {
    (
        root::try_all::<4, T, T>(f, -3.0, 3.0),
        root::try_all_within::<4, T, T>(f, -3.0, 3.0, 20),
    )
}

fn try_all_points(
    f: impl Copy + for<'w> Fn(Sample<'w, 3>) -> Result<Sample<'w, 3>, T>,
    a: T,
) -> impl Bits {
    (
        try_certified_critical_points::<4, T, T>(f, a, 3.0),
        try_certified_critical_points_within::<4, T, T>(f, a, 3.0, 20),
    )
}

fn all_points(f: impl Copy + for<'w> Fn(Sample<'w, 3>) -> Sample<'w, 3>, a: T) -> impl Bits {
    (
        certified_critical_points::<4, T>(f, a, 3.0),
        certified_critical_points_within::<4, T>(f, a, 3.0, 20),
    )
}

fn systems(out: &mut Out<'_>) {
    out.case("calc_opt::root::system", &TWO, |x: [T; 2]| {
        (
            root::system(crossing, x),
            newton(crossing, x),
            powell_hybrid(crossing, x),
            broyden(crossing, x),
        )
    });
    let tolerance = || {
        Tolerance::new::<2>()
            .x_abs(1e-3)
            .x_rel(1e-3)
            .max_evaluations(8)
    };
    out.case("calc_opt::root::system::Newton", &TWO, |x: [T; 2]| {
        let mut search = Newton::new(x).tolerance(tolerance());
        while let Some(x) = search.next() {
            let (values, jacobian) = value_and_jacobian(crossing, x);
            search.tell(values, jacobian);
        }
        search.result()
    });
    out.case("calc_opt::root::system::Dogleg", &TWO, |x: [T; 2]| {
        let mut search = Dogleg::new(x).tolerance(tolerance());
        while let Some(x) = search.next() {
            let (values, jacobian) = value_and_jacobian(crossing, x);
            search.tell(values, jacobian);
        }
        search.stop();
        search.result()
    });
    out.case("calc_opt::root::system::Search", &TWO, |x: [T; 2]| {
        let mut search = Search::new(x).tolerance(tolerance());
        while let Some(x) = search.next() {
            let (values, jacobian) = value_and_jacobian(crossing, x);
            search.tell(values, jacobian);
        }
        search.result()
    });
    out.case("calc_opt::root::system::QuasiNewton", &TWO, |x: [T; 2]| {
        let mut powell = PowellHybrid::powell(x);
        while let Some(x) = powell.next() {
            powell.tell(crossing(x));
        }
        let mut search = Broyden::broyden(x);
        while let Some(x) = search.next() {
            search.tell(crossing(x));
        }
        search.stop();
        (powell.result(), search.result())
    });
}
