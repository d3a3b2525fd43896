//! Taylor coefficients of `f(x(t))` from those of `f`.

use crate::jet::Jet;
use crate::real::Number;
use crate::strong;

/// `∑ₖ dₖ·(x(t) − x₀)ᵏ`, where `dₖ = f⁽ᵏ⁾(x₀)/k!`: for functions whose own coefficients are known but
/// follow no short recurrence. `O(N³)` operations, `O(N)` along a straight line.
pub(super) fn compose<T: Number, const N: usize>(x: Jet<T, N>, outer: [T; N]) -> Jet<T, N> {
    let inner = x.with_value(T::ZERO);
    if x.is_straight() {
        let slope = inner.coefficient(1);
        let mut power = T::ONE;
        return Jet {
            coefficients: outer.map(|d| {
                let c = strong::product(d, power);
                power *= slope;
                c
            }),
        };
    }
    let mut outer = outer.into_iter().rev();
    let mut y = Jet::lift(outer.next().unwrap_or(T::ZERO));
    for d in outer {
        y = (y * inner).with_value(d);
    }
    y
}
