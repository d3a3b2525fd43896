//! Operations of many operands, against chains of operations of two.

use calc_scalar::{Dual, Real};
use proptest::prelude::*;

use crate::gradient;
use crate::reverse::{Tape, Var};
use crate::zoo::assert_close;

proptest! {
    #[test]
    fn one_operation_has_the_gradient_of_the_chain(
        x in prop::array::uniform5(-3.0..3.0_f64),
        w in prop::array::uniform5(-3.0..3.0_f64),
    ) {
        let mut tape = Tape::<f64, 64>::new();
        let (norm, slopes) = tape.value_and_gradient(|x| Real::norm(&x), x).unwrap();
        assert_close(&slopes, &x.map(|x| x / norm), 4.0);
        assert_close(&slopes, &gradient(|x| Real::norm(&x), x), 16.0);

        let slopes = tape.gradient(|x| Real::logsumexp(&x), x).unwrap();
        assert_close(&slopes, &gradient(|x| Real::logsumexp(&x), x), 16.0);
        assert_close(&[slopes.iter().sum::<f64>()], &[1.0], 16.0);

        prop_assert_eq!(tape.gradient(|x| Real::combination(&w, &x), x), Ok(w));
        prop_assert_eq!(tape.gradient(|x| Real::total(&x), x), Ok([1.0; 5]));
        let constants = w.map(Var::constant);
        prop_assert_eq!(tape.gradient(|x| Real::dot(&constants, &x), x), Ok(w));
        prop_assert_eq!(tape.used(), 5 + 4);
        prop_assert_eq!(tape.gradient(|x| Real::dot(&x, &x), x), Ok(x.map(|x| 2.0 * x)));
    }
}

proptest! {
    #[test]
    fn a_product_of_any_length_has_the_gradient_of_forward_mode(
        x in prop::array::uniform20(0.5..2.0_f64),
        signs in any::<u32>(),
        length in 0..21_usize,
        constants in any::<u32>(),
    ) {
        let x = core::array::from_fn(|i| if signs >> i & 1 == 1 { -x[i] } else { x[i] });
        // One of sixteen is a constant, one of eight is stretched and moved.
        fn product<R: Real>(x: [R; 20], length: usize, constants: u32) -> R {
            let mut constants = constants;
            let factor = |x: R| {
                constants = constants.rotate_right(1);
                match constants % 16 {
                    0 => R::constant(1.25),
                    1 | 2 => 0.5 - 2.0 * x,
                    _ => x,
                }
            };
            x.into_iter().take(length).map(factor).product()
        }
        let mut tape = Tape::<f64, 64>::new();
        let (value, slopes) = tape.value_and_gradient(|x| product(x, length, constants), x).unwrap();
        prop_assert_eq!(value.to_bits(), product(x, length, constants).to_bits());
        assert_close(&slopes, &gradient(|x| product(x, length, constants), x), 64.0);
        // Never more places than a chain of products of two takes.
        prop_assert!(tape.used() <= 20 + length.saturating_sub(1));
    }
}

#[test]
fn a_product_is_one_operation_for_fifteen_more_factors() {
    let mut tape = Tape::<f64, 64>::new();
    for (factors, places) in [
        (1, 0),
        (2, 1),
        (3, 2),
        (7, 5),
        (8, 5),
        (16, 9),
        (17, 10),
        (20, 13),
    ] {
        tape.gradient(|x| x.into_iter().take(factors).product(), [1.5; 20])
            .unwrap();
        assert_eq!(tape.used(), 20 + places, "{factors} factors");
    }
}

#[test]
fn a_product_takes_care_at_zeros_and_infinities_as_a_chain_does() {
    let mut tape = Tape::<f64, 64>::new();
    for special in [0.0, -0.0, f64::INFINITY, f64::NAN, 1e-320, 1e300] {
        for first in 0..9 {
            for second in 0..9 {
                let mut x = [0.5, -2.0, 3.0, 1.5, -0.25, 4.0, 1e10, 0.125, 7.0];
                x[first] = special;
                x[second] = 0.0;
                let whole = tape.gradient(|x| x.into_iter().product(), x).unwrap();
                let chain = tape.gradient(|x| x.into_iter().reduce(|p, x| p * x).unwrap(), x);
                let expected = chain.unwrap();
                let same = |(a, b): (&f64, &f64)| a == b || a.is_nan() && b.is_nan();
                assert!(
                    whole.iter().zip(&expected).all(same),
                    "{x:?}: {whole:?}, {expected:?}"
                );
            }
        }
    }
    // √x is vertical at 0, and 0 wins: the slope along x is 0 as long as another factor is 0.
    let slopes = tape.gradient(
        |[x, y]| [x.sqrt(), y, y, y, y, y, y, y, y].into_iter().product(),
        [0.0, 0.0],
    );
    assert_eq!(slopes, Ok([0.0, 0.0]));
}

