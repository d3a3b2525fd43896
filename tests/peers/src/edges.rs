//! 51 places where automatic differentiation is known to go wrong, in every library.
//!
//! A library is asked for the operation by its own name. What it does not offer is neither right nor
//! wrong.

use num_traits::Float;

/// Written by `data/make_edges.py`.
const DOUBLE: &str = include_str!("../data/edges_f64.txt");
const SINGLE: &str = include_str!("../data/edges_f32.txt");

/// The largest distance from the truth in units of the last place.
const ULPS: u64 = 8;

/// Value and slope, if the library has the operation.
type Answer<T> = Option<(T, T)>;

/// Prints for each library and precision what is right, and what is wrong or not there.
pub fn print() {
    let double = |name, answer: fn(&str, f64, f64) -> Answer<f64>| {
        report(name, "f64", DOUBLE, &mut |op, c, x| answer(op, c, x));
    };
    double("calc Dual", ours::dual);
    double("calc Jet", ours::jet);
    double("num-dual", num_dual_64);
    double("hyperjet", hyperjet);
    double("hyperdual", |op, c, x| {
        by_float(op, c, x, hyperdual::Dual::new(x, 1.0))
    });
    double("autodiff", |op, c, x| {
        by_float(op, c, x, autodiff::F1::var(x))
    });
    double("ad_trait", ad_trait);
    double("echidna Dual", |op, c, x| {
        by_float(op, c, x, echidna::Dual::variable(x))
    });
    double("echidna Taylor", |op, c, x| {
        by_float(op, c, x, echidna::Taylor::<f64, 2>::variable(x))
    });
    double("multicalc Dual", |op, c, x| {
        multicalc(op, c, multicalc::Dual::variable(x))
    });
    double("multicalc Jet", |op, c, x| {
        multicalc(op, c, multicalc::Jet::<f64, 2>::variable(x))
    });

    let single = |name, answer: fn(&str, f32, f32) -> Answer<f32>| {
        report(name, "f32", SINGLE, &mut |op, c, x| {
            let answer = answer(op, c as f32, x as f32);
            answer.map(|(v, d)| (f64::from(v), f64::from(d)))
        });
    };
    single("calc Dual", ours::dual_32);
    single("calc Jet", ours::jet_32);
    single("num-dual", num_dual_32);
    single("hyperdual", |op, c, x| {
        by_float(op, c, x, hyperdual::Dual::new(x, 1.0))
    });
    single("autodiff", |op, c, x| {
        by_float(op, c, x, autodiff::F::<f32, f32>::new(x, 1.0))
    });
    single("echidna Dual", |op, c, x| {
        by_float(op, c, x, echidna::Dual::variable(x))
    });
    single("echidna Taylor", |op, c, x| {
        by_float(op, c, x, echidna::Taylor::<f32, 2>::variable(x))
    });
    single("multicalc Dual", |op, c, x| {
        multicalc(op, c, multicalc::Dual::variable(x))
    });
    single("multicalc Jet", |op, c, x| {
        multicalc(op, c, multicalc::Jet::<f32, 2>::variable(x))
    });
}

/// Prints `library, precision, right, wrong, absent, the wrong ones`, separated by tabs.
fn report(
    name: &str,
    precision: &str,
    cases: &str,
    answer: &mut dyn FnMut(&str, f64, f64) -> Answer<f64>,
) {
    let (mut right, mut wrong, mut absent) = (0, Vec::new(), 0);
    for line in cases.lines().filter(|line| !line.starts_with('#')) {
        let [op, c, x, value, slope] = line.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("five columns: {line}");
        };
        let number = |text: &str| text.parse::<f64>().unwrap_or(0.0);
        match answer(op, number(c), number(x)) {
            None => absent += 1,
            Some((v, d)) => {
                let value_right = near(precision, v, number(value));
                if value_right && near(precision, d, number(slope)) {
                    right += 1;
                } else {
                    let what = if value_right {
                        format!("slope {d:.5e}")
                    } else {
                        format!("value {v:.5e}")
                    };
                    wrong.push(format!("{}: {what}", case(op, c, x)));
                }
            }
        }
    }
    assert_eq!(right + wrong.len() + absent, 51);
    let (count, list) = (wrong.len(), wrong.join("; "));
    println!("{name}\t{precision}\t{right}\t{count}\t{absent}\t{list}");
}

