//! What a piece of a program costs: instructions executed and bytes of stack.

use core::hint::black_box;
use core::ptr::{read_volatile, write_volatile};
use core::sync::atomic::{AtomicU32, Ordering::Relaxed};

use crate::machine::{self, Clock, stack_limit, stack_pointer};

/// What unused stack is filled with.
const PAINT: u32 = 0xa5c3_5a3c;

/// Runs `body` and tells the host, in hexadecimal digits: how long it took, less the time for nothing, in
/// ticks of the machine's clock; how many bytes of stack it used; and 1 if the clock is too fast for so
/// long a run, else 0.
pub fn measure(body: fn()) {
    let mut clock = Clock::start();
    let nothing = ticks(&mut clock, || {});
    let something = ticks(&mut clock, body);
    let wrapped = clock.has_wrapped();
    tell(something.saturating_sub(nothing));
    tell(stack(body));
    tell(u32::from(wrapped));
}

#[inline(never)]
fn ticks(clock: &mut Clock, body: fn()) -> u32 {
    let body = black_box(body);
    let start = clock.now();
    body();
    clock.now().wrapping_sub(start) & Clock::BITS
}

/// Paints the stack that is not in use, runs `body`, and looks how much paint is gone.
#[inline(never)]
fn stack(body: fn()) -> u32 {
    let body = black_box(body);
    let top = stack_pointer() / 4 * 4;
    let bottom = stack_limit();
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

/// Says a number and a space.
#[inline(never)]
fn tell(mut n: u32) {
    for _ in 0..8 {
        n = n.rotate_left(4);
        let digit = (n & 15) as u8;
        machine::put(digit + if digit < 10 { b'0' } else { b'a' - 10 });
    }
    machine::put(b' ');
}

/// Numbers that a body leaves behind.
#[derive(Debug)]
pub struct Answer([AtomicU32; 8]);

impl Answer {
    /// None yet.
    #[must_use]
    pub const fn new() -> Self {
        Self([const { AtomicU32::new(f32::NAN.to_bits()) }; 8])
    }

    /// Keeps these.
    pub fn set<const N: usize>(&self, answer: [f32; N]) {
        for (place, x) in self.0.iter().zip(answer) {
            place.store(x.to_bits(), Relaxed);
        }
    }

    /// Tells the host the bits of all eight.
    pub fn tell(&self) {
        for place in &self.0 {
            tell(place.load(Relaxed));
        }
    }
}

impl Default for Answer {
    fn default() -> Self {
        Self::new()
    }
}

/// What `write` leaves in the room for eight numbers.
pub fn eight(write: impl FnOnce(*mut f32)) -> [f32; 8] {
    let mut numbers = [0.0; 8];
    write(numbers.as_mut_ptr());
    numbers
}
