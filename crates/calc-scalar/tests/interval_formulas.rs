//! What is enclosed contains the truth: functions of two arguments, formulas made at random, sets.

mod common;

use calc_scalar::{Dual, Float, Interval, Number, derivative};
use common::{BINARY, UNARY, binary, unary};
use proptest::prelude::*;

/// Whether the enclosure claims nothing (it is empty: no slope at a point), the truth is no number or
/// a pole, or it is inside, up to the rounding of the truth itself at this scale.
fn contains<F: Float>(enclosure: Interval<F>, truth: F, slack: F) -> bool {
    !truth.is_finite()
        || enclosure.is_empty()
        || (truth - slack <= enclosure.upper() && truth + slack >= enclosure.lower())
}

/// An ordinary number, at times whole.
fn coordinate() -> impl Strategy<Value = f64> {
    prop_oneof![3 => -4.0..4.0_f64, 1 => (-3..=3_i32).prop_map(f64::from), 1 => -40.0..40.0_f64]
}

/// An interval, at times a point or narrow, and a point in it.
fn interval_and_point() -> impl Strategy<Value = (f64, f64, f64)> {
    let width = prop_oneof![Just(0.0), Just(1e-6), 0.0..1.0_f64, 0.0..5.0_f64];
    (coordinate(), width, 0.0..=1.0_f64).prop_map(|(lo, width, at)| {
        let hi = lo + width;
        (lo, hi, (lo + at * width).clamp(lo, hi))
    })
}

/// The float functions are right to a few ulps; near poles an ulp of the argument is worth more.
const DOUBLE: f64 = 1e-13;
const SINGLE: f32 = 1e-5;

type Pair<F> = Dual<Interval<F>, 2>;

/// Value and both slopes of a function of two arguments over intervals and at a point in them.
fn check_two<F: Float>(name: &str, [a, b]: [(F, F, F); 2], relative: F) -> Result<(), TestCaseError>
where
    Interval<F>: Number<Literal = F>,
    Pair<F>: Number<Literal = F>,
    Dual<F, 2>: Number<Literal = F>,
{
    let over = |(lo, hi, _): (F, F, F), i| Dual::variable_at(Interval::new(lo, hi), i);
    let at = |(_, _, x): (F, F, F), i| Dual::<F, 2>::variable_at(x, i);
    let set = binary::<Pair<F>>(name, over(a, 0), over(b, 1));
    let truth = binary::<Dual<F, 2>>(name, at(a, 0), at(b, 1));
    let slack = |y: F| relative * (F::ONE + y.magnitude());
    prop_assert!(
        !truth.value.is_finite() || !set.value.is_empty(),
        "{name}({a:?}, {b:?}) is {} and the enclosure is empty",
        truth.value
    );
    prop_assert!(
        contains(set.value, truth.value, slack(truth.value)),
        "{name}({a:?}, {b:?}) = {} not in {}",
        truth.value,
        set.value
    );
    for (set, truth) in set.partials.into_iter().zip(truth.partials) {
        prop_assert!(
            contains(set, truth, slack(truth)),
            "slope of {name}({a:?}, {b:?}) = {truth} not in {set}"
        );
    }
    Ok(())
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "points of single precision are asked for"
)]
fn single((lo, hi, x): (f64, f64, f64)) -> (f32, f32, f32) {
    (lo as f32, hi as f32, (x as f32).clamp(lo as f32, hi as f32))
}

/// A formula by a list of steps; each takes the last two results.
fn formula<R: Number>(steps: &[(usize, u8)], x: R) -> R {
    let (mut before, mut last) = (x, x * R::literal(0.5) + R::ONE);
    for &(function, operation) in steps {
        let next = match operation {
            0 => before + last,
            1 => before - last,
            2 => before * last,
            3 => before / (last * last + R::ONE),
            4 => unary(TAME[function % TAME.len()], last),
            _ => unary(UNARY[function % UNARY.len()], last),
        };
        (before, last) = (last, next);
    }
    last
}

/// Functions that keep numbers in bounds.
const TAME: [&str; 9] = [
    "sin", "cos", "tanh", "atan", "logistic", "erf", "sinc", "asinh", "softplus",
];

fn steps() -> impl Strategy<Value = Vec<(usize, u8)>> {
    prop::collection::vec((0..1000_usize, 0..6_u8), 1..7)
}

