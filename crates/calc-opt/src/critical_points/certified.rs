//! All critical points in an interval, with a proof that these are all, and the lowest and highest value.

use core::ops::Deref;

use calc_scalar::interval::Watcher;
use calc_scalar::{Float, Interval, Number, certified};
use heapless::Vec;

use super::{Completeness, CriticalKind, NotAnInterval};
use crate::isolate::{BUDGET, Enclosure, Isolation, Look, Proof, look, try_look};

/// All `x` in `[a, b]` with `f′(x) = 0`, with a proof that there are no others, and the least and the
/// greatest value of `f` in `[a, b]`.
///
/// `f` is run on intervals with two derivatives; see [`root::all`](crate::root::all), of which this is
/// the application to `f′`. The kind of a point is that of the sign of `f″` over its enclosure. The least
/// value is the least of those at the ends and at the critical points.
///
/// # Edge cases
///
/// As for [`root::all`](crate::root::all). Where `f″ = 0`, too, as for `x⁴` at 0, uniqueness cannot be
/// proved; a change of sign of `f′` still proves that there is a minimum or a maximum. A kink is a place
/// where nothing can be proved, and part of the list. The bounds of the values hold in every case, if need
/// be by being infinite. After 20 000 runs, what is left is undecided;
/// [`certified_critical_points_within`] takes another budget.
///
/// # Errors
///
/// [`NotAnInterval`] when an end is not finite or the ends are equal. Swapped ends are accepted.
///
/// # Examples
///
/// ```
/// use calc_opt::{Completeness, CriticalKind, certified_critical_points};
/// use calc_scalar::Real;
///
/// let points = certified_critical_points::<8, f64>(
///     |x| x.powi(4) - 4.0 * x.powi(3) + 4.0 * x.powi(2) + 1.0,
///     -0.5,
///     3.0,
/// )?;
/// assert_eq!(points.completeness, Completeness::Certified);
/// let kinds: Vec<_> = points.iter().map(|p| p.kind).collect();
/// assert_eq!(kinds, [CriticalKind::Minimum, CriticalKind::Maximum, CriticalKind::Minimum]);
/// assert!(points.least.contains(1.0) && points.least.width() < 1e-14);
/// assert!(points.greatest.contains(10.0)); // at the end, 3
/// # Ok::<(), calc_opt::NotAnInterval<f64>>(())
/// ```
///
/// # References
///
/// See [`root::all`](crate::root::all).
pub fn certified_critical_points<const CAP: usize, T: Float>(
    f: impl for<'w> FnMut(certified::Sample<'w, T, 3>) -> certified::Sample<'w, T, 3>,
    a: T,
    b: T,
) -> Result<CertifiedPoints<T, CAP>, NotAnInterval<T>>
where
    for<'w> Interval<T, Watcher<'w>>: Number<Literal = T>,
{
    certified_critical_points_within(f, a, b, BUDGET)
}

/// [`certified_critical_points`] with a budget: after `max_evaluations` runs of `f`, what is left is undecided.
///
/// The default is 20 000. The runs that close what has been begun, and those for the values, come on top.
///
/// # Errors
///
/// As for [`certified_critical_points`].
///
/// # Examples
///
/// ```
/// use calc_opt::{Completeness, certified_critical_points_within};
/// use calc_scalar::Real;
///
/// let wave = certified_critical_points_within::<64, f64>(|x| (5.0 * x).sin(), 0.0, 20.0, 100)?;
/// assert_ne!(wave.completeness, Completeness::Certified);
/// // What is claimed of the values holds all the same.
/// assert!(wave.greatest.contains(1.0));
/// # Ok::<(), calc_opt::NotAnInterval<f64>>(())
/// ```
pub fn certified_critical_points_within<const CAP: usize, T: Float>(
    mut f: impl for<'w> FnMut(certified::Sample<'w, T, 3>) -> certified::Sample<'w, T, 3>,
    a: T,
    b: T,
    max_evaluations: u32,
) -> Result<CertifiedPoints<T, CAP>, NotAnInterval<T>>
where
    for<'w> Interval<T, Watcher<'w>>: Number<Literal = T>,
{
    let ends = NotAnInterval::sorted(a, b)?;
    Ok(search(|x| look(&mut f, x), ends, max_evaluations))
}

/// [`certified_critical_points`] of a function that may fail: the first error ends the search.
///
/// # Errors
///
/// Outside those of `f`, inside those of [`certified_critical_points`].
///
/// # Examples
///
/// See [`root::try_all`](crate::root::try_all), which takes its function in the same way.
pub fn try_certified_critical_points<const CAP: usize, T: Float, E>(
    f: impl for<'w> FnMut(certified::Sample<'w, T, 3>) -> Result<certified::Sample<'w, T, 3>, E>,
    a: T,
    b: T,
) -> Result<Result<CertifiedPoints<T, CAP>, NotAnInterval<T>>, E>
where
    for<'w> Interval<T, Watcher<'w>>: Number<Literal = T>,
{
    try_certified_critical_points_within(f, a, b, BUDGET)
}

