//! The root of Wallis' cubic by `root::FalsePosition`.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_opt::root::{FalsePosition, Search, Weight};
use calc_scalar::Real;

/// `x³ − 2x − 5`, Wallis' example.
fn wallis<R: Real<f32>>(x: R) -> R {
    x.powi(3) - 2.0 * x - 5.0
}

calc_programs::measured!(|| {
    let [a, b] = black_box([2.0_f32, 3.0]);
    let mut search = Search::new(a, b, FalsePosition::new(Weight::AndersonBjorck));
    while let Some(x) = search.next() {
        search.tell(wallis(x));
    }
    black_box(search.result().ok());
});
