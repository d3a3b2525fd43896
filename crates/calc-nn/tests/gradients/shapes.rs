//! The networks: from one input and one output to 64 and 32, narrow, wide and deep, with and without bias,
//! and each other layer first, last and in the middle.

use calc_nn::{Activate, Dense, Dropout, LayerNorm, Network, NoBias, Softmax};

use crate::chosen::{A, AnyLoss, B};
use crate::{Found, Sizes, run};

/// Compares the routes in one network.
pub(crate) type Run = fn(AnyLoss, Sizes, u64) -> Found;

macro_rules! shapes {
    ($name:ident: $($L:ty),+ $(,)?) => {
        pub(crate) const $name: &[(&str, Run)] =
            &[$((stringify!($L), run::<$L, { Network::<$L>::PARAMETERS }>)),+];
    };
}

shapes!(
    SMALL: //
    // A layer alone: one of each, and around the widths at which loops are unrolled.
    Dense<1, 1, A>,
    Dense<1, 1, A, NoBias>,
    Dense<1, 2, A>,
    Dense<2, 1, A>,
    Dense<4, 9, A>,
    Dense<9, 4, A, NoBias>,
    Dense<1, 33, A>,
    Dense<33, 1, A>,
    Dense<7, 7, A>,
    Dense<8, 8, A>,
    Dense<9, 7, A>,
    Dense<3, 15, A>,
    Dense<3, 16, A>,
    Dense<3, 17, A, NoBias>,
    Dense<15, 3, A>,
    Dense<17, 3, A>,
    // Two.
    (Dense<1, 1, A>, Dense<1, 1, B>),
    (Dense<2, 3, A>, Dense<3, 2>),
    (Dense<1, 6, A, NoBias>, Dense<6, 2, B>),
    (Dense<3, 16, A>, Dense<16, 2, B>),
    (Dense<2, 17, A, NoBias>, Dense<17, 1>),
    (Dense<16, 1, A>, Dense<1, 16, B>),
    (Dense<2, 4, A>, Dense<4, 1, B, NoBias>),
    (Dense<10, 10, A>, Dense<10, 10>),
    // More.
    (Dense<3, 2, A>, Dense<2, 5, B>, Dense<5, 4, A, NoBias>),
    (Dense<5, 7, A>, Dense<7, 8, B>, Dense<8, 3>),
    (Dense<8, 4, A>, Dense<4, 2, B>, Dense<2, 4, A>, Dense<4, 8>),
    (
        Dense<2, 3, A, NoBias>,
        Dense<3, 3, B, NoBias>,
        Dense<3, 3, A, NoBias>,
        Dense<3, 3, B, NoBias>,
        Dense<3, 1, A, NoBias>
    ),
    (
        Dense<2, 2, A>,
        Dense<2, 2, B>,
        Dense<2, 2, A>,
        Dense<2, 2, B>,
        Dense<2, 2, A>,
        Dense<2, 2, B>,
        Dense<2, 2, A>,
        Dense<2, 2>
    ),
    // Deeper than a tuple is long.
    (
        (Dense<3, 2, A>, Dense<2, 3, B>, Dense<3, 2, A>, Dense<2, 3, B>),
        (Dense<3, 2, A>, Dense<2, 3, B>, Dense<3, 2, A>, Dense<2, 3, B>),
        (Dense<3, 2, A>, Dense<2, 1>)
    ),
    // An activation of its own.
    Activate<1, A>,
    (Activate<3, A>, Dense<3, 2, B>),
    (Dense<2, 3>, Activate<3, A>, Activate<3, B>),
    // Norms.
    LayerNorm<3>,
    (LayerNorm<3>, Dense<3, 2, A>),
    (LayerNorm<9>, LayerNorm<9>),
    (Dense<2, 4, A>, LayerNorm<4>),
    (Dense<2, 2, A>, LayerNorm<2>, Dense<2, 1>),
    (Dense<3, 4, A>, LayerNorm<4>, Dense<4, 3, B>),
    (Dense<3, 16, A>, LayerNorm<16>, Dense<16, 3, B>),
    (Dense<3, 4>, LayerNorm<4>, Activate<4, A>, Dense<4, 2, B>),
    (
        Dense<2, 6>,
        LayerNorm<6>,
        Activate<6, A>,
        Dense<6, 6>,
        LayerNorm<6>,
        Activate<6, B>,
        Dense<6, 2>
    ),
    // Dropout: off in use, on in training.
    Dropout<3, 50>,
    (Dense<3, 4, A>, Dropout<4, 0>, Dense<4, 2, B>),
    (Dense<2, 8, A>, Dropout<8, 50>, Dense<8, 8, B>, Dropout<8, 20>, Dense<8, 1>),
    (LayerNorm<3>, Dense<3, 4, A>, Dropout<4, 30>, Dense<4, 2>),
    // Softmax.
    Softmax<1>,
    Softmax<4>,
    (Dense<2, 5, A>, Softmax<5>, Dense<5, 3, B>),
    (Dense<4, 10, A>, Softmax<10>),
    (Dense<2, 3>, Softmax<3>, Softmax<3>),
    (Softmax<3>, Dense<3, 2, A>, Dropout<2, 50>),
    (Dropout<2, 25>, Dense<2, 3, A>, Softmax<3>),
    (Dense<2, 3, A>, Softmax<3>, LayerNorm<3>, Dense<3, 2>),
);

shapes!(
    LARGE: //
    Dense<64, 32, A>,
    Dense<31, 33, A, NoBias>,
    (Dense<64, 32, A>, Dense<32, 10, B>),
    (Dense<2, 64, A>, LayerNorm<64>, Dense<64, 10>),
    (
        Dense<16, 16, A>,
        Dense<16, 16, B>,
        Dense<16, 16, A>,
        Dense<16, 16, B>,
        Dense<16, 4>
    ),
    (Dense<20, 40, A>, Dropout<40, 50>, Dense<40, 20, B>, Softmax<20>),
);
