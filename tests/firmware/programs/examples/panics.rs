//! The control: this program can panic, so it must be refused.

#![no_std]
#![no_main]

use core::hint::black_box;

/// Whether `i` is too large is not known at home.
fn pick(i: usize) -> f32 {
    [0.5, 1.5, 2.5][i]
}

calc_programs::program!(|| {
    black_box(pick(black_box(1)));
});
