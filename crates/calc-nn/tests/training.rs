//! What the trainer promises: batches, orders, and why it stops.

#![allow(clippy::float_cmp, reason = "tests assert exact values on purpose")]

use core::ops::ControlFlow;

use calc_nn::activation::{Relu, Tanh};
use calc_nn::init::{Glorot, He};
use calc_nn::loss::{MeanSquaredError, SoftmaxCrossEntropy, SquaredError};
use calc_nn::metrics::{Confusion, largest};
use calc_nn::{Dense, Network, Random, Stopped};
use calc_opt::rule::{Adam, Rule, Sgd};

type Line = Network<Dense<1, 1>>;

const POINTS: [([f64; 1], [f64; 1]); 5] = [
    ([0.0], [1.0]),
    ([1.0], [3.0]),
    ([2.0], [5.0]),
    ([3.0], [7.0]),
    ([4.0], [9.0]),
];

#[test]
fn batches_are_cut_and_the_last_one_may_be_short() {
    for (batch, steps) in [(0, 3), (1, 15), (2, 9), (3, 6), (5, 3), (99, 3)] {
        let mut w = [0.0; 2];
        let trainer = Line::trainer(3).batch(batch);
        let report = trainer.fit(SquaredError, &mut w, &POINTS, &mut Sgd::new(0.01));
        assert_eq!((report.steps, report.epochs), (steps, 3), "{batch}");
    }
}

/// The same as a loop written by hand: mean gradients of batches of 2, 2 and 1.
#[test]
fn a_step_uses_the_mean_gradient_of_its_batch() {
    let (mut w, mut by_hand) = ([0.5, -0.5], [0.5, -0.5]);
    let trainer = Line::trainer(2).batch(2);
    trainer.fit(MeanSquaredError, &mut w, &POINTS, &mut Sgd::new(0.05));
    for batch in POINTS.chunks(2).chain(POINTS.chunks(2)) {
        let mut mean = [0.0; 2];
        for (x, y) in batch {
            let (_, gradient) = Line::value_and_gradient(MeanSquaredError, &by_hand, x, y);
            let size = if batch.len() == 2 { 2.0 } else { 1.0 };
            mean = [mean[0] + gradient[0] / size, mean[1] + gradient[1] / size];
        }
        Sgd::new(0.05).update(&mut by_hand, &mean);
    }
    for (a, b) in w.iter().zip(by_hand) {
        assert!((a - b).abs() < 1e-14, "{a} {b}");
    }
}

#[test]
fn the_loss_of_a_full_batch_is_the_one_before_its_step() {
    let mut w = [0.5, -0.5];
    let before = Line::mean_loss(SquaredError, &w, &POINTS);
    let report = Line::fit(SquaredError, &mut w, &POINTS, &mut Sgd::new(0.01), 1);
    assert!((report.loss - before).abs() < 1e-15);
    assert_eq!(report.first_loss, report.loss);
    assert!(Line::mean_loss(SquaredError, &w, &POINTS) < before);
}

#[test]
fn shuffling_is_repeatable_and_depends_on_the_seed() {
    let run = |trainer: calc_nn::Trainer<Dense<1, 1>>| {
        let mut w = [0.0; 2];
        trainer.fit(SquaredError, &mut w, &POINTS, &mut Sgd::new(0.02));
        w
    };
    let trainer = Line::trainer(5).batch(1);
    assert_eq!(run(trainer.shuffle(1)), run(trainer.shuffle(1)));
    assert_ne!(run(trainer.shuffle(1)), run(trainer.shuffle(2)));
    assert_ne!(run(trainer.shuffle(1)), run(trainer));
}

#[test]
fn training_stops_before_the_parameters_turn_into_nan() {
    let mut w = [0.5, -0.5];
    let mut last = w;
    let mut rule = Sgd::new(10.0); // far too large
    let report =
        Line::trainer(10_000).fit_with(SquaredError, &mut w, &POINTS, &mut rule, |epoch| {
            last = *epoch.parameters;
            ControlFlow::Continue(())
        });
    assert_eq!(report.stopped, Stopped::NotFinite);
    assert!(!report.stopped.is_success() && report.epochs < 10_000);
    assert!(w.iter().all(|w| w.is_finite()));
    assert_eq!(w, last);

    // Bad data: nothing is touched.
    let mut w = [0.5, -0.5];
    let report = Line::fit(
        SquaredError,
        &mut w,
        &[([f64::NAN], [1.0])],
        &mut Sgd::new(0.1),
        3,
    );
    assert_eq!((report.stopped, w), (Stopped::NotFinite, [0.5, -0.5]));
    assert!(report.loss.is_nan() && report.steps == 0);
}

