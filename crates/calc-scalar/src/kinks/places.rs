//! The table of kinks: where the elementary functions have theirs.

use crate::float::Float;
use crate::rules::Unary;

/// A kink of a function of one argument.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<F> {
    pub(super) at: F,
    pub(super) left: Branch<F>,
    pub(super) right: Branch<F>,
    /// The exponent of a root that is vertical there.
    pub(super) root: Option<f64>,
}

/// A function beside a kink.
#[derive(Clone, Copy, Debug)]
pub(super) struct Branch<F> {
    /// A point on this side, so close that nothing lies between.
    pub(super) near: F,
    /// The limit of the values.
    pub(super) value: F,
    pub(super) slope: F,
}

/// The kink of the rule that is nearest to `x`.
pub(super) fn nearest<R: Unary, F: Float>(rule: R, x: F) -> Option<Place<F>> {
    let half = F::literal(0.5);
    let at = match R::NAME {
        "abs" | "relu" | "leaky_relu" | "elu" | "signum" | "sqrt" | "cbrt" | "powf" => F::ZERO,
        "floor" | "ceil" => x.round(),
        "trunc" | "fract" => match x.round() {
            // Around 0 nothing is cut off.
            zero if zero.is_zero() && x < F::ZERO => -F::ONE,
            zero if zero.is_zero() => F::ONE,
            whole => whole,
        },
        "round" | "round_ties_even" => x.floor() + half,
        _ => return None,
    };
    if !at.is_finite() {
        return None;
    }
    let here = rule.float(at);
    let branch = |near: F| {
        let (value, slope) = rule.rule(near);
        // All jumps are by whole numbers.
        let value = if (value - here).abs() > half {
            value.round()
        } else {
            here
        };
        Branch { near, value, slope }
    };
    let (mut left, mut right) = if at.is_zero() {
        (branch(-F::MIN_POSITIVE), branch(F::MIN_POSITIVE))
    } else {
        (branch(-(-at).next_above()), branch(at.next_above()))
    };
    if at.is_zero() && R::NAME == "signum" {
        (left.value, right.value) = (-F::ONE, F::ONE);
    }
    let mut root = None;
    let slope = rule.rule(at).1;
    if here.is_zero() && !slope.is_finite() && !slope.not_a_number() {
        right.slope = slope;
        // An odd root goes on below 0, with the same slope.
        if !rule.float(-F::ONE).not_a_number() {
            left.slope = slope;
        }
        root = Some(match R::NAME {
            "sqrt" => 0.5,
            "cbrt" => 1.0 / 3.0,
            _ => rule.parameter(),
        });
    }
    let same = left.slope == right.slope && left.value == right.value && root.is_none();
    // Beyond 2⁵² all numbers are whole, and on their jumps; nothing can be said there.
    let large = at.abs() * F::EPSILON >= half;
    (!same && !large).then_some(Place {
        at,
        left,
        right,
        root,
    })
}
