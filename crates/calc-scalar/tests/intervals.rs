//! What is enclosed contains the truth: every function, its slope and its Taylor coefficients, at
//! random points of random intervals, for both precisions.

use calc_scalar::{Dual, Float, Interval, Jet, Number, Real, derivative, taylor};
use proptest::prelude::*;

/// Every function of one argument.
macro_rules! functions {
    ($R:ty) => {{
        let list: Vec<(&'static str, fn($R) -> $R)> = vec![
            ("recip", Real::recip),
            ("square", |x| Real::powi(x, 2)),
            ("cube", |x| Real::powi(x, 3)),
            ("powi 7", |x| Real::powi(x, 7)),
            ("powi 40", |x| Real::powi(x, 40)),
            ("powi 2", |x| Real::powi(x, 2)),
            ("powi 13", |x| Real::powi(x, 13)),
            ("powi 1000", |x| Real::powi(x, 1000)),
            ("powi -20", |x| Real::powi(x, -20)),
            ("powi -1", |x| Real::powi(x, -1)),
            ("powi -2", |x| Real::powi(x, -2)),
            ("powi -5", |x| Real::powi(x, -5)),
            ("powi 0", |x| Real::powi(x, 0)),
            ("powf 2.5", |x| Real::powf(x, Number::literal(2.5))),
            ("powf 0.3", |x| Real::powf(x, Number::literal(0.3))),
            ("powf -1.5", |x| Real::powf(x, Number::literal(-1.5))),
            ("powf 3", |x| Real::powf(x, Number::literal(3.0))),
            ("sqrt", Real::sqrt),
            ("cbrt", Real::cbrt),
            ("exp", Real::exp),
            ("exp2", Real::exp2),
            ("exp10", Real::exp10),
            ("exp_m1", Real::exp_m1),
            ("ln", Real::ln),
            ("ln_1p", Real::ln_1p),
            ("log2", Real::log2),
            ("log10", Real::log10),
            ("sin", Real::sin),
            ("cos", Real::cos),
            ("tan", Real::tan),
            ("asin", Real::asin),
            ("acos", Real::acos),
            ("atan", Real::atan),
            ("sinh", Real::sinh),
            ("cosh", Real::cosh),
            ("tanh", Real::tanh),
            ("asinh", Real::asinh),
            ("acosh", Real::acosh),
            ("atanh", Real::atanh),
            ("abs", Real::abs),
            ("signum", Real::signum),
            ("floor", Real::floor),
            ("ceil", Real::ceil),
            ("round", Real::round),
            ("trunc", Real::trunc),
            ("fract", Real::fract),
            ("erf", Real::erf),
            ("erfc", Real::erfc),
            ("logistic", Real::logistic),
            ("softplus", Real::softplus),
            ("relu", Real::relu),
            ("round_ties_even", Real::round_ties_even),
            ("sinpi", Real::sinpi),
            ("cospi", Real::cospi),
            ("sinc", Real::sinc),
            ("lgamma", Real::lgamma),
            ("tgamma", Real::tgamma),
            ("digamma", Real::digamma),
            ("polygamma:1", |x| Real::polygamma(x, 1)),
            ("elu:1", |x| Real::elu(x, Number::literal(1.0))),
            ("log:3", |x| Real::log(x, Number::literal(3.0))),
            ("to_radians", Real::to_radians),
            ("polygamma 2", |x| Real::polygamma(x, 2)),
            ("logit", Real::logit),
            ("leaky_relu", |x| Real::leaky_relu(x, Number::literal(0.1))),
            ("elu", |x| Real::elu(x, Number::literal(1.5))),
            ("gelu", Real::gelu),
            ("silu", Real::silu),
            ("to_degrees", Real::to_degrees),
            ("clamp", |x| {
                Real::clamp(x, Number::literal(-0.5), Number::literal(0.75))
            }),
        ];
        list
    }};
}

