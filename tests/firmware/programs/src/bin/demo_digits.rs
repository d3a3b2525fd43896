//! The book's training on real digits, on the machine.

#![no_std]
#![no_main]

use calc_firmware::digits::{Moment, demonstration};
use calc_programs::Report;

/// As the listing `microcontroller_digits` of the book writes it.
fn tell(report: &mut Report, moment: Moment) {
    for (name, n) in [
        ("epoch ", moment.epochs),
        (": loss ", moment.loss),
        (", right of 360: ", moment.right),
        (", bits of the weights: ", moment.checksum),
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
