//! Operators against their rules written with strong zeros and nothing else.

use super::*;
use crate::real::Real;

const SPECIAL: [f64; 12] = [
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
    f64::MIN_POSITIVE,
    5e-324,
];

/// All pairs of numbers with a special value and a special slope in slot `i`.
fn for_all_pairs<const N: usize>(check: impl Fn(Dual<f64, N>, Dual<f64, N>, usize)) {
    for (n, &u) in SPECIAL.iter().enumerate() {
        for &v in &SPECIAL {
            for &p in &SPECIAL {
                for &q in &SPECIAL {
                    let i = n % N;
                    let number = |value, slope| Dual {
                        value,
                        partials: core::array::from_fn(|j| if i == j { slope } else { 0.25 }),
                    };
                    check(number(u, p), number(v, q), i);
                }
            }
        }
    }
}

fn assert_same(actual: f64, expected: f64, what: &str) {
    let same = actual == expected || (actual.is_nan() && expected.is_nan());
    assert!(same, "{what}: {actual} instead of {expected}");
}

/// What is done in place is what the operators do.
fn in_place_is_the_same<const N: usize>() {
    for_all_pairs::<N>(|a, b, i| {
        let what = std::format!("{a:?}, {b:?}");
        let mut c = a;
        c *= b;
        let product: Dual<f64, N> = [a, b].into_iter().product();
        for number in [c, product] {
            assert_same(number.value, (a * b).value, &what);
            assert_same(number.partials[i], (a * b).partials[i], &what);
        }
        let sum: Dual<f64, N> = [a, b].into_iter().sum();
        assert_same(sum.value, (a + b).value, &what);
        assert_same(sum.partials[i], (a + b).partials[i], &what);
    });
}

#[test]
fn sums_and_products_of_many_are_those_of_two() {
    in_place_is_the_same::<1>();
    in_place_is_the_same::<3>();
    in_place_is_the_same::<6>();
    let nothing: Dual = [].into_iter().sum();
    assert_eq!(nothing.value.to_bits(), (-0.0_f64).to_bits());
    let one: Dual<f64, 6> = [].into_iter().product();
    assert_eq!((one.value, one.partials), (1.0, [0.0; 6]));
}

/// The rules of the operators as one would write them with strong zeros and nothing else.
fn operators_keep_zeros_strong<const N: usize>() {
    for_all_pairs::<N>(|a, b, i| {
        let (u, v, p, q) = (a.value, b.value, a.partials[i], b.partials[i]);
        let what = std::format!("u = {u}, v = {v}, u' = {p}, v' = {q}, {N} slots");

        let value = u * v;
        let slope = strong::product(p, strong::within(value, v))
            + strong::product(q, strong::within(value, u));
        assert_same((a * b).partials[i], slope, &std::format!("uv: {what}"));

        let value = u / v;
        let rest = strong::product(p, 1.0) + strong::product(q, -value);
        let slope = strong::quotient(rest, strong::within(value, v));
        assert_same((a / b).partials[i], slope, &std::format!("u/v: {what}"));

        let slope = strong::product(p, q);
        assert_same(
            a.chain(v, q).partials[i],
            slope,
            &std::format!("f(u): {what}"),
        );

        let (sin, cos) = Real::sin_cos(u);
        for (y, value, slope) in [(a.sin(), sin, cos), (a.cos(), cos, -sin)] {
            assert_same(y.value, value, &what);
            assert_same(y.partials[i], strong::product(p, slope), &what);
        }

        // A literal factor that is a number leaves a slope where it is, like a literal term.
        let factor = if is_ordinary(v) {
            v
        } else {
            strong::within(u * v, v)
        };
        let slope = strong::product(p, factor);
        assert_same((a * v).partials[i], slope, &std::format!("uk: {what}"));
    });
}

#[test]
fn zeros_are_strong_whatever_they_meet_and_however_many_slopes_there_are() {
    operators_keep_zeros_strong::<1>();
    operators_keep_zeros_strong::<2>();
    operators_keep_zeros_strong::<4>();
    operators_keep_zeros_strong::<5>();
}

#[test]
fn a_zero_meets_infinity_as_the_documentation_says() {
    let at = |value| Dual::<f64>::variable(value);
    assert_eq!((at(0.0).sqrt() * at(0.0).sqrt()).slope(), 0.0);
    let (x, y) = (Dual::variable_at(0.0, 0), Dual::variable_at(0.0, 1));
    assert_eq!((x * Real::sqrt(y)).partials, [0.0, 0.0]);
    assert_eq!((Dual::<f64>::lift(0.0).ln() + at(2.0)).slope(), 1.0);
    assert!((at(0.0) * Dual::lift(f64::INFINITY)).slope().is_nan());
}
