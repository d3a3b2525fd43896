//! All vectors, for machines with megabytes of flash.

#![no_std]
#![no_main]

calc_programs::program!(|| calc_programs::vectors(calc_vectors::everything));
