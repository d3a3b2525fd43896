//! The Jacobian of a field in space.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_multi::jacobian;
use calc_scalar::Real;
/// A field in space.
fn field<R: Real<f32>>([x, y, z]: [R; 3]) -> [R; 3] {
    [x * y + z * z, x.exp() - z, y / (1.0 + x * x)]
}

calc_programs::measured!(|| {
    black_box(jacobian(field, black_box([0.5_f32, -1.25, 2.0])));
});
