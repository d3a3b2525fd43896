//! Taylor's test: do derivatives of every order fit the function?

use core::fmt;

use super::Verdict;
use crate::float::Float;

/// Whether `d = [f(x), f′(x), f″(x), …]` are the derivatives of `f` at `x`: the remainder
/// `f(x + h) − ∑ dₖ·hᵏ/k!` of `N` right ones shrinks like `hᴺ`.
///
/// Steps are halved from `max(|x|, 1)/8` on until rounding takes over, 80 runs of `f` at most. The order
/// in which the remainder shrinks at the end is that of the first wrong derivative.
///
/// # Accuracy
///
/// A mistake in `dₖ` is seen if it is larger than `f⁽ᴺ⁾·hᴺ⁻ᵏ` at the smallest useful step: for `N = 2`
/// about 10⁻⁸ of the slope in double precision.
///
/// # Edge cases
///
/// At a kink the remainder shrinks like `h` whatever the slope is, so a slope is called wrong there.
/// Undecided in noise and where `f` is not finite.
///
/// # Examples
///
/// ```
/// use calc_scalar::{Real, Verdict, taylor_test};
///
/// let x = 0.7_f64;
/// let right = taylor_test(Real::sin, [x.sin(), x.cos(), -x.sin()], x);
/// assert_eq!(right.verdict, Verdict::Agrees);
///
/// let wrong = taylor_test(Real::sin, [x.sin(), x.cos(), x.sin()], x);
/// assert_eq!(wrong.wrong, Some(2)); // the second derivative
/// ```
#[must_use]
pub fn taylor_test<T: Float, const N: usize>(
    mut f: impl FnMut(T) -> T,
    d: [T; N],
    x: T,
) -> TaylorTest {
    /// Halvings at most.
    const STEPS: u32 = 40;
    let two = T::literal(2.0);
    let mut evaluations = 0;
    let slope = d.get(1).copied().unwrap_or(T::ZERO);
    let mut remainder = |h: T| {
        let (mut largest, mut size) = (T::ZERO, T::ZERO);
        for step in [h, -h] {
            let y = f(x + step);
            evaluations += 1;
            let mut polynomial = T::ZERO;
            let mut k = T::literal(f64::from(u32::try_from(N).unwrap_or(u32::MAX)));
            for &c in d.iter().rev() {
                // Horner's scheme with the factorials in it: (… d₂·h/2 + d₁)·h/1 + d₀.
                polynomial = polynomial * (step / k) + c;
                k -= T::ONE;
            }
            let off = (y - polynomial).abs();
            largest = if off.not_a_number() {
                off
            } else {
                largest.max(off)
            };
            size = size.max(y.abs()).max(polynomial.abs());
        }
        // The point itself is rounded, too.
        size += (x * slope).abs();
        (largest, T::literal(4.0) * T::EPSILON * size)
    };
    let mut h = x.abs().max(T::ONE).power_of_two() / T::literal(8.0);
    let (mut order, mut last): (Option<f64>, Option<T>) = (None, None);
    let mut exact = false;
    for _ in 0..STEPS {
        let (rest, rounding) = remainder(h);
        if !rest.is_finite() {
            last = None;
        } else {
            let visible = rest > rounding * T::literal(32.0);
            if let Some(last) = last
                && visible
            {
                order = Some((last / rest).log2().to_f64());
            }
            if !visible {
                exact = order.is_none();
                break;
            }
            last = Some(rest);
        }
        h /= two;
    }
    let expected = u32::try_from(N).unwrap_or(u32::MAX);
    let wanted = f64::from(expected);
    let (order, verdict, wrong) = match order {
        _ if exact => (f64::INFINITY, Verdict::Agrees, None),
        None => (f64::NAN, Verdict::Undecided, None),
        Some(order) if order >= wanted - 0.3 => (order, Verdict::Agrees, None),
        Some(order) => {
            let nearest = libm::round(order);
            if (order - nearest).abs() <= 0.3 && nearest >= 0.0 {
                let wrong = (0..expected).find(|&k| (f64::from(k) - nearest).abs() < 0.5);
                (order, Verdict::Differs, wrong)
            } else {
                (order, Verdict::Undecided, None)
            }
        }
    };
    TaylorTest {
        order,
        expected,
        wrong,
        verdict,
        evaluations,
    }
}

/// What [`taylor_test`] found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TaylorTest {
    /// In which order of the step the remainder shrinks; `+∞` if there is none.
    pub order: f64,
    /// In which order it should shrink, at least.
    pub expected: u32,
    /// The order of the first derivative that is wrong; 0 is the value.
    pub wrong: Option<u32>,
    /// The result.
    pub verdict: Verdict,
    /// How many times `f` was run.
    pub evaluations: u32,
}

impl fmt::Display for TaylorTest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            order, expected, ..
        } = self;
        match (self.verdict, self.wrong) {
            (Verdict::Agrees, _) => write!(
                out,
                "all derivatives below order {expected} agree: the remainder shrinks in order {order:.1}"
            ),
            (_, Some(0)) => write!(out, "the value is wrong: the remainder does not shrink"),
            (_, Some(wrong)) => write!(
                out,
                "the derivative of order {wrong} is wrong, or this is a kink: the remainder shrinks in \
                 order {order:.1} instead of {expected}"
            ),
            _ => write!(
                out,
                "undecided, the remainder shrinks in order {order:.1} instead of {expected}: noise or \
                 an edge of the domain is near; check at another point"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::real::Real;
    use crate::taylor::derivatives;
    use std::string::ToString;

    fn f<R: Real>(x: R) -> R {
        (x * 1.3).sin() * x.exp()
    }

    #[test]
    fn exact_derivatives_agree_at_every_order() {
        for k in -8..8 {
            let x = f64::from(k) * 0.31 + 0.07;
            let d2: [f64; 2] = derivatives(f, x);
            let d3: [f64; 3] = derivatives(f, x);
            let d4: [f64; 4] = derivatives(f, x);
            for test in [
                taylor_test(f::<f64>, d2, x),
                taylor_test(f::<f64>, d3, x),
                taylor_test(f::<f64>, d4, x),
            ] {
                assert_eq!(test.verdict, Verdict::Agrees, "{x}: {test}");
            }
        }
        let line = taylor_test(|x: f64| 3.0 * x, [6.0, 3.0], 2.0);
        assert_eq!((line.verdict, line.order), (Verdict::Agrees, f64::INFINITY));
    }

    #[test]
    fn the_order_that_is_wrong_is_named() {
        let x = 0.45;
        let right: [f64; 4] = derivatives(f, x);
        for wrong in 0..4 {
            // The higher the order, the larger a mistake has to be to be seen above rounding.
            let little = [1e-6, 1e-5, 1e-3, 0.2];
            for mistake in [2.0, -1.0, 1.0 + little[wrong]] {
                let mut d = right;
                d[wrong] *= mistake;
                let test = taylor_test(f::<f64>, d, x);
                assert_eq!(test.verdict, Verdict::Differs, "{wrong}, {mistake}: {test}");
                assert_eq!(test.wrong, u32::try_from(wrong).ok(), "{mistake}: {test}");
                assert!(test.to_string().contains("wrong"));
            }
        }
    }

    #[test]
    fn what_cannot_be_told_is_left_open() {
        let outside = taylor_test(Real::ln, [0.0, 1.0], -1.0_f64);
        assert_eq!(outside.verdict, Verdict::Undecided);
        let kink = taylor_test(f64::abs, [0.0, 0.0], 0.0);
        assert_eq!(kink.wrong, Some(1));
    }
}
