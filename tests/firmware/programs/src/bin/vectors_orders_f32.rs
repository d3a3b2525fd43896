//! The vectors of the part `orders_f32`.

#![no_std]
#![no_main]

calc_programs::program!(|| calc_programs::vectors(calc_vectors::orders_f32));
