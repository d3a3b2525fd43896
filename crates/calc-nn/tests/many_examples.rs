//! Means over more examples than single precision can count one by one.

use core::ops::ControlFlow;

use calc_nn::activation::Identity;
use calc_nn::loss::SquaredError;
use calc_nn::{Dense, Examples, Network, NoBias, Workspace, Zero};
use calc_opt::rule::Sgd;

type Line = Network<Dense<1, 1, Identity, NoBias>>;

const N: usize = 2_000_000;

/// Errors between 0.5 and 1.5, in an order without a pattern.
fn error(i: usize) -> f32 {
    0.5 + (i.wrapping_mul(2_654_435_761) % 1_048_576) as f32 / 1_048_576.0
}

/// The mean loss, in double precision.
fn exact() -> f64 {
    let square = |i| f64::from(error(i)) * f64::from(error(i)) / 2.0;
    (0..N).map(square).sum::<f64>() / N as f64
}

fn assert_exact(name: &str, found: f32) {
    let off = (f64::from(found) / exact() - 1.0).abs();
    assert!(off < 2e-7, "{name}: {found}, off by {off:e}");
}

#[test]
fn the_mean_loss_over_two_million_examples_keeps_its_digits_in_single_precision() {
    let data: Vec<_> = (0..N).map(|i| ([0.0_f32], [error(i)])).collect();
    let mut w = [0.0];
    assert_exact("mean_loss", Line::mean_loss(SquaredError, &w, &data));
    let loss = Line::mean_gradient(SquaredError, &w, &data, &mut [0.0]);
    assert_exact("mean_gradient", loss);
    // Inputs are 0, so that training moves nothing: an epoch by one step, and by many.
    for batch in [0, 1, 1000] {
        let trainer = Line::trainer(1).batch(batch).shuffle(1);
        let report = trainer.fit(SquaredError, &mut w, &data, &mut Sgd::new(0.1));
        assert_exact("fit", report.loss);
    }
    let mut workspace = Workspace::ZERO;
    let report = Line::trainer(1).batch(64).fit_from(
        &mut workspace,
        SquaredError,
        &mut w,
        Examples::new(N, |i| ([0.0], [error(i)])),
        &mut Sgd::new(0.1),
        |_| ControlFlow::Continue(()),
    );
    assert_exact("fit_from", report.loss);
    // The negative control: a plain sum.
    let plain = data.iter().map(|(_, [y])| y * y / 2.0).sum::<f32>() / N as f32;
    assert!((f64::from(plain) / exact() - 1.0).abs() > 1e-4, "{plain}");
}
