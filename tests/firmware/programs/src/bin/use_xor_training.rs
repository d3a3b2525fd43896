//! A whole training: a 2-4-1 network of sigmoids starts from seeded weights and learns XOR in place, in 1000 epochs.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_firmware::xor::{EPOCHS, Xor, train};

calc_programs::measured!(|| {
    let mut w = [0.0; Xor::PARAMETERS];
    train(&mut w, black_box(EPOCHS));
    black_box(&w);
});
