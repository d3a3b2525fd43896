//! Critical points and their kinds. A solution.

use calc_opt::CriticalKind;

/// All critical points of `f(x) = 3x⁵ − 5x³`, from left to right, each with its kind.
pub(crate) fn critical_points() -> Vec<(f64, CriticalKind)> {
    vec![
        (-1.0, CriticalKind::Maximum),
        (0.0, CriticalKind::Inflection),
        (1.0, CriticalKind::Minimum),
    ]
}
