//! Every public function of the four crates at many points, as lines of bits.
//!
//! The same lines come out on a desktop and on every target, or [`golden.txt`](../golden.txt) says
//! where not: `cargo xtask embedded vectors`. Nothing in here panics, so that the program around it
//! proves that nothing it calls does, either.
//!
//! To add a function, add a line to the file of its crate:
//!
//! ```text
//! out.case("calc_scalar::derivative", &POINTS, |x: T| derivative(wave, x));
//! ```

#![no_std]

mod out;
mod operations;
mod functions;
mod numbers;
mod scalar;
mod multi;
mod opt;
mod nn;

pub use out::Out;

/// A program's worth of functions: small enough for the flash of the smallest machine.
pub type Part = fn(&mut Out<'_>);

/// Everything, in parts; each is a program `tests/firmware/programs/src/bin/vectors_<name>.rs`.
pub const PARTS: &[(&str, Part)] = &[
    ("values", values),
    ("duals", duals),
    ("jets", jets),
    ("complex", complex),
    ("dual2", dual2),
    ("tape", tape),
    ("scalar", scalar),
    ("multi", multi),
    ("opt", opt),
    ("nn", nn),
];

/// The methods of `Real` on plain floats.
pub fn values(out: &mut Out<'_>) {
    numbers::values(out);
}

/// The methods of `Real` on `Dual`.
pub fn duals(out: &mut Out<'_>) {
    numbers::duals(out);
}

/// The methods of `Real` on `Jet`.
pub fn jets(out: &mut Out<'_>) {
    numbers::jets(out);
}

/// The methods of `Real` on `Complex`.
pub fn complex(out: &mut Out<'_>) {
    numbers::complex(out);
}

/// The methods of `Real` on `Dual2`.
pub fn dual2(out: &mut Out<'_>) {
    numbers::dual2(out);
}

/// The methods of `Real` on the tape.
pub fn tape(out: &mut Out<'_>) {
    numbers::tape(out);
}

/// The functions of `calc-scalar`.
pub fn scalar(out: &mut Out<'_>) {
    scalar::f64(out);
    scalar::f32(out);
}

/// The functions of `calc-multi`.
pub fn multi(out: &mut Out<'_>) {
    multi::f64(out);
    multi::f32(out);
}

/// The functions of `calc-opt`.
pub fn opt(out: &mut Out<'_>) {
    opt::f64(out);
    opt::f32(out);
    opt::common(out);
}

/// The functions of `calc-nn`.
pub fn nn(out: &mut Out<'_>) {
    nn::all::<f64>(out);
    nn::all::<f32>(out);
    nn::common(out);
}
