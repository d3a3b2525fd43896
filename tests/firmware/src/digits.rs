//! A network that learns to read handwritten digits on the chip: real pictures in flash, everything else in
//! less than 24 KB of RAM.

use core::ops::ControlFlow;

use calc_nn::activation::Relu;
use calc_nn::init::He;
use calc_nn::loss::SoftmaxCrossEntropy;
use calc_nn::{Dense, Examples, Network, Workspace, Zero as _};
use calc_opt::rule::Sgd;

// ANCHOR: listing
type Layers = (Dense<64, 32, Relu>, Dense<32, 10>);
type Net = Network<Layers>;

// Parameters, gradient, what a forward pass keeps, and the rule: known to the compiler.
const _: () = assert!(Net::train_bytes::<f32, Sgd<f32>>() < 20 * 1024);

/// One pass through the 1437 digits for training, 32 at a time; the mean loss meanwhile.
pub fn epoch(w: &mut [f32; Net::PARAMETERS], number: u64) -> f32 {
    let examples = Examples::new(1437, |i| digit(training(i)));
    let trainer = Net::trainer(1).batch(32).shuffle(number);
    let mut workspace = Workspace::<Layers, f32, { Net::PARAMETERS }>::ZERO;
    // Wide steps at first, then narrow ones.
    let mut rule = Sgd::new(if number < 3 { 0.3 } else { 0.1 });
    trainer
        .fit_from(
            &mut workspace,
            SoftmaxCrossEntropy,
            w,
            examples,
            &mut rule,
            |_| ControlFlow::Continue(()),
        )
        .loss
}
// ANCHOR_END: listing

/// The parameters before the training.
#[must_use]
pub fn start() -> [f32; Net::PARAMETERS] {
    let mut w = [0.0; Net::PARAMETERS];
    Net::init(&mut w, He, 1);
    w
}

/// How many of the 360 digits for testing are read right.
#[must_use]
pub fn right(w: &[f32; Net::PARAMETERS]) -> u32 {
    let mut right = 0;
    for i in 0..360 {
        let (x, label) = digit(5 * i);
        let answer = Net::forward(w, &x);
        let own = answer.get(label).copied().unwrap_or(f32::NAN);
        right += u32::from(answer.iter().all(|&other| other <= own));
    }
    right
}

/// All bits of the parameters in one number (FNV-1a): another bit gives another number.
#[must_use]
pub fn checksum(w: &[f32; Net::PARAMETERS]) -> u32 {
    w.iter().fold(0x811c_9dc5, |hash, x| {
        (hash ^ x.to_bits()).wrapping_mul(0x0100_0193)
    })
}

/// A moment of the demonstration.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// How many epochs are over.
    pub epochs: u32,
    /// The mean loss of the last, in thousandths.
    pub loss: u32,
    /// How many of 360 new digits are read right.
    pub right: u32,
    /// All bits of the parameters.
    pub checksum: u32,
}

/// Three epochs, seen after each.
pub fn demonstration(mut see: impl FnMut(Moment)) {
    let mut w = start();
    for epochs in 1..=3 {
        let loss = epoch(&mut w, u64::from(epochs));
        see(Moment {
            epochs,
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a loss is small and positive"
            )]
            loss: (loss * 1000.0 + 0.5) as u32,
            right: right(&w),
            checksum: checksum(&w),
        });
    }
}

/// The 1797 digits of the tests, as the text that they are: after some comments, a line for each with the
/// digit, a space, and 64 pixels from 0 (paper) to g (ink).
static TEXT: &[u8] = include_bytes!("../../support/data/digits.txt");

/// How long a line is.
const LINE: usize = 67;

/// Where the first line with a digit begins.
const FIRST: usize = {
    let mut at = 0;
    while TEXT[at] == b'#' {
        while TEXT[at] != b'\n' {
            at += 1;
        }
        at += 1;
    }
    assert!(TEXT.len() == at + 1797 * LINE, "1797 lines of equal length");
    at
};

/// Where the digit with a number for training is: every fifth is for testing, from the first on.
const fn training(i: usize) -> usize {
    5 * (i / 4) + 1 + i % 4
}

/// A picture and what it shows.
fn digit(number: usize) -> ([f32; 64], usize) {
    let mut pixels = [0.0; 64];
    let mut signs = TEXT.iter().skip(FIRST + number * LINE);
    let label = signs.next().map_or(0, |&sign| value(sign));
    for (pixel, &sign) in pixels.iter_mut().zip(signs.skip(1)) {
        *pixel = f32::from(value(sign)) / 16.0;
    }
    (pixels, usize::from(label))
}

/// What a sign of base 17 stands for.
const fn value(sign: u8) -> u8 {
    match sign {
        b'0'..=b'9' => sign - b'0',
        _ => sign.wrapping_sub(b'a' - 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_in_flash_holds_pictures_for_training_and_for_testing() {
        let (x, label) = digit(training(0));
        assert_eq!(label, 1);
        // 000cd500, then 000bg900.
        let ink: [f32; 16] = [0, 0, 0, 12, 13, 5, 0, 0, 0, 0, 0, 11, 16, 9, 0, 0_u8].map(f32::from);
        assert!(
            x.iter()
                .zip(ink)
                .all(|(x, ink)| x.to_bits() == (ink / 16.0).to_bits())
        );
        assert_eq!([0, 3, 4, 1436].map(training), [1, 4, 6, 1796]);
        assert!((0..1797).all(|i| digit(i).1 < 10));
    }

    #[test]
    fn three_epochs_teach_to_read() {
        let mut seen = [0; 3];
        demonstration(|now| seen[now.epochs as usize - 1] = now.right);
        assert!(seen[2] > 324, "nine of ten: {seen:?}");
        assert!(right(&start()) < 90, "not before");
    }
}
