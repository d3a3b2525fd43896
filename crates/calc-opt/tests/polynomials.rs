//! Real roots of polynomials against certified ones, and polynomials that are not nice.

#![allow(clippy::float_cmp, reason = "tests assert exact values on purpose")]

mod collections {
    pub(crate) mod random;
}

use calc_opt::root::polynomial::{
    PolynomialError, RealRoots, complex_roots, real_roots, real_roots_with,
};
use calc_scalar::{Float, Real};
use collections::random::Random;
use proptest::prelude::*;

/// A polynomial of degree 20 at most, its real roots, and how far `numpy.roots` is from them.
struct Case {
    name: String,
    coefficients: [f64; 21],
    roots: Vec<(f64, u32)>,
    numpy: Option<f64>,
    /// Those above the real axis.
    pairs: Vec<[f64; 2]>,
}

/// `-0x1.8p+3` and the like.
fn hexadecimal(text: &str) -> f64 {
    let negative = text.starts_with('-');
    let digits = text.trim_start_matches('-').trim_start_matches("0x");
    let (mantissa, exponent) = digits.split_once('p').expect("an exponent");
    let mantissa = mantissa.replace('.', "");
    let places = 4 * (i32::try_from(mantissa.len()).expect("short") - 1);
    let whole = u64::from_str_radix(&mantissa, 16).expect("digits");
    let exponent: i32 = exponent.parse().expect("a number");
    // Two steps, so that the power is not too small.
    let size = whole as f64 * Real::powi(2.0, -places) * Real::powi(2.0, exponent);
    if negative { -size } else { size }
}

fn cases() -> Vec<Case> {
    include_str!("data/polynomials.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let parts: Vec<_> = line.split(';').map(str::trim).collect();
            let [name, terms, roots, numpy, pairs] = parts[..] else {
                panic!("{line}")
            };
            let mut coefficients = [0.0; 21];
            for (c, text) in coefficients.iter_mut().zip(terms.split_whitespace()) {
                *c = hexadecimal(text);
            }
            let root = |text: &str| {
                let (x, m) = text.split_once(':').expect("a multiplicity");
                (x.parse().expect("a root"), m.parse().expect("a count"))
            };
            Case {
                name: name.to_owned(),
                coefficients,
                roots: roots.split_whitespace().map(root).collect(),
                numpy: numpy.parse().ok(),
                pairs: pairs
                    .split_whitespace()
                    .map(|text| {
                        let (re, im) = text.split_once(':').expect("two parts");
                        [re, im].map(|part| part.parse().expect("a number"))
                    })
                    .collect(),
            }
        })
        .collect()
}

/// The distance in units of `ε·|x|`.
fn ulps(x: f64, expected: f64) -> f64 {
    if x == expected {
        0.0
    } else {
        ((x - expected) / expected).abs() / f64::EPSILON
    }
}

fn assert_roots(case: &Case, found: &RealRoots<f64, 21>, tolerance: f64) {
    let name = &case.name;
    let shown: Vec<_> = found.iter().map(|r| (r.x, r.multiplicity)).collect();
    assert_eq!(
        shown.len(),
        case.roots.len(),
        "{name}: {shown:?} {:?}",
        case.roots
    );
    for (&(x, m), &(expected, multiplicity)) in shown.iter().zip(&case.roots) {
        assert_eq!(m, multiplicity, "{name}: {shown:?}");
        let error = ulps(x, expected);
        assert!(
            error <= tolerance,
            "{name}: {x:e} is {error} ε from {expected:e}"
        );
    }
}

#[test]
fn all_real_roots_with_their_multiplicities_are_those_of_the_polynomial_as_given() {
    let cases = cases();
    assert!(cases.len() > 60);
    for case in &cases {
        let found = real_roots_with(case.coefficients, 0.0).unwrap();
        assert_roots(case, &found, 4.0);
    }
}

