//! Values and slopes of every activation and every loss against PyTorch and against 800 digits:
//! `reference/functions.py`.

use calc_nn::activation::{
    Activation, Elu, Gelu, GeluTanh, HardSigmoid, HardSwish, HardTanh, Identity, LeakyRelu, Mish,
    Relu, Relu6, Selu, Sigmoid, Silu, Softplus, Softsign, Tanh,
};
use calc_nn::loss::{
    BinaryCrossEntropyWithLogits, Hinge, Huber, LogCosh, Loss, MeanAbsoluteError, MeanSquaredError,
    MulticlassHinge, SoftmaxCrossEntropy, SquaredError,
};
use calc_scalar::Real;

const FOUND: &str = include_str!("reference/functions.txt");

/// The lines of one kind: name, numbers before the bars, by PyTorch, exact.
fn lines(kind: &str) -> impl Iterator<Item = (&str, [Vec<f64>; 3])> {
    FOUND.lines().filter_map(move |line| {
        let mut parts = line.split(" | ");
        let (first, name_and_point) = parts.next()?.split_once(' ')?;
        let (name, point) = name_and_point.split_once(' ')?;
        let numbers = |text: &str| text.split(' ').map(|n| n.parse().unwrap()).collect();
        let found = [
            numbers(point),
            numbers(parts.next()?),
            numbers(parts.next()?),
        ];
        (first == kind).then_some((name, found))
    })
}

/// The distance in ulps of the exact number; below 10⁻³⁰⁰, where factors begin to underflow, in those of
/// 10⁻³⁰⁰.
fn ulps(found: f64, exact: f64) -> f64 {
    let size = exact.abs().max(1e-300);
    let unit = size.next_up() - size;
    let distance = (found - exact).abs() / unit;
    // NaN counts as worst.
    if distance.is_finite() {
        distance
    } else {
        f64::INFINITY
    }
}

/// How far a number is from PyTorch's, relative to it or to 1: where its own formula cancels, PyTorch
/// is right absolutely.
fn distance(found: f64, by_torch: f64) -> f64 {
    (found - by_torch).abs() / by_torch.abs().max(1.0)
}

/// An activation's value and slope.
fn activation(name: &str) -> fn(f64) -> (f64, f64) {
    match name {
        "Identity" => Identity::value_and_slope,
        "Relu" => Relu::value_and_slope,
        "Relu6" => Relu6::value_and_slope,
        "LeakyRelu" => LeakyRelu::value_and_slope,
        "Elu" => Elu::value_and_slope,
        "Selu" => Selu::value_and_slope,
        "Softplus" => Softplus::value_and_slope,
        "Sigmoid" => Sigmoid::value_and_slope,
        "HardSigmoid" => HardSigmoid::value_and_slope,
        "Tanh" => Tanh::value_and_slope,
        "HardTanh" => HardTanh::value_and_slope,
        "Softsign" => Softsign::value_and_slope,
        "Silu" => Silu::value_and_slope,
        "HardSwish" => HardSwish::value_and_slope,
        "Gelu" => Gelu::value_and_slope,
        "GeluTanh" => GeluTanh::value_and_slope,
        "Mish" => Mish::value_and_slope,
        _ => panic!("no activation {name}"),
    }
}

/// A loss's value and slopes, from the answers and the targets, or the class, behind them.
fn loss(name: &str, numbers: &[f64]) -> Vec<f64> {
    match numbers[0] {
        1.0 => of_length::<1>(name, &numbers[1..]),
        2.0 => of_length::<2>(name, &numbers[1..]),
        3.0 => of_length::<3>(name, &numbers[1..]),
        7.0 => of_length::<7>(name, &numbers[1..]),
        n => panic!("no answer of length {n}"),
    }
}

