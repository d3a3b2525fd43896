//! What can go wrong in a training is said, and spoils nothing.

#![allow(clippy::float_cmp, reason = "tests assert exact values on purpose")]

use core::ops::ControlFlow;

use calc_nn::activation::{Relu, Sigmoid, Softplus, Tanh};
use calc_nn::init::{Glorot, He};
use calc_nn::loss::{Huber, Loss, MeanAbsoluteError, MeanSquaredError, SquaredError};
use calc_nn::{
    Activate, Dense, Dropout, Examples, Layer, LayerNorm, Network, NotMoved, Penalty, Random,
    RateError, Setting, Softmax, Stopped, Trainer, Values, Workspace, Zero as _,
};
use calc_opt::rule::{Adam, Momentum, Rule, Sgd};
use calc_scalar::Float;
use proptest::prelude::*;

type Line = Network<Dense<1, 1>>;
type Net = Network<(Dense<2, 4, Sigmoid>, Dense<4, 1, Sigmoid>)>;

const POINTS: [([f64; 1], [f64; 1]); 5] = [
    ([0.0], [1.0]),
    ([1.0], [3.0]),
    ([2.0], [5.0]),
    ([3.0], [7.0]),
    ([4.0], [9.0]),
];

fn all_finite<T: Float>(w: &[T]) -> bool {
    w.iter().all(|w| w.is_finite())
}

/// What each kind of trouble is called; the weights keep their bits.
#[test]
fn a_step_that_would_spoil_the_weights_is_not_made() {
    let mut w = [0.0_f32; Net::PARAMETERS];
    Net::init(&mut w, Glorot, 1);
    let before = w.map(f32::to_bits);
    let infinity = f32::INFINITY;
    for (x, target, rate, why) in [
        // A sigmoid hides what it was given: the loss is finite.
        ([0.5, infinity], 1.0, 0.5, NotMoved::Input { index: 1 }),
        ([f32::NAN, 0.5], 1.0, 0.5, NotMoved::Input { index: 0 }),
        ([0.5, 0.5], 1.0, f32::NAN, NotMoved::Rate),
        ([0.5, 0.5], 1.0, infinity, NotMoved::Rate),
        ([0.5, 0.5], f32::NAN, 0.5, NotMoved::Loss),
        ([0.5, 0.5], 1e30, 0.5, NotMoved::Loss),
        // A finite loss, and a step of 10³⁵.
        ([0.5, 0.5], 1e15, 1e20, NotMoved::Slope),
    ] {
        let found = Net::step(SquaredError, &mut w, &x, &[target], rate);
        assert_eq!(found, Err(why), "{x:?} {target} {rate}");
        assert_eq!(w.map(f32::to_bits), before);
        assert!(why.to_string().contains("nothing was moved"), "{why}");
    }
    // The error times the input overflows, and neither does by itself.
    let mut line = [0.0_f32, 0.0];
    let found = Line::step(MeanAbsoluteError, &mut line, &[1e30], &[1e30], 1e10);
    assert_eq!((found, line), (Err(NotMoved::Slope), [0.0, 0.0]));
    // Negative control: by a rule that does not look, that spoils them.
    let (loss, gradient) = Line::value_and_gradient(MeanAbsoluteError, &line, &[1e30], &[1e30]);
    Sgd::new(1e10).update(&mut line, &gradient);
    assert!(loss.is_finite() && !all_finite(&line));
}

/// A step that moves a parameter far, but not too far, is made.
#[test]
fn large_steps_are_made() {
    let mut line = [0.0_f32, 0.0];
    Line::step(MeanAbsoluteError, &mut line, &[1e10], &[1e20], 1e10).unwrap();
    assert_eq!(line, [1e20, 1e10]);
    let mut line = [0.0_f64, 0.0];
    Line::step(MeanAbsoluteError, &mut line, &[1e100], &[1e200], 1e100).unwrap();
    assert_eq!(line, [1e200, 1e100]);
}

