//! The book's Kalman filter, on the machine.

#![no_std]
#![no_main]

use calc_firmware::filter::{Moment, demonstration};
use calc_programs::Report;

/// As the listing `microcontroller_filter` of the book writes it.
fn tell(report: &mut Report, moment: Moment) {
    let mut number = |name: &str, x: i32| {
        report.text(name);
        if x < 0 {
            report.text("-");
        }
        report.number(x.unsigned_abs());
    };
    number("after ", i32::try_from(moment.time).unwrap_or(i32::MAX));
    number(" hundredths: angle ", moment.angle);
    number(", estimate ", moment.estimate);
    number(" ± ", moment.doubt);
    report.text("\n");
}

calc_programs::program!(|| {
    let mut report = Report::new();
    demonstration(|moment| tell(&mut report, moment));
    report.send();
});