/// [`certified_critical_points_within`] of a function that may fail: the first error ends the search.
///
/// # Errors
///
/// Outside those of `f`, inside those of [`certified_critical_points`].
pub fn try_certified_critical_points_within<const CAP: usize, T: Float, E>(
    mut f: impl for<'w> FnMut(certified::Sample<'w, T, 3>) -> Result<certified::Sample<'w, T, 3>, E>,
    a: T,
    b: T,
    max_evaluations: u32,
) -> Result<Result<CertifiedPoints<T, CAP>, NotAnInterval<T>>, E>
where
    for<'w> Interval<T, Watcher<'w>>: Number<Literal = T>,
{
    let ends = match NotAnInterval::sorted(a, b) {
        Ok(ends) => ends,
        Err(error) => return Ok(Err(error)),
    };
    let mut error = None;
    let points = search(|x| try_look(&mut f, &mut error, x), ends, max_evaluations);
    error.map_or(Ok(Ok(points)), Err)
}

/// The search itself, for a function of which one run is `look`.
fn search<const CAP: usize, T: Float>(
    look: impl FnMut(Interval<T>) -> Look<T, 3>,
    (low, high): (T, T),
    max_evaluations: u32,
) -> CertifiedPoints<T, CAP> {
    let mut search: Isolation<_, _, 3, CAP> =
        Isolation::search(look, 1, (low, high), max_evaluations);
    let mut values = Values::new(search.partial || search.found > CAP);
    for end in [low, high] {
        values.take(&search.look(Interval::point(end)));
    }
    let mut points = Vec::new();
    // By reference: a vector that is taken apart could panic when it is dropped.
    let enclosures = core::mem::take(&mut search.enclosures);
    for &enclosure in &enclosures {
        let over = search.look(enclosure.interval());
        values.take(&over);
        let [value, _, second_derivative] = over.derivatives;
        let rises = search.rises(&enclosure);
        // As many as there are enclosures.
        let _ = points.push(CertifiedPoint {
            enclosure,
            value,
            second_derivative,
            kind: match (enclosure.proof, rises) {
                (Proof::Undecided, _) | (_, None) => CriticalKind::Undecided,
                (_, Some(true)) => CriticalKind::Minimum,
                (_, Some(false)) => CriticalKind::Maximum,
            },
        });
    }
    CertifiedPoints {
        points,
        least: values.least,
        greatest: values.greatest,
        completeness: search.completeness(),
        evaluations: search.evaluations,
    }
}

/// A place where the slope of a function is zero, as far as that could be proved.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "T: serde::Serialize",
        deserialize = "T: serde::Deserialize<'de>"
    ))
)]
pub struct CertifiedPoint<T: Float> {
    /// Where, and what is proved.
    pub enclosure: Enclosure<T>,
    /// Contains `f` over the enclosure.
    pub value: Interval<T>,
    /// Contains `f″` over the enclosure.
    pub second_derivative: Interval<T>,
    /// The kind of the point; of a [`Proof::Exists`], of one of the points in it.
    pub kind: CriticalKind,
}

/// The critical points of an interval, in ascending order, with a proof; derefs to their slice.
#[derive(Clone, Debug)]
pub struct CertifiedPoints<T: Float, const CAP: usize> {
    points: Vec<CertifiedPoint<T>, CAP>,
    /// Contains the least value of `f` in the interval.
    pub least: Interval<T>,
    /// Contains the greatest value of `f` in the interval.
    pub greatest: Interval<T>,
    /// Whether these are surely all critical points.
    pub completeness: Completeness<T>,
    /// How often `f` was run.
    pub evaluations: u32,
}

/// The least and the greatest value so far.
struct Values<T: Float> {
    least: Interval<T>,
    greatest: Interval<T>,
    /// Whether there are places that were not looked at: then only what is seen is known.
    partial: bool,
}

impl<T: Float> Values<T> {
    fn new(partial: bool) -> Self {
        Self {
            least: Interval::EMPTY,
            greatest: Interval::EMPTY,
            partial,
        }
    }

    /// Takes the values over a place that may have the least or the greatest.
    fn take<const N: usize>(&mut self, over: &Look<T, N>) {
        let [value, ..] = over.derivatives.as_slice() else {
            return;
        };
        let (mut low, mut high) = (value.lower(), value.upper());
        if !over.decided || self.partial {
            (low, high) = (T::NEG_INFINITY, T::INFINITY);
        }
        if value.is_empty() && over.decided {
            return;
        }
        // The least value is not above any value, nor the greatest below.
        let (top, bottom) = if over.defined && over.decided {
            (value.upper(), value.lower())
        } else {
            (T::INFINITY, T::NEG_INFINITY)
        };
        self.least = if self.least.is_empty() {
            Interval::new(low, top)
        } else {
            Interval::new(self.least.lower().min(low), self.least.upper().min(top))
        };
        self.greatest = if self.greatest.is_empty() {
            Interval::new(bottom, high)
        } else {
            Interval::new(
                self.greatest.lower().max(bottom),
                self.greatest.upper().max(high),
            )
        };
    }
}

impl<T: Float, const CAP: usize> Deref for CertifiedPoints<T, CAP> {
    type Target = [CertifiedPoint<T>];

    fn deref(&self) -> &Self::Target {
        &self.points
    }
}

impl<'a, T: Float, const CAP: usize> IntoIterator for &'a CertifiedPoints<T, CAP> {
    type Item = &'a CertifiedPoint<T>;
    type IntoIter = core::slice::Iter<'a, CertifiedPoint<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.points.iter()
    }
}
