//! Reverse mode through a thousand steps: memory against repetition.

// ANCHOR: listing
use calc_multi::{Checkpoint, Recurrence, Tape, TapeError};
use calc_scalar::Real;

/// A memory cell: what it holds is mixed with what arrives, once in every step.
struct Cell;

impl Recurrence<1, 2> for Cell {
    fn step<R: Real>(&self, k: u32, [state]: [R; 1], [keep, gain]: [R; 2]) -> [R; 1] {
        let arrives = Real::sin(0.1 * f64::from(k));
        [(keep * state + gain * arrives).tanh()]
    }
}

fn main() -> Result<(), TapeError> {
    let weights = [0.9, 0.5];
    show::<1000>(weights)?; // every state is kept
    show::<30>(weights)?;
    show::<10>(weights)?;
    show::<3>(weights)?;
    Ok(())
}

fn show<const ROOM: usize>(weights: [f64; 2]) -> Result<(), TapeError> {
    let mut tape = Tape::<f64, 16>::new(); // one step at a time
    let mut states = [Checkpoint::new(); ROOM];
    let run = tape.backpropagate(&Cell, 1000, [0.0], weights, &mut states, |_| [1.0])?;
    let [by_keep, by_gain] = run.by_parameters;
    println!("room for {ROOM} states: slopes {by_keep:.9} and {by_gain:.9}");
    println!("  steps taken beside the tape, {ROOM} = {}", run.advances);
    Ok(())
}
// ANCHOR_END: listing
