//! The vectors of the part `nn_f32`.

#![no_std]
#![no_main]

calc_programs::program!(|| calc_programs::vectors(calc_vectors::nn_f32));
