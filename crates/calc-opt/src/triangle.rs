//! Least squares row by row: the triangle that a Jacobian is rotated into, and steps from it.

use calc_scalar::Float;

use crate::norm::{norm, norm_of_two};

/// `R` and `Qᵀr` of `J = QR`, where the rows of `J` and `r` come one at a time.
///
/// Each row is rotated into the triangle by Givens rotations and then forgotten: the memory does not
/// depend on how many rows there are, and the digits are those of any QR factorisation, twice as many as
/// `JᵀJ` would keep.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Triangle<T, const N: usize> {
    /// `R`: upper triangular, the rest is zero.
    pub(crate) r: [[T; N]; N],
    /// The first `N` entries of `Qᵀ·residuals`.
    pub(crate) rhs: [T; N],
    /// The sum of the squares of the residuals.
    pub(crate) squares: T,
    /// The number of rows.
    pub(crate) rows: u32,
}

impl<T: Float, const N: usize> Triangle<T, N> {
    pub(crate) const EMPTY: Self = Self {
        r: [[T::ZERO; N]; N],
        rhs: [T::ZERO; N],
        squares: T::ZERO,
        rows: 0,
    };

    /// Takes a row `(residual, slopes)` in.
    pub(crate) fn add(&mut self, residual: T, mut slopes: [T; N]) {
        self.rows = self.rows.saturating_add(1);
        self.squares += residual * residual;
        let mut rest = residual;
        for (i, (row, rhs)) in self.r.iter_mut().zip(&mut self.rhs).enumerate() {
            let (Some(&a), Some(&b)) = (row.get(i), slopes.get(i)) else {
                return;
            };
            if b.is_zero() {
                continue;
            }
            let length = norm_of_two(a, b);
            let (c, s) = (a / length, b / length);
            for (p, q) in row.iter_mut().zip(&mut slopes).skip(i) {
                (*p, *q) = (c * *p + s * *q, c * *q - s * *p);
            }
            (*rhs, rest) = (c * *rhs + s * rest, c * rest - s * *rhs);
        }
    }

    /// Whether every number is finite.
    pub(crate) fn is_finite(&self) -> bool {
        self.squares.is_finite()
            && self.rhs.iter().all(|v| v.is_finite())
            && self.r.iter().flatten().all(|v| v.is_finite())
    }

    /// The lengths of the columns of `J`.
    pub(crate) fn column_norms(&self) -> [T; N] {
        columns(&self.r).map(|column| norm(&column))
    }

    /// `Jᵀr`.
    pub(crate) fn gradient(&self) -> [T; N] {
        let mut gradient = [T::ZERO; N];
        for (row, &rhs) in self.r.iter().zip(&self.rhs) {
            for (g, &v) in gradient.iter_mut().zip(row) {
                *g += v * rhs;
            }
        }
        gradient
    }

    /// The largest cosine of an angle between the residuals and a column of the Jacobian.
    pub(crate) fn steepness(&self) -> T {
        let length = self.squares.sqrt();
        let columns = self.column_norms();
        let gradient = self.gradient();
        let cosines = gradient.iter().zip(columns).map(|(&g, column)| {
            if column.is_zero() || length.is_zero() {
                T::ZERO
            } else {
                g.magnitude() / column / length
            }
        });
        cosines.fold(T::ZERO, T::max)
    }

    /// Whether the residuals reach no further than the share `level` of their length in any direction that the
    /// columns of the Jacobian span: then no step, however long, promises more than `N·level²` of their squares.
    ///
    /// A direction in which columns differ by no more than their rounding is none.
    pub(crate) fn is_low(&self, level: T) -> bool {
        let length = self.squares.sqrt();
        let columns = self.column_norms();
        let mut low = true;
        for (i, ((row, &rhs), column)) in self.r.iter().zip(&self.rhs).zip(columns).enumerate() {
            let own = row.get(i).map_or(T::ZERO, |d| d.magnitude());
            low &= own <= negligible::<T, N>() * column || rhs.magnitude() <= length * level;
        }
        low
    }

    /// `2·pᵀJᵀr` and `‖Jp‖²` for a step `p`.
    pub(crate) fn change(&self, p: &[T; N]) -> (T, T) {
        let (mut linear, mut quadratic) = (T::ZERO, T::ZERO);
        for (row, &rhs) in self.r.iter().zip(&self.rhs) {
            let along: T = row.iter().zip(p).map(|(&v, &p)| v * p).sum();
            linear += along * rhs;
            quadratic += along * along;
        }
        (linear + linear, quadratic)
    }

