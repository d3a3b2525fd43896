//! Other libraries in Rust on every set, each called as its documentation shows, with the tolerances of ours.

mod argmin;
mod basin;
mod fits;
mod minima;
mod roots;

pub fn all() {
    roots::all();
    minima::all();
    fits::all();
}
