//! All roots in an interval, with a proof that these are all.

use core::ops::Deref;

use calc_scalar::interval::Watcher;
use calc_scalar::{Float, Interval, Number, certified};
use heapless::Vec;

use crate::critical_points::{Completeness, NotAnInterval};
use crate::isolate::{BUDGET, Enclosure, Isolation, Look, Proof, look, try_look};

/// All `x` in `[a, b]` with `f(x) = 0`, with a proof that there are no others.
///
/// `f` is run on intervals with slopes. A part over which its values keep away from zero is left out; one
/// over which it rises or falls has at most one root, which the signs at both ends decide; one step of
/// Newton's method for intervals cuts off what surely holds none; what remains is halved. A simple root
/// takes some 20 runs.
///
/// # Shapes and units
///
/// A generic function goes in as `|x| f(x)`. At most `CAP` roots are kept, in ascending order.
///
/// # Accuracy
///
/// Every enclosure is a proof about the real function, literals taken as the floats they are. Those of
/// simple roots are a few ulps wide.
///
/// # Edge cases
///
/// Where `f` touches zero without crossing it, where it jumps, branches on its argument or has a pole,
/// and where rounding hides the sign, no proof is found: such places are in the list as
/// [`Proof::Undecided`], or [`Proof::Exists`] if the sign changes over them, and the report is not
/// [`Completeness::Certified`]. Where `f` is not defined there are no roots. After 20 000 runs, what is left
/// is undecided; [`all_within`] takes another budget.
///
/// # Errors
///
/// [`NotAnInterval`] when an end is not finite or the ends are equal. Swapped ends are accepted.
///
/// # Examples
///
/// ```
/// use calc_opt::root;
/// use calc_opt::{Completeness, Proof};
/// use calc_scalar::Real;
///
/// let roots = root::all::<8, f64>(|x| x.sin() - x / 10.0, -9.0, 9.0)?;
/// assert_eq!(roots.len(), 7);
/// assert_eq!(roots.completeness, Completeness::Certified);
/// assert_eq!((roots[3].x, roots[3].proof), (0.0, Proof::Unique));
///
/// // (x − 1)² touches zero: there may be a root, and nowhere else.
/// let touching = root::all::<8, f64>(|x| (x - 1.0).powi(2), -9.0, 9.0)?;
/// assert!(touching[0].low <= 1.0 && 1.0 <= touching[0].high);
/// assert_eq!(touching[0].proof, Proof::Undecided);
/// # Ok::<(), calc_opt::NotAnInterval<f64>>(())
/// ```
///
/// # References
///
/// R. E. Moore, R. B. Kearfott and M. J. Cloud, *Introduction to Interval Analysis*, SIAM 2009,
/// chapter 8.
pub fn all<const CAP: usize, T: Float>(
    f: impl for<'w> FnMut(certified::Sample<'w, T, 2>) -> certified::Sample<'w, T, 2>,
    a: T,
    b: T,
) -> Result<AllRoots<T, CAP>, NotAnInterval<T>>
where
    for<'w> Interval<T, Watcher<'w>>: Number<Literal = T>,
{
    all_within(f, a, b, BUDGET)
}

/// [`all`] with a budget: after `max_evaluations` runs of `f`, what is left is undecided.
///
/// The runs that close what has been begun come on top, some 200 for each root.
///
/// # Errors
///
/// As for [`all`].
///
/// # Examples
///
/// ```
/// use calc_opt::Completeness;
/// use calc_opt::root::{all, all_within};
/// use calc_scalar::Real;
///
/// // A control loop has no time for a proof, and is told so.
/// let hurried = all_within::<8, f64>(|x| x.sin() - x / 10.0, -9.0, 9.0, 40)?;
/// assert_ne!(hurried.completeness, Completeness::Certified);
/// assert!(hurried.evaluations < all::<8, f64>(|x| x.sin() - x / 10.0, -9.0, 9.0)?.evaluations);
/// # Ok::<(), calc_opt::NotAnInterval<f64>>(())
/// ```
pub fn all_within<const CAP: usize, T: Float>(
    mut f: impl for<'w> FnMut(certified::Sample<'w, T, 2>) -> certified::Sample<'w, T, 2>,
    a: T,
    b: T,
    max_evaluations: u32,
) -> Result<AllRoots<T, CAP>, NotAnInterval<T>>
where
    for<'w> Interval<T, Watcher<'w>>: Number<Literal = T>,
{
    let (low, high) = NotAnInterval::sorted(a, b)?;
    Ok(AllRoots::of(Isolation::search(
        |x| look(&mut f, x),
        0,
        (low, high),
        max_evaluations,
    )))
}

