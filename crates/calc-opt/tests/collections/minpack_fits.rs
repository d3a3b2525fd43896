//! The eighteen least-squares problems of MINPACK's test drivers, with their standard starts.
//!
//! J. J. Moré, B. S. Garbow and K. E. Hillstrom, *Testing Unconstrained Optimization Software*, ACM
//! Transactions on Mathematical Software 7(1), 1981, 17–41; as in `ssqfcn` and `initpt` of MINPACK.

use core::array;

use calc_scalar::Real;

use super::mgh::{self, Problem};
use super::minpack_systems::{self, System};

/// A problem of `N` unknowns, and its start.
pub(crate) trait Fit<const N: usize> {
    const NAME: &'static str;

    fn start() -> [f64; N];

    /// Shows each of the `m` residuals to `take`.
    fn residuals<R: Real>(x: [R; N], m: usize, take: impl FnMut(R));

    /// The start times 1, 10 or 100; where that is zero, the factor itself.
    fn start_times(factor: f64) -> [f64; N] {
        let start = Self::start();
        if start.iter().all(|&x| x == 0.0) && factor > 1.0 {
            [factor; N]
        } else {
            start.map(|x| factor * x)
        }
    }
}

fn f(k: usize) -> f64 {
    f64::from(u32::try_from(k).expect("small"))
}

macro_rules! fit {
    ($Name:ident $name:literal [$n:literal] $start:expr, |$x:ident, $m:ident, $take:ident| $body:block) => {
        fit!(@impl [] $n, $Name, $name, $start, $x, $m, $take, $body);
    };
    ($Name:ident $name:literal [N] $start:expr, |$x:ident, $m:ident, $take:ident| $body:block) => {
        fit!(@impl [const N: usize] N, $Name, $name, $start, $x, $m, $take, $body);
    };
    (@impl [$($generic:tt)*] $n:tt, $Name:ident, $name:literal, $start:expr, $x:ident, $m:ident, $take:ident,
     $body:block) => {
        pub(crate) struct $Name;

        impl<$($generic)*> Fit<$n> for $Name {
            const NAME: &'static str = $name;

            fn start() -> [f64; $n] {
                array::from_fn($start)
            }

            fn residuals<R: Real>($x: [R; $n], $m: usize, mut $take: impl FnMut(R)) $body
        }
    };
}

/// Those that stand in another collection.
macro_rules! shared {
    ($($Name:ident $n:literal),+) => {
        $(impl Fit<$n> for mgh::$Name {
            const NAME: &'static str = <Self as Problem<$n>>::NAME;

            fn start() -> [f64; $n] {
                Self::START
            }

            fn residuals<R: Real>(x: [R; $n], _: usize, take: impl FnMut(R)) {
                <Self as Problem<$n>>::residuals(x, take);
            }
        })+
    };
}

shared!(
    Rosenbrock 2, Helix 3, PowellSingular 4, FreudensteinRoth 2, Bard 3, KowalikOsborne 4, Meyer 3, Box3 3,
    JennrichSampson 2, BrownDennis 4
);

fit!(LinearFull "linear, full rank" [N] |_| 1.0, |x, m, take| {
    let rest = -2.0 * x.iter().copied().sum::<R>() / f(m) - 1.0;
    x.iter().for_each(|&x| take(x + rest));
    (N..m).for_each(|_| take(rest));
});

fit!(LinearOne "linear, rank 1" [N] |_| 1.0, |x, m, take| {
    let sum: R = x.iter().enumerate().map(|(j, &x)| f(j + 1) * x).sum();
    for i in 1..=m {
        take(f(i) * sum - 1.0);
    }
});

fit!(LinearOneZero "linear, rank 1, zero columns" [N] |_| 1.0, |x, m, take| {
    let inner = x.iter().enumerate().take(N - 1).skip(1);
    let sum: R = inner.map(|(j, &x)| f(j + 1) * x).sum();
    for i in 0..m - 1 {
        take(f(i) * sum - 1.0);
    }
    take(R::constant(-1.0));
});

fit!(Watson "Watson" [N] |_| 0.0, |x, _m, take| {
    for k in 1..=29 {
        let t = f(k) / 29.0;
        let (mut slope, mut value, mut power) = (R::constant(0.0), R::constant(0.0), 1.0);
        for (j, &x) in x.iter().enumerate() {
            value += power * x;
            slope += f(j) * power / t * x;
            power *= t;
        }
        take(slope - value.powi(2) - 1.0);
    }
    take(x[0]);
    take(x[1] - x[0].powi(2) - 1.0);
});