fn of_length<const N: usize>(name: &str, numbers: &[f64]) -> Vec<f64> {
    let (answer, rest) = numbers.split_first_chunk::<N>().unwrap();
    // With N > 1 answers, a single number is a class.
    let (value, slopes) = if let Some(target) = rest.first_chunk::<N>() {
        match name {
            "SquaredError" => SquaredError.value_and_slope(answer, target),
            "MeanSquaredError" => MeanSquaredError.value_and_slope(answer, target),
            "MeanAbsoluteError" => MeanAbsoluteError.value_and_slope(answer, target),
            "Huber(1)" => Huber::default().value_and_slope(answer, target),
            "Huber(0.3)" => Huber { delta: 0.3 }.value_and_slope(answer, target),
            "LogCosh" => LogCosh.value_and_slope(answer, target),
            "BinaryCrossEntropyWithLogits" => {
                BinaryCrossEntropyWithLogits.value_and_slope(answer, target)
            }
            "Hinge" => Hinge.value_and_slope(answer, target),
            "SoftmaxCrossEntropy" => SoftmaxCrossEntropy.value_and_slope(answer, target),
            "SmoothedCrossEntropy(0.1)" => SoftmaxCrossEntropy
                .smoothing(0.1)
                .value_and_slope(answer, target),
            _ => panic!("no loss {name}"),
        }
    } else {
        let class = rest[0].to_string().parse().unwrap();
        match name {
            "SoftmaxCrossEntropy:class" => SoftmaxCrossEntropy.value_and_slope(answer, &class),
            "SmoothedCrossEntropy(0.1):class" => SoftmaxCrossEntropy
                .smoothing(0.1)
                .value_and_slope(answer, &class),
            "MulticlassHinge" => MulticlassHinge.value_and_slope(answer, &class),
            _ => panic!("no loss {name}"),
        }
    };
    core::iter::once(value).chain(slopes).collect()
}

/// What is allowed: ulps of the exact value, ulps of the exact slope. PyTorch comes as near as its own
/// formulas allow, which is 10⁻¹⁴ but for the exceptions that `Exception` names.
const ACTIVATIONS: [(&str, f64, f64); 17] = [
    ("Identity", 0.0, 0.0),
    ("Relu", 0.0, 0.0),
    ("Relu6", 0.0, 0.0),
    ("LeakyRelu", 0.0, 0.0),
    ("HardTanh", 0.0, 0.0),
    ("HardSigmoid", 1.0, 0.0),
    // z + 3 and the product are rounded; the slope crosses zero.
    ("HardSwish", 2.0, 3.0),
    ("Elu", 1.0, 1.0),
    ("Selu", 2.0, 2.0),
    ("Softplus", 1.0, 1.0),
    ("Sigmoid", 1.0, 3.0),
    ("Tanh", 1.0, 3.0),
    ("Softsign", 1.0, 3.0),
    ("Silu", 2.0, 4.0),
    ("Gelu", 2.0, 5.0),
    // The argument u of the exponential is rounded, which costs |u| ulps: up to 521 at z = −19.
    ("GeluTanh", 600.0, 600.0),
    ("Mish", 3.0, 4.0),
];

/// Where a slope crosses zero at a z of size 1, the rounding of z alone is 2⁻⁵³ of it; a few of these.
const NEAR_A_ZERO: f64 = 4.5e-16;

/// How far PyTorch may be away.
const BY_TORCH: f64 = 1e-14;

/// Where PyTorch is the one that is off.
#[derive(PartialEq)]
enum Exception {
    /// Its sixth is one of single precision.
    HardSigmoidSlope,
    /// Its cube overflows and meets a zero.
    GeluTanhFarOut,
}

fn exception(name: &str, point: f64) -> Option<Exception> {
    match name {
        "HardSigmoid" => Some(Exception::HardSigmoidSlope),
        "GeluTanh" if point.abs() > 1e200 => Some(Exception::GeluTanhFarOut),
        _ => None,
    }
}

