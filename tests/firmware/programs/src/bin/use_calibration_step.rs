//! A 2-6-1 network for a sensor: started, one sample corrected and learned from in place.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_firmware::calibration::Calibration;

calc_programs::measured!(|| {
    let mut calibration = Calibration::new();
    let [reading, temperature, reference] = black_box([0.5, -0.25, 0.75]);
    black_box(calibration.pressure(reading, temperature));
    let _ = calibration.learn(reading, temperature, reference);
    black_box(&calibration);
});
