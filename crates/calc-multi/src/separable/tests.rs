//! Sums of small terms against the same sums as functions of all coordinates, and on paper.

use std::string::ToString;
use std::vec::Vec;

use calc_scalar::{Dual, Real};
use proptest::prelude::*;

use super::*;
use crate::zoo::{self, assert_close};
use crate::{Dual2, Tape};

fn link<R: Real>([a, b]: [R; 2]) -> R {
    (1.0 - a).powi(2) + 100.0 * (b - a.powi(2)).powi(2)
}

fn chain<const N: usize>() -> impl Iterator<Item = [usize; 2]> {
    (1..N).map(|i| [i - 1, i])
}

/// Three coordinates, none of which enters like another, and a constant that depends on the term.
fn triple<R: Real>(t: usize, [a, b, c]: [R; 3]) -> R {
    let k = 1.0 + 0.25 * f64::from(u8::try_from(t % 4).unwrap_or(0));
    (a * b).sin() * k + c.powi(3) * a - (0.5 * b).exp()
}

/// The sum of [`triple`] as a function of all coordinates.
fn whole<R: Real, const N: usize>(places: &[[usize; 3]], x: [R; N]) -> R {
    let terms = places.iter().enumerate();
    terms.map(|(t, at)| triple(t, at.map(|i| x[i]))).sum()
}

/// Numbers that agree up to rounding in a sum of some twenty terms of size ten.
fn assert_near(actual: &[f64], expected: &[f64]) {
    assert_eq!(actual.len(), expected.len());
    for (a, e) in actual.iter().zip(expected) {
        assert!((a - e).abs() <= 1e-12 * e.abs().max(100.0), "{a} for {e}");
    }
}

fn any_places() -> impl Strategy<Value = Vec<[usize; 3]>> {
    prop::collection::vec(prop::array::uniform3(0..6_usize), 0..20)
}

#[test]
fn the_chain_has_the_derivatives_found_on_paper() {
    let x = [0.7, -1.2, 2.0, 0.1];
    let slopes = gradient(chain::<4>(), |_, x| link(x), x).unwrap();
    assert_close(&slopes, &zoo::rosenbrock_gradient(x), 64.0);
    let matrix = hessian(chain::<4>(), |_, x| link(x), x).unwrap();
    let expected = zoo::rosenbrock_hessian(x);
    assert_close(matrix.as_flattened(), expected.as_flattened(), 64.0);
}

#[test]
fn a_wrong_place_would_be_seen() {
    let x = [0.7, -1.2, 2.0, 0.1];
    let shifted = [[0, 1], [1, 2], [3, 2]];
    let slopes = gradient(shifted, |_, x| link(x), x).unwrap();
    assert!((slopes[3] - zoo::rosenbrock_gradient(x)[3]).abs() > 1.0);
}

proptest! {
    #[test]
    fn sums_of_terms_have_the_derivatives_of_the_whole(
        places in any_places(),
        x in prop::array::uniform6(-2.0..2.0_f64),
        v in prop::array::uniform6(-2.0..2.0_f64),
    ) {
        let at = || places.iter().copied();
        let (value, slopes) = value_and_gradient(at(), triple::<Dual<f64, 3>>, x).unwrap();
        let (whole_value, whole_slopes) = crate::value_and_gradient(|x| whole(&places, x), x);
        assert_near(&[value], &[whole_value]);
        assert_near(&slopes, &whole_slopes);
        let mut tape = Tape::<f64, 512>::new();
        assert_near(&slopes, &tape.gradient(|x| whole(&places, x), x).unwrap());

        let matrix = hessian(at(), triple::<Dual2<f64, 3, 2>>, x).unwrap();
        let expected = crate::hessian(|x: [Dual2<f64, 6, 4>; 6]| whole(&places, x), x);
        assert_near(matrix.as_flattened(), expected.as_flattened());

        let product = hessian_vector_product(at(), triple::<Dual<Dual, 3>>, x, v).unwrap();
        let expected = matrix.map(|row| row.iter().zip(v).map(|(h, v)| h * v).sum::<f64>());
        assert_near(&product, &expected);
    }

    #[test]
    fn normal_equations_are_those_of_the_jacobian(
        places in any_places(),
        x in prop::array::uniform6(-1.0..1.0_f64),
    ) {
        let fit = gauss_newton(places.iter().copied(), triple::<Dual<f64, 3>>, x).unwrap();
        let (mut value, mut slopes, mut matrix) = (0.0, [0.0; 6], [[0.0; 6]; 6]);
        for (t, at) in places.iter().enumerate() {
            // One row of the Jacobian, with all of its zeros.
            let (r, row) = crate::value_and_gradient(|x| triple(t, at.map(|i| x[i])), x);
            value += 0.5 * r * r;
            for i in 0..6 {
                slopes[i] += row[i] * r;
                for j in 0..6 {
                    matrix[i][j] += row[i] * row[j];
                }
            }
        }
        assert_near(&[fit.value], &[value]);
        assert_near(&fit.gradient, &slopes);
        assert_near(fit.matrix.as_flattened(), matrix.as_flattened());
    }

    #[test]
    fn linear_terms_have_the_derivatives_of_the_whole(
        rows in prop::collection::vec(prop::array::uniform4(-2.0..2.0_f64), 0..12),
        x in prop::array::uniform4(-1.0..1.0_f64),
        v in prop::array::uniform4(-1.0..1.0_f64),
    ) {
        fn loss<R: Real>(t: usize, z: R) -> R {
            if t.is_multiple_of(2) { z.softplus() } else { (-z).softplus() + 0.1 * z.powi(2) }
        }
        fn all<R: Real>(rows: &[[f64; 4]], x: [R; 4]) -> R {
            let z = |row: &[f64; 4]| row.iter().zip(x).map(|(&a, x)| a * x).sum();
            rows.iter().enumerate().map(|(t, row)| loss(t, z(row))).sum()
        }
        let (value, slopes) = linear::value_and_gradient(&rows, loss::<Dual>, x).unwrap();
        let (whole_value, whole_slopes) = crate::value_and_gradient(|x| all(&rows, x), x);
        assert_near(&[value], &[whole_value]);
        assert_near(&slopes, &whole_slopes);
        let matrix = linear::hessian(&rows, loss, x).unwrap();
        let expected = crate::hessian(|x: [Dual2<f64, 4, 3>; 4]| all(&rows, x), x);
        assert_near(matrix.as_flattened(), expected.as_flattened());
        let product = linear::hessian_vector_product(&rows, loss, x, v).unwrap();
        assert_near(&product, &expected.map(|row| row.iter().zip(v).map(|(h, v)| h * v).sum()));
    }
}

