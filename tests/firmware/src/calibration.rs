//! A sensor that learns what it is wrong about: online calibration by a network of 25 parameters, sample by
//! sample.

use calc_nn::activation::Tanh;
use calc_nn::init::Glorot;
use calc_nn::loss::SquaredError;
use calc_nn::{Dense, Network, NotMoved};
use calc_scalar::Real;

// ANCHOR: listing
type Net = Network<(Dense<2, 6, Tanh>, Dense<6, 1>)>;

/// Corrects a sensor by what it has learned.
#[derive(Clone, Copy, Debug)]
pub struct Calibration {
    w: [f32; Net::PARAMETERS],
}

impl Calibration {
    /// Knows nothing yet: the correction is small, and at random.
    #[must_use]
    pub fn new() -> Self {
        let mut w = [0.0; Net::PARAMETERS];
        Net::init(&mut w, Glorot, 1);
        Self { w }
    }

    /// The pressure, from what the sensor reads and the temperature of its housing.
    #[must_use]
    pub fn pressure(&self, reading: f32, temperature: f32) -> f32 {
        let [correction] = Net::forward(&self.w, &Self::input(reading, temperature));
        reading + correction
    }

    /// Learns from one sample for which a reference is at hand: one step, in place.
    ///
    /// # Errors
    ///
    /// A broken wire that reads infinity is refused, and nothing is forgotten.
    pub fn learn(
        &mut self,
        reading: f32,
        temperature: f32,
        reference: f32,
    ) -> Result<(), NotMoved> {
        let x = Self::input(reading, temperature);
        Net::step(SquaredError, &mut self.w, &x, &[reference - reading], 0.3)?;
        Ok(())
    }

    /// Both between −1 and 1.
    fn input(reading: f32, temperature: f32) -> [f32; 2] {
        [2.0 * reading - 1.0, temperature]
    }
}
// ANCHOR_END: listing

impl Default for Calibration {
    fn default() -> Self {
        Self::new()
    }
}

/// A simulated sensor and its surroundings.
#[derive(Clone, Copy, Debug)]
pub struct Sensor {
    random: u32,
    /// What it reads too little, as a share.
    pub aged: f32,
}

impl Sensor {
    /// A new one.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            random: 1,
            aged: 0.0,
        }
    }

    /// The next sample: reading, temperature and true pressure.
    ///
    /// `r = (1 − a)·((1 − 0.2·t)·p − 0.15·p² + 0.1·t) + e` with the pressure `p` from 0 to 1, the
    /// temperature `t` from −1 to 1, both at random, noise `e` up to ±0.005, and the age `a`.
    pub fn sample(&mut self) -> [f32; 3] {
        let p = self.uniform();
        let t = 2.0 * self.uniform() - 1.0;
        let noise = 0.01 * (self.uniform() - 0.5);
        let clean = (1.0 - 0.2 * t) * p - 0.15 * p * p + 0.1 * t;
        [(1.0 - self.aged) * clean + noise, t, p]
    }

    /// From 0 to 1, by a linear congruential generator.
    fn uniform(&mut self) -> f32 {
        self.random = self
            .random
            .wrapping_mul(1_664_525)
            .wrapping_add(1_013_904_223);
        #[allow(clippy::cast_precision_loss, reason = "16 bits fit in an f32")]
        let x = (self.random >> 16) as f32 / 65_536.0;
        x
    }
}

impl Default for Sensor {
    fn default() -> Self {
        Self::new()
    }
}

/// A moment of the demonstration: root mean squares of the last 250 errors, in thousandths of the range.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// How many samples have been seen.
    pub samples: u32,
    /// How far the sensor was off.
    pub raw: u32,
    /// How far its corrected reading was off, each before it was learned from.
    pub corrected: u32,
}

/// Over how many samples the squares are summed.
const WINDOW: u32 = 250;

/// When it is looked at.
const SEEN: [u32; 8] = [250, 1000, 4000, 8000, 8250, 9000, 12_000, 16_000];

/// 16 000 samples, seen now and then; after half of them the sensor ages at a stroke and reads a tenth less.
pub fn demonstration(mut see: impl FnMut(Moment)) {
    let mut sensor = Sensor::new();
    let mut calibration = Calibration::new();
    let mut squares = [0.0_f32; 2];
    for samples in 1..=16_000 {
        let [reading, temperature, pressure] = sensor.sample();
        let corrected = calibration.pressure(reading, temperature);
        for (sum, x) in squares.iter_mut().zip([reading, corrected]) {
            *sum += (x - pressure) * (x - pressure);
        }
        let learned = calibration.learn(reading, temperature, pressure);
        debug_assert!(learned.is_ok(), "the simulated wire is whole");
        if samples % WINDOW == 0 {
            let [raw, corrected] = squares.map(|sum| thousandths(Real::sqrt(sum / 250.0)));
            squares = [0.0; 2];
            if SEEN.contains(&samples) {
                see(Moment {
                    samples,
                    raw,
                    corrected,
                });
            }
        }
        if samples == 8000 {
            sensor.aged = 0.1;
        }
    }
}

fn thousandths(x: f32) -> u32 {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "errors are small, and no negative numbers"
    )]
    let whole = (x * 1000.0 + 0.5) as u32;
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_wire_is_refused_and_nothing_is_forgotten() {
        let mut calibration = Calibration::new();
        let before = calibration.w;
        for broken in [f32::INFINITY, f32::NAN] {
            let refused = calibration.learn(broken, 0.5, 0.5);
            assert_eq!(refused, Err(NotMoved::Input { index: 0 }));
        }
        let refused = calibration.learn(0.5, 0.5, f32::NAN);
        assert_eq!(refused, Err(NotMoved::Loss));
        assert!(
            calibration
                .w
                .iter()
                .zip(before)
                .all(|(a, b)| a.to_bits() == b.to_bits())
        );
    }

    #[test]
    fn the_sensor_learns_and_learns_again_when_it_has_aged() {
        let (mut seen, mut places) = ([(0, 0); SEEN.len()], 0..);
        demonstration(|now| {
            if let Some(place) = places.next().and_then(|i: usize| seen.get_mut(i)) {
                *place = (now.raw, now.corrected);
            }
        });
        let [first, _, _, new, aged, _, _, last] = seen;
        assert!(
            first.0 < first.1,
            "at first a correction at random: {seen:?}"
        );
        assert!(new.1 * 5 < new.0 && last.1 * 10 < last.0, "{seen:?}");
        assert!(aged.0 > new.0 + 30, "the sensor ages: {seen:?}");
        assert!(aged.1 * 5 < aged.0, "and it hardly shows: {seen:?}");
    }
}
