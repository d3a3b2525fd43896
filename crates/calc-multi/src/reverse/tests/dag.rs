//! Random programs: every number type has to find the same derivatives.

use std::vec::Vec;

use calc_scalar::{Block, Dual, Real};
use proptest::prelude::*;

use crate::reverse::Tape;
use crate::zoo::assert_close;
use crate::{gradient, hessian};

/// One step of a program: which operation, and which of the earlier numbers it takes.
pub(super) type Step = (u8, u8, u8, u8);

/// Random programs of up to 40 steps.
pub(super) fn programs() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(any::<Step>(), 1..40)
}

struct Bump;

impl Block<3> for Bump {
    fn evaluate<R: Real>(&self, [a, b, c]: [R; 3]) -> R {
        let t = a * b - c;
        1.0 / (1.0 + t * t) + (a * 0.5).sin()
    }
}

/// Runs a program; its numbers stay within ±2, so that nothing overflows.
pub(super) fn run<R: Real, const N: usize>(program: &[Step], x: [R; N]) -> R {
    let mut numbers: Vec<R> = x.to_vec();
    numbers.push(R::constant(0.75));
    for &(operation, i, j, k) in program {
        let pick = |i: u8| numbers[usize::from(i) % numbers.len()];
        let (a, b, c) = (pick(i), pick(j), pick(k));
        let next = match operation % 24 {
            0 => a + b,
            1 => a - b,
            2 => a * b,
            3 => a / (b * b + 1.5),
            4 => 2.0 * a - 0.5,
            5 => 1.0 - a / 4.0,
            6 => 1.0 / (a * a + 0.5),
            7 => a.sin(),
            8 => a.tanh() * b,
            9 => (a * a + 0.25).sqrt(),
            10 => a.powi(3),
            11 => (a * a + 1.0).powf(0.3),
            12 => (-a).logistic(),
            13 => a.hypot(b + 2.0),
            14 => a.atan2(b * b + 1.0),
            15 => (a * 0.5).sin_cos().1,
            16 => R::total(&[a, b, c, a]),
            17 => R::dot(&[a, b, c], &[b, c, a]) * 0.25,
            18 => R::combination(&[0.5, -0.25, 0.0, 2.0], &[a, b, c, b]),
            19 => R::norm(&[a, b, c, R::constant(0.5)]),
            20 => R::logsumexp(&[a, b, c]),
            21 => R::block([a, b, c], Bump),
            22 => (a + 1.0).max(b * 0.0 - 7.0),
            _ => -a,
        };
        numbers.push(next / (next * next * 0.1 + 1.0));
    }
    numbers.iter().rev().take(3).copied().sum()
}

proptest! {
    #[test]
    fn random_programs_have_the_gradient_of_forward_mode(
        program in programs(),
        x in prop::array::uniform4(-2.0..2.0_f64),
    ) {
        let mut tape = Tape::<f64, 512>::new();
        let (value, slopes) = tape.value_and_gradient(|x| run(&program, x), x).unwrap();
        assert_close(&[value], &[run(&program, x)], 16.0);
        assert_close(&slopes, &gradient(|x| run(&program, x), x), 4096.0);
    }

    #[test]
    fn random_programs_have_the_hessian_of_forward_mode(
        program in programs(),
        x in prop::array::uniform3(-2.0..2.0_f64),
    ) {
        let mut tape = Tape::<Dual<f64, 2>, 512>::new();
        let rows = tape.hessian(|x| run(&program, x), x).unwrap();
        let forward = hessian(|x| run(&program, x), x);
        assert_close(rows.as_flattened(), forward.as_flattened(), 65536.0);
    }

    #[test]
    fn every_capacity_below_the_need_says_what_is_needed(
        program in programs(),
        x in prop::array::uniform3(-2.0..2.0_f64),
    ) {
        super::memory::every_capacity_below_the_need(|x| run(&program, x), x);
    }
}
