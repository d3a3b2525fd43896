//! The vectors of the part `multi_f32`.

#![no_std]
#![no_main]

calc_programs::program!(|| calc_programs::vectors(calc_vectors::multi_f32));
