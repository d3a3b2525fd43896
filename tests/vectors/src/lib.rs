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
//!
//! A method of `Real` is a line in `operations.rs`.

#![no_std]

mod certain;
mod functions;
mod multi;
mod nn;
mod stored;
mod sensor;
mod practice;
mod near;
mod numbers;
mod operations;
mod opt;
mod minimizers;
mod watched;
mod systems;
mod orders;
mod differences;
mod out;
mod rules;
mod scalar;
mod storage;

pub use numbers::{
    complex_f32, complex_f64, dual2_f32, dual2_f64, duals_f32, duals_f64, germs_f32, germs_f64,
    intervals, intervals_too, jets_f32, jets_f64, multijets, symbols_f32, symbols_f64, tape_f32,
    tape_f64, values_f32, values_f64,
};
pub use out::Out;

/// A program's worth of functions: small enough for the flash of the smallest machine.
pub type Part = fn(&mut Out<'_>);

/// Everything, in parts; each is a program `tests/firmware/programs/src/bin/vectors_<name>.rs`.
pub const PARTS: &[(&str, Part)] = &[
    ("values_f64", values_f64),
    ("values_f32", values_f32),
    ("duals_f64", duals_f64),
    ("duals_f32", duals_f32),
    ("jets_f64", jets_f64),
    ("jets_f32", jets_f32),
    ("complex_f64", complex_f64),
    ("complex_f32", complex_f32),
    ("dual2_f64", dual2_f64),
    ("dual2_f32", dual2_f32),
    ("tape_f64", tape_f64),
    ("tape_f32", tape_f32),
    ("intervals", intervals),
    ("intervals_too", intervals_too),
    ("multijets", multijets),
    ("symbols_f64", symbols_f64),
    ("symbols_f32", symbols_f32),
    ("germs_f64", germs_f64),
    ("germs_f32", germs_f32),
    ("scalar_f64", scalar_f64),
    ("scalar_f32", scalar_f32),
    ("multi_f64", multi_f64),
    ("multi_f32", multi_f32),
    ("orders_f64", orders_f64),
    ("orders_f32", orders_f32),
    ("differences", differences),
    ("storage", storage),
    ("certain", certain),
    ("bounds", bounds),
    ("roots_f64", roots_f64),
    ("roots_f32", roots_f32),
    ("minima_f64", minima_f64),
    ("minima_f32", minima_f32),
    ("minimizers", minimizers),
    ("watched", watched),
    ("systems", systems),
    ("rules", rules),
    ("nn_f64", nn_f64),
    ("nn_f32", nn_f32),
    ("stored", stored),
    ("practice", practice),
];

/// Everything at once, for machines with room for it: the program `vectors`.
pub fn everything(out: &mut Out<'_>) {
    for (_, part) in PARTS {
        part(out);
    }
}

/// The functions of `calc-scalar`, in `f64`.
pub fn scalar_f64(out: &mut Out<'_>) {
    scalar::f64(out);
}

/// The functions of `calc-scalar`, in `f32`.
pub fn scalar_f32(out: &mut Out<'_>) {
    scalar::f32(out);
}

/// The functions of `calc-multi`, in `f64`.
pub fn multi_f64(out: &mut Out<'_>) {
    multi::f64(out);
}

/// The functions of `calc-multi`, in `f32`.
pub fn multi_f32(out: &mut Out<'_>) {
    multi::f32(out);
}

/// Derivatives beyond the first, in `f64`.
pub fn orders_f64(out: &mut Out<'_>) {
    orders::f64(out);
    orders::high(out);
}

/// Derivatives beyond the first, in `f32`.
pub fn orders_f32(out: &mut Out<'_>) {
    orders::f32(out);
}

/// Derivatives of several variables by differences, in `f64`.
pub fn differences(out: &mut Out<'_>) {
    differences::all(out);
}

/// Derivatives in the caller's memory, in `f32`.
pub fn storage(out: &mut Out<'_>) {
    storage::all(out);
}

/// Intervals; some in `f64` only.
pub fn certain(out: &mut Out<'_>) {
    certain::all(out);
}

/// Bounds and kinks, in `f64`.
pub fn bounds(out: &mut Out<'_>) {
    certain::bounds(out);
    certain::places(out);
}

/// Roots, in `f64`.
pub fn roots_f64(out: &mut Out<'_>) {
    opt::roots_f64(out);
    opt::common(out);
}

/// Roots, in `f32`.
pub fn roots_f32(out: &mut Out<'_>) {
    opt::roots_f32(out);
}

/// Critical points, minima and fits, in `f64`.
pub fn minima_f64(out: &mut Out<'_>) {
    opt::minima_f64(out);
}

/// Critical points, minima and fits, in `f32`.
pub fn minima_f32(out: &mut Out<'_>) {
    opt::minima_f32(out);
}

/// The minimisers of `calc-opt`, in `f32`.
pub fn minimizers(out: &mut Out<'_>) {
    minimizers::all(out);
}

/// Searches of one variable that may fail, that are watched, and what their reports answer.
pub fn watched(out: &mut Out<'_>) {
    watched::all(out);
}

/// Systems, polynomials, proofs and bounds, in `f32`.
pub fn systems(out: &mut Out<'_>) {
    systems::all(out);
}

/// The update rules and schedules of `calc-opt`.
pub fn rules(out: &mut Out<'_>) {
    rules::all::<f64>(out);
    rules::all::<f32>(out);
}

/// The functions of `calc-nn`, in `f64`.
pub fn nn_f64(out: &mut Out<'_>) {
    nn::all::<f64>(out);
    nn::common(out);
}

/// The functions of `calc-nn`, in `f32`.
pub fn nn_f32(out: &mut Out<'_>) {
    nn::all::<f32>(out);
}

/// What `calc-nn` does with networks besides training them: judging, saving, quantising; and a sensor
/// that learns while it runs.
pub fn stored(out: &mut Out<'_>) {
    stored::all::<f64>(out);
    stored::all::<f32>(out);
    stored::common(out);
    sensor::all::<f64>(out);
    sensor::all::<f32>(out);
}

/// What is left of `calc-nn`, in `f32`.
pub fn practice(out: &mut Out<'_>) {
    practice::all(out);
}
