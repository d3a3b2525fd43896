use std::format;
use std::string::ToString;
use std::vec;
use std::vec::Vec;

use proptest::prelude::*;

use super::*;
use crate::activation::{Relu, Tanh};
use crate::init::Glorot;
use crate::{Dense, NoBias};

type Net = Network<(Dense<3, 4, Tanh>, Dense<4, 3, Relu, NoBias>, Dense<3, 2>)>;
const P: usize = Net::PARAMETERS;

fn weights<T: Stored>(seed: u64) -> [T; P] {
    let mut w = [T::ZERO; P];
    Net::init(&mut w, Glorot, seed);
    w
}

fn file<T: Stored>(seed: u64) -> Vec<u8> {
    let mut buffer = vec![0; Net::saved_bytes::<T>()];
    Net::to_bytes(&weights::<T>(seed), &mut buffer).unwrap();
    buffer
}

/// A normaliser of three features that has seen two examples.
fn normaliser() -> Normaliser<f32, 3> {
    let mut normaliser = Normaliser::new();
    normaliser.record(&[1.0, -2.0, 1000.5]).unwrap();
    normaliser.record(&[0.25, 3.0, -7.0]).unwrap();
    normaliser
}

fn file_with_normaliser() -> Vec<u8> {
    let mut buffer = vec![0; Net::saved_bytes_with::<f32, 3>()];
    Net::to_bytes_with(&weights(1), &normaliser(), &mut buffer).unwrap();
    buffer
}

/// The error of loading, after the promise that nothing has been touched.
fn error(bytes: &[u8]) -> LoadError {
    let mut w = [0.5_f32; P];
    let mut normaliser = normaliser();
    let before = normaliser;
    let error = Net::from_bytes(bytes, &mut w).unwrap_err();
    let other = Net::from_bytes_with(bytes, &mut w, &mut normaliser).unwrap_err();
    assert_eq!((w, normaliser), ([0.5; P], before));
    assert_eq!(Net::constants_f32::<P>(bytes), Err(error));
    assert_eq!(Net::in_place::<f32>(bytes).unwrap_err(), error);
    assert_eq!(error, other);
    error
}

proptest! {
    #[test]
    fn what_is_loaded_has_the_bits_of_what_was_saved(
        bits in prop::array::uniform32(any::<u32>()),
        double in any::<u64>(),
    ) {
        type Layer31 = Network<Dense<31, 1>>;
        let w = bits.map(f32::from_bits);
        let mut buffer = [0; Layer31::saved_bytes::<f32>()];
        let file = Layer31::to_bytes(&w, &mut buffer).unwrap();
        let mut read = [0.0; 32];
        Layer31::from_bytes(file, &mut read).unwrap();
        prop_assert_eq!(read.map(f32::to_bits), bits);
        let constants = Layer31::constants_f32::<32>(file).unwrap();
        prop_assert_eq!(constants.map(f32::to_bits), bits);

        let w = [f64::from_bits(double), 0.1];
        let mut buffer = [0; 48];
        let file = Network::<Dense<1, 1>>::to_bytes(&w, &mut buffer).unwrap();
        let mut read = [0.0; 2];
        Network::<Dense<1, 1>>::from_bytes(file, &mut read).unwrap();
        prop_assert_eq!(read.map(f64::to_bits), w.map(f64::to_bits));
    }

    #[test]
    fn any_changed_bytes_are_noticed(
        start in 0..1000_usize,
        pattern in prop::collection::vec(any::<u8>(), 1..=4),
    ) {
        for good in [file::<f32>(1), file_with_normaliser()] {
            let mut bad = good.clone();
            let start = start % bad.len();
            for (byte, change) in bad[start..].iter_mut().zip(&pattern) {
                *byte ^= change;
            }
            if bad != good {
                error(&bad);
            }
        }
    }

    #[test]
    fn no_bytes_whatever_are_taken(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        error(&bytes);
        let mut with_magic = file::<f32>(1)[..10].to_vec();
        with_magic.extend(bytes);
        error(&with_magic);
    }

    #[test]
    fn a_network_in_place_answers_with_the_bits_of_one_in_memory(
        seed in any::<u64>(),
        x in prop::array::uniform3(-10.0..10.0_f64),
        gap in 0..8_usize,
    ) {
        let mut bytes = vec![0; gap]; // no alignment is asked for
        bytes.extend(file::<f64>(seed));
        let net = Net::in_place::<f64>(&bytes[gap..]).unwrap();
        prop_assert_eq!(net.forward(&x), Net::forward(&weights(seed), &x));
    }
}

#[test]
fn every_flipped_bit_is_noticed() {
    for good in [file::<f32>(1), file_with_normaliser()] {
        for bit in 0..8 * good.len() {
            let mut bad = good.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            let error = error(&bad);
            match bit / 8 {
                0..8 => assert_eq!(error, LoadError::NotANetwork),
                8 => assert!(matches!(error, LoadError::Version { .. })),
                // These say how long the file should be.
                9 | 12..16 | 24..28 => assert!(matches!(error, LoadError::Length { .. })),
                _ => assert!(matches!(error, LoadError::Damaged { .. }), "{bit} {error}"),
            }
        }
    }
}

#[test]
fn every_truncation_and_every_extension_is_noticed() {
    for mut good in [file::<f32>(1), file_with_normaliser()] {
        for length in 0..good.len() {
            let error = error(&good[..length]);
            let found = length as u64;
            assert!(
                matches!(error, LoadError::Length { expected, found: f } if f == found && expected > f),
                "{length} {error}"
            );
        }
        good.push(0);
        assert!(matches!(error(&good), LoadError::Length { .. }));
    }
}