/// `powf`, `2`, `-2` as `powf(x, 2) at -2`.
fn case(op: &str, c: &str, x: &str) -> String {
    let formula = match op {
        "powf" | "powi" | "hypot" => format!("{op}(x, {c})"),
        "sqrt(c) + x" => format!("sqrt({c}) + x"),
        "exp(ln c) + x" => format!("exp(ln {c}) + x"),
        "c^x" => format!("{c}^x"),
        "c / x" => format!("{c} / x"),
        "atan2(x, c)" | "max(x, c)" => op.replace("c)", &format!("{c})")),
        "atan2(c, x)" | "min(c, x)" => op.replace("(c", &format!("({c}")),
        _ => op.to_owned(),
    };
    format!("{formula} at {x}")
}

fn near(precision: &str, found: f64, truth: f64) -> bool {
    if truth.is_nan() || found.is_nan() {
        return truth.is_nan() == found.is_nan();
    }
    let distance = match precision {
        "f32" => {
            let order = |x: f32| {
                if x < 0.0 {
                    -i64::from((-x).to_bits())
                } else {
                    i64::from(x.abs().to_bits())
                }
            };
            order(found as f32).abs_diff(order(truth as f32))
        }
        _ => {
            let order = |x: f64| {
                let bits = i128::from(x.abs().to_bits());
                if x < 0.0 { -bits } else { bits }
            };
            u64::try_from(order(found).abs_diff(order(truth))).unwrap_or(u64::MAX)
        }
    };
    distance <= ULPS
}

mod ours {
    use calc_scalar::{Dual, Jet, Real};

    use super::Answer;

    /// The operation, over both precisions, whose literals have different types.
    macro_rules! answers {
        ($name:ident, $dual:ident, $jet:ident, $float:ty) => {
            fn $name<R: Real<$float>>(op: &str, c: $float, x: R) -> R {
                let k = R::constant;
                match op {
                    "powf" => x.powf(c),
                    "powi" => x.powi(c as i32),
                    "c^x" => k(c).pow(x),
                    "x^x" => x.pow(x),
                    "sqrt" => x.sqrt(),
                    "sqrt(c) + x" => k(c).sqrt() + x,
                    "exp(ln c) + x" => k(c).ln().exp() + x,
                    "cbrt" => x.cbrt(),
                    "abs" => x.abs(),
                    "tanh" => x.tanh(),
                    "sinh" => x.sinh(),
                    "exp_m1" => x.exp_m1(),
                    "ln_1p" => x.ln_1p(),
                    "asin" => x.asin(),
                    "acos" => x.acos(),
                    "atan" => x.atan(),
                    "acosh" => x.acosh(),
                    "asinh" => x.asinh(),
                    "atanh" => x.atanh(),
                    "c / x" => c / x,
                    "atan2(x, c)" => x.atan2(k(c)),
                    "atan2(c, x)" => k(c).atan2(x),
                    "hypot" => x.hypot(k(c)),
                    "1 / (1 + exp(-x))" => 1.0 / (1.0 + (-x).exp()),
                    "max(x, c)" => x.max(k(c)),
                    "min(c, x)" => k(c).min(x),
                    "ln" => x.ln(),
                    "log2" => x.log2(),
                    "log10" => x.log10(),
                    "exp2" => x.exp2(),
                    "fract" => x.fract(),
                    "tan" => x.tan(),
                    _ => panic!("no operation {op}"),
                }
            }

            pub(super) fn $dual(op: &str, c: $float, x: $float) -> Answer<$float> {
                let y: Dual<$float> = $name(op, c, Dual::variable(x));
                Some((y.value, y.slope()))
            }

            pub(super) fn $jet(op: &str, c: $float, x: $float) -> Answer<$float> {
                let y: Jet<$float, 2> = $name(op, c, Jet::variable(x));
                Some((y.value(), y.coefficient(1)))
            }
        };
    }

