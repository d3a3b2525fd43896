//! How many diagonals the packed Hessian of `N` variables has.

/// The number `N` as a type, for [`Diagonals`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Size<const N: usize>;

/// `D = ⌊N/2⌋ + 1`: `Size<N>: Diagonals<D>` says that a [`Dual2`](crate::Dual2) of `N` variables has `D`
/// diagonals.
///
/// The compiler finds `D` from `N`, so that a call of [`hessian`](crate::hessian()) names neither.
/// Only a function that is generic in `N` repeats the bound. It holds for `N ≤ 64`: such a number takes
/// 17 kB, and one run with it is dearer than `N` of the runs of
/// [`hessian_vector_product`](crate::hessian_vector_product()).
///
/// # Examples
///
/// ```
/// use calc_multi::{Diagonals, Dual2, Size, value_gradient_and_hessian};
///
/// fn largest_curvature<const N: usize, const D: usize>(
///     f: impl Fn([Dual2<f64, N, D>; N]) -> Dual2<f64, N, D>,
///     x: [f64; N],
/// ) -> f64
/// where
///     Size<N>: Diagonals<D>,
/// {
///     let (_, _, matrix) = value_gradient_and_hessian(f, x);
///     matrix.iter().enumerate().map(|(i, row)| row[i].abs()).fold(0.0, f64::max)
/// }
///
/// assert_eq!(largest_curvature(|[x, y]| x * x - 3.0 * y * y, [1.0, 1.0]), 6.0);
/// ```
#[diagnostic::on_unimplemented(
    message = "a Hessian of `{Self}` variables has not `{D}` diagonals, or is too large to carry along",
    label = "up to `Size<64>`, with `D = N/2 + 1`",
    note = "a function that is generic in `N` needs `where Size<N>: Diagonals<D>`; for more than 64 variables use `hessian_into` or `hessian_vector_product`"
)]
pub trait Diagonals<const D: usize>: sealed::Sealed {}

mod sealed {
    pub trait Sealed {}
    impl<const N: usize> Sealed for super::Size<N> {}
}

macro_rules! diagonals {
    ($($n:literal)*) => {
        $(impl Diagonals<{ $n / 2 + 1 }> for Size<$n> {})*
    };
}

diagonals! {
    0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32
    33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64
}
