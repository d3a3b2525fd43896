//! A network without training. A solution.

use calc_exercises::Weights;

/// Weights with which the network of two `relu` neurons computes XOR exactly.
pub(crate) fn weights() -> Weights {
    Weights {
        hidden: [[1.0, 1.0], [1.0, 1.0]],
        hidden_biases: [0.0, -1.0],
        output: [1.0, -2.0],
        output_bias: 0.0,
    }
}
