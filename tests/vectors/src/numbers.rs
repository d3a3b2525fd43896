//! Every operation on every number type.

use core::marker::PhantomData;

use calc_multi::{Dual2, MultiJet, Program, Symbol, Tape, Var, taylor_polynomial};
use calc_scalar::difference::Complex;
use calc_scalar::{Dual, Float, Germ, Interval, Jet, Kinks, kinks};

use crate::operations::{Operation, Trial, basic, each, some, special, try_some};
use crate::out::Out;

/// Ordinary numbers, and the ends of the range; `x` and `y`.
const PLAIN: [[f64; 2]; 22] = [
    [0.3, 0.7],
    [-0.3, 2.5],
    [0.0, 0.0],
    [-0.0, 1.0],
    [1.0, 1.0],
    [1.0, -0.0],
    [-1.0, 0.5],
    [2.5, -1.25],
    [-7.25, 3.0],
    [0.999, 1.001],
    [1e-8, 1e8],
    [-1e-30, 1e-30],
    [87.3, -103.9],
    [-745.2, 709.8],
    [12_345.678, 0.1],
    [-1.0e9, 33.0],
    [3.4e38, 1.0e-310],
    [1.0e-42, 1.0e-45],
    [f64::INFINITY, 2.0],
    [f64::NEG_INFINITY, f64::INFINITY],
    [f64::NAN, 1.0],
    [5e-324, f64::MAX],
];

/// Fewer, for numbers whose operations are many.
const FEW: [[f64; 2]; 9] = [
    [0.3, 0.7],
    [-0.6, 2.5],
    [0.0, 0.0],
    [1.0, -0.0],
    [2.5, -1.25],
    [-7.25, 3.0],
    [150.0, 1e-30],
    [1e-42, 5e-324],
    [f64::INFINITY, f64::NAN],
];

/// The points in the precision asked for.
fn rounded<T: Float, const N: usize>(points: &[[f64; 2]; N], _: PhantomData<T>) -> [[T; 2]; N] {
    points.map(|point| point.map(T::from_f64))
}

/// A trial of operations on one number type, in one precision or both: which operations, and what is done with
/// one at a point. This is compiled once for each number type, so that what is compiled for each operation is
/// nothing but the operation.
macro_rules! trials {
    ($(#[$doc:meta] $part:ident: $which:ident $T:ident, $points:ident, $name:literal, $N:ty, |$run:ident, $point:ident| $what:expr;)*) => {$(
        trials!(@ $doc, $part, $which, $T, $points, $name, $N, |$run, $point| $what);
    )*};
    ($(#[$doc:meta] $double:ident $single:ident $which:ident: $points:ident, $name:literal, $N:ty, |$run:ident, $point:ident| $what:expr;)*) => {$(
        trials!(@ $doc, $double, $which, f64, $points, $name, $N, |$run, $point| $what);
        trials!(@ $doc, $single, $which, f32, $points, $name, $N, |$run, $point| $what);
    )*};
    (@ $doc:meta, $part:ident, $which:ident, $T:ident, $points:ident, $name:literal, $N:ty, |$run:ident, $point:ident| $what:expr) => {
        #[$doc]
        pub fn $part(out: &mut Out<'_>) {
            type T = $T;
            let points = rounded(&$points, PhantomData::<T>);
            for &(name, $run) in $which::<$N>() {
                out.on($name, name, &points, core::any::type_name::<T>(), |$point| $what);
            }
        }
    };
}

/// The same for number types with a lifetime, which is another at each point.
macro_rules! trials_one_by_one {
    ($(#[$doc:meta] $double:ident $single:ident: $points:ident, $name:literal, $Run:ty, |$run:ident, $point:ident| $what:expr;)*) => {$(
        trials_one_by_one!(@ $doc, $double, f64, $points, $name, $Run, |$run, $point| $what);
        trials_one_by_one!(@ $doc, $single, f32, $points, $name, $Run, |$run, $point| $what);
    )*};
    (@ $doc:meta, $part:ident, $T:ident, $points:ident, $name:literal, $Run:ty, |$run:ident, $point:ident| $what:expr) => {
        #[$doc]
        pub fn $part(out: &mut Out<'_>) {
            type T = $T;
            struct On<'o, 'a>(&'o mut Out<'a>);
            impl Trial for On<'_, '_> {
                fn of<O: Operation>(&mut self) {
                    one(self.0, O::NAME, |x, y| O::run(x, y));
                }
            }
            #[inline(never)]
            fn one(out: &mut Out<'_>, name: &str, $run: $Run) {
                let points = rounded(&$points, PhantomData::<T>);
                out.on($name, name, &points, core::any::type_name::<T>(), |$point| $what);
            }
            try_some(&mut On(out));
        }
    };
}

