//! Derivatives of `calc-scalar` and `calc-multi` beyond the first: mixed ones, along directions, of
//! several outputs at once, and of what is given only implicitly.

use calc_multi::{
    biharmonic, curl_2d, directional_derivatives, hessian_diagonal, implicit_derivative,
    implicit_jacobian, implicit_vjp, jvps, mixed_partial, second_directional_derivative,
    stationary_point_derivative, taylor_polynomial, third_directional_derivative,
    third_order_product, try_directional_derivative, try_gradient, try_hessian,
    try_value_and_gradient, try_value_gradient_and_hessian, value_and_jacobian, value_and_jvp,
    value_and_vjp, value_gradient_and_hessian_vector_product, vector_hessian, vjps,
};
use calc_scalar::{
    Aux, Number, Real as _, logsumexp, softmax, taylor_test, try_derivative, try_derivatives,
    try_value_and_derivative,
};

use crate::functions::{beale, bowl, spiral, wave};
use crate::out::Out;

/// A function that refuses the left half of the plane.
fn chosen<R: Number>([x, y]: [R; 2]) -> Result<(R, Aux<u32>), ()> {
    if x < R::ZERO {
        Err(())
    } else {
        Ok((beale([x, y]), Aux(7)))
    }
}

/// The circle and the line through it that `y` solves for given `x`.
fn crossing<R: Number>([r]: [R; 1], [x, y]: [R; 2]) -> [R; 2] {
    [x * x + y * y - r * r, y - x.sin()]
}

macro_rules! in_precision {
    ($T:ident) => {
        pub(crate) fn $T(out: &mut Out<'_>) {
            type T = $T;

            const TWO: [[T; 2]; 3] = [[1.2, -0.7], [0.0, 0.5], [-3.0, 1e-3]];
            const THREE: [[T; 3]; 3] = [[0.5, -1.25, 2.0], [1.0, 0.0, 0.25], [-3.0, 7.0, 1e-3]];
            const U: [T; 3] = [0.5, -2.0, 1.0];
            const V: [T; 3] = [1.0, 0.25, -1.5];

            of_one_variable(out);
            of_several(out);
            of_outputs(out);
            implied(out);

            fn of_one_variable(out: &mut Out<'_>) {
                const X: [T; 3] = [0.75, -2.0, 1e3];
                out.case("calc_scalar::try_derivative", &X, |x: T| {
                    try_derivative(|x| chosen([x, x]), x).map(|(slope, Aux(seven))| (slope, seven))
                });
                out.case("calc_scalar::try_value_and_derivative", &X, |x: T| {
                    try_value_and_derivative(|x| (x > 0.0).then(|| [wave(x), x]), x)
                });
                out.case("calc_scalar::try_derivatives", &X, |x: T| {
                    try_derivatives::<T, _, 4>(|x| [wave(x), x], x)
                });
                out.case("calc_scalar::softmax", &THREE, |x: [T; 3]| {
                    (softmax(x), logsumexp(&x))
                });
                out.case("calc_scalar::taylor_test", &X, |x: T| {
                    let test = taylor_test(wave, calc_scalar::derivatives::<T, 3>(wave, x), x);
                    (test.verdict, test.order, test.evaluations)
                });
            }

            fn of_several(out: &mut Out<'_>) {
                out.case("calc_multi::mixed_partial", &THREE, |x: [T; 3]| {
                    mixed_partial(bowl, x, [1, 2, 0])
                });
                out.case(
                    "calc_multi::directional_derivatives",
                    &THREE,
                    |x: [T; 3]| directional_derivatives::<T, 3, 5>(bowl, x, V),
                );
                out.case(
                    "calc_multi::second_directional_derivative",
                    &THREE,
                    |x: [T; 3]| second_directional_derivative(bowl, x, U, V),
                );
                out.case("calc_multi::curl_2d", &TWO, |x: [T; 2]| {
                    curl_2d(|[x, y]| [x * y, (x - y).exp()], x)
                });
                out.case("calc_multi::hessian_diagonal", &TWO, |x: [T; 2]| {
                    hessian_diagonal(beale, x)
                });
                out.case(
                    "calc_multi::value_gradient_and_hessian_vector_product",
                    &THREE,
                    |x: [T; 3]| value_gradient_and_hessian_vector_product(bowl, x, V),
                );
                out.case("calc_multi::vector_hessian", &THREE, |x: [T; 3]| {
                    vector_hessian(spiral, x)
                });
            }

            fn of_outputs(out: &mut Out<'_>) {
                out.case("calc_multi::value_and_jacobian", &THREE, |x: [T; 3]| {
                    value_and_jacobian(spiral, x)
                });
                out.case("calc_multi::value_and_jvp", &THREE, |x: [T; 3]| {
                    value_and_jvp(spiral, x, V)
                });
                out.case("calc_multi::value_and_vjp", &THREE, |x: [T; 3]| {
                    value_and_vjp(spiral, x, [2.0, -0.1])
                });
                out.case("calc_multi::jvps", &THREE, |x: [T; 3]| {
                    jvps(spiral, x, [U, V])
                });
                out.case("calc_multi::vjps", &THREE, |x: [T; 3]| {
                    vjps(spiral, x, [[1.0, 0.0], [0.5, 2.0]])
                });
                out.case("calc_multi::try_gradient", &TWO, |x: [T; 2]| {
                    try_gradient(chosen, x).map(|(slopes, Aux(seven))| (slopes, seven))
                });
                out.case("calc_multi::try_value_and_gradient", &TWO, |x: [T; 2]| {
                    try_value_and_gradient(|x| chosen(x).ok().map(|(y, _)| y), x)
                });
                out.case(
                    "calc_multi::try_directional_derivative",
                    &TWO,
                    |x: [T; 2]| {
                        try_directional_derivative(|x| chosen(x).map(|(y, _)| y), x, [0.5, 1.0])
                    },
                );
                out.case("calc_multi::try_hessian", &TWO, |x: [T; 2]| {
                    try_hessian(|x| chosen(x).map(|(y, _)| y), x)
                });
                out.case(
                    "calc_multi::try_value_gradient_and_hessian",
                    &TWO,
                    |x: [T; 2]| try_value_gradient_and_hessian(|x| chosen(x).map(|(y, _)| y), x),
                );
            }

            fn implied(out: &mut Out<'_>) {
                out.case("calc_multi::implicit_derivative", &TWO, |[x, y]: [T; 2]| {
                    implicit_derivative(|x, y| x * x + y.powi(3) - 1.0, x, y)
                });
                out.case("calc_multi::implicit_jacobian", &TWO, |y: [T; 2]| {
                    implicit_jacobian(crossing, [1.0], y)
                });
                out.case(
                    "calc_multi::implicit_jacobian, undetermined",
                    &TWO,
                    |y: [T; 2]| implicit_jacobian(|[r], [x, y]| [x + y - r, x + y], [1.0], y),
                );
                out.case("calc_multi::implicit_vjp", &TWO, |y: [T; 2]| {
                    implicit_vjp(crossing, [1.0], y, [0.5, -1.0])
                });
                out.case(
                    "calc_multi::stationary_point_derivative",
                    &TWO,
                    |x: [T; 2]| {
                        stationary_point_derivative(|x, [p]| bowl(x) * p + x[0] * p, x, [2.0])
                    },
                );
            }
        }
    };
}

