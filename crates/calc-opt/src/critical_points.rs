//! Critical points: where the slope is zero, and of which kind each of them is.

use core::fmt;
use core::ops::Deref;

use calc_scalar::{Float, Jet};
use heapless::Vec;

mod certified;
mod kind;
mod search;
mod stationary;

pub use certified::{
    CertifiedPoint, CertifiedPoints, certified_critical_points, certified_critical_points_within,
    try_certified_critical_points, try_certified_critical_points_within,
};
pub use kind::CriticalKind;
pub use stationary::{
    StationaryKind, StationaryPoint, StationarySearch, stationary_point, try_stationary_point,
};

/// The number of Taylor coefficients that decide the kind of a point: derivatives up to the seventh.
pub(crate) const ORDER: usize = 8;

/// How many equal parts of the interval [`critical_points`] looks at.
pub(crate) const PARTS: u32 = 512;

/// All `x` in `[a, b]` with `f′(x) = 0` that a search in 512 parts finds, with their kind.
///
/// `f` is run on jets: one run gives the derivatives up to the seventh. The interval is cut into
/// 512 equal parts. A change of sign of `f′` is narrowed down by Newton steps inside the
/// bracket to the last bit; where `f′` only touches zero, the change of sign of `f″` beside it shows
/// the way. This takes 513 runs, and about ten more for each point found.
///
/// The kind is decided by the first derivative after `f′` that does not vanish, so `x⁴` has a minimum
/// at 0 and `x³` an inflection, where `f″ = 0` alone decides nothing.
///
/// # Shapes and units
///
/// `f: ℝ → ℝ`. At most `CAP` points are kept, in ascending order. For single precision, or another
/// number of parts, use [`CriticalPoints::search`]; for a proof that these are all,
/// [`certified_critical_points`].
///
/// # Accuracy
///
/// Each simple point is the float nearest to the zero of the computed `f′`, or its neighbour. Two
/// points closer together than a part may be missed; the report says how wide the parts were.
///
/// # Edge cases
///
/// Ends of the interval count when the slope is zero there. Poles of `f′`, and kinks where `f′`
/// jumps over zero, are not critical points. Where `f` is not finite nothing is found, and the report
/// counts those places. On a stretch where `f` is constant the first place is reported, as
/// [`CriticalKind::Undecided`].
///
/// # Errors
///
/// [`NotAnInterval`] when an end is not finite or the ends are equal. Swapped ends are accepted.
///
/// # Examples
///
/// ```
/// use calc_opt::{CriticalKind, critical_points};
/// use calc_scalar::Real;
///
/// fn f<R: Real>(x: R) -> R {
///     x.powi(4) - 4.0 * x.powi(3) + 4.0 * x.powi(2) + 1.0
/// }
///
/// let points = critical_points::<8>(f, -0.5, 3.0)?;
/// let [left, middle, right] = points[..] else { panic!("three points") };
/// assert_eq!((left.x, left.kind), (0.0, CriticalKind::Minimum));
/// assert_eq!((middle.x, middle.kind), (1.0, CriticalKind::Maximum));
/// assert_eq!((right.x, right.kind), (2.0, CriticalKind::Minimum));
/// # Ok::<(), calc_opt::NotAnInterval<f64>>(())
/// ```
pub fn critical_points<const CAP: usize>(
    f: impl FnMut(Jet<f64, ORDER>) -> Jet<f64, ORDER>,
    a: f64,
    b: f64,
) -> Result<CriticalPoints<f64, CAP>, NotAnInterval<f64>> {
    CriticalPoints::search(f, a, b, PARTS)
}

/// [`critical_points`] of a function that may fail: the first error ends the search.
///
/// # Errors
///
/// Outside those of `f`, inside those of [`critical_points`]: `try_critical_points(f, a, b)??`.
///
/// # Examples
///
/// ```
/// use calc_opt::try_critical_points;
/// use calc_scalar::{Jet, Real};
///
/// let read = |x: Jet<f64, 8>| if x.value() > 5.0 { Err("beyond the table") } else { Ok(x.sin()) };
/// assert_eq!(try_critical_points::<8, _>(read, 0.0, 5.0)??.len(), 2);
/// assert_eq!(try_critical_points::<8, _>(read, 0.0, 6.0).unwrap_err(), "beyond the table");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
pub fn try_critical_points<const CAP: usize, E>(
    f: impl FnMut(Jet<f64, ORDER>) -> Result<Jet<f64, ORDER>, E>,
    a: f64,
    b: f64,
) -> Result<Result<CriticalPoints<f64, CAP>, NotAnInterval<f64>>, E> {
    CriticalPoints::try_search(f, a, b, PARTS)
}

/// A place where the slope of a function is zero.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CriticalPoint<T = f64> {
    /// Where.
    pub x: T,
    /// `f(x)`.
    pub value: T,
    /// `f″(x)`.
    pub second_derivative: T,
    /// What kind of point it is.
    pub kind: CriticalKind,
}

