//! What all reports have in common: the point, the value, the counts, the reason.

use calc_scalar::Float;

use crate::critical_points::StationaryPoint;
use crate::least_squares::Fit;
use crate::minimize;
use crate::minimize_scalar;
use crate::root::system::{Solution, SystemError};
use crate::root::{Root, RootError};
use crate::stopped::Stopped;

/// What a search cost, in runs of the function and of its derivatives.
///
/// A run that gives a slope, too, as on dual numbers, counts once as a run and once as a gradient.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Counts {
    /// Runs of `f`.
    pub evaluations: u32,
    /// Slopes, gradients or Jacobians that were computed.
    pub gradient_evaluations: u32,
    /// Second derivatives or Hessians, or products of them with a vector, that were computed.
    pub hessian_evaluations: u32,
}

/// The report of a search, whatever was looked for: the same questions by the same names.
///
/// It is implemented for the reports, for the errors that carry one, and for a `Result` of both: what was
/// found and what it cost can be asked before it is known whether the search came to something.
///
/// | | [`Root`] | [`Solution`] of a system | [`Minimum`](minimize_scalar::Minimum) of one variable | [`Minimum`](minimize::Minimum) of several | [`Fit`] | [`StationaryPoint`] |
/// |---|---|---|---|---|---|---|
/// | `x` | `T` | `[T; N]` | `T` | `[T; N]` | `[T; N]` | `[T; N]` |
/// | `value` | `f(x)` | `‖f(x)‖₂` | `f(x)` | `f(x)` | `½∑r²` | `f(x)` |
/// | `bracket` | around the sign change | none | around the minimum | none | none | none |
/// | `evaluations`, `gradient_evaluations`, `hessian_evaluations`: all three in [`Counts`] | ✓ | ✓ | ✓ | ✓ | ✓ | ✓ |
/// | `stopped`, `is_solution()` | ✓ | ✓ | ✓ | ✓ | ✓ | ✓ |
/// | inside an error | [`RootError`] | [`SystemError`] | there is always a report | there is always a report | there is always a report | there is always a report |
///
/// Each name is a field of the report as well, where the report has it.
///
/// # Examples
///
/// ```
/// use calc_opt::{Report, minimize_scalar, root};
///
/// let found = root::find(|x| x * x - 2.0, 0.0, 2.0_f64);
/// let failed = root::find(|x| x * x + 2.0, 0.0, 2.0_f64);
/// assert!(found.is_solution() && !failed.is_solution());
/// assert_eq!((failed.x(), failed.value(), failed.counts().evaluations), (0.0, 2.0, 2));
///
/// let minimum = minimize_scalar::find(|x| x * x + 2.0, -1.0, 2.0_f64)?;
/// assert!(minimum.is_solution() && minimum.counts().gradient_evaluations == 0);
/// # Ok::<(), calc_opt::NotAnInterval<f64>>(())
/// ```
pub trait Report<T> {
    /// `T` for searches of one variable, `[T; N]` for those of several.
    type Point;

    /// The point: the one that met the tolerance, else the best one seen.
    fn x(&self) -> Self::Point;

    /// What the search brings down, there: `f`, `‖f‖₂` for a system, `½∑r²` for a fit.
    fn value(&self) -> T;

    /// The two points between which the root or minimum lies; `None` for searches of several variables.
    fn bracket(&self) -> Option<(T, T)>;

    /// What it cost.
    fn counts(&self) -> Counts;

    /// Why the search ended.
    fn stopped(&self) -> Stopped;

    /// Whether the point meets the tolerance that was asked for, for a reason that proves it.
    fn is_solution(&self) -> bool {
        self.stopped().is_solution()
    }
}

/// The report of a type that has the fields.
macro_rules! report {
    ($Report:ty, $Point:ty, [$($N:tt)*], $bracket:expr) => {
        impl<T: Float, $($N)*> Report<T> for $Report {
            type Point = $Point;

            fn x(&self) -> Self::Point {
                self.x
            }

            fn value(&self) -> T {
                self.value
            }

            fn bracket(&self) -> Option<(T, T)> {
                let bracket: fn(&Self) -> Option<(T, T)> = $bracket;
                bracket(self)
            }

            fn counts(&self) -> Counts {
                Counts {
                    evaluations: self.evaluations,
                    gradient_evaluations: self.gradient_evaluations,
                    hessian_evaluations: self.hessian_evaluations,
                }
            }

            fn stopped(&self) -> Stopped {
                self.stopped
            }
        }
    };
}

report!(Root<T>, T, [], |root| Some(root.bracket));
report!(minimize_scalar::Minimum<T>, T, [], |minimum| Some(
    minimum.bracket
));
report!(minimize::Minimum<T, N>, [T; N], [const N: usize], |_| None);
report!(Solution<T, N>, [T; N], [const N: usize], |_| None);
report!(Fit<T, N>, [T; N], [const N: usize], |_| None);
report!(StationaryPoint<T, N>, [T; N], [const N: usize], |_| None);

/// The report of an error that carries one.
macro_rules! inside {
    ($Error:ty, $Point:ty, [$($N:tt)*]) => {
        impl<T: Float, $($N)*> Report<T> for $Error {
            type Point = $Point;

            fn x(&self) -> Self::Point {
                self.best().x
            }

            fn value(&self) -> T {
                self.best().value
            }

            fn bracket(&self) -> Option<(T, T)> {
                self.best().bracket()
            }

            fn counts(&self) -> Counts {
                self.best().counts()
            }

            fn stopped(&self) -> Stopped {
                self.best().stopped
            }

            /// An error is none, for whatever reason the search ended.
            fn is_solution(&self) -> bool {
                false
            }
        }
    };
}

inside!(RootError<T>, T, []);
inside!(SystemError<T, N>, [T; N], [const N: usize]);

impl<T, R, E> Report<T> for Result<R, E>
where
    R: Report<T>,
    E: Report<T, Point = R::Point>,
{
    type Point = R::Point;

    fn x(&self) -> Self::Point {
        match self {
            Ok(report) => report.x(),
            Err(error) => error.x(),
        }
    }

    fn value(&self) -> T {
        match self {
            Ok(report) => report.value(),
            Err(error) => error.value(),
        }
    }

    fn bracket(&self) -> Option<(T, T)> {
        match self {
            Ok(report) => report.bracket(),
            Err(error) => error.bracket(),
        }
    }

    fn counts(&self) -> Counts {
        match self {
            Ok(report) => report.counts(),
            Err(error) => error.counts(),
        }
    }

    fn stopped(&self) -> Stopped {
        match self {
            Ok(report) => report.stopped(),
            Err(error) => error.stopped(),
        }
    }

    fn is_solution(&self) -> bool {
        match self {
            Ok(report) => report.is_solution(),
            Err(error) => error.is_solution(),
        }
    }
}
