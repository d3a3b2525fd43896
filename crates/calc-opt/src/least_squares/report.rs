//! What a fit returns.

use calc_scalar::Float;

use crate::stopped::Stopped;
use crate::triangle::Triangle;

/// The parameters of a fit, how sure they are, what it cost, and why it stopped.
#[derive(Clone, Copy, Debug, PartialEq)]
#[must_use]
#[non_exhaustive]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "T: serde::Serialize",
        deserialize = "T: calc_scalar::Number + serde::Deserialize<'de>"
    ))
)]
pub struct Fit<T, const N: usize> {
    /// The parameters.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub x: [T; N],
    /// Half the sum of the losses, `½∑r²` for plain squares.
    pub value: T,
    /// `Jᵀr`.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub gradient: [T; N],
    /// How many parameters the data determine: the rank of the Jacobian.
    pub rank: usize,
    /// `(JᵀJ)⁻¹`, the covariance of the parameters for residuals of variance 1; infinite on the diagonal
    /// where the rank is not full.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays::rows"))]
    pub covariance: [[T; N]; N],
    /// The number of residuals.
    pub residuals: u32,
    /// Runs of all residuals with their slopes.
    pub evaluations: u32,
    /// Jacobians: one for each run.
    pub gradient_evaluations: u32,
    /// Hessians: none.
    pub hessian_evaluations: u32,
    /// Steps that were taken.
    pub iterations: u32,
    /// Why the fit ended.
    pub stopped: Stopped,
}

impl<T: Float, const N: usize> Fit<T, N> {
    pub(super) fn new(
        x: [T; N],
        value: T,
        triangle: &Triangle<T, N>,
        evaluations: u32,
        iterations: u32,
        stopped: Stopped,
    ) -> Self {
        let mut scale = triangle.column_norms();
        for d in &mut scale {
            if d.is_zero() || !d.is_finite() {
                *d = T::ONE;
            }
        }
        let rank = triangle.ranked(&scale).rank;
        Self {
            x,
            value,
            gradient: triangle.gradient(),
            rank,
            covariance: covariance(triangle, rank == N),
            residuals: triangle.rows,
            evaluations,
            gradient_evaluations: evaluations,
            hessian_evaluations: 0,
            iterations,
            stopped,
        }
    }

    /// `‖r‖₂`, of the weighted residuals if the loss is not plain squares.
    #[must_use]
    pub fn residual_norm(&self) -> T {
        (self.value + self.value).sqrt()
    }

    /// `s² = ∑r²/(m − n)`: the variance of the residuals, from `m` of them and `n` parameters.
    ///
    /// NaN where there are no more residuals than parameters.
    #[must_use]
    pub fn residual_variance(&self) -> T {
        let parameters = u32::try_from(N).unwrap_or(u32::MAX);
        match self.residuals.checked_sub(parameters) {
            Some(freedom) if freedom > 0 => {
                (self.value + self.value) / T::literal(f64::from(freedom))
            }
            _ => T::NAN,
        }
    }

    /// The standard errors of the parameters: the roots of the diagonal of `s²·(JᵀJ)⁻¹`.
    ///
    /// # Edge cases
    ///
    /// Bounds are not taken into account: a parameter that lies on one has the error that it would have without, and
    /// so have the others, though they are fitted along the bound. Infinite where the rank is not full, NaN where there
    /// are no more residuals than parameters.
    ///
    /// # References
    ///
    /// G. A. F. Seber and C. J. Wild, *Nonlinear Regression*, Wiley 1989, section 5.1.
    #[must_use]
    pub fn standard_errors(&self) -> [T; N] {
        let variance = self.residual_variance();
        let mut errors = [T::ZERO; N];
        for (i, (error, row)) in errors.iter_mut().zip(&self.covariance).enumerate() {
            if let Some(&c) = row.get(i) {
                *error = (variance * c).sqrt();
            }
        }
        errors
    }
}

/// `(RᵀR)⁻¹ = R⁻¹R⁻ᵀ`.
fn covariance<T: Float, const N: usize>(triangle: &Triangle<T, N>, full: bool) -> [[T; N]; N] {
    let mut result = [[T::ZERO; N]; N];
    if !full {
        for (i, row) in result.iter_mut().enumerate() {
            if let Some(slot) = row.get_mut(i) {
                *slot = T::INFINITY;
            }
        }
        return result;
    }
    // The columns of R⁻¹, each from the unit vector it is mapped to.
    let mut inverse = [[T::ZERO; N]; N];
    for (j, column) in inverse.iter_mut().enumerate() {
        for k in (0..=j).rev() {
            let Some(row) = triangle.r.get(k) else {
                continue;
            };
            let unit = if k == j { T::ONE } else { T::ZERO };
            let known: T = row
                .iter()
                .zip(column.iter())
                .skip(k + 1)
                .map(|(&r, &c)| r * c)
                .sum();
            let pivot = row.get(k).copied().unwrap_or(T::ONE);
            if let Some(slot) = column.get_mut(k) {
                *slot = (unit - known) / pivot;
            }
        }
    }
    for column in &inverse {
        for (row, &a) in result.iter_mut().zip(column) {
            for (slot, &b) in row.iter_mut().zip(column) {
                *slot += a * b;
            }
        }
    }
    result
}