#[test]
fn a_product_of_two_tapes_has_no_slope() {
    let mut outer = Tape::<f64, 16>::new();
    let slopes = outer.gradient(
        |[x]| {
            let mut inner = Tape::<f64, 32>::new();
            let mixed = inner.gradient(
                |[y]| [y, y, y, x, y, y, y, y, y].into_iter().product(),
                [2.0],
            );
            assert!(mixed.unwrap()[0].is_nan());
            x * 3.0
        },
        [1.0],
    );
    assert_eq!(slopes, Ok([3.0]));
}

#[test]
fn values_have_the_bits_of_plain_floats() {
    let x = [0.1, -0.7, 1e-3, 3.3, 2.2];
    let mut tape = Tape::<f64, 64>::new();
    let mut run = tape
        .record(
            |x| {
                [
                    Real::total(&x),
                    Real::dot(&x, &x),
                    Real::combination(&[0.3; 5], &x),
                    Real::norm(&x),
                    Real::logsumexp(&x),
                ]
            },
            x,
        )
        .unwrap();
    let plain = [
        f64::total(&x),
        f64::dot(&x, &x),
        f64::combination(&[0.3; 5], &x),
        f64::norm(&x),
        f64::logsumexp(&x),
    ];
    assert_eq!(run.values().map(f64::to_bits), plain.map(f64::to_bits));
    assert!(run.jacobian().as_flattened().iter().all(|s| s.is_finite()));
}

#[test]
fn kinks_and_infinities_are_those_of_the_conventions() {
    let mut tape = Tape::<f64, 64>::new();
    assert_eq!(tape.gradient(|x| Real::norm(&x), [0.0; 3]), Ok([0.0; 3]));
    let slopes = tape
        .gradient(|x| Real::norm(&x), [3e200, 4e200, 0.0])
        .unwrap();
    assert_close(&slopes, &[0.6, 0.8, 0.0], 4.0);
    let infinite = [f64::NEG_INFINITY, 1.0, f64::INFINITY];
    let slopes = tape.gradient(|x| Real::logsumexp(&x), infinite);
    assert_eq!(slopes, Ok([0.0, 0.0, 1.0]));
    // Zero against an infinite slope is zero in operations of many operands, too.
    let slopes = tape.gradient(
        |[x, y, z]| Real::combination(&[0.0, 1.0, 1.0], &[x.sqrt(), y, z]),
        [0.0, 1.0, 2.0],
    );
    assert_eq!(slopes, Ok([0.0, 1.0, 1.0]));
    let slopes = tape.gradient(
        |[x, y, z]| Real::dot(&[x, y, z], &[y.sqrt(), x, z]),
        [0.0, 0.0, 2.0],
    );
    assert_eq!(slopes, Ok([0.0, 0.0, 4.0]));
    // A product that is NaN has no slope; the others keep theirs.
    let slopes = tape
        .gradient(
            |[x, y, z]| Real::combination(&[0.0, 1.0, 1.0], &[x, y, z]),
            [f64::INFINITY, 1.0, 2.0],
        )
        .unwrap();
    assert!(slopes[0].is_nan());
    assert_eq!(slopes[1..], [1.0, 1.0]);
}

#[test]
fn lengths_that_differ_are_not_a_number() {
    let mut tape = Tape::<f64, 64>::new();
    let (value, _) = tape
        .value_and_gradient(|[x, y]| Real::dot(&[x, y], &[x]), [1.0, 2.0])
        .unwrap();
    assert!(value.is_nan());
    let (value, _) = tape
        .value_and_gradient(|[x, y]| Real::combination(&[1.0], &[x, y]), [1.0, 2.0])
        .unwrap();
    assert!(value.is_nan());
}

