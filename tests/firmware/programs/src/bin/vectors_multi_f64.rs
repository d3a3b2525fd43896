//! The vectors of the part `multi_f64`.

#![no_std]
#![no_main]

calc_programs::program!(|| calc_programs::vectors(calc_vectors::multi_f64));
