//! Least squares beyond the reference sets: bounds, outliers, what the data do not determine, trials that
//! are not finite.

#![allow(clippy::float_cmp, reason = "exact values are asserted on purpose")]

use calc_opt::Stopped;
use calc_opt::least_squares::{
    Fit, GaussNewton, LevenbergMarquardt, Loss, Settings, fit, gauss_newton, levenberg_marquardt,
    try_fit, try_gauss_newton, try_levenberg_marquardt,
};
use calc_scalar::{Dual, Float, Number, Real};

/// A decay `a·e^(−b·t) + c` with one outlier.
const DATA: [(f64, f64); 8] = [
    (0.0, 3.02),
    (0.5, 2.23),
    (1.0, 1.74),
    (1.5, 4.9),
    (2.0, 1.26),
    (3.0, 1.11),
    (4.0, 1.02),
    (6.0, 1.01),
];

fn decay([a, b, c]: [Dual<f64, 3>; 3], i: usize) -> Dual<f64, 3> {
    let (t, y) = DATA[i];
    a * (-b * t).exp() + c - y
}

fn decay_with(loss: Loss<f64>) -> [f64; 3] {
    let fit = fit(
        decay,
        DATA.len(),
        [1.0, 1.0, 1.0],
        Settings::new().loss(loss),
    );
    assert!(fit.stopped.is_solution(), "{fit:?}");
    fit.x
}

/// Written by `data/make_robust.py` with SciPy 1.17.1.
const ROBUST: &str = include_str!("data/robust.csv");

#[test]
fn robust_fits_are_those_of_scipy() {
    let scale = 0.1;
    let losses = [
        ("linear", Loss::Squared),
        ("huber", Loss::Huber { scale }),
        ("soft_l1", Loss::SoftL1 { scale }),
        ("cauchy", Loss::Cauchy { scale }),
        ("arctan", Loss::Arctan { scale }),
    ];
    for (name, loss) in losses {
        let row = ROBUST.lines().find(|line| line.starts_with(name)).unwrap();
        let expected = row.split(',').skip(1).map(|n| n.parse::<f64>().unwrap());
        for (ours, theirs) in decay_with(loss).into_iter().zip(expected) {
            assert!(
                (ours - theirs).abs() <= 1e-6 * theirs.abs(),
                "{name}: {ours} {theirs}"
            );
        }
    }
    // The outlier pulls the plain fit, and hardly the robust one.
    assert!((decay_with(Loss::Squared)[1] - 1.0).abs() > 0.3);
    assert!((decay_with(Loss::Cauchy { scale })[1] - 1.0).abs() < 0.1);
}

#[test]
fn bounds_are_kept_and_the_rest_is_fitted_along_them() {
    // min (x − 3)² + (y + x − 1)² with x ≤ 2: at x = 2, y = −1.
    let residuals = |[x, y]: [Dual<f64, 2>; 2]| [x - 3.0, y + x - 1.0];
    let settings = Settings::new().bounds([f64::NEG_INFINITY; 2], [2.0, f64::INFINITY]);
    let fit = levenberg_marquardt(residuals, [0.0, 0.0], settings);
    assert!(
        (fit.x[0] - 2.0).abs() < 1e-14 && (fit.x[1] + 1.0).abs() < 1e-12,
        "{fit:?}"
    );
    assert!(fit.stopped.is_solution());
    // A start outside is moved onto the bound.
    let outside = levenberg_marquardt(residuals, [50.0, 0.0], settings);
    assert!((outside.x[0] - 2.0).abs() < 1e-14);
    // The bounds of a parameter may come in either order, and NaN is none.
    let turned = Settings::new().bounds([f64::INFINITY; 2], [2.0, f64::NEG_INFINITY]);
    let open = Settings::new().bounds([2.0, f64::NAN], [f64::INFINITY, f64::NAN]);
    let [turned, open] = [turned, open].map(|s| levenberg_marquardt(residuals, [50.0, 0.0], s));
    assert_eq!(turned.x, open.x);
    assert!((open.x[0] - 3.0).abs() < 1e-14, "{open:?}");
    // Bounds that do not bind change nothing.
    let free = levenberg_marquardt(residuals, [0.0, 0.0], Settings::new());
    let loose = Settings::new().bounds([-10.0; 2], [10.0; 2]);
    assert_eq!(levenberg_marquardt(residuals, [0.0, 0.0], loose).x, free.x);
}

