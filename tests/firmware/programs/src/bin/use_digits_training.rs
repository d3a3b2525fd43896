//! A whole epoch: a 64-32-10 network sees 1437 real digits, which are in flash as text, 32 at a time.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_firmware::digits::{epoch, start};

calc_programs::measured!(|| {
    let mut w = start();
    black_box(epoch(&mut w, 1));
    black_box(&w);
});