/// Numbers of every size, and those where something happens.
fn coordinate() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -3.0..3.0_f64,
        2 => -30.0..30.0_f64,
        1 => -1.0..1.0_f64,
        1 => prop::sample::select(vec![
            0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, 1e-10, -1e-10, 1e-300, 1e300, -1e300, 5e-324,
            700.0, -700.0, 750.0, -750.0, 0.75, 3.0, -2.0, core::f64::consts::PI, 1e22, -1e5,
            f64::MAX, f64::MIN_POSITIVE,
        ]),
        1 => (-300.0..300.0_f64, any::<bool>()).prop_map(|(e, s)| if s { -Real::exp2(e) } else { Real::exp2(e) }),
    ]
}

/// An interval and a number in it.
fn interval_and_point() -> impl Strategy<Value = (f64, f64, f64)> {
    (coordinate(), coordinate(), 0.0..=1.0_f64, 0..3_u8).prop_map(|(a, b, at, kind)| {
        let (a, b) = match kind {
            0 => (a, a + b.abs().min(1e300) * 1e-9),
            1 => (a, a),
            _ => (a, b),
        };
        let (lo, hi) = if a <= b { (a, b) } else { (b, a) };
        let x = lo * (1.0 - at) + hi * at;
        (lo, hi, x.clamp(lo, hi))
    })
}

/// The error of the floats beyond that by which the bounds are widened. The bounds of most functions
/// are `libm`'s values, widened by twice their error, so that they contain those, too; for `polygamma`
/// they are a series of its own, narrower than the floats are good.
fn error_beyond(name: &str) -> f64 {
    if name.starts_with("polygamma") {
        // It is good to 4 ulps, and an ulp is at most one ε.
        4.0 * f64::EPSILON
    } else {
        0.0
    }
}

