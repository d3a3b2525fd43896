//! What surely holds on a whole interval: ranges of a function and of its derivatives.
//!
//! ```
//! use calc_scalar::{Real, certified};
//!
//! // f(x) = x³ − 2x is rising everywhere in [1, 2]: a proof, not a sample.
//! let slopes = certified::derivative(|x| x.powi(3) - 2.0 * x, 1.0..=2.0);
//! assert!(slopes.is_certain() && slopes.enclosure.lower() > 0.0);
//! ```
//!
//! A generic function goes in as `|x| f(x)`: it is run on numbers of more than one type.

use core::array;
use core::ops::RangeInclusive;

use crate::float::Float;
use crate::interval::{Interval, Watcher, Witness};
use crate::jet::Jet;
use crate::real::Number;

/// An enclosure, and what was seen on the way.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "F: serde::Serialize",
        deserialize = "F: serde::Deserialize<'de>"
    ))
)]
pub struct Certified<F: Float = f64> {
    /// Contains the true value at every point of the interval where the function is defined.
    pub enclosure: Interval<F>,
    /// Whether the function is defined on the whole interval.
    pub defined: bool,
    /// Whether all comparisons were the same for all points of each piece, so that no branch was
    /// missed. If not, the enclosure is the whole line: nothing is claimed.
    pub decided: bool,
    /// How often the function was run.
    pub evaluations: u32,
}

impl<F: Float> Certified<F> {
    /// Whether the function is defined on the whole interval and the enclosure claims something.
    #[must_use]
    pub fn is_certain(self) -> bool {
        self.defined && self.decided && !self.enclosure.is_empty()
    }
}

/// How hard to try for a sharp enclosure.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Into how many pieces the interval is cut; each takes up to four runs of the function.
    pub pieces: u32,
}

impl Default for Options {
    /// Sixteen pieces.
    fn default() -> Self {
        Self { pieces: 16 }
    }
}

/// The number that a certified function is run on.
pub type Sample<'w, F, const N: usize> = Jet<Interval<F, Watcher<'w>>, N>;

/// `f([lo, hi])`: everything `f` takes on between two points.
///
/// Cuts the interval into 16 pieces and runs `f` on each, up to four times: over the piece, and at its
/// ends if the slope has one sign, else at its middle for the mean value form. The more pieces, the
/// sharper: [`range_with`].
///
/// # Edge cases
///
/// Rounding is outward, so the result holds for the real function, literals taken as the floats they
/// are. Where `f` is not defined everywhere, the enclosure is that of the part where it is, and
/// [`defined`](Certified::defined) says so. Where `f` branches on a comparison that is true at one point
/// of a piece and false at another, or reads a float out of its number, nothing is claimed.
///
/// # Examples
///
/// ```
/// use calc_scalar::{Real, certified};
///
/// let range = certified::range(|x| x * x - x, 0.0..=1.0);
/// assert!(range.enclosure.contains(-0.25) && range.enclosure.contains(0.0));
/// assert!(range.enclosure.width() < 0.27); // interval arithmetic alone gives [−1, 1]
///
/// // A branch is followed where it is the same for all points, and only there.
/// let branch = certified::range(|x| if x < 3.0 { x.exp() } else { 1.0 - x }, 0.0..=1.0);
/// assert!(branch.is_certain());
/// let branch = certified::range(|x| if x < 0.3 { x.exp() } else { 1.0 - x }, 0.0..=1.0_f64);
/// assert!(!branch.is_certain());
/// ```
///
/// # References
///
/// R. E. Moore, R. B. Kearfott and M. J. Cloud, *Introduction to Interval Analysis*, SIAM 2009,
/// chapters 5 and 6.
#[must_use]
pub fn range<F: Float>(
    f: impl for<'w> Fn(Sample<'w, F, 2>) -> Sample<'w, F, 2>,
    over: RangeInclusive<F>,
) -> Certified<F>
where
    for<'w> Interval<F, Watcher<'w>>: Number<Literal = F>,
{
    range_with(f, over, Options::default())
}

