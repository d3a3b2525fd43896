//! Nothing: what every program has.

#![no_std]
#![no_main]

use core::hint::black_box;

calc_programs::measured!(|| {
    black_box(0);
});