/// Room for the error of the floats that are taken for the truth.
fn contains<F: Float>(enclosure: Interval<F>, truth: F, relative: F) -> bool {
    if truth.magnitude() > F::MAX {
        // No number: a pole, or too large on the way.
        return true;
    }
    let room = truth.magnitude() * relative + F::MIN_POSITIVE;
    truth.not_a_number() || enclosure.contains(truth) || {
        let around = Interval::new(truth - room, truth + room);
        !enclosure.is_empty() && !around.intersect(enclosure).is_empty()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn the_value_at_every_point_is_in_the_value_over_the_interval((lo, hi, x) in interval_and_point()) {
        type I = Interval<f64>;
        for ((name, f), (_, g)) in functions!(I).into_iter().zip(functions!(f64)) {
            let (range, value) = (f(I::new(lo, hi)), g(x));
            prop_assert!(contains(range, value, error_beyond(name)), "{name}: {value:e} at {x:e} is not in {range:?} over [{lo:e}, {hi:e}]");
        }
    }

    #[test]
    fn the_slope_at_every_point_is_in_the_slope_over_the_interval((lo, hi, x) in interval_and_point()) {
        type I = Dual<Interval<f64>>;
        for ((name, f), (_, g)) in functions!(I).into_iter().zip(functions!(Dual)) {
            let (range, value) = (derivative(f, Interval::new(lo, hi)), derivative(g, x));
            if range.is_empty() && Interval::new(lo, hi).is_point() {
                continue; // a point without a slope
            }
            prop_assert!(contains(range, value, 1e-14), "{name}: {value:e} at {x:e} is not in {range:?} over [{lo:e}, {hi:e}]");
        }
    }

    #[test]
    fn the_taylor_coefficients_at_every_point_are_in_those_over_the_interval((lo, hi, x) in interval_and_point()) {
        // Farther out the coefficients of floats leave the range on the way.
        let moderate = |x: f64| x == 0.0 || (1e-40..1e40).contains(&x.abs());
        prop_assume!(moderate(lo) && moderate(hi) && moderate(x));
        type I = Jet<Interval<f64>, 6>;
        type J = Jet<f64, 6>;
        for ((name, f), (_, g)) in functions!(I).into_iter().zip(functions!(J)) {
            let (range, value) = (taylor(f, Interval::new(lo, hi)), taylor(g, x));
            let here = taylor(f, Interval::point(x));
            for (k, ((range, here), value)) in range.into_iter().zip(here).zip(value).enumerate() {
                if (range.is_empty() && Interval::new(lo, hi).is_point()) || g(Jet::lift(x)).value().is_nan() {
                    continue;
                }
                // Where terms cancel, the floats keep fewer digits.
                let room = 1e-9 * (value.abs() + 1.0);
                let around = here + Interval::new(-room, room);
                prop_assert!(here.is_empty() || contains(around, value, 0.0), "{name}, {k}: {value:e} at {x:e} is not in {here:?}");
                let common = here.intersect(range);
                prop_assert!(here.is_empty() || !common.is_empty(), "{name}, {k}: {here:?} at {x:e} is not in {range:?} over [{lo:e}, {hi:e}]");
            }
        }
    }
}

#[test]
fn outside_of_a_domain_there_is_nothing() {
    assert!(Real::acosh(-1e5_f64).is_nan());
    assert!(Interval::new(-2.0, -1.0).ln().is_empty());
    assert!(Interval::new(-3.0, -2.0).acosh().is_empty());
    assert!((Interval::new(1.0, 2.0) / Interval::point(0.0)).is_empty());
    assert_eq!(Interval::new(-4.0, 4.0).sqrt(), Interval::new(0.0, 2.0));
}

/// The stored values of mpmath, at floats of every size: `name x f f′` and `name x y f ∂f/∂x ∂f/∂y`.
const DOUBLE: &str = include_str!("data/range_double.txt");
const SINGLE: &str = include_str!("data/range_single.txt");

macro_rules! truth {
    ($name:ident, $F:ident, $data:expr, $most:expr) => {
        /// The truth is given to 20 digits; read as a float it is at most half a step off.
        #[test]
        fn $name() {
            let mut seen = 0;
            let mut tight = 0;
            for line in $data.lines().filter(|line| !line.starts_with('#')) {
                let words: Vec<&str> = line.split_whitespace().collect();
                let number = |i: usize| words[i].parse::<f64>().unwrap();
                let functions = functions!(Interval<$F>);
                let slopes = functions!(Dual<Interval<$F>>);
                let name = words[0].replace("powi:", "powi ").replace("powf:", "powf ");
                let Some(i) = functions.iter().position(|(known, _)| *known == name) else {
                    continue;
                };
                if words.len() != 4 {
                    continue;
                }
                #[allow(
                    clippy::cast_possible_truncation,
                    trivial_numeric_casts,
                    reason = "a float of this precision"
                )]
                let x = Interval::point(number(1) as $F);
                let (value, slope) = calc_scalar::value_and_derivative(slopes[i].1, x);
                assert_eq!(value, functions[i].1(x), "{line}");
                for (found, truth) in [(value, number(2)), (slope, number(3))] {
                    if found.is_empty() || !truth.is_finite() {
                        continue;
                    }
                    seen += 1;
                    let (lo, hi) = (f64::from(found.lower()), f64::from(found.upper()));
                    assert!(
                        lo <= truth.next_up() && hi >= truth.next_down(),
                        "{line}: {truth:e} is not in {found:?}"
                    );
                    let ulps = f64::from(found.width() / found.magnitude() / $F::EPSILON);
                    if ulps <= $most {
                        tight += 1;
                    }
                }
            }
            assert!(seen > 5000, "{seen}");
            // The others: beside zeros of a function, and in steep tails, and below the normal numbers.
            assert!(
                f64::from(tight) > 0.8 * f64::from(seen),
                "{tight} of {seen}"
            );
        }
    };
}

truth!(
    the_stored_truth_is_enclosed_in_double_precision,
    f64,
    DOUBLE,
    64.0
);
truth!(
    the_stored_truth_is_enclosed_in_single_precision,
    f32,
    SINGLE,
    16.0
);

/// A third route for jets inside of duals and the like: the same function over nested numbers.
fn sample<R: Real>(x: R) -> R {
    (x.sin() * 2.0 + 1.5).ln() * x.tanh() - 1.0 / (x.powi(2) + 2.0)
        + x.hypot(R::constant(0.5)).sqrt()
}

