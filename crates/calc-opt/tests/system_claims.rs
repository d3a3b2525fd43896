//! What a search for a root of a system claims is held against the truth: random systems with and without a root, in
//! units of every size, in both precisions.

#![allow(
    clippy::cast_possible_truncation,
    reason = "numbers are rounded on purpose"
)]

mod collections {
    pub(crate) mod random;
}

use calc_opt::Stopped;
use calc_opt::root::system::{Solution, SystemError, broyden, newton, powell_hybrid};
use calc_scalar::{Dual, Float, Number, Real};
use collections::random::Random;

type Outcome<T> = Result<Solution<T, 2>, SystemError<T, 2>>;

const FAMILIES: usize = 14;

/// Systems of each family; all four methods solve each.
const EACH: usize = 750;

/// Two equations in unknowns of size one; those of the first seven families are zero at `r` or at 0, the others
/// nowhere.
fn equations<R: Number>(family: usize, [u, v]: [R; 2], r: [f64; 2], k: f64) -> [R; 2] {
    let [a, b] = r.map(R::literal);
    let [one, k] = [1.0, k].map(R::literal);
    let (p, q) = (u - a, v - b);
    let parabola = u * u - a * a;
    let falling = (-u).exp() - (-a).exp();
    match family {
        // A line, a bend, two parabolas, exponentials, a product, a cubic, roots at zero.
        0 => [p + k * q, q - k * p],
        1 => [p + k * q * q, q],
        2 => [parabola, v * v - b * b],
        3 => [u.exp() - a.exp(), falling + q],
        4 => [u * v - a * b, p],
        5 => [p * (p * p + one), q + k * p * p],
        6 => [u.exp_m1(), v + k * u * u],
        // An exponential that never ends, parabolas above zero, a pole, circles apart, lines that are parallel.
        7 => [(-u).exp(), q],
        8 => [u * u + one + k * k, v * v - b * b],
        9 => [one / p, q],
        10 => [
            u * u + v * v - one,
            (p + R::literal(3.0)) * (p + R::literal(3.0)) + one + q * q,
        ],
        11 => [u + v - one, u + v - one - k],
        12 => [one / (one + u * u), q],
        _ => [u.exp() + k * k * R::literal(1e-3), p + q],
    }
}

/// A system in its units, and a start.
#[derive(Debug)]
struct Task {
    family: usize,
    root: [f64; 2],
    k: f64,
    rows: [f64; 2],
    columns: [f64; 2],
    start: [f64; 2],
}

impl Task {
    fn random(random: &mut Random, family: usize) -> Self {
        // Powers of two: units change no digit.
        let mut power = |most: f64| Real::powi(2.0, random.between(-most, most) as i32);
        let units = [power(66.0), power(66.0), power(20.0), power(20.0)];
        let start = [(); 2].map(|()| {
            if random.between(0.0, 1.0) < 0.2 {
                return 0.0;
            }
            let far = Real::powf(10.0, random.between(-1.0, 2.5));
            f64::from(random.between(-far, far) as f32)
        });
        Self {
            family,
            root: [(); 2].map(|()| f64::from(random.between(0.5, 2.0) as f32)),
            k: f64::from(random.between(0.1, 0.9) as f32),
            rows: [units[0], units[1]],
            columns: [units[2], units[3]],
            start,
        }
    }

    fn residuals<R: Number>(&self, x: [R; 2]) -> [R; 2] {
        let [c, d] = self.columns.map(R::literal);
        let [s, t] = self.rows.map(R::literal);
        let [f, g] = equations(self.family, [x[0] / c, x[1] / d], self.root, self.k);
        [s * f, t * g]
    }

    /// Whether a point is near a root.
    fn is_right(&self, x: [f64; 2], epsilon: f64) -> bool {
        let u = [x[0] / self.columns[0], x[1] / self.columns[1]];
        let off = |a: f64, r: f64| (a - r).abs() <= 10.0 * epsilon.sqrt() * r.abs().max(1.0);
        let [a, b] = self.root;
        match self.family {
            0 | 1 | 3 | 4 | 5 => off(u[0], a) && off(u[1], b),
            2 => off(u[0].abs(), a) && off(u[1].abs(), b),
            6 => off(u[0], 0.0) && off(u[1], 0.0),
            _ => false,
        }
    }

    fn outcomes<T: Float + Into<f64>>(&self) -> [Outcome<T>; 4]
    where
        Dual<T, 2>: Number,
    {
        let start = [0, 1].map(|i| T::literal(self.start[i] * self.columns[i]));
        let values = |x: [T; 2]| self.residuals(x);
        [
            calc_opt::root::system(|x| self.residuals(x), start),
            newton(|x| self.residuals(x), start),
            powell_hybrid(values, start),
            broyden(values, start),
        ]
    }
}

/// By method: claims that are right and wrong. Not among them are points at which all residuals, though they have no
/// root, are computed as zero: exponentials and poles far out.
#[derive(Debug, Default)]
struct Tally {
    right: [usize; 4],
    wrong: [usize; 4],
    zeros: usize,
}

fn tally<T: Float + Into<f64>>() -> Tally
where
    Dual<T, 2>: Number,
{
    let mut random = Random(1);
    let mut tally = Tally::default();
    for family in 0..FAMILIES {
        for _ in 0..EACH {
            let task = Task::random(&mut random, family);
            for (i, outcome) in task.outcomes::<T>().into_iter().enumerate() {
                let Ok(root) = outcome else { continue };
                if task.is_right(root.x.map(Into::into), T::EPSILON.into()) {
                    tally.right[i] += 1;
                } else if root.stopped == Stopped::ExactZero {
                    tally.zeros += 1;
                } else {
                    tally.wrong[i] += 1;
                    println!("{i} {task:?} {root:?}");
                }
            }
        }
    }
    tally
}

#[test]
fn of_21_000_systems_in_units_of_every_size_one_claim_is_wrong_and_none_in_double_precision() {
    let [double, single] = [tally::<f64>(), tally::<f32>()];
    println!("{double:?} {single:?}");
    assert_eq!(double.wrong, [0; 4]);
    // A variable that starts at zero has no size before it has gone somewhere: if that is far, and its equation so
    // small that `‖f‖` does not show it, few of the seven digits of single precision are left. This root is
    // off by four per cent.
    assert!(single.wrong.iter().sum::<usize>() <= 1, "{single:?}");
    // In these units ‖f‖ often shows one equation alone, and many searches are stuck.
    let least = [[4320, 3704, 3632, 3294], [4027, 2927, 2992, 2023]];
    for (tally, least) in [double, single].iter().zip(least) {
        let mut all = tally.right.iter().zip(least);
        assert!(all.all(|(&right, least)| right >= least), "{tally:?}");
    }
}

#[test]
fn a_wrong_root_is_seen() {
    let task = Task::random(&mut Random(1), 0);
    let at = |u: f64| {
        [
            u * task.root[0] * task.columns[0],
            task.root[1] * task.columns[1],
        ]
    };
    assert!(task.is_right(at(1.0), f64::EPSILON) && !task.is_right(at(1.0 + 1e-6), f64::EPSILON));
    let endless = Task::random(&mut Random(1), 7);
    assert!(!endless.is_right([1e3, endless.root[1] * endless.columns[1]], f64::EPSILON));
}