    answers!(double, dual, jet, f64);
    answers!(single, dual_32, jet_32, f32);
}

/// A number of another library, as a pair.
trait Pair<T> {
    fn pair(self) -> (T, T);
    fn constant(c: T) -> Self;
}

macro_rules! pair {
    ($($float:ty, $type:ty, |$y:ident| $pair:expr, $constant:expr;)*) => { $(
        impl Pair<$float> for $type {
            fn pair(self) -> ($float, $float) { let $y = self; $pair }
            fn constant(c: $float) -> Self { $constant(c) }
        }
    )* };
}

pair! {
    f64, hyperdual::Dual<f64>, |y| (y.real(), y.dual()), hyperdual::Dual::from_real;
    f32, hyperdual::Dual<f32>, |y| (y.real(), y.dual()), hyperdual::Dual::from_real;
    f64, autodiff::F1, |y| (y.x, y.dx), autodiff::F1::cst;
    f32, autodiff::F<f32, f32>, |y| (y.x, y.dx), autodiff::F::<f32, f32>::cst;
    f64, echidna::Dual<f64>, |y| (y.re, y.eps), echidna::Dual::constant;
    f32, echidna::Dual<f32>, |y| (y.re, y.eps), echidna::Dual::constant;
    f64, echidna::Taylor<f64, 2>, |y| (y.coeff(0), y.coeff(1)), echidna::Taylor::constant;
    f32, echidna::Taylor<f32, 2>, |y| (y.coeff(0), y.coeff(1)), echidna::Taylor::constant;
    f64, multicalc::Dual<f64>, |y| (y.value, y.deriv), multicalc::Dual::constant;
    f32, multicalc::Dual<f32>, |y| (y.value, y.deriv), multicalc::Dual::constant;
    f64, multicalc::Jet<f64, 2>, |y| (y.coeffs[0], y.coeffs[1]), multicalc::Jet::constant;
    f32, multicalc::Jet<f32, 2>, |y| (y.coeffs[0], y.coeffs[1]), multicalc::Jet::constant;
}

/// Libraries whose numbers are a `num_traits::Float`.
fn by_float<T: Float, X: Float + Pair<T>>(op: &str, c: T, _: T, x: X) -> Answer<T> {
    let k = X::constant;
    let one = X::one();
    let y = match op {
        "powf" => x.powf(k(c)),
        "powi" => x.powi(c.to_i32()?),
        "c^x" => k(c).powf(x),
        "x^x" => x.powf(x),
        "sqrt" => x.sqrt(),
        "sqrt(c) + x" => k(c).sqrt() + x,
        "exp(ln c) + x" => k(c).ln().exp() + x,
        "cbrt" => x.cbrt(),
        "abs" => x.abs(),
        "tanh" => x.tanh(),
        "sinh" => x.sinh(),
        "exp_m1" => x.exp_m1(),
        "ln_1p" => x.ln_1p(),
        "asin" => x.asin(),
        "acos" => x.acos(),
        "atan" => x.atan(),
        "acosh" => x.acosh(),
        "asinh" => x.asinh(),
        "atanh" => x.atanh(),
        "c / x" => k(c) / x,
        "atan2(x, c)" => x.atan2(k(c)),
        "atan2(c, x)" => k(c).atan2(x),
        "hypot" => x.hypot(k(c)),
        "1 / (1 + exp(-x))" => one / (one + (-x).exp()),
        "max(x, c)" => x.max(k(c)),
        "min(c, x)" => k(c).min(x),
        "ln" => x.ln(),
        "log2" => x.log2(),
        "log10" => x.log10(),
        "exp2" => x.exp2(),
        "fract" => x.fract(),
        "tan" => x.tan(),
        _ => panic!("no operation {op}"),
    };
    Some(y.pair())
}

