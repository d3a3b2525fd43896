use std::format;
use std::string::ToString;
use std::vec;
use std::vec::Vec;

use proptest::prelude::*;

use super::*;
use crate::activation::{Relu, Tanh};
use crate::init::Glorot;
use crate::normaliser::Normaliser;
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
    assert_eq!(Net::constants_f32_with::<P, 3>(bytes), Err(error));
    assert_eq!(Net::in_place_with::<f32, 3>(bytes).unwrap_err(), error);
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
    // By every way of reading.
    let (plain, with) = (file::<f32>(1), file_with_normaliser());
    let (found, missing) = (
        LoadError::Normaliser {
            expected: 0,
            found: 3,
        },
        LoadError::Normaliser {
            expected: 3,
            found: 0,
        },
    );
    assert_eq!(Net::in_place::<f32>(&with).unwrap_err(), found);
    assert_eq!(Net::constants_f32::<P>(&with), Err(found));
    assert_eq!(Net::in_place_with::<f32, 3>(&plain).unwrap_err(), missing);
    assert_eq!(Net::constants_f32_with::<P, 3>(&plain), Err(missing));
    assert!(found.to_string().contains("with `_with`"), "{found}");
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
    let constants = Net::constants_f32_with::<P, 3>(&file).unwrap();
    assert_eq!(constants, (weights(1), normaliser()));
    let (net, read) = Net::in_place_with::<f32, 3>(&file).unwrap();
    assert_eq!(read, normaliser());
    let x = read.scaling().apply(&[0.5, 2.0, 100.0]);
    assert_eq!(net.forward(&x), Net::forward(&weights(1), &x));

    let seen = normaliser().mean().map(f64::from);
    let seen = Normaliser::of(&[(seen, ()), (seen.map(|x| x + 1.0), ())]).unwrap();
    let mut buffer = [0; Net::saved_bytes_with::<f64, 3>()];
    let file = Net::to_bytes_with(&weights(1), &seen, &mut buffer).unwrap();
    let constants = Net::constants_f64_with::<P, 3>(file).unwrap();
    assert_eq!(constants, (weights(1), seen));
}

/// The page of a flash whose erased bytes are `FF`.
#[test]
fn a_file_in_a_page_ends_where_its_header_says() {
    for good in [file::<f32>(1), file::<f64>(1), file_with_normaliser()] {
        let mut page = good.clone();
        page.resize(good.len() + 100, 0xFF);
        assert_eq!(length(&page[..HEADER]), Ok(good.len()));
        assert_eq!(trim(&page), Ok(&good[..]));
        assert_eq!(trim(&good), Ok(&good[..]));
        // What is left of a page that was cut off, or erased, or never written.
        for end in 0..good.len() {
            let found = end as u64;
            let error = trim(&page[..end]).unwrap_err();
            assert!(
                matches!(error, LoadError::Length { found: f, .. } if f == found),
                "{error}"
            );
            assert_eq!(length(&page[..end]).is_ok(), end >= HEADER);
        }
        assert_eq!(trim(&[0xFF; 500]), Err(LoadError::NotANetwork));
        page[8] = 9;
        assert_eq!(trim(&page), Err(LoadError::Version { found: 9 }));
    }
    let mut page = file::<f32>(1);
    page.resize(1000, 0xFF);
    // Untrimmed, it says what to do.
    let error = error(&page);
    assert!(matches!(error, LoadError::Length { .. }));
    assert!(error.to_string().contains("`saved::trim`"), "{error}");
    // Trimmed, damage is found as ever.
    page[50] ^= 1;
    let error = Net::in_place::<f32>(trim(&page).unwrap()).unwrap_err();
    assert!(matches!(error, LoadError::Damaged { .. }));
    // A length that was damaged gives another error, or another file that is damaged.
    for bit in 12 * 8..16 * 8 {
        let mut bad = page.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        let loaded = trim(&bad).and_then(Net::in_place::<f32>);
        assert!(loaded.is_err(), "{bit}");
    }
}

#[test]
fn a_file_of_integers_in_a_page_ends_where_its_header_says() {
    type Two = Network<Dense<2, 1, Tanh>>;
    let mut page = [0xFF; 1000];
    let typical = [[0.5_f32, -1.0]];
    let file = Two::quantise(&[1.0, 2.0, 3.0], &typical, &mut page).unwrap();
    let bytes = file.len();
    assert_eq!(trim(&page).map(<[u8]>::len), Ok(bytes));
    assert!(Two::quantised(trim(&page).unwrap()).is_ok());
}

