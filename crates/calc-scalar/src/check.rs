//! A check of a derivative written by hand against differences of the function itself.

mod taylor;

use core::fmt;

use crate::difference::{Estimate, Options};
use crate::float::Float;

pub use taylor::{TaylorTest, taylor_test};

/// Whether `df(x)` is `f′(x)`: compares a derivative written by hand with differences of `f`.
///
/// `df` is run once, `f` as often as [`difference::derivative`](crate::difference::derivative()) runs
/// it; where that is not conclusive, the slopes of both sides are measured, too.
///
/// # Shapes and units
///
/// `f, df: ℝ → ℝ`, any closures.
///
/// # Accuracy
///
/// The verdict is as good as the error bound of the difference: a claim off by less than that bound
/// passes, typically by less than 10⁻¹⁰ of the slope in double precision.
///
/// # Edge cases
///
/// At a kink the verdict is [`Verdict::Kink`], if the claim lies between the slopes of both sides; in
/// noise or at the end of the domain it is [`Verdict::Undecided`]. It is never a guess. Check at several points, best at ones that are not round numbers: `x²` and `2ˣ`
/// agree at 2 and 4.
///
/// # Examples
///
/// ```
/// use calc_scalar::{Real, Verdict, check_derivative};
///
/// let right = check_derivative(|x: f64| x * x * x, |x| 3.0 * x * x, 0.7);
/// assert_eq!(right.verdict, Verdict::Agrees);
///
/// let wrong = check_derivative(|x: f64| x * x * x, |x| 2.0 * x * x, 0.7);
/// assert_eq!(wrong.verdict, Verdict::Differs);
/// assert!(wrong.to_string().contains("1.5 times"));
/// ```
#[must_use]
pub fn check_derivative<T: Float>(
    f: impl FnMut(T) -> T,
    df: impl FnOnce(T) -> T,
    x: T,
) -> Check<T> {
    Options::new().check_derivative(f, df, x)
}

impl<T: Float> Options<T> {
    /// Whether `df(x)` is `f′(x)`, under these options; see [`check_derivative`](check_derivative()).
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_scalar::{Real, difference::Options};
    ///
    /// let options = Options::new().domain(0.0, 1.0);
    /// let check = options.check_derivative(|x: f64| x.powf(1.5), |x| 1.5 * x.sqrt(), 1.0);
    /// assert!(check.agrees());
    /// ```
    #[must_use]
    pub fn check_derivative(
        &self,
        mut f: impl FnMut(T) -> T,
        df: impl FnOnce(T) -> T,
        x: T,
    ) -> Check<T> {
        let claimed = df(x);
        let unit = x.abs().max(T::ONE);
        let near = unit / T::literal(16.0);
        let mut height = T::ZERO;
        let mut watched = |t: T| {
            let y = f(t);
            if (t - x).abs() <= near && y.is_finite() {
                height = height.max(y.abs());
            }
            y
        };
        let measured = self.derivative(&mut watched, x);
        let sharp = measured.error <= T::literal(1e-3) * measured.value.abs();
        let sides = if measured.error.is_finite() && !sharp {
            self.sides(&mut watched, x)
        } else {
            None
        };
        // The slope of a function that rises by its own height over |x| (or over 1 near 0): what is
        // tiny against it counts as zero.
        let natural = height / unit;
        Check {
            x,
            claimed,
            measured,
            sides,
            verdict: judge(claimed, measured, sides, natural),
        }
    }

    /// The slopes left and right of `x`, if they can be told apart.
    fn sides(&self, f: &mut impl FnMut(T) -> T, x: T) -> Option<[T; 2]> {
        let [low, high] = self.ends();
        let left = self.domain(low, x).derivative(&mut *f, x);
        let right = self.domain(x, high).derivative(f, x);
        let gap = (right.value - left.value).abs();
        let apart = gap > T::literal(4.0) * (left.error + right.error);
        apart.then_some([left.value, right.value])
    }
}

/// What [`check_derivative`] found.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Check<T = f64> {
    /// Where the derivative was checked.
    pub x: T,
    /// The derivative as written by hand.
    pub claimed: T,
    /// The derivative as measured by differences.
    pub measured: Estimate<T>,
    /// The slopes left and right of the point, where they are different.
    pub sides: Option<[T; 2]>,
    /// The result of the comparison.
    pub verdict: Verdict,
}

/// Whether a claimed derivative is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Verdict {
    /// The claim lies within the error of the measurement, and the measurement is sharp.
    Agrees,
    /// The claim lies clearly outside the error of the measurement.
    Differs,
    /// The function has a kink here, and the claim lies between the slopes of both sides: it may be
    /// meant, but is no derivative.
    Kink,
    /// The measurement is too uncertain: noise, the end of the domain, or a kink close by.
    Undecided,
}

