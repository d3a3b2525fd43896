//! Gradient descent. A solution.

/// Where `steps` steps of gradient descent lead from `start`.
pub(crate) fn descend(slope: &dyn Fn(f64) -> f64, start: f64, rate: f64, steps: usize) -> f64 {
    let mut x = start;
    for _ in 0..steps {
        x -= rate * slope(x);
    }
    x
}