/// Numbers of any size, some of them none.
fn wild() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -3.0..3.0_f64,
        2 => prop::num::f64::NORMAL,
        2 => (-30..40_i32, -9.0..9.0_f64).prop_map(|(k, m)| m * calc_scalar::Real::powi(10.0_f64, k)),
        1 => prop_oneof![Just(f64::INFINITY), Just(f64::NEG_INFINITY), Just(f64::NAN), Just(f64::MAX)],
    ]
}

/// Steps from parameters that are finite, on anything.
fn steps<L, T, C, const P: usize>(loss: C, xs: &[f64], rate: f64, seed: u64)
where
    L: Layer,
    T: Float,
    C: Loss<Values<L::Output, T>, Values<L::Output, T>>,
{
    let mut w = [T::ZERO; P];
    Network::<L>::init(&mut w, He, seed);
    for numbers in xs.chunks(6) {
        let (mut x, mut y) = (Values::<L::Input, T>::ZERO, Values::<L::Output, T>::ZERO);
        for (to, from) in x.as_mut().iter_mut().chain(y.as_mut()).zip(numbers) {
            *to = T::from_f64(*from);
        }
        let before = w.map(|w| w.to_f64().to_bits());
        let found = Network::<L>::step(loss, &mut w, &x, &y, T::from_f64(rate));
        assert!(all_finite(&w), "{found:?}");
        assert!(found.is_ok() || w.map(|w| w.to_f64().to_bits()) == before);
        assert!(found.is_err() || x.as_ref().iter().all(|x| x.is_finite()));
    }
}

type Mixed = (
    LayerNorm<3>,
    Activate<3, Softplus>,
    Dense<3, 5>,
    Dropout<5, 30>,
    LayerNorm<5>,
    Dense<5, 3, Tanh>,
    Softmax<3>,
);
type Plain = (Dense<3, 4, Sigmoid>, Dense<4, 3, Relu>, Dense<3, 3>);

proptest! {
    #[test]
    fn whatever_a_step_is_given_finite_parameters_stay_finite(
        xs in prop::collection::vec(wild(), 60),
        rate in wild(),
        seed: u64,
    ) {
        const P: usize = Network::<Plain>::PARAMETERS;
        const M: usize = Network::<Mixed>::PARAMETERS;
        steps::<Plain, f64, _, P>(SquaredError, &xs, rate, seed);
        steps::<Plain, f32, _, P>(SquaredError, &xs, rate, seed);
        steps::<Plain, f32, _, P>(Huber::default(), &xs, rate, seed);
        steps::<Mixed, f64, _, M>(MeanAbsoluteError, &xs, rate, seed);
        steps::<Mixed, f32, _, M>(SquaredError, &xs, rate, seed);
    }

    /// A report of success, and a refusal, leave finite parameters; `fit_best` always does.
    #[test]
    fn no_training_ends_in_nan_and_calls_it_success(
        xs in prop::collection::vec(wild(), 12),
        rate in wild(),
        momentum in prop_oneof![0.0..1.0_f64, wild()],
        seed: u64,
    ) {
        const P: usize = Net::PARAMETERS;
        let numbers = xs.as_chunks::<3>().0.iter();
        let data: Vec<_> = numbers.map(|&[a, b, y]| ([a, b], [y])).collect();
        let mut start = [0.0; P];
        Net::init(&mut start, Glorot, seed);
        for trainer in [Net::trainer(20), Net::trainer(20).batch(1).shuffle(seed).clip_norm(1.0)] {
            for mut rule in [Momentum::new(rate, 0.0), Momentum::new(rate, momentum)] {
                let mut w = start;
                let report = trainer.fit(Huber::default(), &mut w, &data, &mut rule);
                let spoilt = report.stopped == Stopped::ParametersNotFinite;
                prop_assert!(all_finite(&w) != spoilt, "{report}");
                prop_assert!(!(spoilt && report.stopped.is_success()));
                prop_assert!(report.epochs == 0 || report.loss.is_finite(), "{report}");

                let mut w = start;
                let best = trainer.fit_best(Huber::default(), &mut w, &data, &data, &mut rule);
                prop_assert!(all_finite(&w), "{best}");
            }
        }
    }
}

