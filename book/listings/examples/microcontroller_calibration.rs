//! A sensor learns what it is wrong about; errors in thousandths of the range. `tests/firmware/programs`
//! runs the same on emulated chips.

use calc_firmware::calibration::demonstration;

fn main() {
    demonstration(|now| {
        println!(
            "after {} samples: off by {}, corrected by {}",
            now.samples, now.raw, now.corrected
        );
    });
}