#[test]
fn what_the_data_do_not_determine_is_said_and_left_alone() {
    let residuals = |[x, y, z]: [Dual<f64, 3>; 3]| [x + y - 2.0, x + y - 2.5, z * 0.0 + 1.0];
    let fit = levenberg_marquardt(residuals, [0.0, 0.0, 7.0], Settings::new());
    assert_eq!(fit.rank, 1);
    assert!((fit.x[0] + fit.x[1] - 2.25).abs() < 1e-14);
    assert!((fit.x[2] - 7.0).abs() < 1e-300);
    assert!(fit.covariance[0][0].is_infinite());
}

#[test]
fn a_trial_that_is_not_finite_shortens_the_step() {
    // The first steps lead where the logarithm is not defined.
    let residuals = |[x]: [Dual<f64, 1>; 1]| [x.ln() + 5.0];
    let fit = levenberg_marquardt(residuals, [1.0], Settings::new());
    assert!((fit.x[0] - Real::exp(-5.0)).abs() < 1e-15, "{fit:?}");
    let nowhere = levenberg_marquardt(residuals, [-1.0], Settings::new());
    assert_eq!(
        (nowhere.stopped, nowhere.evaluations),
        (Stopped::NotFinite, 1)
    );
}

/// A line and a rise, both from zero, with residuals in some unit.
fn from_zero<T: Float>(unit: f64) -> [Fit<T, 2>; 2]
where
    Dual<T, 2>: Number,
{
    let number = |x: f64| Dual::<T, 2>::literal(x);
    let line = |[a, b]: [Dual<T, 2>; 2], i: usize| {
        let t = 0.5 * i as f64;
        (a + b * number(t) - number(1.0 + 0.7 * t)) * number(unit)
    };
    let rise = |[a, b]: [Dual<T, 2>; 2], i: usize| {
        let t = 0.5 * i as f64;
        let y = 2.0 * Real::exp(0.7 * t);
        ((a + number(1.0)) * (b * number(t)).exp() - number(y)) * number(unit)
    };
    let start = [T::ZERO; 2];
    [
        fit(line, 6, start, Settings::new()),
        fit(rise, 6, start, Settings::new()),
    ]
}

#[test]
fn a_fit_from_zero_does_not_depend_on_the_unit_of_the_residuals() {
    fn check<T: Float + Into<f64>>(unit: f64)
    where
        Dual<T, 2>: Number,
    {
        for (fit, most) in from_zero::<T>(unit).iter().zip([5, 12]) {
            let [a, b] = fit.x.map(Into::into);
            let off = 8.0 * T::EPSILON.into();
            assert!(
                (a - 1.0).abs() <= off && (b - 0.7).abs() <= off,
                "{unit} {fit:?}"
            );
            assert!(fit.stopped.is_solution(), "{unit} {fit:?}");
            assert!(fit.evaluations <= most, "{unit} {fit:?}");
        }
    }
    for exponent in -8..=8 {
        let unit = Real::powi(10.0, exponent);
        check::<f64>(unit);
        check::<f32>(unit);
    }
}

#[test]
fn without_rows_there_is_nothing_to_fit() {
    let none = |[x]: [Dual<f64, 1>; 1]| -> [Dual<f64, 1>; 0] {
        let _ = x;
        []
    };
    for fit in [
        fit(|[x], _| x, 0, [2.0], Settings::new()),
        levenberg_marquardt(none, [2.0], Settings::new()),
        gauss_newton(none, [2.0], Settings::new()),
    ] {
        assert_eq!((fit.x, fit.stopped), ([2.0], Stopped::Plateau));
        assert_eq!((fit.rank, fit.residuals, fit.evaluations), (0, 0, 1));
        assert!(!fit.standard_errors()[0].is_finite());
    }
}

