//! The answers of the first exercises, each by two routes.

// ANCHOR: listing
use calc_multi::gradient;
use calc_scalar::{Real, derivative, difference};

fn cubic<R: Real>(x: R) -> R {
    3.0 * x.powi(3) - 2.0 * x.powi(2) + x - 5.0
}

fn mixed<R: Real>([x, y]: [R; 2]) -> R {
    x.powi(3) * y.powi(2) + 2.0 * x * y - y.powi(3)
}

fn bell<R: Real>(x: R) -> R {
    x.powi(2).exp()
}

fn main() {
    let exact = derivative(cubic, 2.0);
    let measured = difference::derivative(cubic, 2.0);
    println!("cubic: exact slope at 2 = {exact}");
    println!("cubic: measured slope at 2 = {:.8}", measured.value);

    println!(
        "mixed: exact slopes at (1, 2) = {:?}",
        gradient(mixed, [1.0, 2.0])
    );
    let by_x = difference::derivative(|x| mixed([x, 2.0]), 1.0);
    let by_y = difference::derivative(|y| mixed([1.0, y]), 2.0);
    println!(
        "mixed: measured slopes at (1, 2) = [{:.8}, {:.8}]",
        by_x.value, by_y.value
    );

    let exact = derivative(bell, 1.0);
    let measured = difference::derivative(bell, 1.0);
    println!("bell: exact slope at 1 = {exact:.10}");
    println!("bell: measured slope at 1 = {:.10}", measured.value);
    println!("bell: on paper, 2e = {:.10}", 2.0 * core::f64::consts::E);
}
// ANCHOR_END: listing
