//! A gradient check for many parameters: random directions first, then the search for the mistake.

use core::fmt;

use calc_scalar::difference::{Estimate, derivative};
use calc_scalar::{Check, Float, Verdict};

use super::compare;
use crate::difference::{Along, LengthMismatch, expect};

/// Whether `claimed` is the gradient of `f` at `x`, for any number of parameters: compares slopes along
/// a few random directions, and looks for the wrong coordinate only if one of them is off.
///
/// A right gradient costs about `30·3` runs of `f`, whatever its length is; a wrong coordinate among `n`
/// is found in about `30·log₂ n` more. `scratch` holds the points at which `f` is run; `seed` chooses
/// the directions.
///
/// # Accuracy
///
/// Along a direction all coordinates are mixed: a mistake is seen if it is larger than the error of the
/// slope, about 10⁻¹¹ of the size of `f` in double precision and 10⁻⁴ in single, and than rounding of the
/// sum. [`check_gradient`](crate::check_gradient) looks at each coordinate by itself, for about 32 runs each.
///
/// # Edge cases
///
/// Where a direction crosses a kink at `x` nothing can be said along it: the verdict is a kink, with the
/// slopes on both sides. Noise leaves it undecided. A claim that is not finite is wrong without a run.
///
/// # Errors
///
/// [`LengthMismatch`] unless `claimed` and `scratch` are as long as `x`.
///
/// # Examples
///
/// ```
/// use calc_multi::{GradientVerdict, check_gradient_slice};
///
/// let f = |x: &[f64]| x.iter().enumerate().map(|(i, x)| x * x * i as f64).sum::<f64>();
/// let x: Vec<f64> = (0..1000).map(|i| 0.001 * i as f64 - 0.3).collect();
/// let mut gradient: Vec<f64> = x.iter().enumerate().map(|(i, x)| 2.0 * x * i as f64).collect();
/// let mut scratch = vec![0.0; 1000];
/// let check = check_gradient_slice(f, &gradient, &x, &mut scratch, 1)?;
/// assert_eq!(check.verdict, GradientVerdict::Right);
///
/// gradient[617] *= -1.0;
/// let check = check_gradient_slice(f, &gradient, &x, &mut scratch, 1)?;
/// let GradientVerdict::Wrong { coordinate, .. } = check.verdict else { panic!() };
/// assert_eq!(coordinate, 617);
/// # Ok::<(), calc_multi::difference::LengthMismatch>(())
/// ```
pub fn check_gradient_slice<T: Float>(
    mut f: impl FnMut(&[T]) -> T,
    claimed: &[T],
    x: &[T],
    scratch: &mut [T],
    seed: u64,
) -> Result<SliceCheck<T>, LengthMismatch> {
    expect("claimed", claimed.len(), x.len())?;
    expect("scratch", scratch.len(), x.len())?;
    if let Some((coordinate, &got)) = claimed.iter().enumerate().find(|(_, g)| !g.is_finite()) {
        let at = x.get(coordinate).copied().unwrap_or(T::ZERO);
        let mut runs = 0;
        let along: Along<'_, T> = &mut |t| {
            runs += 1;
            for (slot, &x) in scratch.iter_mut().zip(x) {
                *slot = x;
            }
            if let Some(slot) = scratch.get_mut(coordinate) {
                *slot = t;
            }
            f(scratch)
        };
        let expected = derivative(along, at);
        return Ok(SliceCheck {
            verdict: GradientVerdict::Wrong {
                coordinate,
                got,
                expected,
            },
            evaluations: runs,
        });
    }
    let mut search = Search {
        f,
        claimed,
        x,
        scratch,
        seed,
        evaluations: 0,
    };
    let verdict = search.verdict();
    Ok(SliceCheck {
        verdict,
        evaluations: search.evaluations,
    })
}

/// What [`check_gradient_slice`] found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SliceCheck<T = f64> {
    /// The result.
    pub verdict: GradientVerdict<T>,
    /// How many times `f` was run.
    pub evaluations: u32,
}

/// Whether a gradient is right, and if not, where.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum GradientVerdict<T = f64> {
    /// The slopes along all directions that were tried agree.
    Right,
    /// A coordinate is wrong.
    Wrong {
        /// Which one.
        coordinate: usize,
        /// What was claimed.
        got: T,
        /// What was measured.
        expected: Estimate<T>,
    },
    /// Along a direction the function has a kink at this point.
    Kink {
        /// The slopes to both sides, along that direction.
        sides: [T; 2],
    },
    /// The slopes cannot be measured well enough: noise, or the end of the domain.
    Undecided,
}

/// How many directions are tried.
const DIRECTIONS: u64 = 3;

struct Search<'a, T, F> {
    f: F,
    claimed: &'a [T],
    x: &'a [T],
    scratch: &'a mut [T],
    seed: u64,
    evaluations: u32,
}