/// The rates that are refused, wherever they come from; the step before is the last.
#[test]
fn a_rate_that_is_none_is_refused() {
    for rate in [f64::NAN, f64::INFINITY, -0.1] {
        let mut w = [0.5, -0.5];
        let report = Line::fit(SquaredError, &mut w, &POINTS, &mut Sgd::new(rate), 10);
        assert_eq!(report.stopped, Stopped::Refused(Setting::Rate));
        assert!(!report.stopped.is_success() && report.to_string().contains("learning rate"));
        assert_eq!((w, report.steps), ([0.5, -0.5], 0));
    }
    // By the schedule, in the fourth step.
    let trainer = Line::trainer(10).schedule(|step| if step < 3 { 0.01 } else { f64::NAN });
    let (mut w, mut three) = ([0.5, -0.5], [0.5, -0.5]);
    let report = trainer.fit(SquaredError, &mut w, &POINTS, &mut Sgd::new(1.0));
    let _ = Line::fit(SquaredError, &mut three, &POINTS, &mut Sgd::new(0.01), 3);
    assert_eq!(report.stopped, Stopped::Refused(Setting::Rate));
    assert_eq!((w, report.steps), (three, 3));
    // By the watcher.
    let (mut w, mut one) = ([0.5, -0.5], [0.5, -0.5]);
    let report = Line::trainer(9).fit_with(
        SquaredError,
        &mut w,
        &POINTS,
        &mut Sgd::new(0.01),
        |epoch| {
            epoch.rate = f64::INFINITY;
            ControlFlow::Continue(())
        },
    );
    let _ = Line::fit(SquaredError, &mut one, &POINTS, &mut Sgd::new(0.01), 1);
    assert_eq!(report.stopped, Stopped::Refused(Setting::Rate));
    assert_eq!((w, report.epochs), (one, 1));
    // In single precision 10⁶⁰ is infinite.
    let single = POINTS.map(|(x, y)| (x.map(f32::from_f64), y.map(f32::from_f64)));
    let report = Line::trainer(1).schedule(|_| 1e60).fit(
        SquaredError,
        &mut [0.0; 2],
        &single,
        &mut Sgd::new(1.0),
    );
    assert_eq!(report.stopped, Stopped::Refused(Setting::Rate));
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    let line = || Line::trainer(3);
    for (trainer, setting) in [
        (line().clip_norm(-1.0), Setting::ClipNorm),
        (line().clip_norm(f64::NAN), Setting::ClipNorm),
        (line().clip_value(0.0), Setting::ClipValue),
        (line().clip_value(f64::NAN), Setting::ClipValue),
        (line().penalty(Penalty::l1(-0.1)), Setting::Penalty),
        (line().penalty(Penalty::l2(f64::NAN)), Setting::Penalty),
        (line().goal(f64::NAN), Setting::Goal),
    ] {
        let mut w = [0.5, -0.5];
        let mut rule = Sgd::new(0.01);
        let report = trainer.fit(SquaredError, &mut w, &POINTS, &mut rule);
        assert_eq!(report.stopped, Stopped::Refused(setting));
        assert_eq!((w, report.steps), ([0.5, -0.5], 0));
        assert!(report.to_string().contains("is refused"), "{report}");
        let found = trainer.find_rate(SquaredError, &w, &POINTS, rule, (1e-3, 1.0), 9);
        assert_eq!(found, Err(RateError::Refused(setting)));
    }
}

