//! One step of momentum. A solution.

/// `[x, v]` after one step: `v ← μv + g`, then `x ← x − ηv`, with μ = 0.9 and η = 0.1.
pub(crate) fn step([x, v]: [f64; 2], gradient: f64) -> [f64; 2] {
    let v = 0.9 * v + gradient;
    [x - 0.1 * v, v]
}
