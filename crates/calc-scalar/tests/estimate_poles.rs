//! The bounds of estimated derivatives hold beside a pole, and beside an end of the domain that is not stated,
//! as long as they are not next to `x`.

use calc_scalar::difference::nth_derivative;
use calc_scalar::{Float, Real};

/// Of a function of `t = x − b`: the function and its derivatives of orders 0 to 4.
type Case<T> = (fn(T) -> T, fn(f64) -> [f64; 5], bool);

fn cases<T: Float>() -> [Case<T>; 5] {
    [
        (
            T::recip,
            |t| [1.0, -1.0, 2.0, -6.0, 24.0].map(with(t, -1)),
            true,
        ),
        (
            |t| (t * t).recip(),
            |t| [1.0, -2.0, 6.0, -24.0, 120.0].map(with(t, -2)),
            true,
        ),
        (
            |t| t.abs().ln(),
            |t| [0.0, 1.0, -1.0, 2.0, -6.0].map(with(t, 0)),
            true,
        ),
        (
            T::sqrt,
            |t| {
                [1.0, 0.5, -0.25, 0.375, -0.9375]
                    .map(|c| c * Real::sqrt(t))
                    .map(with(t, 0))
            },
            false,
        ),
        (
            |t| t.sqrt() * t,
            |t| {
                [1.0, 1.5, 0.75, -0.375, 0.5625]
                    .map(|c| c * Real::sqrt(t))
                    .map(with(t, 1))
            },
            false,
        ),
    ]
}

/// `c·tᵖ⁻ᵐ` of the coefficient that stands at place `m`.
fn with(t: f64, p: i32) -> impl FnMut(f64) -> f64 {
    let mut exponent = p + 1;
    move |c| {
        exponent -= 1;
        c * Real::powi(t, exponent)
    }
}

/// How many bounds of how many are too small where the pole is `10⁻ᵃ·|x|` to `10⁻ᵇ·|x|` away, by order.
fn missed<T: Float>(a: f64, b: f64) -> ([u32; 4], u32) {
    const POINTS: u32 = 1000;
    let (mut missed, mut of) = ([0; 4], 0);
    for (f, truth, both) in cases::<T>() {
        for i in 0..POINTS {
            let share = |ratio: f64| (f64::from(i) * ratio).fract();
            let pole = T::from_f64(Real::exp10(2.0 * share(0.618_034) - 1.0));
            let sign = if both && i % 2 == 0 { -1.0 } else { 1.0 };
            let away = sign * Real::exp10(-b - (a - b) * share(0.754_878));
            let x = T::from_f64(pole.to_f64() * (1.0 + away));
            let truth = truth(x.to_f64() - pole.to_f64());
            for ((missed, order), truth) in missed.iter_mut().zip(1..).zip(&truth[1..]) {
                let found = nth_derivative(|x: T| f(x - pole), x, order);
                let holds = (found.value.to_f64() - truth).abs() <= found.error.to_f64();
                *missed += u32::from(!holds);
            }
            of += 1;
        }
    }
    (missed, of)
}

#[test]
fn the_bounds_hold_beside_poles_and_ends_of_domains() {
    for (missed, of) in [missed::<f64>(9.0, 1.0), missed::<f32>(3.5, 1.0)] {
        for missed in missed {
            assert!(missed * 100 <= of, "{missed} of {of}");
        }
    }
}

/// Closer to it the steps that measure noise step over it: the documentation says so.
#[test]
fn the_bounds_do_not_hold_next_to_a_pole() {
    for ([first, ..], of) in [missed::<f64>(15.0, 12.0), missed::<f32>(6.5, 5.5)] {
        assert!(first * 2 > of, "{first} of {of}");
    }
}