/// multicalc has no `exp2`, `fract` and inverse hyperbolic functions.
fn multicalc<T: multicalc::Numeric, X: multicalc::Numeric + Pair<T>>(
    op: &str,
    c: T,
    x: X,
) -> Answer<T> {
    let k = X::constant;
    let exponent = (-3..=3).find(|&n| T::from_f64(f64::from(n)) == c);
    let y = match op {
        "powf" => x.powf(k(c)),
        "powi" => x.powi(exponent.unwrap_or(i32::MIN)),
        "c^x" => k(c).powf(x),
        "x^x" => x.powf(x),
        "sqrt" => x.sqrt(),
        "sqrt(c) + x" => k(c).sqrt() + x,
        "exp(ln c) + x" => k(c).ln().exp() + x,
        "cbrt" => x.cbrt(),
        "abs" => x.abs(),
        "tanh" => x.tanh(),
        "sinh" => x.sinh(),
        "exp_m1" => x.expm1(),
        "ln_1p" => x.ln_1p(),
        "asin" => x.asin(),
        "acos" => x.acos(),
        "atan" => x.atan(),
        "c / x" => k(c) / x,
        "atan2(x, c)" => x.atan2(k(c)),
        "atan2(c, x)" => k(c).atan2(x),
        "hypot" => x.hypot(k(c)),
        "1 / (1 + exp(-x))" => X::ONE / (X::ONE + (-x).exp()),
        "max(x, c)" => x.max(k(c)),
        "min(c, x)" => k(c).min(x),
        "ln" => x.ln(),
        "log2" => x.log2(),
        "log10" => x.log10(),
        "tan" => x.tan(),
        "acosh" | "asinh" | "atanh" | "exp2" | "fract" => return None,
        _ => panic!("no operation {op}"),
    };
    Some(y.pair())
}

/// num-dual has most functions in `DualNum`, the rest in nalgebra's traits of real numbers.
macro_rules! num_dual {
    ($name:ident, $float:ty) => {
        fn $name(op: &str, c: $float, x: $float) -> Answer<$float> {
            use nalgebra::RealField;
            use num_dual::{Dual, DualNum};
            let (x, k) = (Dual::new(x, 1.0), Dual::from_re);
            let y = match op {
                "powf" => DualNum::powf(&x, c),
                "powi" => DualNum::powi(&x, c as i32),
                "c^x" => k(c).powd(x),
                "x^x" => x.powd(x),
                "sqrt" => DualNum::sqrt(&x),
                "sqrt(c) + x" => DualNum::sqrt(&k(c)) + x,
                "exp(ln c) + x" => DualNum::exp(&DualNum::ln(&k(c))) + x,
                "cbrt" => DualNum::cbrt(&x),
                "abs" => nalgebra::ComplexField::abs(x),
                "tanh" => DualNum::tanh(&x),
                "sinh" => DualNum::sinh(&x),
                "exp_m1" => DualNum::exp_m1(&x),
                "ln_1p" => DualNum::ln_1p(&x),
                "asin" => DualNum::asin(&x),
                "acos" => DualNum::acos(&x),
                "atan" => DualNum::atan(&x),
                "acosh" => DualNum::acosh(&x),
                "asinh" => DualNum::asinh(&x),
                "atanh" => DualNum::atanh(&x),
                "c / x" => k(c) / x,
                "atan2(x, c)" => DualNum::atan2(&x, k(c)),
                "atan2(c, x)" => DualNum::atan2(&k(c), x),
                "hypot" => nalgebra::ComplexField::hypot(x, k(c)),
                "1 / (1 + exp(-x))" => k(1.0) / (DualNum::exp(&-x) + 1.0),
                "max(x, c)" => RealField::max(x, k(c)),
                "min(c, x)" => RealField::min(k(c), x),
                "ln" => DualNum::ln(&x),
                "log2" => DualNum::log2(&x),
                "log10" => DualNum::log10(&x),
                "exp2" => DualNum::exp2(&x),
                "fract" => return None,
                "tan" => DualNum::tan(&x),
                _ => panic!("no operation {op}"),
            };
            Some((y.re, y.eps))
        }
    };
}

