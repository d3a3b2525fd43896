//! The 154 problems of Alefeld, Potra and Shi.
//!
//! Brackets, parameters and roots (25 digits, computed with mpmath at 60) stand in `data/aps154.tsv`;
//! the functions are those of G. E. Alefeld, F. A. Potra and Y. Shi, *Algorithm 748: Enclosing Zeros
//! of Continuous Functions*, ACM Transactions on Mathematical Software 21(3), 1995, 327–344.

use calc_scalar::Real;

const PROBLEMS: &str = include_str!("../data/aps154.tsv");

/// A function, its bracket, its root.
pub(crate) struct Problem {
    pub(crate) id: &'static str,
    pub(crate) function: u32,
    p: [f64; 2],
    pub(crate) ends: [f64; 2],
    pub(crate) root: f64,
}

impl Problem {
    pub(crate) fn f<R: Real>(&self, x: R) -> R {
        let [p, q] = self.p;
        let n = p;
        #[allow(clippy::cast_possible_truncation, reason = "small whole numbers")]
        let whole = n as i32;
        let power = |k: f64| Real::exp(k);
        match self.function {
            1 => x.sin() - x / 2.0,
            2 => {
                let mut sum = R::constant(0.0);
                for i in 1..=20 {
                    let i = f64::from(i);
                    sum += (2.0 * i - 5.0) * (2.0 * i - 5.0) / (x - i * i).powi(3);
                }
                -2.0 * sum
            }
            3 => p * x * (q * x).exp(),
            4 => x.powi(whole) - q,
            5 => x.sin() - 0.5,
            6 => 2.0 * x * power(-n) - 2.0 * (-n * x).exp() + 1.0,
            7 => (1.0 + (1.0 - n) * (1.0 - n)) * x - (1.0 - n * x).powi(2),
            8 => x.powi(2) - (1.0 - x).powi(whole),
            9 => (1.0 + Real::powi(1.0 - n, 4)) * x - (1.0 - n * x).powi(4),
            10 => (-n * x).exp() * (x - 1.0) + x.powi(whole),
            11 => (n * x - 1.0) / ((n - 1.0) * x),
            12 => x.powf(1.0 / n) - Real::powf(n, 1.0 / n),
            13 if x == 0.0 => x,
            13 => x * (-(1.0 / x.powi(2))).exp(),
            14 if x <= 0.0 => 0.0 * x - n / 20.0,
            14 => n / 20.0 * (x / 1.5 + x.sin() - 1.0),
            15 if x < 0.0 => 0.0 * x - 0.859,
            15 if x > 2e-3 / (1.0 + n) => 0.0 * x + (power(1.0) - 1.859),
            15 => ((n + 1.0) * x / 2.0 * 1000.0).exp() - 1.859,
            other => panic!("there is no function {other}"),
        }
    }
}

pub(crate) fn problems() -> Vec<Problem> {
    let parse = |line: &'static str| {
        let columns: Vec<_> = line.split('\t').collect();
        let number = |i: usize| columns[i].parse().unwrap();
        Problem {
            id: columns[0],
            function: columns[1].parse().unwrap(),
            p: [number(2), number(3)],
            ends: [number(4), number(5)],
            root: number(7),
        }
    };
    PROBLEMS.lines().skip(1).map(parse).collect()
}
