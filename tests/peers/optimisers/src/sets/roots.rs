//! Roots of one unknown between two ends.

use calc_scalar::derivative;

use crate::collections::{aps as alefeld, everyday, modab as ganchovski};
use crate::problem::{Problem, Verdict};

/// The absolute width that is asked for; the relative one is `4ε`.
const X_ABS: f64 = 1e-15;

struct Root {
    name: String,
    ends: [f64; 2],
    f: Box<dyn Fn(f64) -> f64>,
    /// Where it is known.
    slope: Option<Box<dyn Fn(f64) -> f64>>,
    /// There is no root: the sign changes at a pole.
    pole: bool,
}

impl Problem for Root {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn start(&self) -> Vec<f64> {
        self.ends.to_vec()
    }

    fn values(&self, x: &[f64], out: &mut [f64]) {
        out[0] = (self.f)(x[0]);
    }

    fn jacobian(&self, x: &[f64], out: &mut [f64]) {
        let slope = self.slope.as_ref();
        out[0] = slope.expect("a set with slopes")(x[0]);
    }

    fn judge(&self, x: &[f64], claimed: bool, _: bool) -> Verdict {
        match (claimed, is_root(&self.f, x[0])) {
            (false, _) => self.judge_failure(false),
            (true, true) => Verdict::Right,
            (true, false) => Verdict::Wrong,
        }
    }

    fn judge_failure(&self, _: bool) -> Verdict {
        if self.pole {
            Verdict::Right
        } else {
            Verdict::Failed
        }
    }

    fn budget(&self) -> u32 {
        1000
    }
}

/// Whether the sign changes within four times the width that was asked for, and not at a pole. A jump across
/// zero counts: no value there is nearer.
fn is_root(f: impl Fn(f64) -> f64, x: f64) -> bool {
    let reach = 4.0 * (X_ABS + 4.0 * f64::EPSILON * x.abs());
    let around = [-1.0, -0.5, 0.0, 0.5, 1.0].map(|share| f(x + share * reach));
    if around.contains(&0.0) {
        return true;
    }
    let changes = around.iter().any(|v| *v < 0.0) && around.iter().any(|v| *v > 0.0);
    let grows = |side: f64| f(x + side * reach).abs() > 4.0 * f(x + 16.0 * side * reach).abs();
    changes && !(grows(1.0) && grows(-1.0))
}

pub(super) fn aps() -> Vec<Box<dyn Problem>> {
    let count = alefeld::problems().len();
    let problem = |i: usize| {
        let [p, q] = [(); 2].map(|()| alefeld::problems().swap_remove(i));
        let (name, ends) = (p.id.to_owned(), p.ends);
        let f = Box::new(move |x| p.f(x));
        let slope: Box<dyn Fn(f64) -> f64> = Box::new(move |x| derivative(|x| q.f(x), x));
        let slope = Some(slope);
        Box::new(Root {
            name,
            ends,
            f,
            slope,
            pole: false,
        }) as Box<dyn Problem>
    };
    (0..count).map(problem).collect()
}

/// `1/(x − 2/3)` and `1/(21·x − 1)`: who finds no root there is right.
const POLES: [usize; 2] = [40, 77];

pub(super) fn modab() -> Vec<Box<dyn Problem>> {
    let ends = ganchovski::ENDS.into_iter().enumerate();
    ends.map(|(i, (a, b))| {
        Box::new(Root {
            name: format!("{}", i + 1),
            ends: [a, b],
            f: Box::new(move |x| ganchovski::f(i + 1, x)),
            slope: None,
            pole: POLES.contains(&(i + 1)),
        }) as Box<dyn Problem>
    })
    .collect()
}

fn equations(careless: bool) -> Vec<Box<dyn Problem>> {
    let equations = everyday::equations(1, 20, careless).into_iter();
    equations
        .map(|e| {
            Box::new(Root {
                name: format!("{e:?}"),
                ends: [e.ends.0, e.ends.1],
                f: Box::new(move |x| e.f(x)),
                slope: None,
                pole: false,
            }) as Box<dyn Problem>
        })
        .collect()
}

pub(super) fn sensible() -> Vec<Box<dyn Problem>> {
    equations(false)
}

pub(super) fn careless() -> Vec<Box<dyn Problem>> {
    equations(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_beside_the_root_and_a_pole_are_no_roots() {
        let f = |x: f64| x - 0.3;
        assert!(is_root(f, 0.3) && !is_root(f, 0.3 + 1e-13));
        assert!(!is_root(|x| 1.0 / (x - 0.3), 0.3_f64.next_up()));
        assert!(is_root(|x| if x < 0.3 { -1.0 } else { 2.0 }, 0.3));
    }
}