/// [`range`] with another number of pieces.
#[must_use]
pub fn range_with<F: Float>(
    f: impl for<'w> Fn(Sample<'w, F, 2>) -> Sample<'w, F, 2>,
    over: RangeInclusive<F>,
    options: Options,
) -> Certified<F>
where
    for<'w> Interval<F, Watcher<'w>>: Number<Literal = F>,
{
    let [value, _] = derivatives_with(f, over, options);
    value
}

/// `f′([lo, hi])`: every slope that `f` has between two points.
///
/// As [`range`], with one derivative more: a sign of the enclosure proves that `f` rises or falls, and
/// without a zero in it there is no critical point.
///
/// # Edge cases
///
/// As for [`range`]. Over a kink the slopes are everything between those of both sides; where `f`
/// jumps or is vertical, there is no bound.
///
/// # Examples
///
/// ```
/// use calc_scalar::{Real, certified};
///
/// let slopes = certified::derivative(|x| x.abs(), -1.0..=2.0_f64);
/// assert_eq!((slopes.enclosure.lower(), slopes.enclosure.upper()), (-1.0, 1.0));
/// ```
#[must_use]
pub fn derivative<F: Float>(
    f: impl for<'w> Fn(Sample<'w, F, 3>) -> Sample<'w, F, 3>,
    over: RangeInclusive<F>,
) -> Certified<F>
where
    for<'w> Interval<F, Watcher<'w>>: Number<Literal = F>,
{
    derivative_with(f, over, Options::default())
}

/// [`derivative`] with another number of pieces.
#[must_use]
pub fn derivative_with<F: Float>(
    f: impl for<'w> Fn(Sample<'w, F, 3>) -> Sample<'w, F, 3>,
    over: RangeInclusive<F>,
    options: Options,
) -> Certified<F>
where
    for<'w> Interval<F, Watcher<'w>>: Number<Literal = F>,
{
    let [_, slope, _] = derivatives_with(f, over, options);
    slope
}

/// `[f, f′, f″, …]` over an interval: the value and the first `N − 1` derivatives.
///
/// Each but the last is sharpened by the next one.
///
/// # Examples
///
/// ```
/// use calc_scalar::{Real, certified};
///
/// let [value, slope, bend] = certified::derivatives(|x| x.exp(), 0.0..=1.0_f64);
/// for order in [value, slope, bend] {
///     assert!(order.enclosure.lower() > 0.999 && order.enclosure.upper() < 2.719);
/// }
/// ```
#[must_use]
pub fn derivatives<F: Float, const N: usize>(
    f: impl for<'w> Fn(Sample<'w, F, N>) -> Sample<'w, F, N>,
    over: RangeInclusive<F>,
) -> [Certified<F>; N]
where
    for<'w> Interval<F, Watcher<'w>>: Number<Literal = F>,
{
    derivatives_with(f, over, Options::default())
}

/// [`derivatives`] with another number of pieces.
#[must_use]
pub fn derivatives_with<F: Float, const N: usize>(
    f: impl for<'w> Fn(Sample<'w, F, N>) -> Sample<'w, F, N>,
    over: RangeInclusive<F>,
    options: Options,
) -> [Certified<F>; N]
where
    for<'w> Interval<F, Watcher<'w>>: Number<Literal = F>,
{
    let all = Interval::new(*over.start(), *over.end());
    let count = options.pieces.max(1);
    let mut run = Run { f, evaluations: 0 };
    let mut total = Piece::nothing();
    let mut from = all.lower();
    for i in 1..=count {
        let to = if i == count || !all.is_bounded() {
            all.upper()
        } else {
            let part = F::from_f64(f64::from(i) / f64::from(count));
            from_to(all, part)
        };
        total = total.and(run.sharpened(Interval::new(from, to)));
        from = to;
        if to >= all.upper() {
            break;
        }
    }
    total.derivatives.map(|enclosure| Certified {
        enclosure: if total.decided || all.is_empty() {
            enclosure
        } else {
            Interval::ENTIRE
        },
        defined: total.defined && !all.is_empty(),
        decided: total.decided,
        evaluations: run.evaluations,
    })
}

