//! A network learns to read digits from flash; losses in thousandths. `tests/firmware/programs` runs the
//! same on emulated chips.

use calc_firmware::digits::demonstration;

fn main() {
    demonstration(|now| {
        println!(
            "epoch {}: loss {}, right of 360: {}, bits of the weights: {}",
            now.epochs, now.loss, now.right, now.checksum
        );
    });
}
