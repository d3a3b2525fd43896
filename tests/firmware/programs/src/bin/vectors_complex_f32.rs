//! The vectors of the part `complex_f32`.

#![no_std]
#![no_main]

calc_programs::program!(|| calc_programs::vectors(calc_vectors::complex_f32));
