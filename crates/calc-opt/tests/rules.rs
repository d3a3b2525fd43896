//! Update rules against stored trajectories of optax, and what they promise about parts and memory.

use calc_multi::gradient;
use calc_opt::rule::{AdaGrad, Adam, AdamW, Momentum, Nesterov, RmsProp, Rule, Sgd};
use calc_scalar::Real;

/// Written by `data/make_trajectories.py` from optax 0.2.8.
const TRAJECTORIES: &str = include_str!("data/trajectories.csv");

fn rosenbrock<R: Real>([x, y]: [R; 2]) -> R {
    100.0 * (y - x.powi(2)).powi(2) + (1.0 - x).powi(2)
}

fn stored(name: &str) -> impl Iterator<Item = (usize, [f64; 2])> {
    TRAJECTORIES.lines().skip(1).filter_map(move |line| {
        let mut columns = line.split(',');
        let found = columns.next()? == name;
        let step = columns.next()?.parse().ok()?;
        let x = columns.next()?.parse().ok()?;
        let y = columns.next()?.parse().ok()?;
        found.then_some((step, [x, y]))
    })
}

/// The largest relative distance from the stored trajectory.
fn distance(name: &str, mut rule: impl Rule<f64, 2>) -> f64 {
    let (mut x, mut step) = ([-1.2, 1.0], 0);
    let (mut worst, mut rows) = (0.0_f64, 0);
    for (at, expected) in stored(name) {
        while step < at {
            let slope = gradient(rosenbrock, x);
            rule.update(&mut x, &slope);
            step += 1;
        }
        for (ours, theirs) in x.into_iter().zip(expected) {
            worst = worst.max((ours - theirs).abs() / theirs.abs());
        }
        rows += 1;
    }
    assert_eq!(rows, 5, "rows of {name}");
    worst
}

#[test]
fn every_rule_follows_optax_for_a_hundred_steps() {
    let cases = [
        ("sgd", distance("sgd", Sgd::new(1e-3))),
        ("momentum", distance("momentum", Momentum::new(1e-3, 0.9))),
        ("nesterov", distance("nesterov", Nesterov::new(1e-3, 0.9))),
        (
            "adagrad",
            distance("adagrad", AdaGrad::new(0.1).epsilon(0.0)),
        ),
        (
            "rmsprop",
            distance("rmsprop", RmsProp::new(1e-2).decay(0.9)),
        ),
        ("adam", distance("adam", Adam::new(1e-2))),
        ("adamw", distance("adamw", AdamW::new(1e-2, 0.01))),
    ];
    for (name, worst) in cases {
        assert!(worst <= 1e-12, "{name} is {worst:e} away");
    }
}

#[test]
fn a_slightly_different_rule_leaves_the_trajectory() {
    assert!(distance("adam", Adam::new(1e-2).betas(0.9, 0.9991)) > 1e-6);
    assert!(distance("adam", Adam::new(1e-2).epsilon(1e-4)) > 1e-8);
    assert!(distance("nesterov", Momentum::new(1e-3, 0.9)) > 1e-3);
}

/// Ten steps at once and in two parts.
fn whole_and_parts<R: Rule<f64, 3> + Copy>(rule: R) -> ([f64; 3], [f64; 3]) {
    let slope = |x: [f64; 3]| [x[0] - 1.0, 10.0 * x[1], x[2] + x[0]];
    let (mut whole, mut rule_of_whole) = ([0.3, -0.2, 0.9], rule);
    let (mut parts, mut rule_of_parts) = (whole, rule);
    for _ in 0..10 {
        let g = slope(whole);
        rule_of_whole.update(&mut whole, &g);
        let g = slope(parts);
        let (first, last) = parts.split_at_mut(1);
        rule_of_parts.begin();
        rule_of_parts.apply(1, last, &g[1..]);
        rule_of_parts.apply(0, first, &g[..1]);
    }
    (whole, parts)
}

#[test]
fn moving_in_parts_is_moving_at_once() {
    let cases = [
        whole_and_parts(Sgd::new(0.1)),
        whole_and_parts(Momentum::new(0.1, 0.9)),
        whole_and_parts(Nesterov::new(0.1, 0.9)),
        whole_and_parts(AdaGrad::new(0.1)),
        whole_and_parts(RmsProp::new(0.1)),
        whole_and_parts(Adam::new(0.1)),
        whole_and_parts(AdamW::new(0.1, 0.1)),
    ];
    for (i, (whole, parts)) in cases.into_iter().enumerate() {
        assert_eq!(whole.map(f64::to_bits), parts.map(f64::to_bits), "rule {i}");
    }
}

#[test]
fn parameters_beyond_the_memory_stay() {
    let mut x = [1.0, 1.0, 1.0];
    let mut rule = Adam::<f64, 2>::new(0.1);
    rule.begin();
    rule.apply(1, &mut x, &[1.0, 1.0, 1.0]);
    assert!(x[0] < 1.0 && x[1..] == [1.0, 1.0]);
    Rule::<f64, 2>::apply(&mut Sgd::new(0.1), 5, &mut x[1..], &[1.0, 1.0]);
    assert_eq!(x[1..], [1.0, 1.0]);
}

#[test]
fn single_precision_walks_the_same_way() {
    let mut x = [5.0_f32, 5.0];
    let mut rule = Adam::new(0.1);
    for _ in 0..200 {
        let g = x.map(|x| 2.0 * x);
        rule.update(&mut x, &g);
    }
    assert!(x.iter().all(|x| x.abs() < 0.1), "{x:?}");
}

/// `apply` without `begin` counts as the first step and divides nothing by zero.
#[test]
fn a_step_that_was_never_begun_is_the_first() {
    let (mut begun, mut bare) = ([5.0], [5.0]);
    Adam::<f64, 1>::new(0.1).update(&mut begun, &[4.0]);
    Adam::<f64, 1>::new(0.1).apply(0, &mut bare, &[4.0]);
    assert_eq!(begun.map(f64::to_bits), bare.map(f64::to_bits));
}
