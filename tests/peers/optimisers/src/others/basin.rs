//! The traits that basin asks for.

use basin::{
    BoxBounds, ConstraintDescription, ConstraintSet, Constraints, CostFunction, DenseMatrix,
    Gradient, Hessian, Jacobian, Residual,
};
use calc_optimiser_peers::Counted;
use std::convert::Infallible;

/// A problem of several unknowns.
pub struct Several<'a, 'b>(pub &'a Counted<'b>);

impl CostFunction for Several<'_, '_> {
    type Param = Vec<f64>;
    type Output = f64;
    type Error = Infallible;

    fn cost(&self, x: &Vec<f64>) -> Result<f64, Infallible> {
        Ok(self.0.value(x))
    }
}

impl Gradient for Several<'_, '_> {
    type Gradient = Vec<f64>;

    fn gradient(&self, x: &Vec<f64>) -> Result<Vec<f64>, Infallible> {
        Ok(self.0.jacobian(x))
    }
}

impl Hessian for Several<'_, '_> {
    type Hessian = DenseMatrix;

    fn hessian(&self, x: &Vec<f64>) -> Result<DenseMatrix, Infallible> {
        let n = x.len();
        Ok(DenseMatrix::from_row_slice(n, n, &self.0.hessian(x)))
    }
}

impl Residual for Several<'_, '_> {
    type Param = Vec<f64>;
    type Output = Vec<f64>;
    type Error = Infallible;

    fn residual(&self, x: &Vec<f64>) -> Result<Vec<f64>, Infallible> {
        Ok(self.0.values(x))
    }
}

impl Jacobian for Several<'_, '_> {
    type Jacobian = DenseMatrix;

    fn jacobian(&self, x: &Vec<f64>) -> Result<DenseMatrix, Infallible> {
        let (m, n) = (self.0.problem().outputs(), x.len());
        Ok(DenseMatrix::from_row_slice(m, n, &self.0.jacobian(x)))
    }
}

/// A problem of one unknown between two ends.
pub struct One<'a, 'b> {
    pub f: &'a Counted<'b>,
    pub ends: [f64; 2],
}

impl CostFunction for One<'_, '_> {
    type Param = f64;
    type Output = f64;
    type Error = Infallible;

    fn cost(&self, x: &f64) -> Result<f64, Infallible> {
        Ok(self.f.at(*x))
    }
}

impl Constraints for One<'_, '_> {
    type Set = ConstraintSet<BoxBounds<f64>>;

    fn constraints(&self) -> <Self::Set as ConstraintDescription>::Borrowed<'_> {
        let [low, high] = &self.ends;
        ConstraintSet::new().with_bounds(BoxBounds::new(Some(low), Some(high)))
    }
}
