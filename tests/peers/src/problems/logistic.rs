//! `∑ ln(1 + e^{wᵀx}) − y·wᵀx`: the logistic loss of 8 weights on 64 points.

use calc_multi::Var;
use calc_scalar::Real;

use super::{Function, Peer, sum};

pub const WEIGHTS: usize = 8;
pub const POINTS: usize = 64;

/// The points, and the class of each: 0 or 1.
pub type Data = [([f64; WEIGHTS], f64); POINTS];

/// Points on a lattice that fills the cube `[−1, 1]⁸`, cut in two by a plane.
pub fn data() -> Data {
    core::array::from_fn(|k| {
        let x: [f64; WEIGHTS] = core::array::from_fn(|j| {
            // Weyl's sequence with the square roots of the primes.
            let prime = [2.0, 3.0, 5.0, 7.0, 11.0, 13.0, 17.0, 19.0][j];
            2.0 * ((k + 1) as f64 * f64::sqrt(prime)).fract() - 1.0
        });
        let side = x[0] + x[1] - x[2] > 0.1;
        (x, if side { 1.0 } else { 0.0 })
    })
}

pub fn weights() -> [f64; WEIGHTS] {
    [0.3, -0.2, 0.5, 0.1, -0.4, 0.7, -0.6, 0.2]
}

/// The loss on one point.
pub fn term<R: Real>(w: [R; WEIGHTS], (x, y): &([f64; WEIGHTS], f64)) -> R {
    let z: R = w.iter().zip(x).map(|(&w, &x)| x * w).sum();
    z.softplus() - *y * z
}

pub fn f<R: Real>(w: [R; WEIGHTS], data: &Data) -> R {
    data.iter().map(|point| term(w, point)).sum()
}

/// The scalar products, the loss on each point and the sum recorded as one operation each.
pub fn blocks<'t>(w: [Var<'t, f64>; WEIGHTS], data: &Data) -> Var<'t, f64> {
    let terms = data.each_ref().map(|&(x, y)| {
        let z = Var::combination(&x, &w);
        Var::statement([z], |[z]| z.softplus() - y * z)
    });
    Var::total(&terms)
}

/// The loss on these points.
pub struct Logistic(pub Data);

impl Function<WEIGHTS> for Logistic {
    fn at<P: Peer>(&self, w: &[P; WEIGHTS]) -> P {
        sum(self.0.iter().map(|(x, y)| {
            let z = sum(w.iter().zip(x).map(|(w, &x)| w.times(x)));
            z.exp().plus(1.0).ln() - z.times(*y)
        }))
    }
}

pub fn gradient_by_hand(w: [f64; WEIGHTS], data: &Data) -> [f64; WEIGHTS] {
    let mut slopes = [0.0; WEIGHTS];
    for (x, y) in data {
        let z: f64 = w.iter().zip(x).map(|(w, x)| w * x).sum();
        let miss = 1.0 / (1.0 + Real::exp(-z)) - y;
        for (slope, x) in slopes.iter_mut().zip(x) {
            *slope += miss * x;
        }
    }
    slopes
}
