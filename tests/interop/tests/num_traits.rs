//! Functions written over `num_traits::Float`, by people who do not know of these crates.

use calc_multi::{Dual2, Program, Tape, hessian, jacobian, mixed_partial};
use calc_scalar::{Dual, Ieee, Jet, Kinks, Number, Real, derivative, kinks, taylor};
use num_complex::Complex;
use num_traits::float::FloatCore;
use num_traits::{
    Bounded, Float, FloatConst, FromPrimitive, Inv, MulAdd, Num, NumCast, One, Pow, Signed,
    ToPrimitive, Zero,
};

/// Real and imaginary part of a function of a complex number, and how they move with both parts.
fn complex<const N: usize>(
    f: impl Fn(Complex<Dual<f64, N>>) -> Complex<Dual<f64, N>>,
) -> impl Fn([Dual<f64, N>; 2]) -> [Dual<f64, N>; 2] {
    move |[x, y]| {
        let w = f(Complex::new(x, y));
        [w.re, w.im]
    }
}

/// `f′(z)` from outside, at a point and by `num-complex` on plain floats.
fn is_the_derivative(
    f: impl Fn(Complex<Dual<f64, 2>>) -> Complex<Dual<f64, 2>>,
    slope: impl Fn(Complex<f64>) -> Complex<f64>,
) {
    for (x, y) in [(0.3, 0.7), (-1.2, 0.4), (2.0, -1.5)] {
        let expected = slope(Complex::new(x, y));
        let [[a, b], [c, d]] = jacobian(complex(&f), [x, y]);
        // The equations of Cauchy and Riemann.
        for (actual, expected) in [
            (a, expected.re),
            (c, expected.im),
            (b, -expected.im),
            (d, expected.re),
        ] {
            let error = (actual - expected).abs();
            assert!(
                error <= 1e-14 * slope(Complex::new(x, y)).norm(),
                "{actual} {expected}"
            );
        }
    }
}

#[test]
fn functions_of_num_complex_are_differentiated() {
    is_the_derivative(|z| z.exp(), |z| z.exp());
    is_the_derivative(|z| z.sin(), |z| z.cos());
    is_the_derivative(|z| z.tanh(), |z| 1.0 - z.tanh() * z.tanh());
    is_the_derivative(|z| z.ln(), |z| z.inv());
    is_the_derivative(|z| z.sqrt(), |z| (z.sqrt() * 2.0).inv());
    is_the_derivative(|z| z.powi(3), |z| z * z * 3.0);
    is_the_derivative(|z| z.atan(), |z| (z * z + 1.0).inv());
    is_the_derivative(
        |z| z / (z * z + Complex::<Dual<f64, 2>>::one()),
        |z| {
            let d = z * z + 1.0;
            (-z * z + 1.0) / (d * d)
        },
    );
}

#[test]
fn the_comparison_sees_another_derivative() {
    let wrong = std::panic::catch_unwind(|| is_the_derivative(|z| z.sin(), |z| z.sin()));
    assert!(wrong.is_err());
}

/// A function with about all that `Float` has, in the manner of a library.
fn foreign<T: Float + FloatConst>(x: T, y: T) -> T {
    let half = T::from(0.5).unwrap();
    let (s, c) = (x * T::PI()).sin_cos();
    let a = (s.mul_add(c, x.hypot(y)) + y.atan2(x)).abs().sqrt();
    let b = x.exp_m1() * y.ln_1p() + (x * x + T::one()).ln() - x.powf(y) + x.powi(3);
    let c = (a.tanh() + b.cosh().recip()).max(half) + (x % y) + x.rem_half(half);
    if c.is_nan() {
        T::zero()
    } else {
        c.asinh() + y.cbrt() + x.log(T::E())
    }
}

trait RemHalf: Float {
    fn rem_half(self, half: Self) -> Self {
        (self - self.floor()) * half
    }
}
impl<T: Float> RemHalf for T {}

/// The same over our numbers.
fn ours<R: Real>(x: R, y: R) -> R {
    let half = 0.5;
    let (s, c) = (x * std::f64::consts::PI).sin_cos();
    let a = (s.mul_add(c, x.hypot(y)) + y.atan2(x)).abs().sqrt();
    let b = x.exp_m1() * y.ln_1p() + (x * x + 1.0).ln() - x.pow(y) + x.powi(3);
    let c =
        (a.tanh() + b.cosh().recip()).max(R::constant(half)) + x.fmod(y) + (x - x.floor()) * half;
    c.asinh() + y.cbrt() + x.log(std::f64::consts::E)
}

