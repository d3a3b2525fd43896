use std::string::ToString;
use std::vec;
use std::vec::Vec;

use proptest::prelude::*;

use super::*;
use crate::activation::{LeakyRelu, Relu, Sigmoid, Tanh};
use crate::init::Glorot;
use crate::layer::Layer;
use crate::{Activate, Dense, LayerNorm, NoBias, Random};

type Mixed = (Dense<3, 16, Tanh>, Dense<16, 8, Relu, NoBias>, Dense<8, 2>);
const P: usize = Network::<Mixed>::PARAMETERS;

/// Inputs in the cube from −1 to 1.
fn typical<const N: usize>(n: usize, seed: u64) -> Vec<[f64; N]> {
    let mut random = Random::new(seed);
    let mut input = || core::array::from_fn(|_| random.symmetric(1.0));
    (0..n).map(|_| input()).collect()
}

/// Weights and biases that are not 0.
fn weights<L: Layer, const P: usize>(seed: u64) -> [f64; P] {
    let mut w = [0.0; P];
    Network::<L>::init(&mut w, Glorot, seed);
    let mut random = Random::new(seed + 1);
    w.map(|w| w + random.symmetric(0.1))
}

fn quantised<L: Quantise, const P: usize>(
    w: &[f64; P],
    typical: &[Values<L::Input, f64>],
) -> Vec<u8> {
    let mut buffer = vec![0; Network::<L>::QUANTISED_BYTES];
    Network::<L>::quantise(w, typical, &mut buffer)
        .unwrap()
        .to_vec()
}

/// The largest distance between the network's answers and the quantised network's, in steps of the
/// bytes of the answers.
fn distance<L: Quantise, const P: usize>(w: &[f64; P], inputs: &[Values<L::Input, f64>]) -> f64 {
    let file = quantised::<L, P>(w, inputs);
    let net = Network::<L>::quantised(&file).unwrap();
    let step = f64::from(net.answers().scale);
    let mut largest = 0.0_f64;
    for x in inputs {
        let (exact, found) = (Network::<L>::forward(w, x), net.forward(x));
        for (exact, found) in exact.as_ref().iter().zip(found.as_ref()) {
            largest = largest.max((exact - found).magnitude() / step);
        }
    }
    largest
}

#[test]
fn answers_are_those_of_the_network_to_a_few_steps_of_a_byte() {
    for seed in 1..10 {
        let inputs = typical(300, 7);
        let mixed = distance::<Mixed, P>(&weights::<Mixed, P>(seed), &inputs);
        assert!(mixed < 10.0, "{seed} {mixed}");

        type Leaky = (Dense<3, 16, LeakyRelu>, Dense<16, 2, Sigmoid>);
        const Q: usize = Network::<Leaky>::PARAMETERS;
        let leaky = distance::<Leaky, Q>(&weights::<Leaky, Q>(seed), &inputs);
        assert!(leaky < 10.0, "{seed} {leaky}");
    }
}

proptest! {
    /// `|ŷ − y| ≤ ½·s_y + ½·s_x·∑|w| + ½·s_w·∑|x| + …`: each rounding moves its number by half a step.
    #[test]
    fn one_layer_is_off_by_its_roundings_and_no_more(
        w in prop::array::uniform32(-2.0..2.0_f64),
        bias in -3.0..3.0_f64,
        seed in any::<u64>(),
    ) {
        type Layer32 = Dense<32, 1>;
        let mut parameters = [bias; 33];
        parameters[..32].copy_from_slice(&w);
        let inputs = typical::<32>(20, seed);
        let file = quantised::<Layer32, 33>(&parameters, &inputs);
        let net = Network::<Layer32>::quantised(&file).unwrap();
        let (sx, sy) = (f64::from(net.inputs().scale), f64::from(net.answers().scale));
        let sw = w.iter().fold(0.0_f64, |m, w| m.max(w.magnitude())) / 127.0;
        for x in &inputs {
            let [exact] = Network::<Layer32>::forward(&parameters, x);
            let [found] = net.forward(x);
            let weights: f64 = w.iter().map(|w| w.magnitude()).sum();
            let values: f64 = x.iter().map(|x| x.magnitude()).sum();
            let bound = 0.5 * (sy + sx * weights + sw * values + 33.0 * sx * sw);
            prop_assert!((found - exact).magnitude() <= 1.001 * bound, "{} {}", found - exact, bound);
        }
    }
}

