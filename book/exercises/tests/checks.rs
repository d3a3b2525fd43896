//! Every check accepts the solution and rejects the mistakes one makes.

use calc_exercises::*;
use calc_opt::CriticalKind::{self, Inflection, Maximum, Minimum};
use calc_scalar::Real;

#[path = "../exercises/01_polynomial/solution.rs"]
mod polynomial;
#[path = "../exercises/02_partials/solution.rs"]
mod partials;
#[path = "../exercises/03_exponential/solution.rs"]
mod exponential;
#[path = "../exercises/04_difference/solution.rs"]
mod difference;
#[path = "../exercises/05_leaky_relu/solution.rs"]
mod leaky_relu;
#[path = "../exercises/06_steepest/solution.rs"]
mod steepest;
#[path = "../exercises/07_neuron/solution.rs"]
mod neuron;
#[path = "../exercises/08_critical_points/solution.rs"]
mod critical_points;
#[path = "../exercises/09_descent/solution.rs"]
mod descent;
#[path = "../exercises/10_momentum/solution.rs"]
mod momentum;
#[path = "../exercises/11_xor/solution.rs"]
mod xor;

#[test]
fn the_slope_of_the_polynomial() {
    assert_eq!(check_polynomial(polynomial::slope), Ok(()));
    assert!(
        check_polynomial(|x| 9.0 * x * x - 4.0 * x).is_err(),
        "constant forgotten"
    );
    assert!(
        check_polynomial(|x| 3.0 * x * x - 2.0 * x + 1.0).is_err(),
        "exponents forgotten"
    );
    assert!(check_polynomial(|_| 29.0).is_err(), "right at 2 only");
    assert!(check_polynomial(|_| f64::NAN).is_err());
}

#[test]
fn the_two_partials() {
    assert_eq!(check_partials(partials::gradient), Ok(()));
    let swapped = |x, y| {
        let [a, b] = partials::gradient(x, y);
        [b, a]
    };
    assert!(check_partials(swapped).is_err());
    let sign = |x: f64, y: f64| {
        [
            3.0 * x * x * y * y + 2.0 * y,
            2.0 * x * x * x * y + 2.0 * x + 3.0 * y * y,
        ]
    };
    assert!(check_partials(sign).is_err());
}

#[test]
fn the_slope_of_the_exponential() {
    assert_eq!(check_exponential(exponential::slope), Ok(()));
    assert!(
        check_exponential(|x| Real::exp(x * x)).is_err(),
        "inner slope forgotten"
    );
    assert!(check_exponential(|x| Real::exp(2.0 * x)).is_err());
}

#[test]
fn the_slope_of_a_black_box() {
    assert_eq!(check_difference(difference::slope), Ok(()));
    assert!(
        check_difference(|f, x| (f(x + 1e-5) - f(x)) / 1e-5).is_err(),
        "forward"
    );
    assert!(
        check_difference(|f, x| (f(x + 1e-12) - f(x - 1e-12)) / 2e-12).is_err(),
        "step too small"
    );
    assert!(
        check_difference(|f, x| (f(x + 0.01) - f(x - 0.01)) / 0.02).is_err(),
        "step too large"
    );
}

#[test]
fn the_leaky_relu() {
    assert_eq!(
        check_leaky_relu(leaky_relu::leaky_relu, leaky_relu::leaky_relu),
        Ok(())
    );
    assert!(check_leaky_relu(Real::relu, Real::relu).is_err());
    let stuck = |x: calc_scalar::Dual| calc_scalar::Dual::constant(leaky_relu::leaky_relu(x.value));
    assert!(
        check_leaky_relu(leaky_relu::leaky_relu, stuck).is_err(),
        "slope lost"
    );
}

#[test]
fn the_way_down() {
    assert_eq!(check_steepest(steepest::direction), Ok(()));
    let up = |x, y| steepest::direction(x, y).map(|c| -c);
    assert!(check_steepest(up).is_err());
    let unscaled = |x: f64, y: f64| [-2.0 * x - 3.0 * y, -3.0 * x - 2.0 * y];
    assert!(check_steepest(unscaled).is_err());
}

#[test]
fn the_slopes_of_a_neuron() {
    assert_eq!(check_neuron(neuron::slopes), Ok(()));
    let no_sigmoid = |[w, b]: [f64; 2], x: f64, y: f64| {
        let by_z = Real::logistic(w * x + b) - y;
        [by_z * x, by_z]
    };
    assert!(check_neuron(no_sigmoid).is_err());
}

#[test]
fn the_critical_points() {
    assert_eq!(
        check_critical_points(&critical_points::critical_points()),
        Ok(())
    );
    let wrong: [&[(f64, CriticalKind)]; 4] = [
        &[(-1.0, Maximum), (1.0, Minimum)],
        &[(-1.0, Maximum), (0.0, Minimum), (1.0, Minimum)],
        &[(-1.0, Maximum), (0.5, Inflection), (1.0, Minimum)],
        &[(1.0, Minimum), (1.0, Minimum), (1.0, Minimum)],
    ];
    for points in wrong {
        assert!(check_critical_points(points).is_err(), "{points:?}");
    }
}

#[test]
fn the_loop_of_descent() {
    assert_eq!(check_descent(descent::descend), Ok(()));
    assert!(
        check_descent(|f, x, rate, steps| descent::descend(f, x, -rate, steps)).is_err(),
        "uphill"
    );
    assert!(check_descent(|f, x, rate, steps| descent::descend(f, x, rate, steps + 1)).is_err());
}

#[test]
fn the_step_of_momentum() {
    assert_eq!(check_momentum(momentum::step), Ok(()));
    assert!(
        check_momentum(|[x, v], g| [x - 0.1 * v, 0.9 * v + g]).is_err(),
        "old velocity used"
    );
    assert!(
        check_momentum(|[x, _], g| [x - 0.1 * g, g]).is_err(),
        "no memory"
    );
}

#[test]
fn the_weights_of_xor() {
    assert_eq!(check_xor(&xor::weights()), Ok(()));
    let or = Weights {
        output: [1.0, -1.0],
        ..xor::weights()
    };
    assert!(check_xor(&or).is_err());
    let zero = Weights {
        output: [0.0, 0.0],
        ..xor::weights()
    };
    assert!(check_xor(&zero).is_err());
}
