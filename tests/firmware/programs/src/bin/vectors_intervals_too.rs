//! The vectors of the part `intervals_too`.

#![no_std]
#![no_main]

calc_programs::program!(|| calc_programs::vectors(calc_vectors::intervals_too));