/// On the numbers that its bytes stand for, a layer norm of integers gives what one of floats gives, to the
/// rounding of the answer: for spreads far below `√ε` and far above.
#[test]
fn a_layer_norm_of_bytes_is_that_of_the_numbers_they_stand_for() {
    fn compare<const N: usize, const P: usize>() {
        for (seed, size) in (1_u64..).zip([1e-9, 1e-4, 0.003, 0.1, 1.0, 40.0, 1e6, 1e30]) {
            let w = weights::<LayerNorm<N>, P>(seed).map(|w| 2.0 * w - 1.5);
            let spread = |x: [f64; N]| x.map(|x| size * (x + 0.75));
            let inputs: Vec<_> = typical(30, seed).into_iter().map(spread).collect();
            let file = quantised::<LayerNorm<N>, P>(&w, &inputs);
            let net = Network::<LayerNorm<N>>::quantised(&file).unwrap();
            let step = f64::from(net.answers().scale);
            for x in &inputs {
                let x = x.map(|x| net.inputs().of_int8(net.inputs().to_int8(x)));
                let exact = Network::<LayerNorm<N>>::forward(&w, &x);
                for (exact, found) in exact.iter().zip(net.forward(&x)) {
                    let bounds = [-128, 127].map(|q| net.answers().of_int8::<f64>(q));
                    let off = (exact.clamp(bounds[0], bounds[1]) - found).magnitude();
                    assert!(off <= 0.51 * step, "{N} {size}: {exact} {found} {step}");
                }
            }
        }
    }
    compare::<1, 2>();
    compare::<2, 4>();
    compare::<3, 6>();
    compare::<16, 32>();
    compare::<100, 200>();
}

/// The largest layer norm, with the numbers that are furthest apart: what would overflow would be far off.
#[test]
fn a_layer_norm_of_many_numbers_does_not_overflow() {
    const N: usize = 4096;
    type Wide = LayerNorm<N>;
    let mut w = vec![1.0; 2 * N];
    w[N..].fill(0.0);
    let w: &[f64; 2 * N] = w.as_slice().try_into().unwrap();
    let mut inputs = [[-1.0; N], [1.0; N], [0.0; N]];
    inputs[0][..N / 2].fill(1.0);
    inputs[1][7] = -1.0;
    let mut buffer = vec![0; Network::<Wide>::QUANTISED_BYTES];
    let file = Network::<Wide>::quantise(w, &inputs, &mut buffer).unwrap();
    let net = Network::<Wide>::quantised(file).unwrap();
    for x in &inputs {
        let exact = Network::<Wide>::forward(w, x);
        for (found, exact) in net.forward(x).iter().zip(exact) {
            let off = (found - exact).magnitude();
            assert!(
                off <= 0.51 * f64::from(net.answers().scale),
                "{found} {exact}"
            );
        }
    }
}

/// By layers as they usually follow each other; beside it, what the activation in the dense layer gives.
#[test]
fn networks_with_layer_norms_answer_to_a_few_steps_of_a_byte() {
    type Normed = (
        Dense<3, 16>,
        LayerNorm<16>,
        Activate<16, Relu>,
        Dense<16, 8, Tanh>,
        LayerNorm<8>,
        Dense<8, 2>,
    );
    const Q: usize = Network::<Normed>::PARAMETERS;
    for seed in 1..10 {
        let found = distance::<Normed, Q>(&weights::<Normed, Q>(seed), &typical(300, 7));
        assert!(found < 20.0, "{seed} {found}");
    }
}

/// Where there is no spread, the answers are the biases, in floats and in bytes.
#[test]
fn equal_bytes_give_the_biases() {
    type Norm = Network<LayerNorm<3>>;
    let w = [1.0, -2.0, 3.0, 0.5, -0.25, 0.0];
    for size in [1e-3, 1.0, 1000.0] {
        let inputs = [[size; 3], [-size, 0.0, size], [0.0; 3]];
        let file = quantised::<LayerNorm<3>, 6>(&w, &inputs);
        let net = Norm::quantised(&file).unwrap();
        let step = f64::from(net.answers().scale);
        for x in [[size; 3], [0.0; 3]] {
            for (found, bias) in net.forward(&x).iter().zip(&w[3..]) {
                assert!((found - bias).magnitude() <= 0.51 * step, "{found} {bias}");
            }
        }
    }
}

/// Identity and relu need no table; the others have one of 256 bytes.
#[test]
fn only_bent_activations_take_a_table() {
    let inputs = typical::<3>(100, 3);
    let length = |file: Vec<u8>| file.len() - HEADER - ENDS;
    let plain = length(quantised::<Dense<3, 4>, 16>(&[0.5; 16], &inputs));
    assert_eq!(plain, 4 + 9 * 4 + 12);
    assert_eq!(
        length(quantised::<Dense<3, 4, Relu>, 16>(&[0.5; 16], &inputs)),
        plain
    );
    assert_eq!(
        length(quantised::<Dense<3, 4, Tanh>, 16>(&[0.5; 16], &inputs)),
        plain + 256
    );
}

