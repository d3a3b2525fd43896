//! Vectors and matrices of `nalgebra` in and out.

use calc_multi::nalgebra::{gradient, hessian, jacobian, value_and_gradient};
use calc_multi::{Dual2, Tape};
use calc_scalar::{Dual, Ieee, Real};
use nalgebra::{Matrix2, Matrix2x3, Matrix3, SVector, Scalar, Vector2, Vector3};

/// Rosenbrock's function.
fn rosenbrock<R: Real + Scalar>(x: SVector<R, 2>) -> R {
    let [[x, y]] = x.data.0;
    (1.0 - x).powi(2) + 100.0 * (y - x * x).powi(2)
}

#[test]
fn derivatives_are_those_of_arrays_to_the_last_bit() {
    let x = Vector2::new(-1.2, 1.0);
    let of_arrays = |[x, y]: [Dual<f64, 2>; 2]| rosenbrock(Vector2::new(x, y));
    let (value, slope) = value_and_gradient(rosenbrock, x);
    assert_eq!(value, rosenbrock(x));
    assert_eq!(
        slope.data.0[0],
        calc_multi::gradient(of_arrays, [-1.2, 1.0])
    );
    assert_eq!(slope, gradient(rosenbrock, x));
    let matrix = calc_multi::hessian(|[x, y]| rosenbrock(Vector2::new(x, y)), [-1.2, 1.0]);
    assert_eq!(
        hessian(rosenbrock, x),
        Matrix2::from_fn(|i, j| matrix[i][j])
    );
}

#[test]
fn a_jacobian_has_a_row_for_each_component() {
    // By hand: f = (x·y, y·z²).
    let j = jacobian(
        |x: Vector3<Dual<f64, 3>>| Vector2::new(x.x * x.y, x.y * x.z.powi(2)),
        Vector3::new(2.0, 3.0, 4.0),
    );
    assert_eq!(j, Matrix2x3::new(3.0, 2.0, 0.0, 0.0, 16.0, 24.0));
}

#[test]
fn products_of_matrices_are_differentiated() {
    let a = Matrix3::new(4.0, 1.0, 0.0, 1.0, 3.0, -1.0, 0.0, -1.0, 2.0);
    let b = Vector3::new(1.0, -2.0, 0.5);
    let x = Vector3::new(0.3, -0.7, 1.1);
    // ½xᵀAx − bᵀx has gradient Ax − b and Hessian A.
    let slope = gradient(
        |x: Vector3<Dual<f64, 3>>| {
            (a.map(Dual::lift) * x).dot(&x) * 0.5 - b.map(Dual::lift).dot(&x)
        },
        x,
    );
    assert!((slope - (a * x - b)).abs().max() < 1e-15);
    let curvature = hessian(
        |x: Vector3<Dual2<f64, 3, 2>>| (a.map(Dual2::lift) * x).dot(&x) * 0.5,
        x,
    );
    assert_eq!(curvature, a);
    // The slope of the determinant is the adjugate.
    let [[p, q]] = gradient(
        |x: Vector2<Dual<f64, 2>>| {
            let m = Matrix2::new(x.x, Dual::lift(2.0), Dual::lift(3.0), x.y);
            m.m11 * m.m22 - m.m12 * m.m21
        },
        Vector2::new(5.0, 7.0),
    )
    .data
    .0;
    assert_eq!([p, q], [7.0, 5.0]);
}

#[test]
fn single_precision_and_the_tape_take_vectors_as_well() {
    assert_eq!(
        gradient(
            |x: Vector2<Dual<f32, 2>>| x.x * x.y,
            Vector2::new(2.0_f32, 3.0)
        ),
        Vector2::new(3.0, 2.0)
    );
    // A number on a tape is bound to its tape, and `nalgebra` asks for numbers without bonds: arrays.
    let tape = Tape::<f64, 16>::new().gradient(|[x, y]| x * y, [2.0, 3.0]);
    assert_eq!(tape.unwrap(), [3.0, 2.0]);
}

#[test]
fn vectors_of_floats_without_strong_zeros_go_in_and_out() {
    let x = Vector2::new(-1.2, 1.0);
    let slope = gradient(rosenbrock, x.map(Ieee));
    assert_eq!(slope.map(|slope| slope.0), gradient(rosenbrock, x));
}