/// Body, head and normaliser in one file, each of them from wherever it is.
#[test]
fn two_parts_are_saved_as_one_network_and_taken_apart_again() {
    type Body = (Dense<3, 4, Tanh>, Dense<4, 3, Relu, NoBias>);
    type Head = Dense<3, 2>;
    type Both = Network<(Body, Head)>;
    const B: usize = Network::<Body>::PARAMETERS;
    const H: usize = Network::<Head>::PARAMETERS;
    let w = weights::<f32>(1);
    let (body, head): ([f32; B], [f32; H]) =
        (w[..B].try_into().unwrap(), w[B..].try_into().unwrap());

    // The same file as that of the network of three layers.
    let mut buffer = vec![0; Both::saved_bytes::<f32>()];
    let joined = Both::to_bytes_joined(&body, &head, &mut buffer).unwrap();
    assert_eq!(joined, file::<f32>(1));
    let mut buffer = vec![0; Both::saved_bytes_with::<f32, 3>()];
    let joined = Both::to_bytes_joined_with(&body, &head, &normaliser(), &mut buffer).unwrap();
    assert_eq!(joined, file_with_normaliser());

    let (net, read) = Both::in_place_with::<f32, 3>(joined).unwrap();
    let (first, second) = net.split();
    let (mut body_read, mut head_read) = ([0.0; B], [0.0; H]);
    first.copy_to(&mut body_read);
    second.copy_to(&mut head_read);
    assert_eq!((body_read, head_read, read), (body, head, normaliser()));
    let x = [0.5, -1.0, 2.0];
    assert_eq!(first.forward(&x), Network::<Body>::forward(&body, &x));
    assert_eq!(second.forward(&first.forward(&x)), Net::forward(&w, &x));

    // From the file, with a head that has learned, into another page.
    let learned = head.map(|w| w + 1.0);
    let mut page = vec![0xFF; 1000];
    let saved = Both::to_bytes_joined_with(&first, &learned, &read, &mut page).unwrap();
    let mut all = [0.0; P];
    Net::from_bytes_with(saved, &mut all, &mut Normaliser::new()).unwrap();
    assert_eq!((&all[..B], &all[B..]), (&body[..], &learned[..]));
    let again = Both::to_bytes_joined(&first, &second, &mut page).unwrap();
    assert_eq!(again, file::<f32>(1));

    let mut short = [7; 40];
    let error = Both::to_bytes_joined(&body, &head, &mut short).unwrap_err();
    assert_eq!(
        (error.needed, error.found, short),
        (Both::saved_bytes::<f32>(), 40, [7; 40])
    );
    assert!(Both::to_bytes_joined_with(&body, &head, &normaliser(), &mut short).is_err());
    assert_eq!(short, [7; 40]);
}

/// All that is held is where the parameters lie.
#[test]
fn nothing_is_copied_to_run_in_place() {
    type Both = Network<(Dense<3, 4, Tanh>, (Dense<4, 3, Relu, NoBias>, Dense<3, 2>))>;
    let bytes = file_with_normaliser();
    let (net, _) = Both::in_place_with::<f32, 3>(&bytes).unwrap();
    let whole = &bytes[HEADER..HEADER + 4 * P];
    assert_eq!(net.bytes().as_ptr_range(), whole.as_ptr_range());
    let (first, second) = net.split();
    let (start, end) = whole.split_at(4 * Network::<Dense<3, 4>>::PARAMETERS);
    assert_eq!(first.bytes().as_ptr_range(), start.as_ptr_range());
    assert_eq!(second.bytes().as_ptr_range(), end.as_ptr_range());
    assert_eq!(size_of_val(&net), size_of::<&[u8]>());
}

/// Checked by the compiler, padding and all: a `static` lies in flash.
#[test]
fn a_page_with_a_normaliser_can_be_a_constant() {
    type Two = Network<Dense<2, 1, Tanh>>;
    static PAGE: [u8; 128] = page();
    static NET: Result<Saved<'_, Dense<2, 1, Tanh>, f32>, LoadError> = match trim(&PAGE) {
        Ok(file) => match Two::in_place_with::<f32, 2>(file) {
            Ok((net, _)) => Ok(net),
            Err(error) => Err(error),
        },
        Err(error) => Err(error),
    };
    static CONSTANTS: Result<([f32; 3], Normaliser<f32, 2>), LoadError> = match trim(&PAGE) {
        Ok(file) => Two::constants_f32_with(file),
        Err(error) => Err(error),
    };
    let (w, normaliser) = CONSTANTS.unwrap();
    assert_eq!((w, normaliser.mean()), ([0.5, -1.5, 0.1], [2.0, 3.0]));
    assert_eq!(
        (normaliser.count(), normaliser.deviation()),
        (2, [1.0, 1.0])
    );
    let x = [0.25, -0.5];
    assert_eq!(NET.unwrap().forward(&x), Two::forward(&w, &x));
}

/// The bytes of [`GOLDEN`], and `FF` behind them.
const fn page() -> [u8; 128] {
    const fn digit(c: u8) -> u8 {
        if c > b'9' { c - b'a' + 10 } else { c - b'0' }
    }
    let (mut page, mut i, hex) = ([0xFF; 128], 0, GOLDEN.as_bytes());
    while 2 * i < hex.len() {
        page[i] = digit(hex[2 * i]) << 4 | digit(hex[2 * i + 1]);
        i += 1;
    }
    page
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

const GOLDEN: &str = "89434e4e0d0a1a0a01040000030000000372c9b874b1db0a02000000f47fae290000003f0000c0bf\
    cdcccc3d02000000000000000000000000000040000000000000084000000000000000400000000000000040";

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
            "of the same name with `_with`",
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
