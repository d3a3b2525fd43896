//! Small neural networks that train where they run: shapes known at compile time, no allocator.
//!
//! A network is a type, and its parameters are an array:
//!
//! ```
//! use calc_nn::activation::Tanh;
//! use calc_nn::init::Glorot;
//! use calc_nn::loss::BinaryCrossEntropyWithLogits;
//! use calc_nn::{Dense, Network};
//! use calc_opt::rule::Adam;
//!
//! type Net = Network<(Dense<2, 4, Tanh>, Dense<4, 1>)>;
//!
//! const XOR: [([f64; 2], [f64; 1]); 4] = [
//!     ([0.0, 0.0], [0.0]),
//!     ([0.0, 1.0], [1.0]),
//!     ([1.0, 0.0], [1.0]),
//!     ([1.0, 1.0], [0.0]),
//! ];
//!
//! let mut w = [0.0; Net::PARAMETERS];
//! Net::init(&mut w, Glorot, 1);
//! let report = Net::fit(BinaryCrossEntropyWithLogits, &mut w, &XOR, &mut Adam::new(0.05), 500);
//!
//! assert!(report.loss < 0.01);
//! for (x, [target]) in XOR {
//!     let [logit] = Net::forward(&w, &x);
//!     assert_eq!(logit > 0.0, target == 1.0);
//! }
//! ```
//!
//! The same training as a loop of one's own, one step per example:
//!
//! ```
//! # use calc_nn::activation::Tanh;
//! # use calc_nn::init::Glorot;
//! # use calc_nn::loss::BinaryCrossEntropyWithLogits;
//! # use calc_nn::{Dense, Network};
//! # type Net = Network<(Dense<2, 4, Tanh>, Dense<4, 1>)>;
//! # let xor = [([0.0, 0.0], [0.0]), ([0.0, 1.0], [1.0]), ([1.0, 0.0], [1.0]), ([1.0, 1.0], [0.0])];
//! # let mut w = [0.0; Net::PARAMETERS];
//! # Net::init(&mut w, Glorot, 1);
//! use calc_opt::rule::{Rule, Sgd};
//!
//! let mut rule = Sgd::new(0.5);
//! for (x, target) in xor.iter().cycle().take(4 * 1000) {
//!     let (_, gradient) = Net::value_and_gradient(BinaryCrossEntropyWithLogits, &w, x, target);
//!     rule.update(&mut w, &gradient);
//! }
//! # assert!(Net::mean_loss(BinaryCrossEntropyWithLogits, &w, &xor) < 0.02_f64);
//! ```
//!
//! # Where to look
//!
//! | to …                                          | go to                                       |
//! |-----------------------------------------------|---------------------------------------------|
//! | make a network                                | [`Network`], [`Dense`], [`activation`]      |
//! | put more than dense layers into it            | [`LayerNorm`], [`Dropout`], [`Softmax`], [`Activate`] |
//! | use one                                       | [`Network::forward`]                        |
//! | choose where training starts                  | [`Network::init`], [`init`]                 |
//! | train in one line                             | [`Network::fit`]                            |
//! | train with batches, shuffling, clipping, a schedule | [`Network::trainer`], [`Trainer`]     |
//! | stop early, or end with the best parameters   | [`Trainer::patience`], [`EarlyStop`]; [`Trainer::fit_best`] |
//! | write the loop yourself                       | [`Network::value_and_gradient`], [`Network::mean_gradient`] |
//! | train in place, without a gradient            | [`Network::step`], refused by [`NotMoved`]  |
//! | train on data as it is stored, or on a part that stays in flash | [`Trainer::fit_from`], [`Examples`] |
//! | know the memory beforehand                    | [`Network::train_bytes`], [`Workspace`]     |
//! | find a learning rate                          | [`Trainer::find_rate`]                      |
//! | see why it does not learn                     | [`Report::stopped`], [`Report::culprit`], [`Network::health`] |
//! | see one step taken apart                      | [`Network::record`], [`Network::backward`]  |
//! | say how wrong an answer is                    | [`loss`]                                    |
//! | say how good a network is                     | [`metrics`], [`Network::confusion`], [`Network::regression`] |
//! | bring inputs to one size                      | [`Normaliser`]                              |
//! | save a network, load it, run it from flash    | [`saved`]                                   |
//! | bring a network from PyTorch and back         | `examples/safetensors`; [`Network::parts`] for other formats |
//! | make it four times smaller, integers only     | [`quantised`]                               |
//! | hold parameters small                         | [`Penalty`], [`Trainer::penalty`]           |
//! | check a backward pass of your own             | [`Network::check_gradient`]                 |
//! | take any other derivative                     | [`Network::loss`], as a function of the parameters |
//! | add a layer, an activation, a loss            | [`Layer`], [`Activation`], [`Loss`]         |
//!
//! # Accuracy
//!
//! The backward pass of each layer is written by hand. In double precision it agrees with the tape of
//! `calc-multi` and with dual numbers to 10⁻¹² of the largest slope, for every activation with every loss in
//! networks of sixty shapes, over random parameters and inputs up to saturation. Parameters after 100 steps
//! are those of PyTorch to 10⁻¹¹. Means over examples keep their digits in single precision, however many
//! examples there are.
//!
//! # Features
//!
//! The crate is `no_std`, does not allocate, has no `unsafe` code and does not panic. Sums are
//! taken in a fixed order and all elementary functions are those of `calc-scalar`: the same seed and the same
//! data give the same weights, to the bit, on every target.
//!
//! | feature      | default | what it does                                                          |
//! |--------------|---------|-----------------------------------------------------------------------|
//! | `num-traits` | off     | the numbers are `num_traits::Float`; see `calc-scalar`                |
//! | `serde`      | off     | reports, the state of the random numbers, and the rules of `calc-opt` can be stored |
//! | `defmt`      | off     | the same can be logged by `defmt`                                     |
//! | `std`        | off     | the platform's elementary functions; see `calc-scalar`                |

#![no_std]
#![cfg_attr(
    test,
    allow(clippy::float_cmp, reason = "tests assert exact values on purpose")
)]

#[cfg(test)]
extern crate std;

/// The examples of the README, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

// In reading order.
mod sum;
mod width;
mod shape;
mod layer;
mod dense;
pub mod activation;
mod activate;
mod softmax;
mod layer_norm;
mod dropout;
mod network;
mod not_moved;
pub mod loss;
mod penalty;
mod random;
pub mod init;
mod order;
mod examples;
mod workspace;
mod trainer;
mod check;
mod health;
pub mod metrics;
mod normaliser;
pub mod saved;
pub mod quantised;
mod parts;

pub use activate::Activate;
pub use activation::Activation;
pub use check::{GradientCheck, Place};
pub use dense::{Bias, Dense, DenseTrace, NoBias, WithBias};
pub use dropout::{Dropout, DropoutTrace};
pub use examples::Examples;
pub use health::{Health, LayerHealth};
pub use layer::Layer;
pub use layer_norm::{LayerNorm, LayerNormTrace};
pub use loss::Loss;
pub use network::{Network, Trace};
pub use normaliser::{Normaliser, NotFinite, Scaling};
pub use not_moved::NotMoved;
pub use parts::{Part, Parts};
pub use penalty::Penalty;
pub use random::Random;
pub use shape::Shape;
pub use softmax::Softmax;
pub use trainer::{
    Best, EarlyStop, Epoch, RateError, RateSearch, Report, SearchEnd, Setting, Stopped, Trainer,
};
pub use width::{Feeds, Units, Values, Vector, Width, Zero};
pub use workspace::Workspace;
