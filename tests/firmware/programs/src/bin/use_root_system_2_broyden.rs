//! Two equations in two unknowns by `root::system::broyden`.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_opt::root::system;
use calc_scalar::Real;

/// A circle and a wave that crosses it.
fn crossing<R: Real<f32>>([x, y]: [R; 2]) -> [R; 2] {
    [x * x + y * y - 2.0, y - x.sin()]
}

calc_programs::measured!(|| {
    black_box(system::broyden(crossing::<f32>, black_box([1.0_f32, 0.5])).ok());
});