impl<T: Float> Check<T> {
    /// `|claimed − measured|`.
    #[must_use]
    pub fn difference(&self) -> T {
        (self.claimed - self.measured.value).abs()
    }

    /// `log₁₀(|claimed − measured|/|measured|)`: by how many orders of magnitude the claim is off,
    /// 0 for 100 %, −2 for 1 %.
    ///
    /// `−∞` for an exact match, NaN or `+∞` where the measured slope is NaN or 0.
    #[must_use]
    pub fn orders_of_magnitude(&self) -> T {
        (self.difference() / self.measured.value.abs()).log10()
    }

    /// Whether the verdict is [`Verdict::Agrees`].
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.verdict == Verdict::Agrees
    }
}

/// How many times its bound a claim must be off to be called wrong; between one and this many times,
/// nothing is said.
const CLEARLY: f64 = 4.0;

/// Compares the claim with the measurement.
fn judge<T: Float>(
    claimed: T,
    measured: Estimate<T>,
    sides: Option<[T; 2]>,
    natural: T,
) -> Verdict {
    if !measured.error.is_finite() {
        return Verdict::Undecided;
    }
    if !claimed.is_finite() {
        return Verdict::Differs;
    }
    if let Some([left, right]) = sides {
        let slack = T::literal(0.01) * (left - right).abs();
        let between = left.min(right) - slack <= claimed && claimed <= left.max(right) + slack;
        return if between {
            Verdict::Kink
        } else {
            Verdict::Differs
        };
    }
    let size = claimed.abs().max(measured.value.abs());
    // Sharp enough to tell a wrong factor from a right one, or to tell zero from anything visible.
    let half_of_the_digits = T::EPSILON.sqrt();
    let sharp =
        measured.error <= T::literal(0.01) * size || measured.error <= half_of_the_digits * natural;
    let off = (claimed - measured.value).abs();
    // The claim itself may be rounded in its last digits.
    let allowed = measured.error + T::literal(16.0) * T::EPSILON * size;
    if off > T::literal(CLEARLY) * allowed {
        Verdict::Differs
    } else if off <= allowed && sharp {
        Verdict::Agrees
    } else {
        Verdict::Undecided
    }
}

impl<T: Float> fmt::Display for Check<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (x, claimed) = (self.x, self.claimed);
        let Estimate { value, error, .. } = self.measured;
        match self.verdict {
            Verdict::Agrees => write!(
                out,
                "at {x}: the derivative {claimed:e} agrees with the measured {value:e} ± {error:.1e}"
            ),
            Verdict::Differs => {
                write!(
                    out,
                    "at {x}: the derivative {claimed:e} is wrong, measured {value:e} ± {error:.1e}: "
                )?;
                self.advise(out)
            }
            Verdict::Kink => {
                let [left, right] = self.sides.unwrap_or([value; 2]);
                write!(
                    out,
                    "at {x}: a kink, one-sided slopes {left:.6e} and {right:.6e}; the derivative {claimed:e} \
                     lies between them; check at another point"
                )
            }
            Verdict::Undecided if value.not_a_number() => write!(
                out,
                "at {x}: undecided, the function has no finite values around this point; \
                 check inside its domain"
            ),
            Verdict::Undecided => write!(
                out,
                "at {x}: undecided, claimed {claimed:e}, measured only {value:e} ± {error:.1e}: \
                 a kink, an edge of the domain or noise is near; check at another point"
            ),
        }
    }
}