#[test]
fn with_rounded_coefficients_only_what_rounding_cannot_tell_apart_is_counted_as_one() {
    // Kahan's two roots differ by 3·10⁻⁸, and coefficients by half an ulp could unite them.
    for case in cases()
        .iter()
        .filter(|case| case.name != "Kahan's quadratic")
    {
        let found = real_roots(case.coefficients).unwrap();
        assert_roots(case, &found, 4.0);
    }
}

#[test]
fn eigenvalues_of_the_companion_matrix_are_never_better() {
    let mut worse = 0;
    for case in cases() {
        let found = real_roots_with(case.coefficients, 0.0).unwrap();
        let pairs = found.iter().zip(&case.roots);
        let error = pairs.map(|(r, &(x, _))| ulps(r.x, x)).fold(0.0, f64::max);
        if let Some(numpy) = case.numpy {
            assert!(error <= (numpy / f64::EPSILON).max(4.0), "{}", case.name);
            worse += u32::from(numpy > 1e6 * f64::EPSILON);
        }
    }
    assert!(worse > 5, "{worse}");
}

#[test]
fn decimal_coefficients_of_a_multiple_root_give_one() {
    // (x − 0.1)ⁿ, expanded by hand: none of the coefficients is a float.
    let check = |coefficients: [f64; 6], multiplicity: u32, size: f64| {
        let roots = real_roots(coefficients).unwrap();
        assert_eq!(roots.len(), 1, "{roots:?}");
        assert_eq!(roots[0].multiplicity, multiplicity);
        assert!((roots[0].x - size).abs() < 1e-15, "{roots:?}");
    };
    check([0.01, -0.2, 1.0, 0.0, 0.0, 0.0], 2, 0.1);
    check([-0.001, 0.03, -0.3, 1.0, 0.0, 0.0], 3, 0.1);
    check([0.0001, -0.004, 0.06, -0.4, 1.0, 0.0], 4, 0.1);
    check([-0.00001, 0.0005, -0.01, 0.1, -0.5, 1.0], 5, 0.1);
    check([-1.61051, 7.3205, -13.31, 12.1, -5.5, 1.0], 5, 1.1);
}

#[test]
fn in_single_precision_too() {
    let roots = real_roots([-6.0_f32, 11.0, -6.0, 1.0]).unwrap();
    assert_eq!(
        roots.iter().map(|r| r.x).collect::<Vec<_>>(),
        [1.0, 2.0, 3.0]
    );
    let roots = real_roots([-0.001_f32, 0.03, -0.3, 1.0]).unwrap();
    assert_eq!((roots.len(), roots[0].multiplicity), (1, 3));
    assert!((roots[0].x - 0.1).abs() < 1e-7);
    let roots = real_roots([1.0_f32, 1.0, 1e-30]).unwrap();
    assert_eq!((roots[0].x, roots[1].x), (-1e30, -1.0));
    // The sum of the squares is beyond the largest float.
    let roots = real_roots([-6e37_f32, 1.1e38, -6e37, 1e37]).unwrap();
    assert_eq!(roots.len(), 3);
    assert!(
        roots
            .iter()
            .zip([1.0, 2.0, 3.0])
            .all(|(r, x)| (r.x / x - 1.0).abs() < 4e-6)
    );
}

#[test]
fn degenerate_polynomials_are_said() {
    assert_eq!(real_roots([0.0, 0.0, 0.0]), Err(PolynomialError::Zero));
    assert_eq!(real_roots::<f64, 0>([]), Err(PolynomialError::Zero));
    let error = real_roots([1.0, f64::NAN, 1.0]).unwrap_err();
    assert!(matches!(error, PolynomialError::NotFinite { power: 1, .. }));
    assert!(error.to_string().contains("x^1"), "{error}");
    assert!(real_roots([1.0, f64::INFINITY]).is_err());
    let constant = real_roots([5.0, 0.0, 0.0]).unwrap();
    assert_eq!((constant.len(), constant.degree), (0, 0));
    let line = real_roots([3.0, -2.0, 0.0, 0.0]).unwrap();
    assert_eq!((line[0].x, line.degree), (1.5, 1));
    let power = real_roots([0.0, 0.0, 0.0, -7.0]).unwrap();
    assert_eq!(
        (power[0].x, power[0].multiplicity, power.len()),
        (0.0, 3, 1)
    );
}