#[test]
fn networks_that_do_not_fit_are_told_apart() {
    assert_eq!(
        error(&file::<f64>(1)),
        LoadError::Precision {
            expected: 4,
            found: 8
        }
    );

    type Smaller = Network<Dense<3, 2>>;
    let mut buffer = [0; 200];
    let smaller = Smaller::to_bytes(&[0.0_f32; 8], &mut buffer).unwrap();
    let (expected, found) = (u32::try_from(P).unwrap(), 8);
    assert_eq!(error(smaller), LoadError::Parameters { expected, found });

    // As many parameters, another activation.
    type Other = Network<(Dense<3, 4, Relu>, Dense<4, 3, Relu, NoBias>, Dense<3, 2>)>;
    let other = Other::to_bytes(&weights::<f32>(1), &mut buffer).unwrap();
    assert!(matches!(error(other), LoadError::Shape { .. }));

    let (mut w, mut none) = ([0.5_f32; P], Normaliser::<f32, 3>::new());
    let (expected, found) = (0, 3);
    assert_eq!(
        Net::from_bytes(&file_with_normaliser(), &mut w),
        Err(LoadError::Normaliser { expected, found })
    );
    let (expected, found) = (3, 0);
    assert_eq!(
        Net::from_bytes_with(&file::<f32>(1), &mut w, &mut none),
        Err(LoadError::Normaliser { expected, found })
    );
    assert_eq!((w, none), ([0.5; P], Normaliser::new()));
}

/// A file of a future version, with a right checksum.
#[test]
fn a_file_of_a_later_version_says_so() {
    let mut later = file::<f32>(1);
    later[8] = 2;
    assert_eq!(error(&later), LoadError::Version { found: 2 });
}

#[test]
fn a_normaliser_goes_with_its_network() {
    let file = file_with_normaliser();
    let (mut w, mut read) = ([0.0; P], Normaliser::new());
    Net::from_bytes_with(&file, &mut w, &mut read).unwrap();
    assert_eq!((w, read), (weights(1), normaliser()));
}

#[test]
fn a_buffer_that_is_too_short_is_left_alone() {
    let mut buffer = vec![7; Net::saved_bytes::<f32>() - 1];
    let (needed, found) = (buffer.len() + 1, buffer.len());
    let error = Net::to_bytes(&weights::<f32>(1), &mut buffer).unwrap_err();
    assert_eq!(error, SaveError { needed, found });
    assert!(buffer.iter().all(|&byte| byte == 7));
    assert!(error.to_string().contains("the buffer has"), "{error}");

    // A longer one is not filled to its end.
    let mut buffer = [7; 100];
    let file = Network::<Dense<1, 1>>::to_bytes(&[1.0_f32, 2.0], &mut buffer).unwrap();
    assert_eq!(file.len(), 40);
    assert_eq!(buffer[40..], [7; 60]);
}

/// The bytes were put together by a few lines of Python, with `struct` and `zlib.crc32`.
#[test]
fn the_format_is_the_one_that_is_described() {
    type Two = Network<Dense<2, 1, Tanh>>;
    let mut normaliser = Normaliser::new();
    normaliser.record(&[1.0_f32, 4.0]).unwrap();
    normaliser.record(&[3.0, 2.0]).unwrap();
    let mut buffer = [0; Two::saved_bytes_with::<f32, 2>()];
    let file = Two::to_bytes_with(&[0.5, -1.5, 0.1], &normaliser, &mut buffer).unwrap();
    let hex: Vec<_> = file.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex.concat(), GOLDEN);
}

const GOLDEN: &str = "89434e4e0d0a1a0a01040000030000000372c9b874b1db0a02000000a97746590000003f0000c0bf\
    cdcccc3d020000000000000000000040000040400000004000000040";

/// Read and checked by the compiler: this is all there is in flash.
#[test]
fn a_file_can_be_a_constant() {
    type Two = Network<Dense<2, 1>>;
    const FILE: [u8; Two::saved_bytes::<f64>()] = [
        0x89, 0x43, 0x4e, 0x4e, 0x0d, 0x0a, 0x1a, 0x0a, 0x01, 0x08, 0x00, 0x00, 0x03, 0x00, 0x00,
        0x00, 0xaf, 0x3f, 0x0e, 0x8b, 0x93, 0xdf, 0xf8, 0xfa, 0x00, 0x00, 0x00, 0x00, 0xc4, 0x86,
        0x15, 0x94, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xf0, 0x3f, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x40, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x08, 0x40,
    ];
    const LOADED: Result<[f64; 3], LoadError> = Two::constants_f64(&FILE);
    assert_eq!(LOADED, Ok([1.0, 2.0, 3.0]));
}

#[test]
fn every_error_says_what_is_wrong() {
    for (error, part) in [
        (LoadError::NotANetwork, "not a saved network"),
        (LoadError::Version { found: 9 }, "version 9"),
        (
            LoadError::Length {
                expected: 52,
                found: 50,
            },
            "should have 52 bytes and has 50",
        ),
        (
            LoadError::Damaged {
                stored: 1,
                computed: 2,
            },
            "00000002 and should be 00000001",
        ),
        (
            LoadError::Precision {
                expected: 4,
                found: 8,
            },
            "8 bytes per parameter and 4",
        ),
        (
            LoadError::Parameters {
                expected: 5,
                found: 6,
            },
            "has 6 parameters, this one has 5",
        ),
        (
            LoadError::Shape {
                expected: 1,
                found: 2,
            },
            "other layers, sizes or activations",
        ),
        (
            LoadError::Normaliser {
                expected: 0,
                found: 2,
            },
            "`from_bytes_with`",
        ),
        (
            LoadError::Normaliser {
                expected: 3,
                found: 0,
            },
            "3 features is asked for",
        ),
    ] {
        assert!(error.to_string().contains(part), "{error}");
    }
}
