//! The error bounds of estimated derivatives hold: on hard functions, on functions made by formula that
//! the search was not tuned on, in noise and at the ends of domains; for orders 1 to 4, in both
//! precisions.

mod common {
    pub(crate) mod dice;
}

use calc_scalar::difference::{self, Estimate, Options};
use calc_scalar::{Float, Number, Real, derivatives};
use common::dice::Dice;

/// Declares functions that serve as black boxes in both precisions and as exact truth.
macro_rules! battery {
    ($($name:ident |$x:ident| $body:expr, $points:expr;)*) => {
        mod functions {
            use super::{Number, k};
            $(pub(super) fn $name<R: Number>($x: R) -> R { $body })*
        }

        /// Runs every function at its points.
        fn each<T: Float>(
            seed: u64,
            order: u32,
            mut visit: impl FnMut(&'static str, T, f64, Estimate<T>),
        ) {
            let mut dice = Dice(seed);
            $({
                let points: Points = $points;
                for _ in 0..RUNS {
                    let x = T::from_f64(points.draw(&mut dice));
                    let truth = truth(functions::$name, x.to_f64(), order);
                    let found = difference::nth_derivative(functions::$name::<T>, x, order);
                    visit(stringify!($name), x, truth, found);
                }
            })*
        }
    };
}

/// A literal that is the same number in both precisions.
fn k<R: Number>(v: f64) -> R {
    R::literal(f32::from_f64(v).to_f64())
}

/// `f⁽ᵐ⁾(x)`, exact up to rounding in double precision.
fn truth(f: impl FnOnce(Jet) -> Jet, x: f64, order: u32) -> f64 {
    let all: [f64; 5] = derivatives(f, x);
    all[order as usize]
}

type Jet = calc_scalar::Jet<f64, 5>;

/// Points for each function.
const RUNS: usize = 60;

#[derive(Clone, Copy)]
enum Points {
    /// Evenly spread.
    Between(f64, f64),
    /// Magnitudes evenly spread, both signs if the last is true.
    Decades(f64, f64, bool),
}
use Points::{Between, Decades};

impl Points {
    fn draw(self, dice: &mut Dice) -> f64 {
        let u = dice.unit();
        match self {
            Between(a, b) => a + (b - a) * u,
            Decades(a, b, signed) => {
                let x = Real::exp(Real::ln(a) * (1.0 - u) + Real::ln(b) * u);
                if signed && dice.unit() < 0.5 { -x } else { x }
            }
        }
    }
}

battery! {
    sine |x| x.sin(), Between(-10.0, 10.0);
    sine_far |x| x.sin(), Decades(1e2, 1e4, true);
    sine_fast |x| (k::<R>(100.0) * x).sin(), Between(-2.0, 2.0);
    sine_tiny |x| x.sin(), Decades(1e-20, 1e-2, true);
    cosine_tiny |x| x.cos(), Decades(1e-20, 1e-2, true);
    exponential |x| x.exp(), Between(-20.0, 20.0);
    exponential_tiny |x| x.exp(), Decades(1e-30, 1e-3, true);
    logarithm |x| x.ln(), Decades(1e-20, 1e20, false);
    root |x| x.sqrt(), Decades(1e-20, 1e20, false);
    cube_root |x| x.cbrt(), Decades(1e-10, 1e10, true);
    pole |x| x.recip(), Decades(1e-8, 1e8, true);
    pole_beside |x| (x - k::<R>(1.0)).recip(), Between(1.0001, 1.1);
    tangent |x| x.tan(), Between(1.0, 1.56);
    tenth_power |x| x.powi(10), Decades(1e-2, 1e3, true);
    runge |x| (k::<R>(1.0) + k::<R>(25.0) * x * x).recip(), Between(-2.0, 2.0);
    runge_narrow |x| (k::<R>(1.0) + k::<R>(1e8) * x * x).recip(), Decades(1e-6, 1e-2, true);
    bell |x| (-(x * x)).exp(), Between(-5.0, 5.0);
    bell_narrow |x| (-(k::<R>(1e6) * x * x)).exp(), Between(-2e-3, 2e-3);
    hyperbolic_tangent |x| x.tanh(), Between(-6.0, 6.0);
    sigmoid |x| x.logistic(), Between(-20.0, 20.0);
    arc_sine |x| x.asin(), Between(-0.999, 0.999);
    arc_sine_at_end |x| (k::<R>(1.0) - x).asin(), Decades(1e-5, 1e-1, false);
    arc_tangent |x| x.atan(), Decades(1e-3, 1e3, true);
    chirp |x| (x * x).sin(), Between(0.0, 12.0);
    ripple |x| x * x + (k::<R>(50.0) * x).sin() * k::<R>(0.01), Between(-3.0, 3.0);
    inverse_sine |x| x.recip().sin(), Between(0.02, 1.0);
    self_power |x| (x * x.ln()).exp(), Between(0.05, 5.0);
    offset |x| x.sin() + k::<R>(1e4), Between(-5.0, 5.0);
    cancelling |x| (k::<R>(1.0) - x.cos()) / (x * x), Between(0.01, 3.0);
    expanded |x| ((x - k::<R>(6.0)) * x + k::<R>(12.0)) * x - k::<R>(8.0), Between(1.5, 2.5);
    small_values |x| x.sin() * k::<R>(1e-18), Between(-5.0, 5.0);
    large_values |x| x.sin() * k::<R>(1e18), Between(-5.0, 5.0);
    tiny_scale |x| (k::<R>(1e9) * x).sin(), Between(-5e-9, 5e-9);
    huge_scale |x| (k::<R>(1e-9) * x).sin(), Between(-5e9, 5e9);
    error_function |x| x.erf(), Between(-3.0, 3.0);
    soft |x| x.softplus(), Between(-20.0, 20.0);
    nested |x| x.sin().exp().sin(), Between(-5.0, 5.0);
    relu_beside |x| (x - k::<R>(1.0)).relu() * x, Between(0.9, 1.1);
    half_order |x| x * x.sqrt(), Decades(1e-10, 1e3, false);
    inverse_hyperbolic |x| (k::<R>(1.0) + x).acosh(), Decades(1e-4, 1e1, false);
}

/// How often bounds held, how wide they were, and what they cost.
#[derive(Default)]
struct Tally {
    cases: Vec<(&'static str, bool)>,
    /// Bounds relative to the truth.
    relative: Vec<f64>,
    /// Bounds relative to the true error.
    excess: Vec<f64>,
    runs: Vec<f64>,
}

impl Tally {
    /// Counts one estimate, with its bound multiplied by `share`.
    fn add<T: Float>(&mut self, name: &'static str, truth: f64, found: Estimate<T>, share: f64) {
        if truth.abs() > T::MAX.to_f64() {
            // Not to be had in this precision: then no number may be claimed.
            self.cases.push((name, found.error.to_f64().is_infinite()));
            return;
        }
        let error = (found.value.to_f64() - truth).abs();
        let bound = found.error.to_f64();
        // Without a value there is no claim.
        let silent = found.value.not_a_number() && bound == f64::INFINITY;
        self.cases.push((name, error <= bound * share || silent));
        self.relative.push(bound / truth.abs());
        self.excess.push(bound / error.max(f64::MIN_POSITIVE));
        self.runs.push(f64::from(found.evaluations));
    }

    fn missed(&self) -> f64 {
        let missed = self.cases.iter().filter(|case| !case.1).count();
        missed as f64 / self.cases.len() as f64
    }

    /// The function whose bounds are missed most often, and how often.
    fn worst(&self) -> (f64, &'static str) {
        let mut worst = (0.0, "");
        for (name, _) in &self.cases {
            let own = self.cases.iter().filter(|case| case.0 == *name);
            let missed = own.clone().filter(|case| !case.1).count() as f64;
            let rate = missed / own.count() as f64;
            if rate > worst.0 {
                worst = (rate, name);
            }
        }
        worst
    }
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

/// The hard functions, in one precision and order.
fn hard<T: Float>(seed: u64, order: u32, share: f64) -> Tally {
    let mut tally = Tally::default();
    each::<T>(seed, order, |name, _, truth, found| {
        tally.add(name, truth, found, share);
    });
    tally
}

/// A function of functions, at a place, on a scale and of a height of its own.
#[derive(Clone, Copy, Debug)]
struct Formula {
    outer: usize,
    inner: usize,
    stretch: f64,
    shift: f64,
    height: f64,
}

const OUTER: usize = 16;
const INNER: usize = 8;

/// Twelve of each pair.
const FORMULAS: usize = 12 * OUTER * INNER;

impl Formula {
    fn at<R: Number>(&self, x: R) -> R {
        let t = x * k::<R>(self.stretch) + k::<R>(self.shift);
        let one = k::<R>(1.0);
        let u = match self.inner {
            0 => t,
            1 => t * t,
            2 => t.sin(),
            3 => t.exp(),
            4 => (one + t * t).sqrt(),
            5 => t * k::<R>(3.0) - t * t * t,
            6 => (t * k::<R>(20.0)).cos(),
            _ => t.tanh() * k::<R>(2.0),
        };
        let y = match self.outer {
            0 => u.sin(),
            1 => u.cos() * t,
            2 => (-(u * u)).exp(),
            3 => u.logistic(),
            4 => u.softplus(),
            5 => u.atan(),
            6 => (one + u * u).recip(),
            7 => (k::<R>(1.5) + u.sin()).ln(),
            8 => u.powi(5) + u,
            9 => (k::<R>(2.5) + u.cos()).sqrt(),
            10 => u.asinh(),
            11 => u.erf(),
            12 => (u * k::<R>(5.0)).sin() * k::<R>(0.05) + u,
            13 => (k::<R>(0.1) + u * u).cbrt(),
            14 => u.tanh() / (k::<R>(2.0) + u.cos()),
            _ => (k::<R>(1.01) + u.sin()).recip(),
        };
        y * k::<R>(self.height)
    }

    /// Runs every pair with random scales over twelve decades, and places.
    fn each(seed: u64, mut visit: impl FnMut(Self, f64, &mut Dice)) {
        let mut dice = Dice(seed);
        for case in 0..FORMULAS {
            let formula = Self {
                outer: case % OUTER,
                inner: case / OUTER % INNER,
                stretch: Real::exp10(dice.unit() * 12.0 - 6.0),
                shift: if dice.unit() < 0.5 {
                    0.0
                } else {
                    dice.unit() * 4.0 - 2.0
                },
                height: Real::exp10(dice.unit() * 12.0 - 6.0),
            };
            let x = (dice.unit() * 4.0 - 2.0 - formula.shift) / formula.stretch;
            visit(formula, x, &mut dice);
        }
    }
}

/// Functions by formula, in one precision and order.
fn formulas<T: Float>(seed: u64, order: u32) -> Tally {
    let mut tally = Tally::default();
    Formula::each(seed, |formula, x, _| {
        let x = T::from_f64(x);
        let truth = truth(|x| formula.at(x), x.to_f64(), order);
        let found = difference::nth_derivative(|t: T| formula.at(t), x, order);
        tally.add("formula", truth, found, 1.0);
    });
    tally
}

/// Between −1 and 1, the same for the same `x`, and else unpredictable.
fn noise(x: f64) -> f64 {
    let bits = x.to_bits().wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (bits ^ (bits >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    ((mixed ^ (mixed >> 32)) >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
}

/// Functions by formula with noise of 10⁻⁹ to 10⁻³ of their height, stated or to be found.
fn noisy<T: Float>(seed: u64, order: u32, stated: bool) -> Tally {
    let mut tally = Tally::default();
    Formula::each(seed, |formula, x, dice| {
        let x = T::from_f64(x);
        let level = formula.height * Real::exp10(dice.unit() * 6.0 - 9.0);
        let truth = truth(|x| formula.at(x), x.to_f64(), order);
        let f = |t: T| formula.at(t) + T::from_f64(level * noise(t.to_f64()));
        let mut options = Options::new();
        if stated {
            options = options.noise(T::from_f64(level));
        }
        let found = options.nth_derivative(f, x, order);
        tally.add("noisy", truth, found, 1.0);
    });
    tally
}

/// Functions by formula on intervals that end at `x`, beside it, or anywhere.
fn bounded<T: Float>(seed: u64, order: u32) -> Tally {
    let mut tally = Tally::default();
    Formula::each(seed, |formula, x, dice| {
        let x = T::from_f64(x);
        let mut room = || match dice.unit() {
            u if u < 0.3 => T::ZERO,
            u if u < 0.6 => T::from_f64(Real::exp10(-8.0 * dice.unit()) / formula.stretch),
            _ => T::from_f64(2.0 / formula.stretch),
        };
        let (low, high) = (x - room(), x + room());
        let truth = truth(|x| formula.at(x), x.to_f64(), order);
        let f = |t: T| {
            assert!(low <= t && t <= high, "{t} is outside [{low}, {high}]");
            formula.at(t)
        };
        let options = Options::new().domain(low, high);
        tally.add("bounded", truth, options.nth_derivative(f, x, order), 1.0);
    });
    tally
}

/// Claimed: 99 of 100, for each order and precision. The constants that tell jumps from ripples were chosen with
/// the first three seeds in view, not with the others.
#[test]
fn the_true_error_is_within_the_bound_in_99_of_100_hard_cases() {
    for seed in [1101, 1102, 1103, 2611, 2712, 2813] {
        for order in 1..=4 {
            // Of all functions, and of the worst one: a sine of 10⁴ has few digits in single precision.
            let (allowed, of_one) = if order == 1 {
                (0.002, 0.05)
            } else {
                (0.005, 0.15)
            };
            for (tally, precision) in [
                (hard::<f64>(seed, order, 1.0), "f64"),
                (hard::<f32>(seed, order, 1.0), "f32"),
            ] {
                let (missed, (worst, name)) = (tally.missed(), tally.worst());
                assert!(
                    missed <= allowed && worst <= of_one,
                    "{precision}, order {order}: {missed} missed, {name}: {worst}"
                );
            }
        }
    }
}

/// Asserts how often bounds are missed at most, in double and in single precision.
#[track_caller]
fn rarely(order: u32, [double, single]: [Tally; 2], allowed: [f64; 2]) {
    let missed = [double.missed(), single.missed()];
    let few = missed.iter().zip(allowed).all(|(m, a)| *m <= a);
    assert!(few, "order {order}: {missed:?} missed, allowed {allowed:?}");
}

#[test]
fn the_true_error_is_within_the_bound_in_99_of_100_functions_made_by_formula() {
    for seed in [1201, 1202] {
        for order in 1..=4 {
            let tallies = [formulas::<f64>(seed, order), formulas::<f32>(seed, order)];
            rarely(order, tallies, [0.002, 0.01]);
        }
    }
}

#[test]
fn noise_is_found_or_believed_and_is_in_the_bound() {
    for order in 1..=4 {
        for stated in [true, false] {
            let double = noisy::<f64>(1301, order, stated);
            let single = noisy::<f32>(1302, order, stated);
            rarely(order, [double, single], [0.008, 0.01]);
        }
    }
}

#[test]
fn a_domain_is_never_left_and_the_bound_holds_at_its_ends() {
    for order in 1..=4 {
        let double = bounded::<f64>(1401, order);
        let single = bounded::<f32>(1402, order);
        if order == 1 {
            assert!(median(&double.relative) < 1e-9 && median(&single.relative) < 0.01);
        }
        rarely(order, [double, single], [0.002, 0.01]);
    }
}

#[test]
fn the_coverage_check_sees_a_bound_that_is_too_small() {
    for order in 1..=4 {
        assert!(hard::<f64>(1101, order, 1e-3).missed() > 0.5);
        assert!(hard::<f32>(1101, order, 1e-3).missed() > 0.2);
    }
}

/// A bound that is always huge would cover everything: half of all bounds are small.
#[test]
fn the_bound_is_small_where_the_function_is_smooth() {
    /// Order, relative bound in double and in single precision, runs.
    const EXPECTED: [(u32, f64, f64, f64); 4] = [
        (1, 1e-11, 5e-4, 32.0),
        (2, 1e-8, 1e-2, 37.0),
        (3, 1e-7, 0.1, 42.0),
        (4, 1e-5, 1.0, 43.0),
    ];
    for (order, double, single, runs) in EXPECTED {
        let (wide, narrow) = (hard::<f64>(1101, order, 1.0), hard::<f32>(1101, order, 1.0));
        assert!(median(&wide.relative) < double, "order {order}");
        assert!(median(&narrow.relative) < single, "order {order}");
        // Half of the bounds are less than a hundred times the true error.
        assert!(median(&wide.excess) < 100.0, "order {order}");
        assert!(median(&narrow.excess) < 100.0, "order {order}");
        let mean = wide.runs.iter().sum::<f64>() / wide.runs.len() as f64;
        assert!(mean <= runs, "order {order}: {mean} runs on average");
    }
}

#[test]
fn the_count_of_evaluations_is_the_true_one_and_obeys_its_limit() {
    Formula::each(501, |formula, x, _| {
        let limits = [2, 5, 9, 14, 19, 20, 23, 30, 45];
        let limit = limits[formula.outer % limits.len()];
        for order in 1..=4 {
            let mut runs = 0;
            let counted = |t: f64| {
                runs += 1;
                formula.at(t)
            };
            let found = difference::nth_derivative(counted, x, order);
            assert_eq!(found.evaluations, runs);
            assert!(runs <= 400);
            let mut runs = 0;
            let counted = |t: f64| {
                runs += 1;
                formula.at(t)
            };
            let options = Options::new().max_evaluations(limit);
            let found = options.nth_derivative(counted, x, order);
            assert_eq!(found.evaluations, runs);
            assert!(runs <= limit);
        }
    });
}

/// Few runs give a rough answer with a bound that still holds, mostly.
#[test]
fn a_limit_on_the_runs_is_in_the_bound() {
    for (limit, missed, relative) in [(8, 0.05, 0.5), (12, 0.01, 1e-6), (20, 0.002, 1e-10)] {
        let mut tally = Tally::default();
        Formula::each(1601, |formula, x, _| {
            let options = Options::new().max_evaluations(limit);
            let found = options.derivative(|t: f64| formula.at(t), x);
            tally.add("limited", truth(|x| formula.at(x), x, 1), found, 1.0);
        });
        assert!(tally.missed() <= missed, "{limit}: {}", tally.missed());
        assert!(median(&tally.relative) < relative, "{limit} runs");
    }
}
