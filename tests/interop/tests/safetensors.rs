//! A network that was trained in PyTorch answers here as it does there, and goes back unchanged.

use calc_interop::safetensors::{Error, read, write};
use calc_nn::activation::Relu;
use calc_nn::loss::SoftmaxCrossEntropy;
use calc_nn::metrics::largest;
use calc_nn::{Dense, Network};
use calc_opt::rule::Adam;
use safetensors::SafeTensors;

type Layers = (Dense<64, 16, Relu>, Dense<16, 10>);
type Net = Network<Layers>;
const P: usize = Net::PARAMETERS;

const FILE: &[u8] = include_bytes!("data/pytorch.safetensors");
const LOGITS: &str = include_str!("data/pytorch.txt");
const DIGITS: &str = include_str!("../../support/data/digits.txt");

/// In a `Sequential` of PyTorch, the activation has a number, too.
const NAMES: [&str; 2] = ["0", "2"];

fn digits() -> Vec<([f32; 64], usize)> {
    let lines = DIGITS.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let (label, pixels) = line.split_once(' ').unwrap();
            let mut signs = pixels.chars();
            let mut pixel = || signs.next().unwrap().to_digit(17).unwrap() as f32 / 16.0;
            (core::array::from_fn(|_| pixel()), label.parse().unwrap())
        })
        .collect()
}

fn loaded() -> [f32; P] {
    let mut w = [0.0; P];
    read::<Layers, P>(FILE, &NAMES, &mut w).unwrap();
    w
}

#[test]
fn it_answers_as_it_does_there() {
    let (w, digits) = (loaded(), digits());
    let mut lines = LOGITS.lines().filter(|line| !line.starts_with('#'));
    for (x, _) in digits.iter().step_by(50) {
        let expected = lines
            .next()
            .unwrap()
            .split(' ')
            .map(|word| word.parse::<f32>().unwrap());
        for (found, expected) in Net::forward(&w, x).into_iter().zip(expected) {
            assert!((found - expected).abs() < 2e-5, "{found} {expected}");
        }
    }
    assert_eq!(lines.next(), None);
    let right = digits
        .iter()
        .filter(|(x, label)| largest(&Net::forward(&w, x)) == Some(*label));
    assert_eq!(right.count(), 1783);
}

/// It can be trained on here.
#[test]
fn it_goes_on_learning_here() {
    let (mut w, digits) = (loaded(), digits());
    let before = Net::mean_loss(SoftmaxCrossEntropy, &w, &digits);
    let trainer = Net::trainer(10).batch(32).shuffle(1);
    trainer.fit(SoftmaxCrossEntropy, &mut w, &digits, &mut Adam::new(0.003));
    assert!(Net::mean_loss(SoftmaxCrossEntropy, &w, &digits) < 0.8 * before);
}

/// Tensor by tensor, the bytes are those that Python wrote.
#[test]
fn it_goes_back_unchanged() {
    let ours = write::<Layers, P>(&loaded(), &NAMES).unwrap();
    let (ours, theirs) = (
        SafeTensors::deserialize(&ours).unwrap(),
        SafeTensors::deserialize(FILE).unwrap(),
    );
    assert_eq!(ours.len(), 4);
    for (name, tensor) in theirs.tensors() {
        let found = ours.tensor(&name).unwrap();
        assert_eq!(found.shape(), tensor.shape(), "{name}");
        assert_eq!(found.dtype(), tensor.dtype(), "{name}");
        assert!(found.data() == tensor.data(), "{name}");
    }
}

#[test]
fn what_does_not_fit_is_named_and_changes_nothing() {
    let mut w = [0.5; P];
    let error = read::<Layers, P>(FILE, &["0", "1"], &mut w).unwrap_err();
    assert!(error.to_string().contains("1.weight"), "{error}");
    let error = read::<Layers, P>(FILE, &["0"], &mut w).unwrap_err();
    assert!(matches!(error, Error::Name(1)));
    let error = read::<Layers, P>(&FILE[..FILE.len() - 1], &NAMES, &mut w).unwrap_err();
    assert!(matches!(error, Error::Format(_)));
    assert_eq!(w, [0.5; P]);

    type Other = (Dense<64, 16, Relu>, Dense<16, 9>);
    const Q: usize = Network::<Other>::PARAMETERS;
    let mut w = [0.5; Q];
    let error = read::<Other, Q>(FILE, &NAMES, &mut w).unwrap_err();
    let text = "`2.weight` should be F32 [9, 16] and is F32 [10, 16]";
    assert_eq!(error.to_string(), text);
    assert_eq!(w, [0.5; Q]);
}
