//! Reverse mode against forward mode, closed forms and its own documentation.

mod dag;
mod many;
mod memory;
mod replay;
mod second;
mod steps;

use core::array;
use std::string::ToString;

use calc_scalar::{Dual, Real};
use proptest::prelude::*;

use super::{Tape, TapeFull, Var};
use crate::zoo::{self, assert_close};
use crate::{gradient, hessian_vector_product, jacobian};

/// Every kind of operation, with literals on both sides, constants and unused results.
fn all_operations<R: Real>([x, y, z]: [R; 3]) -> R {
    let (s, c) = (0.5 * x).sin_cos();
    let unused = (y * 0.0).sqrt();
    let q = (1.0 - x / 3.0) / (y.exp() + 2.0) - 3.0 / (z * z + 1.0);
    let constant = R::constant(2.0).sqrt() * R::constant(3.0);
    let mut sum = (q * s - c).tanh() * y.logistic() - -(z.powi(3) * 0.1) - constant;
    sum += x.hypot(R::constant(2.0)) + constant * z.atan2(y) + R::constant(1.5).pow(x);
    sum *= 0.0 * unused.primal() + 1.5;
    sum /= (x * y).max(y) + 4.0 - constant * 0.1;
    sum - [x, y, z].into_iter().product::<R>().abs() * constant
}

proptest! {
    #[test]
    fn reverse_is_forward(x in prop::array::uniform3(0.1..3.0_f64)) {
        let mut tape = Tape::<f64, 64>::new();
        let (value, slopes) = tape.value_and_gradient(all_operations, x).unwrap();
        prop_assert_eq!(value.to_bits(), all_operations(x).to_bits());
        assert_close(&slopes, &gradient(all_operations, x), 16.0);
    }

    #[test]
    fn sweeps_give_the_rows_of_the_jacobian(
        x in prop::array::uniform3(-2.0..2.0_f64),
        w in prop::array::uniform2(-2.0..2.0_f64),
    ) {
        let mut tape = Tape::<f64, 32>::new();
        let rows = tape.jacobian(zoo::spiral, x).unwrap();
        let forward = jacobian(zoo::spiral, x);
        assert_close(rows.as_flattened(), forward.as_flattened(), 16.0);
        let pulled_back = tape.vjp(zoo::spiral, x, w).unwrap();
        assert_close(&pulled_back, &crate::vjp(zoo::spiral, x, w), 16.0);
    }

    #[test]
    fn a_tape_over_duals_multiplies_the_hessian(
        x in prop::array::uniform4(-2.0..2.0_f64),
        v in prop::array::uniform4(-2.0..2.0_f64),
    ) {
        let moving: [Dual; 4] =
            array::from_fn(|i| Dual { value: x[i], partials: [v[i]] });
        let mut tape = Tape::<Dual, 64>::new();
        let slopes = tape.gradient(zoo::rosenbrock, moving).unwrap();
        assert_close(&slopes.map(|g| g.value), &gradient(zoo::rosenbrock, x), 32.0);
        let product = hessian_vector_product(zoo::rosenbrock, x, v);
        assert_close(&slopes.map(Dual::slope), &product, 32.0);
    }
}

#[test]
fn reverse_gradients_are_those_found_on_paper() {
    let mut tape = Tape::<f64, 64>::new();
    for x in zoo::points() {
        let pairs = [
            (
                tape.gradient(zoo::rosenbrock, x),
                zoo::rosenbrock_gradient(x),
            ),
            (
                tape.gradient(zoo::himmelblau, x),
                zoo::himmelblau_gradient(x),
            ),
            (tape.gradient(zoo::beale, x), zoo::beale_gradient(x)),
            (tape.gradient(zoo::wave, x), zoo::wave_gradient(x)),
        ];
        for (actual, expected) in pairs {
            assert_close(&actual.unwrap(), &expected, 64.0);
        }
    }
    assert_eq!(tape.gradient(zoo::saddle, [1.0, 1.0]), Ok([5.0, 5.0]));
}

#[test]
fn a_full_tape_says_what_is_needed_and_can_be_used_again() {
    let mut enough = Tape::<f64, 64>::new();
    let expected = enough.gradient(zoo::rosenbrock, [1.5, 2.0, 0.5, -1.0]);
    let needed = enough.used();
    assert!(needed > 20 && expected.is_ok());

    let mut small = Tape::<f64, 20>::new();
    let full = small.gradient(zoo::rosenbrock, [1.5, 2.0, 0.5, -1.0]);
    let error = TapeFull {
        capacity: 20,
        needed,
    };
    assert_eq!(full, Err(error));
    assert!(
        error
            .to_string()
            .contains(&std::format!("Tape::<_, {needed}>"))
    );
    assert_eq!(small.gradient(zoo::saddle, [1.0, 1.0]), Ok([5.0, 5.0]));

    let more_variables_than_room = Tape::<f64, 2>::new().gradient(|[x, y, _]| x * y, [1.0; 3]);
    assert_eq!(
        more_variables_than_room,
        Err(TapeFull {
            capacity: 2,
            needed: 4
        })
    );
}

#[test]
fn a_tape_of_exactly_the_size_needed_is_enough() {
    let mut tape = Tape::<f64, 4>::new();
    let slopes = tape.gradient(|[x, y]| x * y * x, [3.0, 5.0]);
    assert_eq!((slopes, tape.used()), (Ok([30.0, 9.0]), 4));
}

