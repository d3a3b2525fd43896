//! The handwritten digits of `tests/support/data/digits.txt`.

/// Pixels from 0 to 1, and the digit.
pub type Example = ([f32; 64], usize);

/// How many examples make a step.
pub const BATCH: usize = 32;

/// The first 1792 of the 1797 digits: 56 whole batches.
pub fn digits() -> Vec<Example> {
    let text = include_str!("../../../support/data/digits.txt");
    let all: Vec<Example> = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(example)
        .collect();
    assert_eq!(all.len(), 1797);
    all[..all.len() / BATCH * BATCH].to_vec()
}

/// A line of the file: the digit, and its pixels in base 17.
fn example(line: &str) -> Example {
    let (label, signs) = line.split_once(' ').expect("a label, and 64 signs");
    let mut pixels = [0.0; 64];
    for (pixel, sign) in pixels.iter_mut().zip(signs.chars()) {
        *pixel = sign.to_digit(17).expect("a sign of base 17") as f32 / 16.0;
    }
    (pixels, label.parse().expect("a number"))
}