/// The first point at which an activation is further off than allowed.
fn first_wrong_activation(name: &str, f: impl Fn(f64) -> (f64, f64)) -> Option<String> {
    let &(_, by_value, by_slope) = ACTIVATIONS.iter().find(|row| row.0 == name).unwrap();
    let mut points = 0;
    for (_, [point, by_torch, exact]) in lines("activation").filter(|line| line.0 == name) {
        let (value, slope) = f(point[0]);
        points += 1;
        let near_a_zero = (slope - exact[1]).abs() <= NEAR_A_ZERO && point[0].abs() < 3.0;
        let mut right = ulps(value, exact[0]) <= by_value
            && (ulps(slope, exact[1]) <= by_slope || near_a_zero)
            && distance(value, by_torch[0]) <= BY_TORCH;
        right &= match exception(name, point[0]) {
            None => distance(slope, by_torch[1]) <= BY_TORCH,
            Some(Exception::HardSigmoidSlope) => distance(slope, by_torch[1]) <= 1e-8,
            Some(Exception::GeluTanhFarOut) => by_torch[1].is_nan(),
        };
        if !right {
            let point = point[0];
            return Some(format!(
                "{name} at {point:e}: {value:e} {slope:e}, {by_torch:?}, {exact:?}"
            ));
        }
    }
    assert!(points > 60, "{points} points of {name}");
    None
}

#[test]
fn activations_are_exact_to_the_last_digits_and_agree_with_pytorch() {
    for (name, ..) in ACTIVATIONS {
        assert_eq!(first_wrong_activation(name, activation(name)), None);
    }
}

/// The negative control: a slip in the twelfth digit, and the usual wrong formulas.
#[test]
fn wrong_activations_are_noticed() {
    let slip = |(value, slope): (f64, f64)| (value, slope * (1.0 + 1e-12));
    for (name, ..) in ACTIVATIONS {
        assert!(
            first_wrong_activation(name, |z| slip(activation(name)(z))).is_some(),
            "{name}"
        );
    }
    let cancels = |z: f64| {
        (
            z * 0.5 * (1.0 + Real::tanh(0.5 * z)),
            Silu::value_and_slope(z).1,
        )
    };
    assert!(first_wrong_activation("Silu", cancels).is_some());
    assert!(first_wrong_activation("Gelu", GeluTanh::value_and_slope).is_some());
    assert!(first_wrong_activation("Relu", LeakyRelu::value_and_slope).is_some());
}

/// Single precision has the digits of single precision: within a few ulps of double, which is exact to
/// that.
#[test]
fn activations_in_single_precision_are_double_ones_rounded() {
    fn assert_rounded<A: Activation>(allowed: f64) {
        for k in -4000..4000_i16 {
            let z = f32::from(k) * 0.006_1 + 0.001;
            let (value, slope) = A::value_and_slope(z);
            let (exact, by) = A::value_and_slope(f64::from(z));
            // Where a slope crosses zero it is right absolutely.
            for (found, exact, floor) in [(value, exact, 1e-30), (slope, by, 0.1)] {
                let unit = f64::from(f32::EPSILON) * exact.abs().max(floor);
                let off = (f64::from(found) - exact).abs() / unit;
                assert!(off <= allowed, "{} at {z}: {found} {exact}: {off}", A::NAME);
            }
        }
    }
    assert_rounded::<Identity>(0.0);
    assert_rounded::<Relu>(0.0);
    assert_rounded::<Relu6>(0.0);
    assert_rounded::<LeakyRelu>(1.0);
    assert_rounded::<HardTanh>(0.0);
    assert_rounded::<HardSigmoid>(1.0);
    assert_rounded::<HardSwish>(2.0);
    assert_rounded::<Elu>(2.0);
    assert_rounded::<Selu>(2.0);
    assert_rounded::<Softplus>(2.0);
    assert_rounded::<Sigmoid>(2.5);
    assert_rounded::<Tanh>(3.0);
    assert_rounded::<Softsign>(2.0);
    assert_rounded::<Silu>(4.0);
    assert_rounded::<Gelu>(6.0);
    // The argument u of the exponential is rounded: |u| ulps, up to where e^u underflows at 103.
    assert_rounded::<GeluTanh>(130.0);
    assert_rounded::<Mish>(8.0);
}

