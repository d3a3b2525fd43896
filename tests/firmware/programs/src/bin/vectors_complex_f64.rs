//! The vectors of the part `complex_f64`.

#![no_std]
#![no_main]

calc_programs::program!(|| calc_programs::vectors(calc_vectors::complex_f64));
