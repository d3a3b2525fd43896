//! Handwritten digits, by a network of 64, 32 and 10 units: trained, and judged by digits it has not
//! seen.

use calc_nn::activation::Relu;
use calc_nn::init::He;
use calc_nn::loss::SoftmaxCrossEntropy;
use calc_nn::metrics::Confusion;
use calc_nn::{Activate, Dense, LayerNorm, Network, Normaliser};
use calc_opt::rule::AdamW;
use support::digits::{self, Digit};

pub(crate) type Net = Network<(Dense<64, 32, Relu>, Dense<32, 10>)>;
pub(crate) type Weights = [f32; Net::PARAMETERS];

/// The digits to train and to test with, all pixels scaled by what the training digits are like.
pub(crate) fn scaled() -> (Vec<Digit<f32>>, Vec<Digit<f32>>) {
    let (training, test) = digits::split();
    let scaling = Normaliser::of(&training).unwrap().scaling();
    let scale = |digits: Vec<Digit<f32>>| -> Vec<_> {
        let pairs = digits.into_iter();
        pairs.map(|(x, class)| (scaling.apply(&x), class)).collect()
    };
    (scale(training), scale(test))
}

/// The parameters after thirty epochs from `seed`: the same to the bit on every computer.
pub(crate) fn trained(training: &[Digit<f32>], seed: u64) -> Weights {
    let mut w = [0.0; Net::PARAMETERS];
    Net::init(&mut w, He, seed);
    let trainer = Net::trainer(30).batch(32).shuffle(seed);
    let mut rule = AdamW::new(0.01, 0.1);
    let report = trainer.fit(SoftmaxCrossEntropy, &mut w, training, &mut rule);
    assert!(report.stopped.is_success(), "{report:?}");
    w
}

/// From the first seed, and from five seeds on average.
#[test]
fn of_the_digits_it_has_not_seen_at_least_97_percent_are_read() {
    let (training, test) = scaled();
    let confusions: [Confusion<10>; 5] =
        core::array::from_fn(|k| Net::confusion(&trained(&training, k as u64 + 1), &test));
    let [first, ..] = &confusions;
    assert!(first.accuracy() >= 0.97, "{first}");
    assert_eq!(first.total(), 360);
    let right: u32 = confusions.iter().map(Confusion::right).sum();
    assert!(f64::from(right) >= 0.97 * 5.0 * 360.0, "{right}");
    // No digit is left behind.
    for class in 0..10 {
        assert!(first.f1(class) > 0.9, "{class}\n{first}");
    }
}

/// Saved, it is the same network; as bytes, it takes a quarter and reads at most one digit in a hundred
/// less.
#[test]
fn saved_it_reads_the_same_and_as_bytes_nearly_the_same() {
    let (training, test) = scaled();
    let w = trained(&training, 1);
    let before = Net::confusion(&w, &test);

    let mut buffer = [0; Net::saved_bytes::<f32>()];
    let file = Net::to_bytes(&w, &mut buffer).unwrap();
    let in_place = Net::in_place::<f32>(file).unwrap();
    for (x, _) in &test {
        assert_eq!(in_place.forward(x), Net::forward(&w, x));
    }

    let typical: Vec<_> = training.iter().map(|digit| digit.0).collect();
    let mut bytes = [0; Net::QUANTISED_BYTES];
    let small = Net::quantise(&w, &typical, &mut bytes).unwrap();
    assert!(
        small.len() * 3 < file.len(),
        "{} {}",
        small.len(),
        file.len()
    );
    let after = Net::quantised(small).unwrap().confusion(&test);
    assert!(after.right() + 4 >= before.right(), "{before}\n{after}");
}

/// A layer norm makes bytes of integers, too.
#[test]
fn with_a_layer_norm_as_bytes_it_reads_nearly_the_same() {
    type Normed = Network<(
        Dense<64, 32>,
        LayerNorm<32>,
        Activate<32, Relu>,
        Dense<32, 10>,
    )>;
    let (training, test) = scaled();
    let mut w = [0.0_f32; Normed::PARAMETERS];
    Normed::init(&mut w, He, 1);
    let trainer = Normed::trainer(10).batch(32).shuffle(1);
    let mut rule = AdamW::new(0.01, 0.1);
    let report = trainer.fit(SoftmaxCrossEntropy, &mut w, &training, &mut rule);
    assert!(report.stopped.is_success(), "{report:?}");
    let before = Normed::confusion(&w, &test);
    assert!(before.accuracy() >= 0.97, "{before}");

    let typical: Vec<_> = training.iter().map(|digit| digit.0).collect();
    let mut bytes = [0; Normed::QUANTISED_BYTES];
    let small = Normed::quantise(&w, &typical, &mut bytes).unwrap();
    let after = Normed::quantised(small).unwrap().confusion(&test);
    assert!(after.right() + 4 >= before.right(), "{before}\n{after}");
}

/// Negative control: where the labels say nothing about the pictures, nothing is learned that helps.
#[test]
fn labels_of_other_pictures_teach_nothing() {
    let (mut training, test) = scaled();
    let labels: Vec<_> = training.iter().map(|digit| digit.1).collect();
    // 7 and 1437 have no common factor: every picture gets the label of another place.
    for (number, digit) in training.iter_mut().enumerate() {
        digit.1 = labels[(7 * number + 3) % labels.len()];
    }
    let confusion = Net::confusion(&trained(&training, 1), &test);
    assert!(confusion.accuracy() < 0.2, "{confusion}");
}
