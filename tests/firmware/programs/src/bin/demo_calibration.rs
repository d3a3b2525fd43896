//! The book's sensor that learns, on the machine.

#![no_std]
#![no_main]

use calc_firmware::calibration::{Moment, demonstration};
use calc_programs::Report;

/// As the listing `microcontroller_calibration` of the book writes it.
fn tell(report: &mut Report, moment: Moment) {
    for (name, n) in [
        ("after ", moment.samples),
        (" samples: off by ", moment.raw),
        (", corrected by ", moment.corrected),
    ] {
        report.text(name);
        report.number(n);
    }
    report.text("\n");
}

calc_programs::program!(|| {
    let mut report = Report::new();
    demonstration(|moment| tell(&mut report, moment));
    report.send();
});
