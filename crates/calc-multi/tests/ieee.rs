//! Gradients, Hessians and sweeps over floats without strong zeros.

#![allow(
    clippy::float_cmp,
    reason = "the same operations give the same numbers"
)]

use calc_multi::{Tape, gradient, hessian, hessian_vector_product, jacobian, separable};
use calc_scalar::{Dual, Float, Ieee, Number, Real};
use proptest::prelude::*;

/// A formula by a list of steps in `N` variables; each takes the last two results and a variable.
fn formula<R: Number, const N: usize>(steps: &[(usize, u8)], x: [R; N]) -> R {
    let variable = |i: usize| x.get(i % N).copied().unwrap_or(R::ONE);
    let (mut before, mut last) = (variable(0), variable(1) * R::literal(0.5) + variable(2));
    for &(i, operation) in steps {
        let next = match operation {
            0 => before + last * variable(i),
            1 => before - last.sin(),
            2 => before * last,
            3 => before / last,
            4 => last.sqrt() * variable(i),
            5 => last.exp() - R::literal(3.0),
            6 => (last.powi(2) + variable(i)).ln(),
            7 => before.hypot(last),
            8 => last.max(variable(i)).tanh(),
            9 => [before, last, variable(i), last, variable(0)]
                .into_iter()
                .product(),
            10 => R::ONE / (R::literal(1e100) * last),
            _ => last.powf(R::Literal::from_f64(1.5)) / R::literal(0.75),
        };
        (before, last) = (last, next);
    }
    last
}

fn steps() -> impl Strategy<Value = Vec<(usize, u8)>> {
    prop::collection::vec((0..7_usize, 0..12_u8), 1..7)
}

fn coordinate() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -3.0_f64..3.0,
        1 => prop::sample::select(vec![0.0, 1.0, -1.0, 1e-300, 1e-150, 1e-80, 1e100, 1e160, f64::INFINITY]),
    ]
}

/// All numbers of the second array that are finite are those of the first.
fn agree<const N: usize>(careful: [f64; N], ieee: [Ieee; N]) -> Result<(), TestCaseError> {
    let ieee = ieee.map(|x| x.0);
    if ieee.iter().all(|x| x.is_finite()) {
        prop_assert_eq!(careful, ieee);
    }
    Ok(())
}

fn all_routes_agree<const N: usize>(
    steps: &[(usize, u8)],
    x: [f64; N],
) -> Result<(), TestCaseError> {
    if !formula(steps, x).is_finite() {
        return Ok(());
    }
    let at = x.map(Ieee);
    let careful = gradient(|x| formula(steps, x), x);
    agree(careful, gradient(|x| formula(steps, x), at))?;
    let mut tape = Tape::<f64, 64>::new();
    let careful = tape.gradient(|x| formula(steps, x), x);
    let mut tape = Tape::<Ieee, 64>::new();
    let ieee = tape.gradient(|x| formula(steps, x), at);
    agree(careful.expect("room"), ieee.expect("room"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn gradients_that_are_finite_are_those_with_strong_zeros(
        steps in steps(),
        x in prop::array::uniform3(coordinate()),
        more in prop::array::uniform7(coordinate()),
    ) {
        all_routes_agree(&steps, x)?;
        all_routes_agree(&steps, more)?;
    }

    #[test]
    fn hessians_that_are_finite_are_those_with_strong_zeros(
        steps in steps(),
        x in prop::array::uniform3(coordinate()),
        more in prop::array::uniform6(coordinate()),
    ) {
        fn check<const N: usize>(careful: [[f64; N]; N], ieee: [[Ieee; N]; N]) -> Result<(), TestCaseError> {
            if ieee.as_flattened().iter().all(|h| h.0.is_finite()) {
                // Where care was taken, products of three were taken in another order.
                for (careful, ieee) in careful.as_flattened().iter().zip(ieee.as_flattened()) {
                    let error = (careful - ieee.0).abs();
                    prop_assert!(error <= 8.0 * f64::EPSILON * careful.abs() + f64::MIN_POSITIVE, "{careful:e} {:e}", ieee.0);
                }
            }
            Ok(())
        }
        if formula(&steps, x).is_finite() {
            check(
                hessian(|x| formula(&steps, x), x),
                hessian(|x| formula(&steps, x), x.map(Ieee)),
            )?;
        }
        if formula(&steps, more).is_finite() {
            check(
                hessian(|x| formula(&steps, x), more),
                hessian(|x| formula(&steps, x), more.map(Ieee)),
            )?;
        }
    }
}

fn cone_and_line<R: Real>([x, y]: [R; 2]) -> R {
    x * y.sqrt()
}

#[test]
fn zero_times_infinity_is_nan_in_a_gradient_and_on_a_tape() {
    assert_eq!(gradient(cone_and_line, [0.0, 0.0]), [0.0, 0.0]);
    let [_, slope] = gradient(cone_and_line, [Ieee(0.0_f64); 2]);
    assert!(slope.0.is_nan());
    let mut tape = Tape::<Ieee, 8>::new();
    let [_, slope] = tape.gradient(cone_and_line, [Ieee(0.0); 2]).unwrap();
    assert!(slope.0.is_nan());
}

#[test]
fn products_that_underflow_on_the_way_have_their_slopes() {
    for x in [
        [1.3, 1e-100, 1e100, 1e-200, 1e-150],
        [1e-200, 1e100, 1e-200, 1.3, 1e-150],
    ] {
        let mut tape = Tape::<f64, 16>::new();
        let careful = tape.gradient(|x| x.into_iter().product(), x).unwrap();
        let mut tape = Tape::<Ieee, 16>::new();
        let ieee = tape.gradient(|x| x.into_iter().product(), x.map(Ieee));
        assert_eq!(ieee.unwrap().map(|slope| slope.0), careful);
        assert!(careful.iter().any(|slope| *slope != 0.0));
    }
}

#[test]
fn every_kind_of_derivative_can_be_asked_for() {
    fn f<R: Real>([x, y]: [R; 2]) -> R {
        x * x * y + y.sin()
    }
    let x = [Ieee(2.0), Ieee(0.0)];
    let [a, b] = hessian_vector_product(f, x, [Ieee(1.0), Ieee(0.5)]);
    assert_eq!([a.0, b.0], [2.0, 4.0]);
    let [[a, b]] = jacobian(|x: [Dual<Ieee, 2>; 2]| [f(x)], x);
    assert_eq!([a.0, b.0], [0.0, 5.0]);
    let [a, b] = separable::gradient([[0, 1]], |_, x: [Dual<Ieee, 2>; 2]| f(x), x).unwrap();
    assert_eq!([a.0, b.0], [0.0, 5.0]);
}