/// The gradient is finite, the rate is, and their product is not.
#[test]
fn a_step_that_overflows_is_no_success() {
    let trainer = Net::trainer(1);
    let data = [([0.5, 1.0], [1.0]), ([1.0, 0.5], [0.0])];
    let mut start = [0.0; Net::PARAMETERS];
    Net::init(&mut start, Glorot, 1);
    let overflows = || Momentum::new(f64::MAX, 0.9);
    let (far, far_away) = (Huber { delta: 1e5 }, data.map(|(x, _)| (x, [1e10])));

    // The last step of a training is looked at, too.
    let mut w = start;
    let report = trainer.fit(far, &mut w, &far_away, &mut overflows());
    assert!(!all_finite(&w));
    assert_eq!(
        (report.stopped, report.epochs, report.steps),
        (Stopped::ParametersNotFinite, 0, 1)
    );
    assert!(report.to_string().contains("lost"), "{report}");
    // So is a step within an epoch, by the loss after it; no example is to blame.
    let mut w = start;
    let trainer = trainer.batch(1);
    let report = trainer.fit(far, &mut w, &far_away, &mut overflows());
    assert_eq!(
        (report.stopped, report.culprit),
        (Stopped::ParametersNotFinite, None)
    );
    // The best parameters are kept: here the start.
    let mut w = start;
    let best = trainer.fit_best(far, &mut w, &far_away, &data, &mut overflows());
    assert_eq!((w, best.epoch), (start, 0));
    assert_eq!(best.report.stopped, Stopped::ParametersNotFinite);
    assert_eq!(best.loss, Net::mean_loss(far, &w, &data));
}

/// What is returned is what was judged: by hand, epoch for epoch.
#[test]
fn the_best_parameters_are_those_of_the_smallest_loss_seen() {
    // A rate that is too large in the end: the loss falls, and rises.
    let rates = |step: u32| if step < 6 { 0.05 } else { 0.3 };
    let validation = [([0.5], [2.1]), ([5.0], [10.8])];
    let mut by_hand = [0.0; 2];
    let mut losses = vec![(
        Line::mean_loss(SquaredError, &by_hand, &validation),
        by_hand,
    )];
    let (mut gradient, training) = ([0.0; 2], &POINTS[..]);
    for step in 0..12 {
        Line::mean_gradient(SquaredError, &by_hand, training, &mut gradient);
        Sgd::new(rates(step)).update(&mut by_hand, &gradient);
        losses.push((
            Line::mean_loss(SquaredError, &by_hand, &validation),
            by_hand,
        ));
    }
    let smallest = losses
        .iter()
        .map(|(loss, _)| *loss)
        .fold(f64::INFINITY, f64::min);
    let at = losses
        .iter()
        .position(|(loss, _)| *loss == smallest)
        .unwrap();
    assert!(at > 0 && at < 12, "{losses:?}");

    let mut w = [0.0; 2];
    let trainer = Line::trainer(12).schedule(rates);
    let rule = || Sgd::new(0.0);
    let best = trainer.fit_best(SquaredError, &mut w, training, &validation, &mut rule());
    assert_eq!((best.loss, w), losses[at]);
    assert_eq!(
        (usize::try_from(best.epoch).unwrap(), best.report.stopped),
        (at, Stopped::Epochs)
    );

    // A goal and patience judge these losses.
    let mut w = [0.0; 2];
    let trainer = trainer.goal(losses[2].0);
    let best = trainer.fit_best(SquaredError, &mut w, training, &validation, &mut rule());
    assert_eq!(
        (best.report.stopped, best.epoch, w),
        (Stopped::Goal, 2, losses[2].1)
    );
    let mut w = [0.0; 2];
    let trainer = trainer.goal(f64::NEG_INFINITY).patience(2);
    let best = trainer.fit_best(SquaredError, &mut w, training, &validation, &mut rule());
    assert_eq!((best.report.stopped, w), (Stopped::Patience, losses[at].1));
    assert_eq!(best.report.epochs, best.epoch + 2);

    let none: [([f64; 1], [f64; 1]); 0] = [];
    let best = trainer.fit_best(SquaredError, &mut w, training, &none, &mut rule());
    assert_eq!((best.report.stopped, w), (Stopped::NoData, losses[at].1));
}

