//! `exp` at eight points.

#![no_std]
#![no_main]

use core::hint::black_box;

use micromath::F32Ext;

calc_harness::compared!(|| black_box([0.1_f32, 0.5, 0.9, 1.3, 2.1, 2.9, 3.7, 5.3]).map(F32Ext::exp));
