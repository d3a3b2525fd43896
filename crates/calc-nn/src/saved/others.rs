//! The layers beside the dense one: most have no parameters, and nothing to store.

use super::in_place::InPlace;
use super::number::Stored;
use super::take_all;
use crate::activate::Activate;
use crate::activation::Activation;
use crate::dropout::Dropout;
use crate::layer::Layer;
use crate::layer_norm::LayerNorm;
use crate::parts::{Part, Parts};
use crate::softmax::Softmax;

/// Without parameters, bytes play no part.
macro_rules! without_parameters {
    ($([$($generics:tt)*] $Layer:ty, $N:ident;)+) => {$(
        impl<$($generics)*> InPlace for $Layer {
            #[inline]
            fn forward_in_place<T: Stored>(_: &[u8], x: &[T; $N]) -> [T; $N] {
                Self::forward(&[], x)
            }
        }

        impl<$($generics)*> Parts for $Layer {
            fn parts(_: usize, _: usize, _: &mut impl FnMut(Part)) -> usize {
                0
            }
        }
    )+};
}

without_parameters! {
    [const N: usize, const PERCENT: u32] Dropout<N, PERCENT>, N;
    [const N: usize, A: Activation] Activate<N, A>, N;
    [const N: usize] Softmax<N>, N;
}

impl<const N: usize> Parts for LayerNorm<N> {
    fn parts(layer: usize, start: usize, visit: &mut impl FnMut(Part)) -> usize {
        let gains = Part {
            name: "weight",
            layer,
            outputs: N,
            inputs: None,
            start,
        };
        visit(gains);
        visit(Part {
            name: "bias",
            start: start.saturating_add(N),
            ..gains
        });
        1
    }
}

impl<const N: usize> InPlace for LayerNorm<N> {
    #[inline]
    fn forward_in_place<T: Stored>(parameters: &[u8], x: &[T; N]) -> [T; N] {
        let mut read = [[T::ZERO; N]; 2];
        take_all(parameters, read.as_flattened_mut());
        Self::forward(read.as_flattened(), x)
    }
}

#[cfg(test)]
mod tests {
    use std::vec;

    use crate::activation::{Relu, Tanh};
    use crate::init::Glorot;
    use crate::{Activate, Dense, Dropout, LayerNorm, Network, Softmax};

    type Plain = (Dense<3, 8, Tanh>, Dense<8, 4, Relu>);
    type Dropping = (
        Dense<3, 8, Tanh>,
        Dropout<8, 50>,
        Dense<8, 4, Relu>,
        Dropout<4, 10>,
    );

    #[test]
    fn every_layer_runs_in_place_with_the_same_bits() {
        type Net = Network<(
            Dense<3, 8>,
            LayerNorm<8>,
            Activate<8, Tanh>,
            Dropout<8, 50>,
            Dense<8, 4>,
            Softmax<4>,
        )>;
        let mut w = [0.0_f64; Net::PARAMETERS];
        Net::init(&mut w, Glorot, 1);
        let w = w.map(|w| w + 0.125);
        let mut buffer = [0; Net::saved_bytes::<f64>()];
        let net = Net::in_place::<f64>(Net::to_bytes(&w, &mut buffer).unwrap()).unwrap();
        let x = [0.5, -1.0, 2.0];
        assert_eq!(net.forward(&x), Net::forward(&w, &x));
    }

    /// A file from a training with dropout is a file for the network without, and the other way round.
    #[test]
    fn dropout_leaves_no_trace_in_files() {
        const P: usize = Network::<Plain>::PARAMETERS;
        let mut w = [0.0_f32; P];
        Network::<Plain>::init(&mut w, Glorot, 1);
        let mut buffer = [0; Network::<Plain>::saved_bytes::<f32>()];
        let file = Network::<Dropping>::to_bytes(&w, &mut buffer).unwrap();
        let mut read = [0.0; P];
        Network::<Plain>::from_bytes(file, &mut read).unwrap();
        assert_eq!(read, w);

        let typical = [[0.5, -1.0, 2.0], [1.0, 0.25, -0.5]];
        let mut one = vec![0; Network::<Plain>::QUANTISED_BYTES];
        let mut other = one.clone();
        let one = Network::<Plain>::quantise(&w, &typical, &mut one).unwrap();
        let other = Network::<Dropping>::quantise(&w, &typical, &mut other).unwrap();
        assert_eq!(one, other);
        let (plain, dropping) = (
            Network::<Plain>::quantised(one).unwrap(),
            Network::<Dropping>::quantised(one).unwrap(),
        );
        for x in &typical {
            assert_eq!(plain.forward(x), dropping.forward(x));
        }
        let mut layers = 0;
        Network::<Dropping>::parts(|part| layers = part.layer + 1);
        assert_eq!(layers, 2);
    }
}