/// Steps of one example each: the losses of an epoch are small before all examples are.
#[test]
fn a_goal_is_reached_by_the_parameters_that_are_returned() {
    let mut w = [0.0; 2];
    let trainer = Line::trainer(10_000).batch(1).goal(1e-6);
    let report = trainer.fit(SquaredError, &mut w, &POINTS, &mut Sgd::new(0.05));
    assert_eq!(report.stopped, Stopped::Goal);
    assert_eq!(report.loss, Line::mean_loss(SquaredError, &w, &POINTS));
    assert!(report.loss <= 1e-6);
    // Two targets of one input: a step of a whole length answers the last example, so that each is near
    // to the target when it is looked at, and never near to both.
    let turns = [([0.0], [0.0]), ([0.0], [1.0])];
    let goal = 0.4;
    let mut seen = f64::INFINITY;
    let trainer = Line::trainer(50).goal(goal).batch(2);
    let report = trainer.fit_with(
        SquaredError,
        &mut [0.0, 0.5],
        &turns,
        &mut Sgd::new(2.6),
        |e| {
            seen = seen.min(e.loss);
            ControlFlow::Continue(())
        },
    );
    assert!(seen <= goal && (report.stopped == Stopped::Goal) == (report.loss <= goal));
}

/// The masks of dropout: of one call the same when it is repeated, other ones when training goes on; afterwards
/// the trace is one of use.
#[test]
fn each_call_drops_units_of_its_own() {
    type L = (Dropout<64, 50>, Dense<64, 1>);
    const P: usize = Network::<L>::PARAMETERS;
    let example = ([1.0; 64], [1.0]);
    let mut workspace = Workspace::<L, f64, P>::ZERO;
    let mut masks = |w: &mut [f64; P], trainer: Trainer<L>| {
        let mut rule = Sgd::new(1e-3);
        let examples = Examples::new(1, |_| example);
        let watch = |_: &mut calc_nn::Epoch<'_, f64, P>| ControlFlow::Continue(());
        let _ = trainer.fit_from(&mut workspace, SquaredError, w, examples, &mut rule, watch);
        assert_eq!(workspace.trace.0.random, None);
        workspace.trace.0.kept
    };
    let start = [0.1; P];
    let (mut once, mut again) = (start, start);
    let first = masks(&mut once, Network::<L>::trainer(1));
    assert_eq!(first, masks(&mut again, Network::<L>::trainer(1)));
    let second = masks(&mut once, Network::<L>::trainer(1));
    assert_ne!(first, second);
    assert_ne!(
        first,
        masks(&mut start.clone(), Network::<L>::trainer(1).shuffle(1))
    );
    assert!(second.iter().any(|&kept| kept) && second.iter().any(|&kept| !kept));
    // The last bit of a single parameter makes the difference.
    let mut other = start;
    other[P - 1] = other[P - 1].next_up();
    assert_ne!(first, masks(&mut other, Network::<L>::trainer(1)));
}

/// The loss of each example is finite; the gradient is not, by a feature that a sigmoid hides.
#[test]
fn the_example_is_named_whose_gradient_is_not_finite() {
    let mut data = [([0.5, 1.0], [1.0]); 7];
    data[4].0[1] = f64::INFINITY;
    let mut w = [0.0; Net::PARAMETERS];
    Net::init(&mut w, Glorot, 1);
    assert!(Net::mean_loss(MeanSquaredError, &w, &data).is_finite());
    for trainer in [
        Net::trainer(2),
        Net::trainer(2).batch(3),
        Net::trainer(2).batch(1).shuffle(3),
    ] {
        let report = trainer.fit(MeanSquaredError, &mut w, &data, &mut Sgd::new(0.1));
        assert_eq!(
            (report.stopped, report.culprit),
            (Stopped::NotFinite, Some(4))
        );
        assert!(all_finite(&w));
        let found = trainer.find_rate(MeanSquaredError, &w, &data, Sgd::new(0.1), (1e-3, 1.0), 9);
        if trainer.batch == 0 {
            assert_eq!(found, Err(RateError::NotFinite { culprit: Some(4) }));
        } else {
            assert!(found.is_err() || found.is_ok_and(|f| f.end == calc_nn::SearchEnd::NotFinite));
        }
    }
    let health = Net::health(MeanSquaredError, &w, &data, |_| ());
    assert_eq!(health.culprit, Some(4));
    assert!(health.loss.is_finite() && health.gradient_norm.is_nan());
}

