//! The counters between a problem and a library.

use std::cell::Cell;

use crate::problem::Problem;

/// Thrown when a search takes more runs than the problem allows.
#[derive(Debug)]
pub struct OverBudget;

/// A problem whose runs are counted.
pub struct Counted<'a> {
    problem: &'a dyn Problem,
    /// Runs of the values, of the slopes, of the curvatures.
    runs: Cell<[u32; 3]>,
    /// The same when a value was first as low as was asked.
    low: Cell<Option<[u32; 3]>>,
}

impl<'a> Counted<'a> {
    #[must_use]
    pub const fn new(problem: &'a dyn Problem) -> Self {
        Self {
            problem,
            runs: Cell::new([0; 3]),
            low: Cell::new(None),
        }
    }

    #[must_use]
    pub fn problem(&self) -> &dyn Problem {
        self.problem
    }

    /// Counts a run of one kind; throws when it is one too many.
    fn count(&self, kind: usize) {
        if self.is_spent() {
            std::panic::resume_unwind(Box::new(OverBudget));
        }
        let mut runs = self.runs.get();
        runs[kind] += 1;
        self.runs.set(runs);
    }

    /// Whether the budget is used up: the next run throws.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        self.runs.get().into_iter().max() >= Some(self.problem.budget())
    }

    pub fn values_into(&self, x: &[f64], out: &mut [f64]) {
        self.count(0);
        self.problem.values(x, out);
        if self.low.get().is_none() && self.problem.is_low(out) {
            self.low.set(Some(self.runs.get()));
        }
    }

    pub fn jacobian_into(&self, x: &[f64], out: &mut [f64]) {
        self.count(1);
        self.problem.jacobian(x, out);
    }

    pub fn hessian_into(&self, x: &[f64], out: &mut [f64]) {
        self.count(2);
        self.problem.hessian(x, out);
    }

    /// The only value.
    #[must_use]
    pub fn value(&self, x: &[f64]) -> f64 {
        let mut out = [f64::NAN];
        self.values_into(x, &mut out);
        out[0]
    }

    /// The only value at a number.
    #[must_use]
    pub fn at(&self, x: f64) -> f64 {
        self.value(&[x])
    }

    #[must_use]
    pub fn values(&self, x: &[f64]) -> Vec<f64> {
        let mut out = vec![f64::NAN; self.problem.outputs()];
        self.values_into(x, &mut out);
        out
    }

    /// The slopes, a row for each value.
    #[must_use]
    pub fn jacobian(&self, x: &[f64]) -> Vec<f64> {
        let mut out = vec![f64::NAN; self.problem.outputs() * self.problem.size()];
        self.jacobian_into(x, &mut out);
        out
    }

    #[must_use]
    pub fn hessian(&self, x: &[f64]) -> Vec<f64> {
        let mut out = vec![f64::NAN; self.problem.size().pow(2)];
        self.hessian_into(x, &mut out);
        out
    }

    /// The runs and the verdict as they are stored: `runs until low>all runs` and a mark. Zeros at the end
    /// are left out: `12` are values alone, `12/9` values and slopes.
    #[must_use]
    pub fn token(&self, x: Option<&[f64]>, claimed: bool) -> String {
        let low = self.low.get();
        let verdict = match x {
            Some(x) => self.problem.judge(x, claimed, low.is_some()),
            None => self.problem.judge_failure(low.is_some()),
        };
        let first = low.map_or(String::new(), |runs| format!("{}>", text(runs)));
        format!("{first}{}{}", text(self.runs.get()), verdict.mark())
    }
}

fn text([values, slopes, curvatures]: [u32; 3]) -> String {
    match (slopes, curvatures) {
        (0, 0) => format!("{values}"),
        (_, 0) => format!("{values}/{slopes}"),
        _ => format!("{values}/{slopes}/{curvatures}"),
    }
}
