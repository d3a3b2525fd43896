//! The vectors of the part `opt`.

#![no_std]
#![no_main]

calc_programs::program!(|| calc_programs::vectors(calc_vectors::opt));
