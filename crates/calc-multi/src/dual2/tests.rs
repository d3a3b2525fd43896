//! Second-order numbers against formulas, jets and closed forms.

use calc_scalar::{Real, second_derivative};
use proptest::prelude::*;

use super::*;
use crate::hessian;
use crate::zoo::assert_close;

/// Every function of two arguments against an equivalent formula of functions of one.
#[test]
fn functions_of_two_arguments_bend_as_their_formulas_do() {
    let x = [0.8, 1.7_f64];
    let pairs = [
        (
            hessian(|[x, y]| x.pow(y), x),
            hessian(|[x, y]| (y * x.ln()).exp(), x),
        ),
        (
            hessian(|[x, y]| x.hypot(y), x),
            hessian(|[x, y]| (x * x + y * y).sqrt(), x),
        ),
        (
            hessian(|[x, y]| y.atan2(x), x),
            hessian(|[x, y]| (y / x).atan(), x),
        ),
        (
            hessian(|[x, y]| (x * y).max(x), x),
            hessian(|[x, y]| x * y, x),
        ),
    ];
    for (actual, expected) in pairs {
        assert_close(actual.as_flattened(), expected.as_flattened(), 32.0);
    }
}

/// Second derivatives of one variable, against jets, on every kind of operation.
fn all_operations<R: Real>(x: R) -> R {
    let (s, c) = (0.5 * x).sin_cos();
    let q = (1.0 - x / 3.0) / (x.exp() + 2.0) - 3.0 / (x * x + 1.0);
    (q * s - c).tanh() * x.logistic() - -(x.powi(3) * 0.1) + x.hypot(R::constant(2.0))
}

proptest! {
    #[test]
    fn one_variable_agrees_with_the_jet(x in -3.0..3.0_f64) {
        let [[curvature]] = hessian(|[x]| all_operations(x), [x]);
        assert_close(&[curvature], &[second_derivative(all_operations, x)], 32.0);
    }

    #[test]
    fn the_hessian_is_symmetric_to_the_last_bit(x in prop::array::uniform3(0.1..3.0_f64)) {
        let h = hessian(
            |[x, y, z]| (((x * y).sin() + 2.0) / (z + x).sqrt()).pow(y + 2.0) * x.atan2(z * y) / (x + y),
            x,
        );
        for (i, j) in [(0, 1), (0, 2), (1, 2)] {
            prop_assert_eq!(h[i][j].to_bits(), h[j][i].to_bits());
            prop_assert!(h[i][j].is_finite());
        }
    }
}

/// Two numbers with a special entry each: a value, a slope or a second derivative.
fn special_pairs<const N: usize, const D: usize>(
    mut check: impl FnMut(Dual2<f64, N, D>, Dual2<f64, N, D>),
) {
    const SPECIAL: [f64; 6] = [0.0, -0.0, f64::INFINITY, f64::NAN, 1e300, 0.5];
    let number = |seed: f64, special: f64, place: usize| {
        let mut number = Dual2::<f64, N, D>::lift(seed);
        let numbers = number.gradient.iter_mut();
        let numbers = numbers.chain(number.diagonals.as_flattened_mut());
        for (k, entry) in numbers.chain([&mut number.value]).enumerate() {
            *entry = if k == place {
                special
            } else {
                seed - 0.125 * k as f64
            };
        }
        number
    };
    for p in 0..=N * (D + 1) {
        for q in [0, N - 1, N, N + 1, 2 * N, N * (D + 1) - 1, N * (D + 1)] {
            for a in SPECIAL {
                for b in SPECIAL {
                    check(number(1.5, a, p), number(-2.5, b, q));
                }
            }
        }
    }
}

fn assert_same_number<const N: usize, const D: usize>(
    a: Dual2<f64, N, D>,
    b: Dual2<f64, N, D>,
    what: &str,
) {
    let same = |a: f64, b: f64| a == b || (a.is_nan() && b.is_nan());
    let slopes = a.gradient.iter().zip(&b.gradient);
    let second = a
        .diagonals
        .as_flattened()
        .iter()
        .zip(b.diagonals.as_flattened());
    let all = slopes.chain(second).all(|(&a, &b)| same(a, b));
    assert!(
        all && same(a.value, b.value),
        "{what}: {a:?} instead of {b:?}"
    );
}

/// Numbers of few variables are multiplied in registers, of more in place.
fn products_are_the_same_with_care_and_without<const N: usize, const D: usize>() {
    special_pairs::<N, D>(|a, b| {
        let careful = a.product_with_care(b);
        assert_same_number(a * b, careful, "a·b");
        let mut c = a;
        c *= b;
        assert_same_number(c, careful, "a *= b");
        assert_same_number([a, b].into_iter().product(), careful, "∏");
    });
}