#[test]
fn a_loss_without_a_scale_is_not_finite() {
    for scale in [0.0, f64::INFINITY, f64::NAN] {
        for loss in [
            Loss::Huber { scale },
            Loss::SoftL1 { scale },
            Loss::Cauchy { scale },
            Loss::Arctan { scale },
        ] {
            let fit = fit(decay, 8, [1.0; 3], Settings::new().loss(loss));
            assert_eq!(fit.stopped, Stopped::NotFinite, "{loss:?} {fit:?}");
        }
    }
    let [negative, positive] = [-0.1, 0.1].map(|scale| decay_with(Loss::Huber { scale }));
    assert_eq!(negative, positive);
}

#[test]
fn infinity_is_no_fit() {
    for x0 in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
        let inverse = |[x]: [Dual<f64, 1>; 1]| [1.0 / x, 2.0 / x];
        for fit in [
            levenberg_marquardt(inverse, [x0], Settings::new()),
            gauss_newton(inverse, [x0], Settings::new()),
        ] {
            assert_eq!((fit.stopped, fit.evaluations), (Stopped::NotFinite, 1));
        }
    }
}

#[test]
fn evaluations_are_those_made_and_the_budget_is_kept() {
    let mut runs = 0;
    let valley = |[x, y]: [Dual<f64, 2>; 2]| {
        runs += 1;
        [10.0 * (y - x * x), 1.0 - x]
    };
    let fit = levenberg_marquardt(valley, [-1.2, 1.0], Settings::new());
    assert_eq!(fit.evaluations, runs);
    assert_eq!(fit.stopped, Stopped::ExactZero);
    let short = levenberg_marquardt(
        |[x, y]: [Dual<f64, 2>; 2]| [10.0 * (y - x * x), 1.0 - x],
        [-1.2, 1.0],
        Settings::new().max_evaluations(5),
    );
    assert_eq!(
        (short.stopped, short.evaluations),
        (Stopped::OutOfEvaluations, 5)
    );
    assert!(short.value < 12.1);
}

#[test]
fn single_precision_fits_a_line() {
    let mut machine = LevenbergMarquardt::new([0.0_f32, 0.0], Settings::new());
    while let Some([a, b]) = machine.next() {
        for t in [0.0, 1.0, 2.0, 3.0] {
            machine.row(a + b * t - (1.5 * t - 0.25), [1.0, t]);
        }
        machine.finish();
    }
    let fit = machine.fit();
    assert!(
        (fit.x[0] + 0.25).abs() < 1e-6 && (fit.x[1] - 1.5).abs() < 1e-6,
        "{fit:?}"
    );
}

#[test]
fn standard_errors_of_a_line_are_those_of_the_textbook() {
    let data = [(1.0, 1.1), (2.0, 1.9), (3.0, 3.2), (4.0, 3.9), (5.0, 5.1)];
    let fit = fit(
        |[a, b]: [Dual<f64, 2>; 2], i| a + b * data[i].0 - data[i].1,
        data.len(),
        [0.0, 0.0],
        Settings::new(),
    );
    let mean = 3.0;
    let spread: f64 = data.iter().map(|(t, _)| (t - mean) * (t - mean)).sum();
    let rest: f64 = data
        .iter()
        .map(|(t, y)| fit.x[0] + fit.x[1] * t - y)
        .map(|r| r * r)
        .sum();
    let variance = rest / 3.0;
    let [of_a, of_b] = fit.standard_errors();
    assert!((of_b - (variance / spread).sqrt()).abs() < 1e-14);
    assert!((of_a - (variance * (0.2 + mean * mean / spread)).sqrt()).abs() < 1e-14);
    assert!((fit.residual_variance() - variance).abs() < 1e-15);
}