#[test]
fn an_uncertainty_that_is_none_is_zero() {
    let exact = real_roots_with([6.0, -5.0, 1.0, 0.5], 0.0).unwrap();
    for none in [f64::NAN, -1.0] {
        assert_eq!(real_roots_with([6.0, -5.0, 1.0, 0.5], none).unwrap(), exact);
    }
}

#[test]
fn a_root_beyond_the_largest_float_is_left_out() {
    let roots = real_roots([1e300_f64, 1.0, 1e-300]).unwrap();
    assert!(roots.iter().all(|r| r.x.is_finite()), "{roots:?}");
    let roots = real_roots([1.0, 1.0, 5e-324]).unwrap();
    assert_eq!(roots.iter().map(|r| r.x).collect::<Vec<_>>(), [-1.0]);
    let roots = real_roots([f64::MAX, f64::MAX, f64::MIN_POSITIVE]).unwrap();
    assert_eq!(roots.iter().map(|r| r.x).collect::<Vec<_>>(), [-1.0]);
}

/// Neighbouring turning points that are all zero to within rounding are one root.
#[test]
fn there_are_never_more_roots_than_the_degree() {
    let near = [
        -157.469_832_054_000_02,
        87.482_160_01,
        -16.200_200_000_000_002,
        1.0,
    ];
    let found = real_roots(near).unwrap();
    assert_eq!(found.iter().map(|root| root.multiplicity).sum::<u32>(), 3);
    assert_eq!(complex_roots(near).unwrap().len(), 3);
    let mut random = Random(1);
    let mut clusters = 0;
    for _ in 0..4000 {
        let centre = random.between(-4.0, 4.0);
        let spread = Real::powf(10.0_f64, random.between(-7.0, 0.0));
        let roots: [f64; 6] = core::array::from_fn(|i| {
            if i % 2 == 0 {
                centre
            } else {
                centre + spread * random.between(0.0, 1.0)
            }
        });
        let c: [f64; 7] = expanded(&roots);
        let found = real_roots(c).unwrap();
        let count: u32 = found.iter().map(|root| root.multiplicity).sum();
        assert!(count <= 6, "{count} roots of {c:?}: {found:?}");
        assert_eq!(complex_roots(c).unwrap().len(), 6, "{c:?}");
        clusters += usize::from(found.iter().any(|root| root.multiplicity > 1));
    }
    assert!(clusters > 1000, "{clusters}");
}

/// `∏ (x − xᵢ)`, rounded.
fn expanded<const N: usize>(roots: &[f64]) -> [f64; N] {
    let mut c = [0.0; N];
    c[0] = 1.0;
    for (degree, &x) in roots.iter().enumerate() {
        for k in (0..=degree + 1).rev() {
            c[k] = if k > 0 { c[k - 1] } else { 0.0 } - x * c[k];
        }
    }
    c
}

/// `ε·∑ |cₖ|·|z|ᵏ / (|z|·|p′(z)|)`: what rounding of the coefficients makes of a root, as a share of it.
fn condition(coefficients: &[f64], [re, im]: [f64; 2]) -> f64 {
    let size = Real::hypot(re, im);
    let (mut value, mut slope, mut sum) = ([0.0; 2], [0.0; 2], 0.0);
    let times = |[a, b]: [f64; 2]| [a * re - b * im, a * im + b * re];
    for &c in coefficients.iter().rev() {
        let next = times(slope);
        slope = [next[0] + value[0], next[1] + value[1]];
        let next = times(value);
        value = [next[0] + c, next[1]];
        sum = sum * size + c.abs();
    }
    f64::EPSILON * sum / (size * Real::hypot(slope[0], slope[1]))
}

