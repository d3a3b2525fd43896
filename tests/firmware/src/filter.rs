//! An extended Kalman filter that takes its Jacobians from dual numbers: the angle of a pendulum from a
//! noisy sensor.

use calc_multi::linalg::{dot, product};
use calc_multi::{value_and_gradient, value_and_jacobian};
use calc_scalar::Real;

// ANCHOR: listing
/// Angle and speed of a pendulum, a hundredth of a second later.
fn step<R: Real<f32>>([angle, speed]: [R; 2]) -> [R; 2] {
    let speed = speed - 0.01 * (9.81 * angle.sin() + 0.2 * speed);
    [angle + 0.01 * speed, speed]
}

/// What the sensor sees: how far the bob is to the side.
fn side<R: Real<f32>>([angle, _]: [R; 2]) -> R {
    angle.sin()
}

/// What is known of the pendulum.
#[derive(Clone, Copy, Debug)]
pub struct Filter {
    /// Angle and speed, in radians and radians per second.
    pub state: [f32; 2],
    /// How uncertain they are: variances on the diagonal.
    pub covariance: [[f32; 2]; 2],
}

impl Filter {
    /// Takes a measurement, a hundredth of a second after the last.
    pub fn update(&mut self, measured: f32) {
        // Forecast: x ← f(x), P ← F·P·Fᵀ + Q.
        let (state, f) = value_and_jacobian(step, self.state);
        let pf = f.map(|row| product(&self.covariance, &row));
        let [[a, b], [c, d]] = f.map(|row| pf.map(|column| dot(&row, &column)));
        let p = [[a + 1e-7, b], [c, d + 1e-5]];
        // Correction: K = P·Hᵀ/(H·P·Hᵀ + R).
        let (expected, h) = value_and_gradient(side, state);
        let [u, v] = product(&p, &h);
        let s = dot(&h, &[u, v]) + 0.05 * 0.05;
        let surprise = (measured - expected) / s;
        let [angle, speed] = state;
        self.state = [angle + u * surprise, speed + v * surprise];
        let [[a, b], [c, d]] = p;
        self.covariance = [
            [a - u * u / s, b - u * v / s],
            [c - v * u / s, d - v * v / s],
        ];
    }
}
// ANCHOR_END: listing

/// A moment of the demonstration: hundredths of a second, then thousandths of a radian.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// When.
    pub time: u32,
    /// Where the pendulum is.
    pub angle: i32,
    /// Where the filter thinks it is.
    pub estimate: i32,
    /// What it thinks it is off, one standard deviation.
    pub doubt: i32,
}

/// Four seconds of a simulated pendulum with a simulated sensor, seen every half second. The filter knows
/// nothing at the beginning.
pub fn demonstration(mut see: impl FnMut(Moment)) {
    let mut pendulum = [1.0_f32, 0.0];
    let mut filter = Filter {
        state: [0.0, 0.0],
        covariance: [[1.0, 0.0], [0.0, 1.0]],
    };
    let mut random = 1_u32;
    for time in 1..=400 {
        pendulum = step(pendulum);
        // Noise from −0.08 to 0.08, by a linear congruential generator.
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        #[allow(clippy::cast_precision_loss, reason = "16 bits fit in an f32")]
        let noise = ((random >> 16) as f32 / 32_768.0 - 1.0) * 0.08;
        filter.update(side(pendulum) + noise);
        if time % 50 == 0 {
            see(Moment {
                time,
                angle: thousandths(pendulum[0]),
                estimate: thousandths(filter.state[0]),
                doubt: thousandths(Real::sqrt(filter.covariance[0][0])),
            });
        }
    }
}

fn thousandths(x: f32) -> i32 {
    #[allow(clippy::cast_possible_truncation, reason = "angles are small")]
    let whole = Real::round(x * 1000.0) as i32;
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The Jacobian on paper: `∂angle′/∂angle = 1 − 10⁻⁴·9.81·cos angle`, and so on.
    #[test]
    fn the_jacobian_of_the_step_is_the_one_on_paper() {
        let angle = 0.7_f32;
        let (_, [[aa, av], [va, vv]]) = value_and_jacobian(step, [angle, -0.3]);
        let bend = 9.81e-2 * Real::cos(angle);
        for (found, paper) in [
            (aa, 1.0 - 0.01 * bend),
            (av, 0.01 * (1.0 - 0.002)),
            (va, -bend),
            (vv, 1.0 - 0.002),
        ] {
            assert!((found - paper).abs() < 1e-6, "{found} is not {paper}");
        }
    }

    #[test]
    fn the_filter_finds_the_pendulum_and_knows_how_well() {
        let mut worst = 0.0_f32;
        let mut last = None;
        demonstration(|moment| {
            let off = (moment.angle - moment.estimate).abs() as f32 / moment.doubt as f32;
            worst = worst.max(off);
            last = Some(moment);
        });
        assert!(worst < 3.0, "{worst} standard deviations off");
        let last = last.unwrap();
        // The sensor alone is off by 46 thousandths on average.
        assert!(
            last.doubt < 15 && (last.angle - last.estimate).abs() < 20,
            "{last:?}"
        );
    }
}