#[test]
fn gauss_newton_keeps_bounds_shortens_steps_and_says_where_it_is_stuck() {
    // One step for a linear problem, along the bound where there is one.
    let line = |[x, y]: [Dual<f64, 2>; 2]| [x - 3.0, y + x - 1.0];
    let free = gauss_newton(line, [0.0, 0.0], Settings::new());
    assert!((free.x[0] - 3.0).abs() < 1e-14 && (free.x[1] + 2.0).abs() < 1e-14);
    let settings = Settings::new().bounds([f64::NEG_INFINITY; 2], [2.0, f64::INFINITY]);
    let bounded = gauss_newton(line, [0.0, 0.0], settings);
    assert!((bounded.x[0] - 2.0).abs() < 1e-14 && (bounded.x[1] + 1.0).abs() < 1e-12);
    // A trial that is not finite.
    let fit = gauss_newton(
        |[x]: [Dual<f64, 1>; 1]| [x.ln() + 5.0],
        [1.0],
        Settings::new(),
    );
    assert!((fit.x[0] - Real::exp(-5.0)).abs() < 1e-15, "{fit:?}");
    let nowhere = gauss_newton(|[x]: [Dual<f64, 1>; 1]| [x.ln()], [-1.0], Settings::new());
    assert_eq!(
        (nowhere.stopped, nowhere.evaluations),
        (Stopped::NotFinite, 1)
    );
    // The valley of Jennrich and Sampson, where the residuals stay large.
    let jennrich = |[x, y]: [Dual<f64, 2>; 2]| {
        core::array::from_fn::<_, 10, _>(|i| {
            let k = i as f64 + 1.0;
            2.0 + 2.0 * k - (k * x).exp() - (k * y).exp()
        })
    };
    let stuck = gauss_newton(jennrich, [0.3, 0.4], Settings::new());
    assert!(!stuck.stopped.is_solution(), "{stuck:?}");
    let home = levenberg_marquardt(jennrich, [0.3, 0.4], Settings::new());
    assert!((2.0 * home.value - 124.362_182_355_6).abs() < 1e-9);
}

#[test]
fn an_error_of_the_model_ends_the_fit_and_the_machine_can_go_on() {
    let fails = |_: [Dual<f64, 1>; 1], i: usize| if i < 2 { Ok(Dual::lift(1.0)) } else { Err(i) };
    assert_eq!(try_fit(fails, 4, [0.0], Settings::new()).unwrap_err(), 2);
    // Second route: without an error it is the same fit.
    let line = |[a, b]: [Dual<f64, 2>; 2], i: usize| a + b * i as f64 - [1.0, 3.0, 4.0][i];
    let plain = fit(line, 3, [0.0; 2], Settings::new());
    let tried = try_fit(|x, i| Ok::<_, ()>(line(x, i)), 3, [0.0; 2], Settings::new());
    assert_eq!(tried, Ok(plain));
}

/// Decay to a rest, measured with noise that is large beside the rounding of `f32` and small beside the data.
fn decay_to_rest<R: Number>([a, b, c]: [R; 3]) -> [R; 6] {
    [
        (0.0, 2.5),
        (0.5, 2.05),
        (1.0, 1.72),
        (2.0, 1.23),
        (3.0, 0.94),
        (5.0, 0.67),
    ]
    .map(|(t, y)| a * (b * R::literal(-t)).exp() + c - R::literal(y))
}

#[test]
fn in_single_precision_the_parameters_have_the_digits_that_the_cost_has_not() {
    let exact = levenberg_marquardt(decay_to_rest, [1.0_f64, 1.0, 0.0], Settings::new());
    let fit = levenberg_marquardt(decay_to_rest, [1.0_f32, 1.0, 0.0], Settings::new());
    assert!(
        fit.stopped.is_solution() && fit.evaluations <= 10,
        "{fit:?}"
    );
    // The cost is known to 10⁻⁵, which would leave the parameters right to 10⁻³ alone.
    for (x, y) in fit.x.iter().zip(exact.x) {
        assert!((f64::from(*x) / y - 1.0).abs() < 1e-6, "{fit:?} {exact:?}");
    }
    // Second route: Gauss and Newton's method.
    let other = gauss_newton(decay_to_rest, [1.0_f64, 1.0, 0.0], Settings::new());
    for (x, y) in other.x.iter().zip(exact.x) {
        assert!((x / y - 1.0).abs() < 1e-8);
    }
}

#[test]
fn a_fit_that_is_stopped_says_so_and_keeps_the_best_point() {
    macro_rules! stopped_after_two {
        ($Machine:ident) => {{
            let mut machine = $Machine::new([1.0_f64], Settings::new());
            let mut runs = 0;
            while let Some([x]) = machine.next() {
                machine.row(x * x - 2.0, [2.0 * x]);
                machine.finish();
                runs += 1;
                if runs == 2 {
                    machine.stop();
                }
            }
            machine.stop();
            machine.fit()
        }};
    }
    for fit in [
        stopped_after_two!(LevenbergMarquardt),
        stopped_after_two!(GaussNewton),
    ] {
        assert_eq!((fit.stopped, fit.evaluations), (Stopped::ByObserver, 2));
        assert_eq!(fit.x, [1.5]);
    }
    // What has ended is not ended again.
    let mut done = LevenbergMarquardt::new([f64::NAN], Settings::new());
    done.row(f64::NAN, [1.0]);
    done.finish();
    done.stop();
    assert_eq!(done.fit().stopped, Stopped::NotFinite);
}

