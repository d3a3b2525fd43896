//! What a fit says about its end is held against the truth, on random fits: three parameters, twelve points, with
//! and without noise, from near and from far, in both precisions.

#![allow(
    clippy::cast_possible_truncation,
    reason = "numbers are rounded on purpose"
)]

mod collections {
    pub(crate) mod random;
}

use calc_opt::least_squares::{Fit, Settings, fit};
use calc_scalar::{Dual, Float, Number};
use collections::random::Random;

const FAMILIES: usize = 8;
const ROWS: usize = 12;

/// Decay, bell, saturation, rise, logistic, wave, power, quotient.
fn model<R: Number>(family: usize, [a, b, c]: [R; 3], t: f64) -> R {
    let (t, one) = (R::literal(t), R::literal(1.0));
    match family {
        0 => a * (-(b * t)).exp() + c,
        1 => a * (-(c * (t - b) * (t - b))).exp(),
        2 => a * t / (b + t) + c,
        3 => a * (-(-(b * t)).exp_m1()) + c,
        4 => a / (one + (-(b * (t - c))).exp()),
        5 => a * (b * t + c).sin(),
        6 => a * t.pow(b) + c,
        _ => (a + b * t) / (one + c * t),
    }
}

fn time(row: usize) -> f64 {
    f64::from((0.3 * row as f64 + 0.05) as f32)
}

/// A fit to be made; data and start are numbers of single precision.
struct Task {
    family: usize,
    data: [f64; ROWS],
    start: [f64; 3],
}

impl Task {
    fn random(random: &mut Random, family: usize, noise: f64, far: bool) -> Self {
        let truth = [(); 3].map(|()| random.between(0.2, 2.0));
        let mut data = [0.0; ROWS];
        for (row, y) in data.iter_mut().enumerate() {
            let exact: f64 = model(family, truth, time(row));
            *y = f64::from((exact + noise * random.between(-1.0, 1.0)) as f32);
        }
        let start = truth.map(|x| {
            let near = x * random.between(0.7, 1.3);
            let start = if far { random.between(-3.0, 5.0) } else { near };
            f64::from(start as f32)
        });
        Self {
            family,
            data,
            start,
        }
    }

    fn fit<T: Float>(&self, start: [f64; 3], settings: Settings<T, 3>) -> Fit<T, 3>
    where
        Dual<T, 3>: Number,
    {
        let residual = |x, row: usize| {
            let y = Dual::lift(T::from_f64(self.data[row]));
            model::<Dual<T, 3>>(self.family, x, time(row)) - y
        };
        fit(residual, ROWS, start.map(T::from_f64), settings)
    }

    /// Half the sum of squares, and half that of what a number of precision `epsilon` rounds the terms by.
    fn cost_and_rounding(&self, x: [f64; 3], epsilon: f64) -> (f64, f64) {
        let (mut cost, mut rounding) = (0.0, 0.0);
        for (row, y) in self.data.iter().enumerate() {
            let mut i = 0;
            let variables = x.map(|value| {
                i += 1;
                Dual::<f64, 3>::variable_at(value, i - 1)
            });
            let here = model(self.family, variables, time(row));
            let residual = here.value - y;
            cost += 0.5 * residual * residual;
            let terms = here.partials.iter().zip(x).map(|(slope, x)| slope * x);
            let squares: f64 = terms.chain([here.value, *y]).map(|term| term * term).sum();
            rounding += 0.5 * squares * epsilon * epsilon;
        }
        (cost, rounding)
    }

    /// Whether no lower point can be walked to in double precision that rounding to `epsilon` would show.
    fn is_lowest(&self, x: [f64; 3], epsilon: f64) -> bool {
        let (cost, rounding) = self.cost_and_rounding(x, epsilon);
        let mut settings = Settings::new().max_evaluations(3000);
        settings.first_radius = 1e-2;
        let lowest = self.fit::<f64>(x, settings).value;
        let visible = 64.0 * epsilon * cost + 16.0 * (rounding * cost).sqrt() + 8.0 * rounding;
        lowest.is_nan() || cost - lowest <= visible
    }
}

#[derive(Debug, Default, PartialEq)]
struct Tally {
    fits: u32,
    claims: u32,
    false_claims: u32,
}

fn tally<T: Float + Into<f64>>(far: bool) -> Tally
where
    Dual<T, 3>: Number,
{
    let mut tally = Tally::default();
    for family in 0..FAMILIES {
        for noise in [0.0, 0.02] {
            let mut random = Random(1000 + family as u64);
            for _ in 0..50 {
                let task = Task::random(&mut random, family, noise, far);
                let found = task.fit::<T>(task.start, Settings::new());
                tally.fits += 1;
                if found.stopped.is_solution() {
                    tally.claims += 1;
                    let lowest = task.is_lowest(found.x.map(Into::into), T::EPSILON.into());
                    tally.false_claims += u32::from(!lowest);
                }
            }
        }
    }
    tally
}

#[test]
fn from_a_start_near_by_nearly_every_fit_claims_its_end_and_none_falsely() {
    let [single, double] = [tally::<f32>(false), tally::<f64>(false)];
    println!("{single:?} {double:?}");
    for tally in [single, double] {
        assert_eq!((tally.fits, tally.false_claims), (800, 0));
        assert!(tally.claims >= 798, "{tally:?}");
    }
}

#[test]
fn from_far_away_fits_that_come_to_an_end_say_so_and_those_on_the_way_to_infinity_do_not() {
    let [single, double] = [tally::<f32>(true), tally::<f64>(true)];
    println!("{single:?} {double:?}");
    for tally in [single, double] {
        // With the tests of MINPACK alone, 52 claims of 1600 were false in single precision.
        assert!(tally.false_claims <= 2, "{tally:?}");
        assert!(tally.claims >= 590, "{tally:?}");
    }
}
