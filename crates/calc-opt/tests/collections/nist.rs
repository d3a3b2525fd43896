//! NIST's 27 reference data sets for nonlinear regression.

use calc_scalar::Real;

/// Per set: `#name parameters observations`, a line per parameter (start 1, start 2, certified value,
/// certified standard deviation), then the observations, the response first. NIST Statistical Reference
/// Datasets, <https://www.itl.nist.gov/div898/strd/>, public domain.
const DATA: &str = include_str!("../data/nist_strd.txt");

/// A model, its starts and its certified answer.
pub(crate) struct Set {
    pub(crate) name: &'static str,
    pub(crate) starts: [Vec<f64>; 2],
    pub(crate) values: Vec<f64>,
    pub(crate) deviations: Vec<f64>,
    pub(crate) observations: Vec<Vec<f64>>,
}

impl Set {
    /// The model minus the `i`-th observation.
    pub(crate) fn residual<R: Real>(&self, b: &[R], i: usize) -> R {
        let row = &self.observations[i];
        let y = if self.name == "Nelson" {
            Real::ln(row[0])
        } else {
            row[0]
        };
        model(self.name, b, &row[1..]) - y
    }
}

pub(crate) fn sets() -> Vec<Set> {
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

/// The number of right digits: `−log₁₀` of the largest relative error, at most the 11 that are certified.
pub(crate) fn digits(found: &[f64], certified: &[f64]) -> f64 {
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
