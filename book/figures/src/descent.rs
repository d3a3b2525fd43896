//! The paths that the rules of `calc-opt` take, for drawing.

use core::ops::ControlFlow;

use calc_opt::minimize::{Limits, with_rule_observed};
use calc_opt::rule::Rule;
use calc_scalar::Dual;

/// Every point that `rule` visits from `x0` on, the start among them; `steps` steps, or fewer if the
/// gradient vanishes or the path runs away to infinity.
pub(crate) fn path<const N: usize>(
    f: impl FnMut([Dual<f64, N>; N]) -> Dual<f64, N>,
    x0: [f64; N],
    rule: impl Rule<f64, N>,
    steps: usize,
) -> Vec<[f64; N]> {
    let mut points = Vec::new();
    let limits = Limits::new()
        .max_iterations(u32::try_from(steps).unwrap_or(u32::MAX))
        .gradient_tolerance(0.0);
    let _ = with_rule_observed(f, x0, rule, limits, |step| {
        points.push(step.x);
        ControlFlow::Continue(())
    });
    points
}
