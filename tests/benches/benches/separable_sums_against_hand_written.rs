//! What does the gradient of a sum of small terms cost against the one written by hand, and against the
//! other ways to the same gradient?

use core::hint::black_box;

use calc_benches::sums::{self, SAMPLES, WEIGHTS};
use calc_multi::{Tape, gradient};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use support::functions::rosenbrock;

fn assert_same(actual: &[f64], hand: &[f64]) {
    for (a, h) in actual.iter().zip(hand) {
        assert!((a - h).abs() <= 1e-12 * h.abs().max(1.0), "{a} for {h}");
    }
}

fn bench_chain<const N: usize>(criterion: &mut Criterion) {
    let x: [f64; N] = sums::start();
    let hand = sums::chain_by_hand(x);
    assert_same(&sums::chain(x), &hand);

    let mut group = criterion.benchmark_group("rosenbrock_sum");
    let id = |route| BenchmarkId::new(route, N);
    group.bench_function(id("by_hand"), |b| {
        b.iter(|| sums::chain_by_hand(black_box(x)));
    });
    group.bench_function(id("separable"), |b| b.iter(|| sums::chain(black_box(x))));
    group.bench_function(id("forward"), |b| {
        b.iter(|| gradient(rosenbrock, black_box(x)));
    });
    let mut tape = Tape::<f64, 2048>::new();
    group.bench_function(id("reverse"), |b| {
        b.iter(|| tape.gradient(rosenbrock, black_box(x)));
    });
    group.finish();
}

fn bench_logistic(criterion: &mut Criterion) {
    let rows = sums::ROWS;
    let w = [0.1; WEIGHTS];
    let hand = sums::logistic_by_hand(&rows, w);
    assert_same(&sums::logistic(&rows, w), &hand);

    let mut group = criterion.benchmark_group("logistic_loss");
    let id = |route| BenchmarkId::new(route, SAMPLES);
    group.bench_function(id("by_hand"), |b| {
        b.iter(|| sums::logistic_by_hand(black_box(&rows), black_box(w)));
    });
    group.bench_function(id("separable"), |b| {
        b.iter(|| sums::logistic(black_box(&rows), black_box(w)));
    });
    group.finish();
}

fn bench(criterion: &mut Criterion) {
    bench_chain::<32>(criterion);
    bench_chain::<100>(criterion);
    bench_logistic(criterion);
}

criterion_group!(benches, bench);
criterion_main!(benches);