    /// The same problem with the columns of fixed variables left out.
    pub(crate) fn without(&self, fixed: &[bool; N]) -> Self {
        let mut rest = Self {
            rows: self.rows,
            ..Self::EMPTY
        };
        for (row, &rhs) in self.r.iter().zip(&self.rhs) {
            let mut row = *row;
            for (v, &fixed) in row.iter_mut().zip(fixed) {
                if fixed {
                    *v = T::ZERO;
                }
            }
            rest.add(rhs, row);
        }
        rest.squares = self.squares;
        rest
    }

    /// The `p` that minimises `‖J·p + r‖²`, with its triangle and its rank.
    ///
    /// Variables whose column is, to rounding, a combination of the others get no step.
    pub(crate) fn ranked(&self, scale: &[T; N]) -> Damped<T, N> {
        Damped::new(self, scale, negligible::<T, N>())
    }

    /// The `p` that minimises `‖J·p + r‖² + ‖λD·p‖²`, with its triangle.
    ///
    /// Variables whose column is exactly a combination of the others get no step. Where it is one but for
    /// rounding the step is long: in a region of trust that tells more than no step at all, since rows of
    /// very different size look alike.
    pub(crate) fn damped(&self, damping: T, scale: &[T; N]) -> Damped<T, N> {
        let mut all = *self;
        if damping > T::ZERO {
            let root = damping.sqrt();
            for (i, &d) in scale.iter().enumerate() {
                let mut row = [T::ZERO; N];
                if let Some(slot) = row.get_mut(i) {
                    *slot = root * d;
                }
                all.add(T::ZERO, row);
            }
        }
        Damped::in_order(&all, scale).unwrap_or_else(|| Damped::new(&all, scale, T::ZERO))
    }
}

/// A triangle whose columns may stand in another order, and the step it gives.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Damped<T, const N: usize> {
    /// The factor.
    r: [[T; N]; N],
    /// Which variable each column belongs to.
    order: [usize; N],
    /// How many columns are independent.
    pub(crate) rank: usize,
    /// The step `−J⁺r`.
    pub(crate) step: [T; N],
}

impl<T: Float, const N: usize> Damped<T, N> {
    /// The triangle as it stands, unless a column is nearly a combination of those before it.
    fn in_order(triangle: &Triangle<T, N>, scale: &[T; N]) -> Option<Self> {
        let least = T::EPSILON.sqrt();
        let mut order = [0; N];
        let places = order.iter_mut().zip(&triangle.r).zip(scale);
        for (i, ((place, row), &d)) in places.enumerate() {
            let &diagonal = row.get(i)?;
            let independent = diagonal.magnitude() > least * d;
            if !independent {
                return None;
            }
            *place = i;
        }
        Some(Self {
            r: triangle.r,
            order,
            rank: N,
            step: back_substituted(&triangle.r, &triangle.rhs, N).map(|p| -p),
        })
    }

    /// Factors with column pivoting (Householder), columns in units of `scale`. A column that adds no more
    /// than the share `negligible` of the longest is a combination of the others.
    #[inline(never)]
    fn new(triangle: &Triangle<T, N>, scale: &[T; N], negligible: T) -> Self {
        // Column by column: what is reflected are columns.
        let mut columns = columns(&triangle.r);
        for (column, &d) in columns.iter_mut().zip(scale) {
            for v in column.iter_mut() {
                *v /= d;
            }
        }
        let mut rhs = triangle.rhs;
        let mut order = [0; N];
        for (i, place) in order.iter_mut().enumerate() {
            *place = i;
        }
        let mut rank = 0;
        let mut largest = T::ZERO;
        for k in 0..N {
            let length = |column: &[T; N]| {
                let mut below = *column;
                for v in below.iter_mut().take(k) {
                    *v = T::ZERO;
                }
                norm(&below)
            };
            let (mut best, mut norm) = (k, T::ZERO);
            for (j, column) in columns.iter().enumerate().skip(k) {
                let this = length(column);
                if this > norm {
                    (best, norm) = (j, this);
                }
            }
            if k == 0 {
                largest = norm;
            }
            // Not where the norm is NaN.
            let independent = norm > negligible * largest;
            if !independent {
                break;
            }
            exchange(&mut columns, k, best);
            exchange(&mut order, k, best);
            let Some(&pivot_column) = columns.get(k) else {
                break;
            };
            rank = k + 1;
            reflect(&mut columns, &mut rhs, pivot_column, k, norm);
        }
        let mut r = [[T::ZERO; N]; N];
        for (j, column) in columns.iter().enumerate() {
            for (row, &v) in r.iter_mut().zip(column).take(j + 1) {
                if let Some(slot) = row.get_mut(j) {
                    *slot = v;
                }
            }
        }
        let solution = back_substituted(&r, &rhs, rank);
        let mut step = [T::ZERO; N];
        for (j, (&variable, &value)) in order.iter().zip(&solution).enumerate().take(rank) {
            if let (Some(slot), Some(&d)) = (step.get_mut(variable), scale.get(variable)) {
                *slot = -value / d;
                // Back in the units of the variable.
                for v in r.iter_mut().filter_map(|row| row.get_mut(j)) {
                    *v *= d;
                }
            }
        }
        Self {
            r,
            order,
            rank,
            step,
        }
    }

