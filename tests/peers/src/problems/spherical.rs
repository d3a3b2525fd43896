//! `(r, θ, φ) ↦ (r·sin θ·cos φ, r·sin θ·sin φ, r·cos θ)`: three functions of three variables.

use calc_scalar::Real;

use super::{Map, Peer};

pub const X: [f64; 3] = [1.7, 0.6, -2.1];

pub fn f<R: Real>([r, theta, phi]: [R; 3]) -> [R; 3] {
    let (sin, cos) = theta.sin_cos();
    let (sin_phi, cos_phi) = phi.sin_cos();
    [r * sin * cos_phi, r * sin * sin_phi, r * cos]
}

pub struct Spherical;

impl Map<3, 3> for Spherical {
    fn at<P: Peer>(&self, &[r, theta, phi]: &[P; 3]) -> [P; 3] {
        let plane = r * theta.sin();
        [plane * phi.cos(), plane * phi.sin(), r * theta.cos()]
    }
}

pub fn jacobian_by_hand([r, theta, phi]: [f64; 3]) -> [[f64; 3]; 3] {
    let (s, c) = Real::sin_cos(theta);
    let (sp, cp) = Real::sin_cos(phi);
    [
        [s * cp, r * c * cp, -r * s * sp],
        [s * sp, r * c * sp, r * s * cp],
        [c, -r * s, 0.0],
    ]
}