#[test]
fn every_way_to_multiply_takes_care() {
    products_are_the_same_with_care_and_without::<2, 2>();
    products_are_the_same_with_care_and_without::<4, 3>();
    products_are_the_same_with_care_and_without::<5, 3>();
    products_are_the_same_with_care_and_without::<6, 4>();
    products_are_the_same_with_care_and_without::<7, 4>();
}

#[test]
fn zero_derivatives_stay_zero_next_to_infinite_ones() {
    let h = hessian(|[x, y]| x.sqrt() * 2.0 + y * y, [0.0_f64, 3.0]);
    assert_eq!(h, [[f64::NEG_INFINITY, 0.0], [0.0, 2.0]]);
    let h = hessian(|[x, y]| (x * 0.0).sqrt() + y * y / 0.5, [1.0_f64, 3.0]);
    assert_eq!(h[1], [0.0, 4.0]);
}

#[test]
fn curvatures_are_right_far_out_and_at_edges() {
    let curvature = |f: fn(Dual2<f64, 1>) -> Dual2<f64, 1>, x| hessian(|[x]| f(x), [x])[0][0];
    assert_eq!(curvature(Real::tanh, 800.0), 0.0);
    assert_eq!(curvature(Real::logistic, -800.0), 0.0);
    assert_eq!(curvature(Real::abs, 0.0), 0.0);
    assert_eq!(curvature(|x| x.powi(2), 0.0), 2.0);
    assert_eq!(curvature(|x| x.powf(2.0), 0.0), 2.0);
    assert_eq!(curvature(Real::sqrt, 0.0), f64::NEG_INFINITY);
    assert_eq!(curvature(Real::ln, 0.0), f64::NEG_INFINITY);
    assert!(curvature(Real::ln, -1.0).is_nan());
    assert!(curvature(Real::atanh, 2.0).is_nan());
}

/// A product looks at its end alone whether it needs care, and then has what products of two have.
#[test]
fn a_product_of_many_has_the_bits_of_products_of_two() {
    const SPECIAL: [f64; 11] = [
        0.0,
        -0.0,
        1.0,
        -2.5,
        0.3,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
        f64::MAX,
        -1e-300,
        5e-324,
    ];
    fn check<const N: usize, const D: usize>() {
        let special = |k: usize| SPECIAL[k % SPECIAL.len()];
        let mut k = 0;
        for &value in &SPECIAL {
            for &slope in &SPECIAL {
                for place in 0..6 {
                    let number = |i: usize| {
                        let mut x = Dual2::<f64, N, D>::variable_at(0.7 - 0.4 * i as f64, i % N);
                        x = x.sin() * x;
                        if i == place {
                            k += 1;
                            x.value = value;
                            x.gradient[k % N] = slope;
                            x.diagonals[k % D][k / 7 % N] = special(k / 5);
                        }
                        x
                    };
                    let factors: [_; 6] = array::from_fn(number);
                    for count in 1..=factors.len() {
                        let factors = factors.into_iter().take(count);
                        let by_two = factors.clone().reduce(|u, v| u * v).unwrap();
                        let product: Dual2<f64, N, D> = factors.product();
                        assert_eq!(bits(product), bits(by_two), "{value} {slope} {k} {count}");
                    }
                }
            }
        }
    }
    check::<1, 1>();
    check::<2, 2>();
    check::<3, 2>();
    check::<4, 3>();
    check::<5, 3>();
    check::<6, 4>();
    let nothing: Dual2<f64, 3, 2> = [].into_iter().product();
    assert_eq!(bits(nothing), bits(Dual2::lift(1.0)));
}

/// A single −0 keeps its sign as a value and loses it as a slope, whatever way terms are added.
#[test]
fn a_sum_of_many_has_the_bits_of_sums_of_two() {
    fn check<const N: usize, const D: usize>() {
        let number = |value: f64, i: usize| {
            let x = Dual2::<f64, N, D>::variable_at(value, i);
            x * x * -0.3 - x.sin()
        };
        let terms = [number(0.7, 0), number(-0.0, 1), number(-1.3, N - 1)];
        for count in 0..=terms.len() {
            let terms = terms.into_iter().take(count);
            let start = Dual2::constant(-0.0);
            let by_two = terms.clone().fold(start, |sum, term| sum + term);
            assert_eq!(bits(terms.sum()), bits(by_two));
        }
    }
    check::<2, 2>();
    check::<5, 3>();
    check::<6, 4>();
    check::<8, 5>();
    check::<9, 5>();
}

/// All bits of a number; one NaN is as good as another.
fn bits<const N: usize, const D: usize>(y: Dual2<f64, N, D>) -> (u64, [u64; N], [[u64; N]; D]) {
    let bits = |y: f64| if y.is_nan() { f64::NAN } else { y }.to_bits();
    (
        bits(y.value),
        y.gradient.map(bits),
        y.diagonals.map(|row| row.map(bits)),
    )
}
