//! The error bound of the estimated derivative holds, on hard functions, in both precisions.

use calc_scalar::{Float, Real, derivative, difference};

/// Declares functions that serve as black boxes in both precisions and as exact truth.
macro_rules! battery {
    ($($name:ident |$x:ident| $body:expr, $points:expr;)*) => {
        mod functions {
            use calc_scalar::Number;
            /// A literal in both precisions.
            fn k<R: Number>(v: f64) -> R {
                R::literal(v)
            }
            $(pub(super) fn $name<R: Number>($x: R) -> R { $body })*
        }

        /// Runs every function at its points.
        fn each<T: Float>(
            seed: u64,
            mut visit: impl FnMut(&'static str, T, f64, difference::Estimate<T>),
        ) {
            let mut dice = Dice(seed);
            $({
                let points: Points = $points;
                for _ in 0..RUNS {
                    let x = T::from_f64(dice.point(points));
                    let truth = derivative(functions::$name, x.to_f64());
                    let found = difference::derivative(functions::$name::<T>, x);
                    visit(stringify!($name), x, truth, found);
                }
            })*
        }
    };
}

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

/// A small linear congruential generator (Knuth's MMIX constants).
struct Dice(u64);

impl Dice {
    fn unit(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn point(&mut self, points: Points) -> f64 {
        let u = self.unit();
        match points {
            Between(a, b) => a + (b - a) * u,
            Decades(a, b, signed) => {
                let x = Real::exp(Real::ln(a) * (1.0 - u) + Real::ln(b) * u);
                if signed && self.unit() < 0.5 { -x } else { x }
            }
        }
    }
}

/// How often the true error exceeds the bound times `share`: overall, and for the worst function.
fn misses<T: Float>(seed: u64, share: f64) -> (f64, f64, &'static str) {
    let mut counts: Vec<(&'static str, u32, u32)> = Vec::new();
    each::<T>(seed, |name, _, truth, found| {
        if counts.last().is_none_or(|last| last.0 != name) {
            counts.push((name, 0, 0));
        }
        let error = (found.value.to_f64() - truth).abs();
        let covered = error <= found.error.to_f64() * share;
        if let Some((_, runs, missing)) = counts.last_mut() {
            *runs += 1;
            *missing += u32::from(!covered);
        }
    });
    let rate = |runs: u32, missing: u32| f64::from(missing) / f64::from(runs);
    let total = rate(
        counts.iter().map(|c| c.1).sum(),
        counts.iter().map(|c| c.2).sum(),
    );
    let worst = counts.iter().map(|c| (rate(c.1, c.2), c.0));
    let worst = worst.fold((0.0, ""), |a, b| if b.0 > a.0 { b } else { a });
    (total, worst.0, worst.1)
}

/// Claimed: 99 of 100. The seeds are not those the search was tuned on.
#[test]
fn the_true_error_is_within_the_bound_in_99_of_100_cases_in_both_precisions() {
    for seed in [101, 102, 103] {
        let (total, worst, name) = misses::<f64>(seed, 1.0);
        assert!(
            total <= 0.002 && worst <= 0.05,
            "f64: {total} missed, {name}: {worst}"
        );
        let (total, worst, name) = misses::<f32>(seed, 1.0);
        assert!(
            total <= 0.002 && worst <= 0.05,
            "f32: {total} missed, {name}: {worst}"
        );
    }
}

#[test]
fn the_coverage_check_sees_a_bound_that_is_too_small() {
    assert!(misses::<f64>(101, 1e-3).0 > 0.5);
    assert!(misses::<f32>(101, 1e-2).0 > 0.2);
}

/// A bound that is always huge would cover everything: half of all bounds are small.
#[test]
fn the_bound_is_small_where_the_function_is_smooth() {
    let median = |mut bounds: Vec<f64>| {
        bounds.sort_by(f64::total_cmp);
        bounds[bounds.len() / 2]
    };
    let mut bounds = Vec::new();
    let mut runs = 0;
    each::<f64>(101, |_, _, truth, found| {
        bounds.push(found.error / truth.abs());
        runs += found.evaluations;
    });
    assert!(
        runs as usize <= 31 * bounds.len(),
        "{} runs on average",
        runs as usize / bounds.len()
    );
    assert!(median(bounds) < 1e-11);
    let mut bounds = Vec::new();
    each::<f32>(101, |_, _, truth, found| {
        bounds.push(found.error.to_f64() / truth.abs());
    });
    assert!(median(bounds) < 2e-3);
}

#[test]
fn the_count_of_evaluations_is_the_true_one() {
    each::<f64>(7, |_, x, _, _| {
        let mut runs = 0;
        let counted = |t: f64| {
            runs += 1;
            Real::sin(t * t)
        };
        let found = difference::derivative(counted, x);
        assert_eq!(found.evaluations, runs);
        assert!(runs <= 400);
    });
}