/// The flat ends of the activation must not use up the bytes: the sums go up to 300.
#[test]
fn large_sums_before_a_tanh_cost_no_accuracy() {
    type Steep = Dense<1, 1, Tanh>;
    let inputs: Vec<_> = (-300..=300).map(|k| [f64::from(k) / 300.0]).collect();
    let file = quantised::<Steep, 2>(&[300.0, 0.0], &inputs);
    let net = Network::<Steep>::quantised(&file).unwrap();
    let near = |x: f64| net.forward(&[x])[0] - Network::<Steep>::forward(&[300.0, 0.0], &[x])[0];
    assert!(near(1.0).magnitude() < 0.01 && near(-1.0).magnitude() < 0.01);
    assert!(near(0.0).magnitude() < 0.02);
}

/// A relu that never answers in the typical inputs stays a relu on others.
#[test]
fn a_dead_relu_does_not_come_alive() {
    type Dead = Dense<1, 1, Relu>;
    let file = quantised::<Dead, 2>(&[1.0, -5.0], &[[1.0], [-1.0]]);
    let net = Network::<Dead>::quantised(&file).unwrap();
    assert_eq!(net.forward(&[-1.0]), [0.0]);
    assert_eq!(net.forward(&[1.0]), [0.0]);
}

#[test]
fn a_large_bias_beside_tiny_weights_is_kept() {
    let w = [1e-12, 1e6];
    let file = quantised::<Dense<1, 1>, 2>(&w, &[[1.0], [-1.0]]);
    let [found] = Network::<Dense<1, 1>>::quantised(&file)
        .unwrap()
        .forward(&[0.5]);
    assert!((found / 1e6 - 1.0_f64).magnitude() < 1e-3, "{found}");
    let zeros = quantised::<Dense<1, 1>, 2>(&[0.0; 2], &[[1.0], [-1.0]]);
    let net = Network::<Dense<1, 1>>::quantised(&zeros).unwrap();
    assert_eq!(net.forward(&[0.5]), [0.0]);
}

/// The largest layer with the largest numbers: what would overflow 32 bits would be far off.
#[test]
fn sums_of_many_inputs_do_not_overflow() {
    const N: usize = 32_768;
    type Wide = Dense<N, 1>;
    let mut w = vec![1.0; N + 1];
    w[N] = 0.0;
    let w: &[f64; N + 1] = w.as_slice().try_into().unwrap();
    let inputs = [[1.0; N], [-1e-3; N]];
    let mut buffer = vec![0; Network::<Wide>::QUANTISED_BYTES];
    let file = Network::<Wide>::quantise(w, &inputs, &mut buffer).unwrap();
    let [found] = Network::<Wide>::quantised(file)
        .unwrap()
        .forward(&inputs[0]);
    assert!((found / 32_768.0 - 1.0).magnitude() < 0.01, "{found}");
}

#[test]
fn integers_from_end_to_end_are_the_same_network() {
    let inputs = typical::<3>(50, 2);
    let file = quantised::<Mixed, P>(&weights::<Mixed, P>(4), &inputs);
    let net = Network::<Mixed>::quantised(&file).unwrap();
    for x in &inputs {
        let question = x.map(|x| net.inputs().to_int8(x));
        let answer = net.forward_int8(&question);
        assert_eq!(
            answer.map(|q| net.answers().of_int8::<f64>(q)),
            net.forward(x)
        );
        assert_eq!(Some(largest_int8(&answer)), largest(&net.forward(x)));
    }
    assert_eq!(largest_int8(&[-128, -128]), 0);
    assert_eq!(largest_int8(&[-5, 3, 3]), 1);
}

#[test]
fn every_flipped_bit_and_every_truncation_is_noticed() {
    let good = quantised::<Mixed, P>(&weights::<Mixed, P>(1), &typical(50, 1));
    assert!(Network::<Mixed>::quantised(&good).is_ok());
    for bit in 0..8 * good.len() {
        let mut bad = good.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        assert!(Network::<Mixed>::quantised(&bad).is_err(), "{bit}");
    }
    for length in 0..good.len() {
        let error = Network::<Mixed>::quantised(&good[..length]).unwrap_err();
        assert!(
            matches!(error, LoadError::Length { .. }),
            "{length} {error}"
        );
    }
}

