//! All roots in an interval, with a proof that these are all.

use core::ops::Deref;

use calc_scalar::interval::Watcher;
use calc_scalar::{Float, Interval, Number, certified};
use heapless::Vec;

use crate::critical_points::{Completeness, NotAnInterval};
use crate::isolate::{BUDGET, Enclosure, Isolation, Proof, look};

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
    f: impl for<'w> Fn(certified::Sample<'w, T, 2>) -> certified::Sample<'w, T, 2>,
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
    f: impl for<'w> Fn(certified::Sample<'w, T, 2>) -> certified::Sample<'w, T, 2>,
    a: T,
    b: T,
    max_evaluations: u32,
) -> Result<AllRoots<T, CAP>, NotAnInterval<T>>
where
    for<'w> Interval<T, Watcher<'w>>: Number<Literal = T>,
{
    let (low, high) = NotAnInterval::sorted(a, b)?;
    let search: Isolation<_, _, 2, CAP> =
        Isolation::search(|x| look(&f, x), 0, (low, high), max_evaluations);
    let completeness = search.completeness();
    Ok(AllRoots {
        roots: search.enclosures,
        completeness,
        evaluations: search.evaluations,
    })
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
