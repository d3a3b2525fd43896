//! The vectors of the part `minimizers`.

#![no_std]
#![no_main]

calc_programs::program!(|| calc_programs::vectors(calc_vectors::minimizers));
