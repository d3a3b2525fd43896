//! NIST's 27 reference data sets for nonlinear regression, from both starts, with the default settings.

use calc_opt::least_squares::{Fit, Settings, fit};
use calc_scalar::{Dual, Real};

/// Per set: `#name parameters observations`, a line per parameter (start 1, start 2, certified value,
/// certified standard deviation), then the observations, the response first. NIST Statistical Reference
/// Datasets, <https://www.itl.nist.gov/div898/strd/>, public domain.
const DATA: &str = include_str!("data/nist_strd.txt");

struct Set {
    name: &'static str,
    starts: [Vec<f64>; 2],
    values: Vec<f64>,
    deviations: Vec<f64>,
    observations: Vec<Vec<f64>>,
}

fn sets() -> Vec<Set> {
    let numbers = |line: &str| -> Vec<f64> {
        line.split_whitespace()
            .map(|n| n.parse().unwrap())
            .collect()
    };
    let mut lines = DATA.lines();
    let mut sets = Vec::new();
    while let Some(head) = lines.next() {
        let words: Vec<&'static str> = head.trim_start_matches('#').split(' ').collect();
        let (count, rows) = (words[1].parse().unwrap(), words[2].parse().unwrap());
        let parameters: Vec<Vec<f64>> = lines.by_ref().take(count).map(numbers).collect();
        let column = |j: usize| parameters.iter().map(|p| p[j]).collect();
        sets.push(Set {
            name: words[0],
            starts: [column(0), column(1)],
            values: column(2),
            deviations: column(3),
            observations: lines.by_ref().take(rows).map(numbers).collect(),
        });
    }
    sets
}

/// The response of each set's model; `x` are the predictors.
#[allow(clippy::many_single_char_names, reason = "as in NIST's files")]
fn model<R: Real>(name: &str, b: &[R], x: &[f64]) -> R {
    let t = x[0];
    let gauss = |height: R, centre: R, width: R| height * (-((t - centre) / width).powi(2)).exp();
    match (name, b) {
        ("Bennett5", &[b1, b2, b3]) => b1 * (b2 + t).pow(-1.0 / b3),
        ("BoxBOD" | "Misra1a", &[b1, b2]) => b1 * (1.0 - (-b2 * t).exp()),
        ("Chwirut1" | "Chwirut2", &[b1, b2, b3]) => (-b1 * t).exp() / (b2 + b3 * t),
        ("DanWood", &[b1, b2]) => b1 * (b2 * Real::ln(t)).exp(),
        ("ENSO", &[b1, b2, b3, b4, b5, b6, b7, b8, b9]) => {
            let turn = core::f64::consts::TAU * t;
            let wave =
                |period: R, c: R, s: R| c * (turn / period).cos() + s * (turn / period).sin();
            let year = R::constant(12.0);
            b1 + wave(year, b2, b3) + wave(b4, b5, b6) + wave(b7, b8, b9)
        }
        ("Eckerle4", &[b1, b2, b3]) => b1 / b2 * (-0.5 * ((t - b3) / b2).powi(2)).exp(),
        ("Gauss1" | "Gauss2" | "Gauss3", &[b1, b2, b3, b4, b5, b6, b7, b8]) => {
            b1 * (-b2 * t).exp() + gauss(b3, b4, b5) + gauss(b6, b7, b8)
        }
        ("Hahn1" | "Thurber", &[b1, b2, b3, b4, b5, b6, b7]) => {
            (b1 + t * (b2 + t * (b3 + t * b4))) / (1.0 + t * (b5 + t * (b6 + t * b7)))
        }
        ("Kirby2", &[b1, b2, b3, b4, b5]) => (b1 + t * (b2 + t * b3)) / (1.0 + t * (b4 + t * b5)),
        ("Lanczos1" | "Lanczos2" | "Lanczos3", &[b1, b2, b3, b4, b5, b6]) => {
            b1 * (-b2 * t).exp() + b3 * (-b4 * t).exp() + b5 * (-b6 * t).exp()
        }
        ("MGH09", &[b1, b2, b3, b4]) => b1 * (t * t + t * b2) / (t * t + t * b3 + b4),
        ("MGH10", &[b1, b2, b3]) => b1 * (b2 / (t + b3)).exp(),
        ("MGH17", &[b1, b2, b3, b4, b5]) => b1 + b2 * (-t * b4).exp() + b3 * (-t * b5).exp(),
        ("Misra1b", &[b1, b2]) => b1 * (1.0 - (1.0 + b2 * t / 2.0).powi(-2)),
        ("Misra1c", &[b1, b2]) => b1 * (1.0 - (1.0 + 2.0 * b2 * t).powf(-0.5)),
        ("Misra1d", &[b1, b2]) => b1 * b2 * t / (1.0 + b2 * t),
        // The logarithm of the response is modelled.
        ("Nelson", &[b1, b2, b3]) => b1 - b2 * t * (-b3 * x[1]).exp(),
        ("Rat42", &[b1, b2, b3]) => b1 / (1.0 + (b2 - b3 * t).exp()),
        ("Rat43", &[b1, b2, b3, b4]) => b1 / (1.0 + (b2 - b3 * t).exp()).pow(1.0 / b4),
        ("Roszman1", &[b1, b2, b3, b4]) => {
            b1 - b2 * t - (b3 / (t - b4)).atan() / core::f64::consts::PI
        }
        (name, _) => panic!("no model for {name}"),
    }
}

