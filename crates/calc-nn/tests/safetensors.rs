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
use calc_nn::{Activate, Dense, Layer, LayerNorm, Network, Parts, Units};
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

type Normed = (
    Dense<64, 16>,
    LayerNorm<16>,
    Activate<16, Relu>,
    Dense<16, 10>,
);
const Q: usize = Network::<Normed>::PARAMETERS;

const NORMED: &[u8] = include_bytes!("../examples/safetensors/pytorch_norm.safetensors");
const NORMED_LOGITS: &str = include_str!("../examples/safetensors/pytorch_norm.txt");
const NORMED_BACK: &str = include_str!("../examples/safetensors/back_norm.txt");
const NORMED_NAMES: [&str; 3] = ["0", "1", "3"];

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

fn loaded<L: Parts, const P: usize>(file: &[u8], names: &[&str]) -> [f32; P] {
    let mut w = [0.0; P];
    read::<L, f32, P>(file, names, &mut w).unwrap();
    w
}

/// A network that reads digits.
trait Reader: Parts + Layer<Input = Units<64>, Output = Units<10>> {}
impl<L: Parts + Layer<Input = Units<64>, Output = Units<10>>> Reader for L {}

/// Compares the answers to every fiftieth digit with PyTorch's.
fn assert_logits<L: Reader, const P: usize>(w: &[f32; P], logits: &str) {
    let digits = digits();
    let mut lines = logits.lines().filter(|line| !line.starts_with('#'));
    for (x, _) in digits.iter().step_by(50) {
        let expected = lines.next().unwrap().split(' ');
        let expected = expected.map(|word| word.parse::<f32>().unwrap());
        for (found, expected) in Network::<L>::forward(w, x).into_iter().zip(expected) {
            assert!((found - expected).abs() < 2e-5, "{found} {expected}");
        }
    }
    assert_eq!(lines.next(), None);
}

#[test]
fn it_answers_as_it_does_there() {
    fn compare<L: Reader, const P: usize>(w: &[f32; P], logits: &str) {
        assert_logits::<L, P>(w, logits);
        let right = logits.lines().next().unwrap().rsplit(' ').next().unwrap();
        let digits = digits();
        let found = digits
            .iter()
            .filter(|(x, label)| largest(&Network::<L>::forward(w, x)) == Some(*label));
        assert_eq!(found.count().to_string(), right);
    }
    compare::<Layers, P>(&loaded::<Layers, P>(FILE, &NAMES), LOGITS);
    compare::<Normed, Q>(&loaded::<Normed, Q>(NORMED, &NORMED_NAMES), NORMED_LOGITS);
}

/// From PyTorch, trained on here, and back: what PyTorch answered with the file that is written here.
#[test]
fn it_goes_on_learning_here_and_answers_there_as_it_does_here() {
    fn go_on<L: Reader, const P: usize>(mut w: [f32; P], names: &[&str], store: &str, back: &str) {
        let digits = digits();
        let before = Network::<L>::mean_loss(SoftmaxCrossEntropy, &w, &digits);
        let mut rule = Adam::new(0.003);
        for batch in digits.chunks(32).cycle().take(500) {
            let mut gradient = [0.0; P];
            Network::<L>::mean_gradient(SoftmaxCrossEntropy, &w, batch, &mut gradient);
            rule.update(&mut w, &gradient);
        }
        assert!(Network::<L>::mean_loss(SoftmaxCrossEntropy, &w, &digits) < 0.8 * before);
        let file = write::<L, f32, P>(&w, names).unwrap();
        if let Some(folder) = std::env::var_os("STORE") {
            std::fs::write(std::path::Path::new(&folder).join(store), &file).unwrap();
        }
        assert_logits::<L, P>(&w, back);
        assert_eq!(loaded::<L, P>(&file, names), w);
    }
    let plain = loaded::<Layers, P>(FILE, &NAMES);
    let normed = loaded::<Normed, Q>(NORMED, &NORMED_NAMES);
    go_on::<Layers, P>(plain, &NAMES, "back.safetensors", BACK);
    go_on::<Normed, Q>(normed, &NORMED_NAMES, "back_norm.safetensors", NORMED_BACK);
}

/// Tensor by tensor, the bytes are those that Python wrote.
#[test]
fn it_goes_back_unchanged() {
    fn compare<L: Parts, const P: usize>(file: &[u8], names: &[&str], count: usize) {
        let ours = write::<L, f32, P>(&loaded::<L, P>(file, names), names).unwrap();
        let (ours, theirs) = (
            SafeTensors::deserialize(&ours).unwrap(),
            SafeTensors::deserialize(file).unwrap(),
        );
        assert_eq!((ours.len(), theirs.len()), (count, count));
        for (name, tensor) in theirs.tensors() {
            let found = ours.tensor(&name).unwrap();
            assert_eq!(found.shape(), tensor.shape(), "{name}");
            assert_eq!(found.dtype(), tensor.dtype(), "{name}");
            assert!(found.data() == tensor.data(), "{name}");
        }
    }
    compare::<Layers, P>(FILE, &NAMES, 4);
    compare::<Normed, Q>(NORMED, &NORMED_NAMES, 6);
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
    const O: usize = Network::<Other>::PARAMETERS;
    let mut w = [0.5; O];
    let error = read::<Other, f32, O>(FILE, &NAMES, &mut w).unwrap_err();
    let text = "`2.weight` should be F32 [9, 16] and is F32 [10, 16]";
    assert_eq!(error.to_string(), text);
    assert_eq!(w, [0.5; O]);

    // The gains of a layer norm are no matrix.
    let mut w = [0.5; Q];
    let error = read::<Normed, f32, Q>(NORMED, &["0", "3", "3"], &mut w).unwrap_err();
    let text = "`3.weight` should be F32 [16] and is F32 [10, 16]";
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