impl<T: Float> Check<T> {
    /// Says what kind of mistake it looks like.
    fn advise(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (claimed, value) = (self.claimed, self.measured.value);
        if let Some([left, right]) = self.sides {
            return write!(
                out,
                "this is a kink, and it lies outside of the slopes of both sides, {left:.6e} and {right:.6e}"
            );
        }
        if !claimed.is_finite() {
            return write!(
                out,
                "it should be finite here; look for 0/0, ∞ − ∞ or an overflow"
            );
        }
        if (claimed + value).abs() <= T::literal(1e-3) * value.abs() {
            return write!(out, "the sign is reversed");
        }
        if claimed.is_zero() {
            return write!(
                out,
                "it should not be 0 here; a term or a branch is missing"
            );
        }
        let ratio = (value / claimed).to_f64();
        if self.orders_of_magnitude().to_f64() > -2.0 && ratio > 0.0 {
            // Rounded for reading: a missing factor shows as 2, 1.5 or 0.5.
            let shown = crate::math::round(ratio * 1000.0) / 1000.0;
            if shown > 0.0 && shown < 1e6 {
                return write!(
                    out,
                    "it should be {shown} times as large; look for a missing factor or inner derivative"
                );
            }
        }
        let orders = self.orders_of_magnitude().to_f64();
        if !orders.is_finite() {
            return out.write_str("the slope is zero there; look for a term too many");
        }
        write!(
            out,
            "off by about 1e{orders:.0} of its size; look for a missing term"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::derivative::derivative;
    use crate::real::Real;
    use std::string::ToString;

    fn f<R: Real>(x: R) -> R {
        (x * x).sin() / x.exp()
    }

    #[test]
    fn a_right_derivative_agrees_at_every_point_and_in_both_precisions() {
        for k in -20..=20 {
            let x = f64::from(k) * 0.3 + 0.01;
            let check = check_derivative(f::<f64>, |x| derivative(f, x), x);
            assert!(check.agrees(), "{check}");
        }
        for k in -10..=10_i16 {
            let x = f32::from(k) * 0.3 + 0.01;
            let check =
                check_derivative(|x: f32| Real::tanh(x), |x| derivative(|t| t.tanh(), x), x);
            assert!(check.agrees(), "{check}");
        }
    }

    #[test]
    fn a_slope_of_zero_is_no_reason_for_doubt() {
        for (x, f) in [
            (0.0, Real::cos as fn(f64) -> f64),
            (3.0, |_| 7.0),
            (0.0, |x| x * x),
        ] {
            let check = check_derivative(f, |_| 0.0, x);
            assert!(check.agrees(), "{check}");
        }
    }

    #[test]
    fn wrong_derivatives_are_found_and_named() {
        type Case = (fn(f64) -> f64, &'static str);
        let cases: [Case; 5] = [
            (|x| -Real::cos(x), "the sign is reversed"),
            (|x| 2.0 * Real::cos(x), "0.5 times"),
            (|_| 0.0, "should not be 0"),
            (|x| Real::cos(x) * (1.0 + 1e-6), "about 1e-6"),
            (|_| f64::NAN, "should be finite"),
        ];
        for (df, advice) in cases {
            let check = check_derivative(Real::sin, df, 0.7);
            assert_eq!(check.verdict, Verdict::Differs, "{check}");
            assert!(check.to_string().contains(advice), "{check}");
        }
        let flat = check_derivative(|x: f64| x * x * x, |_| 1e-9, 0.0);
        assert!(
            !flat.agrees() && flat.to_string().contains("a term too many"),
            "{flat}"
        );
    }

    #[test]
    fn a_tiny_mistake_is_found_in_double_precision() {
        let check = check_derivative(Real::sin, |x: f64| Real::cos(x) * (1.0 + 1e-9), 0.7);
        assert_eq!(check.verdict, Verdict::Differs, "{check}");
        assert!((check.orders_of_magnitude() + 9.0).abs() < 0.1);
    }

    #[test]
    fn a_kink_is_called_a_kink_with_the_slopes_of_both_sides() {
        for (claim, verdict) in [
            (0.5, Verdict::Kink),
            (0.0, Verdict::Kink),
            (-1.0, Verdict::Kink),
            (2.0, Verdict::Differs),
            (-1.5, Verdict::Differs),
        ] {
            let kink = check_derivative(f64::abs, |_| claim, 0.0);
            assert_eq!(kink.verdict, verdict, "{kink}");
            let [left, right] = kink.sides.unwrap_or_default();
            assert!((left + 1.0).abs() < 1e-6 && (right - 1.0).abs() < 1e-6);
            assert!(kink.to_string().contains("kink"));
        }
        let unit = check_derivative(|x: f64| Real::relu(x - 1.0), |_| 0.0, 1.0);
        assert_eq!(unit.verdict, Verdict::Kink, "{unit}");
        let beside = check_derivative(|x: f64| Real::relu(x - 1.0), |_| 1.0, 1.5);
        assert_eq!(beside.verdict, Verdict::Agrees, "{beside}");
        let single = check_derivative(f32::abs, |_| 0.0, 0.0);
        assert_eq!(single.verdict, Verdict::Kink, "{single}");
    }

    #[test]
    fn noise_and_missing_values_are_left_undecided() {
        let outside = check_derivative(Real::ln, |x: f64| 1.0 / x, -1.0);
        assert_eq!(outside.verdict, Verdict::Undecided);
        assert!(outside.to_string().contains("domain"));
        let stairs = check_derivative(|x: f64| Real::round(x * 8.0), |_| 8.0, 0.3);
        assert_ne!(stairs.verdict, Verdict::Agrees, "{stairs}");
    }
}