#[test]
fn a_search_for_a_rate_says_why_there_is_none() {
    let trainer = Line::trainer(1);
    let search = |range, steps, data: &[([f64; 1], [f64; 1])]| {
        trainer.find_rate(SquaredError, &[0.0; 2], data, Sgd::new(0.0), range, steps)
    };
    for (from, to) in [
        (0.0, 1.0),
        (-1.0, 1.0),
        (1.0, 1.0),
        (1.0, 0.1),
        (1e-3, f64::INFINITY),
    ] {
        let error = search((from, to), 100, &POINTS).unwrap_err();
        assert_eq!(error, RateError::Range { from, to });
        assert!(error.to_string().contains("begin above 0"), "{error}");
    }
    assert!(matches!(
        search((f64::NAN, 1.0), 100, &POINTS),
        Err(RateError::Range { .. })
    ));
    assert_eq!(search((1e-3, 1.0), 1, &POINTS), Err(RateError::TooFewSteps));
    assert_eq!(search((1e-3, 1.0), 9, &[]), Err(RateError::NoData));
    let mut bad = POINTS;
    bad[2].1 = [f64::NAN];
    let error = search((1e-3, 1.0), 9, &bad).unwrap_err();
    assert_eq!(error, RateError::NotFinite { culprit: Some(2) });
    assert!(error.to_string().contains("example 2"), "{error}");
    // A range that ends before the border is one.
    let found = search((1e-6, 1e-4), 20, &POINTS).unwrap();
    assert_eq!((found.end, found.steps), (calc_nn::SearchEnd::Range, 20));
    assert!((found.last / 1e-4 - 1.0).abs() < 1e-12);
    // The widest there is.
    let found = search((f64::MIN_POSITIVE, f64::MAX), 50, &POINTS).unwrap();
    assert_ne!(found.end, calc_nn::SearchEnd::Range);
}

/// Gradients cut to a length of 10⁻³ do not explode at a rate of 10, and the search sees that, too.
#[test]
fn a_search_clips_as_the_training_will() {
    let search = |trainer: Trainer<Dense<1, 1>>| {
        let range = (1e-3, 10.0);
        trainer.find_rate(SquaredError, &[0.0; 2], &POINTS, Sgd::new(0.0), range, 60)
    };
    let (free, clipped) = (
        search(Line::trainer(1)),
        search(Line::trainer(1).clip_norm(1e-3)),
    );
    assert_eq!(free.unwrap().end, calc_nn::SearchEnd::Diverged);
    assert_eq!(clipped.unwrap().end, calc_nn::SearchEnd::Range);
    // So does a penalty that pulls harder than the data.
    let held = search(Line::trainer(1).penalty(Penalty::l2(1e3))).unwrap();
    assert!(held.last < free.unwrap().last);
}

