//! The loss of a network of 64, 32 and 10 units on one example, by its parameters: the one that reads
//! handwritten digits.

use calc_nn::activation::Relu;
use calc_nn::{Dense, Network};
use calc_scalar::Real;

pub type Digits = Network<(Dense<64, 32, Relu>, Dense<32, 10>)>;

pub const PARAMETERS: usize = Digits::PARAMETERS;

pub const CLASS: usize = 3;

/// Sixteen levels of grey.
pub fn picture() -> [f64; 64] {
    core::array::from_fn(|i| ((7 * i + 3) % 17) as f64 / 16.0)
}

/// The parameters, of the size that training starts from.
pub fn weights() -> [f64; PARAMETERS] {
    core::array::from_fn(|i| 0.3 * Real::sin(1.7 * i as f64))
}

/// Loops over arrays, as one would write them; the weights of a layer stand input by input, as ours do.
pub fn gradient_by_hand(w: &[f64; PARAMETERS], x: &[f64; 64]) -> [f64; PARAMETERS] {
    let (first, second) = w.split_at(64 * 32 + 32);
    let (w1, b1) = first.split_at(64 * 32);
    let (w2, b2) = second.split_at(32 * 10);

    let (mut hidden, mut answer) = ([0.0; 32], [0.0; 10]);
    hidden.copy_from_slice(b1);
    for (x, row) in x.iter().zip(w1.chunks_exact(32)) {
        for (sum, w) in hidden.iter_mut().zip(row) {
            *sum += x * w;
        }
    }
    hidden = hidden.map(|z| f64::max(z, 0.0));
    answer.copy_from_slice(b2);
    for (h, row) in hidden.iter().zip(w2.chunks_exact(10)) {
        for (sum, w) in answer.iter_mut().zip(row) {
            *sum += h * w;
        }
    }

    let largest = answer.iter().copied().fold(f64::MIN, f64::max);
    let mut slopes = answer.map(|z| Real::exp(z - largest));
    let total: f64 = slopes.iter().sum();
    slopes = slopes.map(|e| e / total);
    slopes[CLASS] -= 1.0;

    let mut gradient = [0.0; PARAMETERS];
    let (first, second) = gradient.split_at_mut(64 * 32 + 32);
    let (by_w1, by_b1) = first.split_at_mut(64 * 32);
    let (by_w2, by_b2) = second.split_at_mut(32 * 10);
    by_b2.copy_from_slice(&slopes);
    for (j, (h, row)) in hidden.iter().zip(w2.chunks_exact(10)).enumerate() {
        let mut sum = 0.0;
        for ((by, w), slope) in by_w2[10 * j..].iter_mut().zip(row).zip(&slopes) {
            *by = h * slope;
            sum += w * slope;
        }
        by_b1[j] = if *h > 0.0 { sum } else { 0.0 };
    }
    for (x, row) in x.iter().zip(by_w1.chunks_exact_mut(32)) {
        for (by, slope) in row.iter_mut().zip(&*by_b1) {
            *by = x * slope;
        }
    }
    gradient
}
