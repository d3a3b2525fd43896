//! TEMPORARY, until calc-nn has a network.
#![allow(missing_docs, reason = "temporary")]
use calc_multi::gradient;
pub(crate) mod xor {
    use calc_scalar::Real;
    pub(crate) const HIDDEN: usize = 3;
    pub(crate) const DATA: [([f64; 2], f64); 4] = [
        ([0.0, 0.0], 0.0),
        ([0.0, 1.0], 1.0),
        ([1.0, 0.0], 1.0),
        ([1.0, 1.0], 0.0),
    ];
    pub(crate) fn predict<R: Real>(w: &[R; 13], [a, b]: [f64; 2]) -> R {
        let mut z = w[12];
        for h in 0..HIDDEN {
            z += w[9 + h] * (w[3 * h] * a + w[3 * h + 1] * b + w[3 * h + 2]).tanh();
        }
        z.logistic()
    }
    pub(crate) fn loss<R: Real>(w: [R; 13]) -> R {
        let mut sum = R::constant(0.0);
        for (x, t) in DATA {
            let p = predict(&w, x);
            sum += -(p.ln() * t + (1.0 - p).ln() * (1.0 - t));
        }
        sum / 4.0
    }
    pub(crate) fn train(epochs: usize) -> ([f64; 13], Vec<f64>) {
        let mut w: [f64; 13] = core::array::from_fn(|i| Real::sin(12.9898_f64 * (i as f64 + 1.0)));
        let mut losses = vec![loss(w)];
        for _ in 0..epochs {
            let g = super::gradient(loss, w);
            for i in 0..13 {
                w[i] -= 0.5 * g[i];
            }
            losses.push(loss(w));
        }
        (w, losses)
    }
}