fn fitted<const N: usize>(set: &Set, start: &[f64]) -> Fit<f64, N> {
    let x0: [f64; N] = start.try_into().unwrap();
    let residual = |b: [Dual<f64, N>; N], i: usize| {
        let row = &set.observations[i];
        let y = if set.name == "Nelson" {
            Real::ln(row[0])
        } else {
            row[0]
        };
        model(set.name, &b, &row[1..]) - y
    };
    fit(residual, set.observations.len(), x0, Settings::new())
}

/// What is compared: parameters, standard errors, evaluations, and whether it says it has solved.
type Outcome = (Vec<f64>, Vec<f64>, u32, bool);

fn outcome(set: &Set, start: &[f64]) -> Outcome {
    fn of<const N: usize>(fit: &Fit<f64, N>) -> Outcome {
        let errors = fit.standard_errors().to_vec();
        (
            fit.x.to_vec(),
            errors,
            fit.evaluations,
            fit.stopped.is_solution(),
        )
    }
    match set.values.len() {
        2 => of(&fitted::<2>(set, start)),
        3 => of(&fitted::<3>(set, start)),
        4 => of(&fitted::<4>(set, start)),
        5 => of(&fitted::<5>(set, start)),
        6 => of(&fitted::<6>(set, start)),
        7 => of(&fitted::<7>(set, start)),
        8 => of(&fitted::<8>(set, start)),
        9 => of(&fitted::<9>(set, start)),
        other => panic!("{other} parameters"),
    }
}

/// The number of right digits: `−log₁₀` of the largest relative error, at most the 11 that are certified.
fn digits(found: &[f64], certified: &[f64]) -> f64 {
    let errors = found
        .iter()
        .zip(certified)
        .map(|(f, c)| ((f - c) / c).abs());
    let worst = errors.fold(0.0, f64::max);
    if found.iter().any(|x| x.is_nan()) {
        return -9.0;
    }
    (-Real::log10(worst)).min(11.0)
}

/// Residuals of 10⁻¹³ are themselves right to three digits only, and so is their variance.
const FLOOR: &str = "Lanczos1";

#[test]
fn all_27_sets_are_solved_from_both_starts() {
    let (mut eight, mut evaluations) = (0, 0);
    for set in sets() {
        for (number, start) in set.starts.iter().enumerate() {
            let (x, errors, runs, solved) = outcome(&set, start);
            let of_x = digits(&x, &set.values);
            let of_errors = digits(&errors, &set.deviations);
            let wanted = if set.name == FLOOR { 3.0 } else { 4.0 };
            assert!(
                of_x >= 6.0 && of_errors >= wanted && solved,
                "{} from start {}: {of_x:.1} and {of_errors:.1} digits, {runs} runs",
                set.name,
                number + 1
            );
            eight += u32::from(of_x >= 8.0);
            evaluations += runs;
        }
    }
    assert!(eight >= 49, "{eight}");
    // SciPy 1.17.1 `least_squares(method="lm")`: 53 solved, 46 to eight digits, 4128 evaluations.
    assert!(evaluations <= 3333, "{evaluations}");
}

#[test]
fn a_wrong_parameter_has_few_digits() {
    let off = digits(&[1.0, 2.0], &[1.0, 2.0 * (1.0 + 1e-5)]);
    assert!((4.5..5.5).contains(&off), "{off}");
    assert!(digits(&[f64::NAN], &[1.0]) < 0.0);
}
