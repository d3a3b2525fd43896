//! Critical points and their kinds. A solution.

use calc_opt::Kind;

/// All critical points of `f(x) = 3x⁵ − 5x³`, from left to right, each with its kind.
pub(crate) fn critical_points() -> Vec<(f64, Kind)> {
    vec![
        (-1.0, Kind::Maximum),
        (0.0, Kind::Inflection),
        (1.0, Kind::Minimum),
    ]
}
