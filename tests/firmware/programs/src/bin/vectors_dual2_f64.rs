//! The vectors of the part `dual2_f64`.

#![no_std]
#![no_main]

calc_programs::program!(|| calc_programs::vectors(calc_vectors::dual2_f64));
