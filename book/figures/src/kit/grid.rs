//! A function of two variables, sampled on a rectangular grid.

use super::canvas::Pixel;

/// Values at the crossings of `xs` and `ys`, row by row.
#[derive(Debug, Clone)]
pub(crate) struct Grid {
    pub(crate) xs: Vec<f64>,
    pub(crate) ys: Vec<f64>,
    values: Vec<f64>,
}

impl Grid {
    /// `f` at `nx × ny` points, the corners of both ranges among them.
    pub(crate) fn sample(
        x: (f64, f64),
        y: (f64, f64),
        (nx, ny): (usize, usize),
        f: impl Fn(f64, f64) -> f64,
    ) -> Self {
        let (xs, ys) = (spaced(x, nx), spaced(y, ny));
        let values = ys
            .iter()
            .flat_map(|&y| xs.iter().map(move |&x| (x, y)))
            .map(|(x, y)| f(x, y))
            .collect();
        Self { xs, ys, values }
    }

    /// The value at column `i` of row `j`.
    pub(crate) fn value(&self, i: usize, j: usize) -> f64 {
        self.values[j * self.xs.len() + i]
    }

    /// The place of column `i`, row `j`.
    pub(crate) fn point(&self, i: usize, j: usize) -> Pixel {
        (self.xs[i], self.ys[j])
    }

    /// The least and the greatest value.
    pub(crate) fn range(&self) -> (f64, f64) {
        let fold = |start, pick: fn(f64, f64) -> f64| self.values.iter().copied().fold(start, pick);
        (
            fold(f64::INFINITY, f64::min),
            fold(f64::NEG_INFINITY, f64::max),
        )
    }

    /// The same grid with a rim of width zero on which the value is far below all others, so that every
    /// line of equal value is closed.
    pub(crate) fn rimmed(&self) -> Self {
        let double_ends = |v: &[f64]| {
            let mut wide = Vec::with_capacity(v.len() + 2);
            wide.extend(v.first());
            wide.extend(v);
            wide.extend(v.last());
            wide
        };
        let (xs, ys) = (double_ends(&self.xs), double_ends(&self.ys));
        let (nx, ny) = (xs.len(), ys.len());
        let inside = |i: usize, j: usize| (1..nx - 1).contains(&i) && (1..ny - 1).contains(&j);
        let values = (0..ny)
            .flat_map(|j| (0..nx).map(move |i| (i, j)))
            .map(|(i, j)| {
                if inside(i, j) {
                    self.value(i - 1, j - 1)
                } else {
                    FAR_BELOW
                }
            })
            .collect();
        Self { xs, ys, values }
    }
}

/// Below every value a picture shows.
const FAR_BELOW: f64 = -1e30;

fn spaced((from, to): (f64, f64), n: usize) -> Vec<f64> {
    let last = n.saturating_sub(1).max(1) as f64;
    (0..n)
        .map(|i| i as f64 / last)
        .map(|t| from * (1.0 - t) + to * t)
        .collect()
}
