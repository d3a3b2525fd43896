//! One list of rows, measured in two ways: time by criterion, instructions by callgrind.
//!
//! Before a row is measured its result is compared with the hand-written one.

use core::hint::black_box;
use std::io::Write as _;

/// Runs between two dumps of callgrind.
pub const RUNS: u64 = 64;

/// What is done with each row.
#[allow(clippy::large_enum_variant, reason = "there is one")]
pub enum Mode {
    /// Criterion measures it and writes its samples to files.
    #[cfg(feature = "others")]
    Time(criterion::Criterion),
    /// Runs it [`RUNS`] times for callgrind, and prints its name.
    Count,
}

/// The rows that are measured, and how.
pub struct Bench {
    pub mode: Mode,
    /// Only rows whose full name contains this.
    pub filter: String,
}

impl Bench {
    /// A problem, whose right answer is given: `at` is a size, or 0 where there is none.
    pub fn problem(&mut self, name: &'static str, at: usize, truth: &impl Numbers) -> Problem<'_> {
        let mut numbers = Vec::new();
        truth.append(&mut numbers);
        assert!(!numbers.is_empty() && numbers.iter().all(|n| n.is_finite()));
        Problem {
            bench: self,
            name,
            at,
            truth: numbers,
        }
    }
}

/// One problem of one size.
pub struct Problem<'a> {
    bench: &'a mut Bench,
    name: &'static str,
    at: usize,
    truth: Vec<f64>,
}

impl Problem<'_> {
    /// A row whose result is not the answer: the value of the function alone, an approximation.
    pub fn value<X: Copy, R>(&mut self, route: &str, x: X, f: impl FnMut(X) -> R) {
        self.measure(route, x, f);
    }

    /// Measures `f(x)` after checking that it is the right answer.
    pub fn row<X: Copy, R: Numbers>(&mut self, route: &str, x: X, mut f: impl FnMut(X) -> R) {
        let mut found = Vec::new();
        f(x).append(&mut found);
        let scale = self.truth.iter().fold(1.0_f64, |m, t| m.max(t.abs()));
        assert_eq!(found.len(), self.truth.len(), "{} by {route}", self.name);
        for (k, (found, truth)) in found.iter().zip(&self.truth).enumerate() {
            let error = (found - truth).abs();
            let allowed = 1e-11 * truth.abs() + 1e-13 * scale;
            let name = self.name;
            assert!(
                error <= allowed,
                "{name} by {route}, number {k}: {found} instead of {truth}"
            );
        }
        self.measure(route, x, f);
    }

    fn measure<X: Copy, R>(&mut self, route: &str, x: X, mut f: impl FnMut(X) -> R) {
        let name = format!("{}\t{}\t{route}", self.name, self.at);
        if !name.contains(&self.bench.filter) {
            return;
        }
        match &mut self.bench.mode {
            #[cfg(feature = "others")]
            Mode::Time(criterion) => {
                eprintln!("measuring {name}");
                criterion.bench_function(&name, |b| b.iter(|| f(black_box(x))));
            }
            Mode::Count => {
                // The first runs may allocate what later ones reuse.
                black_box(f(black_box(x)));
                callgrind_begins(x, &mut f);
                callgrind_ends();
                let mut out = std::io::stdout().lock();
                writeln!(out, "{name}").expect("standard output takes a line");
            }
        }
    }
}

/// Callgrind sets its counter to zero when this function is entered …
#[inline(never)]
fn callgrind_begins<X: Copy, R>(x: X, f: &mut impl FnMut(X) -> R) {
    for _ in 0..RUNS {
        black_box(f(black_box(x)));
    }
}

/// … and writes it to its file when this one is.
#[inline(never)]
fn callgrind_ends() {
    black_box(());
}

/// A result as a list of numbers.
pub trait Numbers {
    fn append(&self, to: &mut Vec<f64>);
}

impl Numbers for f64 {
    fn append(&self, to: &mut Vec<f64>) {
        to.push(*self);
    }
}

impl Numbers for calc_scalar::Ieee {
    fn append(&self, to: &mut Vec<f64>) {
        to.push(self.0);
    }
}

impl<T: Numbers, const N: usize> Numbers for [T; N] {
    fn append(&self, to: &mut Vec<f64>) {
        self.iter().for_each(|t| t.append(to));
    }
}

impl<T: Numbers> Numbers for Vec<T> {
    fn append(&self, to: &mut Vec<f64>) {
        self.iter().for_each(|t| t.append(to));
    }
}

/// The last part of a tuple is the derivative of highest order; the others come with it.
impl<A, T: Numbers> Numbers for (A, T) {
    fn append(&self, to: &mut Vec<f64>) {
        self.1.append(to);
    }
}

impl<A, B, T: Numbers> Numbers for (A, B, T) {
    fn append(&self, to: &mut Vec<f64>) {
        self.2.append(to);
    }
}

impl<T: Numbers, E: core::fmt::Debug> Numbers for Result<T, E> {
    fn append(&self, to: &mut Vec<f64>) {
        self.as_ref().expect("a result").append(to);
    }
}

#[cfg(feature = "others")]
impl<const R: usize, const C: usize> Numbers for nalgebra::SMatrix<f64, R, C> {
    fn append(&self, to: &mut Vec<f64>) {
        for row in self.row_iter() {
            to.extend(row.iter());
        }
    }
}

#[cfg(feature = "others")]
impl<const R: usize, const C: usize> Numbers for multicalc::Matrix<R, C, f64> {
    fn append(&self, to: &mut Vec<f64>) {
        for i in 0..R {
            to.extend((0..C).map(|j| self[(i, j)]));
        }
    }
}

/// Short: the table has three hundred rows. What is read of the samples is the fastest, and the first are
/// so short that other work on the machine hardly ever hits all of them.
#[cfg(feature = "others")]
pub fn criterion() -> criterion::Criterion {
    use core::time::Duration;
    criterion::Criterion::default()
        .without_plots()
        .sample_size(100)
        .nresamples(1001)
        .warm_up_time(Duration::from_millis(50))
        .measurement_time(Duration::from_millis(200))
}
