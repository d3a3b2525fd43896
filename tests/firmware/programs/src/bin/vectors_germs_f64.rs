//! The vectors of the part `germs_f64`.

#![no_std]
#![no_main]

calc_programs::program!(|| calc_programs::vectors(calc_vectors::germs_f64));
