//! The loops of a dense layer for several examples side by side.
//!
//! One example loads each weight for one product. Here a tile of sums stays in registers while a few
//! examples share what was loaded. Each sum keeps its terms and their order, so that the bits are those
//! of one example after the other, whatever the size of the tile.
//!
//! The sizes are those at which the compiler fills the registers and does not transpose a tile: two
//! vectors wide, and not as many rows as a vector has lanes. Functions of their own tell it that what is
//! read is not what is written.

use calc_scalar::Float;

use super::add_scaled;

/// How many numbers of four bytes a register holds.
const LANES: usize = if cfg!(target_feature = "avx512f") {
    16
} else if cfg!(target_feature = "avx") {
    8
} else {
    4
};

/// How many rows of weights make a tile of slopes by inputs, which is transposed when it is done.
const SQUARE: usize = if cfg!(target_feature = "avx") { 8 } else { 4 };

/// Calls a function that does as many tiles as it can, from two vectors in width down to one number; each
/// call says where the next begins.
macro_rules! for_all_widths {
    ($tiles:ident::<$T:ident $(, $size:ident)*>($($argument:expr),*)) => {{
        let mut start = 0;
        if size_of::<$T>() <= 4 {
            start = $tiles::<$T $(, $size)*, { 2 * LANES }>($($argument,)* start);
        }
        start = $tiles::<$T $(, $size)*, LANES>($($argument,)* start);
        if LANES > 8 {
            start = $tiles::<$T $(, $size)*, 8>($($argument,)* start);
        }
        if LANES > 4 {
            start = $tiles::<$T $(, $size)*, 4>($($argument,)* start);
        }
        start = $tiles::<$T $(, $size)*, 2>($($argument,)* start);
        $tiles::<$T $(, $size)*, 1>($($argument,)* start);
    }};
}

/// `sums[m][j] += ∑ᵢ x[m][i]·rows[i][j]`.
#[inline(never)]
pub(super) fn add_weighted<T: Float, const IN: usize, const OUT: usize, const M: usize>(
    mut sums: [&mut [T; OUT]; M],
    x: &[&[T; IN]; M],
    rows: &[[T; OUT]],
) {
    for_all_widths!(weighted_tiles::<T, IN, OUT, M>(&mut sums, x, rows));
}

#[inline]
fn weighted_tiles<T: Float, const IN: usize, const OUT: usize, const M: usize, const N: usize>(
    sums: &mut [&mut [T; OUT]; M],
    x: &[&[T; IN]; M],
    rows: &[[T; OUT]],
    mut start: usize,
) -> usize {
    while start + N <= OUT {
        let (fours, rest) = sums.as_chunks_mut::<4>();
        let (x_of_fours, x_of_rest) = x.as_chunks::<4>();
        for (sums, x) in fours.iter_mut().zip(x_of_fours) {
            weigh_four::<T, IN, OUT, N>(sums, x, rows, start);
        }
        for (sums, x) in rest.iter_mut().zip(x_of_rest) {
            weigh_one::<T, IN, OUT, N>(sums, x, rows, start);
        }
        start += N;
    }
    start
}

/// A tile of four examples: with two vectors of each, half of sixteen registers.
#[inline]
fn weigh_four<T: Float, const IN: usize, const OUT: usize, const N: usize>(
    sums: &mut [&mut [T; OUT]; 4],
    x: &[&[T; IN]; 4],
    rows: &[[T; OUT]],
    start: usize,
) {
    let ([s0, s1, s2, s3], [x0, x1, x2, x3]) = (sums, x);
    let mut t0 = part::<T, N>(*s0, start);
    let mut t1 = part::<T, N>(*s1, start);
    let mut t2 = part::<T, N>(*s2, start);
    let mut t3 = part::<T, N>(*s3, start);
    for ((((row, &x0), &x1), &x2), &x3) in rows.iter().zip(*x0).zip(*x1).zip(*x2).zip(*x3) {
        let row = part(row, start);
        add_scaled(&mut t0, x0, &row);
        add_scaled(&mut t1, x1, &row);
        add_scaled(&mut t2, x2, &row);
        add_scaled(&mut t3, x3, &row);
    }
    put(*s0, start, &t0);
    put(*s1, start, &t1);
    put(*s2, start, &t2);
    put(*s3, start, &t3);
}