#[test]
fn complex_roots_are_as_near_as_rounding_allows() {
    let mut compared = 0;
    for case in cases() {
        let name = &case.name;
        let found = complex_roots(case.coefficients).unwrap();
        let degree = case.coefficients.iter().rposition(|&c| c != 0.0).unwrap();
        let inside = |x: f64| x.abs() < f64::MAX;
        if case.roots.iter().all(|&(x, _)| inside(x)) {
            assert_eq!(found.len(), degree, "{name}: {:?}", &found[..]);
        }
        let real = found.iter().filter(|r| r.im == 0.0).count();
        if name != "Kahan's quadratic" {
            let expected: u32 = case.roots.iter().map(|&(_, m)| m).sum();
            assert_eq!(u32::try_from(real).unwrap(), expected, "{name}");
        }
        let above: Vec<_> = found.iter().filter(|r| r.im > 0.0).collect();
        for (up, down) in above.iter().zip(found.iter().filter(|r| r.im < 0.0)) {
            assert_eq!((up.re, up.im), (down.re, -down.im));
        }
        for &[re, im] in &case.pairs {
            let distance = |r: &&calc_opt::root::polynomial::ComplexRoot<f64>| {
                Real::hypot(r.re - re, r.im - im) / Real::hypot(re, im)
            };
            let nearest = above.iter().map(distance).fold(f64::INFINITY, f64::min);
            let allowed = 32.0 * condition(&case.coefficients, [re, im]);
            assert!(
                nearest <= allowed,
                "{name}: {nearest:e} {allowed:e} {re} {im}"
            );
            compared += 1;
        }
    }
    assert!(compared > 90, "{compared}");
}

#[test]
fn complex_roots_of_every_degree_and_in_single_precision() {
    let roots = complex_roots([5.0, 2.0, 1.0]).unwrap();
    assert_eq!(
        roots.iter().map(|r| (r.re, r.im)).collect::<Vec<_>>(),
        [(-1.0, 2.0), (-1.0, -2.0)]
    );
    let roots = complex_roots([1.0_f32, 0.0, 0.0, 0.0, 1.0]).unwrap();
    assert_eq!(roots.len(), 4);
    for r in roots.iter() {
        assert!(
            (r.re.abs() - core::f32::consts::FRAC_1_SQRT_2).abs() < 1e-7,
            "{r:?}"
        );
    }
    // x³·(x² + 1): zero counts three times.
    let roots = complex_roots([0.0, 0.0, 0.0, 1.0, 0.0, 1.0]).unwrap();
    let expected = [(0.0, 0.0), (0.0, 0.0), (0.0, 0.0), (0.0, 1.0), (0.0, -1.0)];
    assert_eq!(roots.len(), 5);
    for (r, (re, im)) in roots.iter().zip(expected) {
        assert!(
            (r.re - re).abs() < 1e-15 && (r.im - im).abs() < 1e-15,
            "{r:?}"
        );
    }
    // A pair that counts twice: (x² + 1)².
    let roots = complex_roots([1.0, 0.0, 2.0, 0.0, 1.0_f64]).unwrap();
    assert!(
        roots
            .iter()
            .all(|r| r.re.abs() < 1e-7 && (r.im.abs() - 1.0).abs() < 1e-7),
        "{roots:?}"
    );
    assert!(complex_roots([0.0_f64, 0.0]).is_err());
    assert!(complex_roots([3.0_f64, 0.0]).unwrap().is_empty());
}