#[test]
fn training_stops_at_the_goal_or_when_told_or_without_data() {
    let mut w = [0.0; 2];
    let trainer = Line::trainer(10_000).goal(1e-3);
    let report = trainer.fit(SquaredError, &mut w, &POINTS, &mut Sgd::new(0.1));
    assert_eq!(report.stopped, Stopped::Goal);
    assert!(report.loss <= 1e-3 && report.epochs < 10_000);

    let report = trainer.fit_with(
        SquaredError,
        &mut [0.0; 2],
        &POINTS,
        &mut Sgd::new(0.1),
        |e| {
            if e.number == 3 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        },
    );
    assert_eq!((report.stopped, report.epochs), (Stopped::Interrupted, 3));

    let none: [([f64; 1], [f64; 1]); 0] = [];
    let report = trainer.fit(SquaredError, &mut w, &none, &mut Sgd::new(0.1));
    assert_eq!((report.stopped, report.epochs), (Stopped::NoData, 0));
    assert!(report.loss.is_nan() && Line::mean_loss(SquaredError, &[0.0; 2], &none).is_nan());
    assert_eq!(report.stopped.to_string(), "there were no examples");
}

/// Three clouds around the corners of a triangle, in single precision, by mini-batches.
#[test]
fn classes_are_learned_in_single_precision() {
    type Net = Network<(Dense<2, 8, Relu>, Dense<8, 3>)>;
    let centres = [[0.0, 1.0], [-1.0, -0.5], [1.0, -0.5]];
    let mut random = Random::new(5);
    let data: [([f32; 2], usize); 300] = core::array::from_fn(|i| {
        let [x, y]: [f32; 2] = centres[i % 3];
        (
            [x + random.symmetric(0.4_f32), y + random.symmetric(0.4_f32)],
            i % 3,
        )
    });
    let mut w = [0.0_f32; Net::PARAMETERS];
    Net::init(&mut w, He, 1);
    let trainer = Net::trainer(30).batch(10).shuffle(1);
    let report = trainer.fit(SoftmaxCrossEntropy, &mut w, &data, &mut Adam::new(0.02));
    assert!(report.first_loss > 0.3 && report.loss < 0.05, "{report:?}");

    let mut confusion = Confusion::<3>::new();
    for (x, class) in &data {
        confusion.record(*class, largest(&Net::forward(&w, x)));
    }
    assert!(confusion.accuracy() > 0.99, "{confusion:?}");
}

/// A deep tuple is the same network as nested pairs.
#[test]
fn tuples_and_nested_pairs_are_the_same_network() {
    type Flat = Network<(
        Dense<2, 3, Tanh>,
        Dense<3, 4, Tanh>,
        Dense<4, 2, Tanh>,
        Dense<2, 1>,
    )>;
    type Nested = Network<(
        (Dense<2, 3, Tanh>, Dense<3, 4, Tanh>),
        (Dense<4, 2, Tanh>, Dense<2, 1>),
    )>;
    let (mut w, mut v) = ([0.0_f64; Flat::PARAMETERS], [0.0; Nested::PARAMETERS]);
    Flat::init(&mut w, Glorot, 9);
    Nested::init(&mut v, Glorot, 9);
    assert_eq!(w, v);
    assert_eq!(Flat::PARAMETERS, 9 + 16 + 10 + 3);
    let (x, y) = ([0.3, -0.7], [0.5]);
    assert_eq!(Flat::forward(&w, &x), Nested::forward(&v, &x));
    assert_eq!(
        Flat::value_and_gradient(SquaredError, &w, &x, &y),
        Nested::value_and_gradient(SquaredError, &v, &x, &y)
    );
}
