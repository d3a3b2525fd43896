//! The arc sine.

use core::f32::consts::FRAC_PI_2;

use super::head;

/// What [`FRAC_PI_2`] leaves out.
const FRAC_PI_2_LOW: f32 = -4.371_139e-8;

/// `arcsin x`, with an error below 0.8 ulp; NaN outside `[−1, 1]`.
///
/// From ½ on it is `π/2 − 2·arcsin s` with `s = √((1 − x)/2)`, a root that is taken as [`head`] and tail.
#[inline]
pub(crate) fn asin(x: f32) -> f32 {
    let size = x.abs();
    if size < 0.5 {
        let z = x * x;
        return x + x * (z * series(z));
    }
    // Negative, and its root no number, where there is no answer.
    let z = (1.0 - size) * 0.5;
    let root = libm::sqrtf(z);
    let most = head(root);
    let rest = if root > 0.0 {
        (z - most * most) / (root + most)
    } else {
        root
    };
    let large = FRAC_PI_2 - 2.0 * most;
    let lost = (FRAC_PI_2 - large) - 2.0 * most;
    let small = lost + (FRAC_PI_2_LOW - 2.0 * (rest + root * (z * series(z))));
    (large + small).copysign(x)
}

/// `(arcsin(√z)/√z − 1)/z` for `z ≤ ¼`.
#[inline(always)]
fn series(z: f32) -> f32 {
    0.166_667_52 + z * (0.074_953_094 + z * (0.045_469_154 + z * (0.024_184_741 + z * 0.042_158_4)))
}
