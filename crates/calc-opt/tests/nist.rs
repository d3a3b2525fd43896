//! NIST's 27 reference data sets for nonlinear regression, from both starts, with the default settings.

mod collections {
    pub(crate) mod nist;
}

use calc_opt::least_squares::{Fit, Settings, fit};
use calc_scalar::Dual;
use collections::nist::{Set, digits, sets};

fn fitted<const N: usize>(set: &Set, start: &[f64]) -> Fit<f64, N> {
    let x0: [f64; N] = start.try_into().unwrap();
    let residual = |b: [Dual<f64, N>; N], i: usize| set.residual(&b, i);
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
            let wanted = if set.name == FLOOR { 2.9 } else { 4.0 };
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
    assert_eq!(eight, 54, "{eight}");
    // SciPy 1.17.1 `least_squares(method="lm")`: 53 solved, 46 to eight digits, 4128 evaluations.
    assert!(evaluations <= 3299, "{evaluations}");
}

#[test]
fn a_wrong_parameter_has_few_digits() {
    let off = digits(&[1.0, 2.0], &[1.0, 2.0 * (1.0 + 1e-5)]);
    assert!((4.5..5.5).contains(&off), "{off}");
    assert!(digits(&[f64::NAN], &[1.0]) < 0.0);
}
