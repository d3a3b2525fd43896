//! The networks of the chapter about digits: their types, data and training, as in its listings.

use core::ops::ControlFlow;
use std::sync::OnceLock;

use calc_nn::activation::{Relu, Tanh};
use calc_nn::init::{Glorot, He};
use calc_nn::loss::{BinaryCrossEntropyWithLogits, SoftmaxCrossEntropy};
use calc_nn::metrics::Confusion;
use calc_nn::{Dense, Network, Normaliser};
use calc_opt::rule::{Adam, AdamW};
use calc_scalar::Real;
use support::digits::{self, Digit};
use support::moons::{Point, moons};

/// 64 pixels, 32 neurons, 10 digits.
type Net = Network<(Dense<64, 32, Relu>, Dense<32, 10>)>;

pub(crate) const EPOCHS: u32 = 30;

/// What the training of the digits came to.
#[derive(Clone)]
pub(crate) struct Digits {
    /// The mean loss over the training digits and over the test digits after each epoch, from the
    /// start on.
    pub(crate) losses: Vec<[f64; 2]>,
    /// What the test digits were taken for.
    pub(crate) confusion: Confusion<10>,
}

/// The training of the chapter; done once, however many pictures need it.
pub(crate) fn train() -> &'static Digits {
    static DONE: OnceLock<Digits> = OnceLock::new();
    DONE.get_or_init(|| {
        let (mut training, mut test) = digits::split::<f32>();
        let scaling = Normaliser::of(&training)
            .expect("pixels are finite")
            .scaling();
        let scale = |digits: &mut [Digit<f32>]| {
            for (x, _) in digits {
                *x = scaling.apply(x);
            }
        };
        scale(&mut training);
        scale(&mut test);

        let mut w = [0.0; Net::PARAMETERS];
        Net::init(&mut w, He, 1);
        let losses_of = |w: &[f32; Net::PARAMETERS]| {
            [&training, &test].map(|data| f64::from(Net::mean_loss(SoftmaxCrossEntropy, w, data)))
        };
        let mut losses = vec![losses_of(&w)];
        let mut rule = AdamW::new(0.01, 0.1);
        let trainer = Net::trainer(EPOCHS).batch(32).shuffle(1);
        let report = trainer.fit_with(SoftmaxCrossEntropy, &mut w, &training, &mut rule, |epoch| {
            losses.push(losses_of(epoch.parameters));
            ControlFlow::Continue(())
        });
        assert!(report.stopped.is_success(), "{report}");
        Digits {
            losses,
            confusion: Net::confusion(&w, &test),
        }
    })
}

/// Two inputs, two hidden layers, one answer.
type Moons = Network<(Dense<2, 8, Tanh>, Dense<8, 8, Tanh>, Dense<8, 1>)>;

/// The points that the moons are learned from.
pub(crate) fn points() -> Vec<Point<f64>> {
    moons(400, 0.15, 1)
}

/// The network of the chapter that tells two moons apart.
pub(crate) struct Border([f64; Moons::PARAMETERS]);

impl Border {
    pub(crate) fn train() -> Self {
        let mut w = [0.0; Moons::PARAMETERS];
        Moons::init(&mut w, Glorot, 1);
        let trainer = Moons::trainer(100).batch(20).shuffle(1);
        let mut rule = Adam::new(0.02);
        let report = trainer.fit(BinaryCrossEntropyWithLogits, &mut w, &points(), &mut rule);
        assert!(report.stopped.is_success(), "{report}");
        Self(w)
    }

    /// The probability that a point is on the lower moon.
    pub(crate) fn predict(&self, x: [f64; 2]) -> f64 {
        let [logit] = Moons::forward(&self.0, &x);
        logit.logistic()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pictures_show_the_trainings_that_the_chapter_prints() {
        let output = include_str!("../../listings/out/digits_train.txt");
        let done = train();
        for epoch in [1, 3, 10, 30] {
            let [training, test] = done.losses[epoch];
            let line =
                format!("after epoch {epoch:>2}: loss {training:.4}, on new digits {test:.4}");
            assert!(output.contains(&line), "{line}");
        }
        let right = format!("right of 360 = {}", done.confusion.right());
        assert!(output.contains(&right), "{right}");

        let output = include_str!("../../listings/out/digits_moons.txt");
        let border = Border::train();
        for x in [[0.0, 0.5], [1.0, 0.0]] {
            let line = format!("{x:?}: {:.3}", border.predict(x));
            assert!(output.contains(&line), "{line}");
        }
    }
}
