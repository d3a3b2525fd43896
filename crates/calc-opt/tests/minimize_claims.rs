//! Every minimiser of several variables: what it may never say or do.

use calc_opt::minimize::{Limits, newton};
use calc_scalar::Real;

#[test]
fn a_region_of_trust_goes_down_from_where_the_curvatures_are_far_apart() {
    // At the start the curvatures are 10¹⁰¹ and 10⁶.
    fn steep<R: Real>([x, y]: [R; 2]) -> R {
        (x * x).exp() + 1000.0 * (y - 2.0).powi(4) + (x - y).powi(2)
    }
    let start = [15.049, 20.218];
    let mut last = steep(start);
    for steps in [1, 10, 100, 1000] {
        let minimum = newton(steep, start, Limits::new().max_iterations(steps));
        assert!(minimum.value < last, "{minimum:?}");
        last = minimum.value;
    }
    let minimum = newton(steep, start, Limits::new());
    assert!(
        minimum.stopped.is_solution() && minimum.evaluations < 300,
        "{minimum:?}"
    );
}