#[test]
fn other_networks_and_other_kinds_of_files_are_told_apart() {
    type Other = Network<(Dense<3, 16, Relu>, Dense<16, 8, Relu, NoBias>, Dense<8, 2>)>;
    let file = quantised::<Mixed, P>(&weights::<Mixed, P>(1), &typical(50, 1));
    let error = Other::quantised(&file).unwrap_err();
    assert!(matches!(error, LoadError::Shape { .. }));
    let error = Network::<Mixed>::from_bytes(&file, &mut [0.0_f32; P]).unwrap_err();
    let (expected, found) = (4, 1);
    assert_eq!(error, LoadError::Precision { expected, found });

    let mut buffer = vec![0; Network::<Mixed>::saved_bytes::<f32>()];
    let file = Network::<Mixed>::to_bytes(&[0.0_f32; P], &mut buffer).unwrap();
    let error = Network::<Mixed>::quantised(file).unwrap_err();
    let (expected, found) = (1, 4);
    assert_eq!(error, LoadError::Precision { expected, found });
}

#[test]
fn what_cannot_be_quantised_says_why() {
    type Net = Network<Dense<1, 1>>;
    let mut buffer = [0; Net::QUANTISED_BYTES];
    let none: [[f64; 1]; 0] = [];
    assert_eq!(
        Net::quantise(&[1.0, 0.0], &none, &mut buffer),
        Err(QuantiseError::NoData)
    );
    // After a typical input that is fine; finite numbers are not said to be infinite.
    let not_finite = |what| QuantiseError::NotFinite { what };
    let too_large = |what| QuantiseError::TooLarge { what };
    let (input, answer) = (
        Quantity::Input {
            example: 1,
            input: 0,
        },
        Quantity::Answer {
            example: 1,
            output: 0,
        },
    );
    for (w, x, expected) in [
        ([f64::NAN, 0.0], 1.0, not_finite(Quantity::Parameter(0))),
        (
            [1.0, f64::INFINITY],
            1.0,
            not_finite(Quantity::Parameter(1)),
        ),
        ([1.0, 0.0], f64::INFINITY, not_finite(input)),
        ([1.0, 0.0], f64::NAN, not_finite(input)),
        ([1.0, 0.0], -1e300, too_large(input)),
        ([1e300, 0.0], 1.0, too_large(answer)),
        ([1e200, 0.0], 1e30, too_large(answer)),
        ([f64::MAX, 0.0], 1e30, not_finite(answer)),
    ] {
        let found = Net::quantise(&w, &[[0.0], [x]], &mut buffer);
        assert_eq!(found, Err(expected), "{w:?} {x}");
    }
    let needed = Net::QUANTISED_BYTES;
    let enough = Net::quantise(&[1.0, 0.0], &[[1.0]], &mut buffer)
        .unwrap()
        .len();
    for length in 0..enough {
        let found = Net::quantise(&[1.0, 0.0], &[[1.0]], &mut buffer[..length]);
        let expected = QuantiseError::BufferTooShort {
            needed,
            found: length,
        };
        assert_eq!(found, Err(expected));
    }
    assert!(Net::quantise(&[1.0, 0.0], &[[1.0]], &mut buffer[..enough]).is_ok());
    for (error, part) in [
        (QuantiseError::NoData, "no typical inputs"),
        (
            not_finite(Quantity::Parameter(7)),
            "parameter 7 is not finite: look for NaN",
        ),
        (
            not_finite(input),
            "input 0 of typical example 1 is not finite",
        ),
        (
            too_large(answer),
            "answer 0 to typical example 1 is too large for single precision",
        ),
        (
            too_large(Quantity::Within { example: 3 }),
            "a number within the network, at typical example 3, is too large",
        ),
        (
            QuantiseError::BufferTooShort {
                needed: 5,
                found: 4,
            },
            "has 4 bytes; `Net::QUANTISED_BYTES`, 5",
        ),
    ] {
        assert!(error.to_string().contains(part), "{error}");
    }
}

/// Behind a tanh, no answer would tell.
#[test]
fn a_sum_that_overflows_behind_an_activation_is_noticed() {
    type Net = Network<(Dense<2, 2, Tanh>, Dense<2, 1>)>;
    let mut buffer = [0; Net::QUANTISED_BYTES];
    let mut quantise = |w: f32, x| {
        let w = [w, w, w, w, 0.0, 0.0, 1.0, 1.0, 0.0];
        Net::quantise(&w, &[[0.5, 0.25], x], &mut buffer).map(<[u8]>::len)
    };
    let what = Quantity::Within { example: 1 };
    for x in [[2.0, 2.0], [-2.0, -2.0], [f32::MAX, f32::MAX]] {
        let found = quantise(f32::MAX, x);
        assert_eq!(found, Err(QuantiseError::NotFinite { what }), "{x:?}");
    }
    assert!(quantise(1.0, [2.0, 2.0]).is_ok());
    // Finite in double precision alone.
    let w = [1e200, 1e200, 1e200, 1e200, 0.0, 0.0, 1.0, 1.0, 0.0];
    let found = Net::quantise(&w, &[[0.0, 0.0], [1.0, 1.0]], &mut buffer);
    assert_eq!(found, Err(QuantiseError::TooLarge { what }));
}
