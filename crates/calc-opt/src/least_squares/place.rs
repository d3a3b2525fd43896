//! A point of a fit, and what has been told of it.

use calc_scalar::Float;

use super::loss::Loss;
use super::report::Fit;
use crate::stopped::Stopped;
use crate::triangle::Triangle;

/// A point all of whose residuals are known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<T, const N: usize> {
    pub(super) x: [T; N],
    /// Half the loss.
    pub(super) cost: T,
    pub(super) triangle: Triangle<T, N>,
}

impl<T: Float, const N: usize> Place<T, N> {
    /// A point of which nothing has been told.
    pub(super) fn unknown(x: [T; N]) -> Self {
        Self {
            x,
            cost: T::NAN,
            triangle: Triangle::EMPTY,
        }
    }

    pub(super) fn is_finite(&self) -> bool {
        self.cost.is_finite() && self.triangle.is_finite() && self.x.iter().all(|x| x.is_finite())
    }

    /// What it means that the cost is zero: nothing where there are no residuals, and rounding where only their squares
    /// are zero.
    pub(super) fn zero(&self) -> Stopped {
        if self.triangle.rows == 0 {
            Stopped::Plateau
        } else if self.triangle.rhs.iter().all(|v| v.is_zero()) {
            Stopped::ExactZero
        } else {
            Stopped::RoundingFloor
        }
    }

    /// What it means that the cost has no slope here: nothing where no parameter changes any residual.
    pub(super) fn level(&self) -> Stopped {
        let columns = self.triangle.column_norms();
        if columns.iter().all(|d| d.is_zero()) {
            Stopped::Plateau
        } else {
            Stopped::GradientSmall
        }
    }

    /// The report of a fit that ends here.
    pub(super) fn fit(&self, evaluations: u32, iterations: u32, stopped: Stopped) -> Fit<T, N> {
        let Self { x, cost, triangle } = self;
        Fit::new(*x, *cost, triangle, evaluations, iterations, stopped)
    }
}

/// What has been told of a point so far, row by row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told<T, const N: usize> {
    cost: T,
    triangle: Triangle<T, N>,
}

impl<T: Float, const N: usize> Told<T, N> {
    pub(super) const NOTHING: Self = Self {
        cost: T::ZERO,
        triangle: Triangle::EMPTY,
    };

    /// One more residual, and its slopes.
    pub(super) fn add(&mut self, loss: Loss<T>, residual: T, slopes: [T; N]) {
        let (cost, residual, slopes) = loss.weighted(residual, slopes);
        self.cost += cost;
        self.triangle.add(residual, slopes);
    }

    /// All of it, as that of `x`; begins anew.
    pub(super) fn take(&mut self, x: [T; N]) -> Place<T, N> {
        let Self { cost, triangle } = core::mem::replace(self, Self::NOTHING);
        Place { x, cost, triangle }
    }
}
