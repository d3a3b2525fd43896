//! How much a residual counts: all of it, or less where it is an outlier.

use calc_scalar::Float;

/// `ρ(z)` with `z = (r/s)²`, where `s` is the scale up to which a residual counts in full.
///
/// The cost is `½s²∑ρ`. A loss that grows slower than its square keeps outliers from pulling the fit.
///
/// The scale is a positive number in the unit of the residuals; its sign does not matter. With one that is zero,
/// infinite or NaN no cost is finite, and the fit ends as [`NotFinite`](crate::Stopped::NotFinite).
///
/// # References
///
/// B. Triggs et al., *Bundle Adjustment — A Modern Synthesis*, in Vision Algorithms: Theory and Practice,
/// Springer 2000, appendix; names and formulas as in SciPy's `least_squares`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Loss<T> {
    /// `z`: plain least squares.
    #[default]
    Squared,
    /// `z` up to `z = 1`, then `2√z − 1`: squares near zero, absolute values beyond `scale`.
    Huber {
        /// The scale `s`.
        scale: T,
    },
    /// `2(√(1 + z) − 1)`: a smooth Huber loss.
    SoftL1 {
        /// The scale `s`.
        scale: T,
    },
    /// `ln(1 + z)`: outliers hardly count. May have more than one minimum.
    Cauchy {
        /// The scale `s`.
        scale: T,
    },
    /// `arctan z`: outliers count like a constant. May have more than one minimum.
    Arctan {
        /// The scale `s`.
        scale: T,
    },
}

impl<T: Float> Loss<T> {
    /// Half the loss of a residual, and the residual and slopes whose squares stand for it near here.
    pub(super) fn weighted<const N: usize>(
        self,
        residual: T,
        mut slopes: [T; N],
    ) -> (T, T, [T; N]) {
        let [one, two, half] = [1.0, 2.0, 0.5].map(T::literal);
        let scale = match self {
            Self::Squared => return (half * residual * residual, residual, slopes),
            Self::Huber { scale }
            | Self::SoftL1 { scale }
            | Self::Cauchy { scale }
            | Self::Arctan { scale } => scale,
        };
        // Where a loss is bounded its cost would be zero.
        let scale = if scale.is_zero() { T::NAN } else { scale };
        let z = (residual / scale) * (residual / scale);
        // ρ, ρ′ and ρ″.
        let (rho, first, second) = match self {
            Self::Squared => (z, one, T::ZERO),
            Self::Huber { .. } if z <= one => (z, one, T::ZERO),
            Self::Huber { .. } => {
                let root = z.sqrt();
                (two * root - one, one / root, -half / (z * root))
            }
            Self::SoftL1 { .. } => {
                let root = (one + z).sqrt();
                (
                    two * z / (root + one),
                    one / root,
                    -half / ((one + z) * root),
                )
            }
            Self::Cauchy { .. } => {
                let rest = one / (one + z);
                (z.ln_1p(), rest, -rest * rest)
            }
            Self::Arctan { .. } => {
                let rest = one / (one + z * z);
                (z.atan(), rest, -two * z * rest * rest)
            }
        };
        // The curvature of the loss along the residual, kept positive.
        let curvature = (first + two * second * z).max(T::EPSILON);
        let weight = curvature.sqrt();
        for slope in &mut slopes {
            *slope *= weight;
        }
        (
            half * scale * scale * rho,
            residual * first / weight,
            slopes,
        )
    }
}
