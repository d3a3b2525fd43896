//! The functions of `calc-multi`, in both precisions.

use calc_multi::linalg::{Cholesky, Lu, dot, norm, product, solve, symmetric_eigenvalues};
use calc_multi::{
    Dual2, Tape, Var, check_gradient, curl, difference, directional_derivative, divergence,
    gradient, hessian, hessian_vector_product, jacobian, jvp, laplacian, partial,
    value_and_gradient, value_gradient_and_hessian, vjp,
};

use calc_scalar::Ieee;

use crate::functions::{beale, bowl, field, spiral};
use crate::out::Out;

macro_rules! in_precision {
    ($T:ident) => {
        pub(crate) fn $T(out: &mut Out<'_>) {
            type T = $T;
            const TWO: [[T; 2]; 5] = [
                [1.2, -0.7],
                [0.0, 0.0],
                [3.0, 0.5],
                [-40.0, 1e-3],
                [1e30, T::NAN],
            ];
            const THREE: [[T; 3]; 4] = [
                [0.5, -1.25, 2.0],
                [1.0, 0.0, 0.25],
                [-3.0, 7.0, 1e-3],
                [1e20, 2.0, 4.0],
            ];
            const EIGHT: [[T; 8]; 2] = [
                [0.1, 0.2, -0.3, 0.4, 0.5, -0.6, 0.7, 0.8],
                [1.0, 0.0, 3.0, -2.0, 5.0, 9.0, 0.0, 1.5],
            ];
            const MATRICES: [[[T; 3]; 3]; 4] = [
                [[4.0, 1.0, -0.5], [1.0, 3.0, 0.25], [-0.5, 0.25, 2.0]],
                [[2.0, -1.0, 0.0], [-1.0, 2.0, -1.0], [0.0, -1.0, 2.0]],
                [[0.0, 2.0, 1.0], [2.0, 0.0, 3.0], [1.0, 3.0, -1.0]],
                [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0], [1.0, 1.0, 1.0]],
            ];
            const V: [T; 3] = [0.5, -2.0, 1.0];

            out.case("calc_multi::partial", &THREE, |x: [T; 3]| {
                (partial(bowl, x, 1), partial(bowl, x, 3))
            });
            out.case("calc_multi::gradient", &TWO, |x: [T; 2]| gradient(beale, x));
            out.case("calc_multi::gradient over Ieee", &TWO, |x: [T; 2]| {
                gradient(beale, x.map(Ieee)).map(|slope| slope.0)
            });
            out.case("calc_multi::gradient of eight", &EIGHT, |x: [T; 8]| {
                gradient(bowl, x)
            });
            out.case("calc_multi::value_and_gradient", &TWO, |x: [T; 2]| {
                value_and_gradient(beale, x)
            });
            out.case("calc_multi::directional_derivative", &THREE, |x: [T; 3]| {
                directional_derivative(bowl, x, V)
            });
            out.case("calc_multi::jacobian", &THREE, |x: [T; 3]| {
                jacobian(spiral, x)
            });
            out.case("calc_multi::jvp", &THREE, |x: [T; 3]| jvp(spiral, x, V));
            out.case("calc_multi::vjp", &THREE, |x: [T; 3]| {
                vjp(spiral, x, [2.0, -0.1])
            });
            out.case("calc_multi::hessian", &THREE, |x: [T; 3]| hessian(bowl, x));
            out.case("calc_multi::hessian over Ieee", &THREE, |x: [T; 3]| {
                hessian(bowl, x.map(Ieee)).map(|row| row.map(|h| h.0))
            });
            out.case(
                "calc_multi::value_gradient_and_hessian",
                &TWO,
                |x: [T; 2]| value_gradient_and_hessian(beale, x),
            );
            out.case("calc_multi::hessian_vector_product", &THREE, |x: [T; 3]| {
                hessian_vector_product(bowl, x, V)
            });
            out.case("calc_multi::laplacian", &TWO, |x: [T; 2]| {
                laplacian(beale, x)
            });
            out.case("calc_multi::divergence", &THREE, |x: [T; 3]| {
                divergence(field, x)
            });
            out.case("calc_multi::curl", &THREE, |x: [T; 3]| curl(field, x));
            out.case("calc_multi::Dual2::lift", &TWO, |[x, _]: [T; 2]| {
                let y = Dual2::<T, 2, 2>::lift(x);
                (y.value, y.gradient, y.hessian())
            });

            out.case("calc_multi::Tape::gradient", &TWO, |x: [T; 2]| {
                Tape::<T, 64>::default().gradient(beale, x)
            });
            out.case("calc_multi::Tape::gradient, full", &TWO, |x: [T; 2]| {
                Tape::<T, 8>::new().gradient(beale, x)
            });
            out.case(
                "calc_multi::Tape::value_and_gradient",
                &EIGHT,
                |x: [T; 8]| {
                    let mut tape = Tape::<T, 96>::new();
                    let found = tape.value_and_gradient(bowl, x);
                    (found, tape.used())
                },
            );
            out.case("calc_multi::Var::product", &THREE, |x: [T; 3]| {
                let tape = &mut Tape::<T, 32>::new();
                // One record of fifteen more factors, and one of the rest.
                tape.gradient(|x| x.iter().cycle().take(20).copied().product(), x)
            });
            out.case("calc_multi::Tape::vjp", &THREE, |x: [T; 3]| {
                Tape::<T, 32>::new().vjp(spiral, x, [2.0, -0.1])
            });
            out.case("calc_multi::Tape::jacobian", &THREE, |x: [T; 3]| {
                Tape::<T, 32>::new().jacobian(spiral, x)
            });
            out.case("calc_multi::Var::lift", &TWO, |[x, _]: [T; 2]| {
                Var::lift(x).value()
            });

            out.case("calc_multi::difference::gradient", &TWO, |x: [T; 2]| {
                difference::gradient(beale, x)
            });
            out.case("calc_multi::difference::jacobian", &THREE, |x: [T; 3]| {
                difference::jacobian(spiral, x)
            });
            // Of one type, so that the check is compiled once.
            let [right, wrong]: [fn([T; 2]) -> [T; 2]; 2] =
                [|x| gradient(beale, x), |[x, y]| [y, x]];
            out.case("calc_multi::check_gradient", &TWO, |x: [T; 2]| {
                let check = check_gradient(beale, right, x);
                (check, check.agrees(), check.verdict())
            });
            out.case("calc_multi::check_gradient wrong", &TWO, |x: [T; 2]| {
                let check = check_gradient(beale, wrong, x);
                (
                    check.wrong().count(),
                    check.worst().map(|(i, check)| (i, *check)),
                )
            });

            out.case("calc_multi::linalg::dot", &THREE, |x: [T; 3]| dot(&x, &V));
            out.case("calc_multi::linalg::norm", &THREE, |x: [T; 3]| norm(&x));
            out.case("calc_multi::linalg::product", &THREE, |x: [T; 3]| {
                product(&MATRICES[0], &x)
            });
            out.case("calc_multi::linalg::solve", &MATRICES, |a: [[T; 3]; 3]| {
                solve(a, V)
            });
            out.case("calc_multi::linalg::Lu", &MATRICES, |a: [[T; 3]; 3]| {
                Lu::new(a).map(|lu| (lu.solve(V), lu.determinant()))
            });
            out.case(
                "calc_multi::linalg::Cholesky",
                &MATRICES,
                |a: [[T; 3]; 3]| Cholesky::new(a).map(|factor| (factor.lower(), factor.solve(V))),
            );
            out.case(
                "calc_multi::linalg::symmetric_eigenvalues",
                &MATRICES,
                |a: [[T; 3]; 3]| symmetric_eigenvalues(a),
            );
        }
    };
}

in_precision!(f64);
in_precision!(f32);