/// What is allowed: ulps of the exact value, ulps of the exact slopes, or for the slopes a distance.
const LOSSES: [(&str, f64, f64, f64); 13] = [
    ("SquaredError", 3.0, 1.0, 0.0),
    ("MeanSquaredError", 3.0, 2.0, 0.0),
    ("MeanAbsoluteError", 2.0, 0.0, 0.0),
    ("Huber(1)", 2.0, 1.0, 0.0),
    ("Huber(0.3)", 2.0, 1.0, 0.0),
    ("LogCosh", 3.0, 3.0, 0.0),
    // σ(z) − y for a y between 0 and 1, here and below, is a difference of numbers of size 1.
    ("BinaryCrossEntropyWithLogits", 3.0, 4.0, 2.3e-16),
    ("Hinge", 1.0, 0.0, 0.0),
    ("SoftmaxCrossEntropy", 2.0, 64.0, 2.3e-16),
    ("SmoothedCrossEntropy(0.1)", 2.0, 64.0, 2.3e-16),
    // The exponent z − z_top is rounded, which costs as many ulps as it is large: 80 or less here.
    ("SoftmaxCrossEntropy:class", 2.0, 80.0, 0.0),
    ("SmoothedCrossEntropy(0.1):class", 2.0, 80.0, 2.3e-16),
    ("MulticlassHinge", 2.0, 1.0, 0.0),
];

/// The first line on which a loss is further off than allowed.
fn first_wrong_loss(name: &str, f: impl Fn(&[f64]) -> Vec<f64>) -> Option<String> {
    let &(_, by_value, by_slope, floor) = LOSSES.iter().find(|row| row.0 == name).unwrap();
    let mut points = 0;
    for (_, [point, by_torch, exact]) in lines("loss").filter(|line| line.0 == name) {
        let found = f(&point);
        points += 1;
        assert_eq!(found.len(), exact.len());
        for (i, &number) in found.iter().enumerate() {
            let right = if i == 0 {
                ulps(number, exact[0]) <= by_value
            } else {
                ulps(number, exact[i]) <= by_slope || (number - exact[i]).abs() <= floor
            };
            let right = right && distance(number, by_torch[i]) <= BY_TORCH;
            if !right {
                return Some(format!(
                    "{name} at {point:?}: {found:?}, {by_torch:?}, {exact:?}"
                ));
            }
        }
    }
    assert!(points >= 27, "{points} points of {name}");
    None
}

#[test]
fn losses_are_exact_to_the_last_digits_and_agree_with_pytorch() {
    for (name, ..) in LOSSES {
        assert_eq!(first_wrong_loss(name, |point| loss(name, point)), None);
    }
}

/// The negative control: a slip in the twelfth digit of the value, of a slope, and PyTorch's other scales.
#[test]
fn wrong_losses_are_noticed() {
    for (name, ..) in LOSSES {
        for slip_in in [0, 1] {
            let slipped = |point: &[f64]| {
                let mut found = loss(name, point);
                found[slip_in] *= 1.0 + 1e-12;
                found
            };
            assert!(
                first_wrong_loss(name, slipped).is_some(),
                "{name} {slip_in}"
            );
        }
    }
    let other_scale = |point: &[f64]| loss("MeanSquaredError", point);
    assert!(first_wrong_loss("SquaredError", other_scale).is_some());
    let other_delta = |point: &[f64]| loss("Huber(1)", point);
    assert!(first_wrong_loss("Huber(0.3)", other_delta).is_some());
}
