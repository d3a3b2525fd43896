//! The fourteen systems of equations of MINPACK's test drivers, with their standard starts.
//!
//! J. J. Moré, B. S. Garbow and K. E. Hillstrom, *Testing Unconstrained Optimization Software*, ACM
//! Transactions on Mathematical Software 7(1), 1981, 17–41; numbered and written as in `vecfcn` and
//! `initpt` of MINPACK.

use core::array;
use core::f64::consts::TAU;

use calc_scalar::Real;

/// A system of `N` equations, and its start.
pub(crate) trait System<const N: usize> {
    const NAME: &'static str;

    fn start() -> [f64; N];

    fn residuals<R: Real>(x: [R; N]) -> [R; N];

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

macro_rules! system {
    ($Name:ident $name:literal [$($n:tt)*] $start:expr, |$x:pat_param| $body:block) => {
        pub(crate) struct $Name;

        system!(@impl $Name $name [$($n)*] $start, $x, $body);
    };
    (@impl $Name:ident $name:literal [N] $start:expr, $x:pat_param, $body:block) => {
        impl<const N: usize> System<N> for $Name {
            const NAME: &'static str = $name;
            fn start() -> [f64; N] { array::from_fn($start) }
            fn residuals<R: Real>($x: [R; N]) -> [R; N] $body
        }
    };
    (@impl $Name:ident $name:literal [$n:literal] $start:expr, $x:pat_param, $body:block) => {
        impl System<$n> for $Name {
            const NAME: &'static str = $name;
            fn start() -> [f64; $n] { $start }
            fn residuals<R: Real>($x: [R; $n]) -> [R; $n] $body
        }
    };
}

system!(Rosenbrock "Rosenbrock" [2] [-1.2, 1.0], |[x, y]| {
    [1.0 - x, 10.0 * (y - x.powi(2))]
});

system!(PowellSingular "Powell, singular" [4] [3.0, -1.0, 0.0, 1.0], |[a, b, c, d]| {
    [
        a + 10.0 * b,
        Real::sqrt(5.0_f64) * (c - d),
        (b - 2.0 * c).powi(2),
        Real::sqrt(10.0_f64) * (a - d).powi(2),
    ]
});

system!(PowellBadlyScaled "Powell, badly scaled" [2] [0.0, 1.0], |[x, y]| {
    [1e4 * x * y - 1.0, (-x).exp() + (-y).exp() - 1.0001]
});

system!(Wood "Wood" [4] [-3.0, -1.0, -3.0, -1.0], |[a, b, c, d]| {
    let (first, second) = (b - a.powi(2), d - c.powi(2));
    [
        -200.0 * a * first - (1.0 - a),
        200.0 * first + 20.2 * (b - 1.0) + 19.8 * (d - 1.0),
        -180.0 * c * second - (1.0 - c),
        180.0 * second + 20.2 * (d - 1.0) + 19.8 * (b - 1.0),
    ]
});

system!(Helix "helical valley" [3] [-1.0, 0.0, 0.0], |[x, y, z]| {
    let turns = if x == 0.0 {
        0.0 * x + Real::copysign(0.25, y.primal())
    } else {
        (y / x).atan() / TAU + if x < 0.0 { 0.5 } else { 0.0 }
    };
    [
        10.0 * (z - 10.0 * turns),
        10.0 * ((x.powi(2) + y.powi(2)).sqrt() - 1.0),
        z,
    ]
});

system!(Watson "Watson" [N] |_| 0.0, |x| {
    let mut values = [R::constant(0.0); N];
    for i in 1..=29 {
        let t = f(i) / 29.0;
        let (mut slope, mut value, mut power) = (R::constant(0.0), R::constant(0.0), 1.0);
        for (j, &x) in x.iter().enumerate() {
            value += power * x;
            slope += f(j) * power / t * x;
            power *= t;
        }
        let rest = slope - value.powi(2) - 1.0;
        let twice = 2.0 * t * value;
        let mut power = 1.0 / t;
        for (k, sum) in values.iter_mut().enumerate() {
            *sum += power * (f(k) - twice) * rest;
            power *= t;
        }
    }
    let rest = x[1] - x[0].powi(2) - 1.0;
    values[0] += x[0] * (1.0 - 2.0 * rest);
    values[1] += rest;
    values
});

system!(Chebyquad "Chebyquad" [N] |j| f(j + 1) / f(N + 1), |x| {
    let mut values = [R::constant(0.0); N];
    for x in x {
        let twice = 4.0 * x - 2.0;
        let (mut before, mut now) = (R::constant(1.0), 2.0 * x - 1.0);
        for sum in &mut values {
            *sum += now;
            (before, now) = (now, twice * now - before);
        }
    }
    let mut k = 0;
    values.map(|sum| {
        k += 1;
        let integral = if k % 2 == 0 { 1.0 / (f(k) * f(k) - 1.0) } else { 0.0 };
        sum / f(N) + integral
    })
});

system!(BrownAlmostLinear "Brown, almost linear" [N] |_| 0.5, |x| {
    let (mut sum, mut product) = (R::constant(-f(N + 1)), R::constant(1.0));
    for x in x {
        sum += x;
        product *= x;
    }
    array::from_fn(|k| if k + 1 < N { x[k] + sum } else { product - 1.0 })
});

/// Where the two problems on a grid start: `t(t − 1)`.
fn on_the_grid<const N: usize>(j: usize) -> f64 {
    let t = f(j + 1) / f(N + 1);
    t * (t - 1.0)
}

system!(DiscreteBoundary "discrete boundary value" [N] on_the_grid::<N>, |x| {
    let h = 1.0 / f(N + 1);
    array::from_fn(|k| {
        let cube = (x[k] + f(k + 1) * h + 1.0).powi(3);
        let left = if k > 0 { x[k - 1] } else { R::constant(0.0) };
        let right = if k + 1 < N { x[k + 1] } else { R::constant(0.0) };
        2.0 * x[k] - left - right + cube * (h * h) / 2.0
    })
});

system!(DiscreteIntegral "discrete integral equation" [N] on_the_grid::<N>, |x| {
    let h = 1.0 / f(N + 1);
    array::from_fn(|k| {
        let t = f(k + 1) * h;
        let (mut below, mut above) = (R::constant(0.0), R::constant(0.0));
        for (j, &x) in x.iter().enumerate() {
            let s = f(j + 1) * h;
            let cube = (x + s + 1.0).powi(3);
            if j <= k {
                below += s * cube;
            } else {
                above += (1.0 - s) * cube;
            }
        }
        x[k] + h * ((1.0 - t) * below + t * above) / 2.0
    })
});

system!(Trigonometric "trigonometric" [N] |_| 1.0 / f(N), |x| {
    let sum: R = x.iter().map(|x| x.cos()).sum();
    array::from_fn(|k| f(N + k + 1) - x[k].sin() - sum - f(k + 1) * x[k].cos())
});

system!(VariablyDimensioned "variably dimensioned" [N] |j| 1.0 - f(j + 1) / f(N), |x| {
    let sum: R = x.iter().enumerate().map(|(j, &x)| f(j + 1) * (x - 1.0)).sum();
    let slope = sum * (1.0 + 2.0 * sum.powi(2));
    array::from_fn(|k| x[k] - 1.0 + f(k + 1) * slope)
});

system!(BroydenTridiagonal "Broyden, tridiagonal" [N] |_| -1.0, |x| {
    array::from_fn(|k| {
        let left = if k > 0 { x[k - 1] } else { R::constant(0.0) };
        let right = if k + 1 < N { x[k + 1] } else { R::constant(0.0) };
        (3.0 - 2.0 * x[k]) * x[k] - left - 2.0 * right + 1.0
    })
});

system!(BroydenBanded "Broyden, banded" [N] |_| -1.0, |x| {
    array::from_fn(|k| {
        let mut sum = R::constant(0.0);
        for (j, &x) in x.iter().enumerate() {
            if j != k && j + 5 >= k && j <= k + 1 {
                sum += x * (1.0 + x);
            }
        }
        x[k] * (2.0 + 5.0 * x[k].powi(2)) + 1.0 - sum
    })
});

/// The 55 runs of the driver, each handed to `$visit::<System, N>(factor)`.
macro_rules! each_minpack_system {
    ($visit:ident) => {{
        use collections::minpack_systems::*;
        let mut outcomes = Vec::new();
        each_minpack_system!(@ outcomes, $visit,
            Rosenbrock 2 3, PowellSingular 4 3, PowellBadlyScaled 2 2, Wood 4 3, Helix 3 3,
            Watson 6 2, Watson 9 2, Chebyquad 5 3, Chebyquad 6 3, Chebyquad 7 3, Chebyquad 8 1,
            Chebyquad 9 1, BrownAlmostLinear 10 3, BrownAlmostLinear 30 1, BrownAlmostLinear 40 1,
            DiscreteBoundary 10 3, DiscreteIntegral 1 3, DiscreteIntegral 10 3, Trigonometric 10 3,
            VariablyDimensioned 10 3, BroydenTridiagonal 10 3, BroydenBanded 10 3);
        outcomes
    }};
    (@ $outcomes:ident, $visit:ident, $($System:ident $n:literal $tries:literal),+) => {
        $(for factor in [1.0, 10.0, 100.0].into_iter().take($tries) {
            $outcomes.push($visit::<$System, $n>(factor));
        })+
    };
}
