//! Which parameter is which, for other libraries' formats.

use crate::activation::Activation;
use crate::dense::{Bias, Dense};
use crate::layer::Layer;
use crate::network::Network;
use crate::width::Feeds;

/// A matrix of weights, or a vector of gains or biases, among the parameters of a network.
///
/// It is what other libraries call a tensor. They store the weights of a dense layer output by output
/// (`[outputs, inputs]`), this crate input by input: [`index`](Part::index) translates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Part {
    /// What other libraries call it: `weight` for the weights of a dense layer and the gains of a layer norm,
    /// `bias` for the biases of both.
    pub name: &'static str,
    /// The number of the layer among those that have parameters, from 0.
    pub layer: usize,
    /// How many outputs.
    pub outputs: usize,
    /// How many inputs; `None` for gains and biases.
    pub inputs: Option<usize>,
    /// The place of the first of its parameters.
    pub start: usize,
}

impl Part {
    /// How many parameters.
    #[must_use]
    pub const fn len(self) -> usize {
        match self.inputs {
            Some(inputs) => inputs.saturating_mul(self.outputs),
            None => self.outputs,
        }
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Where the weight from an input to an output stands among the parameters; for gains and biases
    /// the input is ignored.
    #[must_use]
    pub const fn index(self, output: usize, input: usize) -> usize {
        let row = match self.inputs {
            Some(_) => input.saturating_mul(self.outputs),
            None => 0,
        };
        self.start.saturating_add(row).saturating_add(output)
    }
}

/// A layer that can tell which of its parameters is which. Dense layers, layer norms, layers without
/// parameters and tuples of such layers can.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot tell which of its parameters is which",
    note = "dense layers can, layer norms, and layers without parameters"
)]
pub trait Parts: Layer {
    /// Shows the layer's parts, from the given layer and place on; how many layers there were.
    fn parts(layer: usize, start: usize, visit: &mut impl FnMut(Part)) -> usize;
}

impl<L: Parts> Network<L> {
    /// Shows the matrices of weights and the vectors of gains and biases, in the order of the parameters: to read
    /// and write the formats of other libraries. `examples/safetensors` does so with that of PyTorch.
    ///
    /// # Examples
    ///
    /// The parameters in the order in which PyTorch has them:
    ///
    /// ```
    /// use calc_nn::activation::Relu;
    /// use calc_nn::{Dense, Network};
    ///
    /// type Net = Network<(Dense<3, 2, Relu>, Dense<2, 1>)>;
    /// let w = [11, 21, 12, 22, 13, 23, 1, 2, 31, 32, 3].map(f64::from);
    ///
    /// let mut theirs = Vec::new();
    /// Net::parts(|part| {
    ///     for output in 0..part.outputs {
    ///         for input in 0..part.inputs.unwrap_or(1) {
    ///             theirs.push(w[part.index(output, input)]);
    ///         }
    ///     }
    /// });
    /// assert_eq!(theirs, [11, 12, 13, 21, 22, 23, 1, 2, 31, 32, 3].map(f64::from));
    /// ```
    pub fn parts(mut visit: impl FnMut(Part)) {
        let _ = L::parts(0, 0, &mut visit);
    }
}

impl<const IN: usize, const OUT: usize, A: Activation, B: Bias> Parts for Dense<IN, OUT, A, B> {
    fn parts(layer: usize, start: usize, visit: &mut impl FnMut(Part)) -> usize {
        let weights = Part {
            name: "weight",
            layer,
            outputs: OUT,
            inputs: Some(IN),
            start,
        };
        visit(weights);
        if B::PRESENT {
            visit(Part {
                name: "bias",
                inputs: None,
                start: start.saturating_add(weights.len()),
                ..weights
            });
        }
        1
    }
}

impl<A: Parts, B: Parts> Parts for (A, B)
where
    A::Output: Feeds<B::Input>,
{
    fn parts(layer: usize, start: usize, visit: &mut impl FnMut(Part)) -> usize {
        let first = A::parts(layer, start, visit);
        let start = start.saturating_add(A::PARAMETERS);
        first.saturating_add(B::parts(layer.saturating_add(first), start, visit))
    }
}

/// A longer tuple is the pair of its first layer and the rest.
macro_rules! tuple {
    ($First:ident, $($Rest:ident),+) => {
        impl<$First: Parts, $($Rest: Parts),+> Parts for ($First, $($Rest),+)
        where
            ($($Rest,)+): Parts,
            $First::Output: Feeds<<($($Rest,)+) as Layer>::Input>,
        {
            fn parts(layer: usize, start: usize, visit: &mut impl FnMut(Part)) -> usize {
                <($First, ($($Rest,)+)) as Parts>::parts(layer, start, visit)
            }
        }
    };
}

tuple!(A, B, C);
tuple!(A, B, C, D);
tuple!(A, B, C, D, E);
tuple!(A, B, C, D, E, F);
tuple!(A, B, C, D, E, F, G);
tuple!(A, B, C, D, E, F, G, H);

#[cfg(test)]
mod tests {
    use std::vec;
    use std::vec::Vec;

    use super::*;
    use crate::activation::{Relu, Tanh};
    use crate::{LayerNorm, NoBias};

    #[test]
    fn parts_cover_every_parameter_once_and_name_their_layer() {
        type Net = Network<(
            Dense<2, 3, Tanh>,
            LayerNorm<3>,
            Dense<3, 4, Relu, NoBias>,
            Dense<4, 1>,
        )>;
        let mut seen = vec![0; Net::PARAMETERS];
        let mut layers = Vec::new();
        Net::parts(|part| {
            layers.push((part.layer, part.name, part.inputs, part.outputs));
            assert!(!part.is_empty() && part.len() % part.outputs == 0);
            for output in 0..part.outputs {
                for input in 0..part.inputs.unwrap_or(1) {
                    seen[part.index(output, input)] += 1;
                }
            }
        });
        assert_eq!(seen, vec![1; Net::PARAMETERS]);
        assert_eq!(
            layers,
            [
                (0, "weight", Some(2), 3),
                (0, "bias", None, 3),
                (1, "weight", None, 3),
                (1, "bias", None, 3),
                (2, "weight", Some(3), 4),
                (3, "weight", Some(4), 1),
                (3, "bias", None, 1)
            ]
        );
    }

    /// `[[from 0 to 0, to 1], [from 1 to 0, to 1]]`, then biases.
    #[test]
    fn an_index_finds_the_weight_that_leads_from_an_input_to_an_output() {
        let w = [1.0, 10.0, 2.0, 20.0, 0.5, 0.25];
        let mut answer = [0.0; 2];
        Network::<Dense<2, 2>>::parts(|part| {
            for (output, answer) in answer.iter_mut().enumerate() {
                for input in 0..part.inputs.unwrap_or(1) {
                    let x = if part.inputs.is_some() {
                        [3.0, 4.0][input]
                    } else {
                        1.0
                    };
                    *answer += w[part.index(output, input)] * x;
                }
            }
        });
        assert_eq!(answer, Network::<Dense<2, 2>>::forward(&w, &[3.0, 4.0]));
    }
}
