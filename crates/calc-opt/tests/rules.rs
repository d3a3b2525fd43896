//! Update rules against stored trajectories of optax, and what they promise about parts and memory.

#![allow(clippy::float_cmp, reason = "exact values are asserted on purpose")]

use calc_multi::gradient;
use calc_opt::rule::{
    AdaBelief, AdaDelta, AdaGrad, Adam, AdamW, Adamax, Adan, AmsGrad, CentredRmsProp, Decoupled,
    Ema, Lamb, Lars, Lion, Momentum, Muon, NAdam, Nesterov, RAdam, RmsProp, Rprop, Rule,
    ScheduleFree, Sgd, SharpnessAware, Signum, Yogi,
};
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
        (
            "adamw",
            distance("adamw", Decoupled::new(Adam::new(1e-2), 0.01)),
        ),
        ("adadelta", distance("adadelta", AdaDelta::new(1.0))),
        (
            "centred_rmsprop",
            distance("centred_rmsprop", CentredRmsProp::new(1e-2).decay(0.9)),
        ),
        (
            "amsgrad",
            distance("amsgrad", AmsGrad::new(1e-2).corrected(true)),
        ),
        (
            "amsgrad_pytorch",
            distance("amsgrad_pytorch", AmsGrad::new(1e-2)),
        ),
        ("adamax", distance("adamax", Adamax::new(1e-2))),
        ("nadam", distance("nadam", NAdam::new(1e-2))),
        (
            "nadam_pytorch",
            distance("nadam_pytorch", NAdam::new(1e-2).momentum_decay(0.004)),
        ),
        ("radam", distance("radam", RAdam::new(1e-3))),
        ("adabelief", distance("adabelief", AdaBelief::new(1e-2))),
        ("yogi", distance("yogi", Yogi::new(1e-2))),
        ("lion", distance("lion", Lion::new(1e-3, 0.1))),
        ("signum", distance("signum", Signum::new(1e-3, 0.9))),
        ("rprop", distance("rprop", Rprop::new(1e-2))),
        ("adan", distance("adan", Adan::new(1e-2, 0.1))),
        ("lamb", distance("lamb", Lamb::new(1e-2, 0.1))),
        ("lars", distance("lars", Lars::new(1.0, 0.9).decay(0.1))),
        (
            "schedule_free",
            distance("schedule_free", ScheduleFree::new(1e-3, 0.9, [-1.2, 1.0])),
        ),
    ];
    for (name, worst) in cases {
        assert!(worst <= 1e-12, "{name} is {worst:e} away");
    }
}

#[test]
fn sharpness_aware_steps_follow_optax() {
    let (sharpness, mut sgd) = (SharpnessAware::new(0.01), Sgd::new(1e-4));
    let (mut x, mut step) = ([-1.2, 1.0], 0);
    for (at, expected) in stored("sharpness_aware") {
        while step < at {
            let worst = sharpness.ascend(&x, &gradient(rosenbrock, x));
            let slope = gradient(rosenbrock, worst);
            sgd.update(&mut x, &slope);
            step += 1;
        }
        for (ours, theirs) in x.into_iter().zip(expected) {
            assert!((ours - theirs).abs() <= 1e-12 * theirs.abs(), "{at}");
        }
    }
    assert_eq!(step, 100);
}

/// Written by `data/make_matrices.py` from optax 0.2.8.
const MATRICES: &str = include_str!("data/matrices.csv");

