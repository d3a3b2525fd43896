//! Equations of every day with random numbers in them: finance, chemistry, circuits, orbits, each in a
//! sensible bracket and in a careless one.

use calc_scalar::Real;

/// How many kinds of equations there are.
pub(crate) const KINDS: u32 = 20;

/// One equation: which kind, its numbers, its bracket.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Equation {
    pub(crate) kind: u32,
    p: [f64; 3],
    pub(crate) ends: (f64, f64),
}

impl Equation {
    pub(crate) fn f(&self, x: f64) -> f64 {
        evaluate(self.kind, self.p, x)
    }
}

fn evaluate<R: Real>(kind: u32, [p, q, r]: [f64; 3], x: R) -> R {
    match kind {
        // A root of a number.
        0 => x.powf(q) - p,
        // A step that is not at zero.
        1 => (x - p).tanh(),
        2 => x.cos() - p * x,
        // Kepler's equation.
        3 => x - p * x.sin() - q,
        // Colebrook's equation for the friction in a pipe.
        4 => 1.0 / x.sqrt() + 2.0 * (p / 3.7 + 2.51 / (q * x.sqrt())).log10(),
        5 => x.exp() - p,
        6 => x * x.exp() - p,
        7 => x.ln() - p,
        // The interest that makes an annuity worth q.
        8 => (1.0 - (1.0 + x).powf(-p)) / x - q,
        9 => (x + p) * (x.powi(2) + 1.0 + q * q) + 0.1 * r,
        10 => x.logistic() - p,
        // The boiling point by Antoine's equation.
        11 => (8.07131 - 1730.63 / (x - 273.15 + 233.426)).exp10() - p,
        // A body thrown up with friction: when is it back?
        12 => p + (q + 9.81 / r) / r * (1.0 - (-r * x).exp()) - 9.81 * x / r,
        // The volume of a gas by van der Waals' equation.
        13 => (p + 3.64 / x.powi(2)) * (x - 0.042_67) - 0.082_06 * q,
        14 => 1.0 / x - p,
        15 => x / (1.0 - (-x).exp()) - 1.0 - p,
        16 => (-p * x).exp() - 0.5,
        // A thermistor.
        17 => 1e4 * (3950.0 * (1.0 / x - 1.0 / 298.15)).exp() - p,
        // A diode behind a resistor.
        18 => p * ((x / 0.025_85).exp() - 1.0) - (q - x) / r,
        // The acidity of a weak acid.
        19 => {
            let h = (-x).exp10();
            h - p * q / (h + p) - 1e-14 / h
        }
        other => panic!("there is no equation {other}"),
    }
}

/// `count` equations of each kind in sensible brackets, or in careless ones.
pub(crate) fn equations(seed: u64, count: u32, careless: bool) -> Vec<Equation> {
    let mut random = Random::new(seed);
    (0..count)
        .flat_map(|_| 0..KINDS)
        .map(|kind| random.equation(kind, careless))
        .filter(|e| {
            let (low, high) = (e.f(e.ends.0), e.f(e.ends.1));
            (low > 0.0) != (high > 0.0) && !low.is_nan() && !high.is_nan()
        })
        .collect()
}