#[inline]
fn weigh_one<T: Float, const IN: usize, const OUT: usize, const N: usize>(
    sums: &mut [T; OUT],
    x: &[T; IN],
    rows: &[[T; OUT]],
    start: usize,
) {
    let mut tile = part::<T, N>(sums, start);
    for (row, &x) in rows.iter().zip(x) {
        add_scaled(&mut tile, x, &part(row, start));
    }
    put(sums, start, &tile);
}

/// `rows[i][j] += ∑ₘ x[m][i]·slopes[m][j]`.
#[inline(never)]
pub(super) fn add_outer<T: Float, const IN: usize, const OUT: usize, const M: usize>(
    rows: &mut [[T; OUT]],
    x: &[&[T; IN]; M],
    slopes: &[[T; OUT]; M],
) {
    for_all_widths!(outer_tiles::<T, IN, OUT, M>(rows, x, slopes));
}

#[inline]
fn outer_tiles<T: Float, const IN: usize, const OUT: usize, const M: usize, const N: usize>(
    rows: &mut [[T; OUT]],
    x: &[&[T; IN]; M],
    slopes: &[[T; OUT]; M],
    mut start: usize,
) -> usize {
    while start + N <= OUT {
        let (threes, rest) = rows.as_chunks_mut::<3>();
        let mut i = 0_usize;
        for rows in threes {
            outer_three::<T, IN, OUT, M, N>(rows, x, slopes, i, start);
            i = i.saturating_add(3);
        }
        for row in rest {
            outer_one::<T, IN, OUT, M, N>(row, x, slopes, i, start);
            i = i.saturating_add(1);
        }
        start += N;
    }
    start
}

/// A tile of three rows: not as many as a vector has lanes, or a compiler would transpose it.
#[inline]
fn outer_three<T: Float, const IN: usize, const OUT: usize, const M: usize, const N: usize>(
    rows: &mut [[T; OUT]; 3],
    x: &[&[T; IN]; M],
    slopes: &[[T; OUT]; M],
    i: usize,
    start: usize,
) {
    let [r0, r1, r2] = rows;
    let mut t0 = part::<T, N>(r0, start);
    let mut t1 = part::<T, N>(r1, start);
    let mut t2 = part::<T, N>(r2, start);
    for (x, slopes) in x.iter().zip(slopes) {
        let [x0, x1, x2] = part(*x, i);
        let slopes = part(slopes, start);
        add_scaled(&mut t0, x0, &slopes);
        add_scaled(&mut t1, x1, &slopes);
        add_scaled(&mut t2, x2, &slopes);
    }
    put(r0, start, &t0);
    put(r1, start, &t1);
    put(r2, start, &t2);
}

#[inline]
fn outer_one<T: Float, const IN: usize, const OUT: usize, const M: usize, const N: usize>(
    row: &mut [T; OUT],
    x: &[&[T; IN]; M],
    slopes: &[[T; OUT]; M],
    i: usize,
    start: usize,
) {
    let mut tile = part::<T, N>(row, start);
    for (x, slopes) in x.iter().zip(slopes) {
        let [x] = part(*x, i);
        add_scaled(&mut tile, x, &part(slopes, start));
    }
    put(row, start, &tile);
}

