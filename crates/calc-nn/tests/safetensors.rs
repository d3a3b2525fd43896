//! A network that was trained in PyTorch answers here as it does there, and goes back unchanged.

#![allow(
    clippy::float_cmp,
    reason = "what is written and read has the same bits"
)]

#[path = "../examples/safetensors/exchange.rs"]
mod exchange;

use calc_nn::activation::Relu;
use calc_nn::loss::SoftmaxCrossEntropy;
use calc_nn::metrics::largest;
use calc_nn::{Dense, Network};
use calc_opt::rule::{Adam, Rule};
use exchange::{Error, read, write};
use safetensors::SafeTensors;
use safetensors::tensor::{Dtype, TensorView};

type Layers = (Dense<64, 16, Relu>, Dense<16, 10>);
type Net = Network<Layers>;
const P: usize = Net::PARAMETERS;

const FILE: &[u8] = include_bytes!("../examples/safetensors/pytorch.safetensors");
const LOGITS: &str = include_str!("../examples/safetensors/pytorch.txt");
const BACK: &str = include_str!("../examples/safetensors/back.txt");
const DIGITS: &str = include_str!("../../../tests/support/data/digits.txt");

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
    read::<Layers, f32, P>(FILE, &NAMES, &mut w).unwrap();
    w
}

/// Compares the answers to every fiftieth digit with PyTorch's.
fn assert_logits(w: &[f32; P], logits: &str) {
    let digits = digits();
    let mut lines = logits.lines().filter(|line| !line.starts_with('#'));
    for (x, _) in digits.iter().step_by(50) {
        let expected = lines.next().unwrap().split(' ');
        let expected = expected.map(|word| word.parse::<f32>().unwrap());
        for (found, expected) in Net::forward(w, x).into_iter().zip(expected) {
            assert!((found - expected).abs() < 2e-5, "{found} {expected}");
        }
    }
    assert_eq!(lines.next(), None);
}

#[test]
fn it_answers_as_it_does_there() {
    let w = loaded();
    assert_logits(&w, LOGITS);
    let digits = digits();
    let right = digits
        .iter()
        .filter(|(x, label)| largest(&Net::forward(&w, x)) == Some(*label));
    assert_eq!(right.count(), 1783);
}

/// From PyTorch, trained on here, and back: what PyTorch answered with the file that is written here.
#[test]
fn it_goes_on_learning_here_and_answers_there_as_it_does_here() {
    let (mut w, digits) = (loaded(), digits());
    let before = Net::mean_loss(SoftmaxCrossEntropy, &w, &digits);
    let mut rule = Adam::new(0.003);
    for batch in digits.chunks(32).cycle().take(500) {
        let mut gradient = [0.0; P];
        Net::mean_gradient(SoftmaxCrossEntropy, &w, batch, &mut gradient);
        rule.update(&mut w, &gradient);
    }
    assert!(Net::mean_loss(SoftmaxCrossEntropy, &w, &digits) < 0.8 * before);
    let file = write::<Layers, f32, P>(&w, &NAMES).unwrap();
    if let Some(path) = std::env::var_os("STORE") {
        std::fs::write(path, &file).unwrap();
    }
    assert_logits(&w, BACK);
    let mut read_again = [0.0; P];
    read::<Layers, f32, P>(&file, &NAMES, &mut read_again).unwrap();
    assert_eq!(read_again, w);
}

/// Tensor by tensor, the bytes are those that Python wrote.
#[test]
fn it_goes_back_unchanged() {
    let ours = write::<Layers, f32, P>(&loaded(), &NAMES).unwrap();
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
    let error = read::<Layers, f32, P>(FILE, &["0", "1"], &mut w).unwrap_err();
    assert!(error.to_string().contains("1.weight"), "{error}");
    let error = read::<Layers, f32, P>(FILE, &["0"], &mut w).unwrap_err();
    assert!(matches!(error, Error::Name(1)));
    let error = read::<Layers, f32, P>(&FILE[..FILE.len() - 1], &NAMES, &mut w).unwrap_err();
    assert!(matches!(error, Error::Format(_)));
    assert_eq!(w, [0.5; P]);

    type Other = (Dense<64, 16, Relu>, Dense<16, 9>);
    const Q: usize = Network::<Other>::PARAMETERS;
    let mut w = [0.5; Q];
    let error = read::<Other, f32, Q>(FILE, &NAMES, &mut w).unwrap_err();
    let text = "`2.weight` should be F32 [9, 16] and is F32 [10, 16]";
    assert_eq!(error.to_string(), text);
    assert_eq!(w, [0.5; Q]);
}

#[test]
fn another_type_of_numbers_is_named() {
    type One = Dense<2, 1>;
    let bytes = [0_u8; 16];
    let file = |kind: Dtype, size: usize| {
        let weight = TensorView::new(kind, vec![1, 2], &bytes[..2 * size]).unwrap();
        let bias = TensorView::new(kind, vec![1], &bytes[..size]).unwrap();
        safetensors::serialize([("0.weight", weight), ("0.bias", bias)], None).unwrap()
    };
    let (mut single, mut double) = ([0.5_f32; 3], [0.5_f64; 3]);
    for (kind, size) in [
        (Dtype::F16, 2),
        (Dtype::BF16, 2),
        (Dtype::F64, 8),
        (Dtype::I32, 4),
    ] {
        let error = read::<One, f32, 3>(&file(kind, size), &["0"], &mut single).unwrap_err();
        let text = format!("`0.weight` should be F32 [1, 2] and is {kind:?} [1, 2]");
        assert_eq!(error.to_string(), text);
        assert_eq!(single, [0.5; 3]);
    }
    let error = read::<One, f64, 3>(&file(Dtype::F32, 4), &["0"], &mut double).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("should be F64 [1, 2] and is F32"),
        "{error}"
    );
    read::<One, f64, 3>(&file(Dtype::F64, 8), &["0"], &mut double).unwrap();
    assert_eq!(double, [0.0; 3]);
    let w = [0.1, -0.2, 1e-300];
    let there = write::<One, f64, 3>(&w, &["0"]).unwrap();
    read::<One, f64, 3>(&there, &["0"], &mut double).unwrap();
    assert_eq!(double, w);
}
