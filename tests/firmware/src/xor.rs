//! A whole training in a few hundred bytes of memory: a network of 17 parameters learns XOR.

use calc_nn::activation::Sigmoid;
use calc_nn::init::Glorot;
use calc_nn::loss::SquaredError;
use calc_nn::{Dense, Network};

/// Two inputs, four sigmoids, one sigmoid.
pub type Xor = Network<(Dense<2, 4, Sigmoid>, Dense<4, 1, Sigmoid>)>;

/// What is to be learned.
static EXAMPLES: [([f32; 2], [f32; 1]); 4] = [
    ([0.0, 0.0], [0.0]),
    ([0.0, 1.0], [1.0]),
    ([1.0, 0.0], [1.0]),
    ([1.0, 1.0], [0.0]),
];

/// How often all four are seen.
pub const EPOCHS: u32 = 1000;

/// Starts from seeded weights, and learns in place.
pub fn train(w: &mut [f32; Xor::PARAMETERS], epochs: u32) {
    Xor::init(w, Glorot, 1);
    for _ in 0..epochs {
        for (x, target) in &EXAMPLES {
            // A step that would spoil the weights is refused; of four examples that are known there is none.
            let _ = Xor::step(SquaredError, w, x, target, 2.0);
        }
    }
}

/// How many of the four answers are right.
#[must_use]
pub fn right(w: &[f32; Xor::PARAMETERS]) -> usize {
    let is_right = |(x, target): &&([f32; 2], [f32; 1])| {
        let [answer] = Xor::forward(w, x);
        let [target] = *target;
        (answer - target).abs() < 0.25
    };
    EXAMPLES.iter().filter(is_right).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_network_learns_xor_and_does_not_know_it_at_first() {
        let mut w = [0.0; Xor::PARAMETERS];
        train(&mut w, EPOCHS);
        assert_eq!(right(&w), 4);
        train(&mut w, 1);
        assert_ne!(right(&w), 4);
    }
}