fit!(Chebyquad "Chebyquad" [N] |j| f(j + 1) / f(N + 1), |x, m, take| {
    // The polynomials of all unknowns, one degree after the other.
    let mut before = [R::constant(1.0); N];
    let mut now = x.map(|x| 2.0 * x - 1.0);
    for k in 1..=m {
        let integral = if k % 2 == 0 { 1.0 / (f(k) * f(k) - 1.0) } else { 0.0 };
        take(now.iter().copied().sum::<R>() / f(N) + integral);
        let next = array::from_fn(|j| (4.0 * x[j] - 2.0) * now[j] - before[j]);
        (before, now) = (now, next);
    }
});

impl<const N: usize> Fit<N> for minpack_systems::BrownAlmostLinear {
    const NAME: &'static str = <Self as System<N>>::NAME;

    fn start() -> [f64; N] {
        <Self as System<N>>::start()
    }

    fn residuals<R: Real>(x: [R; N], _: usize, take: impl FnMut(R)) {
        <Self as System<N>>::residuals(x).into_iter().for_each(take);
    }
}

fit!(Osborne1 "Osborne 1" [5] |j| [0.5, 1.5, -1.0, 0.01, 0.02][j], |x, _m, take| {
    let data = [
        0.844, 0.908, 0.932, 0.936, 0.925, 0.908, 0.881, 0.85, 0.818, 0.784, 0.751, 0.718, 0.685, 0.658,
        0.628, 0.603, 0.58, 0.558, 0.538, 0.522, 0.506, 0.49, 0.478, 0.467, 0.457, 0.448, 0.438, 0.431,
        0.424, 0.42, 0.414, 0.411, 0.406,
    ];
    for (i, y) in data.into_iter().enumerate() {
        let t = 10.0 * f(i);
        take(y - (x[0] + x[1] * (-t * x[3]).exp() + x[2] * (-t * x[4]).exp()));
    }
});

fit!(Osborne2 "Osborne 2" [11] |j| [1.3, 0.65, 0.65, 0.7, 0.6, 3.0, 5.0, 7.0, 2.0, 4.5, 5.5][j],
|x, _m, take| {
    let data = [
        1.366, 1.191, 1.112, 1.013, 0.991, 0.885, 0.831, 0.847, 0.786, 0.725, 0.746, 0.679, 0.608, 0.655,
        0.616, 0.606, 0.602, 0.626, 0.651, 0.724, 0.649, 0.649, 0.694, 0.644, 0.624, 0.661, 0.612, 0.558,
        0.533, 0.495, 0.5, 0.423, 0.395, 0.375, 0.372, 0.391, 0.396, 0.405, 0.428, 0.429, 0.523, 0.562,
        0.607, 0.653, 0.672, 0.708, 0.633, 0.668, 0.645, 0.632, 0.591, 0.559, 0.597, 0.625, 0.739, 0.71,
        0.729, 0.72, 0.636, 0.581, 0.428, 0.292, 0.162, 0.098, 0.054,
    ];
    for (i, y) in data.into_iter().enumerate() {
        let t = f(i) / 10.0;
        let bell = |height: R, width: R, at: R| height * (-width * (t - at).powi(2)).exp();
        let decay = x[0] * (-t * x[4]).exp();
        take(y - (decay + bell(x[1], x[5], x[8]) + bell(x[2], x[6], x[9]) + bell(x[3], x[7], x[10])));
    }
});

/// The 53 runs of the driver, each handed to `$visit::<Fit, N>(residuals, factor)`.
macro_rules! each_minpack_fit {
    ($visit:ident) => {{
        use collections::{mgh::*, minpack_fits::*, minpack_systems::BrownAlmostLinear};
        let mut outcomes = Vec::new();
        each_minpack_fit!(@ outcomes, $visit,
            LinearFull 5 10 1, LinearFull 5 50 1, LinearOne 5 10 1, LinearOne 5 50 1,
            LinearOneZero 5 10 1, LinearOneZero 5 50 1, Rosenbrock 2 2 3, Helix 3 3 3,
            PowellSingular 4 4 3, FreudensteinRoth 2 2 3, Bard 3 15 3, KowalikOsborne 4 11 3,
            Meyer 3 16 2, Watson 6 31 3, Watson 9 31 3, Watson 12 31 3, Box3 3 10 1,
            JennrichSampson 2 10 1, BrownDennis 4 20 3, Chebyquad 1 8 3, Chebyquad 8 8 1,
            Chebyquad 9 9 1, Chebyquad 10 10 1, BrownAlmostLinear 10 10 3, BrownAlmostLinear 30 30 1,
            BrownAlmostLinear 40 40 1, Osborne1 5 33 1, Osborne2 11 65 1);
        outcomes
    }};
    (@ $outcomes:ident, $visit:ident, $($Fit:ident $n:literal $m:literal $tries:literal),+) => {
        $(for factor in [1.0, 10.0, 100.0].into_iter().take($tries) {
            $outcomes.push($visit::<$Fit, $n>($m, factor));
        })+
    };
}
