//! The kind of a critical point in two variables, by the curvatures of the Hessian.

// ANCHOR: listing
use calc_multi::linalg::symmetric_eigenvalues;
use calc_multi::{gradient, hessian};
use calc_scalar::Real;

fn f<R: Real>([x, y]: [R; 2]) -> R {
    x.powi(2) + 3.0 * x * y + y.powi(2)
}

fn main() {
    let origin = [0.0, 0.0];
    println!("gradient = {:?}", gradient(f, origin));
    println!("Hessian = {:?}", hessian(f, origin));
    println!(
        "curvatures = {:.1?}",
        symmetric_eigenvalues(hessian(f, origin))
    );
}
// ANCHOR_END: listing
