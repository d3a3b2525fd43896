//! The methods and operators of `Real`, one line each, for whichever number type.

use calc_scalar::{Float as _, Number};

/// A function of two numbers; those of one leave `y` alone.
pub(crate) trait Operation {
    /// As in the golden file.
    const NAME: &'static str;

    fn run<R: Number>(x: R, y: R) -> R;
}

/// The name of an operation, and the operation on one of the number types.
pub(crate) type Named<R> = (&'static str, fn(R, R) -> R);

/// A number type on which operations are tried one by one, as it has a lifetime and cannot have a table of them.
pub(crate) trait Trial {
    fn of<O: Operation>(&mut self);
}

macro_rules! operations {
    ($($(#[$doc:meta])* $part:ident { $($Name:ident $name:literal |$x:ident, $y:ident| $result:expr;)* })*) => {
        $($(
            pub(crate) struct $Name;

            impl Operation for $Name {
                const NAME: &'static str = $name;

                #[inline]
                fn run<R: Number>($x: R, $y: R) -> R {
                    $result
                }
            }
        )*

        $(#[$doc])*
        pub(crate) fn $part<R: Number + 'static>() -> &'static [Named<R>] {
            const { &[$(($name, $Name::run::<R>)),*] }
        })*
    };
}

/// A literal of the precision of `R`.
fn k<R: Number>(x: f64) -> R::Literal {
    R::Literal::from_f64(x)
}

/// The number if the answer is yes.
fn if_so<R: Number>(yes: bool, x: R) -> R {
    if yes { x } else { R::ZERO }
}

operations! {
    /// Arithmetic, powers, exponentials, logarithms, circles.
    basic {
        Neg "-x" |x, _y| -x;
        Add "x + y" |x, y| x + y;
        Sub "x - y" |x, y| x - y;
        Mul "x * y" |x, y| x * y;
        Div "x / y" |x, y| x / y;
        AddLiteral "x + k" |x, _y| x + k::<R>(1.5);
        SubLiteral "x - k" |x, _y| x - k::<R>(1.5);
        MulLiteral "x * k" |x, _y| x * k::<R>(-0.3);
        DivLiteral "x / k" |x, _y| x / k::<R>(0.7);
        LiteralAdd "k + x" |x, _y| k::<R>(1.5) + x;
        LiteralSub "k - x" |x, _y| k::<R>(1.5) - x;
        LiteralMul "k * x" |x, _y| k::<R>(-0.3) * x;
        LiteralDiv "k / x" |x, _y| k::<R>(0.7) / x;
        Assign "x += y, x -= y, x *= y, x /= y" |x, y| {
            let mut z = x;
            z += y;
            z *= x;
            z -= x;
            z /= y;
            z
        };
        AssignLiteral "x += k, x -= k, x *= k, x /= k" |x, _y| {
            let mut z = x;
            z += k::<R>(0.1);
            z *= k::<R>(3.0);
            z -= k::<R>(0.7);
            z /= k::<R>(1.1);
            z
        };
        Sum "sum" |x, y| [x, y, x].into_iter().sum();
        Product "product" |x, y| [x, y, x].into_iter().product();
        Equal "x == y" |x, y| if_so(x == y, x);
        Less "x < y" |x, y| if_so(x < y, x);
        EqualLiteral "x == k" |x, _y| if_so(x == k::<R>(1.0), x);
        LessLiteral "x < k" |x, _y| if_so(x < k::<R>(1.0), x);
        Constant "constant" |x, y| R::constant(x.primal()) + y;
        Literal "literal" |x, _y| R::literal(0.1) * x;
        IsZero "is_zero" |x, y| if_so(x.is_zero(), y);
        IsFinite "is_finite" |x, _y| if_so(x.is_finite(), x);
        Recip "recip" |x, _y| x.recip();
        PowI3 "powi 3" |x, _y| x.powi(3);
        PowI0 "powi 0" |x, _y| x.powi(0);
        PowIMinus "powi -7" |x, _y| x.powi(-7);
        PowF "powf 1.7" |x, _y| x.powf(k::<R>(1.7));
        PowFHalf "powf -0.5" |x, _y| x.powf(k::<R>(-0.5));
        Pow "pow" |x, y| x.pow(y);
        Sqrt "sqrt" |x, _y| x.sqrt();
        Cbrt "cbrt" |x, _y| x.cbrt();
        Hypot "hypot" |x, y| x.hypot(y);
        Exp "exp" |x, _y| x.exp();
        Exp2 "exp2" |x, _y| x.exp2();
        Exp10 "exp10" |x, _y| x.exp10();
        ExpM1 "exp_m1" |x, _y| x.exp_m1();
        Ln "ln" |x, _y| x.ln();
        Ln1p "ln_1p" |x, _y| x.ln_1p();
        Log2 "log2" |x, _y| x.log2();
        Log10 "log10" |x, _y| x.log10();
        Sin "sin" |x, _y| x.sin();
        Cos "cos" |x, _y| x.cos();
        SinOfBoth "sin_cos 0" |x, _y| x.sin_cos().0;
        CosOfBoth "sin_cos 1" |x, _y| x.sin_cos().1;
        Tan "tan" |x, _y| x.tan();
        Asin "asin" |x, _y| x.asin();
        Acos "acos" |x, _y| x.acos();
        Atan "atan" |x, _y| x.atan();
        Atan2 "atan2" |x, y| x.atan2(y);
    }
    /// The others.
    special {
        Sinh "sinh" |x, _y| x.sinh();
        Cosh "cosh" |x, _y| x.cosh();
        Tanh "tanh" |x, _y| x.tanh();
        Asinh "asinh" |x, _y| x.asinh();
        Acosh "acosh" |x, _y| x.acosh();
        Atanh "atanh" |x, _y| x.atanh();
        Abs "abs" |x, _y| x.abs();
        Signum "signum" |x, _y| x.signum();
        Max "max" |x, y| x.max(y);
        Min "min" |x, y| x.min(y);
        Clamp "clamp" |x, _y| x.clamp(k::<R>(-1.0), k::<R>(1.0));
        Copysign "copysign" |x, y| x.copysign(y);
        Floor "floor" |x, _y| x.floor();
        Ceil "ceil" |x, _y| x.ceil();
        Round "round" |x, _y| x.round();
        Trunc "trunc" |x, _y| x.trunc();
        Fract "fract" |x, _y| x.fract();
        RemEuclid "rem_euclid" |x, y| x.rem_euclid(y);
        MulAdd "mul_add" |x, y| x.mul_add(y, x);
        Erf "erf" |x, _y| x.erf();
        Erfc "erfc" |x, _y| x.erfc();
        Logistic "logistic" |x, _y| x.logistic();
        Softplus "softplus" |x, _y| x.softplus();
        Relu "relu" |x, _y| x.relu();
        Log "log 3" |x, _y| x.log(k::<R>(3.0));
        SinPi "sinpi" |x, _y| x.sinpi();
        CosPi "cospi" |x, _y| x.cospi();
        Sinc "sinc" |x, _y| x.sinc();
        ToDegrees "to_degrees" |x, _y| x.to_degrees();
        ToRadians "to_radians" |x, _y| x.to_radians();
        RoundTiesEven "round_ties_even" |x, _y| x.round_ties_even();
        Fmod "fmod" |x, y| x.fmod(y);
        Fdim "fdim" |x, y| x.fdim(y);
        LGamma "lgamma" |x, _y| x.lgamma();
        TGamma "tgamma" |x, _y| x.tgamma();
        Digamma "digamma" |x, _y| x.digamma();
        Polygamma "polygamma 2" |x, _y| x.polygamma(2);
        Log1pExp "log1pexp" |x, _y| x.log1pexp();
        Logit "logit" |x, _y| x.logit();
        LogAddExp "logaddexp" |x, y| x.logaddexp(y);
        XLogY "xlogy" |x, y| x.xlogy(y);
        LeakyRelu "leaky_relu" |x, _y| x.leaky_relu(k::<R>(0.1));
        Elu "elu" |x, _y| x.elu(k::<R>(0.5));
        Gelu "gelu" |x, _y| x.gelu();
        Silu "silu" |x, _y| x.silu();
        Total "total" |x, y| R::total(&[x, y, x]);
        Dot "dot" |x, y| R::dot(&[x, y], &[y, y]);
        Combination "combination" |x, y| R::combination(&[k::<R>(0.5), k::<R>(-2.0)], &[x, y]);
        Norm "norm" |x, y| R::norm(&[x, y, x]);
        LogSumExp "logsumexp" |x, y| R::logsumexp(&[x, y, x]);
    }
}

/// Every operation.
pub(crate) fn each<R: Number + 'static>() -> impl Iterator<Item = &'static Named<R>> {
    basic().iter().chain(special())
}

macro_rules! some {
    ($($Name:ident)*) => {
        /// One operation of each kind, for number types that treat all rules alike.
        pub(crate) fn some<R: Number + 'static>() -> &'static [Named<R>] {
            const { &[$(($Name::NAME, $Name::run::<R>)),*] }
        }

        /// The same, one after the other.
        pub(crate) fn try_some(trial: &mut impl Trial) {
            $(trial.of::<$Name>();)*
        }
    };
}

some! {
    Neg Add Sub Mul Div LiteralSub LiteralDiv AssignLiteral Less PowI3 PowFHalf LeakyRelu Elu Polygamma
    Hypot SinOfBoth Abs Max Floor LogSumExp
}
