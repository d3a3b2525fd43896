//! Bit patterns of elementary functions, the same on every target.

// ANCHOR: listing
use calc_scalar::{Real, derivative};

fn f<R: Real>(x: R) -> R {
    (x.sin() * x.exp() + x.ln()).tanh()
}

fn g<R: Real<f32>>(x: R) -> R {
    (x.sin() * x.exp() + x.ln()).tanh()
}

fn main() {
    let (double, single) = (0.7_f64, 0.7_f32);
    println!("f(0.7)  double  {:016x}", f(double).to_bits());
    println!("f′(0.7) double  {:016x}", derivative(f, double).to_bits());
    println!("f(0.7)  single  {:08x}", g(single).to_bits());
    println!("f′(0.7) single  {:08x}", derivative(g, single).to_bits());
}
// ANCHOR_END: listing
