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
//! | rule               | remembers per parameter | good for                                          |
//! |--------------------|-------------------------|---------------------------------------------------|
//! | [`Sgd`]            | nothing                 | the plain idea; little memory                     |
//! | [`Momentum`]       | 1 number                | valleys: the zig-zag cancels, the slope adds up    |
//! | [`Nesterov`]       | 1 number                | the same, less overshoot                          |
//! | [`Signum`], [`Lion`] | 1 number              | gradients of which only the sign can be trusted   |
//! | [`AdaGrad`]        | 1 number                | rare features; the rate only ever falls           |
//! | [`RmsProp`]        | 1 number                | gradients of very different size                  |
//! | [`CentredRmsProp`], [`AdaDelta`] | 2 numbers | the same, in units of their spread; without a rate |
//! | [`Adam`]           | 2 numbers               | a first try that usually works                    |
//! | [`AdamW`]          | 2 numbers               | the same, with weight decay that does what it says |
//! | [`Adamax`], [`NAdam`], [`RAdam`], [`AdaBelief`], [`Yogi`] | 2 numbers | Adam's relatives |
//! | [`AmsGrad`], [`Adan`] | 3, 4 numbers         | Adam that provably converges; with a look ahead   |
//! | [`Rprop`]          | 2 numbers               | whole data sets, no rate to find                  |
//! | [`Lars`], [`Lamb`] | 1, 2 numbers            | layers of very different size, large batches      |
//! | [`Muon`]           | 1 number                | matrices                                          |
//! | [`ScheduleFree`]   | 1 number                | no schedule, no end known beforehand              |
//!
//! Around a rule: [`Decoupled`] adds weight decay to any of them, [`SharpnessAware`] says where to take
//! the gradient for a flatter minimum, [`Ema`] averages what a rule walks through,
//! [`clip`](crate::clip) shortens gradients, [`schedule`](crate::schedule) changes the rate.
//!
//! # Conventions
//!
//! Those of PyTorch: momentum starts at the first gradient, `ε` is added outside the square root,
//! the first and second moments of Adam are corrected for their start at zero. Where optax differs, or
//! PyTorch has no such rule, the documentation says so.

mod adabelief;
mod adadelta;
mod adagrad;
mod adam;
mod adamax;
mod adamw;
mod adan;
mod amsgrad;
mod centred_rmsprop;
mod decoupled;
mod ema;
mod lamb;
mod lars;
mod lion;
mod momentum;
mod muon;
mod nadam;
mod nesterov;
mod radam;
mod rmsprop;
mod rprop;
mod schedule_free;
mod sgd;
mod sharpness;
mod signum;
mod yogi;

use calc_scalar::Float;

pub use adabelief::AdaBelief;
pub use adadelta::AdaDelta;
pub use adagrad::AdaGrad;
pub use adam::Adam;
pub use adamax::Adamax;
pub use adamw::AdamW;
pub use adan::Adan;
pub use amsgrad::AmsGrad;
pub use centred_rmsprop::CentredRmsProp;
pub use decoupled::Decoupled;
pub use ema::Ema;
pub use lamb::Lamb;
pub use lars::Lars;
pub use lion::Lion;
pub use momentum::Momentum;
pub use muon::Muon;
pub use nadam::NAdam;
pub use nesterov::Nesterov;
pub use radam::RAdam;
pub use rmsprop::RmsProp;
pub use rprop::Rprop;
pub use schedule_free::ScheduleFree;
pub use sgd::Sgd;
pub use sharpness::SharpnessAware;
pub use signum::Signum;
pub use yogi::Yogi;

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
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a rule for {P} parameters of type `{T}`",
    label = "expected a rule such as `Adam::new(0.01)`, for as many parameters as there are",
    note = "all rules are in `calc_opt::rule`; let the compiler find out the number: `Adam::new(0.01)`, \
            not `Adam::<f64, 9>::new(0.01)`"
)]
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

/// `1 − βᵗ`: what a fading mean that started at zero has to be divided by after `t` steps.
#[inline]
fn correction<T: Float>(beta: T, steps: u32) -> T {
    // A step that was never begun is the first.
    let t = i32::try_from(steps.max(1)).unwrap_or(i32::MAX);
    T::ONE - beta.powi(t)
}

/// 1, 0 or −1. NaN stays NaN.
#[inline]
fn sign<T: Float>(x: T) -> T {
    if x > T::ZERO {
        T::ONE
    } else if x < T::ZERO {
        -T::ONE
    } else {
        x
    }
}

/// `c·‖x‖/‖d‖`, or 1 where either is zero.
fn trust_ratio<T: Float>(
    parameters: impl Iterator<Item = T>,
    step: impl Iterator<Item = T>,
    coefficient: T,
) -> T {
    let (parameters, step) = (length(parameters), length(step));
    if parameters.is_zero() || step.is_zero() {
        T::ONE
    } else {
        coefficient * parameters / step
    }
}

/// `‖x‖`.
fn length<T: Float>(x: impl Iterator<Item = T>) -> T {
    x.map(|x| x * x).sum::<T>().sqrt()
}
