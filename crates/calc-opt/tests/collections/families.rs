//! Families of random equations, each from a seed: some that were looked at while the rules of the
//! recommended method were chosen, and some that were run once they stood.

use core::f64::consts::{FRAC_PI_2, SQRT_2, TAU};

use calc_scalar::Real;

use super::everyday::Random;

/// One equation with its bracket.
pub(crate) struct Problem {
    pub(crate) f: Box<dyn Fn(f64) -> f64>,
    pub(crate) ends: (f64, f64),
}

/// The families that were looked at, with seed 1.
pub(crate) const SEEN: [&str; 8] = [
    "waves, narrow",
    "waves, medium",
    "waves, wide",
    "polynomials, narrow",
    "polynomials, wide",
    "steps",
    "finance and physics",
    "multiple roots",
];

/// The families that were not.
pub(crate) const UNSEEN: [&str; 4] = ["networks", "scores", "decays", "quotients"];

/// Some hundred equations of one family.
pub(crate) fn family(name: &str, seed: u64) -> Vec<Problem> {
    let mut made = Made {
        random: Random::new(seed),
        problems: Vec::new(),
    };
    match name {
        "waves, narrow" => made.times(300, |m| m.wave(0.5)),
        "waves, medium" => made.times(300, |m| m.wave(2.0)),
        "waves, wide" => made.times(300, |m| m.wave(10.0)),
        "polynomials, narrow" => made.times(300, |m| m.polynomial(1.0)),
        "polynomials, wide" => made.times(300, |m| m.polynomial(6.0)),
        "steps" => made.times(300, Made::steps),
        "finance and physics" => made.times(400, Made::practice),
        "multiple roots" => made.times(100, Made::multiple),
        "networks" => made.times(300, Made::network),
        "scores" => made.times(300, Made::scores),
        "decays" => made.times(300, Made::decays),
        "quotients" => made.times(300, Made::quotient),
        other => panic!("there is no family {other}"),
    }
    made.problems
}

struct Made {
    random: Random,
    problems: Vec<Problem>,
}

impl Made {
    fn times(&mut self, count: usize, make: impl Fn(&mut Self)) {
        while self.problems.len() < count {
            make(self);
        }
    }

    /// Keeps the equation if its ends differ in sign.
    fn keep(&mut self, ends: (f64, f64), f: impl Fn(f64) -> f64 + 'static) {
        let (a, b) = (f(ends.0), f(ends.1));
        let good = !a.is_nan() && !b.is_nan() && (a > 0.0) != (b > 0.0);
        if good {
            let f = Box::new(f);
            self.problems.push(Problem { f, ends });
        }
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        self.random.between(low, high)
    }

    fn magnitude(&mut self, low: f64, high: f64) -> f64 {
        self.random.magnitude(low, high)
    }

    /// From the normal distribution.
    fn normal(&mut self) -> f64 {
        let (radius, turn) = (1.0 - self.random.unit(), self.random.unit());
        Real::sqrt(-2.0 * Real::ln(radius)) * Real::cos(TAU * turn)
    }

    /// A sum of five sines, in a bracket about as wide as given.
    fn wave(&mut self, width: f64) {
        let terms = [0.0, 1.0, 2.0, 3.0, 4.0].map(|k| {
            let (size, shift) = (self.normal() / (1.0 + k), self.between(0.0, TAU));
            (size, 0.3 + k * self.between(0.5, 1.0), shift)
        });
        let (low, level) = (self.between(-5.0, 5.0), 0.5 * self.normal());
        let ends = (low, low + width * self.between(0.5, 1.5));
        self.keep(ends, move |x| {
            let sum: f64 = terms.iter().map(|(a, w, p)| a * Real::sin(w * x + p)).sum();
            sum + level
        });
    }

    /// A polynomial of degree 2 to 8.
    fn polynomial(&mut self, width: f64) {
        let degree = self.between(2.0, 9.0);
        let coefficients: Vec<f64> = (0_u8..9)
            .take_while(|&k| f64::from(k) <= degree)
            .map(|_| self.normal())
            .collect();
        let low = self.between(-2.0, 2.0);
        let ends = (low, low + width * self.between(0.3, 1.0));
        self.keep(ends, move |x| {
            coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
        });
    }

    /// A rising function with four steps.
    fn steps(&mut self) {
        let terms = [(); 4].map(|()| {
            let size = self.magnitude(0.1, 3.0);
            (size, self.magnitude(0.2, 3.0), self.between(-3.0, 3.0))
        });
        let level = self.between(-4.0, 4.0);
        let ends = (self.between(-8.0, 0.0), self.between(0.0, 8.0));
        self.keep(ends, move |x| {
            let sum: f64 = terms
                .iter()
                .map(|(a, w, p)| a * Real::tanh(w * (x - p)))
                .sum();
            sum + 0.05 * x - level
        });
    }