proptest! {
    #[test]
    fn small_whole_roots_come_back_exactly(mut roots in prop::collection::vec(-9_i8..=9, 1..=7)) {
        let factors: Vec<f64> = roots.iter().map(|&x| f64::from(x)).collect();
        let found = real_roots(expanded::<8>(&factors)).unwrap();
        roots.sort_unstable();
        let mut expected: Vec<(f64, u32)> = Vec::new();
        for &x in &roots {
            match expected.last_mut() {
                Some((last, m)) if *last == f64::from(x) => *m += 1,
                _ => expected.push((f64::from(x), 1)),
            }
        }
        let shown: Vec<_> = found.iter().map(|r| (r.x, r.multiplicity)).collect();
        prop_assert_eq!(shown.len(), expected.len(), "{:?} {:?}", &shown, &expected);
        for (r, e) in shown.iter().zip(&expected) {
            prop_assert!(ulps(r.0, e.0) <= 4.0 && r.1 == e.1, "{:?} {:?}", &shown, &expected);
        }
    }

    #[test]
    fn the_number_of_roots_has_the_parity_of_the_degree(c in prop::array::uniform9(-1.0..1.0_f64), top in 0.01..1.0_f64) {
        let mut coefficients = [0.0; 10];
        coefficients[..9].copy_from_slice(&c);
        coefficients[9] = top;
        let found = real_roots_with(coefficients, 0.0).unwrap();
        let count: u32 = found.iter().map(|r| r.multiplicity).sum();
        prop_assert!(count % 2 == 1 && count <= 9, "{found:?}");
        for pair in found.windows(2) {
            prop_assert!(pair[0].x < pair[1].x);
        }
        // The sign changes at each.
        let value = |x: f64| coefficients.iter().rev().fold(0.0, |v, &c| v * x + c);
        for r in &found {
            let d = 1e-9 * r.x.abs();
            prop_assert!(value(r.x - d) * value(r.x + d) <= 0.0 || r.multiplicity == 2, "{r:?}");
        }
    }

    #[test]
    fn the_product_of_all_roots_is_the_polynomial(c in prop::array::uniform8(-1.0..1.0_f64), top in 0.1..1.0_f64) {
        let mut coefficients = [0.0; 9];
        coefficients[..8].copy_from_slice(&c);
        coefficients[8] = top;
        prop_assume!(c[0].abs() > 0.01);
        let found = complex_roots(coefficients).unwrap();
        prop_assert_eq!(found.len(), 8);
        // Times (x − z) for each z, in complex numbers.
        let mut product = [[0.0; 2]; 9];
        product[0] = [top, 0.0];
        for (degree, z) in found.iter().enumerate() {
            for k in (0..=degree + 1).rev() {
                let below = if k > 0 { product[k - 1] } else { [0.0; 2] };
                let [re, im] = product[k];
                product[k] = [below[0] - (re * z.re - im * z.im), below[1] - (re * z.im + im * z.re)];
            }
        }
        let size = found.iter().map(|z| 1.0 + Real::hypot(z.re, z.im)).product::<f64>() * top;
        for (p, c) in product.iter().zip(coefficients) {
            prop_assert!((p[0] - c).abs() < 1e-12 * size && p[1].abs() < 1e-12 * size, "{p:?} {c} {found:?}");
        }
    }

    #[test]
    fn nothing_finite_panics_or_gives_nan(c in prop::array::uniform6(any::<f64>())) {
        if let Ok(found) = real_roots(c) {
            prop_assert!(found.iter().all(|r| r.x.is_finite()));
            let all = complex_roots(c).unwrap();
            prop_assert!(all.iter().all(|z| z.re.is_finite() && z.im.is_finite()) && all.len() <= 5);
            prop_assert!(found.iter().map(|r| r.multiplicity).sum::<u32>() <= 5, "{c:?} {found:?}");
        }
    }

    #[test]
    fn units_change_nothing(c in prop::array::uniform5(-1.0..1.0_f64), unit in -40..40_i32) {
        let scale = Real::powi(2.0, unit);
        let mut scaled = c;
        let mut power = 1.0;
        for c in &mut scaled {
            *c *= power;
            power *= scale;
        }
        let (plain, scaled) = (real_roots(c).unwrap(), real_roots(scaled).unwrap());
        prop_assert_eq!(plain.len(), scaled.len());
        for (a, b) in plain.iter().zip(&scaled) {
            prop_assert_eq!(a.x, b.x * scale);
            prop_assert_eq!(a.multiplicity, b.multiplicity);
        }
    }
}

/// One generic function for both precisions, so that neither is forgotten.
fn in_precision<T: Float>() -> usize {
    real_roots([-T::ONE, T::ZERO, T::ONE]).map_or(0, |roots| roots.len())
}

#[test]
fn generic_code_may_call_it() {
    assert_eq!((in_precision::<f32>(), in_precision::<f64>()), (2, 2));
}