num_dual!(num_dual_64, f64);
num_dual!(num_dual_32, f32);

/// hyperjet has seventeen functions, in double precision.
fn hyperjet(op: &str, c: f64, x: f64) -> Answer<f64> {
    type Jet = hyperjet::jets::Jet1<1>;
    let (x, k) = (Jet::variable(x, 0), Jet::constant);
    let y = match op {
        "powf" => x.powf(c),
        "powi" => x.powi(c as i32),
        "sqrt" => x.sqrt(),
        "sqrt(c) + x" => k(c).sqrt() + x,
        "exp(ln c) + x" => k(c).ln().exp() + x,
        "abs" => x.abs(),
        "tanh" => x.tanh(),
        "sinh" => x.sinh(),
        "asin" => x.asin(),
        "acos" => x.acos(),
        "atan" => x.atan(),
        "c / x" => k(c) / x,
        "atan2(x, c)" => x.atan2(k(c)),
        "atan2(c, x)" => k(c).atan2(x),
        "1 / (1 + exp(-x))" => k(1.0) / ((-x).exp() + 1.0),
        "ln" => x.ln(),
        "log10" => x.log10(),
        "tan" => x.tan(),
        _ => return None,
    };
    Some((y.value, y.grad[0]))
}

/// ad_trait has the functions of nalgebra's real numbers, in double precision.
fn ad_trait(op: &str, c: f64, x: f64) -> Answer<f64> {
    use ad_trait::forward_ad::adfn::adfn;
    use simba::scalar::{ComplexField, RealField};
    let (x, k) = (adfn::<1>::new(x, [1.0]), adfn::<1>::new_constant);
    let y = match op {
        "powf" => ComplexField::powf(x, k(c)),
        "powi" => ComplexField::powi(x, c as i32),
        "c^x" => ComplexField::powf(k(c), x),
        "x^x" => ComplexField::powf(x, x),
        "sqrt" => ComplexField::sqrt(x),
        "sqrt(c) + x" => ComplexField::sqrt(k(c)) + x,
        "exp(ln c) + x" => ComplexField::exp(ComplexField::ln(k(c))) + x,
        "cbrt" => ComplexField::cbrt(x),
        "abs" => ComplexField::abs(x),
        "tanh" => ComplexField::tanh(x),
        "sinh" => ComplexField::sinh(x),
        "exp_m1" => ComplexField::exp_m1(x),
        "ln_1p" => ComplexField::ln_1p(x),
        "asin" => ComplexField::asin(x),
        "acos" => ComplexField::acos(x),
        "atan" => ComplexField::atan(x),
        "acosh" => ComplexField::acosh(x),
        "asinh" => ComplexField::asinh(x),
        "atanh" => ComplexField::atanh(x),
        "c / x" => k(c) / x,
        "atan2(x, c)" => RealField::atan2(x, k(c)),
        "atan2(c, x)" => RealField::atan2(k(c), x),
        "hypot" => ComplexField::hypot(x, k(c)),
        "1 / (1 + exp(-x))" => k(1.0) / (k(1.0) + ComplexField::exp(-x)),
        "max(x, c)" => RealField::max(x, k(c)),
        "min(c, x)" => RealField::min(k(c), x),
        "ln" => ComplexField::ln(x),
        "log2" => ComplexField::log2(x),
        "log10" => ComplexField::log10(x),
        "exp2" => ComplexField::exp2(x),
        "fract" => ComplexField::fract(x),
        "tan" => ComplexField::tan(x),
        _ => panic!("no operation {op}"),
    };
    Some((y.value(), y.tangent()[0]))
}