/// An activation of its own has units, too.
#[test]
fn dead_units_of_every_layer_are_counted() {
    type L = (Dense<1, 2>, LayerNorm<2>, Activate<2, Relu>, Dense<2, 1>);
    let data = [([1.0], [1.0]), ([2.0], [2.0])];
    //        weights and biases,    gains and biases of which the second is far below 0, the last layer
    let w = [1.0, -1.0, 0.0, 0.0, 1.0, 1.0, 0.0, -100.0, 0.5, 1.0, 0.0];
    let mut layers = Vec::new();
    let health = Network::<L>::health(SquaredError, &w, &data, |layer| layers.push(layer));
    assert_eq!(health.dead, 1);
    let units: Vec<_> = layers
        .iter()
        .map(|layer| (layer.units, layer.dead))
        .collect();
    assert_eq!(units, [(2, 0), (2, 0), (2, 1), (1, 0)]);
    assert_eq!(
        (layers[2].parameter_norm, layers[2].gradient_norm),
        (0.0, 0.0)
    );
    assert!((layers[1].largest_answer - 101.0_f64).abs() < 0.01);
}

#[test]
fn without_examples_nothing_is_dead_and_nobody_to_blame() {
    let none: [([f64; 2], [f64; 1]); 0] = [];
    let health = Net::health(SquaredError, &[0.0; Net::PARAMETERS], &none, |layer| {
        assert_eq!(layer.dead, 0);
    });
    assert_eq!((health.dead, health.culprit), (0, None));
    assert!(health.loss.is_nan());
}

/// NaN is no small number: it is shown, and a unit with a slope of NaN is not dead.
#[test]
fn health_shows_what_is_not_finite() {
    let data = [([f64::NAN, 0.0], [1.0]), ([0.0, 0.0], [1.0])];
    let mut w = [0.0; Net::PARAMETERS];
    Net::init(&mut w, Glorot, 1);
    let mut shown = 0;
    let health = Net::health(SquaredError, &w, &data, |layer| {
        assert!(layer.largest_answer.is_nan() && layer.gradient_norm.is_nan());
        shown += 1;
    });
    assert_eq!((shown, health.dead, health.culprit), (2, 0, Some(0)));
}

/// Rules that remember too much.
#[test]
fn momentum_above_one_is_no_success_in_the_end() {
    let mut w = [0.1; Net::PARAMETERS];
    let data = [([0.5, 1.0], [1.0]), ([1.0, 0.5], [0.0])];
    let mut rule = Momentum::new(1.0, 1e3);
    let report = Net::trainer(10_000).fit(SquaredError, &mut w, &data, &mut rule);
    assert!(!report.stopped.is_success(), "{report}");
    // From the same start, by a rule that forgets, all is well.
    let mut w = [0.1; Net::PARAMETERS];
    let report = Net::trainer(100).fit(SquaredError, &mut w, &data, &mut Adam::new(0.01));
    assert!(report.stopped.is_success() && all_finite(&w));
}

#[test]
fn the_seed_of_a_shuffle_is_all_that_decides_the_order() {
    let orders = |trainer: Trainer<Dense<1, 1>>, random: &mut Random| {
        let mut seen = Vec::new();
        let examples = Examples::new(6, |i| {
            seen.push(i);
            ([0.0], [0.0])
        });
        let mut w = [random.uniform(), 0.0];
        let mut workspace = Workspace::ZERO;
        let mut rule = Sgd::new(0.1);
        let _ = trainer.fit_from(
            &mut workspace,
            SquaredError,
            &mut w,
            examples,
            &mut rule,
            |_| ControlFlow::Continue(()),
        );
        seen
    };
    let mut random = Random::new(1);
    let trainer = Line::trainer(3).batch(1);
    let straight = orders(trainer, &mut random);
    assert_eq!(straight, [0, 1, 2, 3, 4, 5].repeat(3));
    let first = orders(trainer.shuffle(1), &mut random);
    assert_eq!(first, orders(trainer.shuffle(1), &mut random));
    assert_ne!(first, orders(trainer.shuffle(2), &mut random));
    for epoch in first.chunks(6) {
        let mut sorted = epoch.to_vec();
        sorted.sort_unstable();
        assert_eq!(sorted, [0, 1, 2, 3, 4, 5]);
    }
    assert_ne!(first[..6], first[6..12]);
}