    /// Fifteen equations of finance, chemistry and physics.
    fn practice(&mut self) {
        // What volatility explains the price of an option?
        let (years, rate) = (self.magnitude(0.05, 3.0), self.between(0.0, 0.06));
        let (strike, volatility) = (
            100.0 * Real::exp(0.2 * self.normal()),
            self.magnitude(0.05, 0.9),
        );
        let call = move |v: f64| {
            let spread = v * Real::sqrt(years);
            let d = (Real::ln(100.0 / strike) + (rate + 0.5 * v * v) * years) / spread;
            100.0 * normal_cdf(d) - strike * Real::exp(-rate * years) * normal_cdf(d - spread)
        };
        let price = call(volatility);
        self.keep((0.01, 2.0), move |v| call(v) - price);
        // The yield of a bond.
        let (years, coupon) = (self.between(3.0, 22.0).floor(), self.between(0.01, 0.12));
        let value = move |y: f64| {
            let last = Real::powf(1.0 + y, -years);
            coupon * (1.0 - last) / y + last
        };
        let price = value(self.between(1e-3, 0.3));
        self.keep((-0.05, 0.5), move |y| value(y) - price);
        // Lambert's function; Wien's law of displacement.
        let z = self.magnitude(0.1, 50.0);
        self.keep((1e-3, 20.0), move |x| x + Real::ln(x / z));
        let z = self.between(2.0, 6.0);
        self.keep((1.0, 10.0), move |x| (x - z) * Real::exp(x) + z);
        // A hyperbolic orbit.
        let (e, m) = (self.between(1.01, 3.0), self.magnitude(0.05, 20.0));
        self.keep((0.0, 6.0), move |x| e * Real::sinh(x) - x - m);
        // The compressibility of a gas by the equation of Peng and Robinson.
        let (a, b) = (self.between(0.1, 0.6), self.between(0.01, 0.1));
        self.keep((b, 1.5), move |z| {
            ((z - 1.0 + b) * z + a - 3.0 * b * b - 2.0 * b) * z - b * (a - b - b * b)
        });
        // The current of a solar cell.
        let (light, dark) = (self.between(1.0, 8.0), self.magnitude(1e-12, 1e-8));
        let (ideality, series) = (self.between(1.0, 1.6), self.magnitude(1e-3, 5e-2));
        let volt = self.between(0.3, 0.6);
        self.keep((0.0, light), move |i| {
            light - dark * Real::exp_m1((volt + i * series) / (ideality * 0.025_85)) - i
        });
        // The depth of water in a channel, by Manning's formula.
        let (flow, width) = (self.magnitude(0.5, 50.0), self.between(1.0, 10.0));
        let slope = Real::sqrt(self.magnitude(1e-4, 1e-2)) / 0.013;
        self.keep((1e-3, 20.0), move |y| {
            let radius = width * y / (width + 2.0 * y);
            width * y * Real::powf(radius, 2.0 / 3.0) * slope - flow
        });
        // The parameter of a hanging chain.
        let (span, longer) = (self.between(10.0, 100.0), self.between(1.01, 2.0));
        self.keep((span / 20.0, span * 10.0), move |a| {
            2.0 * a * Real::sinh(span / (2.0 * a)) - span * longer
        });
        // Heat in a plate; Colebrook's equation in 1/√f; a quantile.
        let biot = self.between(0.1, 5.0);
        self.keep((0.0, FRAC_PI_2 - 1e-3), move |x| x * Real::tan(x) - biot);
        let (rough, reynolds) = (self.magnitude(1e-6, 5e-2), self.magnitude(4e3, 1e8));
        self.keep((1.0, 20.0), move |x| {
            x + 2.0 * Real::log10(rough / 3.7 + 2.51 * x / reynolds)
        });
        let p = self.between(0.001, 0.999);
        self.keep((-5.0, 5.0), move |x| normal_cdf(x) - p);
        // The temperature of a plate that radiates; a substrate that enzymes use up.
        let (heat, film) = (self.between(100.0, 2000.0), self.between(1.0, 30.0));
        self.keep((293.0, 1000.0), move |t| {
            let radiated = 5.67e-8 * 0.9 * (Real::powi(t, 4) - Real::powi(293.0, 4));
            radiated + film * (t - 293.0) - heat
        });
        let (k, start) = (self.magnitude(0.1, 10.0), self.magnitude(0.5, 20.0));
        let used = self.magnitude(0.1, 5.0) * self.between(0.1, 5.0);
        self.keep((1e-6 * start, start), move |s| {
            k * Real::ln(start / s) + start - s - used
        });
    }