    /// `‖R⁻ᵀPᵀv‖²`.
    pub(crate) fn squared_length(&self, v: &[T; N]) -> T {
        let mut w = [T::ZERO; N];
        let mut total = T::ZERO;
        for k in 0..self.rank {
            let Some(&variable) = self.order.get(k) else {
                break;
            };
            let mut rest = v.get(variable).copied().unwrap_or(T::ZERO);
            for (row, &w) in self.r.iter().zip(&w).take(k) {
                rest -= row.get(k).copied().unwrap_or(T::ZERO) * w;
            }
            let diagonal = self.r.get(k).and_then(|row| row.get(k)).copied();
            let value = rest / diagonal.unwrap_or(T::ONE);
            if let Some(slot) = w.get_mut(k) {
                *slot = value;
            }
            total += value * value;
        }
        total
    }
}

/// The share of a column that is rounding: `N·ε`.
fn negligible<T: Float, const N: usize>() -> T {
    T::literal(f64::from(u32::try_from(N).unwrap_or(u32::MAX))) * T::EPSILON
}

/// The columns of a matrix of rows.
fn columns<T: Float, const N: usize>(rows: &[[T; N]; N]) -> [[T; N]; N] {
    let mut columns = [[T::ZERO; N]; N];
    for (i, row) in rows.iter().enumerate() {
        for (column, &v) in columns.iter_mut().zip(row) {
            if let Some(slot) = column.get_mut(i) {
                *slot = v;
            }
        }
    }
    columns
}

/// Exchanges two entries; `swap` of the library would panic outside the array, which the compiler
/// cannot exclude.
fn exchange<V>(entries: &mut [V], i: usize, j: usize) {
    // Nothing where `i = j`.
    if let Ok([a, b]) = entries.get_disjoint_mut([i, j]) {
        core::mem::swap(a, b);
    }
}

/// Reflects the columns from number `k` on, and the right side, so that column `k` becomes `norm` long at
/// place `k` and zero below.
fn reflect<T: Float, const N: usize>(
    columns: &mut [[T; N]; N],
    rhs: &mut [T; N],
    pivot: [T; N],
    k: usize,
    norm: T,
) {
    let head = pivot.get(k).copied().unwrap_or(T::ZERO);
    let target = -norm.copysign(head);
    // v = column − target·e_k; the reflection is I − v·vᵀ/(v_k·(−target)).
    let mut v = pivot;
    if let Some(slot) = v.get_mut(k) {
        *slot = head - target;
    }
    let factor = T::ONE / (target * (head - target));
    let apply = |x: &mut [T; N]| {
        let along: T = v.iter().zip(x.iter()).skip(k).map(|(&v, &x)| v * x).sum();
        for (x, &v) in x.iter_mut().zip(&v).skip(k) {
            *x += factor * along * v;
        }
    };
    for column in columns.iter_mut().skip(k) {
        apply(column);
    }
    apply(rhs);
}

/// The solution of the leading `rank` equations of a triangular system.
fn back_substituted<T: Float, const N: usize>(
    r: &[[T; N]; N],
    rhs: &[T; N],
    rank: usize,
) -> [T; N] {
    let mut x = [T::ZERO; N];
    for (k, (row, &b)) in r.iter().zip(rhs).enumerate().take(rank).rev() {
        let known = row.iter().zip(&x).take(rank).skip(k + 1);
        let rest = b - known.map(|(&r, &x)| r * x).sum::<T>();
        if let (Some(slot), Some(&pivot)) = (x.get_mut(k), row.get(k)) {
            *slot = rest / pivot;
        }
    }
    x
}
