//! What does an exact derivative cost against the formula written by hand, and against a difference
//! quotient?

use core::hint::black_box;

use calc_scalar::{Real, derivative, derivatives, difference};
use criterion::{Criterion, criterion_group, criterion_main};

/// Eight operations, three of them transcendental.
fn f<R: Real>(x: R) -> R {
    (x * x.sin()).exp() / (1.0 + x.powi(2)) + (2.0 * x).cos()
}

/// The derivative of [`f`] on paper.
fn by_hand(x: f64) -> f64 {
    let (sin, cos) = Real::sin_cos(x);
    let power = Real::exp(x * sin);
    let square = 1.0 + x * x;
    let quotient = power / square;
    quotient * (sin + x * cos) - quotient / square * 2.0 * x - 2.0 * Real::sin(2.0 * x)
}

fn bench(criterion: &mut Criterion) {
    let x = 0.7;
    let exact = derivative(f, x);
    assert!((exact - by_hand(x)).abs() <= 1e-14 * exact.abs());
    let step = 1e-6;
    assert!((exact - difference::central(f, x, step)).abs() <= 1e-8);

    let mut group = criterion.benchmark_group("derivative");
    group.bench_function("value", |b| b.iter(|| f(black_box(x))));
    group.bench_function("by_hand", |b| b.iter(|| by_hand(black_box(x))));
    group.bench_function("dual", |b| b.iter(|| derivative(f, black_box(x))));
    group.bench_function("central", |b| {
        b.iter(|| difference::central(f, black_box(x), step));
    });
    group.bench_function("eight_orders", |b| {
        b.iter(|| -> [f64; 8] { derivatives(f, black_box(x)) });
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
