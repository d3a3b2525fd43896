//! Reverse mode through many steps, against the tape of them all and against the published optimum.

use std::vec;
use std::vec::Vec;

use calc_scalar::Real;
use proptest::prelude::*;

use crate::reverse::{
    Checkpoint, Recurrence, SliceTape, Tape, TapeError, TapeFull, fewest_advances,
};
use crate::zoo::assert_close;
use crate::{gradient, reverse::Node};

/// A driven oscillator with friction.
struct Oscillator;

impl Recurrence<2, 3> for Oscillator {
    fn step<R: Real>(&self, k: u32, [x, v]: [R; 2], [spring, friction, drive]: [R; 3]) -> [R; 2] {
        let force = drive * (0.01 * f64::from(k)) - spring * x.sin() - friction * v;
        let v = v + 0.05 * force;
        [x + 0.05 * v, v]
    }
}

/// All steps at once.
fn loss<R: Real>(steps: u32, [x, v, a, b, c]: [R; 5]) -> R {
    let mut state = [x, v];
    for k in 0..steps {
        state = Oscillator.step(k, state, [a, b, c]);
    }
    let [x, v] = state;
    x * x + 0.5 * v
}

/// The optimum by trying every place for the second checkpoint.
fn fewest_by_search(steps: usize, checkpoints: usize) -> Vec<Vec<u64>> {
    let mut table = vec![vec![0_u64; steps + 1]; checkpoints + 1];
    for (l, entry) in table[1].iter_mut().enumerate() {
        *entry = (1..l).sum::<usize>() as u64;
    }
    for c in 2..=checkpoints {
        for l in 2..=steps {
            table[c][l] = (1..l)
                .map(|m| m as u64 + table[c - 1][l - m] + table[c][m])
                .min()
                .unwrap();
        }
    }
    table
}

#[test]
fn the_published_optimum_is_the_best_of_all_schedules_and_is_met() {
    let table = fewest_by_search(90, 10);
    let mut tape = Tape::<f64, 32>::new();
    for checkpoints in 1..=10_u32 {
        for steps in 0..=90_u32 {
            let best = table[checkpoints as usize][steps as usize];
            assert_eq!(fewest_advances(steps, checkpoints), Some(best));
            let mut slots = vec![Checkpoint::new(); checkpoints as usize];
            let run = tape.backpropagate(
                &Oscillator,
                steps,
                [0.3, 0.1],
                [1.0, 0.1, 0.5],
                &mut slots,
                |[x, _]| [2.0 * x, 0.5],
            );
            assert_eq!(
                u64::from(run.unwrap().advances),
                best,
                "{steps} {checkpoints}"
            );
        }
    }
    assert_eq!(fewest_advances(5, 0), None);
    assert_eq!(fewest_advances(u32::MAX, u32::MAX), Some(4_294_967_294));
    // C(8 + 4, 4) = 495 < 1000 ≤ C(8 + 5, 5) = 1287, and C(13, 9) = 715.
    assert_eq!(fewest_advances(1000, 8), Some(5 * 1000 - 715));
}

proptest! {
    #[test]
    fn the_gradient_through_steps_is_that_of_all_at_once(
        steps in 0..60_u32,
        slots in 1..9_usize,
        x in prop::array::uniform5(-1.0..1.0_f64),
    ) {
        let [a, b, spring, friction, drive] = x;
        let mut tape = Tape::<f64, 16>::new();
        let mut memory = vec![Checkpoint::new(); slots];
        let run = tape.backpropagate(
            &Oscillator,
            steps,
            [a, b],
            [spring, friction, drive],
            &mut memory,
            |[x, _]| [2.0 * x, 0.5],
        ).unwrap();
        let [x_end, v_end] = run.end;
        assert_close(&[x_end * x_end + 0.5 * v_end], &[loss(steps, x)], 4.0);
        let mut slopes = [0.0; 5];
        slopes[..2].copy_from_slice(&run.by_state);
        slopes[2..].copy_from_slice(&run.by_parameters);
        assert_close(&slopes, &gradient(|x| loss(steps, x), x), 4096.0);
    }
}

#[test]
fn what_is_missing_is_named() {
    let run = |capacity: usize, slots: usize| {
        let mut nodes = vec![Node::new(); capacity];
        let mut adjoints = vec![0.0; capacity];
        let mut memory = vec![Checkpoint::new(); slots];
        SliceTape::over(&mut nodes, &mut adjoints)
            .backpropagate(
                &Oscillator,
                10,
                [0.5, 0.0],
                [1.0, 0.1, 0.0],
                &mut memory,
                |_| [1.0, 0.0],
            )
            .map(drop)
    };
    assert_eq!(run(16, 0), Err(TapeError::NoCheckpoint));
    let full = TapeFull {
        capacity: 6,
        needed: 12,
    };
    assert_eq!(run(6, 3), Err(TapeError::Full(full)));
    assert_eq!(run(12, 3), Ok(()));
}