#[test]
fn signs_constant_factors_and_constant_terms_take_no_room() {
    let mut tape = Tape::<f64, 3>::new();
    let slopes = tape.gradient(
        |[x, y]| 3.0 - (1.0 - (2.0 * x - 1.0) * (-y / 4.0)) * 0.5,
        [3.0, 5.0],
    );
    assert_eq!((slopes, tape.used()), (Ok([-1.25, -0.625]), 3));
    let mut tape = Tape::<f64, 4>::new();
    // What is multiplied by zero is a constant.
    let slopes = tape.gradient(|[x, y]| (x * 0.0).sqrt() * 2.0 - y, [1.0, 5.0]);
    assert_eq!((slopes, tape.used()), (Ok([0.0, -1.0]), 2));
    // A factor that is not finite takes room.
    let slopes = tape.gradient(|[x, y]| x / 0.0 + y, [1.0, 5.0]);
    assert_eq!((slopes, tape.used()), (Ok([f64::INFINITY, 1.0]), 4));
}

#[test]
fn functions_longer_than_any_tape_are_counted_too() {
    let mut tape = Tape::<f32, 8>::new();
    let result = tape.gradient(|[x]| (0..70_000).fold(x, |y, _| y * y), [1.0]);
    let error = TapeFull {
        capacity: 8,
        needed: 70_001,
    };
    assert_eq!(result, Err(error));
    assert!(error.to_string().contains("more than a tape can hold"));
}

#[test]
fn constants_take_no_room() {
    let mut tape = Tape::<f64, 8>::new();
    let slopes = tape.gradient(
        |[x]| {
            let c = Var::constant(3.0).exp().sin() * 2.0 - Var::constant(1.0) / 7.0;
            x + c + 1.0 - c
        },
        [0.5],
    );
    assert_eq!((slopes, tape.used()), (Ok([1.0]), 1));
    let slopes = tape.gradient(
        |[x]| (Var::constant(3.0) * x * Var::constant(5.0) / Var::constant(2.0)).sin(),
        [0.0],
    );
    assert_eq!((slopes, tape.used()), (Ok([7.5]), 2));
    assert_eq!(
        tape.gradient(|[_, _]| Var::constant(3.0), [1.0, 2.0]),
        Ok([0.0, 0.0])
    );
}

#[test]
fn unused_singular_results_do_not_reach_the_gradient() {
    let mut tape = Tape::<f64, 16>::new();
    let slopes = tape.gradient(
        |[x, y]| {
            let singular = x.sqrt();
            0.0 * singular + y * 2.0
        },
        [0.0, 1.0],
    );
    assert_eq!(slopes, Ok([0.0, 2.0]));
    // Where it is used, it does.
    let slopes = tape.gradient(|[x, y]| x.sqrt() + y * 2.0, [0.0, 1.0]);
    assert_eq!(slopes, Ok([f64::INFINITY, 2.0]));
}

#[test]
fn numbers_of_two_tapes_do_not_mix_silently() {
    let mut outer = Tape::<f64, 16>::new();
    let slopes = outer.gradient(
        |[x]| {
            let mut inner = Tape::<f64, 16>::new();
            let mixed = inner.gradient(|[y]| y * x, [2.0]);
            assert!(mixed.unwrap()[0].is_nan());
            x * 3.0
        },
        [1.0],
    );
    assert_eq!(slopes, Ok([3.0]));
}

#[test]
fn single_precision_works_with_its_own_literals() {
    let k = 2.0_f32;
    let mut tape = Tape::<f32, 16>::new();
    let slopes = tape.gradient(|[x, y]| k * x * y + 1.0 / x - y / k, [1.0, 3.0]);
    assert_eq!(slopes, Ok([5.0, 1.5]));
}

#[test]
fn tapes_can_be_made_at_compile_time() {
    let mut tape = const { Tape::<f64, 4>::new() };
    assert_eq!(tape.gradient(|[x]| x * x, [3.0]), Ok([6.0]));
}

/// Forward and reverse mode, first and second order, on functions that are singular at zero.
#[test]
fn at_singular_points_forward_is_reverse() {
    fn singular<R: Real>([x, y]: [R; 2]) -> [R; 12] {
        [
            x * y.sqrt(),
            x.sqrt() * y.sqrt(),
            y * x.cbrt(),
            (x * x + y * y).sqrt(),
            (x.abs() + y.abs()).sqrt(),
            x.max(y) * y.sqrt(),
            x * y.ln(),
            x.sqrt().max(y + 1.0) + y,
            x.powf(1.5) * (y + 1.0).asin(),
            0.0 * x.sqrt() + y.sqrt() / (x + 1.0),
            x / (1.0 + (-1e3 * y).exp()),
            x * (1.0 / y),
        ]
    }
    let points = [0.0, -0.0, 1.0, -1.0, -2.0, 4.0];
    let same =
        |a: f64, b: f64| a == b || (a - b).abs() < 1e-12 * a.abs() || a.is_nan() && b.is_nan();
    let mut tape = Tape::<f64, 64>::new();
    for x in points.into_iter().flat_map(|x| points.map(|y| [x, y])) {
        let values = singular(x);
        let forward = jacobian(singular, x);
        let reverse = tape.jacobian(singular, x).unwrap();
        for (k, value) in values.into_iter().enumerate() {
            let (_, second, _) = crate::value_gradient_and_hessian(|x| singular(x)[k], x);
            let slopes = forward[k].into_iter().zip(reverse[k]).zip(second);
            for ((forward, reverse), second) in slopes {
                assert!(
                    same(forward, reverse) && same(forward, second),
                    "{k} at {x:?}: {forward} {reverse} {second}"
                );
            }
            assert!(
                !value.is_nan() || forward[k].iter().any(|s| s.is_nan()),
                "{k} at {x:?}"
            );
        }
    }
    assert_eq!(gradient(|[x, y]| x * y.sqrt(), [0.0, 0.0]), [0.0, 0.0]);
    assert!(gradient(|[x, y]| x * y.sqrt(), [0.0, -1.0_f64])[1].is_nan());
}