    /// A root of multiplicity 3, 5, 7 or 9, with other factors around it.
    fn multiple(&mut self) {
        let (m, c) = (3 + 2 * self.choice(4), self.between(-2.0, 2.0));
        let ends = (c - self.magnitude(0.1, 20.0), c + self.magnitude(0.1, 20.0));
        let tilt = self.between(0.0, 0.9);
        self.keep(ends, move |x| {
            Real::powi(x - c, m) * (1.0 + tilt * Real::sin(x))
        });
    }

    fn choice(&mut self, count: i32) -> i32 {
        let mut chosen = 0;
        let place = self.between(0.0, f64::from(count));
        while f64::from(chosen + 1) < place {
            chosen += 1;
        }
        chosen
    }

    /// A network of one input, six cells and one output.
    fn network(&mut self) {
        let cells = [(); 6].map(|()| (self.normal(), 1.5 * self.normal(), 1.5 * self.normal()));
        let level = 0.5 * self.normal();
        let low = self.between(-4.0, 2.0);
        let ends = (low, low + self.magnitude(0.3, 8.0));
        self.keep(ends, move |x| {
            let sum: f64 = cells
                .iter()
                .map(|(out, w, b)| out * Real::tanh(w * x + b))
                .sum();
            sum + level
        });
    }

    /// Where a likelihood is highest: the shape of a Weibull distribution, a slope of a logistic regression,
    /// the place of a Cauchy distribution.
    fn scores(&mut self) {
        let (shape, scale) = (self.magnitude(0.5, 5.0), self.magnitude(0.2, 10.0));
        let lives = [(); 20].map(|()| {
            let u = 1.0 - self.random.unit();
            scale * Real::powf(-Real::ln(u), 1.0 / shape)
        });
        self.keep((0.05, 20.0), move |k| {
            let powers = lives.map(|t| Real::powf(t / scale, k));
            let weighted: f64 = lives
                .iter()
                .zip(powers)
                .map(|(t, p)| p * Real::ln(*t))
                .sum();
            let mean: f64 = lives.iter().map(|t| Real::ln(*t)).sum::<f64>() / 20.0;
            weighted / powers.iter().sum::<f64>() - 1.0 / k - mean
        });
        let slope = self.between(-3.0, 3.0);
        let seen = [(); 20].map(|()| {
            let x = self.normal();
            let yes = self.random.unit() < Real::logistic(slope * x);
            (x, f64::from(u8::from(yes)))
        });
        self.keep((-10.0, 10.0), move |w| {
            let score = seen.iter().map(|(x, y)| x * (y - Real::logistic(w * x)));
            score.sum::<f64>() - 0.1 * w
        });
        let middle = self.between(-5.0, 5.0);
        let places = [(); 15].map(|()| middle + self.normal() / self.normal());
        self.keep((middle - 3.0, middle + 4.0), move |c| {
            places
                .iter()
                .map(|x| (x - c) / (1.0 + (x - c) * (x - c)))
                .sum()
        });
    }

    /// When have three substances decayed to a share of what they were?
    fn decays(&mut self) {
        let parts = [(); 3].map(|()| (self.between(0.1, 1.0), self.magnitude(0.01, 10.0)));
        let share = self.magnitude(1e-3, 0.9);
        let whole: f64 = parts.iter().map(|(amount, _)| amount).sum();
        let ends = (0.0, self.magnitude(1.0, 1000.0));
        self.keep(ends, move |t| {
            let left: f64 = parts
                .iter()
                .map(|(amount, rate)| amount * Real::exp(-rate * t))
                .sum();
            left - share * whole
        });
    }

    /// A cubic over a quadratic without zeros.
    fn quotient(&mut self) {
        let top = [(); 4].map(|()| self.normal());
        let (place, width) = (self.normal(), self.magnitude(0.1, 3.0));
        let low = self.between(-4.0, 2.0);
        let ends = (low, low + self.magnitude(0.3, 8.0));
        self.keep(ends, move |x| {
            let cubic = top.iter().fold(0.0, |sum, c| sum * x + c);
            cubic / ((x - place) * (x - place) + width * width)
        });
    }
}

/// The distribution function of the normal distribution.
fn normal_cdf(x: f64) -> f64 {
    0.5 * Real::erfc(-x / SQRT_2)
}
