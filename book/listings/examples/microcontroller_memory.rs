//! How many bytes numbers and tapes occupy.

// ANCHOR: listing
use calc_multi::Tape;
use calc_scalar::{Dual, Jet};

fn main() {
    size::<f32>("a plain number, f32");
    size::<Dual<f32>>("with one slope, f32");
    size::<Dual<f32, 3>>("with three slopes, f32");
    size::<Dual<f64, 3>>("with three slopes, f64");
    size::<Jet<f32, 5>>("with four derivatives, f32");
    size::<Tape<f32, 64>>("a tape of 64 entries, f32");
    let entry = size_of::<Tape<f32, 66>>() - size_of::<Tape<f32, 64>>();
    println!("one more tape entry, f32    = {} bytes", entry / 2);
    let entry = size_of::<Tape<f64, 66>>() - size_of::<Tape<f64, 64>>();
    println!("one more tape entry, f64    = {} bytes", entry / 2);
}

fn size<T>(name: &str) {
    println!("{name:<27} = {} bytes", size_of::<T>());
}
// ANCHOR_END: listing
