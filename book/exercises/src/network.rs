//! The check of the exercise on a network.

use calc_scalar::Real;

use crate::outcome::{Outcome, compare};

/// What rounding may change.
const ROUNDING: f64 = 1e-12;

/// The weights of a network with two inputs, two hidden rectified neurons and one output.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    /// One row per hidden neuron: what it multiplies the two inputs by.
    pub hidden: [[f64; 2]; 2],
    /// What each hidden neuron adds.
    pub hidden_biases: [f64; 2],
    /// What the output multiplies the two hidden values by.
    pub output: [f64; 2],
    /// What the output adds.
    pub output_bias: f64,
}

impl Weights {
    /// The network's answer.
    #[must_use]
    pub fn answer(&self, [x, y]: [f64; 2]) -> f64 {
        let neurons = self.hidden.iter().zip(self.hidden_biases).zip(self.output);
        let terms = neurons
            .map(|(([by_x, by_y], bias), weight)| weight * Real::relu(by_x * x + by_y * y + bias));
        terms.sum::<f64>() + self.output_bias
    }
}

/// Exercise 11: the network computes XOR, "one or the other, but not both".
///
/// # Errors
///
/// For which inputs the answer is wrong.
pub fn check_xor(weights: &Weights) -> Outcome {
    for (input, target) in [
        ([0.0, 0.0], 0.0),
        ([0.0, 1.0], 1.0),
        ([1.0, 0.0], 1.0),
        ([1.0, 1.0], 0.0),
    ] {
        let answer = weights.answer(input);
        compare(
            &format!("answer for {input:?}"),
            &[answer],
            &[target],
            ROUNDING,
        )?;
    }
    Ok(())
}