/// Value and slope of a formula over an interval and at a point in it.
fn checked<F: Float>(
    steps: &[(usize, u8)],
    (lo, hi, x): (F, F, F),
    relative: F,
) -> Result<(), TestCaseError>
where
    Interval<F>: Number<Literal = F>,
    Dual<Interval<F>>: Number<Literal = F>,
    Dual<F>: Number<Literal = F>,
{
    let over = |lo, hi| formula(steps, Dual::variable(Interval::<F>::new(lo, hi)));
    // The enclosure at the point holds the exact value, and the one over the interval holds that of
    // every point in it: so they meet, whatever rounding does to the floats.
    let (set, point) = (over(lo, hi), over(x, x));
    let meet = |a: Interval<F>, b: Interval<F>| {
        a.is_empty() || b.is_empty() || (a.lower() <= b.upper() && b.lower() <= a.upper())
    };
    prop_assert!(
        meet(set.value, point.value),
        "{steps:?} at {x}: {} and {}",
        point.value,
        set.value
    );
    let (all, one) = (set.slope(), point.slope());
    prop_assert!(meet(all, one), "slope of {steps:?} at {x}: {one} and {all}");
    // Where the enclosure at the point is sharp, rounding is harmless, and the float is near it.
    let truth = formula(steps, Dual::variable(x));
    let sharp = |set: Interval<F>, y: F| {
        set.is_bounded() && set.width() <= relative * (F::ONE + y.magnitude())
    };
    let slack = |y: F| relative * F::from_f64(8.0) * (F::ONE + y.magnitude());
    if sharp(point.value, truth.value) {
        prop_assert!(
            contains(set.value, truth.value, slack(truth.value)),
            "{steps:?} at {x}"
        );
        if sharp(one, truth.slope()) {
            prop_assert!(
                contains(all, truth.slope(), slack(truth.slope())),
                "slope of {steps:?} at {x}"
            );
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn functions_of_two_arguments_are_enclosed_with_their_slopes(a in interval_and_point(), b in interval_and_point()) {
        for name in BINARY {
            check_two::<f64>(name, [a, b], DOUBLE)?;
        }
    }

    #[test]
    fn functions_of_two_arguments_are_enclosed_in_single_precision(a in interval_and_point(), b in interval_and_point()) {
        for name in BINARY {
            check_two::<f32>(name, [single(a), single(b)], SINGLE)?;
        }
    }

    #[test]
    fn formulas_made_at_random_are_enclosed_with_their_slopes(steps in steps(), at in interval_and_point()) {
        checked::<f64>(&steps, at, DOUBLE)?;
    }

    #[test]
    fn formulas_made_at_random_are_enclosed_in_single_precision(steps in steps(), at in interval_and_point()) {
        checked::<f32>(&steps, single(at), SINGLE)?;
    }

    #[test]
    fn quotients_hold_every_quotient_and_leave_out_the_gap((lo, hi, x) in interval_and_point(), (low, high, y) in interval_and_point()) {
        let [left, right] = Interval::new(lo, hi).quotients(Interval::new(low, high));
        if y != 0.0 {
            prop_assert!(left.contains(x / y) || right.contains(x / y), "{x}/{y} in {left} or {right}");
        }
        if !left.is_empty() && !right.is_empty() {
            prop_assert!(left.upper() < right.lower() && low < 0.0 && high > 0.0);
        }
    }

    #[test]
    fn halves_cover_the_whole_and_meet_in_one_point((lo, hi, x) in interval_and_point()) {
        let whole = Interval::new(lo, hi);
        let (left, right) = whole.bisect();
        prop_assert!(left.contains(x) || right.contains(x));
        prop_assert_eq!(left.hull(right), whole);
        prop_assert!(left.intersect(right).is_point());
        prop_assert!(left.width() <= 0.75 * whole.width() || whole.width() < 1e-12);
    }

    #[test]
    fn the_interior_of_a_set_is_without_its_bounds((lo, hi, x) in interval_and_point(), wider in 1e-9..1.0_f64) {
        let set = Interval::new(lo, hi);
        prop_assert!(set.is_interior(Interval::new(lo - wider, hi + wider)));
        prop_assert!(!set.is_interior(set) && !Interval::new(lo - wider, hi).is_interior(set));
        prop_assert!(!set.is_interior(Interval::new(lo, hi + wider)));
        prop_assert!(Interval::point(x).is_subset(set));
    }
}

#[test]
fn negative_control_another_function_is_not_enclosed() {
    let wide = derivative(|x| x * x, Interval::new(1.0, 2.0));
    assert!(contains(wide, 3.0, 0.0) && !contains(wide, 4.1, 0.05));
    let narrow = Interval::new(0.1, 0.2);
    assert!(!contains(unary("exp", narrow), unary("sinh", 0.15), DOUBLE));
}
