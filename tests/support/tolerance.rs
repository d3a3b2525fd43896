//! How close two routes to the same number have to be: one table, in ulps, with reasons.

/// An allowed distance, and why it is allowed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerance {
    /// The largest distance in units of the last place of `scale`.
    pub ulps: f64,
    /// Why not less.
    pub reason: &'static str,
}

/// Two exact routes (forward, reverse, closed form): the same formula in another order.
pub const EXACT_ROUTES: Tolerance = Tolerance {
    ulps: 64.0,
    reason: "some ten roundings per term, each half an ulp of the largest term",
};

/// Second derivatives by two exact routes.
pub const EXACT_SECOND: Tolerance = Tolerance {
    ulps: 256.0,
    reason: "second derivatives take about four times the operations of first ones",
};

/// An exact derivative against an extrapolated difference quotient.
pub const DIFFERENCE: Tolerance = Tolerance {
    ulps: 1e6,
    reason: "a difference quotient of order 4 and more loses about a third of the 16 digits",
};

/// The distance of `actual` from `expected` in ulps of `scale`.
///
/// `scale` is the size of the largest term that went into the number: where terms cancel, the
/// result cannot be better than the rounding of those terms.
#[must_use]
pub fn distance(actual: f64, expected: f64, scale: f64) -> f64 {
    let scale = scale.abs().max(expected.abs()).max(f64::MIN_POSITIVE);
    (actual - expected).abs() / (scale * f64::EPSILON)
}

/// Whether `actual` is within `tolerance` of `expected`, relative to `scale`.
#[must_use]
pub fn is_close(actual: f64, expected: f64, scale: f64, tolerance: Tolerance) -> bool {
    distance(actual, expected, scale) <= tolerance.ulps
}

/// Panics with both numbers and their distance unless they are close.
///
/// # Panics
///
/// When the distance is larger than the tolerance, or either number is NaN.
#[track_caller]
pub fn assert_close(what: &str, actual: f64, expected: f64, scale: f64, tolerance: Tolerance) {
    assert!(
        is_close(actual, expected, scale, tolerance),
        "{what}: {actual:e} is not {expected:e}: {:.1} ulps of {:e} apart, {} allowed ({})",
        distance(actual, expected, scale),
        scale.abs().max(expected.abs()),
        tolerance.ulps,
        tolerance.reason,
    );
}