/// [`all`] of a function that may fail: the first error ends the search.
///
/// # Errors
///
/// Outside those of `f`, inside those of [`all`]: `try_all(f, a, b)??`.
///
/// # Examples
///
/// ```
/// use calc_opt::{Completeness, root};
/// use calc_scalar::{Real, certified};
///
/// // A table that ends at 5.
/// fn read(x: certified::Sample<'_, f64, 2>) -> Result<certified::Sample<'_, f64, 2>, &'static str> {
///     if x.value().upper() > 5.0 { Err("beyond the table") } else { Ok(x.sin() - x / 10.0) }
/// }
/// let roots = root::try_all::<8, f64, _>(read, -5.0, 5.0)??;
/// assert_eq!((roots.len(), roots.completeness), (3, Completeness::Certified));
/// assert_eq!(root::try_all::<8, f64, _>(read, -5.0, 6.0).unwrap_err(), "beyond the table");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
pub fn try_all<const CAP: usize, T: Float, E>(
    f: impl for<'w> FnMut(certified::Sample<'w, T, 2>) -> Result<certified::Sample<'w, T, 2>, E>,
    a: T,
    b: T,
) -> Result<Result<AllRoots<T, CAP>, NotAnInterval<T>>, E>
where
    for<'w> Interval<T, Watcher<'w>>: Number<Literal = T>,
{
    try_all_within(f, a, b, BUDGET)
}

/// [`all_within`] of a function that may fail: the first error ends the search, as in [`try_all`].
///
/// # Errors
///
/// Outside those of `f`, inside those of [`all`].
pub fn try_all_within<const CAP: usize, T: Float, E>(
    mut f: impl for<'w> FnMut(certified::Sample<'w, T, 2>) -> Result<certified::Sample<'w, T, 2>, E>,
    a: T,
    b: T,
    max_evaluations: u32,
) -> Result<Result<AllRoots<T, CAP>, NotAnInterval<T>>, E>
where
    for<'w> Interval<T, Watcher<'w>>: Number<Literal = T>,
{
    let ends = match NotAnInterval::sorted(a, b) {
        Ok(ends) => ends,
        Err(error) => return Ok(Err(error)),
    };
    let mut error = None;
    let look = |x| try_look(&mut f, &mut error, x);
    let roots = AllRoots::of(Isolation::search(look, 0, ends, max_evaluations));
    error.map_or(Ok(Ok(roots)), Err)
}

/// The roots found in an interval, in ascending order; derefs to their slice.
#[derive(Clone, Debug)]
pub struct AllRoots<T, const CAP: usize> {
    roots: Vec<Enclosure<T>, CAP>,
    /// Whether these are surely all.
    pub completeness: Completeness<T>,
    /// How often `f` was run.
    pub evaluations: u32,
}

impl<T: Float, const CAP: usize> AllRoots<T, CAP> {
    /// What a search has found.
    fn of(search: Isolation<T, impl FnMut(Interval<T>) -> Look<T, 2>, 2, CAP>) -> Self {
        Self {
            completeness: search.completeness(),
            evaluations: search.evaluations,
            roots: search.enclosures,
        }
    }

    /// Those that surely are roots.
    pub fn proved(&self) -> impl Iterator<Item = &Enclosure<T>> {
        self.roots
            .iter()
            .filter(|root| root.proof != Proof::Undecided)
    }
}

impl<T, const CAP: usize> Deref for AllRoots<T, CAP> {
    type Target = [Enclosure<T>];

    fn deref(&self) -> &Self::Target {
        &self.roots
    }
}

impl<'a, T, const CAP: usize> IntoIterator for &'a AllRoots<T, CAP> {
    type Item = &'a Enclosure<T>;
    type IntoIter = core::slice::Iter<'a, Enclosure<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.roots.iter()
    }
}
