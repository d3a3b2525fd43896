//! The vectors of the part `symbols_f64`.

#![no_std]
#![no_main]

calc_programs::program!(|| calc_programs::vectors(calc_vectors::symbols_f64));