#[test]
fn numbers_of_another_tape_have_no_slope_among_many() {
    let mut outer = Tape::<f64, 16>::new();
    let slopes = outer.gradient(
        |[x]| {
            let mut inner = Tape::<f64, 16>::new();
            let mixed = inner.gradient(|[y]| Real::total(&[y, y, x]), [2.0]);
            assert!(mixed.unwrap()[0].is_nan());
            x * 3.0
        },
        [1.0],
    );
    assert_eq!(slopes, Ok([3.0]));
}

#[test]
fn a_statement_is_one_operation_whatever_happens_in_it() {
    let block = |[a, b, c]: [Dual<f64, 3>; 3]| (a * b).sin() / (c * c + 1.0) - a.exp();
    let whole = |[a, b, c]: [Dual<f64, 3>; 3]| (a * b).sin() / (c * c + 1.0) - a.exp();
    let x = [0.5, -1.0, 2.0];
    let mut tape = Tape::<f64, 8>::new();
    let slopes = tape.gradient(|x| Var::statement(x, block), x).unwrap();
    assert_eq!(slopes, gradient(whole, x));
    assert_eq!(tape.used(), 3 + 3);
    // Constant factors go through; constants and repeated inputs are allowed.
    let slopes = tape.gradient(
        |[x, y]| {
            let inputs = [2.0 * x, -x, Var::constant(3.0)];
            y * Var::statement(inputs, |[a, b, c]| a * b * c)
        },
        [1.0, 10.0],
    );
    assert_eq!((slopes, tape.used()), (Ok([-120.0, -6.0]), 4));
}

#[test]
fn the_slopes_of_a_norm_that_overflows_are_those_of_the_direction() {
    let x = [1.7e308, -1e308, -0.5];
    let mut tape = Tape::<f64, 16>::new();
    let (norm, slopes) = tape.value_and_gradient(|x| Real::norm(&x), x).unwrap();
    assert_eq!(norm, f64::INFINITY);
    let (a, b) = (1.7 / Real::hypot(1.7, 1.0), -1.0 / Real::hypot(1.7, 1.0));
    assert_close(&slopes, &[a, b, 0.0], 4.0);
}

#[test]
fn the_norm_on_a_tape_has_the_slopes_of_forward_mode_at_the_ends_of_the_range() {
    let inf = f64::INFINITY;
    for point in [
        [inf, 1.0, 2.0],
        [1.0, -inf, 0.0],
        [inf, -inf, 3.0],
        [inf, inf, -inf],
        [inf, f64::NAN, 0.0],
        [5e-324, 0.0, 0.0],
        [3.3e-320, -1e-319, 2e-321],
        [1e308, -1.5e308, 1e300],
        [0.0, 0.0, 0.0],
    ] {
        let mut tape = Tape::<f64, 6>::new();
        let reverse = tape.gradient(|x| Real::norm(&x), point).expect("room");
        let forward = gradient(|x| Real::norm(&x), point);
        for (a, b) in reverse.into_iter().zip(forward) {
            let both_nan = a.is_nan() && b.is_nan();
            assert!(
                both_nan || (a - b).abs() <= 3e-16,
                "{point:?}: {reverse:?} {forward:?}"
            );
        }
    }
}

/// Shares of a softmax, where the value of their logarithm has few digits behind the point, or none.
#[test]
fn logsumexp_on_a_tape_has_shares_with_all_their_digits_far_out() {
    for far in [0.0_f64, 700.0, -1e6, 1e12, -1e16, 1e300] {
        let mut tape = Tape::<f64, 6>::new();
        let shares = tape.gradient(|x| Real::logsumexp(&x), [far, far, far]);
        for share in shares.expect("room") {
            assert!((share - 1.0 / 3.0).abs() <= 2e-16, "at {far:e}: {share}");
        }
    }
    let near = [3.0_f32, 1.0, 2.5];
    let at = |x: [f32; 3]| Tape::<f32, 6>::new().gradient(|x| Real::logsumexp(&x), x);
    let (close, far) = (
        at(near).expect("room"),
        at(near.map(|x| x + 8192.0)).expect("room"),
    );
    for (close, far) in close.into_iter().zip(far) {
        assert!(
            (close / far - 1.0).abs() <= 4.0 * f32::EPSILON,
            "{close} {far}"
        );
    }
}
