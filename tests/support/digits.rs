//! Handwritten digits of 8 × 8 pixels: a real data set that is small enough to stand in a repository.
//!
//! The 1797 digits that scikit-learn's `load_digits` gives, by E. Alpaydin and C. Kaynak, *Optical
//! Recognition of Handwritten Digits*, UCI Machine Learning Repository, 1998, licensed under
//! CC BY 4.0. The file `data/digits.txt` says the same in its first lines.

use calc_scalar::Float;

/// The file: lines of comments, then a line for each digit.
pub const TEXT: &str = include_str!("data/digits.txt");

/// A picture, row by row, from 0 (paper) to 1 (ink), and the digit that it shows.
pub type Digit<T> = ([T; 64], usize);

/// All digits, in the order of the file.
#[must_use]
pub fn all<T: Float>() -> Vec<Digit<T>> {
    TEXT.lines().filter_map(parse).collect()
}

/// The digits to train with and the digits to test with: every fifth of the file is for testing, from
/// the first on.
///
/// The writers of the digits are in both parts. (They stand in the file one after the other: a test
/// with the last fifth is a test with other hands, and harder.)
#[must_use]
pub fn split<T: Float>() -> (Vec<Digit<T>>, Vec<Digit<T>>) {
    let (mut training, mut test) = (Vec::new(), Vec::new());
    for (number, digit) in all().into_iter().enumerate() {
        if number % 5 == 0 {
            test.push(digit);
        } else {
            training.push(digit);
        }
    }
    (training, test)
}

/// A line of the file; nothing if it is a comment.
///
/// # Panics
///
/// If the line is neither: the file is part of this package.
fn parse<T: Float>(line: &str) -> Option<Digit<T>> {
    if line.starts_with('#') {
        return None;
    }
    let value = |sign: char| sign.to_digit(17).expect("a pixel is a sign of base 17");
    let (label, signs) = line.split_once(' ').expect("a label, and 64 signs");
    let mut pixels = [T::ZERO; 64];
    assert_eq!(signs.len(), pixels.len(), "{line}");
    for (pixel, sign) in pixels.iter_mut().zip(signs.chars()) {
        // A multiple of 1/16: exact in both precisions.
        *pixel = T::from_f64(f64::from(value(sign)) / 16.0);
    }
    Some((pixels, label.parse().expect("a label is a number")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The counts per class are those of scikit-learn, and the sum of all pixels is 561 718.
    #[test]
    fn the_digits_are_all_there() {
        let digits = all::<f64>();
        let mut counts = [0; 10];
        let mut ink = 0.0;
        for (pixels, label) in &digits {
            counts[*label] += 1;
            ink += pixels.iter().sum::<f64>() * 16.0;
            assert!(pixels.iter().all(|p| (0.0..=1.0).contains(p)));
        }
        assert_eq!(digits.len(), 1797);
        assert_eq!(counts, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
        assert_eq!(ink, 561_718.0);
    }

    #[test]
    fn the_parts_are_disjoint_and_together_everything() {
        let (training, test) = split::<f32>();
        assert_eq!((training.len(), test.len()), (1437, 360));
        let labels: Vec<_> = all::<f32>().iter().map(|d| d.1).collect();
        let by_five: Vec<_> = labels.iter().copied().step_by(5).collect();
        assert!(test.iter().map(|d| d.1).eq(by_five));
        for class in 0..10 {
            assert!(test.iter().filter(|d| d.1 == class).count() > 20, "{class}");
        }
    }
}
