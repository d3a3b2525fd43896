//! Gradients, Hessians and the tape over intervals contain those at every point inside.

use calc_multi::{Tape, gradient, hessian, value_and_gradient};
use calc_scalar::{Interval, Number};
use proptest::prelude::*;

/// All operations, with literals that are exact in both precisions.
fn formula<R: Number>([x, y, z]: [R; 3]) -> R {
    let half = R::literal(0.5);
    (x * y).sin() + (z * half).exp() / (x * x + R::ONE) + y.hypot(z + R::literal(4.0)).ln()
        - R::dot(&[x, y], &[z, x]).tanh() * half
}

/// Rounding of the floats that are taken for the truth.
const ROUNDING: f64 = 1e-13;

fn holds(set: Interval, truth: f64) -> bool {
    let room = ROUNDING * (1.0 + truth.abs());
    set.lower() <= truth + room && set.upper() >= truth - room
}

fn side() -> impl Strategy<Value = (f64, f64, f64)> {
    let width = prop_oneof![Just(0.0), Just(1e-9), 0.0..1.0_f64];
    (-2.0..2.0_f64, width, 0.0..=1.0_f64).prop_map(|(lo, width, at)| {
        let hi = lo + width;
        (lo, hi, (lo + at * width).clamp(lo, hi))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn derivatives_over_a_box_contain_those_at_every_point(a in side(), b in side(), c in side()) {
        let sides = [a, b, c];
        let over = sides.map(|(lo, hi, _)| Interval::new(lo, hi));
        let at = sides.map(|(_, _, x)| x);

        let (range, slopes) = value_and_gradient(formula, over);
        let (value, truth) = value_and_gradient(formula, at);
        prop_assert!(holds(range, value), "{value} not in {range}");
        let by_tape = Tape::<Interval, 32>::new().gradient(formula, over).unwrap();
        for ((set, recorded), truth) in slopes.into_iter().zip(by_tape).zip(truth) {
            prop_assert!(holds(set, truth), "{truth} not in {set}");
            prop_assert!(holds(recorded, truth), "{truth} not in {recorded} by the tape");
        }

        let curvatures = hessian(formula, over);
        for (row, truth) in curvatures.iter().zip(hessian(formula, at)) {
            for (&set, truth) in row.iter().zip(truth) {
                prop_assert!(holds(set, truth), "{truth} not in {set}");
            }
        }
    }
}

#[test]
fn at_a_point_the_enclosures_are_as_sharp_as_rounding_allows() {
    let x = [0.3, -0.7, 1.1];
    let sharp = |set: Interval| set.width() <= ROUNDING;
    assert!(
        gradient(formula, x.map(Interval::point))
            .into_iter()
            .all(sharp)
    );
    let by_tape = Tape::<Interval, 32>::new().gradient(formula, x.map(Interval::point));
    assert!(by_tape.unwrap().into_iter().all(sharp));
    assert!(
        hessian(formula, x.map(Interval::point))
            .into_iter()
            .flatten()
            .all(sharp)
    );
}

#[test]
fn negative_control_the_slopes_of_another_function_are_outside() {
    let over = [0.3, -0.7, 1.1].map(|x| Interval::new(x, x + 1e-3));
    let slopes = gradient(formula, over);
    let others = gradient(|[x, y, z]| formula([x, y, z]) + y * 0.1, [0.3, -0.7, 1.1]);
    assert!(holds(slopes[0], others[0]) && !holds(slopes[1], others[1]));
}