#[test]
fn foreign_code_and_ours_have_the_same_derivatives_in_every_number_type() {
    let (x, y) = (1.3, 0.8);
    let at = |f: fn(Dual<f64, 2>, Dual<f64, 2>) -> Dual<f64, 2>| {
        f(Dual::variable_at(x, 0), Dual::variable_at(y, 1))
    };
    let (theirs, own) = (at(foreign), at(ours));
    assert_eq!(theirs.value, own.value);
    assert_eq!(theirs.partials, own.partials);

    let second = |[x, y]: [Dual2<f64, 2, 2>; 2]| foreign(x, y);
    assert_eq!(
        hessian(second, [x, y]),
        hessian(|[x, y]| ours(x, y), [x, y])
    );

    let jet = |f: fn(Jet<f64, 6>, Jet<f64, 6>) -> Jet<f64, 6>| -> [f64; 6] {
        taylor(|t: Jet<f64, 6>| f(t, Jet::lift(y)), x)
    };
    assert_eq!(jet(foreign), jet(ours));

    let by_tape = Tape::<f64, 64>::new().gradient(|[x, y]| foreign(x, y), [x, y]);
    let by_tape = by_tape.unwrap();
    for (a, b) in by_tape.into_iter().zip(theirs.partials) {
        assert!((a - b).abs() <= 1e-14 * b.abs(), "{a} {b}");
    }

    // Nested: the slope of the slope.
    let slope = |x: Dual<f64>| derivative(|t| foreign(t, Dual::lift(Dual::lift(y))), x);
    let curvature = hessian(second, [x, y])[0][0];
    assert!((slope(Dual::variable(x)).slope() - curvature).abs() <= 1e-12 * curvature.abs());
}

#[test]
fn foreign_code_has_mixed_partials_and_kinks() {
    let second = |[x, y]: [Dual2<f64, 2, 2>; 2]| foreign(x, y);
    let expected = hessian(second, [1.3, 0.8])[0][1];
    let mixed = mixed_partial(|[x, y]| foreign(x, y), [1.3, 0.8], [1, 1]);
    assert!((mixed - expected).abs() <= 1e-13 * expected.abs());

    // From 1 on the floor of x is another one, and so is the remainder.
    let report: Kinks<f64, 4> = kinks(|x| foreign(x, Float::recip(x)), 1.0);
    let names = report.iter().map(|kink| kink.operation);
    assert!(names.eq(["fmod", "floor"]), "{report:?}");
}

#[test]
fn foreign_code_is_recorded_as_a_program_and_evaluated_elsewhere() {
    let mut program = Program::<f64, 2, 1, 64>::new();
    program
        .record(|[x, y]| [foreign(x, y)], [1.3, 0.8])
        .unwrap();
    for point @ [x, y] in [[1.3, 0.8], [1.1, 0.9], [1.45, 0.75]] {
        let at = |i| Dual::<f64, 2>::variable_at(point[i], i);
        let expected = foreign(at(0), at(1));
        let mut run = program.evaluate(point).unwrap();
        assert_eq!(run.values(), [expected.value], "at {x}, {y}");
        for (a, b) in run.vjp([1.0]).into_iter().zip(expected.partials) {
            assert!((a - b).abs() <= 1e-14 * b.abs(), "at {x}, {y}: {a} {b}");
        }
    }
    // Whether the result is NaN was asked, and there it is.
    assert_eq!(program.evaluate([f64::NAN, 0.8]).unwrap_err().decisions, 1);
}

