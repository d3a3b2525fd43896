//! What a piece of a program costs: instructions executed and bytes of stack.

use core::hint::black_box;
use core::ptr::{read_volatile, write_volatile};

use crate::machine::{self, Clock, stack_pointer};
use crate::report::Report;

/// How much of the stack is watched: less than the RAM of the smallest machine.
const WATCHED: usize = 12 * 1024;

/// What unused stack is filled with.
const PAINT: u32 = 0xa5c3_5a3c;

/// Runs `body` and tells the host how long it took, less the time for nothing, in ticks of the
/// machine's clock, and how many bytes of stack it used.
pub fn measure(body: fn()) {
    let mut clock = Clock::start();
    let nothing = ticks(&mut clock, || {});
    let something = ticks(&mut clock, body);
    if clock.has_wrapped() {
        machine::exit(2);
    }
    let stack = stack(body);
    let mut report = Report::new();
    report.number(something.wrapping_sub(nothing));
    report.text(" ");
    report.number(stack);
    report.text("\n");
    report.send();
}

#[inline(never)]
fn ticks(clock: &mut Clock, body: fn()) -> u32 {
    let body = black_box(body);
    let start = clock.now();
    body();
    clock.now().wrapping_sub(start)
}

/// Paints the stack that is not in use, runs `body`, and looks how much paint is gone.
#[inline(never)]
fn stack(body: fn()) -> u32 {
    let body = black_box(body);
    let top = stack_pointer() / 4 * 4;
    let bottom = top - WATCHED;
    for place in (bottom..top).step_by(4) {
        // SAFETY: this lies below the stack pointer and above the static data, so nobody's.
        unsafe { write_volatile(place as *mut u32, PAINT) }
    }
    body();
    let mut deepest = bottom;
    // SAFETY: as above.
    while deepest < top && unsafe { read_volatile(deepest as *const u32) } == PAINT {
        deepest += 4;
    }
    (top - deepest) as u32
}