#[test]
fn nested_numbers_enclose_what_jets_enclose() {
    for (lo, hi) in [(0.2, 0.21), (0.5, 0.5), (0.1, 0.9)] {
        let x = Interval::new(lo, hi);
        let [_, _, second] = calc_scalar::derivatives(sample, x);
        let nested = derivative(|x| derivative(sample::<Dual<Dual<Interval>>>, x), x);
        let truth = calc_scalar::second_derivative(sample, f64::midpoint(lo, hi));
        for enclosure in [second, nested] {
            assert!(
                contains(enclosure, truth, 1e-14),
                "{truth} is not in {enclosure} over {x}"
            );
        }
    }
}

/// Around its tip the cone has slopes between −1 and 1, at the tip those of all its sides.
#[test]
fn the_slopes_of_hypot_are_bounded_at_the_origin() {
    let along = |x: Interval, [a, b]: [f64; 2]| derivative(|x| Real::hypot(a * x, b * x), x);
    for (lo, hi) in [(0.0, 0.0), (-1.0, 1.0), (0.0, 1.0), (-1e-300, 0.0)] {
        let slope = along(Interval::new(lo, hi), [1.0, 0.0]);
        assert_eq!(slope, Interval::new(-1.0, 1.0));
        let slope = along(Interval::new(lo, hi), [0.6, 0.8]);
        assert!(slope.contains(1.0) && slope.contains(-1.0), "{slope:?}");
        assert!(slope.is_subset(Interval::new(-1.5, 1.5)), "{slope:?}");
        let [_, _, bend]: [Interval; 3] =
            taylor(|x: Jet<Interval, 3>| x.hypot(x), Interval::new(lo, hi));
        assert_eq!(bend, Interval::ENTIRE, "nothing bounds it");
    }
}

#[test]
fn a_branch_that_is_not_the_same_for_all_points_is_noticed() {
    use calc_scalar::certified;
    let decided = certified::range(|x| if x > 2.0 { x.sqrt() } else { -x }, 3.0..=4.0_f64);
    assert!(decided.is_certain() && decided.enclosure.contains(Real::sqrt(3.5_f64)));
    let undecided = certified::range(|x| if x > 2.0 { x.sqrt() } else { -x }, 1.0..=4.0_f64);
    assert!(
        !undecided.decided
            && undecided.enclosure.contains(1e300)
            && undecided.enclosure.contains(-1e300)
    );
    let read = certified::range(|x| x * x.primal(), 1.0..=4.0_f64);
    assert!(!read.decided);
    let partial = certified::range(|x| x.sqrt(), -1.0..=4.0_f64);
    assert!(!partial.defined && partial.enclosure.contains(2.0));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn certified_ranges_contain_every_sample(a in -4.0..4.0_f64, b in -4.0..4.0_f64, at in 0.0..=1.0_f64) {
        let (lo, hi) = if a <= b { (a, b) } else { (b, a) };
        let x = lo + (hi - lo) * at;
        prop_assume!(lo <= x && x <= hi);
        let [value, slope, second] = calc_scalar::certified::derivatives(|x| sample(x).exp() + x.abs(), lo..=hi);
        let [v, s, c]: [f64; 3] = calc_scalar::derivatives(|x| sample(x).exp() + x.abs(), x);
        prop_assert!(contains(value.enclosure, v, 1e-13), "{v} {value:?}");
        prop_assert!(contains(slope.enclosure, s, 1e-12), "{s} {slope:?}");
        prop_assert!(contains(second.enclosure, c, 1e-11), "{c} {second:?}");
    }

    #[test]
    fn arithmetic_is_within_one_float_of_the_truth(a in coordinate(), b in coordinate()) {
        let (x, y) = (Interval::point(a), Interval::point(b));
        for (found, nearest) in [(x + y, a + b), (x - y, a - b), (x * y, a * b), (x / y, a / b), (x.sqrt(), Real::sqrt(a))] {
            if nearest.is_finite() && !found.is_empty() {
                prop_assert!(found.contains(nearest), "{nearest:e} {found:?}");
                // Near the ends of the range both bounds move, whatever the error is.
                let middling = [a, b, nearest].iter().all(|x| (1e-250..1e250).contains(&x.abs()));
                let next = found.lower().next_up();
                let most = if middling { next } else { next.next_up() };
                prop_assert!(found.upper() <= most, "{found:?} is wider than that");
            }
        }
    }
}
