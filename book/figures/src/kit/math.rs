//! The few functions the kit itself needs, by the course's own arithmetic, so that every machine draws the same bytes.

use calc_scalar::Real;

pub(crate) fn hypot(x: f64, y: f64) -> f64 {
    Real::hypot(x, y)
}

pub(crate) fn log10(x: f64) -> f64 {
    Real::log10(x)
}

/// `10ⁿ` for a whole number, by multiplication or division: exact where a float can be.
pub(crate) fn power_of_ten(n: i32) -> f64 {
    let power = (0..n.unsigned_abs()).fold(1.0_f64, |power, _| power * 10.0);
    if n < 0 { 1.0 / power } else { power }
}

/// `(sin, cos)` of an angle in degrees.
pub(crate) fn sin_cos_degrees(angle: f64) -> (f64, f64) {
    Real::sin_cos(angle * core::f64::consts::PI / 180.0)
}

/// The angle of a direction in degrees, `−180..=180`.
pub(crate) fn angle_degrees(dx: f64, dy: f64) -> f64 {
    Real::atan2(dy, dx) * 180.0 / core::f64::consts::PI
}
