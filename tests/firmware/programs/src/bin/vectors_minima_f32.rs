//! The vectors of the part `minima_f32`.

#![no_std]
#![no_main]

calc_programs::program!(|| calc_programs::vectors(calc_vectors::minima_f32));
