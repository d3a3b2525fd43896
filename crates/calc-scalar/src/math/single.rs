//! Functions of single precision that compute in single precision.
//!
//! `libm`'s `sinf`, `cosf`, `tanf`, `asinf`, `exp2f`, `cbrtf` and `hypotf` compute in `f64`. A Cortex-M4F
//! has no instructions for that: there a sine costs 1235 instructions, and here 54. Everything below is
//! sums, products and quotients of `f32` and integers, in a fixed order, so it gives the same bits
//! everywhere.
//!
//! Errors are below 1 ulp on the whole range, but for the logistic function, which has 2.5. That is not
//! estimated: `cargo xtask exhaustive` tries all 2³² arguments, and `tests/exhaustive/record.tsv` holds
//! what it found.
//!
//! Why no crate that exists: `fpmath` 0.2 is nearly always right to the last digit, but computes in
//! `f64`, too, and its sine and exponential can panic as far as the linker knows; `micromath` 2.1 is
//! small and quick, and has errors of some thousandths.
//!
//! The method is the same throughout. The answer is put together as *large + small*, where the large
//! part is exact or a single rounding, and the small one is so small that its own errors do not
//! matter. Where a product has to be exact, one factor is [`head`], the first twelve bits of a number.
//! Constants come from `tests/data/make_single.py`.

mod arcsine;
mod exponential;
mod roots;
mod sine;
mod tangent;
mod turns;

pub(crate) use arcsine::asin;
pub(crate) use exponential::{exp, exp_each, exp2, logistic};
pub(crate) use roots::{cbrt, hypot};
pub(crate) use sine::{cos, sin, sin_cos};
pub(crate) use tangent::tan;

const SIGN: u32 = 0x8000_0000;
const INFINITE: u32 = 0x7f80_0000;

/// The first twelve bits of `x`: the product of two such numbers is exact, and so is `x − head(x)`.
#[inline(always)]
fn head(x: f32) -> f32 {
    f32::from_bits(x.to_bits() & 0xffff_f000)
}
