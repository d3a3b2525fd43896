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

//!
//! What is no number is nowhere left out: an answer with NaN counts as a wrong one ([`Confusion`]), or makes
//! the errors NaN ([`Regression`]).

mod confusion;
mod regression;

use calc_scalar::Float;

use crate::layer::Layer;
use crate::width::Values;

pub use confusion::{Confusion, Scores};
pub use regression::Regression;

/// The inputs of the layers `L`, and what should be answered to them.
type Example<L, T, Y> = (Values<<L as Layer>::Input, T>, Y);

/// Which answer is the largest: the class that a network chooses. The first of equals; `None` if there is
/// NaN among the answers, or no answer: such a network has chosen nothing.
///
/// # Examples
///
/// ```
/// use calc_nn::metrics::largest;
///
/// assert_eq!(largest(&[1.0, 3.0, 3.0]), Some(1));
/// assert_eq!(largest(&[1.0, f32::NAN, 3.0]), None);
/// ```
#[must_use]
pub fn largest<T: Float>(answer: &[T]) -> Option<usize> {
    let mut best = (0, *answer.first()?);
    for (class, &value) in answer.iter().enumerate() {
        if value.not_a_number() {
            return None;
        }
        if value > best.1 {
            best = (class, value);
        }
    }
    Some(best.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_equals_is_the_largest() {
        assert_eq!(largest(&[1.0, 3.0, 3.0]), Some(1));
        assert_eq!(largest(&[f64::NEG_INFINITY; 2]), Some(0));
        assert_eq!(largest(&[0.0, f64::INFINITY, 1.0]), Some(1));
    }

    #[test]
    fn where_an_answer_is_no_number_nothing_is_chosen() {
        for place in 0..3 {
            let mut answer = [1.0, 2.0, 3.0_f32];
            answer[place] = f32::NAN;
            assert_eq!(largest(&answer), None);
        }
        assert_eq!(largest::<f32>(&[]), None);
    }
}
