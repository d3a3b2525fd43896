//! From how many variables on does the tape beat forward mode, and what does either cost against the
//! gradient written by hand?

use core::hint::black_box;

use calc_multi::{Tape, gradient};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use support::functions::rosenbrock;

/// Rosenbrock's gradient on paper.
fn by_hand<const N: usize>(x: [f64; N]) -> [f64; N] {
    let mut slopes = [0.0; N];
    for i in 0..N - 1 {
        let rise = x[i + 1] - x[i] * x[i];
        slopes[i] += -2.0 * (1.0 - x[i]) - 400.0 * x[i] * rise;
        slopes[i + 1] += 200.0 * rise;
    }
    slopes
}

fn bench_dimension<const N: usize>(criterion: &mut Criterion) {
    let x: [f64; N] = core::array::from_fn(|i| if i % 2 == 0 { -1.2 } else { 1.0 });
    let mut tape = Tape::<f64, 2048>::new();
    let hand = by_hand(x);
    let reverse = tape.gradient(rosenbrock, x).expect("a tape of 2048 nodes");
    for ((hand, forward), reverse) in hand.iter().zip(gradient(rosenbrock, x)).zip(reverse) {
        assert!((hand - forward).abs() <= 1e-12 * hand.abs().max(1.0));
        assert!((hand - reverse).abs() <= 1e-12 * hand.abs().max(1.0));
    }

    let mut group = criterion.benchmark_group("rosenbrock_gradient");
    let id = |route| BenchmarkId::new(route, N);
    group.bench_function(id("value"), |b| b.iter(|| rosenbrock(black_box(x))));
    group.bench_function(id("by_hand"), |b| b.iter(|| by_hand(black_box(x))));
    group.bench_function(id("forward"), |b| {
        b.iter(|| gradient(rosenbrock, black_box(x)));
    });
    group.bench_function(id("reverse"), |b| {
        b.iter(|| tape.gradient(rosenbrock, black_box(x)));
    });
    group.finish();
}

fn bench(criterion: &mut Criterion) {
    bench_dimension::<2>(criterion);
    bench_dimension::<10>(criterion);
    bench_dimension::<32>(criterion);
}

criterion_group!(benches, bench);
criterion_main!(benches);