#[test]
fn one_coordinate_may_stand_at_two_places_of_a_term() {
    let slopes = gradient([[1, 1]], |_, [a, b]| a * b, [5.0, 3.0]);
    assert_eq!(slopes, Ok([0.0, 6.0]));
    let matrix = hessian([[1, 1]], |_, [a, b]| a * b, [5.0, 3.0]);
    assert_eq!(matrix, Ok([[0.0, 0.0], [0.0, 2.0]]));
}

#[test]
fn sums_without_terms_and_points_without_coordinates_are_zero() {
    let none: [[usize; 2]; 0] = [];
    let sum = value_and_gradient(none, |_, [a, b]| a * b, [5.0, 3.0]);
    assert_eq!(sum, Ok((0.0, [0.0, 0.0])));
    let fit = gauss_newton([[]], |_, []| Dual::lift(2.0_f64), []).unwrap();
    assert_eq!(fit.value, 2.0);
}

#[test]
fn a_place_that_does_not_exist_is_named_by_every_routine() {
    let (places, x) = ([[0, 1], [1, 2]], [1.0, 2.0]);
    let expected = BadShape::Place {
        term: 1,
        place: 2,
        length: 2,
    };
    assert_eq!(gradient(places, |_, [a, b]| a * b, x), Err(expected));
    assert_eq!(hessian(places, |_, [a, b]| a * b, x), Err(expected));
    let product = hessian_vector_product(places, |_, [a, b]| a * b, x, x);
    assert_eq!(product, Err(expected));
    assert_eq!(gauss_newton(places, |_, [a, b]| a * b, x), Err(expected));
}

#[test]
fn memory_of_another_length_is_refused_and_left_alone() {
    let x = [1.0, 2.0];
    let mut short = [7.0];
    let refused = value_and_gradient_into([[0, 1]], |_, [a, b]| a * b, &x, &mut short);
    let message = "room for 1 numbers was given where the point asks for 2";
    assert_eq!(refused.unwrap_err().to_string(), message);
    assert_eq!(short, [7.0]);
    let mut matrix = [0.0; 3];
    let refused = gauss_newton_into([[0, 1]], |_, [a, b]| a * b, &x, &mut [0.0; 2], &mut matrix);
    assert_eq!(
        refused,
        Err(BadShape::Length {
            expected: 4,
            found: 3
        })
    );
    let rows: [&[f64]; 2] = [&[1.0, 2.0], &[1.0]];
    let refused = linear::gradient(rows, |_, z| z, x).unwrap_err();
    let message = "the row of term 1 has 1 factors, but the point has 2 coordinates";
    assert_eq!(refused.to_string(), message);
}

#[test]
fn a_singular_term_spoils_only_the_coordinates_it_looks_at() {
    let root = |_, [a, b]: [Dual<f64, 2>; 2]| a.sqrt() * 2.0 + b;
    let slopes = gradient([[0, 1], [2, 1]], root, [0.0, 1.0, -1.0]).unwrap();
    assert_eq!(slopes[..2], [f64::INFINITY, 2.0]);
    assert!(slopes[2].is_nan());
    // Zeros are strong: the row's zero against the vertical tangent.
    let slopes = linear::gradient([[0.0, 1.0]], |_, z| z.sqrt(), [3.0, 0.0]);
    assert_eq!(slopes, Ok([0.0, f64::INFINITY]));
}

#[test]
fn single_precision_works_with_its_own_literals() {
    let slopes = gradient([[0, 1]], |_, [a, b]| 2.0_f32 * a * b, [3.0_f32, 0.5]);
    assert_eq!(slopes, Ok([1.0, 6.0]));
}
