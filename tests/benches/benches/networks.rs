//! What training costs: an epoch of handwritten digits by batch size and precision, and a step of XOR.
//!
//! Other libraries stand beside ours in `tests/peers/networks`.

use core::hint::black_box;

use calc_nn::activation::{Relu, Sigmoid};
use calc_nn::init::{Glorot, He};
use calc_nn::loss::{SoftmaxCrossEntropy, SquaredError};
use calc_nn::{Dense, Network};
use calc_opt::rule::Sgd;
use calc_scalar::Float;
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use support::digits;

type Digits = Network<(Dense<64, 32, Relu>, Dense<32, 10>)>;
type Xor = Network<(Dense<2, 4, Sigmoid>, Dense<4, 1, Sigmoid>)>;

fn epoch<T: Float>(criterion: &mut Criterion, precision: &str) {
    let mut group = criterion.benchmark_group(format!("epoch of digits, {precision}"));
    let data = digits::all::<T>();
    for batch in [1, 32] {
        let trainer = Digits::trainer(1).batch(batch);
        let mut w = [T::ZERO; Digits::PARAMETERS];
        Digits::init(&mut w, He, 1);
        let mut rule = Sgd::new(T::literal(0.01));
        let first = trainer.fit(SoftmaxCrossEntropy, &mut w, &data, &mut rule);
        let second = trainer.fit(SoftmaxCrossEntropy, &mut w, &data, &mut rule);
        assert!(second.loss < first.loss, "it learns");
        group.bench_function(BenchmarkId::from_parameter(batch), |bencher| {
            bencher.iter(|| trainer.fit(SoftmaxCrossEntropy, &mut w, black_box(&data), &mut rule));
        });
    }
}

fn digits(criterion: &mut Criterion) {
    epoch::<f32>(criterion, "f32");
    epoch::<f64>(criterion, "f64");
}

fn xor(criterion: &mut Criterion) {
    let mut w = [0.0; Xor::PARAMETERS];
    Xor::init(&mut w, Glorot, 1);
    criterion.bench_function("step of XOR in place, f64", |bencher| {
        bencher.iter(|| Xor::step(SquaredError, &mut w, black_box(&[0.0, 1.0]), &[1.0], 0.5));
    });
}

criterion_group!(benches, digits, xor);
criterion_main!(benches);
