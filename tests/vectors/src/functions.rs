//! Functions to differentiate, to find roots of and to minimise, for every number type; compiled once
//! for each type, not for each of their many uses.

use calc_scalar::Number;

/// A literal in the precision of `R`.
pub(crate) fn k<R: Number>(x: f64) -> R {
    R::literal(x)
}

/// `sin(3x/2)·e^(−x/4) + x²/5`.
#[inline(never)]
pub(crate) fn wave<R: Number>(x: R) -> R {
    (x * k::<R>(1.5)).sin() * (x * k::<R>(-0.25)).exp() + x * x / k::<R>(5.0)
}

/// `x³ − 2x − 5`, with one root, at 2.0945….
#[inline(never)]
pub(crate) fn cubic<R: Number>(x: R) -> R {
    x.powi(3) - k::<R>(2.0) * x - k::<R>(5.0)
}

/// `tanh x − 1/3`, flat far out.
#[inline(never)]
pub(crate) fn flat<R: Number>(x: R) -> R {
    x.tanh() - k::<R>(1.0) / k::<R>(3.0)
}

/// Beale's function.
#[inline(never)]
pub(crate) fn beale<R: Number>([x, y]: [R; 2]) -> R {
    (k::<R>(1.5) - x + x * y).powi(2)
        + (k::<R>(2.25) - x + x * y * y).powi(2)
        + (k::<R>(2.625) - x + x * y.powi(3)).powi(2)
}

/// A bowl with a wave in it, in `N` variables.
#[inline(never)]
pub(crate) fn bowl<R: Number, const N: usize>(x: [R; N]) -> R {
    let mut sum = R::ZERO;
    let mut before = R::ONE;
    for x in x {
        sum += x * x + (before * x).cos() * k::<R>(0.5);
        before = x;
    }
    sum
}

/// A field of three components.
#[inline(never)]
pub(crate) fn field<R: Number>([x, y, z]: [R; 3]) -> [R; 3] {
    [
        x * y + z.sin(),
        (x - z).exp(),
        x * x + y / (z * z + k::<R>(1.0)),
    ]
}

/// From three variables to two: polar coordinates, stretched.
#[inline(never)]
pub(crate) fn spiral<R: Number>([r, t, s]: [R; 3]) -> [R; 2] {
    [r * t.cos() * s, r * t.sin() + s.sqrt()]
}
