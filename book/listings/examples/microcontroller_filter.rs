//! The angle of a pendulum by an extended Kalman filter; times in hundredths of a second, angles in
//! thousandths of a radian. `tests/firmware/programs` runs the same on emulated chips.

use calc_firmware::filter::demonstration;

fn main() {
    demonstration(|now| {
        println!(
            "after {} hundredths: angle {}, estimate {} ± {}",
            now.time, now.angle, now.estimate, now.doubt
        );
    });
}