/// The point at a share of the way, inside.
fn from_to<F: Float>(all: Interval<F>, part: F) -> F {
    let at = all.lower() * (F::ONE - part) + all.upper() * part;
    if at > all.upper() {
        all.upper()
    } else if at < all.lower() {
        all.lower()
    } else {
        at
    }
}

/// What is known of a piece.
#[derive(Clone, Copy)]
struct Piece<F, const N: usize> {
    derivatives: [Interval<F>; N],
    defined: bool,
    decided: bool,
}

impl<F: Float, const N: usize> Piece<F, N> {
    fn nothing() -> Self {
        Self {
            derivatives: [Interval::EMPTY; N],
            defined: true,
            decided: true,
        }
    }

    fn and(self, other: Self) -> Self {
        let mut others = other.derivatives.into_iter();
        Self {
            derivatives: self
                .derivatives
                .map(|d| others.next().map_or(d, |other| d.hull(other))),
            defined: self.defined && other.defined,
            decided: self.decided && other.decided,
        }
    }
}

/// A function, and how often it was run.
struct Run<G> {
    f: G,
    evaluations: u32,
}

impl<G> Run<G> {
    /// The derivatives over `x`, by one run.
    fn plain<F: Float, const N: usize>(&mut self, x: Interval<F>) -> Piece<F, N>
    where
        G: for<'w> Fn(Sample<'w, F, N>) -> Sample<'w, F, N>,
        for<'w> Interval<F, Watcher<'w>>: Number<Literal = F>,
    {
        self.evaluations = self.evaluations.saturating_add(1);
        let witness = Witness::new();
        let y = (self.f)(Jet::variable(witness.watch(x)));
        let derivatives = y.derivatives().map(Interval::plain);
        let value = derivatives.first().copied().unwrap_or(Interval::EMPTY);
        Piece {
            // A value without a slope: of the slope nothing is claimed.
            derivatives: derivatives.map(|d| match d.is_empty() && !value.is_empty() {
                true => Interval::ENTIRE,
                false => d,
            }),
            defined: witness.defined() && !value.is_empty(),
            decided: witness.decided(),
        }
    }

    /// The derivatives over `x`, each sharpened by the next: at the ends where it is monotone, else by
    /// the mean value form.
    fn sharpened<F: Float, const N: usize>(&mut self, x: Interval<F>) -> Piece<F, N>
    where
        G: for<'w> Fn(Sample<'w, F, N>) -> Sample<'w, F, N>,
        for<'w> Interval<F, Watcher<'w>>: Number<Literal = F>,
    {
        let over = self.plain(x);
        if !over.defined || !over.decided || x.is_point() || !x.is_bounded() {
            return over;
        }
        let middle = Interval::point(x.midpoint());
        let [at_middle, at_start, at_end] = [
            middle,
            Interval::point(x.lower()),
            Interval::point(x.upper()),
        ]
        .map(|x| self.plain::<F, N>(x));
        let sound = |p: &Piece<F, N>| p.defined && p.decided;
        let way = x - middle;
        let derivatives = array::from_fn(|k| {
            let at = |p: &Piece<F, N>| p.derivatives.get(k).copied().unwrap_or(Interval::ENTIRE);
            let next = over.derivatives.get(k + 1).copied();
            let mut known = at(&over);
            let Some(next) = next.filter(|next| next.is_bounded()) else {
                return known;
            };
            if sound(&at_middle) {
                known = known.intersect(at(&at_middle) + next * way);
            }
            let monotone = next.lower() >= F::ZERO || next.upper() <= F::ZERO;
            if monotone && sound(&at_start) && sound(&at_end) {
                known = known.intersect(at(&at_start).hull(at(&at_end)));
            }
            known
        });
        Piece {
            derivatives,
            ..over
        }
    }
}
