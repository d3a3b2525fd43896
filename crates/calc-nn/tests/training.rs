//! What the trainer promises: batches, orders, and why it stops.

#![allow(clippy::float_cmp, reason = "tests assert exact values on purpose")]

use core::ops::ControlFlow;

use calc_nn::activation::{Relu, Tanh};
use calc_nn::init::{Glorot, He};
use calc_nn::loss::{MeanSquaredError, SoftmaxCrossEntropy, SquaredError};
use calc_nn::metrics::{Confusion, largest};
use calc_nn::{Dense, Examples, Network, Random, SearchEnd, Stopped, Workspace, Zero};
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
    let _ = trainer.fit(MeanSquaredError, &mut w, &POINTS, &mut Sgd::new(0.05));
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
        let _ = trainer.fit(SquaredError, &mut w, &POINTS, &mut Sgd::new(0.02));
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
    // What was judged is what is returned.
    assert_eq!(report.loss, Line::mean_loss(SquaredError, &w, &POINTS));

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

/// A slope far too large is cut down, by size and by length, before the step.
#[test]
fn gradients_are_clipped_by_value_and_by_length() {
    let far = [([3.0], [-1000.0])]; // the gradient at 0 is [3000, 1000]
    let moved = |trainer: calc_nn::Trainer<Dense<1, 1>>| {
        let mut w = [0.0; 2];
        let _ = trainer.fit(SquaredError, &mut w, &far, &mut Sgd::new(1.0));
        w
    };
    assert_eq!(moved(Line::trainer(1)), [-3000.0, -1000.0]);
    assert_eq!(moved(Line::trainer(1).clip_value(2.0)), [-2.0, -2.0]);
    let [a, b] = moved(Line::trainer(1).clip_norm(10.0_f64));
    assert!((a / b - 3.0_f64).abs() < 1e-12 && (a * a + b * b - 100.0).abs() < 1e-10);
}

/// The rate of each step is that of the schedule: the same steps by hand.
#[test]
fn the_rate_follows_the_schedule_step_by_step() {
    let rate = |step: u32| 0.02 / f64::from(step + 1);
    let (mut w, mut by_hand, mut gradient) = ([0.5, -0.5], [0.5, -0.5], [0.0; 2]);
    let trainer = Line::trainer(2).batch(2).schedule(rate);
    let _ = trainer.fit(SquaredError, &mut w, &POINTS, &mut Sgd::new(99.0));
    let batches = POINTS.chunks(2).chain(POINTS.chunks(2));
    for (step, batch) in batches.enumerate() {
        Line::mean_gradient(SquaredError, &by_hand, batch, &mut gradient);
        Sgd::new(rate(u32::try_from(step).unwrap())).update(&mut by_hand, &gradient);
    }
    assert_eq!(w, by_hand);
}

#[test]
fn the_watcher_may_change_the_rate() {
    let (mut w, mut rule, mut rates) = ([0.0; 2], Sgd::new(0.08), Vec::new());
    let _ = Line::trainer(3).fit_with(SquaredError, &mut w, &POINTS, &mut rule, |epoch| {
        rates.push(epoch.rate);
        epoch.rate *= 0.5;
        ControlFlow::Continue(())
    });
    assert_eq!(rates, [0.08, 0.04, 0.02]);
    assert_eq!(rule.rate, 0.01);
}

/// With a schedule, what the watcher changes holds, too.
#[test]
fn the_watcher_may_scale_a_schedule() {
    let (mut w, mut rule, mut rates) = ([0.0; 2], Sgd::new(f64::NAN), Vec::new());
    let schedule = |step: u32| if step < 2 { 0.08 } else { 0.02 };
    let trainer = Line::trainer(4).schedule(schedule);
    let _ = trainer.fit_with(SquaredError, &mut w, &POINTS, &mut rule, |epoch| {
        rates.push(epoch.rate);
        if epoch.number == 1 {
            epoch.rate *= 0.5;
        }
        ControlFlow::Continue(())
    });
    assert_eq!(rates, [0.08, 0.04, 0.01, 0.01]);
}

#[test]
fn training_is_given_up_when_the_loss_stops_falling() {
    // No line goes through these two: the loss stops at the mean.
    let data = [([1.0], [0.0]), ([1.0], [1.0])];
    let mut w = [0.0; 2];
    let trainer = Line::trainer(10_000).patience(4);
    let report = trainer.fit(SquaredError, &mut w, &data, &mut Sgd::new(0.25));
    assert_eq!(report.stopped, Stopped::Patience);
    assert!((report.loss - 0.125_f64).abs() < 1e-9 && report.epochs < 200);
}

#[test]
fn the_report_names_the_example_that_is_not_finite() {
    let mut data = POINTS;
    data[3].1 = [f64::NAN];
    let mut w = [0.5, -0.5];
    let trainer = Line::trainer(9).batch(2);
    let report = trainer.fit(SquaredError, &mut w, &data, &mut Sgd::new(0.01));
    assert_eq!(report.culprit, Some(3));
    assert_eq!((report.stopped, report.steps), (Stopped::NotFinite, 1));
    let said = report.to_string();
    assert!(said.contains("example 3") && said.contains("NaN"), "{said}");
    // All well: nobody is blamed.
    let report = trainer.fit(SquaredError, &mut w, &POINTS, &mut Sgd::new(0.01));
    assert_eq!(report.culprit, None);
}