/// The largest distance of Muon from the stored walk of a matrix.
fn matrix_distance<const R: usize, const C: usize>(mut rule: Muon<f64, R, C>) -> f64 {
    let index = |i: usize, j: usize| f64::from(u32::try_from(i * C + j).unwrap());
    let each = |f: &dyn Fn(f64) -> f64| -> [[f64; C]; R] {
        core::array::from_fn(|i| core::array::from_fn(|j| f(index(i, j))))
    };
    let (target, weight) = (each(&|n| Real::sin(n + 1.0)), each(&|n| 1.0 + n * n));
    let mut x = each(&|n| Real::cos(n));
    let (mut worst, mut step, mut rows) = (0.0_f64, 0, 0);
    for line in MATRICES.lines().skip(1) {
        let numbers: Vec<f64> = line.split(',').map(|n| n.parse().unwrap()).collect();
        if numbers[..2] != [R, C].map(|n| f64::from(u32::try_from(n).unwrap())) {
            continue;
        }
        while f64::from(step) < numbers[2] {
            let mut slope = x;
            for i in 0..R {
                for j in 0..C {
                    slope[i][j] = 2.0 * weight[i][j] * (x[i][j] - target[i][j]);
                }
            }
            rule.update(&mut x, &slope);
            step += 1;
        }
        for (ours, theirs) in x.as_flattened().iter().zip(&numbers[3..]) {
            worst = worst.max((ours - theirs).abs());
        }
        rows += 1;
    }
    assert_eq!((step, rows), (100, 5));
    worst
}

#[test]
fn muon_follows_optax_for_a_hundred_steps() {
    assert!(matrix_distance(Muon::<f64, 3, 2>::new(0.004)) <= 1e-12);
    let d = matrix_distance(Muon::<f64, 2, 3>::new(0.004));
    assert!(d <= 1e-12, "{d:e}");
    assert!(matrix_distance(Muon::<f64, 1, 2>::new(0.004)) <= 1e-12);
    let mut other = Muon::<f64, 3, 2>::new(0.004);
    other.nesterov = false;
    assert!(matrix_distance(other) > 1e-3);
}

#[test]
fn a_mean_of_points_is_corrected_for_its_start() {
    let mut mean = Ema::new(0.5);
    assert_eq!(mean.mean(), [0.0]);
    mean.update(&[1.0]);
    mean.update(&[2.0]);
    // (0.25·1 + 0.5·2)/0.75
    assert_eq!(
        mean.update(&[2.0]),
        [(0.125 + 0.25 * 2.0 + 0.5 * 2.0) / 0.875]
    );
}

/// Reddi, Kale and Kumar's case: slopes 1010, −10, −10, … of a sum that falls to the left.
///
/// Adam forgets the rare large slope and walks to the wrong end; `AMSGrad` does not.
#[test]
fn adam_walks_to_the_wrong_end_where_amsgrad_does_not() {
    fn walk(mut rule: impl Rule<f64, 1>) -> f64 {
        let mut x = [0.0_f64];
        for step in 0..300_000 {
            let slope = if step % 101 == 0 { 1010.0 } else { -10.0 };
            rule.set_rate(0.5 / (1.0 + f64::from(step)).sqrt());
            rule.update(&mut x, &[slope]);
            x[0] = x[0].clamp(-1.0, 1.0);
        }
        x[0]
    }
    assert!(walk(Adam::new(0.5).betas(0.9, 0.99)) > 0.9);
    assert!(walk(AmsGrad::new(0.5).betas(0.9, 0.99)) < -0.5);
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
        whole_and_parts(AdaDelta::new(1.0)),
        whole_and_parts(CentredRmsProp::new(0.1)),
        whole_and_parts(AmsGrad::new(0.1)),
        whole_and_parts(Adamax::new(0.1)),
        whole_and_parts(NAdam::new(0.1).momentum_decay(0.004)),
        whole_and_parts(RAdam::new(0.1)),
        whole_and_parts(AdaBelief::new(0.1)),
        whole_and_parts(Yogi::new(0.1)),
        whole_and_parts(Lion::new(0.1, 0.1)),
        whole_and_parts(Signum::new(0.1, 0.9)),
        whole_and_parts(Rprop::new(0.1)),
        whole_and_parts(Adan::new(0.1, 0.1)),
        whole_and_parts(ScheduleFree::new(0.1, 0.9, [0.3, -0.2, 0.9])),
        whole_and_parts(Decoupled::new(Momentum::new(0.1, 0.9), 0.1)),
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
