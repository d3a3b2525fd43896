//! A sample of all arguments, and whether the record of all of them is fresh.

use calc_exhaustive::{FUNCTIONS, Record, digest, singles};

/// A prime, so that the sample has all endings.
const STEP: u64 = 15_013;

/// Zeros, subnormal numbers, the smallest and the largest ones, infinities, what is no number, and where a
/// function changes its way.
const PLACES: [u32; 18] = [
    0,
    1,
    0x007f_ffff,
    0x0080_0000,
    0x0d80_0000,
    0x2680_0000,
    0x3980_0000,
    0x3f49_0fdb,
    0x3fc9_0fdb,
    0x42ae_ac50,
    0x42b1_7218,
    0x42cf_f1b5,
    0x4300_0000,
    0x4316_0000,
    0x4480_0000,
    0x5f00_0000,
    0x7f80_0000,
    0x7fc0_0000,
];

#[test]
fn a_sample_of_all_arguments_is_within_the_bound() {
    for function in &FUNCTIONS {
        let tally = (function.tally)(0..function.range, STEP);
        assert!(tally.inputs >= function.inputs() / STEP, "{tally:?}");
        assert!(
            tally.worst <= function.bound,
            "{}: {tally:?}",
            function.name
        );
    }
}

#[test]
fn places_where_something_changes_are_within_the_bound() {
    for function in &FUNCTIONS {
        for place in PLACES {
            for sign in [0, 1 << 31] {
                let place = u64::from(place | sign).min(function.range);
                let range = place.saturating_sub(50)..place + 50;
                let range = range.start..range.end.min(function.range);
                let tally = (function.tally)(range, 1);
                assert!(
                    tally.worst <= function.bound,
                    "{}: {tally:?}",
                    function.name
                );
            }
        }
    }
}

#[test]
fn a_function_with_one_wrong_digit_is_found() {
    let wrong = |x: f32| libm::expf(x) * (1.0 + 1e-7);
    let tally = singles(0..1 << 32, STEP, wrong, libm::exp);
    assert!(tally.worst > 1.0, "{tally:?}");
    let tally = singles(0..1 << 32, STEP, |x| x.abs().sqrt(), libm::sqrt);
    assert!(tally.worst.is_infinite(), "{tally:?}");
}

#[test]
fn the_record_is_of_the_code_that_is_there() {
    let record = Record::read().unwrap();
    for function in &FUNCTIONS {
        let name = function.name;
        let again = format!("run `cargo xtask exhaustive {name}`");
        let entry = record.0.get(name);
        let (tally, code) = entry.unwrap_or_else(|| panic!("{name}: {again}"));
        assert_eq!(
            *code,
            digest(function).unwrap(),
            "{name} has changed: {again}"
        );
        assert_eq!(tally.inputs, function.inputs(), "{name}: {again}");
        assert!(tally.worst <= function.bound, "{name}: {tally:?}");
    }
    assert_eq!(record.0.len(), FUNCTIONS.len());
}

/// The published table must not promise more than was found. It counts whole ulps, from the result to
/// the float that is nearest to the truth.
#[test]
fn the_published_bounds_hold_for_all_arguments() {
    let table = include_str!("../../../crates/calc-scalar/src/accuracy.md");
    let record = Record::read().unwrap();
    for (name, (tally, _)) in &record.0 {
        let line = table
            .lines()
            .find(|line| line.starts_with(&format!("| `{name}` ")));
        let bound = line.and_then(|line| line.split('|').nth(2)?.trim().parse::<f64>().ok());
        let bound = bound.unwrap_or_else(|| panic!("no bound of {name}"));
        assert!(
            tally.worst < bound + 0.5,
            "{name}: {tally:?}, and {bound} is promised"
        );
    }
}