impl<T: Float, F: FnMut(&[T]) -> T> Search<'_, T, F> {
    fn verdict(&mut self) -> GradientVerdict<T> {
        let all = 0..self.x.len();
        let mut verdict = GradientVerdict::Right;
        for direction in 0..DIRECTIONS {
            let check = self.along(direction, all.start, all.end);
            match check.verdict {
                Verdict::Agrees => {}
                Verdict::Differs => return self.locate(direction),
                Verdict::Kink => {
                    let sides = check.sides.unwrap_or([check.measured.value; 2]);
                    verdict = GradientVerdict::Kink { sides };
                }
                _ if verdict == GradientVerdict::Right => verdict = GradientVerdict::Undecided,
                _ => {}
            }
        }
        verdict
    }

    /// Halves the coordinates until one is left.
    fn locate(&mut self, direction: u64) -> GradientVerdict<T> {
        let (mut from, mut to) = (0, self.x.len());
        while to - from > 1 {
            let middle = from + (to - from) / 2;
            let (first, second) = (
                self.along(direction, from, middle),
                self.along(direction, middle, to),
            );
            if worse(&first, &second) {
                to = middle;
            } else {
                from = middle;
            }
        }
        let check = self.coordinate(from);
        match check.verdict {
            Verdict::Differs => GradientVerdict::Wrong {
                coordinate: from,
                got: check.claimed,
                expected: check.measured,
            },
            Verdict::Kink => GradientVerdict::Kink {
                sides: check.sides.unwrap_or([check.measured.value; 2]),
            },
            _ => GradientVerdict::Undecided,
        }
    }

    /// Compares the slopes along a random direction in which only some coordinates move.
    fn along(&mut self, direction: u64, from: usize, to: usize) -> Check<T> {
        let Self {
            f,
            claimed,
            x,
            scratch,
            seed,
            evaluations,
        } = self;
        let step = |i: usize, x: T| {
            if (from..to).contains(&i) {
                random::<T>(*seed ^ (direction << 56), i) * x.abs().max(T::ONE)
            } else {
                T::ZERO
            }
        };
        let pairs = claimed.iter().zip(x.iter()).enumerate();
        let slope = pairs.map(|(i, (&g, &x))| g * step(i, x)).sum();
        compare(
            &mut |t| {
                *evaluations = evaluations.saturating_add(1);
                for (i, (slot, &x)) in scratch.iter_mut().zip(x.iter()).enumerate() {
                    *slot = x + t * step(i, x);
                }
                f(scratch)
            },
            slope,
            T::ZERO,
        )
    }

    /// Compares one coordinate.
    fn coordinate(&mut self, i: usize) -> Check<T> {
        let Self {
            f,
            claimed,
            x,
            scratch,
            evaluations,
            ..
        } = self;
        let at = x.get(i).copied().unwrap_or(T::ZERO);
        let slope = claimed.get(i).copied().unwrap_or(T::ZERO);
        for (slot, &x) in scratch.iter_mut().zip(x.iter()) {
            *slot = x;
        }
        compare(
            &mut |t| {
                *evaluations = evaluations.saturating_add(1);
                if let Some(slot) = scratch.get_mut(i) {
                    *slot = t;
                }
                f(scratch)
            },
            slope,
            at,
        )
    }
}

/// Whether the first comparison is further off than the second, in units of what it can tell.
fn worse<T: Float>(first: &Check<T>, second: &Check<T>) -> bool {
    let wrong = |check: &Check<T>| check.verdict == Verdict::Differs;
    if wrong(first) != wrong(second) {
        return wrong(first);
    }
    let off = |check: &Check<T>| check.difference() / check.measured.error.max(T::MIN_POSITIVE);
    off(first) > off(second)
}

/// A number of size ½ to 1 with a random sign (by `SplitMix64`).
fn random<T: Float>(seed: u64, i: usize) -> T {
    let i = u64::try_from(i).unwrap_or(u64::MAX);
    let mut z = seed.wrapping_add(i.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^= z >> 31;
    #[allow(clippy::cast_precision_loss, reason = "52 bits fit")]
    let size = T::from_f64(0.5 + (z >> 12) as f64 / (1_u64 << 53) as f64);
    if z & 1 == 0 { size } else { -size }
}

impl<T: Float> fmt::Display for SliceCheck<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.verdict {
            GradientVerdict::Right => write!(
                out,
                "the gradient agrees along {DIRECTIONS} random directions"
            ),
            GradientVerdict::Wrong {
                coordinate,
                got,
                expected: Estimate { value, error, .. },
            } => write!(
                out,
                "coordinate {coordinate} is wrong: claimed {got:e}, measured {value:e} ± {error:.1e}"
            ),
            GradientVerdict::Kink {
                sides: [left, right],
            } => write!(
                out,
                "at a kink: slopes {left:e} and {right:e} along one direction; check at another point"
            ),
            GradientVerdict::Undecided => write!(
                out,
                "undecided: noise or an edge of the domain is near; check at another point"
            ),
        }
    }
}
