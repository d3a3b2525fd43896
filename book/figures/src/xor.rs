//! The network of the training chapter: its type, its data and its training, as in the listing `training_xor`.

use core::ops::ControlFlow;

use calc_nn::activation::Tanh;
use calc_nn::init::Glorot;
use calc_nn::loss::BinaryCrossEntropyWithLogits;
use calc_nn::{Dense, Network};
use calc_opt::rule::Sgd;
use calc_scalar::Real;

/// Neurons in the hidden layer.
pub(crate) const HIDDEN: usize = 3;

/// Two inputs, a hidden layer, one output.
pub(crate) type Net = Network<(Dense<2, HIDDEN, Tanh>, Dense<HIDDEN, 1>)>;

/// The four examples.
pub(crate) const DATA: [([f64; 2], [f64; 1]); 4] = [
    ([0.0, 0.0], [0.0]),
    ([0.0, 1.0], [1.0]),
    ([1.0, 0.0], [1.0]),
    ([1.0, 1.0], [0.0]),
];

pub(crate) const EPOCHS: u32 = 1000;

/// A trained network.
pub(crate) struct Trained {
    parameters: [f64; Net::PARAMETERS],
    /// The mean loss of each epoch, from the first.
    pub(crate) losses: Vec<f64>,
}

/// The training of the chapter, from its seed to its last epoch.
pub(crate) fn train() -> Trained {
    let mut parameters = [0.0; Net::PARAMETERS];
    Net::init(&mut parameters, Glorot, 1);
    let mut losses = Vec::new();
    let mut rule = Sgd::new(0.5);
    let loss = BinaryCrossEntropyWithLogits;
    let report = Net::trainer(EPOCHS).fit_with(loss, &mut parameters, &DATA, &mut rule, |epoch| {
        losses.push(epoch.loss);
        ControlFlow::Continue(())
    });
    assert!(report.stopped.is_success(), "{report}");
    Trained { parameters, losses }
}

impl Trained {
    /// The answer as a probability.
    pub(crate) fn predict(&self, input: [f64; 2]) -> f64 {
        let [logit] = Net::forward(&self.parameters, &input);
        logit.logistic()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pictures_show_the_training_that_the_chapter_prints() {
        let output = include_str!("../../listings/out/training_xor.txt");
        let trained = train();
        for epoch in [1, 10, 100, 300, 1000] {
            let line = format!("loss in epoch {epoch} = {:.4}", trained.losses[epoch - 1]);
            assert!(output.contains(&line), "{line}");
        }
        for (input, [target]) in DATA {
            let line = format!(
                "{input:?}: {:.3}, should be {target}",
                trained.predict(input)
            );
            assert!(output.contains(&line), "{line}");
        }
    }
}