trials! {
    /// On plain floats.
    values_f64 values_f32 each: PLAIN, "", T, |run, point| {
        let [x, y] = point;
        run(x, y)
    };
    /// On numbers with two slopes.
    duals_f64 duals_f32 each: FEW, "Dual ", Dual<T, 2>, |run, point| {
        let [x, y] = point;
        run(Dual::variable_at(x, 0), Dual::variable_at(y, 1))
    };
    /// On Taylor polynomials.
    jets_f64 jets_f32 each: FEW, "Jet ", Jet<T, 4>, |run, point| {
        let [x, y] = point;
        run(Jet::variable(x), Jet::variable(y))
    };
    /// On complex numbers.
    complex_f64 complex_f32 each: FEW, "Complex ", Complex<T>, |run, point| {
        let [x, y] = point;
        run(Complex::new(x, 1e-3), Complex::new(y, -0.5))
    };
    /// On numbers with two derivatives, along a curve.
    dual2_f64 dual2_f32 each: FEW, "Dual2 ", Dual2<T, 1, 1>, |run, point| {
        let [x, y] = point;
        let x = Dual2::variable_at(x, 0);
        let z = run(x, x * -0.5 + y);
        (z.value, z.gradient, z.hessian())
    };
}

trials! {
    /// On intervals that carry their slopes: the first half.
    intervals: basic f64, FEW, "Dual Interval ", Dual<Interval<T>>, |run, point| {
        let [x, y] = point;
        let z = run(
            Dual::variable(Interval::new(x, x + 0.5)),
            Dual::variable(Interval::new(y - 0.5, y)),
        );
        (z.value, z.slope())
    };
    /// The second half.
    intervals_too: special f64, FEW, "Dual Interval ", Dual<Interval<T>>, |run, point| {
        let [x, y] = point;
        let z = run(
            Dual::variable(Interval::new(x, x + 0.5)),
            Dual::variable(Interval::new(y - 0.5, y)),
        );
        (z.value, z.slope())
    };
    /// On truncated polynomials in two variables.
    multijets: some f32, FEW, "MultiJet ", MultiJet<T, 6>, |run, point| {
        // As small as the stack of the smallest machine.
        let p = taylor_polynomial::<T, 2, 6>(|[x, y]| run(x, y), point, [2, 1]);
        p.map(|p| p.derivative([2, 1]))
    };
}

trials_one_by_one! {
    /// On numbers that record a program.
    symbols_f64 symbols_f32: FEW, "Symbol ", for<'t> fn(Symbol<'t, T>, Symbol<'t, T>) -> Symbol<'t, T>, |run, point| {
        let mut program = Program::<T, 2, 1, 16>::new();
        let recorded = program.record(|[x, y]| [run(x, y)], [0.25, 0.5]);
        (recorded, program.evaluate(point).map(|mut run| (run.values(), run.jacobian())))
    };
    /// On numbers that find kinks.
    germs_f64 germs_f32: FEW, "Germ ", for<'t> fn(Germ<'t, T>, Germ<'t, T>) -> Germ<'t, T>, |run, point| {
        let [x, y] = point;
        let found: Kinks<T, 2> = kinks(|t| run(t, t + (y - x)), x);
        found
    };
    /// On the tape.
    tape_f64 tape_f32: FEW, "Var ", for<'t> fn(Var<'t, T>, Var<'t, T>) -> Var<'t, T>, |run, point| {
        let mut tape = Tape::<T, 16>::new();
        tape.value_and_gradient(|[x, y]| run(x, y), point)
    };
}