/// The critical points found in an interval, in ascending order; derefs to their slice.
#[derive(Clone, Debug)]
pub struct CriticalPoints<T, const CAP: usize> {
    points: Vec<CriticalPoint<T>, CAP>,
    /// How far the search can be relied on to have found all.
    pub completeness: Completeness<T>,
    /// How often `f` was run.
    pub evaluations: u32,
}

/// How far a search can be relied on to have found all points.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Completeness<T> {
    /// It is proved that there are no others.
    Certified,
    /// It is proved that there are no others, but for some intervals it is not known whether there is one,
    /// or more than one, in them.
    Undecided {
        /// How many intervals.
        intervals: usize,
    },
    /// `f` was sampled: points that lie closer together than `width` may have been missed.
    Sampled {
        /// The number of equal parts the interval was cut into.
        parts: u32,
        /// The width of a part.
        width: T,
        /// The number of ends of parts at which `f` or a derivative was not finite.
        undefined: u32,
    },
    /// More points were found than there is room for; the first ones are kept.
    Truncated {
        /// How many points were found.
        found: usize,
    },
}

/// The ends given do not make an interval.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct NotAnInterval<T> {
    /// One end.
    pub a: T,
    /// The other end.
    pub b: T,
}

impl<T: Float, const CAP: usize> CriticalPoints<T, CAP> {
    /// [`critical_points`] in either precision, with a chosen number of parts (at least one).
    ///
    /// # Errors
    ///
    /// [`NotAnInterval`] when an end is not finite or the ends are equal.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_opt::CriticalPoints;
    /// use calc_scalar::Real;
    ///
    /// let wave = |x: calc_scalar::Jet<f32, 8>| x.sin();
    /// let points = CriticalPoints::<f32, 4>::search(wave, 0.0, 6.0, 64)?;
    /// assert_eq!(points.len(), 2);
    /// # Ok::<(), calc_opt::NotAnInterval<f32>>(())
    /// ```
    pub fn search(
        f: impl FnMut(Jet<T, ORDER>) -> Jet<T, ORDER>,
        a: T,
        b: T,
        parts: u32,
    ) -> Result<Self, NotAnInterval<T>> {
        let (low, high) = NotAnInterval::sorted(a, b)?;
        Ok(search::search(f, low, high, parts.max(1)))
    }

    /// [`search`](Self::search) of a function that may fail: the first error ends the search.
    ///
    /// # Errors
    ///
    /// Outside those of `f`, inside those of [`search`](Self::search).
    pub fn try_search<E>(
        mut f: impl FnMut(Jet<T, ORDER>) -> Result<Jet<T, ORDER>, E>,
        a: T,
        b: T,
        parts: u32,
    ) -> Result<Result<Self, NotAnInterval<T>>, E> {
        let mut error = None;
        let points = Self::search(
            |x| {
                // After an error `f` is defined nowhere, and is not run any more.
                let mut y = Jet {
                    coefficients: [T::NAN; ORDER],
                };
                if error.is_none() {
                    match f(x) {
                        Ok(told) => y = told,
                        Err(first) => error = Some(first),
                    }
                }
                y
            },
            a,
            b,
            parts,
        );
        match error {
            Some(error) => Err(error),
            None => Ok(points),
        }
    }

    /// An empty report, to be filled by the search.
    fn new(completeness: Completeness<T>) -> Self {
        Self {
            points: Vec::new(),
            completeness,
            evaluations: 0,
        }
    }
}

impl<T, const CAP: usize> Deref for CriticalPoints<T, CAP> {
    type Target = [CriticalPoint<T>];

    fn deref(&self) -> &Self::Target {
        &self.points
    }
}

impl<'a, T, const CAP: usize> IntoIterator for &'a CriticalPoints<T, CAP> {
    type Item = &'a CriticalPoint<T>;
    type IntoIter = core::slice::Iter<'a, CriticalPoint<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.points.iter()
    }
}

impl<T: Float> fmt::Display for Completeness<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Certified => out.write_str("proved to be all"),
            Self::Undecided { intervals } => {
                write!(
                    out,
                    "no others, but {intervals} of these could not be decided"
                )
            }
            Self::Sampled {
                parts,
                width,
                undefined,
            } => {
                write!(out, "looked at {parts} parts of width {width}")?;
                if *undefined > 0 {
                    write!(out, "; not finite at {undefined} places")?;
                }
                Ok(())
            }
            Self::Truncated { found } => {
                write!(
                    out,
                    "found {found} points, more than there is room for; raise CAP"
                )
            }
        }
    }
}

impl<T: Float> NotAnInterval<T> {
    /// The ends in ascending order.
    pub(crate) fn sorted(a: T, b: T) -> Result<(T, T), Self> {
        let (low, high) = if b < a { (b, a) } else { (a, b) };
        if low < high && low.is_finite() && high.is_finite() {
            Ok((low, high))
        } else {
            Err(Self { a, b })
        }
    }
}

impl<T: Float> fmt::Display for NotAnInterval<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "[{:?}, {:?}] is not an interval: give two different, finite ends",
            self.a, self.b
        )
    }
}

impl<T: Float> core::error::Error for NotAnInterval<T> {}
