//! Functions with kinks and steps on intervals.

use super::range::absolute;
use super::{Enclose, Interval};
use crate::float::Float;
use crate::math;
use crate::rules::{Abs, Ceil, Floor, Fract, Relu, Round, RoundTiesEven, Signum, Trunc};

/// A function that is straight on both sides of zero: value, and the slopes below and above.
fn kinked<F: Float>(
    c: &mut [Interval<F>],
    x: Interval<F>,
    value: Interval<F>,
    [below, above]: [F; 2],
) {
    let (below, above) = (Interval::point(below), Interval::point(above));
    let (slope, rest) = if x.is_empty() {
        (x, x)
    } else if x.lo > F::ZERO {
        (above, Interval::point(F::ZERO))
    } else if x.hi < F::ZERO {
        (below, Interval::point(F::ZERO))
    } else {
        // The slope jumps, so there is no bound for what comes after it.
        (below.hull(above), Interval::ENTIRE)
    };
    for (k, c) in c.iter_mut().enumerate() {
        *c = match k {
            0 => value,
            1 => slope,
            _ => rest,
        };
    }
}

impl Enclose for Abs {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        kinked(c, x, absolute(x), [-F::ONE, F::ONE]);
        true
    }
}

impl Enclose for Relu {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        let value = |x: F| if x > F::ZERO { x } else { F::ZERO };
        let range = if x.is_empty() {
            x
        } else {
            Interval::new(value(x.lo), value(x.hi))
        };
        kinked(c, x, range, [F::ZERO, F::ONE]);
        true
    }
}

/// A function that is straight between steps: over a step nothing is said of its slope.
fn stepped<F: Float>(c: &mut [Interval<F>], value: Interval<F>, slope: F, steps: bool) {
    for (k, c) in c.iter_mut().enumerate() {
        *c = match k {
            0 => value,
            _ if value.is_empty() => value,
            _ if steps => Interval::ENTIRE,
            1 => Interval::point(slope),
            _ => Interval::point(F::ZERO),
        };
    }
}

impl Enclose for Signum {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        let steps = x.contains(F::ZERO);
        let sign = |x: F| if x < F::ZERO { -F::ONE } else { F::ONE };
        let value = if x.is_empty() {
            x
        } else if steps {
            // A zero can have either sign.
            Interval::new(-F::ONE, F::ONE)
        } else {
            Interval::point(sign(x.lo))
        };
        stepped(c, value, F::ZERO, steps);
        true
    }
}

macro_rules! to_whole_numbers {
    ($($Rule:ident $function:ident;)*) => {$(
        impl Enclose for $Rule {
            fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
                let value = Interval::new(math::$function(x.lo), math::$function(x.hi));
                stepped(c, value, F::ZERO, !value.is_point());
                true
            }
        }
    )*};
}

to_whole_numbers! {
    Floor floor;
    Ceil ceil;
    Round round;
    RoundTiesEven round_ties_even;
    Trunc trunc;
}

impl Enclose for Fract {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        let whole = Interval::new(math::trunc(x.lo), math::trunc(x.hi));
        let one = |yes| if yes { F::ONE } else { F::ZERO };
        let steps = !whole.is_point();
        let value = if x.is_empty() || !steps {
            x - whole
        } else {
            Interval::new(-one(x.lo < F::ZERO), one(x.hi > F::ZERO))
        };
        stepped(c, value, F::ONE, steps);
        true
    }
}