/// Examples that are made on the way train to the bits of stored ones, in memory of the caller.
#[test]
fn examples_may_be_made_when_they_are_needed() {
    let (mut stored, mut made) = ([0.1; 2], [0.1; 2]);
    let trainer = Line::trainer(7).batch(2).shuffle(3);
    let _ = trainer.fit(SquaredError, &mut stored, &POINTS, &mut Sgd::new(0.02));
    let examples = Examples::new(5, |i| {
        let x = f64::from(u8::try_from(i).unwrap());
        ([x], [2.0 * x + 1.0])
    });
    let mut workspace = Workspace::ZERO;
    let mut rule = Sgd::new(0.02);
    let _ = trainer.fit_from(
        &mut workspace,
        SquaredError,
        &mut made,
        examples,
        &mut rule,
        |_| ControlFlow::Continue(()),
    );
    assert_eq!(stored, made);
}

/// A body that does not learn and a head that does: the head alone moves, and its training is that of
/// a network fed by what the body answers.
#[test]
fn a_head_learns_on_a_body_in_flash() {
    type Body = Network<Dense<2, 6, Tanh>>;
    type Head = Network<Dense<6, 1>>;
    static BODY: [f64; Body::PARAMETERS] = [
        0.9, -1.2, 0.7, 1.5, -0.4, 0.8, -1.1, 0.6, 1.3, -0.7, 1.0, 0.5, 0.1, -0.2, 0.3, -0.4, 0.5,
        -0.6,
    ];
    let xor: [([f64; 2], [f64; 1]); 4] = [
        ([0.0, 0.0], [0.0]),
        ([0.0, 1.0], [1.0]),
        ([1.0, 0.0], [1.0]),
        ([1.0, 1.0], [0.0]),
    ];
    let features = xor.map(|(x, y)| (Body::forward(&BODY, &x), y));
    let (mut head, mut expected) = ([0.0; Head::PARAMETERS], [0.0; Head::PARAMETERS]);
    let trainer = Head::trainer(3000);
    let mut workspace = Workspace::ZERO;
    let body = Examples::new(4, |i| (Body::forward(&BODY, &xor[i].0), xor[i].1));
    let report = trainer.fit_from(
        &mut workspace,
        SquaredError,
        &mut head,
        body,
        &mut Adam::new(0.05),
        |_| ControlFlow::Continue(()),
    );
    let _ = trainer.fit(SquaredError, &mut expected, &features, &mut Adam::new(0.05));
    assert_eq!(head, expected);
    assert!(report.loss < 1e-3, "{report:?}");
}

/// In place and with a gradient: the same descent, but for the rounding of one product.
#[test]
fn steps_in_place_are_steps_of_plain_descent() {
    type Net = Network<(Dense<2, 5, Tanh>, Dense<5, 3, Relu>, Dense<3, 1>)>;
    let (mut in_place, mut by_rule) = ([0.0; Net::PARAMETERS], [0.0; Net::PARAMETERS]);
    Net::init(&mut in_place, Glorot, 3);
    Net::init(&mut by_rule, Glorot, 3);
    let mut random = Random::new(1);
    for _ in 0..200 {
        let x = [random.symmetric(1.0), random.symmetric(1.0)];
        let y = [x[0] * x[1]];
        let loss = Net::step(SquaredError, &mut in_place, &x, &y, 0.05_f64).unwrap();
        let (expected, gradient) = Net::value_and_gradient(SquaredError, &by_rule, &x, &y);
        Sgd::new(0.05).update(&mut by_rule, &gradient);
        assert!((loss - expected).abs() < 1e-13);
    }
    for (a, b) in in_place.iter().zip(by_rule) {
        assert!((a - b).abs() < 1e-13, "{a} {b}");
    }
}

/// Gradient descent on a loss of curvature λ converges for rates below 2/λ only.
#[test]
fn the_search_for_a_rate_ends_beyond_the_border_and_suggests_one_below() {
    // Of curvature 4 in the slope of the line and 1 in its height.
    let data = [([-2.0], [1.0]), ([2.0], [3.0])];
    let start = [0.0, 0.0];
    let trainer = Line::trainer(500);
    let found = trainer
        .find_rate(SquaredError, &start, &data, Sgd::new(0.0), (1e-4, 1e3), 300)
        .unwrap();
    assert_eq!(found.end, SearchEnd::Diverged);
    assert!(found.last > 0.5 && found.steps < 300, "{found:?}");
    let rate = found.suggestion();
    assert!(rate > 1e-3 && rate < 0.5, "{found:?}");
    for (rate, converges) in [(rate, true), (found.last, false)] {
        let mut w = start;
        let report = trainer.fit(SquaredError, &mut w, &data, &mut Sgd::new(rate));
        assert_eq!(report.loss < 1e-6, converges, "{rate}");
    }
}
