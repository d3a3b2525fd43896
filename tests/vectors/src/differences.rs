//! Derivatives of `calc-multi` by differences, and checks of claimed ones.

use calc_multi::{check_hessian, check_jacobian, difference, gradient, hessian, jacobian};

use crate::functions::beale;
use crate::out::Out;

type T = f64;

const TWO: [[T; 2]; 3] = [[1.2, -0.7], [0.0, 0.5], [-3.0, 1e-3]];

/// The Jacobian of one output.
type Row = fn([T; 2]) -> [[T; 2]; 1];

pub(crate) fn all(out: &mut Out<'_>) {
    out.case(
        "calc_multi::difference::directional_derivative",
        &TWO,
        |x: [T; 2]| difference::directional_derivative(beale, x, [0.5, 1.0]),
    );
    out.case("calc_multi::difference::hessian", &TWO, |x: [T; 2]| {
        difference::hessian(beale, x)
    });
    out.case(
        "calc_multi::difference::hessian_vector_product",
        &TWO,
        |x: [T; 2]| difference::hessian_vector_product(beale, x, [0.5, 1.0]),
    );
    out.case("calc_multi::difference::Options", &TWO, |x: [T; 2]| {
        let options = difference::Options::default()
            .noise(1e-9)
            .domain([-5.0, -5.0], [5.0, 5.0])
            .scale([0.5, 2.0])
            .max_evaluations(20);
        (
            options.gradient(beale, x),
            options.jacobian(|x| [beale(x)], x),
            options.directional_derivative(beale, x, [1.0, 1.0]),
            options.hessian_vector_product(beale, x, [1.0, 1.0]),
        )
    });
    out.case(
        "calc_multi::difference::gradient_into",
        &TWO,
        |x: [T; 2]| {
            let (mut scratch, mut slopes) = ([0.0; 2], [NOTHING; 2]);
            let f = |x: &[T]| x.first_chunk().map_or(0.0, |&x| beale(x));
            let done = difference::gradient_into(f, &x, &mut scratch, &mut slopes);
            let short = difference::gradient_into(f, &x, &mut scratch, &mut []);
            (done, short, slopes)
        },
    );
    out.case(
        "calc_multi::difference::jacobian_into",
        &TWO,
        |x: [T; 2]| {
            let (mut scratch, mut values, mut slopes) = ([0.0; 2], [0.0; 1], [NOTHING; 2]);
            let f = |x: &[T], y: &mut [T]| {
                let value = x.first_chunk().map_or(0.0, |&x| beale(x));
                y.fill(value);
            };
            let done = difference::jacobian_into(f, &x, &mut scratch, &mut values, &mut slopes);
            (done, slopes)
        },
    );
    out.case("calc_multi::difference::hessian_into", &TWO, |x: [T; 2]| {
        let (mut scratch, mut curves) = ([0.0; 2], [NOTHING; 4]);
        let f = |x: &[T]| x.first_chunk().map_or(0.0, |&x| beale(x));
        let done = difference::hessian_into(f, &x, &mut scratch, &mut curves);
        (done, curves)
    });
    // Of one type, so that the check is compiled once.
    let row = |x: [T; 2]| [beale(x)];
    let [right, wrong]: [Row; 2] = [|x| jacobian(|x| [beale(x)], x), |[x, y]| [[y, x]]];
    out.case("calc_multi::check_jacobian", &TWO, |x: [T; 2]| {
        let right = check_jacobian(row, right, x);
        let wrong = check_jacobian(row, wrong, x);
        (
            (right.agrees(), right.verdict(), right),
            wrong.wrong().count(),
            wrong.worst().map(|((i, j), check)| (i, j, *check)),
        )
    });
    out.case("calc_multi::check_hessian", &TWO, |x: [T; 2]| {
        check_hessian(|x| gradient(beale, x), |x| hessian(beale, x), x)
    });
}

/// Room for an estimate.
const NOTHING: calc_scalar::difference::Estimate<T> = calc_scalar::difference::Estimate {
    value: 0.0,
    error: 0.0,
    step: 0.0,
    evaluations: 0,
};
