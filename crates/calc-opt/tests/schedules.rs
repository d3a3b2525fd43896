//! Schedules against stored rates of optax.

#![allow(clippy::float_cmp, reason = "exact values are asserted on purpose")]

use calc_opt::schedule::{
    Plateau, cosine, exponential, one_cycle, polynomial, restarts, step_decay, warm_up,
};

/// Written by `data/make_schedules.py` from optax 0.2.8.
const RATES: &str = include_str!("data/schedules.csv");

/// The largest distance from optax's rates, relative to a rate of 0.1.
fn distance(name: &str, mut rate: impl FnMut(u32) -> f64) -> f64 {
    let (mut worst, mut rows) = (0.0_f64, 0);
    for line in RATES.lines().skip(1) {
        let columns: Vec<&str> = line.split(',').collect();
        if columns[0] == name {
            let expected: f64 = columns[2].parse().unwrap();
            let ours = rate(columns[1].parse().unwrap());
            worst = worst.max((ours - expected).abs() / 0.1);
            rows += 1;
        }
    }
    assert_eq!(rows, 101, "{name}");
    worst
}

#[test]
fn schedules_are_those_of_optax() {
    let mut plateau = Plateau::new(0.5, 3)
        .threshold(0.01)
        .cooldown(4)
        .smallest(0.05);
    let mut rate = 1.0;
    let cases = [
        distance("exponential", |t| exponential(0.1, 0.97, t)),
        distance("step_decay", |t| step_decay(0.1, 0.5, 10, t)),
        distance("polynomial", |t| polynomial(0.1, 0.01, 2.5, 80, t)),
        distance("cosine", |t| cosine(0.1, 0.01, 80, t)),
        distance("warm_up", |t| {
            warm_up(0.01, 0.1, 20, t, |t| cosine(0.1, 0.001, 60, t))
        }),
        distance("one_cycle", |t| one_cycle(0.004, 0.1, 4e-7, 30, 100, t)),
        distance("restarts", |t| restarts(0.1, 0.0, 10, 2, t)),
        distance("plateau", |t| {
            let loss = (5.0 - 0.3 * f64::from(t)).max(1.0) - if t > 60 { 0.5 } else { 0.0 };
            rate = plateau.next_rate(rate, loss);
            rate
        }),
    ];
    for (i, worst) in cases.into_iter().enumerate() {
        assert!(worst <= 1e-12, "schedule {i} is {worst:e} away");
    }
}

#[test]
fn a_slightly_different_schedule_is_seen() {
    assert!(distance("restarts", |t| restarts(0.1, 0.0, 10, 1, t)) > 1e-3);
    assert!(distance("polynomial", |t| polynomial(0.1, 0.01, 2.0, 80, t)) > 1e-3);
}

#[test]
fn counters_at_their_limits_do_no_harm() {
    assert_eq!(cosine(0.1, 0.0, 0, 0), 0.0);
    assert_eq!(step_decay(0.8, 0.5, 0, 1), 0.4);
    assert!(restarts(0.1_f64, 0.0, 0, 0, u32::MAX).is_finite());
    assert!(restarts(0.1_f64, 0.0, 1, u32::MAX, u32::MAX).is_finite());
    assert_eq!(one_cycle(0.1, 0.2, 0.0, 10, 5, 10), 0.0);
    assert_eq!(warm_up(0.0, 0.1, 0, 0, |_| 0.3), 0.3);
    let mut plateau = Plateau::new(0.5, 0);
    assert_eq!(plateau.next_rate(1.0, f64::NAN), 0.5);
}
