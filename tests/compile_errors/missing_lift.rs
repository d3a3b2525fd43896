//~ add `Dual<Dual>` to `Dual`
use calc_scalar::{Dual, derivative};
fn main() {
    let _ = derivative(|x: Dual| derivative(|y: Dual<Dual>| x + y, Dual::lift(1.0)) * x, 1.0_f64);
}