#[test]
fn residuals_that_fail_end_the_fit() {
    let residuals = |[x]: [Dual<f64, 1>; 1]| {
        if x > 1.4 {
            Err(x.value)
        } else {
            Ok([x * x - 2.0])
        }
    };
    let first = try_levenberg_marquardt(residuals, [1.0], Settings::new());
    assert_eq!(first.unwrap_err(), 1.5);
    assert_eq!(
        try_gauss_newton(residuals, [1.0], Settings::new()).unwrap_err(),
        1.5
    );
    let root = try_gauss_newton(|[x]| Ok::<_, ()>([x * x - 2.0]), [1.0], Settings::new());
    assert!((root.unwrap().x[0] - Real::sqrt(2.0)).abs() < 1e-15);
}

#[test]
fn a_plateau_is_no_minimum_though_steps_promise_little_there() {
    // A bell and a start so far off that all slopes are small; one step of single precision goes nowhere.
    fn bell<R: Number>([a, b, c]: [R; 3], t: f64) -> R {
        let off = R::literal(t) - b;
        a * (-(c * off * off)).exp()
    }
    let times = |i: usize| 0.3 * i as f64 + 0.05;
    let truth = [1.908_344_4, 0.719_601_26, 1.001_256_9];
    let start = [1.965_663_4, -1.756_758_5, 4.769_995_4];
    let single = fit(
        |x, i| bell(x, times(i)) - f32::from_f64(bell(truth, times(i))),
        12,
        start.map(f32::from_f64),
        Settings::new(),
    );
    let double = fit(
        |x, i| bell(x, times(i)) - bell(truth, times(i)),
        12,
        start,
        Settings::new(),
    );
    let low = |value: f64| value < 1e-6;
    assert!(
        low(f64::from(single.value)) || !single.stopped.is_solution(),
        "{single:?}"
    );
    assert!(
        low(double.value) || !double.stopped.is_solution(),
        "{double:?}"
    );
}

/// Fits that come to an end of `a·(1 − e⁻ᵇᵗ) + c` on points along a straight line, which it is only for `b → 0`,
/// `a → ∞`.
macro_rules! ends_on_the_way_to_infinity {
    ($T:ty) => {{
        let starts = (0..200_u32).map(|i| {
            let wave = |k: f64| 3.0 * Real::sin(k * f64::from(i) + k);
            [wave(1.3), wave(2.1), wave(0.7)]
        });
        let claims = starts.filter(|&start| {
            let found = fit(
                |[a, b, c], i| {
                    let t = <$T>::from_f64(0.3 * i as f64 + 0.2);
                    let off = <$T>::from_f64(if i % 2 == 0 { 0.02 } else { -0.02 });
                    a * (-(-(b * t)).exp_m1()) + c - (t * 0.5 + off)
                },
                12,
                start.map(<$T>::from_f64),
                Settings::new(),
            );
            found.stopped.is_solution()
        });
        claims.count()
    }};
}

#[test]
fn a_fit_on_the_way_to_infinity_claims_no_end() {
    assert_eq!(ends_on_the_way_to_infinity!(f64), 0);
    assert_eq!(ends_on_the_way_to_infinity!(f32), 0);
}

/// The squares of the residuals are zero in floats; they themselves are not.
#[test]
fn residuals_of_which_the_squares_vanish_are_no_exact_fit() {
    let line = |[a, b]: [Dual<f32, 2>; 2], i: usize| {
        (a + b * i as f32 - (1.0 + 2.0 * i as f32)) * 1e-24_f32
    };
    for found in [
        fit(line, 3, [0.0, 0.0], Settings::new()),
        gauss_newton(
            |x| [line(x, 0), line(x, 1), line(x, 2)],
            [0.0, 0.0],
            Settings::new(),
        ),
    ] {
        assert!(!found.stopped.is_solution(), "{found:?}");
    }
}
