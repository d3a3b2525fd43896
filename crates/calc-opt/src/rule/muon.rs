//! Muon: momentum for matrices, made orthogonal.

use calc_scalar::Float;

use super::correction;

/// `m ← βm + (1 − β)G, X ← X − η·orthogonal(m̂)`: every direction of a weight matrix moves alike.
///
/// The step is the matrix with the singular vectors of the (Nesterov) momentum and singular values near
/// 1, found by five Newton–Schulz steps `X ← aX + (bA + cA²)X` with `A = XXᵀ`. The singular values come
/// out between 0.7 and 1.2, which is near enough.
///
/// # Shapes and units
///
/// `R` rows and `C` columns, moved as a whole; for vectors use another rule. Costs about
/// `10·min(R, C)²·max(R, C)` multiplications per step and three matrices on the stack.
///
/// # Examples
///
/// ```
/// use calc_opt::rule::Muon;
///
/// let mut weights = [[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]];
/// let mut rule = Muon::new(0.02);
/// rule.update(&mut weights, &[[1.0, 0.0], [0.0, 0.001], [0.0, 0.0]]);
/// // Both columns moved about as far, though one slope is a thousand times the other.
/// assert!((1.0 - weights[0][0]) / (1.0 - weights[1][1]) < 3.0_f64);
/// ```
///
/// # References
///
/// Method and coefficients as in optax's `contrib.muon` and K. Jordan's blog *Muon: An optimizer for
/// hidden layers in neural networks*, 2024.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "T: serde::Serialize",
        deserialize = "T: calc_scalar::Number + serde::Deserialize<'de>"
    ))
)]
pub struct Muon<T, const R: usize, const C: usize> {
    /// The learning rate `η`.
    pub rate: T,
    /// The part `β` of the mean gradient that is kept.
    pub beta: T,
    /// Whether the momentum looks one step ahead.
    pub nesterov: bool,
    /// The guard `ε` against division by a norm of zero.
    pub epsilon: T,
    /// How many Newton–Schulz steps.
    pub iterations: u32,
    /// The number `t` of steps taken.
    pub steps: u32,
    /// The fading mean `m` of the gradients, at first zero.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays::rows"))]
    pub mean: [[T; C]; R],
}

/// The coefficients `a`, `b`, `c` of a Newton–Schulz step: the slope `a` at 0 is as steep as it can be
/// while the values stay near 1.
const COEFFICIENTS: [f64; 3] = [3.4445, -4.7750, 2.0315];

impl<T: Float, const R: usize, const C: usize> Muon<T, R, C> {
    /// The rule with learning rate `η = rate`, `β = 0.95`, a look ahead, and five iterations.
    #[must_use]
    pub fn new(rate: T) -> Self {
        Self {
            rate,
            beta: T::literal(0.95),
            nesterov: true,
            epsilon: T::literal(1e-8),
            iterations: 5,
            steps: 0,
            mean: [[T::ZERO; C]; R],
        }
    }

    /// Moves the matrix by one step.
    pub fn update(&mut self, parameters: &mut [[T; C]; R], gradient: &[[T; C]; R]) {
        self.steps = self.steps.saturating_add(1);
        let now = correction(self.beta, self.steps);
        let next = correction(self.beta, self.steps.saturating_add(1));
        let rest = T::ONE - self.beta;
        let mut step = [[T::ZERO; C]; R];
        for ((step, mean), gradient) in step.iter_mut().zip(&mut self.mean).zip(gradient) {
            for ((step, m), &g) in step.iter_mut().zip(mean).zip(gradient) {
                *m = self.beta * *m + rest * g;
                *step = if self.nesterov {
                    self.beta * (*m / next) + rest * (g / now)
                } else {
                    *m / now
                };
            }
        }
        // The product with itself is formed on the short side.
        let step = if R > C {
            transposed(&self.orthogonal(transposed(&step)))
        } else {
            self.orthogonal(step)
        };
        for (row, step) in parameters.iter_mut().zip(&step) {
            for (x, &d) in row.iter_mut().zip(step) {
                *x -= self.rate * d;
            }
        }
    }

    /// The nearest matrix with orthogonal rows, roughly.
    fn orthogonal<const M: usize, const N: usize>(&self, mut x: [[T; N]; M]) -> [[T; N]; M] {
        let squares: T = x.iter().flatten().map(|&x| x * x).sum();
        let norm = squares.sqrt() + self.epsilon;
        for value in x.iter_mut().flatten() {
            *value /= norm;
        }
        let [a, b, c] = COEFFICIENTS.map(T::literal);
        for _ in 0..self.iterations {
            // A = XXᵀ, then B = bA + cA².
            let gram: [[T; M]; M] = x.map(|p| x.map(|q| dot(&p, &q)));
            let mut mix = gram;
            for (row, gram_row) in mix.iter_mut().zip(&gram) {
                for (value, other) in row.iter_mut().zip(&gram) {
                    // A is symmetric: its rows are its columns.
                    *value = b * *value + c * dot(gram_row, other);
                }
            }
            let columns = transposed(&x);
            let mut next = x;
            for (row, mix) in next.iter_mut().zip(&mix) {
                for (value, column) in row.iter_mut().zip(&columns) {
                    *value = a * *value + dot(mix, column);
                }
            }
            x = next;
        }
        x
    }
}

fn dot<T: Float, const N: usize>(p: &[T; N], q: &[T; N]) -> T {
    p.iter().zip(q).map(|(&p, &q)| p * q).sum()
}

fn transposed<T: Float, const M: usize, const N: usize>(x: &[[T; N]; M]) -> [[T; M]; N] {
    let mut result = [[T::ZERO; M]; N];
    for (i, row) in x.iter().enumerate() {
        for (column, &value) in result.iter_mut().zip(row) {
            if let Some(slot) = column.get_mut(i) {
                *slot = value;
            }
        }
    }
    result
}