/// Xorshift with 64 bits.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn unit(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        f64::from(u32::try_from(self.0 >> 32).expect("32 bits")) / 4_294_967_296.0
    }

    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Between the two, all orders of magnitude alike.
    pub(crate) fn magnitude(&mut self, low: f64, high: f64) -> f64 {
        Real::exp(self.between(Real::ln(low), Real::ln(high)))
    }

    fn equation(&mut self, kind: u32, careless: bool) -> Equation {
        let (p, sensible, wide) = self.numbers(kind);
        let ends = if careless { wide } else { sensible };
        Equation { kind, p, ends }
    }

    /// The numbers of an equation, a sensible bracket and a careless one.
    #[allow(clippy::type_complexity, reason = "three things, used in one place")]
    fn numbers(&mut self, kind: u32) -> ([f64; 3], (f64, f64), (f64, f64)) {
        let far = (-self.magnitude(10.0, 1e3), self.magnitude(10.0, 1e3));
        match kind {
            0 => {
                let (p, q) = (self.magnitude(1e-3, 1e3), 2.0 + (4.0 * self.unit()).floor());
                let root = Real::powf(p, 1.0 / q);
                let near = root * self.between(1.5, 12.0);
                (
                    [p, q, 0.0],
                    (0.0, near),
                    (0.0, root * self.magnitude(3.0, 1e4)),
                )
            }
            1 => ([self.between(-2.0, 2.0), 0.0, 0.0], (-3.0, 9.0), far),
            2 => ([self.between(0.5, 3.0), 0.0, 0.0], (0.0, 1.6), (-1.0, 40.0)),
            3 => {
                let (e, m) = (self.between(0.05, 0.97), self.between(0.1, 3.0));
                ([e, m, 0.0], (m - e, m + e), (0.0, 6.3))
            }
            4 => {
                let p = [self.magnitude(1e-6, 5e-2), self.magnitude(4e3, 1e8), 0.0];
                (p, (0.005, 0.1), (1e-4, 1.0))
            }
            5 => ([self.magnitude(0.1, 50.0), 0.0, 0.0], (-4.0, 6.0), far),
            6 => (
                [self.magnitude(1.0, 200.0), 0.0, 0.0],
                (0.0, 6.0),
                (0.0, far.1),
            ),
            7 => (
                [self.between(-3.0, 4.0), 0.0, 0.0],
                (0.01, 100.0),
                (1e-6, 1e6),
            ),
            8 => {
                let (rate, years) = (self.between(0.01, 0.4), (4.0 + 20.0 * self.unit()).floor());
                let worth = (1.0 - Real::powf(1.0 + rate, -years)) / rate;
                ([years, worth, 0.0], (1e-4, 1.0), (1e-6, 10.0))
            }
            9 => {
                let p = [(); 3].map(|()| self.between(-2.0, 2.0));
                (p, (-4.0, 4.0), far)
            }
            10 => ([self.between(0.02, 0.98), 0.0, 0.0], (-6.0, 6.0), far),
            11 => {
                let kelvin = self.between(280.0, 370.0);
                let pressure = Real::exp10(8.07131 - 1730.63 / (kelvin - 273.15 + 233.426));
                ([pressure, 0.0, 0.0], (250.0, 400.0), (150.0, 1500.0))
            }
            12 => {
                let p = [
                    self.between(1.0, 50.0),
                    self.between(5.0, 40.0),
                    self.between(0.05, 1.0),
                ];
                (p, (0.01, 60.0), (0.0, 1e4))
            }
            13 => {
                let p = [self.magnitude(0.5, 60.0), self.between(250.0, 400.0), 0.0];
                (p, (0.05, 100.0), (0.044, 1e4))
            }
            14 => (
                [self.magnitude(1e-2, 10.0), 0.0, 0.0],
                (1e-2, 2e2),
                (1e-5, 1e5),
            ),
            15 => (
                [self.between(0.05, 3.0), 0.0, 0.0],
                (1e-3, 20.0),
                (1e-9, 1e3),
            ),
            16 => {
                let p = self.magnitude(1e-6, 1e6);
                (
                    [p, 0.0, 0.0],
                    (0.0, 4.0 / p),
                    (0.0, self.magnitude(10.0, 1e9) / p),
                )
            }
            17 => (
                [self.magnitude(1e3, 1e5), 0.0, 0.0],
                (230.0, 400.0),
                (200.0, 1000.0),
            ),
            18 => {
                let p = [
                    self.magnitude(1e-14, 1e-9),
                    self.between(0.8, 5.0),
                    self.magnitude(10.0, 1e5),
                ];
                (p, (0.0, 1.0), (-1.0, p[1]))
            }
            _ => {
                let p = [self.magnitude(1e-12, 1e-2), self.magnitude(1e-6, 1.0), 0.0];
                (p, (0.0, 14.0), (-5.0, 20.0))
            }
        }
    }
}
