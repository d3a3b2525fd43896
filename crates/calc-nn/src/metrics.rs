//! How good a trained network is, in numbers that people understand.
//!
//! | a network that …     | is judged by    | in one line                                            |
//! |----------------------|-----------------|--------------------------------------------------------|
//! | chooses a class      | [`Confusion`]   | [`Network::confusion`](crate::Network::confusion)      |
//! | answers with numbers | [`Regression`]  | [`Network::regression`](crate::Network::regression)    |
//!
//! ```
//! use calc_nn::metrics::{Confusion, largest};
//!
//! let answers = [[0.1, 0.7, 0.2], [0.9, 0.0, 0.1], [0.3, 0.4, 0.3]];
//! let truth = [1, 0, 2];
//! let mut confusion = Confusion::<3>::new();
//! for (answer, truth) in answers.iter().zip(truth) {
//!     confusion.record(truth, largest(answer));
//! }
//! assert_eq!(confusion.right(), 2);
//! assert_eq!(confusion.counts[2], [0, 1, 0]); // the last one was taken for class 1
//! ```

mod confusion;
mod regression;

use calc_scalar::Float;

use crate::layer::Layer;
use crate::width::Values;

pub use confusion::{Confusion, Scores};
pub use regression::Regression;

/// The inputs of the layers `L`, and what should be answered to them.
type Example<L, T, Y> = (Values<<L as Layer>::Input, T>, Y);

/// Which answer is the largest: the class that a network chooses. The first of equals; 0 if none is a
/// number.
#[must_use]
pub fn largest<T: Float>(answer: &[T]) -> usize {
    let mut best = (0, -T::INFINITY);
    for (class, &value) in answer.iter().enumerate() {
        if value > best.1 {
            best = (class, value);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_equals_is_the_largest() {
        assert_eq!(largest(&[1.0, 3.0, 3.0]), 1);
        assert_eq!(largest(&[f64::NAN, -5.0, f64::NAN]), 1);
        assert_eq!(largest::<f32>(&[]), 0);
    }
}
