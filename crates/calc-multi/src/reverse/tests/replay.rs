//! Programs evaluated away from where they were recorded.

use core::mem::size_of;
use std::string::ToString;

use calc_scalar::{Dual, Real};
use proptest::prelude::*;

use super::dag::{programs, run};
use crate::reverse::{Branched, Program, Symbol, Tape, TapeFull};
use crate::zoo::{self, assert_close};
use crate::{gradient, hessian_vector_product};

proptest! {
    #[test]
    fn random_programs_give_elsewhere_what_running_them_there_gives(
        steps in programs(),
        here in prop::array::uniform4(-2.0..2.0_f64),
        there in prop::array::uniform4(-2.0..2.0_f64),
    ) {
        let mut program = Program::<f64, 4, 1, 1024>::new();
        program.record(|x| [run(&steps, x)], here).unwrap();
        let mut tape = Tape::<f64, 512>::new();
        for x in [here, there, here] {
            let (value, slopes) = tape.value_and_gradient(|x| run(&steps, x), x).unwrap();
            let mut again = program.evaluate(x).unwrap();
            assert_close(&again.values(), &[value], 64.0);
            assert_close(&again.vjp([1.0]), &slopes, 4096.0);
        }
    }

    #[test]
    fn a_program_is_swept_once_per_row(
        x in prop::array::uniform3(-2.0..2.0_f64),
    ) {
        let mut program = Program::<f64, 3, 2, 64>::new();
        program.record(zoo::spiral, [0.5, 1.0, 2.0]).unwrap();
        let rows = program.evaluate(x).unwrap().jacobian();
        let expected = Tape::<f64, 64>::new().jacobian(zoo::spiral, x).unwrap();
        assert_close(rows.as_flattened(), expected.as_flattened(), 8.0);
    }

    #[test]
    fn a_program_over_duals_multiplies_the_hessian(
        x in prop::array::uniform4(-2.0..2.0_f64),
        v in prop::array::uniform4(-2.0..2.0_f64),
    ) {
        let mut program = Program::<Dual, 4, 1, 128>::new();
        program.record(|x| [zoo::rosenbrock(x)], [0.0; 4].map(Dual::lift)).unwrap();
        let moving = core::array::from_fn(|i| Dual { value: x[i], partials: [v[i]] });
        let slopes = program.evaluate(moving).unwrap().vjp([Dual::constant(1.0)]);
        let expected = hessian_vector_product(zoo::rosenbrock, x, v);
        assert_close(&slopes.map(Dual::slope), &expected, 64.0);
    }
}

#[test]
fn decisions_that_change_are_counted() {
    fn decide<R: Real>([x, y]: [R; 2]) -> R {
        let mut sum = x * y;
        if x > 1.0 {
            sum += x;
        }
        if y >= x {
            sum *= 2.0;
        }
        sum.clamp(-100.0, 100.0).max(y).abs()
    }
    let mut program = Program::<f64, 2, 1, 32>::new();
    program.record(|x| [decide(x)], [2.0, 3.0]).unwrap();
    // The same decisions: exactly the function.
    let x = [5.0, 6.5];
    assert_eq!(program.evaluate(x).unwrap().values(), [decide(x)]);
    let x = [90.0, 95.0];
    assert_eq!(program.evaluate(x).unwrap().vjp([1.0]), [0.0, 0.0]);
    for (x, decisions) in [([0.5, 3.0], 1), ([2.0, 1.0], 1), ([0.5, 0.25], 2)] {
        let error = program.evaluate(x).unwrap_err();
        assert_eq!(error, Branched { decisions });
        assert!(error.to_string().contains("record it again"));
    }
    // A value that leaves the program is a decision, too.
    program
        .record(|[x, y]| [x * y.primal()], [2.0, 3.0])
        .unwrap();
    assert_eq!(program.evaluate([7.0, 3.0]).unwrap().values(), [21.0]);
    assert_eq!(
        program.evaluate([2.0, 4.0]).map(|_| ()),
        Err(Branched { decisions: 1 })
    );
}

#[test]
fn every_capacity_below_the_need_of_a_program_says_what_is_needed() {
    fn at<const CAP: usize>() -> (Result<(), TapeFull>, usize, bool) {
        let mut program = Program::<f64, 2, 1, CAP>::new();
        let result = program.record(|[x, y]| [(x * y + 1.0).sin()], [1.0, 2.0]);
        let used = program.used();
        let [value] = program.evaluate([1.0, 2.0]).unwrap().values();
        (result, used, value.is_nan())
    }
    let full = |capacity| {
        let needed = 5;
        (Err(TapeFull { capacity, needed }), 0, true)
    };
    assert_eq!(at::<0>(), full(0));
    assert_eq!(at::<1>(), full(1));
    assert_eq!(at::<2>(), full(2));
    assert_eq!(at::<3>(), full(3));
    assert_eq!(at::<4>(), full(4));
    assert_eq!(at::<5>(), (Ok(()), 5, false));
}

#[test]
fn outputs_may_be_constants_and_inputs() {
    let mut program = Program::<f64, 2, 3, 8>::new();
    program
        .record(|[x, y]| [Symbol::constant(7.0), y, -x], [1.0, 2.0])
        .unwrap();
    let mut run = program.evaluate([3.0, 4.0]).unwrap();
    assert_eq!(run.values(), [7.0, 4.0, -3.0]);
    assert_eq!(run.jacobian(), [[0.0, 0.0], [0.0, 1.0], [-1.0, 0.0]]);
}

#[test]
fn singular_points_are_those_of_the_tape() {
    let mut program = Program::<f64, 2, 2, 16>::new();
    program
        .record(|[x, y]| [x * y.sqrt(), 0.0 * x.sqrt() + y], [1.0, 1.0])
        .unwrap();
    let rows = program.evaluate([0.0, 0.0]).unwrap().jacobian();
    assert_eq!(rows, [[0.0, 0.0], [0.0, 1.0]]);
}

#[test]
fn the_memory_of_a_program_is_what_the_documentation_says() {
    let per_operation = size_of::<Program<f64, 2, 1, 200>>() - size_of::<Program<f64, 2, 1, 100>>();
    assert_eq!(per_operation, 100 * 64);
}

#[test]
fn replayed_factors_are_slopes_also_where_the_value_is_nan() {
    fn line<R: Real>(k: usize, x: R) -> R {
        match k {
            0 => 3.0 * x,
            1 => x / 4.0,
            2 => x * f64::INFINITY,
            _ => x / 0.0,
        }
    }
    for k in 0..4 {
        for at in [f64::NAN, f64::INFINITY, 0.0, 2.0] {
            let mut program = Program::<f64, 1, 1, 4>::new();
            program.record(|[x]| [line(k, x)], [1.0]).expect("room");
            let [slope] = program.evaluate([at]).expect("same way").vjp([1.0]);
            let [expected] = gradient(|[x]| line(k, x), [at]);
            let both_nan = slope.is_nan() && expected.is_nan();
            assert!(
                both_nan || slope == expected,
                "{k} at {at}: {slope}, {expected}"
            );
        }
    }
}
