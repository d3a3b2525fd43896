//! The traits that argmin asks for, and how its reports are read.

use argmin::core::{
    CostFunction, Error, Gradient, Hessian, State, TerminationReason, TerminationStatus,
};
use calc_optimiser_peers::{Counted, End};

/// A problem of several unknowns.
pub struct Several<'a, 'b>(pub &'a Counted<'b>);

impl CostFunction for Several<'_, '_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, x: &Vec<f64>) -> Result<f64, Error> {
        Ok(self.0.value(x))
    }
}

impl Gradient for Several<'_, '_> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, x: &Vec<f64>) -> Result<Vec<f64>, Error> {
        Ok(self.0.jacobian(x))
    }
}

impl Hessian for Several<'_, '_> {
    type Param = Vec<f64>;
    type Hessian = Vec<Vec<f64>>;

    fn hessian(&self, x: &Vec<f64>) -> Result<Vec<Vec<f64>>, Error> {
        let rows = self.0.hessian(x);
        Ok(rows.chunks_exact(x.len()).map(<[f64]>::to_vec).collect())
    }
}

/// A problem of one unknown.
pub struct One<'a, 'b>(pub &'a Counted<'b>);

impl CostFunction for One<'_, '_> {
    type Param = f64;
    type Output = f64;

    fn cost(&self, x: &f64) -> Result<f64, Error> {
        Ok(self.0.at(*x))
    }
}

/// The last point: for a search of a root the best one is that of the smallest value, and wrong.
pub fn end<S: State>(state: &S, last: Option<Vec<f64>>) -> End {
    let claimed = matches!(
        state.get_termination_status(),
        TerminationStatus::Terminated(TerminationReason::SolverConverged)
    );
    last.map(|x| (x, claimed))
}