/// `x̄[m][i] = ∑ⱼ rows[i][j]·slopes[m][j]`, each in the order of [`dot`](super::dot). The lanes of a
/// vector are the examples.
#[inline(never)]
pub(super) fn by_inputs<T: Float, const IN: usize, const OUT: usize, const M: usize>(
    rows: &[[T; OUT]],
    slopes: &[[T; OUT]; M],
) -> [[T; IN]; M] {
    let mut columns = [[T::ZERO; M]; OUT];
    for (j, column) in columns.iter_mut().enumerate() {
        for (to, from) in column.iter_mut().zip(slopes) {
            *to = from.get(j).copied().unwrap_or(T::ZERO);
        }
    }
    let mut by_x = [[T::ZERO; IN]; M];
    let (squares, rest) = rows.as_chunks::<SQUARE>();
    let mut i = 0_usize;
    for rows in squares {
        dots(rows, &columns, &mut by_x, i);
        i = i.saturating_add(SQUARE);
    }
    for rows in rest.as_chunks::<1>().0 {
        dots(rows, &columns, &mut by_x, i);
        i = i.saturating_add(1);
    }
    by_x
}

#[inline]
fn dots<T: Float, const IN: usize, const OUT: usize, const M: usize, const R: usize>(
    rows: &[[T; OUT]; R],
    columns: &[[T; M]; OUT],
    by_x: &mut [[T; IN]; M],
    i: usize,
) {
    let mut tile = [[T::ZERO; M]; R];
    for (tile, row) in tile.iter_mut().zip(rows) {
        *tile = dot_of_each(row, columns);
    }
    for (m, by_x) in by_x.iter_mut().enumerate() {
        let Some(part) = by_x.get_mut(i..).and_then(<[T]>::first_chunk_mut::<R>) else {
            return;
        };
        for (to, from) in part.iter_mut().zip(&tile) {
            *to = from.get(m).copied().unwrap_or(T::ZERO);
        }
    }
}

/// [`dot`](super::dot) for each example.
#[inline]
fn dot_of_each<T: Float, const N: usize, const M: usize>(
    row: &[T; N],
    columns: &[[T; M]; N],
) -> [T; M] {
    let (a, a_rest) = row.as_chunks::<4>();
    let (b, b_rest) = columns.as_chunks::<4>();
    let mut rest = a_rest.iter().zip(b_rest);
    let mut chunks = a.iter().zip(b);
    let mut sums = if let Some((a, b)) = chunks.next() {
        let mut lanes = *b;
        for (lane, &a) in lanes.iter_mut().zip(a) {
            scale(lane, a);
        }
        for (a, b) in chunks {
            for ((lane, &a), b) in lanes.iter_mut().zip(a).zip(b) {
                add_scaled(lane, a, b);
            }
        }
        let [mut l0, mut l1, l2, l3] = lanes;
        add(&mut l0, &l2);
        add(&mut l1, &l3);
        add(&mut l0, &l1);
        l0
    } else if let Some((&a, b)) = rest.next() {
        let mut sums = *b;
        scale(&mut sums, a);
        sums
    } else {
        [T::ZERO; M]
    };
    for (&a, b) in rest {
        add_scaled(&mut sums, a, b);
    }
    sums
}

/// `N` numbers from `start` on; zeros where there are not as many.
#[inline]
fn part<T: Float, const N: usize>(numbers: &[T], start: usize) -> [T; N] {
    let rest = numbers.get(start..).and_then(<[T]>::first_chunk);
    rest.copied().unwrap_or([T::ZERO; N])
}

/// Writes them back.
#[inline]
fn put<T: Float, const N: usize>(numbers: &mut [T], start: usize, part: &[T; N]) {
    if let Some(place) = numbers.get_mut(start..).and_then(<[T]>::first_chunk_mut) {
        *place = *part;
    }
}

#[inline]
fn scale<T: Float, const N: usize>(numbers: &mut [T; N], factor: T) {
    for number in numbers {
        *number *= factor;
    }
}

#[inline]
fn add<T: Float, const N: usize>(sums: &mut [T; N], terms: &[T; N]) {
    for (sum, &term) in sums.iter_mut().zip(terms) {
        *sum += term;
    }
}