in_precision!(f64);
in_precision!(f32);

/// Derivatives of the third order and more, in `f64`.
pub(crate) fn high(out: &mut Out<'_>) {
    type T = f64;
    const TWO: [[T; 2]; 3] = [[1.2, -0.7], [0.0, 0.5], [-3.0, 1e-3]];
    const THREE: [[T; 3]; 3] = [[0.5, -1.25, 2.0], [1.0, 0.0, 0.25], [-3.0, 7.0, 1e-3]];
    const U: [T; 3] = [0.5, -2.0, 1.0];
    const V: [T; 3] = [1.0, 0.25, -1.5];
    out.case(
        "calc_multi::third_directional_derivative",
        &THREE,
        |x: [T; 3]| third_directional_derivative(bowl, x, U, V, U),
    );
    out.case("calc_multi::third_order_product", &THREE, |x: [T; 3]| {
        third_order_product(bowl, x, U, V)
    });
    out.case("calc_multi::biharmonic", &TWO, |x: [T; 2]| {
        biharmonic(beale, x)
    });
    out.case("calc_multi::taylor_polynomial", &TWO, |x: [T; 2]| {
        taylor_polynomial::<T, 2, 12>(beale, x, [2, 3]).map(|p| {
            (
                p.at([0.1, -0.2]),
                p.coefficient([1, 1]),
                p.derivative([2, 1]),
                p.coefficient([4, 0]),
            )
        })
    });
    out.case("calc_multi::taylor_polynomial, full", &TWO, |x: [T; 2]| {
        taylor_polynomial::<T, 2, 4>(beale, x, [2, 3]).map(|p| p.at([0.1, -0.2]))
    });
}
