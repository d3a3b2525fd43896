//! Weights that turn and do not stretch.

use calc_scalar::Float;

use super::{Initialiser, normal};
use crate::random::Random;

/// `WᵀW = gain²·I` or `WWᵀ = gain²·I`: the weights of the fewer of inputs and outputs, seen as vectors, are
/// at right angles and have length `gain`.
///
/// No direction fades and none explodes, however many such layers follow each other. All such `W` are
/// equally likely. Normal numbers are made orthogonal in place, by two runs of Gram and Schmidt each:
/// `O(n²·m)` steps for `n` vectors of `m` numbers.
///
/// # Examples
///
/// ```
/// use calc_nn::init::Orthogonal;
/// use calc_nn::{Dense, Network, NoBias};
///
/// type Turn = Network<Dense<2, 2, calc_nn::activation::Identity, NoBias>>;
/// let mut w = [0.0; 4];
/// Turn::init(&mut w, Orthogonal::default(), 1);
/// let [a, b] = Turn::forward(&w, &[3.0_f64, 4.0]);
/// assert!((a * a + b * b - 25.0).abs() < 1e-14);
/// ```
///
/// # References
///
/// A. M. Saxe, J. L. `McClelland` and S. Ganguli, *Exact solutions to the nonlinear dynamics of learning
/// in deep linear neural networks*, ICLR 2014.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Orthogonal {
    /// How much longer the answer is than the input; 1 before a layer without a bend, √2 before relu.
    pub gain: f64,
}

impl Default for Orthogonal {
    /// Gain 1.
    fn default() -> Self {
        Self { gain: 1.0 }
    }
}

impl Initialiser for Orthogonal {
    fn fill<T: Float>(
        &self,
        weights: &mut [T],
        fan_in: usize,
        fan_out: usize,
        random: &mut Random,
    ) {
        normal(weights, 1.0, random);
        let mut vectors = Vectors::new(weights, fan_in, fan_out);
        for i in 0..vectors.number {
            // The second run takes away what rounding left of the first: then it is orthogonal to the
            // last digits.
            for _ in 0..2 {
                for j in 0..i {
                    let part = vectors.dot(i, j);
                    vectors.add_scaled(i, j, -part);
                }
                let length = vectors.dot(i, i).sqrt();
                if length > T::ZERO {
                    vectors.scale(i, T::ONE / length);
                }
            }
        }
        for weight in weights {
            *weight *= T::literal(self.gain);
        }
    }
}

/// The rows of a matrix, or its columns if these are fewer.
struct Vectors<'w, T> {
    weights: &'w mut [T],
    number: usize,
    length: usize,
    /// From one number of a vector to its next.
    step: usize,
    /// From one vector to the next.
    stride: usize,
}

impl<'w, T: Float> Vectors<'w, T> {
    fn new(weights: &'w mut [T], rows: usize, columns: usize) -> Self {
        let [number, length, step, stride] = if rows <= columns {
            [rows, columns, 1, columns]
        } else {
            [columns, rows, columns, 1]
        };
        Self {
            weights,
            number,
            length,
            step,
            stride,
        }
    }

    /// Where number `k` of vector `i` stands.
    fn place(&self, i: usize, k: usize) -> usize {
        i.wrapping_mul(self.stride)
            .wrapping_add(k.wrapping_mul(self.step))
    }

    fn get(&self, i: usize, k: usize) -> T {
        let found = self.weights.get(self.place(i, k));
        found.copied().unwrap_or(T::ZERO)
    }

    fn set(&mut self, i: usize, k: usize, to: T) {
        let place = self.place(i, k);
        if let Some(slot) = self.weights.get_mut(place) {
            *slot = to;
        }
    }

    /// `vᵢ·vⱼ`
    fn dot(&self, i: usize, j: usize) -> T {
        let mut sum = T::ZERO;
        for k in 0..self.length {
            sum += self.get(i, k) * self.get(j, k);
        }
        sum
    }

    /// `vᵢ += s·vⱼ`
    fn add_scaled(&mut self, i: usize, j: usize, s: T) {
        for k in 0..self.length {
            self.set(i, k, self.get(i, k) + self.get(j, k) * s);
        }
    }

    /// `vᵢ *= s`
    fn scale(&mut self, i: usize, s: T) {
        for k in 0..self.length {
            self.set(i, k, self.get(i, k) * s);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The largest distance of `WWᵀ` (few rows) or `WᵀW` (few columns) from `gain²·I`, in ulps of `gain²`.
    fn distance<T: Float, const IN: usize, const OUT: usize>(seed: u64, gain: f64) -> f64 {
        let mut w = [[T::ZERO; OUT]; IN];
        Orthogonal { gain }.fill(w.as_flattened_mut(), IN, OUT, &mut Random::new(seed));
        let number = IN.min(OUT);
        let entry = |i: usize, k: usize| if IN <= OUT { w[i][k] } else { w[k][i] };
        let mut worst = 0.0_f64;
        for i in 0..number {
            for j in 0..number {
                let sum: T = (0..IN.max(OUT)).map(|k| entry(i, k) * entry(j, k)).sum();
                let expected = if i == j { gain * gain } else { 0.0 };
                worst = worst.max((sum.to_f64() - expected).abs());
            }
        }
        worst / (gain * gain * T::EPSILON.to_f64())
    }

    #[test]
    fn the_vectors_are_orthogonal_to_the_last_digits() {
        for seed in 0..20 {
            assert!(distance::<f64, 1, 1>(seed, 1.0) < 2.0);
            assert!(distance::<f64, 4, 9>(seed, 1.0) < 6.0);
            assert!(distance::<f64, 9, 4>(seed, 1.5) < 6.0);
            assert!(distance::<f64, 30, 30>(seed, 1.0) < 20.0);
            assert!(distance::<f32, 30, 30>(seed, 1.0) < 20.0);
            assert!(distance::<f32, 8, 3>(seed, 0.5) < 6.0);
        }
    }

    /// The negative control: one run of Gram and Schmidt is not enough, normal numbers far from it.
    #[test]
    fn normal_numbers_are_not_orthogonal() {
        let mut w = [0.0_f64; 16];
        normal(&mut w, 0.5, &mut Random::new(1));
        let product: f64 = (0..4).map(|k| w[k] * w[4 + k]).sum();
        assert!(product.abs() > 1e-3);
    }

    /// All rotations are equally likely: each entry of `W` has mean 0 and variance `1/n`, and the
    /// determinant is 1 as often as −1.
    #[test]
    fn no_direction_is_preferred() {
        let (mut mean, mut square, mut turned) = (0.0, 0.0, 0.0);
        for seed in 0..2000 {
            let mut w = [0.0; 4];
            Orthogonal::default().fill(&mut w, 2, 2, &mut Random::new(seed));
            mean += w[0] / 2000.0;
            square += w[0] * w[0] / 2000.0;
            turned += (w[0] * w[3] - w[1] * w[2]) / 2000.0;
        }
        // Four standard deviations of each.
        assert!(f64::abs(mean) < 0.064, "{mean}");
        assert!(f64::abs(square - 0.5) < 0.032, "{square}");
        assert!(f64::abs(turned) < 0.09, "{turned}");
    }

    #[test]
    fn layers_without_weights_are_left_alone() {
        let mut nothing: [f64; 0] = [];
        Orthogonal::default().fill(&mut nothing, 0, 3, &mut Random::new(1));
        Orthogonal::default().fill(&mut nothing, 3, 0, &mut Random::new(1));
    }
}
