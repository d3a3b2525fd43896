//! The functions of `calc-scalar`, in both precisions.

use calc_scalar::difference::{self, Complex, complex_step};
use calc_scalar::{
    Dual, Float, Ieee, Jet, check_derivative, derivative, derivatives, second_derivative, strong,
    taylor, value_and_derivative,
};

use crate::functions::wave;
use crate::out::Out;

macro_rules! in_precision {
    ($T:ident) => {
        pub(crate) fn $T(out: &mut Out<'_>) {
            type T = $T;
            const X: [T; 8] = [0.3, -0.3, 0.0, 1.0, 2.5, -7.25, 300.0, T::INFINITY];
            const TWO: [[T; 2]; 6] = [
                [0.3, 0.7],
                [0.0, 2.0],
                [2.5, 0.0],
                [-7.25, 1e-30],
                [0.0, T::INFINITY],
                [1e30, -1e9],
            ];

            out.case("calc_scalar::derivative", &X, |x: T| derivative(wave, x));
            out.case("calc_scalar::derivative over Ieee", &X, |x: T| {
                derivative(wave, Ieee(x)).0
            });
            out.case("calc_scalar::value_and_derivative", &X, |x: T| {
                value_and_derivative(wave, x)
            });
            out.case("calc_scalar::second_derivative", &X, |x: T| {
                second_derivative(wave, x)
            });
            out.case("calc_scalar::derivatives", &X, |x: T| -> [T; 6] {
                derivatives(wave, x)
            });
            out.case("calc_scalar::taylor", &X, |x: T| -> [T; 6] {
                taylor(wave, x)
            });
            // Of one type, so that the check is compiled once.
            let [right, wrong]: [fn(T) -> T; 2] =
                [|x| derivative(wave, x), |x| derivative(wave, x) * 1.5];
            out.case("calc_scalar::check_derivative", &X, |x: T| {
                let check = check_derivative(wave, right, x);
                (
                    check,
                    check.difference(),
                    check.orders_of_magnitude(),
                    check.agrees(),
                )
            });
            out.case("calc_scalar::check_derivative wrong", &X, |x: T| {
                check_derivative(wave, wrong, x)
            });

            out.case("calc_scalar::Dual::lift", &X, Dual::<T, 2>::lift);
            out.case("calc_scalar::Dual::variable", &X, Dual::<T>::variable);
            out.case("calc_scalar::Dual::variable_at", &X, |x: T| {
                Dual::<T, 3>::variable_at(x, 1)
            });
            out.case("calc_scalar::Dual::slope", &X, |x: T| {
                wave(Dual::variable(x)).slope()
            });
            out.case("calc_scalar::Jet::lift", &X, Jet::<T, 3>::lift);
            out.case("calc_scalar::Jet::variable", &X, Jet::<T, 3>::variable);
            out.case("calc_scalar::Jet::value", &X, |x: T| {
                wave(Jet::<T, 3>::variable(x)).value()
            });
            out.case("calc_scalar::Jet::coefficient", &X, |x: T| {
                let jet = wave(Jet::<T, 3>::variable(x));
                (jet.coefficient(2), jet.coefficient(7))
            });
            out.case("calc_scalar::Jet::derivatives", &X, |x: T| {
                wave(Jet::<T, 5>::variable(x)).derivatives()
            });
            out.case("nested duals", &X, |x: T| {
                let y = wave(Dual::<Dual<T>>::variable(Dual::variable(x)));
                (y.value, y.slope())
            });

            out.case("calc_scalar::difference::forward", &X, |x: T| {
                difference::forward(wave, x, 1e-3)
            });
            out.case("calc_scalar::difference::backward", &X, |x: T| {
                difference::backward(wave, x, 1e-3)
            });
            out.case("calc_scalar::difference::central", &X, |x: T| {
                difference::central(wave, x, 1e-3)
            });
            out.case("calc_scalar::difference::richardson", &X, |x: T| {
                difference::richardson(wave, x, 1e-2)
            });
            out.case(
                "calc_scalar::difference::step_forward",
                &X,
                difference::step_forward::<T>,
            );
            out.case(
                "calc_scalar::difference::step_central",
                &X,
                difference::step_central::<T>,
            );
            // Of one type, so that the search is compiled once.
            let [wave_at, kink_at]: [fn(T) -> T; 2] = [wave, |x| (x - 1.0).abs()];
            out.case("calc_scalar::difference::derivative", &X, |x: T| {
                difference::derivative(wave_at, x)
            });
            out.case(
                "calc_scalar::difference::derivative of a kink",
                &X,
                |x: T| difference::derivative(kink_at, x),
            );
            out.case("calc_scalar::difference::weights", &X, |x: T| {
                difference::weights([-2.0, -0.5, x, 1.5], 0.25, 2)
            });
            out.case("calc_scalar::difference::nth_derivative", &X, |x: T| {
                difference::nth_derivative(wave_at, x, 3)
            });
            out.case("calc_scalar::difference::ridders", &X, |x: T| {
                difference::ridders(wave, x, 0.1)
            });
            out.case("calc_scalar::difference::on_offsets", &X, |x: T| {
                difference::on_offsets(wave, x, 0.01, [-2.0, 0.0, 1.0], 2)
            });
            out.case("calc_scalar::difference::Options", &X, |x: T| {
                let options = difference::Options::default()
                    .noise(1e-4)
                    .domain(-8.0, 8.0)
                    .scale(0.5)
                    .max_evaluations(40);
                (
                    options.derivative(wave_at, x),
                    options.nth_derivative(wave_at, x, 2),
                )
            });
            out.case("calc_scalar::difference::Stencil", &X, |x: T| {
                let central = difference::Stencil::central(2, 4);
                let forward = difference::Stencil::forward(1, 3);
                let backward = difference::Stencil::backward(1, 3);
                let h: T = central.step(x);
                (
                    central.apply(wave, x, h),
                    forward.apply(wave, x, h),
                    backward.apply(wave, x, h),
                    backward.points(),
                )
            });
            out.case("calc_scalar::difference::complex_step", &X, |x: T| {
                complex_step(wave, x, 1e-20)
            });
            out.case(
                "calc_scalar::difference::Complex::lift",
                &X,
                Complex::<T>::lift,
            );

            out.of::<T, _, _>(
                "calc_scalar::Float::from_f64",
                &[0.1, 1e-42, 1e300, -0.0],
                |x: f64| <T as Float>::from_f64(x),
            );
            out.case("calc_scalar::Float::to_f64", &X, |x: T| x.to_f64());
            out.case("calc_scalar::Float::magnitude", &X, |x: T| x.magnitude());
            out.case(
                "calc_scalar::Float::not_a_number",
                &[0.3, T::INFINITY, T::NAN],
                |x: T| x.not_a_number(),
            );
            out.case(
                "calc_scalar::Float::power_of_two",
                &[0.3, -7.0, 1e30, 1e-40],
                |x: T| x.power_of_two(),
            );
            out.case(
                "calc_scalar::Float::next_above",
                &[0.3, -7.0, 0.0, 1e-40],
                |x: T| x.next_above(),
            );

            out.case("calc_scalar::strong::product", &TWO, |[x, y]: [T; 2]| {
                strong::product(x, y)
            });
            out.case("calc_scalar::strong::quotient", &TWO, |[x, y]: [T; 2]| {
                strong::quotient(x, y)
            });
            out.case("calc_scalar::strong::within", &TWO, |[x, y]: [T; 2]| {
                strong::within(x, y)
            });
            out.case(
                "calc_scalar::strong::is_ordinary",
                &X,
                strong::is_ordinary::<T>,
            );
        }
    };
}

in_precision!(f64);
in_precision!(f32);