/// Every method of `Float` of one argument beside that of `Real`.
#[test]
fn every_function_of_float_is_that_of_real() {
    type Pair = (&'static str, fn(Dual) -> Dual, fn(Dual) -> Dual);
    macro_rules! pairs {
        ($($name:ident)*) => { [$((stringify!($name), |x| Float::$name(x), |x| Real::$name(x))),*] };
    }
    let pairs: [Pair; 31] = pairs![
        floor ceil round trunc fract abs signum recip sqrt cbrt exp exp2 exp_m1 ln ln_1p log2 log10
        sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh to_degrees to_radians
    ];
    for (name, float, real) in pairs {
        for x in [
            -3.5,
            -0.4,
            -0.0,
            0.0,
            0.3,
            1.0,
            2.5,
            1e300,
            f64::INFINITY,
            f64::NAN,
        ] {
            let (a, b) = (float(Dual::variable(x)), real(Dual::variable(x)));
            assert_eq!(a.value.to_bits(), b.value.to_bits(), "{name} {x}");
            assert_eq!(a.slope().to_bits(), b.slope().to_bits(), "{name}′ {x}");
        }
    }
}

#[test]
fn functions_of_two_arguments_are_those_of_real() {
    type Pair = (
        fn(Dual<f64, 2>, Dual<f64, 2>) -> Dual<f64, 2>,
        fn(Dual<f64, 2>, Dual<f64, 2>) -> Dual<f64, 2>,
    );
    let pairs: [Pair; 9] = [
        (|x, y| x % y, Real::fmod),
        (Float::powf, Real::pow),
        (Float::hypot, Real::hypot),
        (Float::atan2, Real::atan2),
        (Float::max, Real::max),
        (Float::min, Real::min),
        (Float::copysign, Real::copysign),
        (Float::abs_sub, Real::fdim),
        (Float::log, |x, y| Real::ln(x) / Real::ln(y)),
    ];
    for (float, real) in pairs {
        for (x, y) in [
            (1.5, 0.7),
            (-2.0, 3.0),
            (0.0, 0.0),
            (2.0, 2.0),
            (1e200, -1e200),
        ] {
            let at = |f: fn(Dual<f64, 2>, Dual<f64, 2>) -> Dual<f64, 2>| {
                let z = f(Dual::variable_at(x, 0), Dual::variable_at(y, 1));
                [z.value, z.partials[0], z.partials[1]].map(f64::to_bits)
            };
            assert_eq!(at(float), at(real), "{x} {y}");
        }
    }
}

#[test]
fn a_constant_exponent_leaves_negative_bases_alone() {
    let y = Float::powf(Dual::variable(-2.0), Dual::lift(3.0));
    assert_eq!((y.value, y.slope()), (-8.0, 12.0));
}

#[test]
fn constants_have_the_nearest_float_and_no_slope() {
    let pi = <Dual<f32, 2> as FloatConst>::PI();
    assert_eq!((pi.value, pi.partials), (std::f32::consts::PI, [0.0; 2]));
    assert_eq!(
        <Jet<f64, 3> as FloatConst>::LN_2().coefficients,
        [std::f64::consts::LN_2, 0.0, 0.0]
    );
    assert_eq!(<Dual as Float>::epsilon().value, f64::EPSILON);
    assert_eq!(<Dual as FloatCore>::max_value().value, f64::MAX);
    assert_eq!(<Dual as Bounded>::min_value().value, f64::MIN);
    assert!(<Dual as Float>::neg_zero().value.is_sign_negative());
}

#[test]
fn a_number_with_a_slope_is_neither_zero_nor_one() {
    assert!(Zero::is_zero(&Dual::<f64>::lift(0.0)));
    assert!(!Zero::is_zero(&Dual::variable(0.0)));
    assert!(One::is_one(&Dual::<f64>::lift(1.0)));
    assert!(!One::is_one(&Dual::variable(1.0)));
    assert!(One::is_one(&Dual::<Dual>::one()) && Zero::is_zero(&Jet::<f64, 4>::zero()));
}

#[test]
fn numbers_are_converted_by_value_and_become_constants() {
    assert_eq!(ToPrimitive::to_i32(&Dual::variable(7.9)), Some(7));
    assert_eq!(ToPrimitive::to_u8(&Dual::variable(-1.0)), None);
    let seven = <Dual as FromPrimitive>::from_u64(7).unwrap();
    assert_eq!((seven.value, seven.slope()), (7.0, 0.0));
    let half = <Jet<f32, 2> as NumCast>::from(0.5_f64).unwrap();
    assert_eq!(half.coefficients, [0.5, 0.0]);
    assert_eq!(<Dual as Num>::from_str_radix("101", 2).unwrap().value, 5.0);
    assert!(<Dual as Num>::from_str_radix("?", 10).is_err());
}

#[test]
fn the_smaller_traits_are_the_same_functions() {
    let x = Dual::variable(-2.0);
    assert_eq!(Inv::inv(x).slope(), -0.25);
    assert_eq!(Pow::pow(x, 3).slope(), 12.0);
    assert_eq!(
        Pow::pow(Dual::variable(2.0), Dual::<f64>::lift(3.0)).slope(),
        12.0
    );
    assert_eq!(MulAdd::mul_add(x, x, x).slope(), -3.0);
    assert_eq!(Signed::abs(&x).slope(), -1.0);
    assert!(Signed::is_negative(&x) && !Signed::is_positive(&x));
    assert!(Number::is_zero(Signed::signum(&x) + 1.0));
    let clamped = Float::clamp(x, Dual::lift(-1.0), Dual::lift(1.0));
    assert_eq!((clamped.value, clamped.slope()), (-1.0, 0.0));
}

#[test]
fn a_foreign_function_is_differentiated_over_floats_without_strong_zeros() {
    fn root_times_itself<F: Float>(x: F) -> F {
        x.sqrt() * x
    }
    assert_eq!(derivative(root_times_itself, Ieee(4.0)).0, 3.0);
    assert!(derivative(root_times_itself, Ieee(0.0_f64)).0.is_nan());
    assert_eq!(Float::max(Ieee(2.0_f32), Ieee(3.0)).0, 3.0);
}
