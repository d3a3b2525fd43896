//! Update rules: how parameters move, given a gradient.
//!
//! A rule sees parameters and gradients, never functions, so the same rule trains a network, fits a
//! curve or walks down a valley. It is a plain `Copy` struct: hyper-parameters are public fields
//! that may be changed between steps, memory is an array of the exact size, and saving a rule is
//! saving its bytes.
//!
//! ```
//! use calc_opt::rule::{Momentum, Rule};
//!
//! let mut parameters = [5.0, -3.0];
//! let mut rule = Momentum::new(0.1, 0.5);
//! for _ in 0..40 {
//!     let gradient = parameters.map(|x| 2.0 * x); // of ∑ x²
//!     rule.update(&mut parameters, &gradient);
//! }
//! assert!(parameters.iter().all(|x: &f64| x.abs() < 1e-4));
//! ```
//!
//! # Which one
//!
//! | rule         | remembers per parameter | good for                                          |
//! |--------------|-------------------------|---------------------------------------------------|
//! | [`Sgd`]      | nothing                 | the plain idea; little memory                     |
//! | [`Momentum`] | 1 number                | valleys: the zig-zag cancels, the slope adds up    |
//! | [`Nesterov`] | 1 number                | the same, less overshoot                          |
//! | [`AdaGrad`]  | 1 number                | rare features; the rate only ever falls           |
//! | [`RmsProp`]  | 1 number                | gradients of very different size                  |
//! | [`Adam`]     | 2 numbers               | a first try that usually works                    |
//! | [`AdamW`]    | 2 numbers               | the same, with weight decay that does what it says |
//!
//! # Conventions
//!
//! Those of PyTorch: momentum starts at the first gradient, `ε` is added outside the square root,
//! the first and second moments of Adam are corrected for their start at zero.

mod adagrad;
mod adam;
mod adamw;
mod momentum;
mod nesterov;
mod rmsprop;
mod sgd;

use calc_scalar::Float;

pub use adagrad::AdaGrad;
pub use adam::Adam;
pub use adamw::AdamW;
pub use momentum::Momentum;
pub use nesterov::Nesterov;
pub use rmsprop::RmsProp;
pub use sgd::Sgd;

/// A rule that moves `P` parameters, given their gradient.
///
/// One flat array of parameters is moved by [`update`](Rule::update). Parameters that live in
/// several places, as the layers of a network do, are moved part by part:
///
/// ```
/// use calc_opt::rule::{Adam, Rule};
///
/// let (mut weights, mut bias) = ([[0.5, -0.5], [0.25, 1.0]], [0.0, 0.1]);
/// let (by_weights, by_bias) = ([[0.1, 0.2], [0.3, 0.4]], [0.5, 0.6]);
///
/// let mut rule = Adam::<f64, 6>::new(0.01);
/// rule.begin();
/// rule.apply(0, weights.as_flattened_mut(), by_weights.as_flattened());
/// rule.apply(4, &mut bias, &by_bias);
/// assert!((bias[0] + 0.01).abs() < 1e-9);
/// ```
///
/// # Edge cases
///
/// A rule does not judge: a gradient that is NaN makes its parameter NaN. The drivers in
/// [`minimize`](crate::minimize) stop before that happens.
pub trait Rule<T: Float, const P: usize> {
    /// Moves all parameters by one step: [`begin`](Rule::begin), then one [`apply`](Rule::apply).
    #[inline]
    fn update(&mut self, parameters: &mut [T; P], gradient: &[T; P]) {
        self.begin();
        self.apply(0, parameters, gradient);
    }

    /// Starts a step; what a rule keeps once per step (Adam's count of steps) is advanced here.
    fn begin(&mut self);

    /// Moves the parameters number `offset`, `offset + 1`, … of the `P`.
    ///
    /// # Edge cases
    ///
    /// Parameters without a gradient, and parameters from number `P` on, stay as they are.
    fn apply(&mut self, offset: usize, parameters: &mut [T], gradient: &[T]);

    /// The learning rate `η` that the next step uses.
    #[must_use]
    fn rate(&self) -> T;

    /// Changes the learning rate `η`; see [`schedule`](crate::schedule).
    fn set_rate(&mut self, rate: T);
}
