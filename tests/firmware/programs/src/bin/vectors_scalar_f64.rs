//! The vectors of the part `scalar_f64`.

#![no_std]
#![no_main]

calc_programs::program!(|| calc_programs::vectors(calc_vectors::scalar_f64));
