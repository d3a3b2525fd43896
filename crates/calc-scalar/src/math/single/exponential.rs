//! `eˣ`, `2ˣ` and the logistic function.
//!
//! `x = k·ln 2 + r` with a whole number `k` and `|r| ≤ ½ ln 2`, and `eʳ = (D + r)/(D − r)` with the even
//! function `D = r·coth(r/2) = 2 + r²/6 − …`, of which two terms suffice. `2ᵏ` is added to the exponent.

/// Added to a number below 2²², it leaves a whole number in the last bits: `k + 125`, so that an
/// unsigned comparison sees both ends of the range.
const SHIFT: f32 = 8_388_608.0 + BIAS as f32;
const SHIFT_BITS: u32 = 0x4b00_0000;
const BIAS: u32 = 125;
/// Up to here `k + 125` leaves normal numbers: `k` from −125 to 127.
const LAST: u32 = BIAS + 127;

/// `ln 2` in two parts: of 15 bits, times which `k` is exact, and the rest.
const LN_2_HIGH: f32 = 0.693_145_75;
const LN_2_LOW: f32 = 1.428_606_8e-6;
/// And of twelve bits, and its rest.
const LN_2_HEAD: f32 = 0.693_115_23;
const LN_2_TAIL: f32 = 3.194_618_3e-5;

/// `eˣ`, with an error below 0.92 ulp.
#[inline]
pub(crate) fn exp(x: f32) -> f32 {
    let (k, high, low) = reduce(x);
    if k > LAST {
        return exp_far(x);
    }
    raised(near_one(high, low), k)
}

/// [`exp`] of each number, the usual range first and without a branch, so that a compiler may compute several
/// at once.
#[inline]
pub(crate) fn exp_each<const N: usize>(x: [f32; N]) -> [f32; N] {
    let mut all = x;
    let mut far = false;
    for y in &mut all {
        let (k, high, low) = reduce(*y);
        far |= k > LAST;
        *y = raised(near_one(high, low), k);
    }
    if far { exp_each_far(x) } else { all }
}

/// [`exp_each`] where one of them is far.
#[cold]
#[inline(never)]
fn exp_each_far<const N: usize>(x: [f32; N]) -> [f32; N] {
    x.map(exp)
}

/// `2ˣ`, with an error below 0.92 ulp; exact where `x` is a whole number.
#[inline]
pub(crate) fn exp2(x: f32) -> f32 {
    let shifted = x + SHIFT;
    let k = shifted.to_bits().wrapping_sub(SHIFT_BITS);
    if k > LAST {
        return exp2_far(x);
    }
    let (high, low) = times_ln_2(x - (shifted - SHIFT));
    raised(near_one(high, low), k)
}

/// `1/(1 + e⁻ˣ)`, with an error below 2.5 ulp, and its slope `e⁻ˣ/(1 + e⁻ˣ)²`.
#[inline]
pub(crate) fn logistic(x: f32) -> (f32, f32) {
    let (k, high, low) = reduce(-x);
    if k > LAST {
        return logistic_far(x);
    }
    // However large, it does no harm: both sum and quotients are rounded once.
    let other = raised(near_one(high, low), k);
    let sum = 1.0 + other;
    (1.0 / sum, other / sum / sum)
}

/// `(k + 125, high, low)` with `x = k·ln 2 + high − low`; the first is above [`LAST`] where it or `x`
/// cannot be used.
#[inline(always)]
fn reduce(x: f32) -> (u32, f32, f32) {
    let shifted = x * core::f32::consts::LOG2_E + SHIFT;
    let k = shifted - SHIFT;
    (
        shifted.to_bits().wrapping_sub(SHIFT_BITS),
        x - k * LN_2_HIGH,
        k * LN_2_LOW,
    )
}

/// `t·ln 2` for `|t| ≤ ½` as `high − low`.
#[inline(always)]
fn times_ln_2(t: f32) -> (f32, f32) {
    let head = super::head(t);
    let low = head * -LN_2_TAIL - (t - head) * core::f32::consts::LN_2;
    (head * LN_2_HEAD, low)
}

/// `D − 2`.
#[inline(always)]
fn excess(r: f32) -> f32 {
    let square = r * r;
    square * (0.166_666_18 - square * 0.002_766_012_4)
}

/// `eʳ` for `r = high − low`, as `1 + r + r·c/(2 − c)` with `c = r − (D − 2)`.
#[inline(always)]
fn near_one(high: f32, low: f32) -> f32 {
    let r = high - low;
    let c = r - excess(r);
    (r * c / (2.0 - c) - low + high) + 1.0
}

/// `y·2ᵏ⁻¹²⁵`, if that is a normal number.
#[inline(always)]
fn raised(y: f32, k: u32) -> f32 {
    f32::from_bits(y.to_bits().wrapping_add(k << 23).wrapping_sub(BIAS << 23))
}

/// [`exp`] where it is subnormal, zero, near the largest number, infinite, or not a number.
#[cold]
#[inline(never)]
fn exp_far(x: f32) -> f32 {
    // Beyond, the results are those of the ends.
    let x = x.clamp(-105.0, 90.0);
    let shifted = x * core::f32::consts::LOG2_E + FAR;
    let k = shifted - FAR;
    scaled(near_one(x - k * LN_2_HIGH, k * LN_2_LOW), shifted)
}

/// [`exp2`] likewise.
#[cold]
#[inline(never)]
fn exp2_far(x: f32) -> f32 {
    let x = x.clamp(-151.0, 130.0);
    let shifted = x + FAR;
    let (high, low) = times_ln_2(x - (shifted - FAR));
    scaled(near_one(high, low), shifted)
}

/// [`logistic`] likewise: from the exponential that cannot overflow.
#[cold]
#[inline(never)]
fn logistic_far(x: f32) -> (f32, f32) {
    let small = exp(-x.abs());
    let sum = 1.0 + small;
    let share = small / sum;
    let value = if x >= 0.0 { 1.0 / sum } else { share };
    (value, share / sum)
}

/// As [`SHIFT`], for `k` down to −2⁹.
const FAR: f32 = 8_388_608.0 + 512.0;

/// `y·2ᵏ`, rounded once more at the most: by two powers of two, neither of which is out of range. A
/// `y` that is not a number stays what it is.
#[inline]
fn scaled(y: f32, shifted: f32) -> f32 {
    let k = shifted.to_bits().wrapping_sub(SHIFT_BITS);
    let half = k / 2;
    let power = |k: u32| f32::from_bits(k.wrapping_sub(256 - 127) << 23);
    y * power(half) * power(k - half)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Also where one number of several is beyond the usual range, or is no number.
    #[test]
    fn several_exponentials_have_the_bits_of_single_ones() {
        let bits = |x: f32| x.to_bits();
        let ends = [0.0, -0.0, 1e-45, 88.7, 88.8, -86.9, -104.0, -1e30, 1e30];
        let ends = ends
            .into_iter()
            .chain([f32::INFINITY, f32::NEG_INFINITY, f32::NAN]);
        for end in ends.chain((0_u16..2000).map(|i| f32::from(i) * 0.1 - 110.0)) {
            let x = [end, -end, end / 3.0, 0.5, -1.25, end / 7.0, -20.0];
            assert_eq!(exp_each(x).map(bits), x.map(exp).map(bits), "{end}");
        }
    }
}
