//! TEMPORARY.
#![allow(missing_docs, dead_code)]
use calc_scalar::Dual;
pub(crate) fn gradient<const N: usize>(
    f: impl FnOnce([Dual<f64, N>; N]) -> Dual<f64, N>,
    x: [f64; N],
) -> [f64; N] {
    f(core::array::from_fn(|i| Dual::variable_at(x[i], i))).partials
}
pub(crate) fn partial<const N: usize>(
    f: impl FnOnce([Dual<f64, N>; N]) -> Dual<f64, N>,
    x: [f64; N],
    i: usize,
) -> f64 {
    gradient(f, x)[i]
}
pub(crate) mod difference {
    pub(crate) fn forward(f: impl Fn(f64) -> f64, x: f64, h: f64) -> f64 {
        (f(x + h) - f(x)) / h
    }
    pub(crate) fn central(f: impl Fn(f64) -> f64, x: f64, h: f64) -> f64 {
        (f(x + h) - f(x - h)) / (2.0 * h)
    }
}
pub(crate) fn descend<const N: usize>(
    f: impl Fn([Dual<f64, N>; N]) -> Dual<f64, N>,
    x0: [f64; N],
    rate: f64,
    steps: usize,
) -> Vec<[f64; N]> {
    let mut path = vec![x0];
    let mut x = x0;
    for _ in 0..steps {
        let g = gradient(&f, x);
        x = core::array::from_fn(|i| x[i] - rate * g[i]);
        path.push(x);
    }
    path
}
pub(crate) mod rule {
    #[derive(Clone, Copy)]
    pub(crate) enum Rule {
        Sgd(f64),
        Momentum(f64, f64),
        RmsProp(f64),
        Adam(f64),
    }
    pub(crate) fn run(
        rule: Rule,
        g: impl Fn([f64; 2]) -> [f64; 2],
        x0: [f64; 2],
        steps: usize,
    ) -> Vec<[f64; 2]> {
        let (mut x, mut path, mut m, mut v) = (x0, vec![x0], [0.0_f64; 2], [0.0_f64; 2]);
        let (mut b1, mut b2) = (1.0, 1.0);
        for _ in 0..steps {
            let d = g(x);
            b1 *= 0.9;
            b2 *= 0.999;
            for i in 0..2 {
                match rule {
                    Rule::Sgd(r) => x[i] -= r * d[i],
                    Rule::Momentum(r, b) => {
                        m[i] = b * m[i] + d[i];
                        x[i] -= r * m[i];
                    }
                    Rule::RmsProp(r) => {
                        v[i] = 0.9 * v[i] + 0.1 * d[i] * d[i];
                        x[i] -= r * d[i] / (calc_scalar::Real::sqrt(v[i]) + 1e-8);
                    }
                    Rule::Adam(r) => {
                        m[i] = 0.9 * m[i] + 0.1 * d[i];
                        v[i] = 0.999 * v[i] + 0.001 * d[i] * d[i];
                        x[i] -= r * (m[i] / (1.0 - b1))
                            / (calc_scalar::Real::sqrt(v[i] / (1.0 - b2)) + 1e-8);
                    }
                }
            }
            path.push(x);
        }
        path
    }
}
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
